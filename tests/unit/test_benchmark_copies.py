"""The larger graph of the benchmarks has the shape of the one that it is made of."""

from pathlib import Path

from benchmarks import copies
from kb.facts import Conclusion
from loaders.run import load_curated

WORLD = Path(__file__).parents[1] / "world"


def test_copies_share_countries_and_compete_in_nothing(tmp_path: Path) -> None:
    load_curated(tmp_path, WORLD / "tables", WORLD / "source.toml")
    claims = tmp_path / "curated.claims.parquet"

    def counts(files: list[Path]) -> dict[str, object]:
        beside = [path.with_name(path.name.replace(".claims.", ".sources.")) for path in files]
        with Conclusion(files, beside, judgements=[]) as facts:
            return facts.counts()

    one, three = counts([claims]), counts(copies.write(claims, 3, tmp_path / "three"))
    shared = ("Country", "State", "Measure")
    assert three["nodes"] == {label: n * (1 if label in shared else 3) for label, n in one["nodes"].items()}
    assert three["relationships"]["USES_MATERIAL"] == 3 * one["relationships"]["USES_MATERIAL"]
    assert three["relationships"]["PRODUCES"] == 3 * one["relationships"]["PRODUCES"]
    assert (three["disputed"], three["absent"]) == (3 * one["disputed"], 3 * one["absent"])
