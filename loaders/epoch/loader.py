"""Reads Epoch AI's tables: accelerators and their makers, clusters, data centres and their growth, chillers, companies.

What is planned is planned, what is uncertain is an estimate; nothing is joined but by the tables' own names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from kb.claims import Claim
from kb.errors import BadInput
from kb.figures import Figure
from kb.vocab.countries import country_id
from loaders import family
from loaders.base import Row, header, table
from loaders.epoch.words import CERTAINTY, Named, columns, day, degrees, hardware, names, slug
from loaders.places import coordinates, country_at

MARKS = {
    "ml_hardware": {"Hardware name", "Manufacturer", "Foundry", "TDP (W)"},
    "gpu_clusters": {"Name", "Status", "Certainty", "Owner", "Chip type (primary)"},
    "data_centers": {"Handle", "Title", "Latitude", "Longitude", "Owner"},
    "timelines": {"Date", "Data center", "Construction status", "Power (MW)"},
    "chillers": {"Model", "Manufacturer", "Cooling capacity (kW)"},
    "companies": {"Name", "Organization (from Organizations)", "Company type"},
    "spend": {"Company", "Amount", "Category", "Period type"},
}
"""What each table is known by; columns.csv has all of their columns."""
DATASETS = {
    "ml_hardware": "ml-hardware", "gpu_clusters": "gpu-clusters", "data_centers": "data-centers",
    "timelines": "data-centers", "chillers": "data-centers", "companies": "ai-companies", "spend": "ai-companies",
}  # fmt: skip
HEADERS = [frozenset(column.name for column in known) for known in columns().values()]
KINDS = {
    "GPU": ("technology:gpu-accelerator", "GPU accelerator"),
    "Air-cooled": ("technology:air-cooled-chiller", "Air-cooled chiller of a data centre"),
    "Water-cooled": ("technology:water-cooled-chiller", "Water-cooled chiller of a data centre"),
}
ACCELERATOR = ("technology:ai-accelerator", "AI accelerator")
FAN = ("technology:chiller-fan", "Chiller fan")
STATUSES = {"Existing": "", "Planned": "planned", "Decommissioned": ""}
ANONYMOUS = "Anonymized"
Told = tuple[str, str, str, Figure]
"""Measure, its title, scope (such as the precision of a performance) and the figure."""


def release_of(path: Path) -> str | None:
    """The data set that the table belongs to, as Epoch publishes it: `ml-hardware`, `gpu-clusters` …"""
    kind = _kind(header(path))
    return DATASETS[kind] if kind else None


def _kind(found: Iterable[str]) -> str:
    here = set(found)
    return next((kind for kind, marks in MARKS.items() if marks <= here), "")


class Loader(family.Loader):
    def __init__(self, files: Sequence[Path], label: str) -> None:
        super().__init__(files, label)
        self._centres: dict[str, str] = {}
        self._listed: set[str] = set()
        known = family.family("epoch").releases.get(label)
        self._until = f"{known.released}-31" if known else ""
        """Rows dated later than the export were planned then."""

    def rows(self) -> Iterator[Row]:
        order = list(MARKS)
        for path in sorted(self.files, key=lambda path: order.index(_kind(header(path)))):
            yield from table(path)

    def claims(self, row: Row) -> Iterable[Claim]:
        kind = _kind(row.cells)
        found = list(getattr(self, f"_{kind}_row")(row))
        if not row.ignored:
            row.done(ignore=[column.name for column in columns()[kind] if column.use == "ignored"])
        return found

    def _ml_hardware_row(self, row: Row) -> Iterator[Claim]:
        """An accelerator, who designed it, whose foundry made its die, what kind it is, and its figures."""
        name = row.take("Hardware name")
        makers, foundries, type_ = names(row.take("Manufacturer")), names(row.take("Foundry")), row.take("Type")
        figures = list(_figures(row, "ml_hardware"))
        id_ = self._hardware(row, name)
        yield row.claim("KIND_OF", id_, self._technology(row, *KINDS.get(type_, ACCELERATOR)), observed=type_ or None)
        for maker in makers:
            yield row.claim("PRODUCES", self._company(row, maker.name), id_, observed=f"Manufacturer: {maker.observed}")
        for foundry in foundries:
            company = self._company(row, foundry.name)
            yield row.claim("PRODUCES", company, id_, stage="component", observed=f"Foundry: {foundry.observed}")
        yield from self._told(row, id_, figures)

    def _gpu_clusters_row(self, row: Row) -> Iterator[Claim]:
        """A cluster: where it is, who owns it, which accelerators stand in it, how much power it can take."""
        name, certainty, state = row.take("Name"), row.take("Certainty"), row.take("Status")
        if state not in STATUSES or certainty not in CERTAINTY:
            raise BadInput(f"Status {state!r} with Certainty {certainty!r} is not known.")
        if name.startswith(ANONYMOUS):
            row.ignore("an anonymised system: no name, no owner")
            return
        if row.take("Possible Duplicate") == "True":
            row.ignore("a possible duplicate, by the publisher's own flag")
            return
        status = STATUSES[state] or CERTAINTY[certainty]
        country = country_id(row.take("Country")) if row.take("Country") else ""
        owners = [] if row.take("Owner").startswith(ANONYMOUS) else names(row.take("Owner"))
        began, ended = day(row.take("First Operational Date")), day(row.take("Decommissioned Date (if applicable)"))
        chips = [
            (row.take(f"Chip type ({at})"), row.number(f"Chip quantity ({at})")) for at in ("primary", "secondary")
        ]
        figures = [*_figures(row, "gpu_clusters"), *_power(row)]
        place = " ".join(row.take("Location").split("\n")[0].split())
        id_ = self.describe(row, f"facility:epoch-{slug(name)}", name)
        observed = f"{state}, {certainty or 'certainty not given'}"
        if country:
            place = "" if "°" in place or len(place) > 80 else place
            yield row.claim("LOCATED_IN", id_, country, place=place, status=status, observed=observed)
        yield from self._owned(row, id_, owners, status)
        for chip, count in chips:
            if chip:
                yield row.claim(
                    "CONTAINS", id_, self._hardware(row, chip), count=count, status=status, observed=observed
                )
        for state_id, title, since in (("operating", "Operating", began), ("closed", "Closed", ended)):
            if since:
                state_of = self.describe(row, f"state:{state_id}", title)
                begins: dict[str, Any] = {"from": since}
                yield row.claim("IN_STATE", id_, state_of, status=status, observed=observed, **begins)
        yield from self._told(row, id_, figures, status=status)
        if not (country or owners or any(chip for chip, _ in chips) or began or ended or figures):
            row.ignore("a cluster of which nothing but the name is told")

    def _data_centers_row(self, row: Row) -> Iterator[Claim]:
        """A data centre: no country is given, so the one that its coordinates lie in is computed."""
        handle, title, address = row.take("Handle"), row.take("Title"), row.take("Address")
        latitude, longitude = degrees(row.take("Latitude")), degrees(row.take("Longitude"))
        if latitude is None or longitude is None:
            raise BadInput("a data centre without coordinates; its country is not given otherwise.")
        country = country_at(latitude, longitude)
        owners = names(row.take("Owner"))
        suppliers = [(column, names(row.take(column))) for column in ("Construction companies", "Energy companies")]
        figures = list(_figures(row, "data_centers"))
        if handle in self._centres:
            raise BadInput(f"the handle {handle!r} stands twice.")
        id_ = f"facility:epoch-{slug(handle)}"
        self.describe(row, id_, title, aliases=[handle], **coordinates(latitude, longitude, country))
        self._centres[handle] = id_
        yield row.claim("LOCATED_IN", id_, country, place=address, status="computed", observed=_dms(row))
        yield from self._owned(row, id_, owners)
        for column, companies in suppliers:
            for each in companies:
                observed = f"{column}: {each.observed}"
                yield row.claim("SUPPLIES", self._company(row, each.name), id_, status=each.status, observed=observed)
        yield from self._told(row, id_, figures, words=f"as of {self._until[:7]}" if self._until else "current")

    def _timelines_row(self, row: Row) -> Iterator[Claim]:
        """What a data centre has on a day; days after the export were planned."""
        handle, date = row.take("Data center"), day(row.take("Date"))
        said = " ".join(row.take("Construction status").split())
        if handle not in self._centres:
            raise BadInput(f"no data centre has the handle {handle!r}.")
        if not date:
            raise BadInput("a row of a timeline without a date.")
        figures = list(_figures(row, "timelines"))
        status = "planned" if self._until and date > self._until else "estimated"
        found = list(self._told(row, self._centres[handle], figures, status=status, period=date, said=said[:200]))
        if not found:
            row.ignore("a step of building without a figure")
        yield from found

    def _chillers_row(self, row: Row) -> Iterator[Claim]:
        model, type_ = row.take("Model"), row.take("Type")
        if not model and not row.take("Manufacturer"):
            row.ignore("a row without a model")
            return
        makers, fans = names(row.take("Manufacturer")), row.number("Number of fans")
        if type_ not in KINDS:
            raise BadInput(f"Type {type_!r}; known are Air-cooled and Water-cooled.")
        figures = list(_figures(row, "chillers"))
        maker = makers[0].name if makers else ""
        id_ = self._technology(row, f"technology:epoch-{slug(f'{maker} {model}')}", f"{maker} {model} chiller".strip())
        yield row.claim("KIND_OF", id_, self._technology(row, *KINDS[type_]), observed=type_)
        for each in makers:
            yield row.claim("PRODUCES", self._company(row, each.name), id_, observed=f"Manufacturer: {each.observed}")
        if fans:
            yield row.claim("CONTAINS", id_, self._technology(row, *FAN), count=fans, observed=f"{fans:g} fans")
        yield from self._told(row, id_, figures)

    def _companies_row(self, row: Row) -> Iterator[Claim]:
        name, other = row.take("Name"), row.take("Organization (from Organizations)")
        aliases = [other] if other and other != name else []
        id_ = f"company:epoch-{slug(name)}"
        self._listed.add(id_)
        yield row.claim("DESCRIBED", id_, name=name, aliases=aliases, kind="company")

    def _spend_row(self, row: Row) -> Iterator[Claim]:
        """What a company spent on computing in a year; an annualised sum says so in its words."""
        amount, date, kind = row.number("Amount"), day(row.take("Date")), row.take("Period type")
        certainty, category = row.take("Confidence"), row.take("Category")
        if amount is None or not date or kind not in ("Year", "Annualized") or certainty not in CERTAINTY:
            raise BadInput(f"{row.take('Id')!r}: amount, date, period type or confidence is not as expected.")
        row.taken.add("Id")
        name = row.take("Company")
        id_ = f"company:epoch-{slug(name)}"
        company = id_ if id_ in self._listed else self._company(row, name)
        measure = self.describe(row, "measure:compute-spend", "Spending on computing")
        words = "annualised" if kind == "Annualized" else None
        period = date[:7] if words else date[:4]
        figure = Figure(amount, unit="USD", words=words)
        status, scope = CERTAINTY[certainty], " and ".join(category.split(","))
        yield row.claim("HAS_FIGURE", company, measure, figure, period=period, scope=scope, status=status)

    def _owned(self, row: Row, id_: str, owners: Iterable[Named], least: str = "reported") -> Iterator[Claim]:
        """The owner owns; that it also runs the place is the project's inference, for no operator is named."""
        for owner in owners:
            status = least if least != "reported" else owner.status
            company, observed = self._company(row, owner.name), f"Owner: {owner.observed}"
            yield row.claim("OWNS", company, id_, status=status, observed=observed)
            runs = "planned" if status == "planned" else "estimated"
            yield row.claim("OPERATES", company, id_, status=runs, observed=observed)

    def _told(
        self,
        row: Row,
        id_: str,
        figures: Iterable[Told],
        *,
        status: str = "reported",
        period: str = "",
        words: str = "",
        said: str = "",
    ) -> Iterator[Claim]:
        """Figures of an entity: `words` and `said` are of all of them."""
        for measure, title, scope, figure in figures:
            end = self.describe(row, measure, title)
            told = figure if not words else Figure(figure.value, unit=figure.unit, words=words)
            yield row.claim(
                "HAS_FIGURE",
                id_,
                end,
                told,
                status=status or "reported",
                period=period,
                scope=scope,
                observed=said or None,
            )

    def _hardware(self, row: Row, name: str) -> str:
        id_, title = hardware().get(name, (f"technology:epoch-{slug(name)}", name))
        return self.describe(row, id_, title, domain="ai-hardware", aliases=[name] if title != name else [])

    def _technology(self, row: Row, id_: str, name: str) -> str:
        return self.describe(row, id_, name, domain="ai-hardware")

    def _company(self, row: Row, name: str) -> str:
        return self.describe(row, f"company:epoch-{slug(name)}", name)


def _figures(row: Row, kind: str) -> Iterator[Told]:
    """Measure, its title, scope and figure of every filled column that columns.csv makes a figure of."""
    for column in columns()[kind]:
        if column.use == "figure":
            number = row.number(column.name)
            if number is not None:
                value = float(f"{number * column.factor:.10g}")
                basis = "2025 US dollars" if "2025 USD" in column.name else None
                yield column.measure, column.title, column.scope, Figure(value, unit=column.unit, basis=basis)


def _power(row: Row) -> Iterator[Told]:
    """The reported power, else the calculated one, which its words tell."""
    for column, words in (
        ("Reported Power Capacity (MW)", None),
        ("Calculated Power Capacity (MW)", "calculated from chips"),
    ):
        value = row.number(column)
        if value is not None:
            row.taken.add("Calculated Power Capacity (MW)")
            yield "measure:power-capacity", "Power capacity", "", Figure(value, unit="MW", words=words)
            return


def _dms(row: Row) -> str:
    return f"{row.take('Latitude')} {row.take('Longitude')}"
