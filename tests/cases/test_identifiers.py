"""The identifiers of the public records, read with what each record says of court and day."""

from datetime import date

from cases.identifiers import Identified, identifiers_of
from cases.models import Condemnation, Decision, Dossier, Instance
from cases.records import load_public_records
from helpdesk.people.models import Team, User
from tests.cases.conftest import act_of

TODAY = date(2026, 6, 15)


def codes_of(row: Identified) -> dict[str, list[str]]:
    return {
        name: reading.codes for name, reading in identifiers_of(row, today=TODAY).items() if reading.codes
    }


def test_no_published_order_or_case_is_warned_about_in_vain(alice: User, desk: Team) -> None:
    load_public_records(act_of(alice), desk)
    decisions = Decision.objects.select_related("instance")
    rows = [*Condemnation.objects.all(), *Instance.objects.all(), *decisions]
    assert len(rows) == 13 + 15 + 12
    assert [(str(row), codes_of(row)) for row in rows if codes_of(row)] == []


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


def test_repertory_number_that_looks_like_a_role_number_is_warned_about() -> None:
    row = Instance(court="Labour court Brussels", role_number="2022/KB/14", repertory_number="2022/ 2310")
    assert {name: reading.normalised for name, reading in identifiers_of(row, today=TODAY).items()} == {
        "role_number": "2022/KB/14",
        "repertory_number": "2022/2310",
    }
    assert codes_of(row) == {}
    row.repertory_number = "2022/KB/14"
    assert codes_of(row) == {"repertory_number": ["not_a_repertory_number"]}
    row.repertory_number = "2029/1"
    assert codes_of(row) == {"repertory_number": ["number_in_future"]}


def test_decision_is_read_with_its_day_and_the_court_of_its_instance() -> None:
    instance = Instance(court="Constitutional Court")
    row = Decision(
        instance=instance, on=date(2021, 2, 25), number="23/2021", ecli="ECLI:BE:RVSCE:2023:ARR.257.300"
    )
    readings = identifiers_of(row, today=TODAY)
    assert readings["number"].kinds == ("constitutional_court_judgment",)
    assert codes_of(row) == {"ecli": ["court_mismatch", "date_mismatch"]}
