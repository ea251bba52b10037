"""The tests with Cypher 25 do read Cypher 25: a statement that Cypher 5 does not know tells the two apart."""

import pytest

from kb.errors import BadQuestion
from tests.conftest import CYPHER_5, CYPHER_25, Line

LET = "LET one = 1 RETURN one"


def test_a_line_reads_the_language_that_the_test_asks_for(world: Line) -> None:
    with pytest.raises(BadQuestion, match="Invalid input 'LET'"):
        world.store.rows(LET)
    assert world.speak(CYPHER_25).store.rows(LET) == [{"one": 1}]
    with pytest.raises(BadQuestion, match="Invalid input 'LET'"):
        world.speak(CYPHER_5).store.rows(LET)
