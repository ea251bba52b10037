"""How names are folded, and what an entity is found by."""

from __future__ import annotations

import pytest

from kb.names import fold, keys
from kb.vocab import rows, words
from kb.vocab.countries import country, country_names, named_country


@pytest.mark.parametrize(("typed", "folded"), [
    ("Hall-Héroult  smelting", "hall heroult smelting"), ("REEtec Herøya", "reetec heroya"), ("Türkiye", "turkiye"),
    ("CO₂", "co2"), ("  ", ""), ("'); DROP", "drop"), ("Łódź", "lodz"), ("STRASSE", fold("straße")), ("稀土", "稀土"),
])  # fmt: skip
def test_fold(typed: str, folded: str) -> None:
    assert fold(typed) == folded


def test_folding_twice_changes_nothing() -> None:
    assert all(fold(name) == name for name in country_names())


def test_keys_are_id_slug_name_aliases_and_identifiers() -> None:
    entity = {"id": "company:acme", "name": "Acmé Ltd", "aliases": ["ACME", "Acme Limited"],
              "identifiers": ["wikidata=Q42"]}  # fmt: skip
    assert keys(entity) == ["company acme", "acme", "acme ltd", "acme limited", "wikidata q42", "q42"]


def test_keys_of_a_bare_entity() -> None:
    assert keys({"id": "country:CHN", "name": "China", "aliases": None}) == ["country chn", "chn", "china"]


@pytest.mark.parametrize(("typed", "code"), [
    ("Chinese", "CHN"), ("u.s.", "USA"), ("American", "USA"), ("DRC", "COD"), ("dutch", "NLD"), ("EU", "EUE"),
    ("Côte d'Ivoire", "CIV"), ("South Korean", "KOR"), ("Atlantis", None), ("", None),
])  # fmt: skip
def test_a_country_by_any_of_its_names(typed: str, code: str | None) -> None:
    assert named_country(typed) == code


def test_every_demonym_is_of_a_known_country_and_stands_there_once() -> None:
    found = [fold(row["word"]) for row in rows("demonyms")]
    assert len(found) == len(set(found))
    assert all(country(row["code"])[0] for row in rows("demonyms"))


@pytest.mark.parametrize("name", ["stages", "states", "domains"])
def test_other_words_are_said_of_one_word_only(name: str) -> None:
    said = [fold(text) for word, row in words(name).items() for text in (word, *filter(None, row["also"].split("|")))]
    assert sorted(said) == sorted(set(said))
