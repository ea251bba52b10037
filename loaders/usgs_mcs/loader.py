"""USGS Mineral Commodity Summaries, any data release from 2022 on; each kind of file has a reader beside this one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kb.claims import Claim
from loaders.base import Row
from loaders.usgs_mcs import files, long, salient, trends, wide
from loaders.usgs_mcs.tell import Teller

# fmt: off
HEADERS: Sequence[frozenset[str]] = tuple(map(frozenset, (
    (*long.COLUMNS, "Is critical mineral 2025", "Other notes"),
    (*wide.WIDE, "PROD_2023", "PROD_EST_ 2024", "PROD_NOTES", "CAP_2023", "CAP_EST_ 2024", "CAP_NOTES", "RESERVES_2024",
     "RESERVE_NOTES"),
    ("Source", "Country", "Type", "Prod_t_2021", "Prod_t_est_2022", "Prod_notes", "Reserves_t", "Reserves_notes"),
    ("DataSource", "Commodity", "Year", "USprod_t", "Imports_t", "Exports_t", "Consump_t", "Price_dt", "Employment_num",
     "NIR_pct"),
)))
# fmt: on


def release_of(path: Path) -> str | None:
    """The year of the release, from the newest year that the file has; its name does not matter."""
    columns = files.header(path)
    if set(long.COLUMNS) <= set(columns) or salient.is_salient(columns):
        return files.year_of_release(path, columns, "Year") or None
    if wide.is_world(columns):
        return files.year_of_release(path, columns) or None
    if trends.kind(columns):
        return trends.release(path, columns) or None
    return None


Reader = long.Reader | salient.Reader | trends.Reader | wide.Reader


class Loader(Teller):
    """One release."""

    def __init__(self, paths: Sequence[Path], label: str) -> None:
        super().__init__(paths, label)
        self._readers: dict[str, Reader] = {}

    def rows(self) -> Iterator[Row]:
        for path in self.files:
            self._readers[str(path)] = self._reader(path)
            yield from files.rows(path)

    def claims(self, row: Row) -> Iterable[Claim]:
        return self._readers[row.where.rpartition(":")[0]].claims(row)

    def _reader(self, path: Path) -> Reader:
        columns = files.header(path)
        if set(long.COLUMNS) <= set(columns):
            return long.Reader(self)
        if salient.is_salient(columns):
            return salient.Reader(self, files.names(columns))
        if trends.kind(columns):
            return trends.Reader(self, columns)
        return wide.Reader(self, path, files.names(columns))
