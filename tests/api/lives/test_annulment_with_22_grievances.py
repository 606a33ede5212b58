"""The 2017 asylum acts before the Constitutional Court: 22 grievances, 7 annulled, 7 interpreted, 8 rejected."""

from typing import Any

from rest_framework.test import APIClient

from helpdesk.people.models import Team, User
from tests.api.asking import post, problem
from tests.api.pleading import Case
from tests.conftest import client_of

COURT = "Constitutional Court"
ANNULLED, INTERPRETED = range(1, 8), range(8, 15)


def opened(client: APIClient) -> Case:
    """Nine organisations attack the acts on the last day of the six months."""
    case = Case(
        client,
        title="The asylum acts of 2017",
        aim="Annul the shortened appeal terms.",
        precedent_wanted="A term of five days is no effective remedy.",
        target={"kind": "norm", "title": "Acts of 21 November and 17 December 2017", "published_on": "2018-03-12"},
        instance={"court": COURT, "procedure": "annulment", "introduced_on": "2018-09-12"},
        themes=["access_to_procedure"],
    )  # fmt: skip
    case.add("parties", organisation="Vluchtelingenwerk Vlaanderen", role="claimant", from_on="2018-09-12")
    for number in range(1, 9):
        case.add(
            "parties", organisation=f"Coalition member {number}", role="co_claimant", from_on="2018-09-12"
        )
    case.add("parties", authority="Council of Ministers", role="defendant")
    case.add("parties", pseudonym="Mr V.", role="counsel")
    return case


def the_22_grievances(case: Case) -> None:
    said = [
        {"number": number, "norm_attacked": f"Article {number + 30}", "norm_invoked": "Article 47 of the Charter"}
        for number in range(1, 23)
    ]  # fmt: skip
    case.add("grievances", grievances=said)


def outcome_of(number: int) -> str:
    if number in ANNULLED:
        return "annulled"
    return "interpreted" if number in INTERPRETED else "rejected"


def the_judgment(case: Case) -> Any:
    [instance] = case.rows("instances")
    return case.add(
        "decisions", instance=instance["id"], on="2021-02-25", kind="judgment", number="23/2021",
        ecli="ECLI:BE:GHCC:2021:ARR.23", published_url="https://example.org/23-2021",
        results=[{"number": number, "outcome": outcome_of(number)} for number in range(1, 23)],
    )  # fmt: skip


def test_case_from_the_last_day_of_the_term_to_the_judgment(as_alice: APIClient, desk: Team) -> None:
    case = opened(as_alice)
    for heading in ("The term is too short", "Detention without an alternative"):
        case.add("arguments", heading=heading, authorities=["Article 47 of the Charter", "C-651/19"])
    the_22_grievances(case)
    [instance] = case.rows("instances")
    case.add(
        "hearings", instance=instance["id"], on="2020-11-18", at="14:00", kind="pleadings", outcome="held"
    )

    assert problem(case.close("partly_won")) == (409, "instance_open")
    judgment = the_judgment(case)
    assert judgment["normalised"]["ecli"] == "ECLI:BE:GHCC:2021:ARR.023"
    assert judgment["identifier_warnings"] == []
    case.change(
        "instances", instance, closed_on="2021-02-25", outcome="partly_granted", ecli=judgment["ecli"]
    )

    told = case.whole()["litigation"]
    assert told["grievances"] == {
        "total": 22, "pending": 0, "annulled": 7, "interpreted": 7, "rejected": 8, "inadmissible": 0,
    }  # fmt: skip
    assert {(one["instance"], one["decided_on"]) for one in case.rows("grievances")} == {
        (instance["id"], "2021-02-25")
    }
    case.add(
        "follow-ups", kind="legislative_change", state="under_way", text="The terms are to be lengthened"
    )
    assert problem(case.close("lost")) == (409, "outcome_contradicted")
    closed = case.close("partly_won").json()
    assert (closed["state"], closed["outcome"]) == ("closed", "partly_won")

    case.add("impact", kind="norm_amended", on="2021-04-01", text="Seven articles are gone")
    case.add("impact", kind="precedent_cited", on="2022-01-10", cited_by_ecli="ECLI:BE:GHCC:2022:ARR.001")
    years = as_alice.get("/api/v1/litigations/impact").json()
    assert [(row["kind"], row["year"], row["count"]) for row in years] == [
        ("norm_amended", 2021, 1),
        ("precedent_cited", 2022, 1),
    ]


def test_case_is_found_by_what_it_was_about(as_alice: APIClient, desk: Team) -> None:
    case = opened(as_alice)
    the_22_grievances(case)
    the_judgment(case)
    for query in (
        "role_number=23/2021", "grievance_outcome=interpreted", "organisation=Coalition+member+8", "target=norm",
        "court=Constitutional+Court&ecli=ECLI:BE:GHCC:2021:ARR.23",
    ):  # fmt: skip
        [row] = as_alice.get(f"/api/v1/litigations?{query}").json()["results"]
        assert row["id"] == case.id, query
    assert as_alice.get("/api/v1/litigations?grievance_outcome=pending").json()["results"] == []


def test_grievance_that_is_not_in_the_case_refuses_the_whole_judgment(
    as_alice: APIClient, desk: Team
) -> None:
    case = opened(as_alice)
    the_22_grievances(case)
    [instance] = case.rows("instances")
    answer = case.tell(
        "decisions", instance=instance["id"], on="2021-02-25", kind="judgment",
        results=[{"number": number, "outcome": "rejected"} for number in (1, 23)],
    )  # fmt: skip
    assert (problem(answer), answer.json()["values"]) == ((422, "grievance_unknown"), {"numbers": [23]})
    assert case.rows("decisions") == []
    assert case.whole()["litigation"]["grievances"]["pending"] == 22


def test_member_that_is_asked_to_join_is_first_checked_for_a_conflict(
    as_alice: APIClient, desk: Team
) -> None:
    opened(as_alice)
    other = Case(as_alice, title="A case against a municipality")
    other.add("parties", organisation="Coalition member 8", role="third_party")
    found = as_alice.get("/api/v1/parties?organisation=coalition member 8").json()["results"]
    assert [(row["reference"], [one["role"] for one in row["appears_as"]]) for row in found] == [
        ("L-2026-00002", ["third_party"]),
        ("L-2026-00001", ["co_claimant"]),
    ]


def test_reader_reads_all_of_it_and_changes_nothing_and_outsider_finds_nothing(
    as_alice: APIClient, as_charlie: APIClient, rita: User, desk: Team
) -> None:
    case = opened(as_alice)
    the_22_grievances(case)
    reader = client_of(rita)
    assert len(reader.get(f"/api/v1/litigations/{case.id}/grievances").json()) == 22
    assert problem(post(reader, case.path("grievances"), {"grievances": [{"number": 23}]})) == (
        403,
        "role_forbids",
    )
    for part in ("", "/grievances", "/instances", "/arguments"):
        assert problem(as_charlie.get(f"/api/v1/litigations/{case.id}{part}")) == (404, "not_found")
