"""A second lawyer looks at a deadline's day: asked or not, never at her own, once for each day."""

from datetime import date
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from cases.models import Dossier
from deadlines.corrections import Grounds, override
from deadlines.models import Confirmation, Deadline
from deadlines.services import meet
from helpdesk.outbox.models import OutgoingMail
from helpdesk.people.models import Scope, Team, User
from helpdesk.trail.models import TrailEntry
from tests.conftest import TODAY, client_of, client_with_key
from tests.factories import INADMISSIBLE, a_deadline, a_litigation, act, lodged


@pytest.fixture
def litigation(alice: User, desk: Team) -> Dossier:
    return a_litigation(alice, desk)


@pytest.fixture
def deadline(alice: User, litigation: Dossier) -> Deadline:
    """Of an event that Alice entered."""
    return a_deadline(alice, litigation)


def post(user: User, deadline: Deadline, verb: str, **body: Any) -> Any:
    return client_of(user).post(f"/api/v1/deadlines/{deadline.pk}/{verb}", body, format="json")


def shown(user: User, deadline: Deadline) -> Any:
    return client_of(user).get(f"/api/v1/deadlines/{deadline.pk}").json()["confirmation"]


def found(user: User, state: str) -> list[str]:
    rows = client_of(user).get("/api/v1/deadlines", {"confirmation": state}).json()["results"]
    return [row["id"] for row in rows]


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def move(user: User, deadline: Deadline, due_on: str = "2026-06-12") -> None:
    moved = post(user, deadline, "override", due_on=due_on, reason="The printed term is shorter")
    assert moved.status_code == 200


def test_second_lawyer_who_is_asked_confirms_the_day(alice: User, bob: User, deadline: Deadline) -> None:
    assert (shown(alice, deadline), found(alice, "none")) == (None, [str(deadline.pk)])
    asked = post(alice, deadline, "ask-confirmation", of=str(bob.pk)).json()["confirmation"]
    assert (asked["state"], asked["asked_by"]["name"], asked["of"]["name"]) == ("awaited", "Alice", "Bob")
    assert found(bob, "awaited") == [str(deadline.pk)]
    told = post(bob, deadline, "confirm", remark="Counted again").json()["confirmation"]
    assert (told["state"], told["decided_by"]["name"], told["remark"]) == (
        "confirmed",
        "Bob",
        "Counted again",
    )
    assert shown(alice, deadline) == told
    assert (found(alice, "awaited"), found(alice, "confirmed")) == ([], [str(deadline.pk)])


def test_second_look_is_free_to_who_was_not_asked(bob: User, deadline: Deadline) -> None:
    told = post(bob, deadline, "confirm").json()["confirmation"]
    assert (told["state"], told["asked_by"], told["decided_by"]["name"]) == ("confirmed", None, "Bob")


def test_who_entered_the_event_looks_at_no_day_of_hers(alice: User, deadline: Deadline) -> None:
    post(alice, deadline, "ask-confirmation")
    assert refused(post(alice, deadline, "confirm")) == (409, "own_date_not_confirmed")
    assert refused(post(alice, deadline, "contest", reason="Too late")) == (409, "own_date_not_confirmed")


def test_who_set_the_day_by_hand_does_not_confirm_it(bob: User, cora: User, deadline: Deadline) -> None:
    move(bob, deadline)
    assert refused(post(bob, deadline, "confirm")) == (409, "own_date_not_confirmed")
    assert post(cora, deadline, "confirm").status_code == 200


def test_who_corrected_the_event_does_not_confirm_what_came_of_it(
    bob: User, cora: User, deadline: Deadline
) -> None:
    later = {**INADMISSIBLE, "notification": {"mode": "registered", "date": "2026-06-10"}}
    said = {"kind": "decision_notified", "reason": "Posted a day later", **later}
    corrected = client_of(bob).post(f"/api/v1/events/{deadline.event_id}/correct", said, format="json")
    assert corrected.status_code == 200
    assert refused(post(bob, deadline, "confirm")) == (409, "own_date_not_confirmed")
    assert post(cora, deadline, "confirm").status_code == 200


def test_only_who_was_asked_by_name_confirms_but_anybody_contests(
    alice: User, bob: User, cora: User, deadline: Deadline
) -> None:
    post(alice, deadline, "ask-confirmation", of=str(bob.pk))
    assert refused(post(cora, deadline, "confirm")) == (409, "asked_of_another")
    assert post(cora, deadline, "contest", reason="Posted earlier").status_code == 200


def test_who_is_asked_by_name_gets_a_mail_and_again_when_the_day_moves(
    alice: User, bob: User, deadline: Deadline
) -> None:
    post(alice, deadline, "ask-confirmation", of=str(bob.pk))
    asked = OutgoingMail.objects.filter(key__startswith="second-look:")
    assert [(mail.addressee, mail.subject.split()[0]) for mail in asked] == [(bob, "L-2026-00001")]
    override(act(alice), deadline.pk, due_on=date(2026, 6, 19), grounds=Grounds(reason="As the court said."))
    assert [mail.addressee for mail in asked.all()] == [bob, bob]


@pytest.mark.parametrize("who", ["alice", "rita", "charlie", "sam"])
def test_nobody_is_asked_who_may_not_be_the_second(
    request: pytest.FixtureRequest, bob: User, deadline: Deadline, who: str
) -> None:
    answer = post(bob, deadline, "ask-confirmation", of=str(request.getfixturevalue(who).pk))
    assert refused(answer) == (422, "no_second_lawyer")
    assert not Confirmation.objects.exists()


def test_day_that_was_decided_on_is_decided_on_anew_when_asked(
    alice: User, bob: User, cora: User, deadline: Deadline
) -> None:
    post(bob, deadline, "contest", reason="Posted earlier")
    assert refused(post(cora, deadline, "confirm")) == (409, "confirmation_decided")
    assert refused(post(bob, deadline, "contest", reason="Still")) == (409, "confirmation_decided")
    assert post(alice, deadline, "ask-confirmation").json()["confirmation"]["state"] == "awaited"
    assert post(cora, deadline, "confirm").json()["confirmation"]["decided_by"]["name"] == "Cora"


def test_day_that_moves_is_asked_of_anew_where_it_was_asked(
    alice: User, bob: User, deadline: Deadline
) -> None:
    post(alice, deadline, "ask-confirmation", of=str(bob.pk))
    post(bob, deadline, "confirm", remark="Right")
    move(alice, deadline)
    told = shown(alice, deadline)
    assert (told["state"], told["asked_by"]["name"], told["of"]["name"]) == ("awaited", "Alice", "Bob")
    assert (told["decided_by"], told["remark"]) == (None, "")
    move(bob, deadline, "2026-06-11")
    assert (shown(alice, deadline)["state"], shown(alice, deadline)["of"]) == ("awaited", None)


def test_day_that_moves_loses_a_second_look_nobody_asked_for(
    alice: User, bob: User, deadline: Deadline
) -> None:
    post(bob, deadline, "confirm")
    move(alice, deadline)
    assert (shown(alice, deadline), found(alice, "none")) == (None, [str(deadline.pk)])


def test_contested_day_is_mailed_once_to_owner_and_coordinators(
    alice: User, bob: User, cora: User, rita: User, deadline: Deadline
) -> None:
    assert post(bob, deadline, "contest", reason="Ahmad was told on Monday").status_code == 200
    assert post(bob, deadline, "contest", reason="Ahmad was told on Monday").status_code == 409
    mails = OutgoingMail.objects.filter(key__startswith="contested:").order_by("address")
    assert [mail.addressee for mail in mails] == [alice, cora]
    assert {mail.language for mail in mails} == {"nl"}
    for mail in mails:
        assert deadline.dossier.reference in mail.subject
        assert "Ahmad" not in mail.subject + mail.text + mail.html
        assert "Bob" not in mail.subject + mail.text + mail.html


def test_contested_sealed_dossier_is_mailed_to_nobody_outside_it(
    alice: User, bob: User, cora: User, deadline: Deadline
) -> None:
    address = f"/api/v1/dossiers/{deadline.dossier_id}"
    said = {"role": "co_counsel", "user": str(bob.pk)}
    assert client_of(alice).post(f"{address}/participants", said, format="json").status_code == 201
    sealed = {"level": "sealed", "reason": "At her request"}
    assert client_of(alice).post(f"{address}/set-confidentiality", sealed, format="json").status_code == 200
    post(bob, deadline, "contest", reason="Posted earlier")
    assert [mail.addressee for mail in OutgoingMail.objects.filter(key__startswith="contested:")] == [alice]


@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": "  "}, {"reason": "\0"}, {"reason": []}])
def test_day_is_not_contested_without_a_reason(bob: User, deadline: Deadline, body: dict[str, Any]) -> None:
    assert post(bob, deadline, "contest", **body).status_code == 400
    assert shown(bob, deadline) is None


def test_what_was_met_unseen_waits_for_nobody_any_more(alice: User, bob: User, deadline: Deadline) -> None:
    post(alice, deadline, "ask-confirmation")
    meet(act(alice), deadline.pk, lodged(TODAY))
    assert found(bob, "awaited") == []
    assert shown(bob, deadline)["state"] == "awaited"


def test_what_is_done_or_runs_against_another_is_not_looked_at(
    alice: User, bob: User, litigation: Dossier, deadline: Deadline
) -> None:
    post(alice, deadline, "waive", reason="Left the country")
    for verb, body in (("ask-confirmation", {}), ("confirm", {}), ("contest", {"reason": "Wrong"})):
        assert refused(post(bob, deadline, verb, **body)) == (409, "deadline_not_open")
    Deadline.objects.filter(pk=deadline.pk).update(rule_kind="authority_deadline")
    assert refused(post(bob, deadline, "confirm")) == (409, "nothing_to_confirm")


def test_outsider_finds_no_day_and_reader_may_not_decide_on_it(
    charlie: User, rita: User, bob: User, deadline: Deadline
) -> None:
    for verb, body in (("ask-confirmation", {}), ("confirm", {}), ("contest", {"reason": "Wrong"})):
        assert post(charlie, deadline, verb, **body).status_code == 404
        assert post(rita, deadline, verb, **body).status_code == 403
    post(bob, deadline, "confirm")
    assert found(charlie, "confirmed") == []
    assert shown(rita, deadline)["decided_by"]["name"] == "Bob"


def test_machine_asks_and_is_no_second_lawyer(sam: User, deadline: Deadline) -> None:
    sam.memberships.update(role="lawyer")
    machine = client_with_key(sam, Scope.DOSSIERS_READ, Scope.DOSSIERS_WRITE)
    address = f"/api/v1/deadlines/{deadline.pk}"
    assert machine.post(f"{address}/ask-confirmation").status_code == 200
    assert refused(machine.post(f"{address}/confirm")) == (403, "machine_no_lawyer")


def test_trail_and_register_name_the_day_and_never_the_remark(
    alice: User, bob: User, deadline: Deadline
) -> None:
    post(alice, deadline, "ask-confirmation", of=str(bob.pk))
    post(bob, deadline, "contest", reason="Ahmad was told on Monday")
    entries = TrailEntry.objects.filter(verb__in=["deadline.confirmation_asked", "deadline.contested"])
    asked, contested = entries.order_by("pk")
    assert (asked.changes["due_on"], asked.changes["of"]) == ("2026-06-16", str(bob.pk))
    assert (contested.changes["due_on"], contested.reason) == ("2026-06-16", "")
    assert "Ahmad" not in str(contested.changes)
    lines = client_of(alice).get("/api/v1/register").json()["results"]
    assert {"a second lawyer asked to confirm it", "contested by a second lawyer"} <= {
        line["what"] for line in lines
    }


def test_list_asks_no_more_for_more_confirmations(
    as_alice: APIClient, alice: User, bob: User, desk: Team, deadline: Deadline
) -> None:
    def queries(wanted: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert as_alice.get(f"/api/v1/deadlines?{wanted}").status_code == 200
        return len(caught)

    post(bob, deadline, "confirm")
    before = [queries("confirmation=confirmed"), queries("fields=confirmation")]
    for number in range(2, 6):
        post(bob, a_deadline(alice, a_litigation(alice, desk, number)), "confirm")
    assert [queries("confirmation=confirmed"), queries("fields=confirmation")] == before


@pytest.mark.django_db(transaction=True)
def test_of_two_lawyers_at_once_one_decides(bob: User, cora: User, deadline: Deadline) -> None:
    answers: list[int] = []
    start = Barrier(2)

    def decide(user: User, verb: str) -> None:
        start.wait()
        answers.append(
            post(user, deadline, verb, **({"reason": "Wrong"} if verb == "contest" else {})).status_code
        )
        connections.close_all()

    both = [Thread(target=decide, args=each) for each in ((bob, "confirm"), (cora, "contest"))]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(answers) == [200, 409]
    assert Confirmation.objects.exclude(state="awaited").count() == 1
    assert TrailEntry.objects.filter(verb__in=["deadline.confirmed", "deadline.contested"]).count() == 1
