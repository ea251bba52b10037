"""Every family on its real files: it loads whole, says the same again, and is what its source.toml says."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.facts import Conclusion
from kb.sources import read_sources
from kb.vocab import words
from loaders.curated import loader as curated
from loaders.family import HERE, families
from loaders.load import load, loaded
from loaders.run import CURATED, load_curated

FILES = {
    "baci": "baci", "comtrade": "comtrade_api", "epoch": "epoch_ai", "eto": "eto_chips", "fineprint": "fineprint",
    "gleif": "gleif", "icmm": "icmm", "minmod": "minmod", "reference": "reference", "usgs-mcs": "usgs_mcs",
    "usgs-rare-earths": "usgs_rare_earths", "usitc": "usitc", "wgi": "wgi",
}  # fmt: skip


def test_every_family_has_files_to_try_and_its_decisions_written_down() -> None:
    assert set(FILES) == set(families())
    for id_ in FILES:
        decisions = HERE / id_.replace("-", "_") / "decisions.md"
        assert len(decisions.read_text(encoding="utf-8")) > 500, id_


@pytest.fixture(scope="module")
def data(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder into which every family was loaded."""
    folder = tmp_path_factory.mktemp("families")
    for id_, name in FILES.items():
        load(id_, [shared_data / name], folder)
    load_curated(folder / "claims")
    return folder


def test_every_row_of_every_family_is_accounted_for(data: Path) -> None:
    for id_, told in loaded(data).items():
        assert told["rows"] == told["claiming"] + sum(told["ignored"].values()) + sum(told["quarantined"].values()), id_
        assert told["claims"] > 0, id_
    assert {told["family"] for told in loaded(data).values()} == set(FILES)


def test_rows_are_those_that_source_toml_tells(data: Path) -> None:
    told = {(each["family"], each["release"]): each["rows"] for each in loaded(data).values()}
    known = {(id_, label): each.rows for id_, family in families().items() for label, each in family.releases.items()}
    assert {key: rows for key, rows in known.items() if rows} == {key: told[key] for key, rows in known.items() if rows}


def test_loading_again_gives_the_same_claims(data: Path, shared_data: Path, tmp_path: Path) -> None:
    for id_ in ("usgs-mcs", "icmm", "eto"):
        for each in load(id_, [shared_data / FILES[id_]], tmp_path):
            name = f"{each.source.id}.claims.parquet"
            assert (tmp_path / "claims" / name).read_bytes() == (data / "claims" / name).read_bytes(), name


def test_all_families_conclude_together_with_the_curated_tables(data: Path) -> None:
    files = sorted((data / "claims").glob("*.claims.parquet"))
    with Conclusion(files, [path.with_name(path.name.replace(".claims.", ".sources.")) for path in files]) as facts:
        counts = facts.counts()
        names = {entity["id"]: entity["name"] for block in facts.entities() for entity in block}
    assert counts["claims"] > 200_000
    own = {
        claim.start: claim.details["name"] for claim in curated.claims(CURATED / "tables") if claim.type == "DESCRIBED"
    }
    assert {id_: (names[id_], name) for id_, name in own.items() if id_ in names and names[id_] != name} == {}


def test_what_both_describe_has_one_name() -> None:
    own = {
        claim.start: claim.details["name"] for claim in curated.claims(CURATED / "tables") if claim.type == "DESCRIBED"
    }
    listed = {id_: row["name"] for id_, row in words("matter").items()}
    assert {id_: (own[id_], listed[id_]) for id_ in own.keys() & listed if own[id_] != listed[id_]} == {}


def test_terms_are_those_that_the_licences_ask_for(data: Path) -> None:
    terms = {
        path.name.split(".")[0].split("-2")[0]: read_sources(path)[0].terms
        for path in (data / "claims").glob("*.sources.parquet")
    }
    bound = {name.split("-")[0] for name, kept in terms.items() if kept}
    assert bound == {"comtrade", "eto", "fineprint", "minmod"}
