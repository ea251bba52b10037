from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kb.errors import BadInput
from kb.vocab import products, words

ENTITIES = Path(__file__).parents[2] / "loaders" / "curated" / "tables" / "entities.csv"


@pytest.mark.parametrize(
    ("code", "id_"),
    [("28", "product:hs-28"), ("2846", "product:hs-2846"), ("850511", "product:hs-850511"),
     ("85051100", "product:hts-85051100"), ("8505110070", "product:hts-8505110070")],
)  # fmt: skip
def test_a_code_is_a_product_of_its_schedule(code: str, id_: str) -> None:
    assert products.product_id(code) == id_


@pytest.mark.parametrize("code", ["", "8", "850", "85051", "8505.11", "TOTAL", "850511000000"])
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(BadInput, match="not a code of the Harmonized System"):
        products.product_id(code)


def test_a_known_code_keeps_its_short_name_and_takes_the_official_words_as_another() -> None:
    assert products.details("850511", "Magnets; permanent magnets, of metal") == {
        "name": "HS 850511: permanent magnets of metal",
        "aliases": ["850511", "HS 8505.11", "Magnets; permanent magnets, of metal"],
        "identifiers": ["hs=850511"],
        "status": "reported",
    }


def test_an_unknown_code_without_words_has_a_computed_name() -> None:
    assert products.details("010121") == {
        "name": "HS 010121", "aliases": ["010121", "HS 0101.21"], "identifiers": ["hs=010121"], "status": "computed"
    }  # fmt: skip


def test_products_of_the_curated_tables_have_the_same_names() -> None:
    with ENTITIES.open(encoding="utf-8", newline="") as file:
        curated = {row["id"]: row["name"] for row in csv.DictReader(file) if row["id"].startswith("product:hs-")}

    named = {products.product_id(code): products.details(code)["name"] for code in words("products")}

    assert len(curated) >= 6
    assert {id_: named.get(id_) for id_ in curated} == curated
