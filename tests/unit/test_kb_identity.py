"""Which ids mean one thing: identifiers, names with country, distance, and what people ruled; never a name alone."""

from pathlib import Path
from typing import Any

import pytest

from kb.errors import BadTable
from kb.identity import Rulings, Thing, candidates, merged, normalised, rulings

CHN, USA = "country:CHN", "country:USA"


def company(slug: str, *names: str, country: str | None = CHN, lei: str = "", own: bool = False) -> Thing:
    return Thing(
        f"company:{slug}",
        frozenset(names or (slug,)),
        frozenset({f"lei={lei}"} if lei else ()),
        frozenset({country} if country else ()),
        own=own,
    )


def mine(slug: str, name: str, point: tuple[float, float] | None, country: str = CHN, **more: Any) -> Thing:
    return Thing(f"facility:{slug}", frozenset({name}), countries=frozenset({country}), point=point, **more)


def meanings(*things: Thing, ruled: Rulings | None = None, apart: tuple[frozenset[str], ...] = ()) -> dict[str, str]:
    found = merged(things, ruled or Rulings(), apart)
    assert merged(things[::-1], ruled or Rulings(), apart) == found, "the order of the input must not matter"
    return {id_: stays for id_, (stays, _) in found.items()}


def test_one_identifier_is_one_thing_and_the_projects_own_id_stays() -> None:
    assert meanings(company("acme", own=True), company("aaa", "Other name", country=None), company("x", lei="1")) == {}
    assert meanings(company("zzz", lei="1", own=True), company("aaa", "Other name", country=USA, lei="1")) == {
        "company:aaa": "company:zzz"
    }


def test_companies_are_one_by_normalised_name_and_country_and_never_by_name_alone() -> None:
    assert meanings(company("a", "Acme Co., Ltd."), company("b", "ACME")) == {"company:b": "company:a"}
    assert meanings(company("a", "Acme"), company("b", "Acme", country=USA)) == {}
    assert meanings(company("a", "Acme"), company("b", "Acme", country=None)) == {}


def test_two_leis_are_two_companies_whatever_their_name() -> None:
    assert meanings(company("a", "Acme", lei="1"), company("b", "Acme", lei="2")) == {}


def test_facilities_are_one_by_name_country_and_distance() -> None:
    here, near, far = (40.0, 110.0), (40.1, 110.1), (41.0, 111.0)
    assert meanings(mine("a", "Big Pit", here), mine("b", "big pit", near)) == {"facility:b": "facility:a"}
    assert meanings(mine("a", "Big Pit", here), mine("b", "Big Pit", far)) == {}
    assert meanings(mine("a", "Big Pit", here), mine("b", "Big Pit", None)) == {}
    assert meanings(mine("a", "Big Pit", here), mine("b", "Big Pit", near, country=USA)) == {}


def test_what_a_ruling_or_a_claim_holds_apart_stays_two() -> None:
    two = (company("a", "Acme"), company("b", "Acme Ltd"))
    pair = frozenset({"company:a", "company:b"})
    assert meanings(*two, ruled=Rulings(different=frozenset({pair}))) == {}
    assert meanings(*two, apart=(pair,)) == {}


def test_two_of_the_projects_own_stay_two_unless_a_ruling_joins_them() -> None:
    own = (company("a", "Acme", own=True), company("b", "Acme", own=True))
    assert meanings(*own) == {}
    assert meanings(*own, ruled=Rulings(same={"company:a": "company:b"})) == {"company:a": "company:b"}


def test_a_third_name_does_not_join_what_is_held_apart() -> None:
    three = (company("a", "Acme", lei="1"), company("b", "Beta", lei="2"), company("c", "Acme", "Beta"))
    ruled = Rulings(different=frozenset({frozenset({"company:a", "company:b"})}))
    assert meanings(*three, ruled=ruled) == {"company:c": "company:a"}


def test_a_ruling_joins_what_nothing_else_would_and_says_which_id_stays() -> None:
    things = (company("a", "Acme", own=True), company("b", "Whatever", country=USA))
    assert meanings(*things, ruled=Rulings(same={"company:a": "company:b"})) == {"company:a": "company:b"}


def test_like_names_are_proposed_once_and_not_merged() -> None:
    things = (company("a", "Northern Rare Earth Group"), company("b", "Northern Rare Earth (Group) High-Tech"),
              company("c", "Southern Copper"), company("d", "Northern Rare Earth Group", country=USA))  # fmt: skip
    found = candidates(things, Rulings(), merged(things, Rulings()))
    assert [(each.id, each.other, each.country) for each in found] == [("company:a", "company:b", "CHN")]
    pair = frozenset({"company:a", "company:b"})
    assert candidates(things, Rulings(different=frozenset({pair})), {}) == []


def test_facilities_of_like_names_far_apart_are_not_proposed() -> None:
    near = (mine("a", "Big Pit North", (40.0, 110.0)), mine("b", "Big Pit", (40.2, 110.0)))
    far = (mine("a", "Big Pit North", (40.0, 110.0)), mine("b", "Big Pit", (45.0, 110.0)))
    assert [each.other for each in candidates(near, Rulings(), {})] == ["facility:b"]
    assert candidates(far, Rulings(), {}) == []


def test_normalised_leaves_what_names_it() -> None:
    assert [normalised(name) for name in ("Société Minière S.A.", "The Co.", "中国稀土")] == [
        "societe miniere", "the co.", "中国稀土",
    ]  # fmt: skip


def ruled(folder: Path, name: str, *rows: str) -> Path:
    path = folder / name
    path.write_text("\n".join(["id,ruling,other,reason,date", *rows]) + "\n", encoding="utf-8")
    return path


def test_a_later_file_rules_over_an_earlier_one(tmp_path: Path) -> None:
    shipped = ruled(tmp_path, "a", "company:a,same_as,company:b,one LEI,2026-01-01")
    own = ruled(tmp_path, "b", "company:a,different,company:b,two plants,2026-02-01")
    assert rulings([shipped]) == Rulings({"company:a": "company:b"})
    assert rulings([shipped, own]) == Rulings({}, frozenset({frozenset({"company:a", "company:b"})}))


def test_a_chain_of_rulings_is_refused_with_its_file(tmp_path: Path) -> None:
    path = ruled(tmp_path, "a", "company:a,same_as,company:b,,", "company:b,same_as,company:c,,")
    with pytest.raises(BadTable) as error:
        rulings([path])
    assert error.value.problems == [
        f"{path}: a chain of rulings, company:a -> company:b -> company:c; point both at the last."
    ]
