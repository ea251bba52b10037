"""What changed between two builds: added, removed, another figure or chosen claim, more evidence; and why."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb import claims as claim_files
from kb import history
from kb.claims import Claim
from kb.errors import BadQuestion
from kb.figures import Figure
from kb.settings import Settings
from kb.sources import Source, write_sources

SHARE = {"measure": "share of world output", "stage": "magnet", "period": "2023"}
NAMED = [Claim("DESCRIBED", id_, "", "a", {"name": id_}) for id_ in ("country:CHN", "country:JPN", "material:magnet")]
SOURCES = [Source("a", "A", "PA", "statistics", "2024"), Source("b", "B", "PB", "statistics", "2025")]


def share(start: str, value: float, source: str = "a", grade: str = "A") -> Claim:
    return Claim("PRODUCES", start, "material:magnet", source, SHARE, Figure(value=value, unit="%"), grade=grade)


def kept(settings: Settings, id_: str, *found: Claim) -> None:
    folder = settings.data / "claims"
    claim_files.write([*NAMED, *found], folder / "t.claims.parquet")
    write_sources(SOURCES, folder / "t.sources.parquet")
    history.keep(settings, id_, [folder / "t.claims.parquet", folder / "t.sources.parquet"])


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path, home=tmp_path)


def changes(settings: Settings) -> list[tuple[str, str, dict[str, object], dict[str, object], list[str]]]:
    with history.conclusion(settings, "one") as before, history.conclusion(settings, "two") as after:
        return [(c.kind, c.start, c.before, c.after, c.because) for c in history.compare(before, after)]


def figure(value: float, grade: str = "A") -> dict[str, object]:
    return {"value": value, "unit": "%", "status": "reported", "grade": grade}


def test_equal_builds_have_no_changes(settings: Settings) -> None:
    kept(settings, "one", share("country:CHN", 90))
    kept(settings, "two", replace(share("country:CHN", 90), origin="another.csv:7"))
    assert changes(settings) == []


def test_added_and_removed(settings: Settings) -> None:
    chn, jpn = share("country:CHN", 90), share("country:JPN", 7)
    kept(settings, "one", chn)
    kept(settings, "two", jpn)
    assert sorted(changes(settings), key=lambda change: change[0]) == [
        ("added", "country:JPN", {}, figure(7), [jpn.id]),
        ("removed", "country:CHN", figure(90), {}, [chn.id]),
    ]


def test_a_revised_figure(settings: Settings) -> None:
    old, new = share("country:CHN", 90), share("country:CHN", 91)
    kept(settings, "one", old)
    kept(settings, "two", new)
    assert changes(settings) == [("value", "country:CHN", figure(90), figure(91), [new.id])]


def test_another_claim_is_preferred(settings: Settings) -> None:
    old, better = share("country:CHN", 90, grade="C"), share("country:CHN", 94, "b")
    kept(settings, "one", old)
    kept(settings, "two", old, better)
    assert changes(settings) == [("preference", "country:CHN", figure(90, "C"), figure(94), [better.id])]


def test_more_evidence_for_the_same_figure(settings: Settings) -> None:
    old, weaker = share("country:CHN", 90), share("country:CHN", 94, "b", grade="C")
    kept(settings, "one", old)
    kept(settings, "two", old, weaker)
    assert changes(settings) == [("evidence", "country:CHN", figure(90), figure(90), [weaker.id])]


def test_an_unknown_build_is_told_with_those_there_are(settings: Settings) -> None:
    kept(settings, "one", share("country:CHN", 90))
    with pytest.raises(
        BadQuestion, match=r"build 'onr' is not kept here\. Did you mean one\? Kept, newest first: one\."
    ):
        history.conclusion(settings, "onr")


def test_the_oldest_are_forgotten(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "KEPT", 2)
    for id_ in ("one", "two", "three"):
        kept(settings, id_, share("country:CHN", 90))
    assert history.kept(settings) == ["three", "two"]
