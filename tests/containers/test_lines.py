"""Each line answers as itself; the conformance suite stands on these fixtures."""

from collections.abc import Callable
from typing import Any


def test_each_line_is_empty_at_first_and_takes_what_is_written(each_scratch: Any) -> None:
    each_scratch.store.change("CREATE (n:Probe) RETURN count(n) AS written")

    assert each_scratch.store.rows("MATCH (n) RETURN labels(n) AS labels") == [{"labels": ["Probe"]}]


def test_a_scratch_is_emptied_for_the_next_test(each_scratch: Any) -> None:
    assert each_scratch.store.rows("MATCH (n) RETURN count(n) AS n") == [{"n": 0}]


def test_what_is_lacking_can_be_told(not_here: Callable[[str], None]) -> None:
    assert callable(not_here)
