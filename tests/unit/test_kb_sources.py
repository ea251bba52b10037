"""Sources: the grade of what they say by the written rule, and a source.toml that is broken in every way."""

from pathlib import Path

import pytest

from kb.errors import BadInput, BadTable
from kb.sources import Assertions, Source, checked, grade, read_family

SOUND = """
title = "Survey"
publisher = "Bureau"
kind = "statistics"
url = "https://example.org"
released = 2024-02-01

[assert]
claims = { min = 10, max = 20 }
countries = ["country:CHN"]
filled = { value = 0.5, locator = 1 }
"""
KINDS = (
    "official",
    "statistics",
    "paper",
    "company",
    "report",
    "reference",
    "definitions",
    "press",
    "community",
    "seed",
)


@pytest.mark.parametrize(
    ("status", "check", "grades"),
    [
        ("reported", "page", "AAAABBBCDD"),
        ("reported", "opening", "AAAABBBCDD"),
        ("reported", None, "AAAABBBCDD"),
        ("computed", "file", "CCCCCCCCDD"),
        ("estimated", "page", "CCCCCCCCDD"),
        ("attributed", "page", "CCCCCCCCDD"),
        ("planned", "page", "CCCCCCCCDD"),
        ("reported", "not re-opened", "DDDDDDDDDD"),
        ("attributed", "not re-opened", "DDDDDDDDDD"),
    ],
)
def test_the_grade_follows_from_kind_status_and_check(status: str, check: str | None, grades: str) -> None:
    assert "".join(grade(kind, status, check) for kind in KINDS) == grades


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (Source("a", "T", "P", "rumour"), "source kind 'rumour' is none of official, statistics, paper, company, "
         "report, reference, press, community, "
         "definitions, seed."),
        (Source("a", "", "P", "paper", url="u"), "source 'a' has no title."),
        (Source("a", "T", "", "paper", url="u"), "source 'a' has no publisher."),
        (Source("a", "T", "P", "paper"), "source 'a' has no url; give it, or say in note why there is none."),
        (Source("a", "T", "P", "paper", "May 2024", "u"),
         "'May 2024' is not a period; write 2024, 2024-06, 2024-06-30 or 2021/2023."),
    ],
)  # fmt: skip
def test_what_a_source_lacks_is_told(source: Source, told: str) -> None:
    with pytest.raises(BadInput) as error:
        checked(source)
    assert str(error.value) == told


@pytest.mark.parametrize(
    "source",
    [
        Source("a", "T", "P", "paper", note="on paper only"),
        Source("a", "T", "P", "seed"),
        Source("a", "T", "P", "definitions"),
        Source("a", "T", "P", "paper", "2024-02", "u"),
    ],
)
def test_a_source_without_url_says_why(source: Source) -> None:
    assert checked(source) is source


def test_a_family_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "source.toml"
    path.write_text(SOUND, encoding="utf-8")
    family = read_family(path, "survey")
    assert family.source == Source(
        "survey", "Survey", "Bureau", "statistics", "2024-02-01", "https://example.org", family="survey"
    )
    assert family.assertions == Assertions(10, 20, ("country:CHN",), {"value": 0.5, "locator": 1})


def test_a_family_that_asserts_nothing_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "source.toml"
    path.write_text(SOUND.partition("[assert]")[0], encoding="utf-8")
    assert read_family(path, "survey").assertions == Assertions()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('kind = "statistics"', 'kind = "rumour"', "source kind 'rumour' is none of official, statistics, paper, "
         "company, report, reference, press, community, "
         "definitions, seed."),
        ('title = "Survey"', 'titel = "Survey"', "unknown key 'titel'. Did you mean title?|'title' is missing."),
        ('publisher = "Bureau"\n', "", "'publisher' is missing."),
        ('kind = "statistics"\n', "", "'kind' is missing."),
        ('title = "Survey"', "title = 5", "title is 5, not text."),
        ('url = "https://example.org"', "", "source 'survey' has no url; give it, or say in note why there is none."),
        ("released = 2024-02-01", 'released = "early"',
         "'early' is not a period; write 2024, 2024-06, 2024-06-30 or 2021/2023."),
        ("claims = {", "claim = {", "unknown key assert.claim. Did you mean claims?"),
        ("claims = { min = 10, max = 20 }", "claims = 10", "assert.claims is 10; write { min = 400, max = 5_000 }."),
        ("max = 20", 'max = "many"', "assert.claims is {'min': 10, 'max': 'many'}; write { min = 400, max = 5_000 }."),
        ("max = 20", "most = 20", "assert.claims is {'min': 10, 'most': 20}; write { min = 400, max = 5_000 }."),
        ('["country:CHN"]', '"country:CHN"',
         "assert.countries is 'country:CHN'; write a list of ids: [\"country:CHN\"]."),
        ("value = 0.5", 'value = "half"',
         "assert.filled is {'value': 'half', 'locator': 1}; write parts of 1: { locator = 0.5 }."),
        ("value = 0.5", "vaule = 0.5", "assert.filled names 'vaule', which no claim has."),
        (SOUND[SOUND.index("[assert]"):], "", ""),
    ],
)  # fmt: skip
def test_each_mistake_of_a_source_toml_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    path = tmp_path / "source.toml"
    path.write_text(SOUND.replace(old, new), encoding="utf-8")
    if not told:
        path.write_text('assert = "much"\n' + SOUND.replace(old, new), encoding="utf-8")
        told = "assert is 'much'; it is a table: [assert]."
    with pytest.raises(BadTable) as error:
        read_family(path, "survey")
    assert error.value.problems == [f"{path}: {problem}" for problem in told.split("|")]


def test_several_mistakes_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "source.toml"
    path.write_text("licence = 3\n[assert]\ncountry = []\n", encoding="utf-8")
    with pytest.raises(BadTable) as error:
        read_family(path, "survey")
    assert error.value.problems == [
        f"{path}: 'title' is missing.",
        f"{path}: 'publisher' is missing.",
        f"{path}: 'kind' is missing.",
        f"{path}: unknown key assert.country. Did you mean countries?",
        f"{path}: licence is 3, not text.",
    ]


@pytest.mark.parametrize("text", [b"title = ", b'title = "\xff"', b"title = 'a'\ntitle = 'b'"])
def test_what_is_not_toml_is_told(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "source.toml"
    path.write_bytes(text)
    with pytest.raises(BadTable, match="not valid TOML"):
        read_family(path, "survey")


def test_a_missing_source_toml_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadTable) as error:
        read_family(tmp_path / "source.toml", "survey")
    assert error.value.problems == [f"{tmp_path}/source.toml: no such file; every family has a source.toml."]
