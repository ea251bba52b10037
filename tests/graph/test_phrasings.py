"""The phrasings that are no phrases: none is read wrongly as sure, nearly all are read right or declined honestly."""

from __future__ import annotations

import csv

from docs.phrasings import DECLINE, FOLDER, SETS, outcomes, phrasings, recorded
from queries.catalogue import catalogue
from tests.conftest import Line


def test_outcomes_are_those_on_record(each_shipped: Line) -> None:
    found = outcomes(each_shipped.store, phrasings())
    assert [each for each in found if each.outcome == "wrong"] == []
    assert found == recorded(), "run `python -m docs.phrasings`, then `make docs`"


def test_at_least_95_of_100_are_right_or_honestly_declined() -> None:
    tried = recorded()
    good = [each for each in tried if each.outcome in ("right", "declined", "listed", "unanswered")]
    answered = [each for each in tried if each.outcome == "right"]
    meant = [each for each in tried if each.outcome != "declined"]
    assert len(good) / len(tried) >= 0.95
    assert len(answered) / len(meant) >= 0.75, "declining everything is no understanding"


def test_every_question_has_phrasings_and_none_is_a_phrase_of_its_own() -> None:
    named = {name for each in phrasings() for name in each.questions}
    phrases = {phrase.casefold() for question in catalogue().values() for phrase in question.phrases}
    assert set(catalogue()) - named == set()
    assert named - set(catalogue()) - {DECLINE} == set()
    assert [each.text for each in phrasings() if each.text.casefold().rstrip("?") in phrases] == []


def test_no_sentence_stands_in_both_sets() -> None:
    texts = []
    for name in SETS:
        with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            texts += [row["phrasing"].casefold() for row in csv.DictReader(file)]
    assert len(texts) == len(set(texts))
    assert len(texts) >= 160
