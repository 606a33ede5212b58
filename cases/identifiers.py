"""The identifiers of a record, read together with what the record says of court and day."""

from dataclasses import replace
from datetime import date

from cases.ecli import read_ecli
from cases.models import Condemnation, Decision, Instance
from cases.readings import Known, Reading
from cases.role_numbers import read_repertory_number, read_role_number

Identified = Condemnation | Instance | Decision


def identifiers_of(row: Identified, *, today: date) -> dict[str, Reading]:
    """A reading of each identifier the record has, by the name of its field."""
    known = _known(row, today)
    readings = {}
    if row.ecli:
        readings["ecli"] = read_ecli(row.ecli, known)
    if isinstance(row, Decision):
        return readings | ({"number": read_role_number(row.number, known)} if row.number else {})
    if row.role_number:
        readings["role_number"] = read_role_number(row.role_number, known)
    if row.appealed_role_number:
        # The number below is of another court, whose name the record does not hold.
        readings["appealed_role_number"] = read_role_number(
            row.appealed_role_number, replace(known, court="")
        )
    if isinstance(row, Instance) and row.repertory_number:
        readings["repertory_number"] = read_repertory_number(row.repertory_number, known)
    return readings


def _known(row: Identified, today: date) -> Known:
    """An instance closes on a day that need not be that of its decision."""
    if isinstance(row, Decision):
        return Known(today=today, court=row.instance.court, decided_on=row.on)
    decided_on = row.decided_on if isinstance(row, Condemnation) else None
    return Known(today=today, court=row.court, decided_on=decided_on)
