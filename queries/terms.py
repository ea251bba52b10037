"""What may be passed on: leaves out of an answer what rests on a source whose terms keep it here, counted by source.

A row goes whole when any claim behind it is bound: what it shows may come from that claim. It asks the graph nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kb import schema
from kb.errors import Refused
from queries.answer import Answer


def shared(answer: Answer) -> Answer:
    """The answer without rows and claims that may not be passed on; `withheld` says how many rows, by source."""
    bound = _bound(answer.claims, answer.sources)
    if not bound:
        return answer
    rows = [row for row in answer.rows if not bound.keys() & set(row["claims"])]
    withheld = Counter(
        source for row in answer.rows for source in {bound[id_] for id_ in row["claims"] if id_ in bound}
    )
    return replace(
        answer,
        rows=rows,
        claims={id_: claim for id_, claim in answer.claims.items() if id_ not in bound},
        withheld=dict(sorted(withheld.items())),
    )


def shared_lookup(found: Mapping[str, Any]) -> dict[str, Any]:
    """What `queries.lookup` found of an entity or a source, without facts and claims that may not be passed on."""
    sources = found.get("sources") or {found["source"]["id"]: found["source"]}
    bound = _bound(found["claims"], sources)
    if not bound:
        return dict(found)
    facts = found.get("facts", [])
    kept = [fact for fact in facts if not bound.keys() & set(fact["claims"])]
    withheld = Counter(bound.values())
    return {
        **found,
        **({"facts": kept} if "facts" in found else {}),
        "claims": {id_: claim for id_, claim in found["claims"].items() if id_ not in bound},
        "withheld": dict(sorted(withheld.items())),
    }


def shared_claim(found: dict[str, Any]) -> dict[str, Any]:
    """One claim as it was found. Raises Refused when it may not be passed on."""
    source = found["source"]
    if source.get("terms") in schema.BOUND:
        raise Refused(
            f"{found['claim']['id']} is of {source['id']}, whose terms ({source['terms']}) keep it out of answers over "
            "HTTP; look at it on the command line: `lodestone show`, `lodestone evidence`."
        )
    return found


def _bound(claims: Mapping[str, Mapping[str, Any]], sources: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Ids of bound claims, and the source of each."""
    keep = {id_ for id_, source in sources.items() if source.get("terms") in schema.BOUND}
    return {id_: claim["source"] for id_, claim in claims.items() if claim["source"] in keep}
