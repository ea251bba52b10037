"""Reads answers of the UN Comtrade API as returned, CSV or the JSON envelope; it asks the API nothing.

Only whole flows are taken: all customs procedures (C00), modes of transport and second partners (0). The rows that
part a flow by them repeat its key, are left out by name and never summed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from kb.claims import Claim
from kb.errors import BadInput, BadTable
from kb.figures import Figure
from kb.vocab import products, words
from kb.vocab.countries import country_id
from loaders import family
from loaders.base import Row, header, table
from loaders.family import Total

KEY = ("period", "reporterCode", "flowCode", "partnerCode", "cmdCode")
PARTS = {
    "customsCode": ("C00", "a customs procedure alone"),
    "motCode": ("0", "a mode of transport alone"),
    "mosCode": ("0", "a mode of supply alone"),
    "partner2Code": ("0", "a second partner alone"),
}
"""What a row may be a part of a flow by: the code of the whole, and what the row is otherwise."""
READ = (
    *KEY, *PARTS, "typeCode", "freqCode", "classificationCode", "classificationSearchCode", "isOriginalClassification",
    "cmdDesc", "qtyUnitCode", "qty", "isQtyEstimated", "netWgt", "isNetWgtEstimated", "cifvalue", "fobvalue",
    "primaryValue",
)  # fmt: skip
IGNORED = (
    "refPeriodId", "refYear", "refMonth", "reporterISO", "reporterDesc", "flowDesc", "partnerISO", "partnerDesc",
    "partner2ISO", "partner2Desc", "aggrLevel", "isLeaf", "customsDesc", "motDesc", "qtyUnitAbbr", "altQtyUnitCode",
    "altQtyUnitAbbr", "altQty", "isAltQtyEstimated", "grossWgt", "isGrossWgtEstimated", "legacyEstimationFlag",
    "isReported", "isAggregate",
)  # fmt: skip
ADDED = ("commodity_name", "hs_code", "query_year")
"""Columns that a downloader wrote beside the answer: what was asked."""
HEADERS = (frozenset({*READ, *IGNORED}),)

IMPORT = "customs value, imports, with insurance and freight"
EXPORT = "customs value, exports, free on board"
WEIGHT = "net weight of the goods of the code"

_CANONICAL = {name.casefold(): name for name in (*READ, *IGNORED, *ADDED)}
_KILOGRAMS = "8"
_WORLD = "0"
_MANY = 10
"""An answer with the world and as many partners asked for all of them."""


def release_of(path: Path) -> str | None:
    """'2846-280530-2020-2024-1f2e3d4c': codes, years, and a hash of the keys of its rows (not of their figures).

    An answer says nothing of when it was given. The same flows asked again are the same release, revised; other flows
    are another, so that a second file never puts out the first. Raises BadTable for an answer that is damaged.
    """
    if not _is_answer(path):
        return None
    keys = sorted({tuple(row.get(name) for name in KEY) for row in _rows(path)})
    if not keys:
        raise BadTable([f"{path}: an answer without rows; nothing was found for what was asked."])
    codes = sorted({key[-1] for key in keys}, key=lambda code: (len(code), code))
    years = sorted({key[0][:4] for key in keys})
    what = codes if len(codes) <= 3 else [f"{len(codes)}-codes"]
    digest = hashlib.sha256(json.dumps(keys).encode()).hexdigest()[:8]
    return "-".join([*what, *dict.fromkeys((years[0], years[-1])), digest]).lower()


def _is_answer(path: Path) -> bool:
    if path.suffix.lower() == ".json":
        with path.open("rb") as file:
            start = file.read(4_000)
        return b'"reporterCode"' in start or (b'"elapsedTime"' in start and b'"data"' in start)
    columns = {_CANONICAL.get(name.casefold()) for name in header(path)}
    return columns.issuperset({*KEY, "primaryValue"})


def _rows(path: Path) -> Iterator[Row]:
    """The rows of an answer, columns named as the API names them; the web page writes them with capitals."""
    for row in _enveloped(path) if path.suffix.lower() == ".json" else table(path):
        row.cells = {_CANONICAL.get(name.casefold(), name): cell for name, cell in row.cells.items()}
        yield row


def _enveloped(path: Path) -> Iterator[Row]:
    """The records of a JSON answer as rows of text, numbers as they were written. Raises BadTable for a broken one."""
    try:
        answer = json.loads(path.read_text(encoding="utf-8-sig"), parse_float=str, parse_int=str)
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise BadTable([f"{path}: not a whole JSON answer: {error}."]) from None
    data = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(data, list) or not all(isinstance(record, dict) for record in data):
        said = answer.get("error") or answer.get("message") if isinstance(answer, dict) else ""
        raise BadTable([f"{path}: no answer with a list of records under data{f'; it says: {said}' if said else ''}."])
    count, said = answer.get("count", str(len(data))), answer.get("error", "")
    if said or count != str(len(data)):
        raise BadTable([f"{path}: it says count {count}, error {said!r}, and holds {len(data)} records."])
    for number, record in enumerate(data, 1):
        at = f"record {number}"
        yield Row(f"{path}: {at}", f"{path.name}, {at}", {name: _text(cell) for name, cell in record.items()})


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell)


class Loader(family.Loader):
    def __init__(self, files: Sequence[Path], label: str) -> None:
        super().__init__(files, label)
        self._partners: dict[tuple[str, ...], dict[str, float]] = {}

    def rows(self) -> Iterator[Row]:
        for path in self.files:
            yield from _rows(path)

    def claims(self, row: Row) -> Iterable[Claim]:
        cells = {name: row.take(name) if name in KEY else row.get(name) for name in READ}
        row.done(ignore=(*IGNORED, *ADDED))
        if reason := _no_flow(cells):
            row.ignore(reason)
            return
        value = row.number("primaryValue")
        if value is None or value < 0:
            raise BadInput(f"primaryValue is {cells['primaryValue']!r}; a flow has one that is not negative.")
        self._sum(cells, value)
        if reason := _no_pair(cells):
            row.ignore(reason)
            return
        reporter, partner = country_id(cells["reporterCode"], "un"), country_id(cells["partnerCode"], "un")
        imports = _is_import(cells["flowCode"])
        ends = (partner, reporter) if imports else (reporter, partner)
        code = cells["cmdCode"]
        item = products.product_id(code)
        common: dict[str, Any] = {"item": item, "period": _period(cells), "reporter": reporter}
        basis = _basis(row, imports, value)
        figure, measure = Figure(value, unit="USD", basis=basis), "CIF value" if basis == IMPORT else "value"
        found = [row.claim("TRADES_WITH", *ends, figure, observed=cells["primaryValue"], measure=measure, **common)]
        weight, observed, estimated = _weight(row, cells)
        if weight:
            figure = Figure(round(weight / 1000, 6), unit="t", basis=WEIGHT)
            status = "estimated" if estimated else "reported"
            found.append(row.claim("TRADES_WITH", *ends, figure, status=status, observed=observed, measure="quantity",
                                   **common))  # fmt: skip
        self.describe(row, item, **products.details(code, cells["cmdDesc"]))
        yield from found

    def _sum(self, cells: dict[str, str], value: float) -> None:
        """Rows of every partner count, those too that make no claim; a repeated row counts once."""
        key = tuple(cells[name] for name in KEY if name != "partnerCode")
        self._partners.setdefault(key, {})[cells["partnerCode"]] = value

    def totals(self) -> Iterator[Total]:
        """What a country trades with the world against the sum of its partners, where an answer has them all."""
        for key, partners in sorted(self._partners.items()):
            world = partners.get(_WORLD)
            if world is not None and len(partners) > _MANY:
                parts = sum(value for code, value in partners.items() if code != _WORLD)
                yield Total(f"value, {' '.join(key)}", world, parts, "USD")


def _no_flow(cells: dict[str, str]) -> str:
    """Why a row is no whole flow of goods; '' when it is one."""
    if cells["typeCode"] not in ("", "C"):
        return "trade in services"
    if cells["classificationSearchCode"] not in ("", "HS") or cells["classificationCode"][:1] not in ("", "H"):
        return "a classification other than the Harmonized System"
    if _flag(cells, "isOriginalClassification") is False:
        return "converted to another revision of the Harmonized System"
    for name, (whole, reason) in PARTS.items():
        if cells[name] not in ("", whole):
            return reason
    if not cells["cmdCode"].isdigit():
        return "a sum over codes"
    if cells["flowCode"] in _OTHER_FLOWS:
        return f"{_OTHER_FLOWS[cells['flowCode']]}, a part of the flow"
    return ""


def _no_pair(cells: dict[str, str]) -> str:
    """Why a row is no flow between two countries; '' when it is one."""
    for name in ("reporterCode", "partnerCode"):
        if cells[name] in words("areas"):
            return f"an area that is no country: {words('areas')[cells[name]]['name']}"
    if cells["reporterCode"] == cells["partnerCode"]:
        return "goods that come back: reporter and partner are one"
    return ""


_OTHER_FLOWS = {
    "RX": "re-exports", "RM": "re-imports", "DX": "domestic exports", "FM": "foreign imports",
    "MIP": "imports for inward processing", "MOP": "imports after outward processing",
    "XIP": "exports after inward processing", "XOP": "exports for outward processing",
}  # fmt: skip


def _is_import(flow: str) -> bool:
    if flow not in ("M", "X"):
        raise BadInput(f"flowCode is {flow!r}; known are M, X, {', '.join(_OTHER_FLOWS)}.")
    return flow == "M"


def _period(cells: dict[str, str]) -> str:
    """A year, or a month of a monthly answer: 202305 is 2023-05."""
    period = cells["period"]
    return f"{period[:4]}-{period[4:]}" if len(period) == 6 else period


def _basis(row: Row, imports: bool, value: float) -> str:
    """Imports count with insurance and freight, exports free on board; a reporter that does otherwise is seen by which
    of the two values the primary one is."""
    with_freight, on_board = row.number("cifvalue"), row.number("fobvalue")
    if imports and with_freight != value and on_board == value:
        return "customs value, imports, free on board"
    return IMPORT if imports else EXPORT


def _weight(row: Row, cells: dict[str, str]) -> tuple[float | None, str, bool]:
    """Kilograms, as written, and whether they are estimated: the net weight, else a quantity that is in kilograms. A
    weight of 0 beside a value means that none was reported."""
    if weight := row.number("netWgt"):
        return weight, cells["netWgt"], bool(_flag(cells, "isNetWgtEstimated"))
    if cells["qtyUnitCode"] == _KILOGRAMS and (weight := row.number("qty")):
        return weight, cells["qty"], bool(_flag(cells, "isQtyEstimated"))
    return None, "", False


def _flag(cells: dict[str, str], name: str) -> bool | None:
    text = cells[name].casefold()
    if text not in ("", "true", "false", "1", "0"):
        raise BadInput(f"{name} is {cells[name]!r}; it is true or false.")
    return text in ("true", "1") if text else None
