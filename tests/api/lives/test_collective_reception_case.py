"""Ten claimants for a place on the day of asking: from the summary petition to enforcement and Strasbourg."""

from typing import Any

from rest_framework.test import APIClient

from helpdesk.people.models import Team
from tests.api.asking import problem
from tests.api.pleading import Case

TRIBUNAL = "Tribunal de première instance francophone de Bruxelles"
NAMED = ("OBFG", "Vluchtelingenwerk Vlaanderen", "CIRÉ", "Médecins sans frontières", "Médecins du monde")


def filed(client: APIClient) -> tuple[Case, Any]:
    """The summons in summary proceedings of 18 November 2021, against State and Fedasil."""
    case = Case(
        client,
        title="A place on the day of asking",
        aim="Reception for every applicant on the day of asking.",
        target={"kind": "practice", "title": "Refusal of reception since October 2021"},
        instance={
            "court": TRIBUNAL, "role_number": "2021/164/C", "procedure": "summary", "introduced_on": "2021-11-18",
        },
    )  # fmt: skip
    for name in NAMED:
        case.add("parties", organisation=name, role="claimant", from_on="2021-11-18")
    for authority in ("Belgian State", "Fedasil"):
        case.add("parties", authority=authority, role="defendant")
    [summary] = case.rows("instances")
    case.add(
        "hearings", instance=summary["id"], on="2021-12-17", at="09:00", kind="introductory", outcome="held"
    )
    return case, summary


def ordered(case: Case, summary: Any) -> None:
    """The order of 19 January 2022: 5,000 euros for each working day, against each of the two."""
    case.add(
        "decisions", instance=summary["id"], on="2022-01-19", kind="order",
        summary="A place for all, under a penalty of 5,000 euros a working day against each.",
    )  # fmt: skip
    case.change("instances", summary, closed_on="2022-01-19", outcome="granted")


def enforced(case: Case, summary: Any) -> None:
    """The merits beside it, and the seizure that follows the order."""
    merits = case.add(
        "instances", court=TRIBUNAL, previous=summary["id"], role_number="2022/4618/A", procedure="merits",
        introduced_on="2022-06-01",
    )  # fmt: skip
    seizure = case.add(
        "instances", court="Brussels Court of Appeal", previous=summary["id"], procedure="enforcement",
        closed_on="2024-01-23", outcome="granted",
    )  # fmt: skip
    case.add(
        "decisions", instance=seizure["id"], on="2024-01-23", kind="judgment", summary="2.9 million euros"
    )
    case.add(
        "decisions",
        instance=merits["id"],
        on="2023-06-29",
        kind="judgment",
        summary="Fault; no force majeure",
    )
    case.change("instances", merits, closed_on="2023-06-29", outcome="granted")
    case.add(
        "follow-ups", kind="execution", state="done", on="2022-02-08", text="45,000 euros claimed: nine days"
    )
    case.add(
        "follow-ups",
        kind="execution",
        state="under_way",
        on="2024-01-23",
        text="Seizure of 2.9 million euros",
    )


def test_case_from_the_petition_to_the_committee_of_ministers(as_alice: APIClient, desk: Team) -> None:
    case, summary = filed(as_alice)
    ordered(case, summary)
    enforced(case, summary)
    chain = [(one["procedure"], one["previous"], one["outcome"]) for one in case.rows("instances")]
    assert chain == [
        ("summary", None, "granted"),
        ("merits", summary["id"], "granted"),
        ("enforcement", summary["id"], "granted"),
    ]
    assert [warning for one in case.rows("instances") for warning in one["identifier_warnings"]] == []

    paper = case.add(
        "follow-ups", kind="committee_communication", state="planned", due_on="2026-07-31",
        text="Rule 9 communication on the waiting list",
    )  # fmt: skip
    assert case.close("won").json()["outcome"] == "won"

    # What comes after is recorded on the closed case.
    case.change("follow-ups", paper, state="done", on="2026-06-15", source_url="https://example.org/rule-9")
    case.add(
        "follow-ups", kind="committee_meeting", state="planned", on="2026-09-15", text="Enhanced supervision"
    )
    steps = [(one["kind"], one["state"]) for one in case.rows("follow-ups")]
    assert steps == [
        ("execution", "done"),
        ("execution", "under_way"),
        ("committee_communication", "done"),
        ("committee_meeting", "planned"),
    ]
    case.add(
        "impact",
        kind="persons_reached",
        on="2024-01-23",
        persons=2500,
        is_estimate=True,
        source="Amnesty, 2025",
    )
    case.add("impact", kind="money_recovered", on="2024-02-02", amount="2900000.00")
    years = as_alice.get("/api/v1/litigations/impact").json()
    assert [(row["kind"], row["persons_estimated"], row["euros"]) for row in years] == [
        ("money_recovered", 0, "2900000.00"),
        ("persons_reached", 2500, "0.00"),
    ]


def test_costs_of_all_courts_and_what_came_back(as_alice: APIClient, desk: Team) -> None:
    case, _ = filed(as_alice)
    case.add("costs", kind="court_fee", amount="165.00", on="2021-11-18", paid_by="CIRÉ")
    bailiff = case.add("costs", kind="bailiff", amount="412.36", on="2022-01-24", paid_by="OBFG")
    case.add("costs", kind="indemnity_awarded", amount="1560.00", on="2022-01-19", recovered_on="2022-03-01")
    doubled = case.add("costs", kind="bailiff", amount="412.36", on="2022-01-24", paid_by="OBFG")
    for cost, act, said in (
        (doubled, "take-back", {"reason": "Entered twice"}),
        (bailiff, "recover", {"recovered_on": "2024-02-02"}),
    ):
        case.tell(f"costs/{cost['id']}/{act}", **said)
    assert case.whole()["litigation"]["costs"] == {
        "spent": "577.36", "awarded": "1560.00", "recovered": "1972.36",
    }  # fmt: skip


def test_next_hearing_of_the_merits_is_seen_while_the_order_is_enforced(
    as_alice: APIClient, desk: Team
) -> None:
    case, summary = filed(as_alice)
    ordered(case, summary)
    merits = case.add("instances", court=TRIBUNAL, previous=summary["id"], procedure="merits")
    case.add("hearings", instance=merits["id"], on="2026-06-29", at="14:00", kind="pleadings", room="0.29")
    [row] = as_alice.get("/api/v1/litigations?hearing_from=2026-06-15&hearing_until=2026-06-30").json()[
        "results"
    ]
    assert (row["id"], row["next_hearing_on"]) == (case.id, "2026-06-29")
    refused = case.close("won")
    assert (problem(refused), refused.json()["values"]) == ((409, "instance_open"), {"courts": [TRIBUNAL]})


def test_partner_that_leaves_the_coalition_may_come_back_and_not_stand_twice(
    as_alice: APIClient, desk: Team
) -> None:
    case, _ = filed(as_alice)
    [partner] = [one for one in case.rows("parties") if one["name"] == "CIRÉ"]
    case.change("parties", partner, until_on="2022-12-31")
    assert problem(case.tell("parties", organisation="CIRÉ", role="claimant", from_on="2022-12-31")) == (
        422, "party_overlaps",
    )  # fmt: skip
    case.add("parties", organisation="CIRÉ", role="claimant", from_on="2023-01-01")
