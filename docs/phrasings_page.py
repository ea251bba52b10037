"""docs/phrasings.md: how well plain words are understood, from the recorded outcomes of the phrasings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from docs.markdown import code, page, table
from docs.phrasings import SETS, Outcome, recorded

_ABOUT = {
    "known": "seen while the reading was built",
    "unseen": "written before, and looked at only when it was done",
}
_KINDS = {
    "right": "the question and every parameter as they were meant",
    "declined": "nothing fits, and it said so",
    "listed": "the meant question among several to pick from",
    "unanswered": "declined, though a question fits",
    "wrong": "another question or parameter, taken as sure",
}


def phrasings_page() -> str:
    found = recorded()
    return page(
        "Phrasings",
        f"{len(found)} sentences that stand in no question's header, read by `lodestone ask`: paraphrases, slips of "
        "the keyboard, denials, sentences that ask something else, and some that no ready question answers. Only a "
        "wrong reading taken as sure misleads; the aim is none of those.",
        table(
            ("set", "sentences", *_KINDS, "not wrong", "right, of those that a question answers"),
            [_counts(name, found) for name in (*SETS, "both")],
        ),
        "\n".join(f"- {name}: {about}" for name, about in {**_ABOUT, **_KINDS}.items()),
        *(_list(name, [each for each in found if each.set == name]) for name in SETS),
    )


def _counts(name: str, found: Sequence[Outcome]) -> list[str]:
    mine = [each for each in found if name in (each.set, "both")]
    count = Counter(each.outcome for each in mine)
    answerable = len(mine) - count["declined"]
    shares = (f"{1 - count['wrong'] / len(mine):.1%}", f"{count['right'] / answerable:.1%}")
    return [name, str(len(mine)), *(str(count[kind]) for kind in _KINDS), *shares]


def _list(name: str, found: Sequence[Outcome]) -> str:
    rows = [(each.phrasing, each.outcome, code(each.reading)) for each in found]
    return f"## {name.capitalize()}\n\n{table(('sentence', 'outcome', 'read as'), rows)}"
