"""A day at the desk from end to end: real HTTP, a real worker, real mail."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from deadlines.demo_desk import ALICE, BERTRAND, OUTSIDER, intake_key, password
from tests.factories import LODGED
from tests.living_desk import Caller, LivingDesk, living_desk

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

MONDAY = "2026-06-15"
QUESTION = {
    "title": "A letter of the Commissioner General",
    "channel": "form",
    "body": "The application was declared inadmissible. Until when can she appeal?",
    "asker": {"name": "Invented social worker", "role": "social_worker", "email": "worker@centre.example"},
}
NOT_DETAINED = {"detained_at_notification": False, "detained_at_application": False}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[LivingDesk]:
    with living_desk(connection.settings_dict["NAME"], tmp_path, MONDAY) as running:
        running.manage("load_demo_desk")
        yield running


def signed_in(desk: LivingDesk, colleague: Any, language: str = "en") -> Caller:
    caller = desk.caller(language=language)
    assert caller.sign_in(colleague.email, password()).status == 200
    return caller


def notified(
    kind: str, mode: str, date: str, *, grounds: tuple[str, ...] = (), **more: Any
) -> dict[str, Any]:
    facts = NOT_DETAINED | more.pop("facts", {})
    decision = {"authority": "cgrs", "kind": kind, "decided_on": more.pop("decided_on", date)}
    if grounds:
        decision["grounds"] = list(grounds)
    return {"decision": decision, "facts": facts, "notification": {"mode": mode, "date": date}, **more}


def legal_dates(alice: Caller, query: dict[str, Any]) -> list[str]:
    answer = alice.post("/api/v1/deadlines/compute", query)
    assert answer.status == 200, answer.body
    return [result["legal_date"] for result in answer.body["results"]]


def test_a_day_at_the_desk(desk: LivingDesk) -> None:
    centre, alice = desk.caller(key=intake_key()), signed_in(desk, ALICE)
    question = a_question_arrives_and_is_taken(centre, alice)
    a_decision_of_2018_is_due_on_4_june(alice, question)
    other_facts_give_other_procedures(alice)
    litigation = the_question_becomes_litigation(alice, question)
    condemnation = a_penalty_has_run_for_97_days(alice)
    the_reminder_rings_once_and_the_digest_comes(desk, alice)
    an_outsider_finds_nothing(desk, [question, litigation, condemnation])
    the_dossier_closes_when_nothing_stands_open(alice, litigation)


def a_question_arrives_and_is_taken(centre: Caller, alice: Caller) -> str:
    arrived = centre.post("/api/v1/questions", QUESTION)
    assert (arrived.status, arrived.body["state"]) == (201, "new")
    taken = alice.post(f"/api/v1/questions/{arrived.body['id']}/take")
    assert (taken.status, taken.body["owner"]["name"]) == (200, "Alice (verzonnen)")
    return str(arrived.body["id"])


def a_decision_of_2018_is_due_on_4_june(alice: Caller, question: str) -> None:
    event = notified("inadmissibility", "registered", "2018-05-22", grounds=("protection_in_eu_state",))
    recorded = alice.post(f"/api/v1/dossiers/{question}/events", {"kind": "decision_notified", **event})
    assert recorded.status == 201, recorded.body
    (deadline,) = recorded.body["deadlines"]
    assert (deadline["legal_on"], deadline["due_on"]) == ("2018-06-04", "2018-06-04")
    result = deadline["answer"]["results"][0]
    assert [step["date"] for step in result["steps"]] == [
        "2018-05-22",
        "2018-05-25",
        "2018-06-03",
        "2018-06-04",
    ]
    assert all(step["article"] for step in result["steps"])
    assert result["sources"]


def other_facts_give_other_procedures(alice: Caller) -> None:
    """15 days of 2014-2018, then 10, 5 and 30; from 12 June 2026 the printed term, to be confirmed."""
    detained = {"detained_at_notification": True}
    old = notified("refusal", "by_hand", "2016-03-01", facts=detained)
    assert legal_dates(alice, old)[0] == "2016-03-16"
    assert legal_dates(alice, notified("refusal", "by_hand", "2019-03-01", facts=detained))[0] == "2019-03-11"
    subsequent = notified(
        "inadmissibility", "by_hand", "2019-03-04", grounds=("subsequent_application",),
        facts={"detained_at_notification": True, "detained_at_application": True},
    )  # fmt: skip
    assert legal_dates(alice, subsequent)[0] == "2019-03-11"
    assert legal_dates(alice, notified("refusal", "by_hand", "2019-03-01"))[0] == "2019-04-01"
    now = notified(
        "inadmissibility", "by_hand", "2026-06-12", grounds=("protection_in_eu_state",), printed_term_days=10
    )
    answer = alice.post("/api/v1/deadlines/compute", now).body["results"][0]
    assert (answer["legal_date"], answer["needs_confirmation"]) == ("2026-06-22", True)


def the_question_becomes_litigation(alice: Caller, question: str) -> str:
    litigation = alice.post(f"/api/v1/questions/{question}/promote", {"aim": "A remedy that works."})
    assert litigation.status == 201, litigation.body
    assert litigation.body["next_due_on"] == "2018-06-04"
    assert [(link["kind"], link["direction"], link["id"]) for link in litigation.body["links"]] == [
        ("became", "from", question)
    ]
    verbs = [entry["verb"] for entry in alice.get(f"/api/v1/dossiers/{question}/trail").body]
    assert verbs == [
        "question.opened", "question.taken", "event.recorded", "deadline.computed", "question.became_litigation",
        "deadline.went_along", "question.closed",
    ]  # fmt: skip
    return str(litigation.body["id"])


def a_penalty_has_run_for_97_days(alice: Caller) -> str:
    order = {
        "title": "Order for one family", "court": "Labour tribunal (invented)", "role_number": "22/9999/K",
        "decided_on": "2022-07-22", "procedure": "unilateral", "penalty": {"amount": "250.00", "unit": "calendar_day"},
    }  # fmt: skip
    entered = alice.post("/api/v1/condemnations", order)
    assert entered.status == 201, entered.body
    dossier = str(entered.body["id"])
    for kind, on in (("order_served", "2022-07-29"), ("person_housed", "2022-11-04")):
        assert alice.post(f"/api/v1/dossiers/{dossier}/events", {"kind": kind, "on": on}).status == 201
    then = alice.get(f"/api/v1/condemnations/{dossier}/ledger?on=2023-02-15").body
    assert then["totals"]["forfeited"] == {"units": 97, "amount": "24250.00"}
    assert then["totals"]["claimable"]["units"] == 81
    assert (then["oldest_unsecured_unit_on"], then["oldest_unsecured_lapses_on"]) == (
        "2022-08-15",
        "2023-02-15",
    )
    today = alice.get(f"/api/v1/condemnations/{dossier}/ledger").body
    assert today["totals"]["prescribed"]["units"] == 97
    return dossier


def the_reminder_rings_once_and_the_digest_comes(desk: LivingDesk, alice: Caller) -> None:
    desk.manage("pass_day", MONDAY)
    first = desk.mails()
    desk.manage("pass_day", MONDAY)
    assert len(desk.mails()) == len(first)
    hers = [mail for mail in first if ALICE.email in mail["to"]]
    digests = [mail for mail in hers if mail["subject"].startswith("Week 25")]
    assert len(digests) == 1
    assert "4 juni 2018" in digests[0]["text"]
    reminders = alice.get("/api/v1/reminders").body["results"]
    assert {mail["subject"] for mail in hers} == {digests[0]["subject"]} | {
        one["mail"]["subject"] for one in reminders
    }
    assert all(one["mail"]["state"] == "sent" for one in reminders)
    (digest,) = alice.get("/api/v1/digests").body["results"]
    assert (digest["week"], digest["mail"]["subject"]) == ("2026-W25", digests[0]["subject"])
    french = next(m for m in first if BERTRAND.email in m["to"] and m["subject"].startswith("Semaine 25"))
    assert "juin 2026" in french["text"] or "juillet 2026" in french["text"]


def an_outsider_finds_nothing(desk: LivingDesk, dossiers: list[str]) -> None:
    charlie = signed_in(desk, OUTSIDER)
    paths = [
        f"/api/v1/{kind}/{dossier}"
        for dossier in dossiers
        for kind in ("dossiers", "questions", "litigations", "condemnations")
    ]
    paths += [f"/api/v1/dossiers/{dossier}/{part}" for dossier in dossiers for part in ("events", "trail")]
    assert {charlie.get(path).status for path in paths} == {404}
    assert charlie.get("/api/v1/dossiers").body["results"] == []
    assert charlie.get("/api/v1/deadlines").body["results"] == []


def the_dossier_closes_when_nothing_stands_open(alice: Caller, litigation: str) -> None:
    refused = alice.post(f"/api/v1/dossiers/{litigation}/close", {"outcome": "won"})
    assert (refused.status, refused.body["code"]) == (409, "deadline_stands_open")
    reference = alice.get(f"/api/v1/dossiers/{litigation}").body["reference"]
    (deadline,) = alice.get(f"/api/v1/deadlines?dossier={reference}&state=open").body["results"]
    met = alice.post(
        f"/api/v1/deadlines/{deadline['id']}/meet",
        {"done_on": "2018-06-04", **LODGED},
    )
    assert met.body["state"] == "met"
    assert alice.post(f"/api/v1/dossiers/{litigation}/close", {"outcome": "won"}).body["state"] == "closed"
