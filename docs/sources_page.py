"""docs/sources.md: the families that can be loaded, and the publications that the curated tables cite."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from docs.markdown import code, page, table
from kb.sources import Family, Source
from loaders.curated.loader import claims, sources
from loaders.family import families
from loaders.run import CURATED


def sources_page(tables: Path = CURATED / "tables") -> str:
    """Raises BadTable while a table has rows that cannot become claims."""
    cited = Counter(claim.source for claim in claims(tables))
    known = sorted((source for source in sources(tables) if cited[source.id]), key=lambda source: source.id)
    kinds = Counter(source.kind for source in known)
    return page(
        "Sources",
        f"{sum(cited.values()):,} claims from {len(known):,} sources, as the curated tables have them: "
        f"{', '.join(f'{kind} {count}' for kind, count in sorted(kinds.items()))}. What the kinds are worth stands "
        "in [the schema](schema.md#grades). A source without a licence keeps its own terms; what is taken from it here "
        "are single facts and short quotations.",
        "## Families that can be loaded\n\n"
        "None of their files is contained here: `lodestone load FAMILY FILE` reads them as published, and "
        "[each family's decisions.md](../loaders) says what becomes of what. Releases are those that the loader was "
        "checked against, with the rows of their files; others of the family are read too.\n\n"
        + table(
            ("family", "release", "title", "publisher", "date", "licence", "terms", "rows"),
            (row for id_, family in families().items() for row in _releases(id_, family)),
        ),
        "## Publications of the curated tables\n\n"
        + table(
            ("id", "title", "publisher", "kind", "date", "licence", "claims"),
            (_row(each, cited[each.id]) for each in known),
        ),
    )


def _releases(id_: str, family: Family) -> Iterator[tuple[str, ...]]:
    """One row a release whose files were read, or one for a family whose releases are what somebody asked for."""
    known = [label for label, release in family.releases.items() if release.rows]
    for label in known or [""]:
        source = family.release(label) if label else family.source
        rows = f"{family.releases[label].rows:,}" if label else ""
        terms = source.terms or "may be passed on"
        yield code(id_), label, _titled(source), source.publisher, source.published, source.licence, terms, rows


def _row(source: Source, cited: int) -> tuple[str, ...]:
    return (
        code(source.id),
        _titled(source),
        source.publisher,
        source.kind,
        source.published,
        source.licence,
        f"{cited:,}",
    )


def _titled(source: Source) -> str:
    title = source.title.replace("[", "\\[").replace("]", "\\]")
    return f"[{title}](<{source.url}>)" if source.url else title
