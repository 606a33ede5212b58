"""An event entered in error is taken back: it stays in sight, and what it set running lapses or waits for a lawyer."""

import pytest
from rest_framework.test import APIClient

from cases.models import Dossier
from deadlines.models import Deadline
from helpdesk.people.models import Team, User
from helpdesk.trail.models import TrailEntry
from tests.api.asking import post, problem
from tests.factories import LODGED, a_deadline, a_litigation, a_question


@pytest.fixture
def deadline(alice: User, desk: Team) -> Deadline:
    return a_deadline(alice, a_litigation(alice, desk))


def retract(client: APIClient, deadline: Deadline) -> dict[str, object]:
    answer = post(client, f"events/{deadline.event_id}/retract", {"reason": "It is another person's."})
    assert answer.status_code == 200, answer.content
    told: dict[str, object] = answer.json()
    return told


def test_deadline_of_a_retracted_event_lapses_and_rings_no_more(
    as_alice: APIClient, deadline: Deadline
) -> None:
    told = retract(as_alice, deadline)
    assert [one["state"] for one in told["deadlines"]] == ["lapsed"]  # type: ignore[attr-defined]
    assert told["conflicts"] == []
    assert as_alice.get(f"/api/v1/dossiers/{deadline.dossier_id}").json()["next_due_on"] is None
    [event] = as_alice.get(f"/api/v1/dossiers/{deadline.dossier_id}/events").json()
    assert (event["id"], event["retraction"]) == (str(deadline.event_id), "It is another person's.")
    verbs = (
        TrailEntry.objects.filter(dossier_id=deadline.dossier_id)
        .order_by("id")
        .values_list("verb", flat=True)
    )
    assert list(verbs)[-2:] == ["event.retracted", "deadline.recomputed"]


def test_day_set_by_hand_is_not_lost_but_waits_for_a_lawyer(as_alice: APIClient, deadline: Deadline) -> None:
    day = {"due_on": "2026-06-22", "reason": "The court set it."}
    post(as_alice, f"deadlines/{deadline.pk}/override", day)
    [conflict] = retract(as_alice, deadline)["conflicts"]  # type: ignore[misc]
    assert (conflict["cause"], conflict["due_after_on"]) == ("event_retracted", None)
    assert as_alice.get(f"/api/v1/deadlines/{deadline.pk}").json()["state"] == "open"
    taken = {"take": True, "reason": "Nothing was notified to her."}
    assert post(as_alice, f"recomputations/{conflict['id']}/resolve", taken).status_code == 200
    assert as_alice.get(f"/api/v1/deadlines/{deadline.pk}").json()["state"] == "lapsed"


def test_deadline_that_was_met_stays_met_until_a_lawyer_decides(
    as_alice: APIClient, deadline: Deadline
) -> None:
    done = {"done_on": "2026-06-12", **LODGED}
    post(as_alice, f"deadlines/{deadline.pk}/meet", done)
    told = retract(as_alice, deadline)
    assert [one["state"] for one in told["deadlines"]] == ["met"]  # type: ignore[attr-defined]
    assert len(told["conflicts"]) == 1  # type: ignore[arg-type]


def test_deadline_that_went_along_into_litigation_lapses_there(
    as_alice: APIClient, alice: User, desk: Team
) -> None:
    question = a_question(alice, desk)
    deadline = a_deadline(alice, question)
    case = post(as_alice, f"questions/{question.pk}/promote", {"title": "A case"}).json()
    refused = post(as_alice, f"events/{deadline.event_id}/retract", {"reason": "Another person's."})
    assert problem(refused) == (409, "state_forbids")
    as_alice.post(f"/api/v1/dossiers/{question.pk}/reopen")
    retract(as_alice, deadline)
    assert as_alice.get(f"/api/v1/dossiers/{case['id']}").json()["next_due_on"] is None


def test_retracted_event_raises_the_revision(as_alice: APIClient, deadline: Deadline) -> None:
    before = Dossier.objects.get(pk=deadline.dossier_id).revision
    retract(as_alice, deadline)
    assert Dossier.objects.get(pk=deadline.dossier_id).revision > before
