"""What follows a judgment, and what a case changed: as data, summed over the cases the caller may see."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from helpdesk.people.models import Membership, Role, Team, User
from tests.api.asking import pointers, problem
from tests.api.pleading import Case
from tests.conftest import client_of

REPORT = "Fedasil, yearly report 2025"


@pytest.fixture
def case(as_alice: APIClient, desk: Team) -> Case:
    return Case(as_alice)


def test_what_follows_is_listed_by_day_and_what_has_none_comes_last(case: Case) -> None:
    case.add(
        "follow-ups", kind="committee_meeting", state="planned", text="On the agenda", due_on="2026-12-01"
    )
    case.add("follow-ups", kind="committee_meeting", state="planned", on="2026-09-15", text="The next one")
    first = case.add("follow-ups", kind="execution", state="under_way", on="2026-03-01", text="A writ")
    case.change("follow-ups", first, state="done")
    assert [(one["kind"], one["state"], one["on"]) for one in case.rows("follow-ups")] == [
        ("execution", "done", "2026-03-01"),
        ("committee_meeting", "planned", "2026-09-15"),
        ("committee_meeting", "planned", None),
    ]
    assert case.trail()[-1][1] == {
        "follow_up": first["id"], "fields": ["state"], "state": ["under_way", "done"],
    }  # fmt: skip


def test_step_of_tomorrow_is_not_done_today(case: Case) -> None:
    step = {"kind": "legislative_change", "on": "2026-06-16", "text": "Published"}
    assert problem(case.tell("follow-ups", state="done", **step)) == (422, "date_in_future")
    planned = case.add("follow-ups", state="planned", **step)
    assert problem(case.change("follow-ups", planned, state="done")) == (422, "date_in_future")


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "norm_repealed"},
        {"kind": "practice_changed", "text": "No more refusals"},
        {"kind": "persons_reached", "persons": 1800, "is_estimate": True, "source": REPORT},
        {"kind": "persons_reached", "persons": 4, "evidence_url": "https://example.org/report"},
        {"kind": "precedent_cited", "cited_by_ecli": "ECLI:NL:RVS:2025:3305"},
        {"kind": "money_recovered", "amount": "39567.50"},
    ],
)
def test_impact_tells_the_facts_of_its_kind(case: Case, said: dict[str, Any]) -> None:
    told = case.add("impact", on="2026-03-01", **said)
    assert {name: told[name] for name in said} == said
    assert case.rows("impact") == [told]


@pytest.mark.parametrize(
    ("said", "refusal", "pointer"),
    [
        ({"kind": "persons_reached", "source": REPORT}, (422, "impact_fact_needed"), "#/persons"),
        ({"kind": "persons_reached", "persons": 4}, (422, "source_needed"), "#/source"),
        ({"kind": "money_recovered"}, (422, "impact_fact_needed"), "#/amount"),
        ({"kind": "precedent_cited"}, (422, "impact_fact_needed"), "#/cited_by_ecli"),
        ({"kind": "media", "persons": 4}, (422, "impact_fact_not_of_this_kind"), "#/persons"),
        ({"kind": "media", "is_estimate": True}, (422, "impact_fact_not_of_this_kind"), "#/is_estimate"),
        ({"kind": "norm_amended", "amount": "1.00"}, (422, "impact_fact_not_of_this_kind"), "#/amount"),
        ({"kind": "media", "cited_by_ecli": "E"}, (422, "impact_fact_not_of_this_kind"), "#/cited_by_ecli"),
        ({"kind": "media", "on": "2026-06-16"}, (422, "date_in_future"), "#/on"),
        ({"kind": "persons_reached", "persons": 0, "source": REPORT}, (400, "invalid"), "#/persons"),
        ({"kind": "money_recovered", "amount": "0"}, (400, "invalid"), "#/amount"),
    ],
)
def test_impact_without_its_facts_or_with_others_is_refused(
    case: Case, said: dict[str, Any], refusal: tuple[int, str], pointer: str
) -> None:
    answer = case.tell("impact", **{"on": "2026-03-01", **said})
    assert (problem(answer), [each for each, _ in pointers(answer)]) == (refusal, [pointer])
    assert case.rows("impact") == []


def test_kind_put_right_needs_the_facts_of_the_new_one(case: Case) -> None:
    impact = case.add("impact", kind="money_recovered", on="2026-03-01", amount="10.00")
    assert problem(case.change("impact", impact, kind="media")) == (422, "impact_fact_not_of_this_kind")
    assert case.change("impact", impact, kind="media", amount=None).json()["amount"] is None


def test_dossier_that_cites_is_told_only_to_who_may_see_it(
    as_alice: APIClient, alice: User, bob: User, charlie: User, case: Case
) -> None:
    elsewhere = Team.objects.get(slug="elsewhere")
    Membership.objects.create(user=alice, team=elsewhere, role=Role.LAWYER)
    citing = Case(as_alice, team="elsewhere")
    case_here = Case(as_alice, team="desk")
    impact = case_here.add("impact", kind="precedent_cited", on="2026-03-01", cited_in=citing.id)
    assert impact["cited_in"] == {"id": citing.id, "reference": "L-2026-00002"}
    as_bob = Case.__new__(Case)
    as_bob.client, as_bob.id = client_of(bob), case_here.id
    assert [one["cited_in"] for one in as_bob.rows("impact")] == [None]
    assert as_bob.change("impact", impact, text="Quoted twice").json()["cited_in"] is None
    assert [one["cited_in"] for one in case_here.rows("impact")] == [impact["cited_in"]]
    unseen = as_bob.tell("impact", kind="precedent_cited", on="2026-03-01", cited_in=citing.id)
    assert problem(unseen) == (422, "dossier_unknown")


def test_impact_is_summed_by_kind_and_year_and_estimates_apart(
    as_alice: APIClient, as_charlie: APIClient, case: Case
) -> None:
    other, estimated = Case(as_alice), {"is_estimate": True}
    for one, said in (
        (case, {"kind": "persons_reached", "on": "2025-12-31", "persons": 4, "source": REPORT}),
        (case, {"kind": "persons_reached", "on": "2026-01-01", "persons": 4, "source": REPORT}),
        (other, {"kind": "persons_reached", "on": "2026-05-01", "persons": 1800, "source": REPORT, **estimated}),
        (other, {"kind": "money_recovered", "on": "2026-05-01", "amount": "39567.50"}),
        (case, {"kind": "money_recovered", "on": "2026-05-02", "amount": "0.50"}),
        (case, {"kind": "media", "on": "2026-05-02"}),
    ):  # fmt: skip
        one.add("impact", **said)
    told = ("kind", "year", "count", "persons_counted", "persons_estimated", "euros")
    sums = as_alice.get("/api/v1/litigations/impact").json()
    assert [tuple(row[name] for name in told) for row in sums] == [
        ("media", 2026, 1, 0, 0, "0.00"),
        ("money_recovered", 2026, 2, 0, 0, "39568.00"),
        ("persons_reached", 2025, 1, 4, 0, "0.00"),
        ("persons_reached", 2026, 2, 4, 1800, "0.00"),
    ]
    assert as_charlie.get("/api/v1/litigations/impact").json() == []


def test_queries_do_not_grow_with_what_is_recorded(
    as_alice: APIClient, case: Case, django_assert_num_queries: Callable[[int], Any]
) -> None:
    """Session, user, dossier, rows, and the dossiers that cite the case."""
    for number in range(2):
        citing = Case(as_alice)
        case.add("impact", kind="precedent_cited", on=f"2026-03-0{number + 1}", cited_in=citing.id)
        with django_assert_num_queries(5):
            case.rows("impact")
        with django_assert_num_queries(3):
            as_alice.get("/api/v1/litigations/impact")
