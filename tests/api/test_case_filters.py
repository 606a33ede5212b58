"""Finding a case: by court and number, grievance, party, recommendation, theme, owner and the day of a hearing."""

import pytest
from django.db import connection
from rest_framework.test import APIClient

from cases.models import Dossier
from helpdesk.people.models import Team, User
from tests.api.pleading import Case
from tests.factories import a_recommendation


def decided(case: Case, number: str, ecli: str = "") -> None:
    [instance] = [one for one in case.rows("instances") if one["court"] == "Constitutional Court"]
    case.add(
        "decisions", instance=instance["id"], on="2021-02-25", kind="judgment", number=number, ecli=ecli,
        results=[{"number": 1, "outcome": "annulled"}],
    )  # fmt: skip


@pytest.fixture
def cases(as_alice: APIClient, alice: User, desk: Team) -> tuple[Case, Case]:
    """The acts of 2017 before the Constitutional Court; the single men before the Council of State and a tribunal."""
    acts = Case(
        as_alice, themes=["dublin"], target={"kind": "norm", "title": "Acts of 2017"},
        instance={"court": "Constitutional Court", "role_number": "7008"},
    )  # fmt: skip
    acts.add("grievances", grievances=[{"number": 1}, {"number": 2}])
    acts.add("parties", organisation="CIRÉ", role="claimant")
    decided(acts, "23/2021", "ECLI:BE:GHCC:2021:ARR.023")
    a_recommendation(alice, Dossier.objects.get(pk=acts.id))
    men = Case(
        as_alice, themes=["reception_right", "dublin"], target={"kind": "measure", "title": "The instruction"},
        instance={"court": "Council of State", "role_number": "A. 1", "ecli": "ECLI:BE:RVSCE:2023:ARR.257.300"},
    )  # fmt: skip
    men.add("instances", court="Labour tribunal Ghent", role_number="7008")
    [council, _] = men.rows("instances")
    for on in ("2026-07-01", "2026-09-01"):
        men.add("hearings", instance=council["id"], on=on, kind="pleadings")
    return acts, men


def found(client: APIClient, query: str) -> set[str]:
    answer = client.get(f"/api/v1/litigations?{query}")
    assert answer.status_code == 200, answer.content
    return {row["reference"] for row in answer.json()["results"]}


ACTS, MEN = "L-2026-00001", "L-2026-00002"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("court=Council+of+State", {MEN}),
        ("court=Council", set()),
        ("role_number=7008", {ACTS, MEN}),
        ("role_number=23/2021", {ACTS}),
        # One and the same instance must answer to both.
        ("court=Council+of+State&role_number=7008", set()),
        ("court=Labour+tribunal+Ghent&role_number=7008", {MEN}),
        ("ecli=ECLI:BE:GHCC:2021:ARR.023", {ACTS}),
        ("ecli=ECLI:BE:RVSCE:2023:ARR.257.300", {MEN}),
        ("target=norm", {ACTS}),
        ("target=practice", set()),
        ("grievance_outcome=annulled", {ACTS}),
        ("grievance_outcome=pending", {ACTS}),
        ("grievance_outcome=rejected", set()),
        ("organisation=CIR%C3%89", {ACTS}),
        ("organisation=Fedasil", set()),
        ("recommendation=36", {ACTS}),
        ("recommendation=37", set()),
        ("theme=dublin", {ACTS, MEN}),
        ("theme=reception_right", {MEN}),
        ("theme=dublin&court=Constitutional+Court", {ACTS}),
        ("hearing_from=2026-07-01&hearing_until=2026-07-01", {MEN}),
        # A hearing before and one after are not one between.
        ("hearing_from=2026-07-02&hearing_until=2026-08-31", set()),
        ("hearing_from=2026-09-01", {MEN}),
        ("hearing_until=2026-06-30", set()),
        ("state=open&target=measure", {MEN}),
    ],
)
def test_filter_gives_exactly_what_it_says(
    as_alice: APIClient, cases: tuple[Case, Case], query: str, expected: set[str]
) -> None:
    assert found(as_alice, query) == expected


def test_cases_of_a_colleague_are_those_she_has_taken(
    as_alice: APIClient, alice: User, bob: User, cases: tuple[Case, Case]
) -> None:
    assert found(as_alice, f"owner={alice.pk}") == {ACTS, MEN}
    assert found(as_alice, f"owner={bob.pk}") == set()


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("owner=alice", "Who has taken it: an id, `me`, or `none`."),
        ("recommendation=thirty", "A whole number."),
        ("recommendation=%C2%B2", "A whole number."),
        ("recommendation=9999999999", "A whole number."),
        ("hearing_from=soon", "A date such as 2026-06-15."),
        ("person_concerned=%00", "A text that is not empty, without null characters."),
        ("court=%00", "A text that is not empty, without null characters."),
        ("target=mood", "One of: norm, measure, practice, decision."),
        ("grievance_outcome=won", "One of: pending, annulled, interpreted, rejected, inadmissible."),
    ],
)
def test_filter_that_cannot_be_read_is_400(as_alice: APIClient, desk: Team, query: str, detail: str) -> None:
    answer = as_alice.get(f"/api/v1/litigations?{query}")
    assert (answer.status_code, [one["detail"] for one in answer.json()["errors"]]) == (400, [detail])


def test_filter_of_hearings_opens_nothing_to_an_outsider(
    as_charlie: APIClient, cases: tuple[Case, Case]
) -> None:
    assert (
        found(as_charlie, "hearing_from=2026-07-01") == found(as_charlie, "organisation=CIR%C3%89") == set()
    )


def test_every_filter_has_an_index(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename LIKE 'cases_%%'")
        indexes = {name for (name,) in cursor.fetchall()}
    assert {
        "instances_by_court_and_number", "instances_by_role_number", "instances_by_ecli", "decisions_by_ecli",
        "decisions_by_number", "litigations_by_target", "grievances_by_outcome", "hearings_by_day",
        "hearings_of_an_instance_by_day", "dossiers_by_theme", "caseload_of_an_owner_by_day",
    } <= indexes  # fmt: skip
