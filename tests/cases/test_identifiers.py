"""The identifiers of the public records, read with what each record says of court and day."""

from datetime import date

from cases.identifiers import identifiers_of
from cases.models import Condemnation, Dossier, Litigation
from cases.records import load_public_records
from helpdesk.people.models import Team, User
from tests.cases.conftest import act_of

TODAY = date(2026, 6, 15)


def codes_of(row: Condemnation | Litigation) -> dict[str, list[str]]:
    return {
        name: reading.codes for name, reading in identifiers_of(row, today=TODAY).items() if reading.codes
    }


def test_no_published_order_or_case_is_warned_about_in_vain(alice: User, desk: Team) -> None:
    load_public_records(act_of(alice), desk)
    rows = [*Condemnation.objects.all(), *Litigation.objects.all()]
    assert [(row.court, row.role_number, codes_of(row)) for row in rows if codes_of(row)] == []


def test_number_below_is_read_without_the_court_above() -> None:
    row = Condemnation(
        dossier=Dossier(), court="Labour court Brussels", role_number="2022/KB/14",
        appealed_role_number="22/4100/K", decided_on=date(2022, 9, 28),
    )  # fmt: skip
    assert {name: reading.kinds for name, reading in identifiers_of(row, today=TODAY).items()} == {
        "role_number": ("appellate_role",),
        "appealed_role_number": ("labour_tribunal_role",),
    }
    row.role_number = "22/4100/K"
    assert codes_of(row) == {"role_number": ["number_of_another_court"]}
