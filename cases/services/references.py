"""References such as V-2026-00042: by kind and year, without gaps in a year's order, without races."""

import re

from django.db import DEFAULT_DB_ALIAS

from cases.models.dossier import DossierKind
from helpdesk.written import answer_to

LETTERS = {DossierKind.QUESTION: "V", DossierKind.LITIGATION: "L", DossierKind.CONDEMNATION: "C"}

# One statement: the row lock it takes makes writers of the same kind and year wait for one another, and a
# transaction that is rolled back gives its number back.
NEXT_NUMBERS = """
INSERT INTO cases_referencecounter (kind, year, last_number) VALUES ($1, $2, $3)
ON CONFLICT (kind, year) DO UPDATE SET last_number = cases_referencecounter.last_number + EXCLUDED.last_number
RETURNING last_number
"""

# As people type one: without leading zeros, with blanks for the dashes or none at all.
TYPED = re.compile(r"\s*([VLC])[\s-]*(\d{4})[\s-]+(\d{1,9})\s*", re.IGNORECASE | re.ASCII)


def reference_in(text: str) -> str | None:
    """The reference that a text is as a whole, in its one way of writing; none where it is something else."""
    found = TYPED.fullmatch(text)
    return f"{found[1].upper()}-{found[2]}-{int(found[3]):05d}" if found else None


def next_references(kind: DossierKind, year: int, count: int = 1) -> list[str]:
    """The next `count` references of a kind in a year, in order. Call it inside the transaction that uses them."""
    [(last,)] = answer_to(DEFAULT_DB_ALIAS, NEXT_NUMBERS, [kind.value, year, count])
    return [f"{LETTERS[kind]}-{year}-{number:05d}" for number in range(last - count + 1, last + 1)]
