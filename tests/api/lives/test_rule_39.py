"""The file at the European Court: Rule 39 asked for and granted, the form in four weeks, or the case struck out."""

import pytest
from rest_framework.test import APIClient

from tests.api.asking import pointers, problem
from tests.api.living import Order

PENALTY = {"amount": "250.00", "unit": "calendar_day"}
NUMBER = {"application_number": "49255/22"}


def granted(client: APIClient, penalty: dict[str, str] | None = PENALTY) -> Order:
    order = Order(client, "2022-07-22", penalty)
    order.happens("order_served", "2022-07-29")
    order.happens("interim_measure_requested", "2022-10-20", details=NUMBER)
    order.happens("interim_measure_granted", "2022-10-31")
    return order


def test_file_tells_number_measure_and_the_critical_day(as_alice: APIClient) -> None:
    [file] = granted(as_alice).life("2022-11-01")["european_files"]
    assert (file["application_number"], file["measure"]) == ("49255/22", "granted")
    assert (file["form_due_on"], file["form_sent_on"], file["ended_on"]) == ("2022-11-28", None, None)
    assert [step["kind"] for step in file["steps"]] == [
        "interim_measure_requested", "interim_measure_granted",
    ]  # fmt: skip


def test_form_sent_in_time_meets_the_term_and_the_case_goes_to_judgment(as_alice: APIClient) -> None:
    order = granted(as_alice)
    order.happens("application_form_sent", "2022-11-21", note="By post, receipt 1")
    order.happens("person_housed", "2022-11-04")
    order.happens("interim_measure_lifted", "2022-12-01")
    order.happens("european_judgment", "2023-07-18", details={"result": "violation", **NUMBER})
    [file] = order.life("2023-08-01")["european_files"]
    assert (file["measure"], file["form_sent_on"], file["result"]) == ("lifted", "2022-11-21", "violation")
    assert file["ended_on"] == "2023-07-18"
    assert order.life("2023-08-01")["stage"] == "complied"


def test_case_without_its_form_is_struck_out_and_the_measure_falls(as_alice: APIClient) -> None:
    order = granted(as_alice)
    order.happens("application_struck_out", "2023-05-24")
    [file] = order.life("2023-06-01")["european_files"]
    assert (file["ended_on"], file["form_sent_on"], file["form_due_on"]) == (
        "2023-05-24", None, "2022-11-28",
    )  # fmt: skip
    assert problem(order.tell("interim_measure_lifted", "2023-05-25")) == (422, "measure_not_in_force")
    # The term that was missed stays open until a lawyer says why.
    told = as_alice.get(f"/api/v1/dossiers/{order.id}").json()
    assert told["next_due_on"] == "2022-11-28"


def test_measure_refused_can_be_asked_for_again(as_alice: APIClient) -> None:
    order = Order(as_alice, "2022-07-22", PENALTY)
    order.happens("interim_measure_requested", "2022-10-20")
    order.happens("interim_measure_refused", "2022-10-25")
    order.happens("interim_measure_requested", "2022-11-20")
    assert order.life("2022-11-21")["european_files"][0]["measure"] == "requested"


@pytest.mark.parametrize(
    ("kind", "details", "code"),
    [
        ("interim_measure_refused", {}, "measure_not_requested"),
        ("interim_measure_lifted", {}, "measure_not_in_force"),
        ("application_struck_out", {}, "application_not_made"),
        ("european_judgment", {"result": "violation"}, "application_not_made"),
        ("european_judgment", {}, "detail_needed"),
        ("european_judgment", {"result": "granted"}, "result_unknown"),
    ],
)
def test_step_of_a_file_that_cannot_be_is_refused(
    as_alice: APIClient, kind: str, details: dict[str, str], code: str
) -> None:
    order = Order(as_alice, "2022-07-22", PENALTY)
    assert problem(order.tell(kind, "2022-11-01", details=details)) == (422, code)


@pytest.mark.parametrize("is_late", [False, True])
def test_form_that_meets_the_term_is_told_as_what_was_lodged(as_alice: APIClient, is_late: bool) -> None:
    order = granted(as_alice, None)
    order.happens(
        "application_form_sent", "2022-11-29" if is_late else "2022-11-28", note="By post, receipt 1"
    )
    [form] = as_alice.get("/api/v1/deadlines").json()["results"]
    assert (form["lodged"], form["lodged_by"], form["receipt"]) == ("european_application", "", "")
    assert form["awaits_receipt"] is False
    assert [one["code"] for one in form["lodging_warnings"]] == ["lodged_after_its_day"] * is_late


def test_form_that_was_not_sent_after_all_rings_again(as_alice: APIClient) -> None:
    order = granted(as_alice, None)
    sent = order.event("application_form_sent", "2022-11-21", note="By post, receipt 1")
    dossier = f"/api/v1/dossiers/{order.id}"
    assert as_alice.get(dossier).json()["next_due_on"] is None
    assert order.retract(sent).status_code == 200
    assert as_alice.get(dossier).json()["next_due_on"] == "2022-11-28"
    [form] = as_alice.get("/api/v1/deadlines").json()["results"]
    assert (form["state"], form["done_on"], form["evidence"]) == ("open", None, "")
    assert form["lodged"] == ""


def test_measure_entered_after_its_form_finds_the_term_met(as_alice: APIClient) -> None:
    order = Order(as_alice, "2022-07-22", PENALTY)
    order.happens("application_form_sent", "2022-11-21", note="By post, receipt 1")
    [form] = order.happens("interim_measure_granted", "2022-10-31")["deadlines"]
    assert (form["state"], form["done_on"], form["evidence"]) == ("met", "2022-11-21", "By post, receipt 1")
    assert form["lodged"] == "european_application"
    assert as_alice.get(f"/api/v1/dossiers/{order.id}").json()["next_due_on"] is None


def test_form_is_offered_with_its_evidence_while_the_term_is_open(as_alice: APIClient) -> None:
    offers = {offer["kind"]: offer["needs_note"] for offer in granted(as_alice).life("2022-11-01")["next"]}
    assert (offers["application_form_sent"], offers["person_housed"]) == (True, False)


def test_corrected_day_of_the_form_is_the_day_the_term_was_met(as_alice: APIClient) -> None:
    order = granted(as_alice, None)
    sent = order.event("application_form_sent", "2022-11-21", note="By post, receipt 1")
    order.correct(sent, "application_form_sent", "2022-11-23", note="By post, receipt 1")
    [form] = as_alice.get("/api/v1/deadlines").json()["results"]
    assert (form["state"], form["done_on"]) == ("met", "2022-11-23")
    bare = order.correct(sent, "application_form_sent", "2022-11-23")
    assert (problem(bare), pointers(bare)) == ((422, "evidence_needed"), [("#/note", "evidence_needed")])


def test_measure_entered_in_error_takes_its_critical_day_with_it(as_alice: APIClient) -> None:
    order = Order(as_alice, "2022-07-22", PENALTY)
    measure = order.event("interim_measure_granted", "2022-10-31")
    told = order.retract(measure).json()
    assert [(one["state"], one["due_on"]) for one in told["deadlines"]] == [("lapsed", "2022-11-28")]
    assert order.life("2022-11-01")["european_files"] == []
    assert as_alice.get(f"/api/v1/dossiers/{order.id}").json()["next_due_on"] is None
