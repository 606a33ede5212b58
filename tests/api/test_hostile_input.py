"""What nobody means to send: answered with a refusal that names the place, and never with a 500."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from cases.life.details import TOLD, told_by
from tests.api.asking import pointers, post, problem, send
from tests.api.conftest import Desk
from tests.factories import INADMISSIBLE, LODGED

QUESTION: dict[str, Any] = {
    "title": "Until when?",
    "channel": "phone",
    "body": "May she?",
    "asker": {"name": "An asker", "role": "volunteer"},
}
HOSTILE: list[Any] = [
    None, True, 0, -1, 10**40, 1e300, "", " ", "x" * 100_000, "\u0000", "a\u0000b", "\ud800", "0001-01-01",
    "9999-12-31", "10000-01-01", "2026-13-45", [], [None], [[]], {}, {"": ""}, {"\u0000": 1}, {"\ud800": 1},
    {"date": "\ud800"}, "<script>", "%s%s%n", "{0.__class__}", "'; DROP TABLE",
]  # fmt: skip
MEMBERS = {
    "questions": [
        *QUESTION, "team", "summary", "language", "themes", "person_concerned", "urgent_on", "authority",
        "country_of_origin", "has_consent", "is_safe_to_contact", "is_vulnerable", "needs_interpreter",
    ],
    "litigations": ["title", "team", "themes", "aim", "target", "instance", "source_url"],
    "dossiers/{litigation}/parties": ["organisation", "authority", "pseudonym", "role", "from_on", "until_on"],
    "litigations/{litigation}/arguments": ["heading", "text", "authorities", "position"],
    "litigations/{litigation}/instances": [
        "court", "previous", "role_number", "appealed_role_number", "repertory_number", "ecli", "procedure",
        "introduced_on", "closed_on", "outcome",
    ],
    "litigations/{litigation}/hearings": ["instance", "on", "at", "kind", "room", "remark", "outcome"],
    "litigations/{litigation}/decisions": [
        "instance", "on", "kind", "number", "ecli", "summary", "published_url", "results",
    ],
    "litigations/{litigation}/grievances": ["grievances"],
    "litigations/{litigation}/costs": ["kind", "amount", "on", "paid_by", "recovered_on"],
    "litigations/{litigation}/costs/{cost}/recover": ["recovered_on"],
    "litigations/{litigation}/follow-ups": ["kind", "state", "on", "due_on", "text", "source_url"],
    "litigations/{litigation}/impact": [
        "kind", "on", "persons", "is_estimate", "amount", "cited_by_ecli", "cited_in", "source", "evidence_url",
    ],
    "condemnations": [
        "title", "court", "role_number", "decided_on", "procedure", "source_url", "penalty", "judge",
        "subsidiary_hours",
    ],
    "condemnations/{condemnation}/violations": ["days"],
    "events/{event}/retract": ["reason"],
    "deadlines/compute": ["decision", "facts", "notification", "event", "rule", "printed_term_days"],
    "dossiers/{litigation}/events": [
        "kind", "on", "amount", "note", "decision", "facts", "notification", "event", "rule", "printed_term_days",
        "document",
    ],
    "dossiers/{litigation}/close": ["outcome"],
    "dossiers/{question}/messages": [
        "kind", "body", "channel", "language", "mentions", "reply_to", "corrects", "documents",
    ],
    "dossiers/{litigation}/time": ["minutes", "what", "on", "reason"],
    "dossiers/{litigation}/participants": ["user", "role", "from_on", "until_on"],
    "dossiers/{litigation}/links": ["to", "kind"],
    "dossiers/{litigation}/set-confidentiality": ["level", "reason"],
    "dossiers/break-glass": ["reference", "reason"],
    "saved-searches": ["name", "list", "query"],
    "questions/{question}/promote": ["title", "aim", "target", "instance", "source_url"],
    "deadlines/{deadline}/meet": [
        "done_on", "lodged", "lodged_by", "receipt", "receipt_to_follow", "evidence", "document",
    ],
    "deadlines/{deadline}/receipt": ["receipt", "document"],
    "deadlines/{deadline}/waive": ["reason"],
    "deadlines/{deadline}/attach": ["document"],
    "events/{event}/attach": ["document"],
    "documents/{document}/withdraw": ["reason"],
}  # fmt: skip
WHOLE: dict[str, dict[str, Any]] = {
    "questions": QUESTION,
    "litigations": {"title": "A case"},
    "condemnations": {
        "title": "An order",
        "court": "A court",
        "role_number": "1",
        "decided_on": "2026-01-05",
        "procedure": "merits",
    },
    "deadlines/compute": INADMISSIBLE,
    "dossiers/{litigation}/events": {"kind": "decision_notified", **INADMISSIBLE},
    "dossiers/{question}/messages": {"kind": "note", "body": "A note"},
    "dossiers/{litigation}/time": {"minutes": 30, "what": "Reading", "on": "2026-06-12"},
    "dossiers/{litigation}/participants": {
        "user": "00000000-0000-4000-8000-000000000000",
        "role": "reader",
    },
    "dossiers/{litigation}/links": {"to": "00000000-0000-4000-8000-000000000000", "kind": "related"},
    "dossiers/{litigation}/set-confidentiality": {"level": "restricted", "reason": "Why"},
    "dossiers/break-glass": {"reference": "L-2026-00001", "reason": "Why"},
    "saved-searches": {"name": "Mine", "list": "dossiers", "query": ""},
    "deadlines/{deadline}/meet": {"done_on": "2026-06-12", **LODGED},
    "dossiers/{litigation}/parties": {"role": "expert"},
    "litigations/{litigation}/arguments": {"heading": "Too short"},
    "litigations/{litigation}/instances": {"court": "Council of State"},
    "litigations/{litigation}/hearings": {"on": "2026-07-01", "kind": "pleadings"},
    "litigations/{litigation}/decisions": {"on": "2026-03-01", "kind": "order"},
    "litigations/{litigation}/costs": {"kind": "expert", "amount": "10.00", "on": "2026-03-02"},
    "litigations/{litigation}/follow-ups": {"kind": "execution", "state": "planned", "text": "Ask"},
    "litigations/{litigation}/impact": {"kind": "media", "on": "2026-03-02"},
}


@pytest.mark.parametrize(
    ("path", "member"), [(path, member) for path, members in MEMBERS.items() for member in members]
)
def test_hostile_value_is_answered_and_never_500(
    as_alice: APIClient, furnished: Desk, path: str, member: str
) -> None:
    seen = set()
    for value in HOSTILE:
        body = {**WHOLE.get(path, {}), member: value}
        answer = send(as_alice, furnished.address(path), body)
        seen.add(answer.status_code)
    assert seen <= {200, 201, 400, 404, 409, 422}
    assert 400 in seen


@pytest.mark.parametrize("member", ["decision", "facts", "notification", "event"])
def test_hostile_value_inside_a_question_to_the_law_is_never_500(as_alice: APIClient, member: str) -> None:
    names = {
        "decision": ["authority", "kind", "grounds", "decided_on"],
        "facts": ["detained_at_notification", "removal_measure_number", "application_on"],
        "notification": ["mode", "date", "received_on"],
        "event": ["mode", "date", "received_on"],
    }[member]
    rest = {"rule": "rvv-annulment"} if member == "event" else INADMISSIBLE
    for name in names:
        for value in HOSTILE:
            inner = {**INADMISSIBLE.get(member, {}), name: value}
            answer = post(as_alice, "deadlines/compute", {**rest, member: inner})
            assert answer.status_code in {200, 400, 422}, (name, value)


@pytest.mark.parametrize(("name", "kind"), sorted({n: k for k in TOLD for n in told_by(k).known}.items()))
def test_hostile_detail_of_an_event_is_never_500(
    as_alice: APIClient, furnished: Desk, name: str, kind: str
) -> None:
    address = furnished.address("dossiers/{condemnation}/events")
    for value in (
        None,
        -1,
        10**40,
        1e300,
        "a\u0000b",
        "x" * 100_000,
        "9999-12-31",
        "0001-01-01",
        [[]],
        {"": ""},
    ):
        body = {"kind": kind, "on": "2026-06-01", "amount": "1.00", "note": "x", "details": {name: value}}
        assert send(as_alice, address, body).status_code in {201, 400, 409, 422}, value


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_last_day_of_any_calendar_in_a_penalty_is_never_500(
    as_alice: APIClient, furnished: Desk, day: str
) -> None:
    address = furnished.address("dossiers/{condemnation}/events")
    for kind, details in (
        ("penalty_suspended", {"until": day}),
        ("prescription_impeded", {"until": day, "impediment": "bankruptcy", "is_accepted": True, "why": "x"}),
        ("penalty_amended", {"expires_on": day, "served_on": "2026-05-01"}),
        ("penalty_amended", {"takes_effect_on": day, "amount": "1.00"}),
    ):
        answer = send(as_alice, address, {"kind": kind, "on": "2026-06-01", "details": details})
        assert answer.status_code in {201, 422}, (kind, details)
        assert as_alice.get(furnished.address("condemnations/{condemnation}/ledger")).status_code == 200


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"title": "a\\u0000b"}', "null_characters_not_allowed"),
        (b'{"title": "a\\ud800b"}', "surrogate_characters_not_allowed"),
    ],
)
def test_character_that_cannot_be_kept_is_400_at_its_place(
    as_alice: APIClient, body: bytes, code: str
) -> None:
    answer = as_alice.post("/api/v1/litigations", body, content_type="application/json")
    assert problem(answer) == (400, "invalid")
    assert pointers(answer) == [("#/title", code)]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"amount": "0"}, "#/penalty/amount"),
        ({"amount": "-1"}, "#/penalty/amount"),
        ({"amount": "0.001"}, "#/penalty/amount"),
        ({"amount": "99999999999"}, "#/penalty/amount"),
        ({"amount": "NaN"}, "#/penalty/amount"),
        ({"cap": "0"}, "#/penalty/cap"),
        ({"persons": 0}, "#/penalty/persons"),
        ({"persons": 10**30}, "#/penalty/persons"),
        ({"respite_length": -1}, "#/penalty/respite_length"),
        ({"expires_on": "soon"}, "#/penalty/expires_on"),
    ],
)
def test_penalty_of_impossible_size_is_400_at_its_place(
    as_alice: APIClient, change: dict[str, Any], pointer: str
) -> None:
    penalty = {"amount": "250.00", "unit": "calendar_day", **change}
    answer = post(as_alice, "condemnations", {**WHOLE["condemnations"], "penalty": penalty})
    assert problem(answer) == (400, "invalid")
    assert [each for each, _ in pointers(answer)] == [pointer]


def test_terms_that_the_ledger_cannot_reckon_with_are_refused_on_entry(as_alice: APIClient) -> None:
    penalty = {"amount": "250.00", "unit": "lump_sum", "cap": "1000.00"}
    answer = post(as_alice, "condemnations", {**WHOLE["condemnations"], "penalty": penalty})
    assert problem(answer) == (422, "penalty_impossible")
    assert as_alice.get("/api/v1/condemnations").json()["results"] == []


@pytest.mark.parametrize(("kind", "amount"), [("violation_found", None), ("payment_received", "9999999.00")])
def test_event_that_the_ledger_cannot_reckon_with_is_refused_on_entry(
    as_alice: APIClient, furnished: Desk, kind: str, amount: str | None
) -> None:
    address = furnished.address("dossiers/{condemnation}/events")
    body = {"kind": kind, "on": "2026-03-12", "amount": amount}
    answer = as_alice.post(address, body, format="json")
    assert problem(answer) == (422, "penalty_impossible")
    told = as_alice.get(address).json()
    assert [event["kind"] for event in told] == ["order_given", "order_served"]


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2026-06-15", "2041-01-01", "9999-12-31"])
def test_any_day_is_answered_by_ledger_preview_and_rules(
    as_alice: APIClient, furnished: Desk, day: str
) -> None:
    asked = {
        "condemnations/{condemnation}/ledger": "on",
        "condemnations/{condemnation}/life": "on",
        "digests/preview": "day",
        "deadline-rules": "as_of",
        "deadline-rules/rvv-annulment": "as_of",
    }
    statuses = {
        path: as_alice.get(furnished.address(path), {name: day}).status_code for path, name in asked.items()
    }
    assert statuses["deadline-rules"] == statuses["deadline-rules/rvv-annulment"] == 200
    assert set(statuses.values()) <= {200, 422}
    if day == "2026-06-15":
        assert set(statuses.values()) == {200}


@pytest.mark.parametrize("name", ["on", "day", "as_of"])
@pytest.mark.parametrize("text", ["tomorrow", "2026-02-30", "10000-01-01", "\0", "-1"])
def test_day_that_is_none_is_400(as_alice: APIClient, furnished: Desk, name: str, text: str) -> None:
    path = {
        "on": "condemnations/{condemnation}/ledger",
        "day": "digests/preview",
        "as_of": "deadline-rules",
    }[name]
    answer = as_alice.get(furnished.address(path), {name: text})
    assert problem(answer) == (400, "invalid")
    assert [pointer for pointer, _ in pointers(answer)] == [f"#/{name}"]
