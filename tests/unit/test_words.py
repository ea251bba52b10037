"""Words, dates, numbers and patterns: what is read of a sentence without a graph."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from docs.phrasings import read_set
from kb.errors import BadQuestion, BadTable
from queries.words import lexicon
from queries.words.amounts import amounts, grades
from queries.words.english import is_english
from queries.words.patterns import Denial, library, vocabulary
from queries.words.tokens import stem, tokens
from queries.words.understanding import words_of
from queries.words.when import dates

TODAY = date(2026, 11, 25)


def words(text: str) -> list[str]:
    return [token.word for token in tokens(text)]


@pytest.mark.parametrize(("text", "found"), [
    ("Which AI hardware?", ["which", "ai", "hardware"]),
    ("It doesn't, can't and won’t", ["it", "does", "not", "can", "not", "and", "will", "not"]),
    ("China's US-made NdFeB", ["china", "us", "made", "ndfeb"]),
    ("the U.S. and U.S.A.", ["the", "us", "and", "usa"]),
    ("50% of 1,200 t", ["50", "percent", "of", "1200", "t"]),
    ("Hall-Héroult", ["hall", "heroult"]),
    ("know-how that goes up", ["technology", "that", "rise"]),
    ("who used to make it", ["who", "formerly", "make", "it"]),
    ("the minerals used to make it", ["the", "minerals", "needed", "to", "make", "it"]),
    ("what it is made of, made in", ["what", "it", "is", "composed", "of", "made", "in"]),
    ("N-1, N minus one", ["n", "1", "n", "1"]),
    ("sourcing; sources its ore; sources from", ["procured", "procured", "its", "ore", "sources", "from"]),
    ("sub-suppliers it buys from", ["suppliers", "it", "procured", "from"]),
    ("how do you know these days", ["what", "evidence", "now"]),
    ("… !", []),
])  # fmt: skip
def test_tokens(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(("text", "day"), [
    ("on 9 December 2025", "2025-12-09"), ("on the 9th of December 2025", "2025-12-09"),
    ("December 9, 2025", "2025-12-09"), ("as of 2025-12-09", "2025-12-09"), ("in 2024", "2024-12-31"),
    ("at the start of 2024", "2024-01-01"), ("in February 2024", "2024-02-29"),
    ("before November 2026", "2026-10-31"), ("before 10 November 2026", "2026-11-09"), ("by 2024", "2024-12-31"),
    ("in 2030", None),
    ("since 2023", None), ("after 27 November 2026", None), ("today", "2026-11-25"), ("yesterday", "2026-11-24"),
    ("last year", "2025-12-31"), ("2024-06", "2024-06-30"),
])  # fmt: skip
def test_a_date_is_one_day(text: str, day: str | None) -> None:
    [found] = dates(tokens(f"controls {text}"), TODAY)
    assert (found.day and found.day.isoformat()) == day
    assert found.past == len(tokens(f"controls {text}"))


def test_two_dates_are_two() -> None:
    assert [each.text for each in dates(tokens("from 2020 to March 2024"), TODAY)] == ["2020", "2024-03"]


@pytest.mark.parametrize("text", ["31 February 2026", "2025-02-30", "April 31, 2025", "2025-13-01"])
def test_a_date_that_does_not_exist_is_told(text: str) -> None:
    with pytest.raises(BadQuestion, match="no date that exists"):
        dates(tokens(f"is gallium restricted on {text}"), TODAY)


@pytest.mark.parametrize("text", ["HS 2805", "850511", "A100", "grade 9", "12 months", "3 hops"])
def test_other_numbers_are_no_dates(text: str) -> None:
    assert dates(tokens(text), TODAY) == []


@pytest.mark.parametrize(("text", "found"), [
    ("top 5 producers", ("5", "limit", "producers")), ("the three largest producers", ("3", "limit", "largest")),
    ("at least 50 % of it", ("50", "least", "percent")), ("more than twenty points", ("20", "least", "points")),
    ("within 4 hops", ("4", "most", "hops")), ("less than 20 per cent", ("20", "most", "percent")),
    ("100 or more claims", ("100", "least", "claims")), ("90 days", ("90", "exact", "days")),
])  # fmt: skip
def test_amounts(text: str, found: tuple[str, str, str]) -> None:
    [amount] = amounts(tokens(text))
    assert (amount.value, amount.bound, amount.unit) == found


@pytest.mark.parametrize(("text", "letter"), [
    ("grade B or better", "B"), ("only grade a evidence", "A"), ("at least grade C", "C"), ("grade M magnets", None),
    ("of good grade", None),
])  # fmt: skip
def test_grades(text: str, letter: str | None) -> None:
    assert next((each.value for each in grades(tokens(text))), None) == letter


@pytest.mark.parametrize(("sentence", "said"), [
    ("", "no words"), (" \t ", "no words"), ("?!", "no words"), ("x" * 10_000, "10000 characters long"),
    ("a " * 61, "61 words"),
])  # fmt: skip
def test_what_cannot_be_read_is_told(sentence: str, said: str) -> None:
    with pytest.raises(BadQuestion, match=said):
        words_of(sentence)


def test_every_question_has_patterns_from_its_header_alone() -> None:
    for each in library():
        assert len(each.patterns) == 2 + len(each.question.phrases)
        assert all(set(pattern.slots) <= set(each.question.params) for pattern in each.patterns)
        assert each.stems, each.question.name


def test_what_a_pattern_denies_is_known() -> None:
    [denying] = [each for each in library() if each.question.name == "technologies_not_depending_on"]
    found = {denial for pattern in denying.patterns for denial in pattern.denials}
    assert Denial(False, frozenset({"depend"})) in found
    assert Denial(False, frozenset(), frozenset({"material"})) in found


def test_words_that_change_a_question_are_in_no_softer_list() -> None:
    critical = lexicon.critical_words() | lexicon.NOT | lexicon.EXCEPT
    assert critical & lexicon.soft_words() == set()
    assert critical & lexicon.function_words() <= {"than", "against", "vs"}


def test_the_vocabulary_holds_the_words_of_every_question() -> None:
    for each in library():
        for text in each.question.phrases:
            plain = " ".join(part.partition("}")[2] for part in f"}}{text}".split("{"))
            assert {token.word for token in tokens(plain)} <= vocabulary()


def test_groups_are_of_like_meaning_by_stem() -> None:
    assert lexicon.alike("depend", "reli") == 0.9
    assert lexicon.alike("mine", "produc") == 0.9
    assert lexicon.alike("mine", "refin") == 0.0
    assert lexicon.alike("anyth", "anyth") == 1.0


def test_miners_are_no_minerals() -> None:
    assert {token.stem for token in tokens("miner miners mine mining")} == {"mine"}
    assert {token.stem for token in tokens("mineral minerals")} == {"miner"}


@pytest.mark.parametrize(("one", "other"), [
    ("critical", "critics"), ("important", "imports"), ("opposes", "opposed"),
])  # fmt: skip
def test_words_that_only_look_alike_are_told_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)
    assert lexicon.alike(stem(one), stem(other)) == 0.0


def test_adverbs_are_known_by_their_ending() -> None:
    assert [token.word for token in tokens("mainly rely on indirectly supply") if token.adverb] == [
        "mainly", "indirectly"]  # fmt: skip


@pytest.mark.parametrize(("word", "known"), [
    ("loss", True), ("rice", True), ("leans", True), ("depnds", False), ("germaniun", False), ("rica", False),
])  # fmt: skip
def test_english_words_are_no_slips(word: str, *, known: bool) -> None:
    assert is_english(word) is known


def test_the_verbs_of_a_subject_are_known() -> None:
    [relying] = [each for each in library() if each.question.name == "import_reliance"]
    verbs = {pattern.verbs["country"] for pattern in relying.patterns if "country" in pattern.verbs}
    assert stem("import") in verbs
    assert stem("supply") not in verbs


@pytest.mark.parametrize(("text", "told"), [
    ("phrasing,question,params\nwho makes it,leading_producer,\n", "no question 'leading_producer'"),
    ("phrasing,question\nwho makes it,leading_producers\n", "the columns must be phrasing, question, params"),
])  # fmt: skip
def test_a_set_of_phrasings_is_checked(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadTable, match=told):
        read_set(path)
