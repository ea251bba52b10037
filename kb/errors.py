"""Every error the project raises on purpose: a sentence that says what is wrong, where, and what to do.

LodestoneError
├── BadInput            a file, row, parameter or setting that cannot be taken
│   ├── BadTable        a curated or source table; names file and row
│   ├── Drift           a table whose columns are not those that its reader knows
│   └── BadQuestion     a question, parameter or id that a reader typed
│       └── Unclear     a sentence with several meanings, or none, among the ready questions
├── Refused             a statement that the read door does not let through
├── Stopped             a statement that ran into a limit of time, rows or memory
├── Busy                something else holds what is needed (a build, an engine start)
├── GraphError          the server answered, and the answer is an error
│   ├── EmptyGraph      nothing has been built there
│   └── ForeignData     the database holds nodes that are not ours
├── Unreachable         no server answers, or it does not let us in
├── EngineError         the managed engine cannot be fetched, started or stopped
└── MissingPackages     an optional part is used whose packages are not installed (an ImportError too)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

MOST_PROBLEMS = 30
"""As many problems of a table are told at once."""
MOST_QUOTED = 80
LONGEST_WORD = 300
"""More of a word than this is not compared with known ones."""


class LodestoneError(Exception):
    """Base of all. `exit_code` is what the command line ends with."""

    exit_code = 1


class BadInput(LodestoneError):
    exit_code = 2


class BadTable(BadInput):
    """One or more rows that cannot become claims; nothing was written."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        rest = len(self.problems) - MOST_PROBLEMS
        more = [f"… and {rest} more like these."] if rest > 0 else []
        super().__init__("\n".join([*self.problems[:MOST_PROBLEMS], *more, "Nothing was written."]))


class Drift(BadInput):
    pass


class BadQuestion(BadInput):
    pass


class Unclear(BadQuestion):
    exit_code = 9


class Refused(LodestoneError):
    exit_code = 3


class Stopped(LodestoneError):
    exit_code = 4


class Busy(LodestoneError):
    exit_code = 5


class GraphError(LodestoneError):
    exit_code = 6


class EmptyGraph(GraphError):
    def __init__(self) -> None:
        super().__init__("The graph is empty; run `lodestone build` first.")


class ForeignData(GraphError):
    pass


class Unreachable(LodestoneError):
    exit_code = 7


class EngineError(LodestoneError):
    exit_code = 8


class MissingPackages(LodestoneError, ImportError):
    exit_code = 9


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """' Did you mean a, b or c?' with up to three near names, or '' when none is near."""
    near = get_close_matches(word[:LONGEST_WORD], list(known), n=3, cutoff=0.6)
    return f" Did you mean {alternatives(near)}?" if near else ""


def quoted(text: str) -> str:
    """What a reader typed, in quotes; of a long text only its beginning."""
    return repr(text if len(text) <= MOST_QUOTED else f"{text[:MOST_QUOTED]}…")


def alternatives(words: Sequence[str]) -> str:
    """'a', 'a or b', 'a, b or c'."""
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
