from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kb.errors import BadTable
from loaders.load import Loaded, load
from loaders.reference.loader import CODES, NAMES, release_of
from tests.claimed import triples

EVERY = "true"


def _countries(folder: Path, *rows: dict[str, str], more: tuple[str, ...] = ("wikidata_id",)) -> Path:
    path = folder / "country-codes.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*CODES, *NAMES, *more], restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def _country(alpha3: str, alpha2: str, number: str, **others: str) -> dict[str, str]:
    return {**dict(zip(CODES, (alpha3, alpha2, number, number), strict=True)), **others}


def _system(folder: Path, *lines: str) -> Path:
    path = folder / "harmonized-system.csv"
    path.write_text("\n".join(["section,hscode,description,parent,level", *lines]) + "\n", encoding="utf-8")
    return path


def _load(path: Path) -> Loaded:
    (loaded,) = load("reference", [path], path.parent)
    return loaded


def test_a_country_has_our_name_other_names_and_its_codes(tmp_path: Path) -> None:
    congo = _country("COD", "CD", "180", official_name_en="Democratic Republic of the Congo",
                     wikidata_id="https://www.wikidata.org/wiki/Q974")  # fmt: skip
    loaded = _load(_countries(tmp_path, congo))

    assert triples(tmp_path, loaded.source.id, "start", "name", "kind", "aliases", "identifiers", where=EVERY) == [
        ("country:COD", "DR Congo", "country", ["COD", "Democratic Republic of the Congo"],
         ["iso-3166-1-alpha-2=CD", "m49=180", "wikidata=Q974"])
    ]  # fmt: skip


def test_namibia_is_not_a_gap(tmp_path: Path) -> None:
    loaded = _load(_countries(tmp_path, _country("NAM", "NA", "516")))

    assert triples(tmp_path, loaded.source.id, "start", "identifiers", where=EVERY) == [
        ("country:NAM", ["iso-3166-1-alpha-2=NA", "m49=516"])
    ]


def test_a_number_loses_no_leading_zero(tmp_path: Path) -> None:
    loaded = _load(_countries(tmp_path, _country("AFG", "AF", "4")))

    assert triples(tmp_path, loaded.source.id, "identifiers", where=EVERY) == [(["iso-3166-1-alpha-2=AF", "m49=004"],)]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (_country("ZZZ", "ZZ", "999"), "'ZZZ' is not an ISO 3166-1 alpha-3 code"),
        (_country("COD", "CD", "178"), "COD has the number 178 here, and country:COG has it in kb/vocab."),
    ],
)
def test_a_code_that_contradicts_the_vocabulary_is_set_aside(tmp_path: Path, row: dict[str, str], reason: str) -> None:
    loaded = _load(_countries(tmp_path, _country("AFG", "AF", "4"), row))

    ((told, _),) = loaded.quarantined.items()
    assert reason in told


def test_a_column_that_nobody_knows_stops_the_load(tmp_path: Path) -> None:
    path = _countries(tmp_path, _country("AFG", "AF", "4"), more=("anthem",))

    with pytest.raises(BadTable, match="columns that nobody reads: anthem"):
        _load(path)


def test_products_take_the_official_words_and_known_ones_keep_their_short_name(tmp_path: Path) -> None:
    loaded = _load(
        _system(tmp_path, "TOTAL,TOTAL,Total of all HS2022 commodities,TOTAL,5", 'I,0101,"Horses; live",01,4',
                'XVI,850511,"Magnets; permanent, of metal",8505,6')
    )  # fmt: skip

    assert loaded.release == "hs2022"
    assert loaded.ignored == {"the sum of all codes": 1}
    assert triples(tmp_path, "reference-hs2022", "start", "name", "aliases", "identifiers", where=EVERY) == [
        ("product:hs-0101", "HS 0101: Horses; live", ["0101"], ["hs=0101"]),
        ("product:hs-850511", "HS 850511: permanent magnets of metal",
         ["850511", "HS 8505.11", "Magnets; permanent, of metal"], ["hs=850511"]),
    ]  # fmt: skip


def test_a_level_that_is_not_the_number_of_digits_is_set_aside(tmp_path: Path) -> None:
    loaded = _load(_system(tmp_path, "I,0101,Horses,01,4", "I,0102,Cattle,01,6"))

    assert loaded.quarantined == {
        "code '0102' of level '6', 'Cattle'; a level is a number of digits.": 1
    }  # fmt: skip


def test_sections_belong_to_the_system_beside_them(tmp_path: Path) -> None:
    system = _system(tmp_path, "TOTAL,TOTAL,Total of all HS2017 commodities,TOTAL,5", "I,0101,Horses,01,4")
    sections = tmp_path / "sections.csv"
    sections.write_text("section,name\nI,live animals\n", encoding="utf-8-sig")

    assert release_of(sections) == release_of(system) == "hs2017"
    (loaded,) = load("reference", [tmp_path], tmp_path / "data")
    assert loaded.ignored["a section of the Harmonized System, which is no trade code"] == 1


def test_the_real_lists_describe_every_row(tmp_path: Path, shared_data: Path) -> None:
    countries, system = load("reference", [shared_data / "reference"], tmp_path)

    assert (countries.rows, countries.claiming, countries.claims) == (249, 249, 249)
    assert (system.rows, system.claiming, system.claims) == (6961, 6939, 6939)
    assert countries.quarantined + system.quarantined == {}
    where = "start = 'country:TWN'"
    assert triples(tmp_path, "reference-country-codes", "name", "identifiers", where=where) == [
        ("Taiwan", ["iso-3166-1-alpha-2=TW", "m49=158", "wikidata=Q865"])
    ]
