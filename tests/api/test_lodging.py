"""A fatal deadline is met by what was lodged, how, and its receipt; a receipt that is to follow is awaited."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from cases.models import Dossier
from deadlines.law.vocabulary import Remedy
from deadlines.lodging import LODGED_FOR
from deadlines.models import FATAL, Deadline, Lodged
from helpdesk.people.models import Team, User
from helpdesk.trail.models import TrailEntry
from tests.conftest import client_of
from tests.factories import LODGED, a_deadline, a_document, a_litigation

MET: dict[str, Any] = {"done_on": "2026-06-15", **LODGED}
BY_POST: dict[str, Any] = {
    "done_on": "2026-06-15", "lodged": "full_jurisdiction_appeal", "lodged_by": "registered_post",
    "receipt_to_follow": True,
}  # fmt: skip


@pytest.fixture
def litigation(alice: User, desk: Team) -> Dossier:
    return a_litigation(alice, desk)


@pytest.fixture
def deadline(alice: User, litigation: Dossier) -> Deadline:
    return a_deadline(alice, litigation)


def post(client: APIClient, deadline: Deadline, verb: str, body: dict[str, Any]) -> Any:
    return client.post(f"/api/v1/deadlines/{deadline.pk}/{verb}", body, format="json")


def refused(answer: Any) -> tuple[int, str, list[str]]:
    told = answer.json()
    return answer.status_code, told["code"], [error["pointer"] for error in told.get("errors", [])]


def without(*names: str, **more: Any) -> dict[str, Any]:
    return {name: value for name, value in MET.items() if name not in names} | more


def awaited(client: APIClient, wanted: str = "true") -> list[str]:
    rows = client.get("/api/v1/deadlines", {"awaits_receipt": wanted}).json()["results"]
    return [row["id"] for row in rows]


def test_what_was_lodged_stands_with_the_deadline(as_alice: APIClient, deadline: Deadline) -> None:
    told = post(as_alice, deadline, "meet", MET).json()
    names = ["state", "done_on", "lodged", "lodged_by", "receipt", "evidence", "awaits_receipt"]
    assert [told[name] for name in names] == [
        "met", "2026-06-15", "full_jurisdiction_appeal", "jbox", "J-Box, deposit 1", "", False,
    ]  # fmt: skip
    assert told["lodging_warnings"] == []
    assert awaited(as_alice) == []


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        (without("lodged"), "lodging_needed", "#/lodged"),
        (without("lodged_by"), "lodging_needed", "#/lodged_by"),
        ({"done_on": "2026-06-15", "evidence": "Petition lodged"}, "lodging_needed", "#/lodged"),
        (without("receipt"), "receipt_needed", "#/receipt"),
        (without(receipt="  "), "receipt_needed", "#/receipt"),
        (without(receipt_to_follow=True), "receipt_needed", "#/receipt"),
        (without(lodged="other"), "words_needed", "#/evidence"),
        (without(lodged_by="other", evidence=" "), "words_needed", "#/evidence"),
    ],
)
def test_fatal_deadline_is_not_met_by_less(
    as_alice: APIClient, deadline: Deadline, body: dict[str, Any], code: str, pointer: str
) -> None:
    assert refused(post(as_alice, deadline, "meet", body)) == (422, code, [pointer])
    deadline.refresh_from_db()
    assert (deadline.state, deadline.lodged) == ("open", "")


@pytest.mark.parametrize(
    "wrong",
    [
        {"lodged": "letter"}, {"lodged": ["pleading"]}, {"lodged_by": "pigeon"}, {"lodged_by": None},
        {"receipt": "a\0b"}, {"receipt": "x" * 201}, {"receipt": {}}, {"evidence": "a\0b"}, {"document": "1"},
        {"receipt_to_follow": "perhaps"},
    ],
)  # fmt: skip
def test_what_has_another_shape_is_refused(
    as_alice: APIClient, deadline: Deadline, wrong: dict[str, Any]
) -> None:
    assert post(as_alice, deadline, "meet", {**MET, **wrong}).status_code == 400


def test_something_else_is_told_in_words(as_alice: APIClient, deadline: Deadline) -> None:
    body = without(lodged="other", lodged_by="other", evidence="An open letter, by messenger")
    told = post(as_alice, deadline, "meet", body).json()
    assert (told["lodged"], told["evidence"]) == ("other", "An open letter, by messenger")
    assert told["lodging_warnings"] == []


def test_document_of_the_dossier_is_a_receipt_and_of_another_is_none(
    as_alice: APIClient, alice: User, desk: Team, deadline: Deadline
) -> None:
    elsewhere = a_document(alice, a_litigation(alice, desk, 2))
    body = without("receipt", document=str(elsewhere.pk))
    assert refused(post(as_alice, deadline, "meet", body)) == (422, "document_unknown", ["#/document"])
    paper = a_document(alice, deadline.dossier)
    told = post(as_alice, deadline, "meet", {**body, "document": str(paper.pk)}).json()
    assert (told["evidence_document"], told["receipt"], told["awaits_receipt"]) == (str(paper.pk), "", False)
    taken_away = post(as_alice, deadline, "attach", {"document": None}).json()
    assert taken_away["awaits_receipt"]


def test_receipt_that_is_to_follow_is_awaited_until_it_is_given(
    as_alice: APIClient, deadline: Deadline
) -> None:
    assert refused(post(as_alice, deadline, "receipt", {"receipt": "12"}))[1] == "no_receipt_awaited"
    assert post(as_alice, deadline, "meet", BY_POST).json()["awaits_receipt"]
    assert (awaited(as_alice), awaited(as_alice, "false")) == ([str(deadline.pk)], [])
    assert refused(post(as_alice, deadline, "receipt", {})) == (422, "receipt_needed", ["#/receipt"])
    assert post(as_alice, deadline, "receipt", {"receipt": "a\0b"}).status_code == 400
    told = post(as_alice, deadline, "receipt", {"receipt": "Receipt 12"}).json()
    assert (told["receipt"], told["awaits_receipt"], awaited(as_alice)) == ("Receipt 12", False, [])
    assert refused(post(as_alice, deadline, "receipt", {"receipt": "13"}))[:2] == (409, "no_receipt_awaited")


def test_receipt_may_come_as_a_document(as_alice: APIClient, alice: User, deadline: Deadline) -> None:
    post(as_alice, deadline, "meet", BY_POST)
    paper = a_document(alice, deadline.dossier)
    told = post(as_alice, deadline, "receipt", {"document": str(paper.pk)}).json()
    assert (told["evidence_document"], told["awaits_receipt"]) == (str(paper.pk), False)


def test_other_remedy_and_late_day_are_accepted_with_a_warning(
    as_alice: APIClient, alice: User, litigation: Dossier
) -> None:
    query = {"rule": "rvv-annulment", "event": {"mode": "by_hand", "date": "2026-05-01"}}
    late = a_deadline(alice, litigation, query)
    assert late.due_on.isoformat() < "2026-06-15"
    told = post(as_alice, late, "meet", without(lodged="cassation_appeal"))
    assert told.status_code == 200
    codes = ["other_than_the_remedy", "lodged_after_its_day"]
    assert [warning["code"] for warning in told.json()["lodging_warnings"]] == codes
    assert all(warning["text"] for warning in told.json()["lodging_warnings"])


def test_every_remedy_of_a_fatal_deadline_knows_what_is_lodged_for_it() -> None:
    assert set(LODGED_FOR) == set(Remedy) - {Remedy.RECEPTION, Remedy.NONE}
    assert frozenset().union(*LODGED_FOR.values()) == set(Lodged) - {Lodged.OTHER}


@pytest.mark.parametrize("name", ["lodged", "lodged_by", "receipt", "receipt_to_follow"])
def test_other_deadlines_ask_for_words_alone(as_alice: APIClient, deadline: Deadline, name: str) -> None:
    Deadline.objects.filter(pk=deadline.pk).update(remedy=Remedy.RECEPTION)
    assert not Deadline.objects.filter(FATAL).exists()
    said = {"done_on": "2026-06-15", "evidence": "Left the centre"}
    coded = {**said, name: {**MET, "receipt_to_follow": True}[name]}
    assert refused(post(as_alice, deadline, "meet", coded)) == (422, "nothing_is_lodged", [f"#/{name}"])
    wordless = refused(post(as_alice, deadline, "meet", {**said, "evidence": " "}))
    assert wordless == (422, "evidence_needed", ["#/evidence"])
    told = post(as_alice, deadline, "meet", said).json()
    assert (told["state"], told["lodged"], told["awaits_receipt"]) == ("met", "", False)


def test_trail_register_and_timeline_say_it_in_codes(
    as_alice: APIClient, alice: User, deadline: Deadline
) -> None:
    post(as_alice, deadline, "meet", {**BY_POST, "evidence": "Ahmad paid the stamp"})
    post(as_alice, deadline, "receipt", {"receipt": "Ahmad's receipt 12"})
    met, given = TrailEntry.objects.filter(verb__in=["deadline.met", "deadline.receipt_given"]).order_by("pk")
    told = [met.changes[name] for name in ("lodged", "lodged_by", "receipt_to_follow")]
    assert told == ["full_jurisdiction_appeal", "registered_post", True]
    assert "Ahmad" not in f"{met.changes} {given.changes}"
    lines = [line["what"] for line in as_alice.get("/api/v1/register").json()["results"]]
    assert lines[-2:] == [
        "met: full-jurisdiction appeal, by registered post, receipt to follow",
        "receipt given of what was lodged",
    ]
    timeline = as_alice.get(f"/api/v1/dossiers/{deadline.dossier_id}/timeline").json()["results"]
    said = "deadline met (full-jurisdiction appeal, by registered post, receipt to follow)"
    assert any(entry["text"].startswith(said) for entry in timeline)


def test_outsider_and_reader_give_no_receipt(
    as_alice: APIClient, charlie: User, rita: User, deadline: Deadline
) -> None:
    post(as_alice, deadline, "meet", BY_POST)
    for user, status in ((charlie, 404), (rita, 403)):
        assert post(client_of(user), deadline, "receipt", {"receipt": "1"}).status_code == status
        assert post(client_of(user), deadline, "meet", MET).status_code == status
    assert awaited(client_of(charlie)) == []
    assert awaited(client_of(rita)) == [str(deadline.pk)]


def test_waiver_without_a_reason_asks_for_one(as_alice: APIClient, deadline: Deadline) -> None:
    assert post(as_alice, deadline, "waive", {"reason": " "}).status_code == 400
