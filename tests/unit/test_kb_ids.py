"""Ids carry their label; country codes are ISO's; near words are offered."""

import pytest

from kb.errors import BadInput, BadTable, did_you_mean
from kb.ids import hashed, is_entity_id, label_of
from kb.schema import LABELS
from kb.vocab.countries import country


def test_the_prefix_of_an_id_is_its_label() -> None:
    assert [label_of(f"{label.prefix}:x") for label in LABELS.values()] == list(LABELS)
    assert label_of("claim:0a1b") == "Claim"


@pytest.mark.parametrize(
    ("id_", "told"),
    [
        ("magnet", "'magnet' is not an id; an id is a prefix and a slug, like material:ndfeb-magnet."),
        ("", "'' is not an id; an id is a prefix and a slug, like material:ndfeb-magnet."),
        ("material:", "'material:' is not an id; an id is a prefix and a slug, like material:ndfeb-magnet."),
        ("material:a b", "'material:a b' is not an id; an id is a prefix and a slug, like material:ndfeb-magnet."),
        ("material:-a", "'material:-a' is not an id; an id is a prefix and a slug, like material:ndfeb-magnet."),
        ("material:a\n", "'material:a\\n' is not an id; an id is a prefix and a slug, like material:ndfeb-magnet."),
        ("metal:iron", "'metal:iron': no kind of entity has the prefix 'metal'; known: " + ", ".join(
            label.prefix for label in LABELS.values()) + "."),
    ],
)  # fmt: skip
def test_what_is_no_id_is_told(id_: str, told: str) -> None:
    with pytest.raises(BadInput) as error:
        label_of(id_)
    assert str(error.value) == told
    assert not is_entity_id(id_)


def test_parts_of_a_hash_do_not_run_together() -> None:
    assert hashed("fact", "ab", "c") != hashed("fact", "a", "bc")
    assert hashed("fact", "a") == "fact:ca978112ca1bbdcafac2"


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("CHN", ("China", "country")),
        ("COD", ("DR Congo", "country")),
        ("DEU", ("Germany", "country")),
        ("EUE", ("European Union", "bloc")),
        ("WLD", ("World", "world")),
    ],
)
def test_a_country_has_one_english_name(code: str, found: tuple[str, str]) -> None:
    assert country(code) == found


def test_an_unknown_country_code_is_told_with_near_ones() -> None:
    with pytest.raises(BadInput) as error:
        country("CHX")
    assert str(error.value).startswith("'CHX' is not an ISO 3166-1 alpha-3 code. Did you mean ")
    assert "CHE" in str(error.value) or "CHN" in str(error.value)


def test_near_words_are_three_at_most_and_none_when_nothing_is_near() -> None:
    assert did_you_mean("magnet", ["magnets", "magnes", "magneti", "magnet1"]).count(",") == 1
    assert did_you_mean("magnet", ["magnets"]) == " Did you mean magnets?"
    assert did_you_mean("magnet", ["copper"]) == ""


def test_problems_are_capped_and_the_rest_counted() -> None:
    error = BadTable(f"problem {n}" for n in range(33))
    assert str(error).splitlines() == [
        *(f"problem {n}" for n in range(30)),
        "… and 3 more like these.",
        "Nothing was written.",
    ]
    assert len(error.problems) == 33
