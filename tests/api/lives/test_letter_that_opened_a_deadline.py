"""A decision comes by post, is filed, opens a deadline, is scanned better, is read; the trail tells it all."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from helpdesk.people.models import Team, User
from tests.api.asking import post, problem
from tests.api.filing import add_version, content_of, file, filed, streamed
from tests.api.living import Order
from tests.conftest import client_of
from tests.factories import INADMISSIBLE, LODGED, POSTED_22_MAY_2018, a_litigation
from tests.small_files import pdf

FIRST_SCAN, BETTER_SCAN = pdf("The decision, askew.\n"), pdf("The decision, straight.\n")


@pytest.fixture
def dossier(alice: User, desk: Team) -> str:
    return str(a_litigation(alice, desk).pk)


def trail(client: APIClient, dossier: str) -> list[dict[str, Any]]:
    return list(client.get(f"/api/v1/dossiers/{dossier}/trail").json())


def test_letter_is_filed_linked_bettered_and_read_and_all_of_it_is_told(
    as_alice: APIClient, as_charlie: APIClient, bob: User, dossier: str
) -> None:
    letter = filed(
        as_alice, dossier, FIRST_SCAN, "beslissing CGVS.pdf", kind="decision", title="The decision"
    )
    event = {"kind": "decision_notified", "document": letter["id"], **INADMISSIBLE}
    recorded = post(as_alice, f"dossiers/{dossier}/events", event).json()
    assert recorded["event"]["document"] == letter["id"]
    [deadline] = recorded["deadlines"]
    assert as_alice.get(f"/api/v1/documents/{letter['id']}").json()["events"] == [recorded["event"]["id"]]

    bettered = add_version(client_of(bob), letter["id"], BETTER_SCAN, "beslissing recht.pdf").json()[
        "document"
    ]
    told = [
        (each["number"], each["original_name"], each["uploaded_by"]["name"]) for each in bettered["versions"]
    ]
    assert told == [(1, "beslissing CGVS.pdf", "Alice"), (2, "beslissing recht.pdf", "Bob")]

    assert streamed(content_of(as_alice, letter["id"], 1)) == FIRST_SCAN
    assert streamed(content_of(as_alice, letter["id"])) == BETTER_SCAN
    for answer in (
        content_of(as_charlie, letter["id"]),
        as_charlie.get(f"/api/v1/documents/{letter['id']}"),
        as_charlie.get(f"/api/v1/dossiers/{dossier}/documents"),
        add_version(as_charlie, letter["id"], FIRST_SCAN),
        file(as_charlie, dossier),
    ):
        assert problem(answer) == (404, "not_found")

    receipt = filed(as_alice, dossier, kind="receipt", title="Receipt of the registered letter")
    met = {"done_on": "2026-06-15", **LODGED, "document": receipt["id"]}
    done = post(as_alice, f"deadlines/{deadline['id']}/meet", met).json()
    assert (done["state"], done["evidence_document"]) == ("met", receipt["id"])

    told = [(each["verb"], each["actor"]["name"]) for each in trail(as_alice, dossier)]
    assert told == [
        ("litigation.opened", "Alice"),
        ("document.filed", "Alice"),
        ("event.recorded", "Alice"),
        ("deadline.computed", "Alice"),
        ("document.version_added", "Bob"),
        ("document.downloaded", "Alice"),
        ("document.downloaded", "Alice"),
        ("document.filed", "Alice"),
        ("deadline.met", "Alice"),
        ("deadline.document_attached", "Alice"),
    ]
    read = [
        each["changes"]["version"]
        for each in trail(as_alice, dossier)
        if each["verb"] == "document.downloaded"
    ]
    assert read == [1, 2]


def test_letter_that_comes_in_later_is_attached_and_taken_away(as_alice: APIClient, dossier: str) -> None:
    recorded = post(as_alice, f"dossiers/{dossier}/events", {"kind": "hearing", "on": "2026-06-20"}).json()
    letter = filed(as_alice, dossier)["id"]
    address = f"events/{recorded['event']['id']}/attach"
    assert post(as_alice, address, {"document": letter}).json()["document"] == letter
    assert post(as_alice, address, {"document": None}).json()["document"] is None
    changes = [each["changes"]["document"] for each in trail(as_alice, dossier)[-2:]]
    assert changes == [[None, letter], [letter, None]]


def test_correction_of_an_event_leaves_its_letter(as_alice: APIClient, dossier: str) -> None:
    letter = filed(as_alice, dossier)["id"]
    event = {"kind": "decision_notified", "document": letter, **INADMISSIBLE}
    recorded = post(as_alice, f"dossiers/{dossier}/events", event).json()["event"]
    right = {**INADMISSIBLE, "notification": {"mode": "registered", "date": "2026-06-08"}}
    corrected = {"kind": "decision_notified", "reason": "The stamp was misread.", **right}
    assert post(as_alice, f"events/{recorded['id']}/correct", corrected).json()["event"]["document"] == letter


def test_proof_that_comes_in_later_is_attached_to_the_deadline(as_alice: APIClient, dossier: str) -> None:
    event = {"kind": "decision_notified", **INADMISSIBLE}
    [deadline] = post(as_alice, f"dossiers/{dossier}/events", event).json()["deadlines"]
    post(as_alice, f"deadlines/{deadline['id']}/meet", {"done_on": "2026-06-15", **LODGED})
    receipt = filed(as_alice, dossier, kind="receipt")["id"]
    told = post(as_alice, f"deadlines/{deadline['id']}/attach", {"document": receipt}).json()
    assert (told["state"], told["evidence_document"]) == ("met", receipt)


def test_receipt_of_an_appeal_goes_along_to_the_event_it_makes(as_alice: APIClient, dossier: str) -> None:
    event = {"kind": "decision_notified", **POSTED_22_MAY_2018}
    [deadline] = post(as_alice, f"dossiers/{dossier}/events", event).json()["deadlines"]
    receipt = filed(as_alice, dossier, kind="receipt")["id"]
    met = {"done_on": "2018-06-01", **LODGED, "document": receipt}
    assert post(as_alice, f"deadlines/{deadline['id']}/meet", met).status_code == 200
    lodged = as_alice.get(f"/api/v1/dossiers/{dossier}/events").json()[-1]
    assert (lodged["kind"], lodged["document"]) == ("appeal_lodged", receipt)


def test_event_that_meets_a_term_brings_its_document_as_proof(as_alice: APIClient) -> None:
    order = Order(as_alice, "2022-07-22", None)
    [term] = order.happens("interim_measure_granted", "2022-10-31")["deadlines"]
    form = filed(as_alice, order.id, kind="petition")["id"]
    order.happens("application_form_sent", "2022-11-20", note="By post, receipt 1", document=form)
    met = as_alice.get(f"/api/v1/deadlines/{term['id']}").json()
    assert (met["state"], met["evidence_document"]) == ("met", form)


def test_form_filed_before_the_term_is_entered_is_its_proof_too(as_alice: APIClient) -> None:
    order = Order(as_alice, "2022-07-22", None)
    form = filed(as_alice, order.id, kind="petition")["id"]
    order.happens("application_form_sent", "2022-11-20", note="By post, receipt 1", document=form)
    [term] = order.happens("interim_measure_granted", "2022-10-31")["deadlines"]
    assert (term["state"], term["evidence_document"]) == ("met", form)


def test_proof_of_what_was_not_done_after_all_is_taken_off_its_deadline(as_alice: APIClient) -> None:
    order = Order(as_alice, "2022-07-22", None)
    [term] = order.happens("interim_measure_granted", "2022-10-31")["deadlines"]
    form = filed(as_alice, order.id, kind="petition")["id"]
    sent = order.event("application_form_sent", "2022-11-20", note="By post, receipt 1", document=form)
    order.correct(sent, "application_form_sent", "2022-11-21", note="By post, receipt 1")
    met = as_alice.get(f"/api/v1/deadlines/{term['id']}").json()
    assert (met["state"], met["done_on"], met["evidence_document"]) == ("met", "2022-11-21", form)
    order.retract(sent)
    opened = as_alice.get(f"/api/v1/deadlines/{term['id']}").json()
    assert (opened["state"], opened["evidence"], opened["evidence_document"]) == ("open", "", None)


def test_message_says_what_it_came_with(as_alice: APIClient, dossier: str) -> None:
    enclosed = [filed(as_alice, dossier)["id"], filed(as_alice, dossier, b"A list.", "list.txt")["id"]]
    note = {"kind": "note", "body": "See both.", "documents": enclosed}
    assert post(as_alice, f"dossiers/{dossier}/messages", note).json()["documents"] == enclosed
    assert trail(as_alice, dossier)[-1]["changes"]["documents"] == enclosed


@pytest.mark.parametrize("what", ["event", "attach", "message", "deadline"])
def test_paper_of_another_dossier_or_a_withdrawn_one_can_be_hung_on_nothing(
    as_alice: APIClient, alice: User, desk: Team, dossier: str, what: str
) -> None:
    elsewhere = filed(as_alice, str(a_litigation(alice, desk, 2).pk))["id"]
    withdrawn = filed(as_alice, dossier)["id"]
    post(as_alice, f"documents/{withdrawn}/withdraw", {"reason": "Another's letter."})
    event = {"kind": "decision_notified", **INADMISSIBLE}
    recorded = post(as_alice, f"dossiers/{dossier}/events", event).json()
    path, said = {
        "event": (f"dossiers/{dossier}/events", {"kind": "hearing", "on": "2026-06-20"}),
        "attach": (f"events/{recorded['event']['id']}/attach", {}),
        "message": (f"dossiers/{dossier}/messages", {"kind": "note", "body": "See this."}),
        "deadline": (
            f"deadlines/{recorded['deadlines'][0]['id']}/meet", {"done_on": "2026-06-15", **LODGED},
        ),
    }[what]  # fmt: skip
    before = len(trail(as_alice, dossier))
    for document in (elsewhere, withdrawn):
        hung = {"documents": [document]} if what == "message" else {"document": document}
        assert problem(post(as_alice, path, {**said, **hung})) == (422, "document_unknown")
    assert len(trail(as_alice, dossier)) == before
