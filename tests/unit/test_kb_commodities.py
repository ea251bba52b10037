"""Commodity words: each stands for minerals and materials that are listed, or says why it stands for none."""

from collections import Counter

import pytest

from kb.errors import BadInput
from kb.vocab import rows, words
from kb.vocab.matter import commodity


def test_every_word_stands_once_and_names_what_is_listed() -> None:
    table = rows("commodities")

    assert [word for word, count in Counter(row["word"] for row in table).items() if count > 1] == []
    assert [row["word"] for row in table if row["word"] != " ".join(row["word"].casefold().split())] == []
    assert {row[side] for row in table for side in ("mined", "made")} - {""} <= words("matter").keys()
    assert {row["stage"] for row in table} - {""} <= words("stages").keys()
    assert [row["word"] for row in table if bool(row["made"]) != bool(row["stage"])] == []
    assert [row["word"] for row in table if not (row["mined"] or row["made"] or "passed over" in row["about"])] == []


@pytest.mark.parametrize(
    ("word", "mines", "works", "found"),
    [
        ("Copper", True, False, ("mineral:copper", "mining")),
        ("copper ", True, True, ("mineral:copper", "mining")),
        ("copper", False, True, ("material:refined-copper", "refining")),
        ("alumina", True, True, ("material:alumina", "refining")),
        ("alumina", True, False, ("mineral:bauxite", "mining")),
        ("ferronickel", True, False, ("material:ferronickel", "refining")),
        ("iron ore", False, True, ("mineral:iron-ore", "mining")),
        ("anode slime", False, True, ("", "mining")),
    ],
)
def test_what_a_word_stands_for_depends_on_what_the_site_does(
    word: str, mines: bool, works: bool, found: tuple[str, str]
) -> None:
    assert commodity(word).at(mines, works) == found


def test_an_unknown_word_is_refused_with_near_ones() -> None:
    with pytest.raises(BadInput, match=r"'coper' is not in kb/vocab/commodities.csv. Did you mean copper"):
        commodity("coper")
