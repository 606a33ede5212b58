"""The identifiers of a condemnation or a litigation, read together with what the record says of court and day."""

from dataclasses import replace
from datetime import date

from cases.ecli import read_ecli
from cases.models import Condemnation, Litigation
from cases.readings import Known, Reading
from cases.role_numbers import read_role_number


def identifiers_of(row: Condemnation | Litigation, *, today: date) -> dict[str, Reading]:
    """A reading of each identifier the record has, by the name of its field."""
    decided_on = row.decided_on if isinstance(row, Condemnation) else None
    known = Known(today=today, court=row.court, decided_on=decided_on)
    readings = {}
    if row.ecli:
        readings["ecli"] = read_ecli(row.ecli, known)
    if row.role_number:
        readings["role_number"] = read_role_number(row.role_number, known)
    if isinstance(row, Condemnation) and row.appealed_role_number:
        # The number below is of another court, whose name the record does not hold.
        readings["appealed_role_number"] = read_role_number(
            row.appealed_role_number, replace(known, court="")
        )
    return readings
