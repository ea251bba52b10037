"""What the read door lets through: a bounded read of the graph and nothing else, judged by the statement's plan.

It speaks to no server; `kb.store` asks the server for the plan and hands it here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kb.errors import Refused

# Built-in procedures that only tell what the graph looks like; everything else is refused.
ALLOWED_PROCEDURES = frozenset(
    {
        "db.index.fulltext.queryNodes",
        "db.index.fulltext.queryRelationships",
        "db.labels",
        "db.relationshipTypes",
        "db.propertyKeys",
        "db.schema.visualization",
        "db.schema.nodeTypeProperties",
        "db.schema.relTypeProperties",
        "db.ping",
    }
)


def operators(plan: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Operator names (without the planner's suffix) and details of a plan, depth first."""
    yield str(plan.get("operatorType", "")).split("@")[0], str(plan.get("args", {}).get("Details", ""))
    for child in plan.get("children", ()):
        yield from operators(child)


def refuse_prefix(text: str) -> None:
    """Raise Refused for a statement that asks for its own plan or another planner: the door does that itself."""
    if re.match(r"\s*(EXPLAIN|PROFILE)\b", text, re.IGNORECASE):
        raise Refused(
            "EXPLAIN and PROFILE are not let through here; open Neo4j Browser for plans (lodestone engine browse)."
        )


# `[:T*]`, `[:T*2..]`, `[:T*..2147483647]` (how pruning expansions write it) and `{1, }`; `[:T*2]` is bounded
_UNBOUNDED = re.compile(r"\[[^\]*]*\*(?:\d*\.\.(?:2147483647)?)?(?=[\]\s{])|\{\d*,\s*\}")
_PATHS = (
    "VarLengthExpand",
    "Repeat",
    "PruningVarExpand",
    "BFSPruningVarExpand",
    "ShortestPath",
    "StatefulShortestPath",
)


def refuse_plan(query_type: str | None, plan: list[tuple[str, str]]) -> None:
    """Raise Refused, with the reason, for anything but a bounded read of the graph."""
    if query_type in ("w", "rw"):
        raise Refused("The statement writes. This door only reads; facts are changed by claims and `lodestone build`.")
    if query_type != "r":
        raise Refused("The statement administers the server. This door only reads the graph.")
    for operator, details in plan:
        if operator == "LoadCSV":
            raise Refused("The statement loads a file or URL. This door only reads the graph.")
        if operator in ("ProcedureCall", "CallProcedure"):
            name = details.split("(")[0].strip().removeprefix("CALL ").strip()
            if name not in ALLOWED_PROCEDURES:
                raise Refused(
                    f"The procedure {name} is not let through. Allowed: {', '.join(sorted(ALLOWED_PROCEDURES))}."
                )
        if operator.startswith(_PATHS) and unbounded(details):
            raise Refused(
                f"The statement follows paths of any length ({details.splitlines()[0].strip()}). "
                "Give an upper bound, like *1..6 or {1,6}."
            )
        if operator.startswith(("AdministrationCommand", "TerminateTransactions", "ShowTransactions", "ShowSettings")):
            raise Refused("The statement administers the server. This door only reads the graph.")


def unbounded(details: str) -> bool:
    """Whether the details of an expanding operator show a pattern without an upper bound."""
    return _UNBOUNDED.search(details) is not None
