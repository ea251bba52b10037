"""Products: trade codes of the Harmonized System, as ids and names; products.csv names those the field talks about.

A code is a product, never an identifier of a material: what goes under it is a claim (CLASSIFIED_AS).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from kb.errors import BadInput
from kb.vocab import words

_CODE = re.compile(r"[0-9]{2}(?:[0-9]{2}){0,4}")


@cache
def product_id(code: str) -> str:
    """The id of a heading or subheading (2, 4 or 6 digits) of the Harmonized System, or of a code of the United
    States' schedule that goes on from there (8 or 10). Raises BadInput for anything else."""
    if not _CODE.fullmatch(code):
        raise BadInput(f"{code!r} is not a code of the Harmonized System; it has 2, 4 or 6 digits.")
    return f"product:{'hs' if len(code) <= 6 else 'hts'}-{code}"


def details(code: str, description: str = "") -> dict[str, Any]:
    """What a claim says of the product: its name in products.csv, else `description`, else the bare code.

    A name that is only the code is `computed`, so that any source that describes the code wins.
    """
    scheme = "HS" if len(code) <= 6 else "HTS"
    known = words("products").get(code)
    said = known["name"] if known else description
    aliases = [code, *([f"HS {code[:4]}.{code[4:]}"] if len(code) == 6 else [])]
    found: dict[str, Any] = {"name": f"{scheme} {code}: {said}" if said else f"{scheme} {code}"}
    found |= {"aliases": [*aliases, *([description] if known and description else [])]}
    found |= {"identifiers": [f"{scheme.lower()}={code}"], "status": "reported" if said else "computed"}
    return found
