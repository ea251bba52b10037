"""Reads the semiconductor supply chain of CSET/ETO: inputs, who provides them, what goes into what; joined on ids only.

Names differ between its files and are taken from the file that defines them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kb.claims import Claim
from kb.errors import BadInput
from kb.figures import Figure
from kb.vocab.countries import country_id
from loaders import family
from loaders.base import Row, header, table
from loaders.family import Total

_CHART = {"market_share_chart_global_market_size_info", "market_share_chart_caption", "market_share_chart_source"}
FILES = {
    "stages": {"stage_id", "stage_name", "description", *_CHART},
    "inputs": {"input_name", "input_id", "type", "stage_name", "stage_id", "description", *_CHART},
    "providers": {"provider_name", "provider_id", "provider_type", "country"},
    "sequence": {"input_name", "input_id", "goes_into_name", "goes_into_id", "is_type_of_name", "is_type_of_id"},
    "provision": {
        "provider_name", "provider_id", "provided_name", "provided_id", "share_provided", "negligible_market_share",
    },
}  # fmt: skip
"""In the order in which they must be read; what a file is, its columns say."""
HEADERS = [frozenset(columns) for columns in FILES.values()]
TYPES = ("tool_resource", "material_resource", "process", "ultimate_output")
CAPACITY = {"S2"}
"""Stages whose shares are of capacity, by the caption of their chart; all others are market shares."""
SEATS = "companies headquartered in the country"
_SIZE = re.compile(
    r"(?P<about>over|about)?\s*\$(?P<number>[\d.]+) (?P<scale>billion|million)(?: \((?P<of>\D[^)]*)\))?"
    r"(?: \((?P<year>20\d\d)\))?",
    re.I,
)


def release_of(path: Path) -> str | None:
    """`chips`: the files name no edition, and the columns of all editions are one."""
    return "chips" if _kind(header(path)) else None


def _kind(columns: Iterable[str]) -> str:
    """Which file has these columns; the columns that only a chart needs may lack."""
    here = set(columns)
    return next((name for name, known in FILES.items() if known - _CHART <= here <= known), "")


class Loader(family.Loader):
    def __init__(self, files: Sequence[Path], label: str) -> None:
        super().__init__(files, label)
        self._inputs: dict[str, str] = {}
        self._providers: dict[str, str] = {}
        self._shares: dict[str, float] = {}

    def rows(self) -> Iterator[Row]:
        order = list(FILES)
        for path in sorted(self.files, key=lambda path: order.index(_kind(header(path)))):
            yield from table(path)

    def claims(self, row: Row) -> Iterable[Claim]:
        kind = _kind(row.cells)
        found = list(getattr(self, f"_{kind}_row")(row))
        row.done(ignore=("description", "market_share_chart_source", "market_share_chart_caption"))
        if not found and not row.ignored:
            row.ignore(f"{kind}: it only defines an id")
        return found

    def _stages_row(self, row: Row) -> Iterator[Claim]:
        yield from self._defined(row, row.take("stage_id"), f"{row.take('stage_name')} of logic chips")

    def _inputs_row(self, row: Row) -> Iterator[Claim]:
        """An input is a component; the stage it belongs to needs it."""
        id_, name, type_, stage = (row.take(column) for column in ("input_id", "input_name", "type", "stage_id"))
        row.take("stage_name")
        if type_ not in TYPES:
            raise BadInput(f"type {type_!r}; known are {', '.join(TYPES)}.")
        if stage:
            self._known(self._inputs, stage, "stage")
        yield from self._defined(row, id_, name)
        if stage:
            yield row.claim("CONTAINS", self._inputs[stage], self._inputs[id_], observed=f"{name}, stage {stage}")

    def _defined(self, row: Row, id_: str, name: str) -> Iterator[Claim]:
        if id_ in self._inputs:
            raise BadInput(f"the id {id_!r} is defined twice.")
        if not (re.fullmatch(r"[A-Z]+\d+", id_) and name):
            raise BadInput(f"{id_!r} with the name {name!r} is no definition.")
        size = row.get("market_share_chart_global_market_size_info")
        figure, year = _market(size) if size else (Figure(), "")
        self._inputs[id_] = self.describe(row, f"component:eto-{id_.casefold()}", name, identifiers=[f"eto={id_}"])
        if figure:
            measure = self.describe(row, "measure:world-market", "Size of the world market")
            yield row.claim("HAS_FIGURE", self._inputs[id_], measure, figure, period=year, observed=size)

    def _providers_row(self, row: Row) -> Iterator[Claim]:
        id_, name, type_, country = (
            row.take(column) for column in ("provider_id", "provider_name", "provider_type", "country")
        )
        if id_ in self._providers:
            raise BadInput(f"the provider {id_!r} is defined twice.")
        if type_ == "country" and name == "Various":
            self._providers[id_] = ""
        elif type_ == "country":
            self._providers[id_] = country_id(name, "eto")
        elif type_ == "organization":
            seat = country_id(country, "eto")
            company = self.describe(
                row, f"company:eto-{id_.casefold()}", name, kind="company", identifiers=[f"eto={id_}"]
            )
            self._providers[id_] = company
            yield row.claim("HEADQUARTERED_IN", company, seat, observed=country)
        else:
            raise BadInput(f"provider_type {type_!r}; known are country and organization.")

    def _sequence_row(self, row: Row) -> Iterator[Claim]:
        """What goes into a thing is a part of making it (CONTAINS); a special kind is one of a general kind."""
        part = self._known(self._inputs, row.take("input_id"), "input")
        whole, general = row.take("goes_into_id"), row.take("is_type_of_id")
        row.taken |= {"input_name", "goes_into_name", "is_type_of_name"}
        if not (whole or general):
            raise BadInput("a step that goes into nothing and is a type of nothing.")
        ends = [(general, "is a type of"), (whole, "goes into")]
        known = {id_: self._known(self._inputs, id_, "input") for id_, _ in ends if id_}
        if general:
            yield row.claim("KIND_OF", part, known[general], observed="is a type of")
        if whole:
            yield row.claim("CONTAINS", known[whole], part, observed="goes into")

    def _provision_row(self, row: Row) -> Iterator[Claim]:
        """Shares of countries and mentions of companies share this table; few companies have a share of their own."""
        provider = self._known(self._providers, row.take("provider_id"), "provider")
        provided = row.take("provided_id")
        item = self._known(self._inputs, provided, "input or stage")
        share, tiny = row.take("share_provided"), row.take("negligible_market_share")
        row.taken |= {"provider_name", "provided_name"}
        if tiny not in ("", "negligible"):
            raise BadInput(f"negligible_market_share is {tiny!r}.")
        value = _per_cent(share)
        if value is not None and not provider.startswith("company:"):
            self._shares[provided] = self._shares.get(provided, 0) + value
        if not provider:
            row.ignore("Various: a share of no one country")
            return
        measure = "share of world capacity" if provided in CAPACITY else "share of world sales"
        observed = share or tiny or None
        if value is not None:
            words = "shares up to 1 % are given as 1 %" if value == 1 else None
            basis = SEATS if provider.startswith("country:") else "the company"
            figure = Figure(value, unit="%", basis=basis, words=words)
        else:
            figure = Figure(words=tiny or None)
            measure = measure if tiny else ""
        yield row.claim("PRODUCES", provider, item, figure, observed=observed, stage="component", measure=measure)

    def _known(self, ids: dict[str, str], id_: str, what: str) -> str:
        if id_ not in ids:
            raise BadInput(f"no {what} has the id {id_!r}.")
        return ids[id_]

    def totals(self) -> Iterable[Total]:
        """Shares of an input against 100 %; small ones are rounded up, so a few per cent more are no fault."""
        for id_, parts in self._shares.items():
            yield Total(f"shares of {id_}", 100, parts, "%", 0.05)


def _per_cent(text: str) -> float | None:
    if not text:
        return None
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*%", text)
    if match is None or float(match[1]) > 100:
        raise BadInput(f"share_provided is {text!r}, not per cent.")
    return float(match[1])


def _market(text: str) -> tuple[Figure, str]:
    """A market's size in millions of US dollars, and its year; what the sum covers besides stays in the words."""
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        raise BadInput(f"market size {text!r} is no sum of dollars.")
    millions = round(float(match["number"]) * (1000 if match["scale"].casefold() == "billion" else 1), 6)
    over = (match["about"] or "").casefold() == "over"
    words = text.strip() if match["about"] or match["of"] else None
    figure = Figure(None if over else millions, millions if over else None, unit="million USD", words=words)
    return figure, match["year"] or ""
