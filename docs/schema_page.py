"""docs/schema.md: the vocabulary of the graph, from kb.schema and kb.vocab, and statements to begin with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from docs.markdown import block, code, codes, page, table
from kb import schema, vocab
from kb.schema import Property, Relation
from kb.sources import grade
from queries.statements import statements

_LISTS = ("stages", "measures", "units", "states")
_PICTURES = {
    "Things and what they are made of": ("Technology", "Component", "Material", "Mineral", "Process"),
    "Who makes, holds, owns and trades": ("Country", "Facility", "Company"),
    "Rules and views": ("Policy", "Programme", "Viewpoint"),
}
_STOREYS = """
flowchart TD
    api["api: HTTP, command line, notebooks"] --> queries["queries: the question library"]
    api --> loaders["loaders: raw files to claims"]
    queries --> kb["kb: vocabulary, claims, facts, the only door to the graph"]
    loaders --> kb
    kb --> neo4j[("Neo4j")]
"""
_PROVENANCE = """
flowchart LR
    Claim -- FROM --> Source
    Claim -- ABOUT --> Entity
    Claim -- "SUPPORTS, QUALIFIES, CONTRADICTS" --> Claim
    Entity -- "a fact, with the ids of its claims" --> Entity
    Build
"""


def schema_page() -> str:
    return page(
        "The schema",
        "Declared in `kb/schema.py`; constraints, write statements and the checks on questions come from there too. "
        "A fact is a relationship between two entities; a claim is what one source says, and a node of its own.",
        "## Storeys\n\nImports go down only.\n\n" + block("mermaid", _STOREYS),
        "## The graph\n\nWho can have to do with whom, by where a relationship starts. Left out, since they may start "
        f"or end at any entity: {codes(_anywhere())}.",
        *(f"### {title}\n\n{block('mermaid', _picture(starts))}" for title, starts in _PICTURES.items()),
        "### Claims\n\nClaims beside the facts that follow from them:\n\n" + block("mermaid", _PROVENANCE),
        "## Statements to begin with\n\nCopy one into Neo4j Browser (`lodestone engine browse`), the prompt of "
        "`lodestone cypher`, or `db.cypher` of a [notebook](notebooks.md); [analysts.md](analysts.md) tells more. They "
        "stand in `queries/cypher/statements.cypher`.",
        *(f"{at}. {each.title}\n\n{block('cypher', each.text)}" for at, each in enumerate(statements(), 1)),
        "## Labels\n\nEvery one of them is an `Entity` too. `Source`, `Claim` and `Build` are not.\n\n" + _labels(),
        "## Relationships\n\nQualifiers belong to a fact's identity: two figures with different qualifiers are two "
        "facts. Values may be revised.\n\n" + _relations(schema.RELATIONS.values()),
        "### Rulings\n\nCurated judgements on claims, with their reason.\n\n" + _relations(schema.RULINGS.values()),
        "### Provenance\n\n"
        + table(
            ("type", "from", "to", "meaning"),
            (
                (code("FROM"), code("Claim"), code("Source"), "who says it"),
                (code("ABOUT"), code("Claim"), code("Entity"), "`role` tells whether the entity is start, end or item"),
            ),
        ),
        "## Properties",
        _group("Of an entity", schema.ENTITY),
        _group("For look-ups alone", schema.LOOKED_UP, "Of entities; what the full-text index `entity_keys` holds."),
        _group("Parts of a figure", schema.FIGURE, "Always read together; sums and ranks use `value` alone."),
        _group("Qualifiers", schema.QUALIFIERS),
        _group("Values", schema.VALUES),
        _group("Of a fact", schema.FACT),
        _group("Of a claim", schema.CLAIM, "Besides these, each qualifier, value and part of the figure it has."),
        _group("Of a source", schema.SOURCE),
        _group("Of a build", schema.BUILD),
        "## Grades\n\nA route is as good as its weakest hop.\n\n" + _grades(),
        f"## Closed words\n\nStatuses, firmest first: {codes(schema.STATUSES)}.\n\n"
        f"Kinds of source: {codes(schema.SOURCE_KINDS)}.\n\nHow a claim was checked: {codes(schema.CHECKS)}.",
        *(_words(name) for name in _LISTS),
    )


def _anywhere() -> list[str]:
    return [relation.type for relation in schema.RELATIONS.values() if schema.ANY in (relation.starts, relation.ends)]


def _picture(starts: tuple[str, ...]) -> str:
    """One arrow a pair of labels, with all the types between them, for those that start at one of these labels."""
    between: dict[tuple[str, str], list[str]] = {}
    for relation in schema.RELATIONS.values():
        if relation.type in _anywhere():
            continue
        for start in (label for label in relation.starts if label in starts):
            for end in relation.ends:
                if start == end or not relation.same_label:
                    between.setdefault((start, end), []).append(relation.type)
    arrows = [f'    {start} -- "{"<br>".join(types)}" --> {end}' for (start, end), types in between.items()]
    return "\n".join(["flowchart LR", *arrows])


def _labels() -> str:
    return table(
        ("label", "ids begin with", "what it is", "has besides"),
        (
            (code(label.name), code(f"{label.prefix}:"), label.about, codes(label.properties))
            for label in schema.LABELS.values()
        ),
    )


def _relations(relations: Iterable[Relation]) -> str:
    return table(
        ("type", "from", "to", "meaning", "reads", "qualifiers", "values", "figure"),
        (
            (
                code(relation.type),
                _ends(relation.starts),
                "the same label" if relation.same_label else _ends(relation.ends),
                relation.about,
                f"… {relation.sentence} …",
                ", ".join(_qualifier(relation, name) for name in relation.qualifiers),
                codes(relation.values),
                "yes" if relation.figure else "",
            )
            for relation in relations
        ),
    )


def _ends(labels: tuple[str, ...]) -> str:
    return "any entity" if labels == schema.ANY else codes(labels)


def _qualifier(relation: Relation, name: str) -> str:
    return f"{code(name)} (required)" if name in relation.required else code(name)


def _group(title: str, properties: Mapping[str, Property], about: str = "") -> str:
    rows = ((code(prop.name), prop.kind, prop.about) for prop in properties.values())
    return "\n\n".join(part for part in (f"### {title}", about, table(("property", "kind", "about"), rows)) if part)


def _grades() -> str:
    """Asked of the rule itself, not told a second time."""
    kinds: dict[str, list[str]] = {letter: [] for letter in schema.GRADES}
    for kind in schema.SOURCE_KINDS:
        kinds[grade(kind, "reported", "page")].append(kind)
    others: dict[str, list[str]] = {letter: [] for letter in schema.GRADES}
    best = grade("official", "reported", "page")
    for status in schema.STATUSES:
        if (letter := grade("official", status, "page")) != best:
            others[letter].append(status)
    for check in schema.CHECKS:
        if (letter := grade("official", "reported", check)) != best:
            others[letter].append(check)
    return table(
        ("grade", "read and reported, by a source of the kind", "whatever the source, when it is"),
        ((code(letter), codes(kinds[letter]), codes(others[letter])) for letter in schema.GRADES),
    )


def _words(name: str) -> str:
    rows = list(vocab.words(name).values())
    columns = [column for column in rows[0] if any(row[column] for row in rows)]
    shown = ([code(row[column]) if column == "word" else row[column] for column in columns] for row in rows)
    return f"### {name.capitalize()}\n\n{table(columns, shown)}"
