"""Parameters as people type them become ids, dates and numbers; what cannot is told; typed Cypher stays text."""

from datetime import date
from typing import Any, Protocol

import pytest

from kb.errors import BadQuestion
from kb.store import Store
from queries.catalogue import question
from queries.parameters import resolve


class Line(Protocol):
    store: Store


def resolved(line: Line, name: str, **given: Any) -> dict[str, Any]:
    return line.store.read(lambda reader: resolve(reader, question(name), given))


def told(line: Line, name: str, **given: Any) -> str:
    with pytest.raises(BadQuestion) as error:
        resolved(line, name, **given)
    return str(error.value)


@pytest.mark.parametrize(
    ("typed", "id_"),
    [
        ("material:magnet", "material:magnet"),
        ("Strong magnet", "material:magnet"),
        ("strong MAGNET", "material:magnet"),
        ("ndfeb", "material:magnet"),
    ],
)
def test_a_name_or_alias_is_its_id(each_world: Line, typed: str, id_: str) -> None:
    assert resolved(each_world, "leading_producers", material=typed)["material"] == id_


@pytest.mark.parametrize("typed", ["country:CHN", "CHN", "chn", "China", "china"])
def test_a_country_goes_by_code_or_name(each_world: Line, typed: str) -> None:
    assert (
        resolved(each_world, "technologies_depending_on", material="ndfeb", country=typed)["country"] == "country:CHN"
    )


def test_defaults_fill_what_is_not_given(world: Line) -> None:
    assert resolved(world, "leading_producers", material="ndfeb") == {
        "material": "material:magnet", "stage": "", "as_of": date.today().isoformat(), "min_grade": "D", "limit": 200,
    }  # fmt: skip


def test_what_is_given_is_read_as_its_type(world: Line) -> None:
    assert resolved(
        world, "leading_producers", material="ndfeb", stage="magnet", as_of="20240229", min_grade="b", limit="7"
    ) == {"material": "material:magnet", "stage": "magnet", "as_of": "2024-02-29", "min_grade": "B", "limit": 7}
    assert resolved(world, "controls_on", item="ndfeb", kind="quota, export ban,")["kind"] == ["quota", "export ban"]
    assert resolved(world, "controls_on", item="ndfeb", kind=["quota"])["kind"] == ["quota"]


@pytest.mark.parametrize(
    ("name", "given", "sentence"),
    [
        ("leading_producers", {"materail": "ndfeb"},
         "leading_producers has no parameter 'materail'. Did you mean material? It takes material, stage, as_of, "
         "min_grade, limit."),
        ("leading_producers", {},
         "leading_producers needs material: what is made; its special kinds count too. For example "
         "material=material:ndfeb-magnet."),
        ("leading_producers", {"material": ""},
         "leading_producers: material is empty. what is made; its special kinds count too"),
        ("leading_producers", {"material": "ndfeb", "as_of": "2023-02-29"},
         "leading_producers: as_of is '2023-02-29'; it must be a date that exists, like 2026-11-23."),
        ("leading_producers", {"material": "ndfeb", "as_of": "today or so"},
         "leading_producers: as_of is 'today or so'; it must be a date that exists, like 2026-11-23."),
        ("leading_producers", {"material": "ndfeb", "limit": "many"},
         "leading_producers: limit is 'many'; it must be a whole number."),
        ("leading_producers", {"material": "ndfeb", "limit": 1.5},
         "leading_producers: limit is 1.5; it must be a whole number."),
        ("leading_producers", {"material": "ndfeb", "limit": 0},
         "leading_producers: limit is 0; it must be between 1 and 10000."),
        ("leading_producers", {"material": "ndfeb", "limit": 10_001},
         "leading_producers: limit is 10001; it must be between 1 and 10000."),
        ("leading_producers", {"material": "ndfeb", "min_grade": "E"},
         "leading_producers: min_grade is 'E'. Known: A, B, C, D."),
        ("leading_producers", {"material": "x" * 301},
         "leading_producers: material is 301 characters long; at most 300 are read."),
        ("controls_on", {"item": "ndfeb", "kind": ["x" * 301]},
         "controls_on: kind is 301 characters long; at most 300 are read."),
        ("technologies_depending_on", {"min_share": "-1"},
         "technologies_depending_on: min_share is -1; it must not be negative, infinite or above 9007199254740992."),
        ("technologies_depending_on", {"min_share": "nan"},
         "technologies_depending_on: min_share is nan; it must not be negative, infinite or above 9007199254740992."),
        ("source_coverage", {"min_claims": 10**30},
         f"source_coverage: min_claims is {10**30}; it must not be negative, infinite or above 9007199254740992."),
        ("technologies_depending_on", {"min_share": "most"},
         "technologies_depending_on: min_share is 'most'; it must be a number."),
        ("leading_producers", {"material": "material:magnett"},
         "leading_producers: material: no Material or Mineral or Component or Technology 'material:magnett'. Did "
          "you mean "
         "material:magnet, material:bonded-magnet or material:sintered-magnet?"),
        ("leading_producers", {"material": "country:CHN"}, None),
        ("claims_of", {"source": "survy"},
         "claims_of: source: no source 'survy'. Did you mean survey or survey-25? `lodestone sources` lists them all."),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_told(world: Line, name: str, given: dict[str, Any], sentence: str | None) -> None:
    said = told(world, name, **given)
    if sentence is None:
        assert said.startswith(
            "leading_producers: material: no Material or Mineral or Component or Technology 'country:CHN'."
        )
    else:
        assert said == sentence


def test_an_ambiguous_name_lists_what_it_may_mean(scratch: Line) -> None:
    scratch.store.setup()
    scratch.store.change(
        "UNWIND ['a', 'b'] AS slug CREATE (n:Entity:Material {id: 'material:' + slug, name: 'Magnet', aliases: "
        "[slug], keys: [slug, 'magnet']}) "
        "RETURN count(n) AS written"
    )
    assert told(scratch, "leading_producers", material="magnet") == (
        "leading_producers: material: 'magnet' may mean material:a, material:b; give the id."
    )
    assert resolved(scratch, "leading_producers", material="b")["material"] == "material:b"


@pytest.mark.parametrize(
    "evil", ["magnet'}) DETACH DELETE n //", '" RETURN 1 //', "$material", "\\u0027", "`", "{material}"]
)
def test_typed_cypher_stays_text(each_world: Line, evil: str) -> None:
    nodes = "MATCH (n) RETURN count(n) AS n"
    before = each_world.store.rows(nodes)
    assert f"no Material or Mineral or Component or Technology {evil!r}." in told(
        each_world, "leading_producers", material=evil
    )
    assert f"controls_on: kind is {evil!r}." in told(each_world, "controls_on", item="ndfeb", kind=[evil])
    assert each_world.store.rows(nodes) == before
