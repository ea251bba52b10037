"""Numbers sources in order of first use and puts them into words; the rows of a table refer to them as [1][4]."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_MOST_LOCATORS = 6
_MARKS_A_WORD = 3  # so that a narrow column can break between them


class References:
    """The numbered sources of one answer. `claims` and `sources` are those of an Answer, by id."""

    def __init__(self, claims: Mapping[str, Mapping[str, Any]], sources: Mapping[str, Mapping[str, Any]]) -> None:
        self._claims = claims
        self._sources = sources
        self._numbers: dict[str, int] = {}
        self._locators: dict[str, dict[str, None]] = {}

    def __bool__(self) -> bool:
        return bool(self._numbers)

    def marks(self, claim_ids: Iterable[str]) -> str:
        """'[1][4]' for the sources of these claims, which are numbered when first seen."""
        numbers = set()
        for id_ in claim_ids:
            claim = self._claims.get(id_)
            if claim is None:
                continue
            source = claim["source"]
            numbers.add(self._numbers.setdefault(source, len(self._numbers) + 1))
            if claim.get("locator"):
                self._locators.setdefault(source, {})[claim["locator"]] = None
        found = [f"[{number}]" for number in sorted(numbers)]
        return " ".join("".join(found[at : at + _MARKS_A_WORD]) for at in range(0, len(found), _MARKS_A_WORD))

    def mark_of(self, source_id: str) -> str:
        """'[4]' for a source itself."""
        return f"[{self._numbers.setdefault(source_id, len(self._numbers) + 1)}]"

    def lines(self) -> Iterator[tuple[str, str]]:
        """Mark and words of each numbered source: title, publisher (date), locators, url."""
        for id_, number in self._numbers.items():
            source = self._sources.get(id_, {})
            by = f"{source.get('publisher', '')} ({source.get('published') or 'undated'})"
            parts = [source.get("title", id_), by, located(list(self._locators.get(id_, {}))), source.get("url", "")]
            yield f"[{number}]", ", ".join(part for part in parts if part)


def located(locators: list[str]) -> str:
    """'p1; table 3; and 4 more'."""
    more = len(locators) - _MOST_LOCATORS
    return "; ".join([*locators[:_MOST_LOCATORS], *([f"and {more} more places"] if more > 0 else [])])
