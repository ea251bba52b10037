"""The knowledge base in a notebook: `from api import lodestone`; everything else it stands on is inside.

    with lodestone.connect() as db:
        answer = db.ask("technologies_depending_on", country="JPN")    # .frame(), .claims_frame(), .sources_frame()
        db.cypher("MATCH (c:Country {id: $id}) RETURN c.name AS name", id="country:JPN")
        db.graph(answer).networkx()                                    # .rustworkx(), .pyvis(), .nodes(), .edges()

It only reads. It needs the extra `notebook`, and says so when that is not installed.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.answers import answer
from kb import schema
from kb.engine import server
from kb.errors import BadInput, MissingPackages
from kb.settings import Settings
from kb.store import Limits, Store
from queries import catalogue, frames, own, subgraph
from queries.answer import Answer
from queries.catalogue import Question
from queries.subgraph import Subgraph

if lacking := [name for name in ("networkx", "pyvis", "rustworkx") if importlib.util.find_spec(name) is None]:
    raise MissingPackages(
        f"Notebooks need {' and '.join(lacking)}, which {'is' if len(lacking) == 1 else 'are'} not installed. "
        "In the clone of Lodestone run "
        "`python -m pip install -e '.[notebook]'`."
    )

if TYPE_CHECKING:
    import networkx
    import pandas as pd

    from api.networks import Edges, Offline

__all__ = ["Answer", "Connection", "Graph", "Question", "connect"]


def connect(settings: Settings | None = None, *, seconds: float = 60.0, rows: int = 100_000) -> Connection:
    """Open the graph: the server of NEO4J_URI, else the managed engine, fetched and started when it does not run.

    The engine is that of the nearest folder above the notebook that has a `.lodestone`, or of LODESTONE_DATA.
    No statement runs longer than `seconds` or gives more than `rows`. Use it in a `with`, or call `close`.
    Raises Unreachable or EngineError.
    """
    from api.terminal import Progress

    with Progress() as progress:
        where = server(settings or Settings.read(root=_checkout(Path.cwd())), progress)
    return Connection(Store(where), Limits(seconds=seconds, rows=rows))


def _checkout(folder: Path) -> Path:
    """A notebook's own folder is seldom that in which the graph was built."""
    return next((each for each in (folder, *folder.parents) if (each / ".lodestone").is_dir()), folder)


@dataclass(frozen=True)
class Graph:
    """A piece of the graph; `found` holds its plain nodes and edges."""

    found: Subgraph

    def nodes(self) -> pd.DataFrame:
        """A row a node."""
        return frames.of_records(self.found.nodes.values(), ("id", "label", "name"))

    def edges(self) -> pd.DataFrame:
        """A row a fact."""
        first = ("start", "type", "end", *schema.FIGURE, "period", "status", "grade", "disputed", "id")
        return frames.of_records(self.found.edges, first)

    def networkx(self) -> networkx.MultiDiGraph:
        from api.networks import to_networkx

        return to_networkx(self.found)

    def rustworkx(self) -> Edges:
        from api.networks import to_rustworkx

        return to_rustworkx(self.found)

    def pyvis(self, height: str = "600px") -> Offline:
        """A pyvis Network; `.show("picture.html")` writes a page that needs no network, and shows it in a notebook."""
        from api.networks import to_pyvis

        return to_pyvis(self.found, height)


class Connection:
    """An open graph, to be asked."""

    def __init__(self, store: Store, limits: Limits) -> None:
        self._store = store
        self._limits = limits

    def __repr__(self) -> str:
        return f"<Lodestone on {self._store.engine} at {self._store.server.uri}>"

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._store.close()

    def questions(self) -> pd.DataFrame:
        """The ready questions, your own among them: name, topic, question, own."""
        known = [*catalogue.catalogue().values(), *own.library().questions.values()]
        rows = [{name: getattr(each, name) for name in ("name", "topic", "question", "own")} for each in known]
        return frames.of_values(rows, ["name", "topic", "question", "own"])

    def question(self, name: str) -> Question:
        """One question: its parameters, columns, phrases and statement. Raises BadQuestion with near names."""
        return catalogue.question(name)

    def ask(self, name: str, /, **params: Any) -> Answer:
        """Ask a ready question; parameters take ids, names, aliases and ISO codes, dates as ISO text or a date."""
        return answer(self._store, name, params, self._limits)

    def cypher(self, text: str, /, **params: Any) -> pd.DataFrame:
        """The rows of a statement through the read door; `frame.attrs["truncated"]` tells whether there were more."""
        found = self._store.read(lambda reader: reader.run(text, params), self._limits)
        frame = frames.of_values(found.rows, found.columns)
        frame.attrs["truncated"] = found.truncated
        return frame

    def graph(
        self,
        answer: Answer | None = None,
        /,
        *,
        entity: str | None = None,
        hops: int = 1,
        statement: str | None = None,
        **params: Any,
    ) -> Graph:
        """The facts behind an answer, around an `entity` within `hops` facts, or what a `statement` returns."""
        match answer, entity, statement:
            case Answer(), None, None:
                return Graph(subgraph.of_answer(self._store, answer))
            case None, str(), None:
                return Graph(subgraph.around(self._store, entity, hops))
            case None, None, str():
                return Graph(subgraph.of_statement(self._store, statement, params))
        raise BadInput("graph takes one of these: an answer, entity=… (and hops=…), statement=… (and its parameters).")
