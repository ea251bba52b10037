"""docs/sources.md: the publications that the curated tables cite, and how many claims each of them makes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from docs.markdown import code, page, table
from kb.sources import Source
from loaders.curated.loader import claims, sources
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
        table(
            ("id", "title", "publisher", "kind", "date", "licence", "claims"),
            (_row(each, cited[each.id]) for each in known),
        ),
    )


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
