"""Which claim gives the figure of a fact: one test a criterion of kb/preference.toml, and the rule it is told with."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kb.claims import Claim, write
from kb.errors import BadInput
from kb.facts import Conclusion
from kb.figures import Figure
from kb.sources import Source, write_sources

SOURCES = [
    Source("new", "New", "P", "paper", "2024-05", "u"),
    Source("old", "Old", "P", "paper", "2020", "u"),
    Source("old-too", "Old too", "P", "paper", "2020", "u"),
    Source("undated", "Undated", "P", "paper", "", "u"),
]
NAMED = [Claim("DESCRIBED", id_, "", "old", {"name": id_}) for id_ in ("country:CHN", "material:magnet")]
SHARE = Claim(
    "PRODUCES",
    "country:CHN",
    "material:magnet",
    "old",
    {"measure": "share of world output", "period": "2023"},
    Figure(90, unit="%"),
    grade="B",
)
Concluded = Callable[..., dict[str, Any]]


@pytest.fixture
def concluded(tmp_path: Path) -> Concluded:
    """The one fact that these claims make."""

    def conclude(*claims: Claim, **options: Any) -> dict[str, Any]:
        write([*NAMED, *claims], tmp_path / "claims")
        write_sources(SOURCES, tmp_path / "sources")
        with Conclusion([tmp_path / "claims"], [tmp_path / "sources"], **options) as conclusion:
            facts = [fact for block in conclusion.facts() for fact in block]
        assert len(facts) == 1
        return facts[0]

    return conclude


def _preference(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "preference.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_claim_alone_is_chosen(concluded: Concluded) -> None:
    fact = concluded(SHARE)
    assert (fact["claims"], fact["chosen"], fact["rule"]) == ([SHARE.id], SHARE.id, "only claim")


@pytest.mark.parametrize(
    ("better", "worse", "rule"),
    [
        (SHARE, replace(SHARE, source="undated", grade="A"), "the other source is undated"),
        (SHARE, replace(SHARE, source="new", figure=Figure(low=85, unit="%"), grade="A"), "it has the fuller figure"),
        (
            replace(SHARE, figure=Figure(low=85, unit="%")),
            replace(SHARE, source="new", figure=Figure(words="most")),
            "it has the fuller figure",
        ),
        (
            replace(SHARE, figure=Figure(words="most")),
            replace(SHARE, source="new", figure=Figure()),
            "it has the fuller figure",
        ),
        (SHARE, replace(SHARE, source="new", status="computed", grade="A"), "its status is firmer"),
        (
            replace(SHARE, status="computed"),
            replace(SHARE, source="new", status="estimated", grade="A"),
            "its status is firmer",
        ),
        (
            replace(SHARE, status="estimated"),
            replace(SHARE, source="new", status="attributed", attributed_to="X", grade="A"),
            "its status is firmer",
        ),
        (
            replace(SHARE, status="attributed", attributed_to="X"),
            replace(SHARE, source="new", status="planned", grade="A"),
            "its status is firmer",
        ),
        (SHARE, replace(SHARE, source="new", grade="C"), "its grade is better"),
        (replace(SHARE, source="new"), SHARE, "its source is newer"),
    ],
)
def test_the_first_criterion_that_tells_two_claims_apart_decides(
    concluded: Concluded, better: Claim, worse: Claim, rule: str
) -> None:
    for order in ([better, worse], [worse, better]):
        fact = concluded(*order)
        assert (fact["chosen"], fact["rule"]) == (better.id, rule)
        assert fact["claims"] == sorted([better.id, worse.id])


def test_a_listed_source_wins_over_a_newer_one(concluded: Concluded, tmp_path: Path) -> None:
    order = 'order = ["dated", "figure", "status", "grade", "source", "newest", "id"]\n'
    listed = _preference(tmp_path, order + '[sources]\nPRODUCES = ["old-too", "old"]\nHOLDS = ["new"]\n')
    claims = [SHARE, replace(SHARE, source="new"), replace(SHARE, source="old-too")]
    fact = concluded(*claims, preference=listed)
    assert (fact["chosen"], fact["rule"]) == (claims[2].id, "its source is preferred for this kind of fact")


def test_of_equally_good_claims_the_lower_id_is_taken(concluded: Concluded) -> None:
    claims = [SHARE, replace(SHARE, source="old-too")]
    fact = concluded(*claims)
    assert (fact["chosen"], fact["rule"]) == (
        min(claim.id for claim in claims),
        "the claims are equally good; the lower id is taken",
    )


def test_the_town_of_a_place_decides_nothing(concluded: Concluded) -> None:
    better = Claim("HEADQUARTERED_IN", "company:x", "country:CHN", "new", {"place": "Zibo"}, grade="A")
    worse = replace(better, source="old", details={"place": "Anshan"}, grade="C")
    fact = concluded(Claim("DESCRIBED", "company:x", "", "old", {"name": "X"}), better, worse)
    assert (fact["chosen"], fact["place"], fact["grade"]) == (better.id, "Zibo", "A")


def test_figure_status_and_grade_of_a_fact_come_from_one_claim(concluded: Concluded) -> None:
    bound = replace(SHARE, source="new", figure=Figure(low=85, unit="%", words="over 85 %"), grade="A")
    fact = concluded(bound, replace(SHARE, status="estimated", grade="C"))
    shown = {name: fact[name] for name in ("value", "low", "high", "unit", "basis", "words", "status", "grade")}
    assert shown == {
        "value": 90.0, "low": None, "high": None, "unit": "%", "basis": None, "words": None,
        "status": "estimated", "grade": "C",
    }  # fmt: skip


@pytest.mark.parametrize("order", ['["dated", "figure"]', '["id", "dated"]', '["dated", "beauty", "id"]', "[]"])
def test_an_order_that_is_not_total_is_refused(concluded: Concluded, tmp_path: Path, order: str) -> None:
    path = _preference(tmp_path, f"order = {order}\n[sources]\n")
    with pytest.raises(BadInput) as error:
        concluded(SHARE, preference=path)
    assert str(error.value) == (
        f"{path}: order must be made of superseded, dated, figure, status, grade, source, newest, id and end with id."
    )


def _output(release: str, tons: float, status: str = "reported", grade: str = "A") -> Claim:
    details = {"stage": "mining", "measure": "output", "period": "2023"}
    figure = Figure(tons, unit="t", basis="REO, mine output")
    return Claim("PRODUCES", "country:CHN", "material:magnet", release, details, figure, status=status, grade=grade)


RELEASES = [
    Source("usgs-mcs-2024", "MCS 2024", "USGS", "statistics", "2024-01-31", "u", series="usgs-mcs"),
    Source("usgs-mcs-2025", "MCS 2025", "USGS", "statistics", "2025-01-31", "u", series="usgs-mcs"),
]


@pytest.mark.parametrize("newest_first", [True, False])
def test_the_newest_release_of_a_series_gives_the_figure_and_both_claims_stay(
    concluded: Concluded, monkeypatch: pytest.MonkeyPatch, newest_first: bool
) -> None:
    """China's rare-earth output of 2023: 240,000 t in the release of 2024, 255,000 t, estimated, in that of 2025."""
    monkeypatch.setitem(globals(), "SOURCES", [*SOURCES, *RELEASES])
    old, new = _output("usgs-mcs-2024", 240_000), _output("usgs-mcs-2025", 255_000, "estimated", "C")
    fact = concluded(*((new, old) if newest_first else (old, new)))
    assert (fact["value"], fact["chosen"], fact["claims"]) == (255_000, new.id, sorted([old.id, new.id]))
    assert (fact["rule"], fact["disputed"]) == ("it is of a newer release of its series", True)


def test_releases_of_different_series_are_weighed_as_any_two_sources(
    concluded: Concluded, monkeypatch: pytest.MonkeyPatch
) -> None:
    apart = [RELEASES[0], replace(RELEASES[1], series="another")]
    monkeypatch.setitem(globals(), "SOURCES", [*SOURCES, *apart])
    old, new = _output("usgs-mcs-2024", 240_000), _output("usgs-mcs-2025", 255_000, "estimated", "C")
    assert concluded(old, new)["value"] == 240_000
