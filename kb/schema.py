"""The vocabulary of the graph, declared once; constraints, write statements, docs and checks are derived from it.

It holds no code that touches a file or a database. Widen it here, with the reason in `about`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "number", "flag", "texts"]


@dataclass(frozen=True)
class Property:
    name: str
    kind: Kind
    about: str


@dataclass(frozen=True)
class Label:
    """A kind of entity; `prefix` is what its ids begin with, `properties` what it has besides the common ones."""

    name: str
    prefix: str
    about: str
    properties: tuple[str, ...] = ()


@dataclass(frozen=True)
class Relation:
    """A relationship type. `qualifiers` belong to a fact's identity, `values` may be revised; `figure` says whether it
    has one; `sentence` is how it reads."""

    type: str
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    sentence: str
    about: str
    qualifiers: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    figure: bool = False
    same_label: bool = False
    required: tuple[str, ...] = ()


def _properties(*rows: tuple[str, Kind, str]) -> dict[str, Property]:
    return {name: Property(name, kind, about) for name, kind, about in rows}


FIGURE = _properties(
    ("value", "number", "the figure itself; what has only a bound or words has none, and is never summed"),
    ("low", "number", "lower bound: 'over 90 %' is low 90"),
    ("high", "number", "upper bound"),
    ("unit", "text", "unit of value, low and high"),
    ("basis", "text", "what is counted: REO, contained metal, gross weight, capacity …; two bases never add"),
    ("words", "text", "the figure in the source's own words; withheld and qualitative figures are words alone"),
)
QUALIFIERS = _properties(
    ("variant", "text", "the design or model for which the part or material holds; empty means always"),
    ("measure", "text", "what the figure is: output, capacity, mass fraction … (kb/vocab/measures.csv)"),
    ("period", "text", "ISO year, month, day, or two of them joined by '/': the time that the fact is about"),
    ("stage", "text", "step of the chain: mining, separation, magnet … (kb/vocab/stages.csv)"),
    ("route", "text", "how the material is made: primary, by-product, recycled …; empty means the usual way"),
    ("item", "text", "id of what is supplied or traded"),
    ("reporter", "text", "id of the country whose customs report it"),
    ("use", "text", "the use in which the one replaces the other"),
    ("kind", "text", "kind of restriction, grant, company, policy, country …"),
    ("scope", "text", "the part of a policy or measure that a state or figure is about"),
    ("from", "text", "first day (or month, or year) of a state, inclusive"),
)
VALUES = _properties(
    ("count", "number", "how many of the part one whole holds"),
    ("optional", "flag", "not every delivered whole has it"),
    ("per", "text", "what the figure is per: part, kW, rack"),
    ("purpose", "text", "what the material does there"),
    ("place", "text", "town or province inside the country; the article's 'Shanxi' would be lost without it"),
    ("share", "number", "per cent held by the owner"),
    ("since", "text", "ISO date from which it holds"),
    ("until", "text", "end of a state, exclusive; open states end where the next of their scope begins"),
    ("performance", "text", "how well the substitute does, in words"),
    ("readiness", "text", "how far the substitute is: on the market, pilot, laboratory"),
    ("amount", "number", "money"),
    ("currency", "text", "ISO 4217 code of amount"),
    ("code", "text", "trade or control code named by the restriction"),
    ("part_only", "flag", "the restriction covers only a part of what the node stands for"),
    ("bundled", "flag", "the trade code covers other things too"),
    ("idle", "flag", "the producer stands still"),
    ("reason", "text", "why a ruling between two claims was made"),
)
ENTITY = _properties(
    ("name", "text", "the one English name"),
    ("aliases", "texts", "other names"),
    ("kind", "text", "kind of company, policy or country"),
    ("domain", "text", "what field a technology belongs to; 'ai-hardware' is one"),
    ("latitude", "number", "degrees north"),
    ("longitude", "number", "degrees east"),
    ("identifiers", "texts", "scheme=value: wikidata, lei, hs …"),
    ("attributed_to", "text", "who holds a viewpoint"),
)
LOOKED_UP = _properties(
    ("keys", "texts", "what the entity is found by: id, name, aliases and identifiers without case and accents"),
)
FACT = _properties(
    ("id", "text", "hash of type, ends and qualifiers"),
    ("claims", "texts", "ids of every claim behind the fact"),
    ("chosen", "text", "id of the claim whose figure is shown"),
    ("rule", "text", "why that claim was chosen"),
    ("status", "text", "status of the chosen claim: reported, computed, estimated, attributed, planned"),
    ("grade", "text", "grade of the chosen claim, A (best) to D"),
    ("disputed", "flag", "claims of one identity exclude each other"),
    ("period_from", "text", "first day of the period, inclusive"),
    ("period_until", "text", "end of the period, exclusive"),
    ("state_from", "text", "first day of a state, inclusive"),
    ("state_until", "text", "end of a state, exclusive; 9999-12-31 when open"),
    ("build", "text", "id of the build that wrote it"),
)
CLAIM = _properties(
    ("id", "text", "hash of source, type, ends and qualifiers, never of the figure"),
    ("type", "text", "relationship type claimed, or DESCRIBED for what an entity is"),
    ("start", "text", "id of the start"),
    ("end", "text", "id of the end"),
    ("source", "text", "id of the source"),
    ("status", "text", "reported, computed, estimated, attributed or planned"),
    ("attributed_to", "text", "who says it, when the source only passes it on; one original is one witness"),
    ("grade", "text", "A to D, by the written rule"),
    ("observed", "text", "the source's words, verbatim and short"),
    ("absent", "flag", "the source says that it is not so"),
    ("locator", "text", "where in the source"),
    ("checked", "text", "how it was checked: page, opening, file, not re-opened"),
    ("key", "text", "short name of the row, for rulings"),
    ("origin", "text", "file and row it was read from"),
    ("text", "text", "the claim as one plain sentence"),
    ("fact", "text", "id of the fact that its identity makes; none of that id is there when a claim of absence wins"),
    ("preferred", "flag", "it wins: the fact shows its figure, or, when it is one of absence, there is no such fact"),
    ("rule", "text", "why it wins, when it does"),
    ("comparable", "text", "alike on claims of one fact whose figures can be compared: in one unit and basis"),
    (
        "disputed",
        "flag",
        "it is among claims of one fact that exclude each other: in figure, in being so, or in a state's end",
    ),
    ("build", "text", "id of the build that wrote it"),
)
CONCLUDED = ("text", "fact", "preferred", "rule", "comparable", "disputed", "build")
"""Properties of a claim that no claim file has: a build works them out."""
SOURCE = _properties(
    ("id", "text", "slug"),
    ("title", "text", "title"),
    ("publisher", "text", "who published it"),
    ("published", "text", "ISO date or year"),
    ("url", "text", "where it was read"),
    ("kind", "text", "official, statistics, company, paper, report, press, reference, community, definitions, seed"),
    ("licence", "text", "licence of the data, where one is stated"),
    ("terms", "text", "what the licence lets a copy do (TERMS); empty: it may be passed on"),
    ("series", "text", "releases of one series revise each other: the newest gives the figure"),
    ("note", "text", "what was read of it"),
    ("family", "text", "the loader that brought it"),
    ("sha256", "text", "checksum of the file it was read from"),
    ("build", "text", "id of the build that wrote it"),
)
BUILD = _properties(
    ("id", "text", "hash of what was concluded: equal ids are equal graphs"),
    ("state", "text", "writing or done"),
    ("owner", "text", "host and checkout that writes"),
    ("started", "text", "ISO time, UTC"),
    ("touched", "text", "ISO time of the last batch, UTC"),
    ("finished", "text", "ISO time, UTC"),
    ("counts", "text", "JSON: nodes by label, relationships by type, sources, claims, disputed facts"),
    ("sources", "texts", "source family and checksum of each claim file"),
    ("allowed", "texts", "terms of sources that a switch allowed in"),
)

LABELS: dict[str, Label] = {
    label.name: label
    for label in (
        Label("Mineral", "mineral", "an element, an ore or an ore mineral, as it comes from the ground"),
        Label("Material", "material", "anything processed: oxide, metal, alloy, magnet, gas, wafer"),
        Label("Component", "component", "a part that is built into something"),
        Label("Technology", "technology", "what is sold and installed as a unit", ("domain",)),
        Label("Process", "process", "a way of processing"),
        Label("Facility", "facility", "a mine, plant or project at a place", ("latitude", "longitude")),
        Label("Company", "company", "a company, agency, university or research body", ("kind",)),
        Label("Country", "country", "a country, a bloc or the world", ("kind",)),
        Label("Policy", "policy", "a law, control, quota, licence regime or list", ("kind",)),
        Label("Programme", "programme", "a funding deal or project support"),
        Label("Product", "product", "a trade code"),
        Label("State", "state", "a state that a policy, programme or facility can be in"),
        Label("Measure", "measure", "what a figure about one entity measures"),
        Label("Viewpoint", "viewpoint", "one sentence that somebody holds", ("attributed_to",)),
    )
}
PREFIXES = {label.prefix: label for label in LABELS.values()}
ANY = tuple(LABELS)

_MATTER = ("Mineral", "Material")

# fmt: off
RELATIONS: dict[str, Relation] = {
    relation.type: relation
    for relation in (
        Relation("KIND_OF", ("Mineral", "Material", "Component", "Technology", "Process", "Facility"),
                 ("Mineral", "Material", "Component", "Technology", "Process", "Facility"), "is a kind of",
                 "special kind to general kind", same_label=True),
        Relation("CONTAINS", ("Technology", "Component", "Facility"), ("Technology", "Component"), "contains",
                 "whole to part; a facility to the machines that stand in it", ("variant",), ("count", "optional")),
        Relation("USES_MATERIAL", ("Technology", "Component"), _MATTER, "uses",
                 "product or part to what it is made with", ("variant", "measure", "period"),
                 ("per", "purpose", "optional"), figure=True),
        Relation("MADE_FROM", _MATTER, _MATTER, "is made from", "product to feed", ("route",), figure=True),
        Relation("PRODUCES", ("Country", "Facility", "Company"), ("Mineral", "Material", "Component", "Technology"),
                 "produces", "who makes what, at which stage", ("stage", "measure", "period"), ("idle",), figure=True),
        Relation("HOLDS", ("Country", "Facility"), _MATTER, "holds", "reserves, resources and stocks",
                 ("measure", "period"), figure=True),
        Relation("LOCATED_IN", ("Facility", "Company"), ("Country",), "is located in", "where it stands", (),
                 ("place",)),
        Relation("HEADQUARTERED_IN", ("Facility", "Company"), ("Country",), "has its seat in", "where it is run from",
                 (), ("place",)),
        Relation("OPERATES", ("Company", "Country"), ("Facility", "Company"), "operates", "who runs it", ("period",),
                 ("share",)),
        Relation("OWNS", ("Company", "Country"), ("Facility", "Company"), "owns", "who owns it", ("period",),
                 ("share",)),
        Relation("SUPPLIES", ("Company", "Facility"), ("Company", "Facility"), "supplies",
                 "a named supplier of a named customer", ("item", "period"), figure=True),
        Relation("TRADES_WITH", ("Country",), ("Country",), "exports to", "exporter to importer",
                 ("item", "measure", "period", "reporter"), figure=True),
        Relation("RELIES_ON", ("Country",), _MATTER, "relies on", "net import reliance and the like",
                 ("measure", "period"), figure=True),
        Relation("USES_PROCESS", ("Facility", "Company"), ("Process",), "uses", "who runs the process", (), ("since",)),
        Relation("DEVELOPED", ("Facility", "Company"), ("Process",), "developed", "whose process it is", (),
                 ("since",)),
        Relation("TREATS", ("Process", "Facility"), _MATTER, "treats", "what goes in", ("measure", "period"),
                 figure=True),
        Relation("YIELDS", ("Process", "Facility"), _MATTER, "yields", "what comes out", ("measure", "period"),
                 figure=True),
        Relation("SUBSTITUTES", ("Material", "Component", "Technology", "Process"),
                 ("Material", "Component", "Technology", "Process"), "can replace", "substitute to what it replaces",
                 ("use",), ("performance", "readiness"), same_label=True),
        Relation("AFFECTS", ("Process", "Policy", "Programme"), ("Material", "Mineral", "Process"), "affects",
                 "the change that is claimed: refining cost, CO2, price, exports", ("measure", "period"), figure=True),
        Relation("ISSUED", ("Country", "Company"), ("Policy", "Programme"), "issued", "who made the rule"),
        Relation("FUNDS", ("Programme", "Policy", "Country", "Company"),
                 ("Company", "Facility", "Process", "Programme"), "funds",
                 "grant, loan, equity, price floor, purchase", ("kind", "period"), ("amount", "currency")),
        Relation("TARGETS", ("Policy",), ("Country", "Company"), "targets", "at whom a rule is aimed"),
        Relation("RESTRICTS", ("Policy",), ("Material", "Mineral", "Component", "Technology", "Process", "Product"),
                 "restricts", "export licence, ban, quota, duty, procurement bar", ("kind", "period"),
                 ("code", "part_only"), figure=True),
        Relation("EASES", ("Policy",), ("Material", "Mineral", "Component", "Technology", "Process", "Product"),
                 "eases", "a rule that loosens", ("kind", "period"), ("code", "part_only"), figure=True),
        Relation("GRANTED_TO", ("Policy",), ("Company",), "is granted to", "who holds a licence", ("kind", "period"),
                 figure=True),
        Relation("LISTS", ("Policy",), _MATTER, "lists", "named on a list"),
        Relation("IN_STATE", ("Policy", "Programme", "Facility"), ("State",), "is in state",
                 "a dated state; a month or a year is its whole span", ("scope", "from"), ("until",),
                 required=("from",)),
        Relation("CLASSIFIED_AS", ("Material", "Mineral", "Component"), ("Product",), "is classified as",
                 "the trade code it goes under", (), ("bundled",)),
        Relation("HAS_FIGURE", ANY, ("Measure",), "has the figure",
                 "a figure about one entity: build time, price, recycled share", ("period", "scope"), figure=True),
        Relation("CONCERNS", ("Viewpoint",), ANY, "concerns", "what a viewpoint is about"),
        Relation("COUNTERS", ("Viewpoint",), ("Viewpoint",), "counters", "one viewpoint against another"),
    )
}
# fmt: on
RULINGS: dict[str, Relation] = {
    verdict: Relation(verdict, ("Claim",), ("Claim", "Viewpoint"), words, about, (), ("reason",))
    for verdict, words, about in (
        ("SUPPORTS", "supports", "a curated ruling: the one claim bears the other out"),
        ("QUALIFIES", "qualifies", "a curated ruling: the one claim narrows the other"),
        ("CONTRADICTS", "contradicts", "a curated ruling: the two cannot both hold"),
    )
}
DESCRIBED = "DESCRIBED"
"""Type of a claim about one entity alone: its name, kind, place. It makes no relationship."""

STATUSES = ("reported", "computed", "estimated", "attributed", "planned")
GRADES = ("A", "B", "C", "D")
SOURCE_KINDS = (
    "official",
    "statistics",
    "paper",
    "company",
    "report",
    "reference",
    "press",
    "community",
    "definitions",
    "seed",
)
TERMS = {
    "non-commercial": "taken into the graph only with the switch --allow non-commercial",
    "share-alike": "taken into the graph only with the switch --allow share-alike",
    "no-redistribution": "for one's own use: left out of exports and of answers over HTTP",
    "private": "the user's own: left out of exports and of answers over HTTP, unless said otherwise",
}
"""Terms of a source that bind a copy of it; all others may be passed on with their citation."""
SWITCHED = frozenset({"non-commercial", "share-alike"})
"""Terms that need a switch before their claims go into the graph."""
BOUND = frozenset({"no-redistribution", "private"})
"""Terms of what exports and answers over HTTP leave out."""
CHECKS = ("page", "opening", "file", "not re-opened", "definition")


def relation(type_: str) -> Relation:
    """The relation or ruling of that type. Raises KeyError."""
    return RELATIONS.get(type_) or RULINGS[type_]
