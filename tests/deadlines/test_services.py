"""Deadlines through their life: entered with the event, met, waived, taken along; the dossier's day kept."""

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cases.errors import CaseError
from cases.models import Dossier, Event, EventKind
from cases.services.dossiers import Opening, close
from cases.services.events import Happening
from cases.services.litigations import LitigationDetails
from cases.services.orders import OrderDetails, PenaltyDetails
from deadlines.errors import DeadlineError
from deadlines.law.errors import LawError
from deadlines.lodging import Done
from deadlines.models import Deadline, Reminder
from deadlines.services import enter_condemnation, meet, promote_question, record_event, waive
from helpdesk.errors import DeskError, NotFoundError
from helpdesk.people.models import Team, User
from helpdesk.trail.models import TrailEntry
from tests.factories import (
    INADMISSIBLE,
    POSTED_22_MAY_2018,
    a_condemnation,
    a_deadline,
    a_litigation,
    a_question,
    act,
    lodged,
)
from tests.helpdesk.side_by_side import side_by_side

TODAY = date(2026, 6, 15)


@pytest.fixture
def litigation(alice: User, desk: Team) -> Dossier:
    return a_litigation(alice, desk)


def day_of(dossier: Dossier) -> date | None:
    return Dossier.objects.get(pk=dossier.pk).next_due_on


def verbs(dossier: Dossier) -> list[str]:
    return list(
        TrailEntry.objects.filter(dossier_id=dossier.pk).order_by("id").values_list("verb", flat=True)
    )


def event(kind: EventKind, on: date | None, **more: Any) -> Happening:
    return Happening(kind=kind, on=on, **more)


# Entering


def test_deadline_keeps_the_question_the_answer_in_every_language_and_what_gave_it(
    alice: User, litigation: Dossier
) -> None:
    made = Deadline.objects.get(pk=a_deadline(alice, litigation, POSTED_22_MAY_2018).pk)
    assert (made.rule_id, made.rule_version, made.rule_kind) == (
        "rvv-appeal-inadmissibility",
        "2018-03-22",
        "party_deadline",
    )
    assert {made.legal_on, made.safe_on, made.due_on} == {date(2018, 6, 4)}
    assert made.query == POSTED_22_MAY_2018
    assert sorted(made.answer) == ["en", "fr", "nl"]
    assert made.content_hash == made.answer["nl"]["results"][0]["content_hash"]
    assert made.event.occurred_on == date(2018, 5, 22)
    assert verbs(litigation) == ["litigation.opened", "event.recorded", "deadline.computed"]


def test_date_that_cannot_be_computed_leaves_nothing_behind(alice: User, litigation: Dossier) -> None:
    query = {**POSTED_22_MAY_2018, "notification": {"mode": "registered", "date": "1990-05-22"}}
    with pytest.raises(LawError) as refused:
        a_deadline(alice, litigation, query)
    assert refused.value.code == "calendar_not_confirmed"
    assert not Event.objects.exists()
    assert not Deadline.objects.exists()
    assert verbs(litigation) == ["litigation.opened"]


def test_day_of_the_event_and_of_the_notification_must_agree(alice: User, litigation: Dossier) -> None:
    happening = event(EventKind.DECISION_NOTIFIED, date(2026, 6, 8))
    with pytest.raises(DeadlineError) as refused:
        record_event(act(alice), litigation.pk, happening, query=INADMISSIBLE)
    assert (refused.value.code, refused.value.field) == ("dates_differ", "on")


def test_decision_of_tomorrow_is_refused(alice: User, litigation: Dossier) -> None:
    query = {**INADMISSIBLE, "notification": {"mode": "registered", "date": "2026-06-16"}}
    with pytest.raises(DeskError, match="date_in_future"):
        a_deadline(alice, litigation, query)


def test_reader_and_outsider_record_nothing(rita: User, charlie: User, litigation: Dossier) -> None:
    for user, code in ((rita, "role_forbids"), (charlie, "not_found")):
        with pytest.raises(DeskError) as refused:
            a_deadline(user, litigation)
        assert refused.value.code == code


# The dossier's day


def test_day_of_the_dossier_is_that_of_its_earliest_open_deadline(alice: User, litigation: Dossier) -> None:
    later = a_deadline(alice, litigation, INADMISSIBLE)
    assert day_of(litigation) == later.due_on == date(2026, 6, 16)
    earlier = a_deadline(alice, litigation, POSTED_22_MAY_2018)
    assert day_of(litigation) == date(2018, 6, 4)
    meet(act(alice), earlier.pk, lodged(date(2018, 6, 1)))
    assert day_of(litigation) == date(2026, 6, 16)
    waive(act(alice), later.pk, reason="Left the country")
    assert day_of(litigation) is None
    assert close(act(alice), litigation.pk, outcome="won").state == "closed"


def test_term_that_others_must_keep_moves_no_day_and_holds_no_dossier_open(
    alice: User, litigation: Dossier
) -> None:
    a_deadline(alice, litigation, {"rule": "transfer-to-responsible-state", "event": {"date": "2026-06-01"}})
    assert day_of(litigation) is None
    assert close(act(alice), litigation.pk, outcome="lost").state == "closed"


def test_dossier_with_an_open_deadline_cannot_be_closed_in_the_database_either(
    alice: User, litigation: Dossier
) -> None:
    a_deadline(alice, litigation)
    with pytest.raises(CaseError, match="deadline_stands_open"):
        close(act(alice), litigation.pk, outcome="won")
    with pytest.raises(IntegrityError, match="no_dossier_closes"), transaction.atomic():
        Dossier.objects.filter(pk=litigation.pk).update(state="closed", closed_on=TODAY)


# Meeting and waiving


def test_met_deadline_says_when_by_whom_and_how_it_can_be_shown(alice: User, litigation: Dossier) -> None:
    made = a_deadline(alice, litigation)
    meet(act(alice), made.pk, lodged(date(2026, 6, 12), evidence="Petition lodged by J-Box"))
    kept = Deadline.objects.get(pk=made.pk)
    assert (kept.state, kept.done_on, kept.done_by) == ("met", date(2026, 6, 12), alice)
    assert kept.evidence == "Petition lodged by J-Box"
    entry = TrailEntry.objects.get(verb="deadline.met")
    assert (entry.actor, entry.changes["deadline"], entry.changes["done_on"]) == (
        alice,
        str(made.pk),
        "2026-06-12",
    )


def test_waived_deadline_keeps_its_reason_here_and_in_the_trail(alice: User, litigation: Dossier) -> None:
    made = a_deadline(alice, litigation)
    waive(act(alice), made.pk, reason="Left the country")
    kept = Deadline.objects.get(pk=made.pk)
    assert (kept.state, kept.done_on, kept.evidence) == ("waived", TODAY, "Left the country")


@pytest.mark.parametrize(
    ("done", "code"),
    [(lodged(date(2026, 6, 16)), "date_in_future"), (lodged(TODAY, receipt=" \n"), "receipt_needed")],
)
def test_meeting_without_proof_or_tomorrow_is_refused(
    alice: User, litigation: Dossier, done: Done, code: str
) -> None:
    made = a_deadline(alice, litigation)
    with pytest.raises(DeadlineError) as refused:
        meet(act(alice), made.pk, done)
    assert refused.value.code == code
    assert Deadline.objects.get(pk=made.pk).state == "open"


def test_deadline_is_done_once(alice: User, litigation: Dossier) -> None:
    made = a_deadline(alice, litigation)
    meet(act(alice), made.pk, lodged(TODAY))
    with pytest.raises(DeadlineError, match="deadline_not_open"):
        waive(act(alice), made.pk, reason="Second thoughts")
    assert Deadline.objects.get(pk=made.pk).state == "met"


def test_reader_and_outsider_meet_nothing(
    alice: User, rita: User, charlie: User, litigation: Dossier
) -> None:
    made = a_deadline(alice, litigation)
    for user, code in ((rita, "role_forbids"), (charlie, "not_found")):
        with pytest.raises(DeskError) as refused:
            meet(act(user), made.pk, lodged(TODAY))
        assert refused.value.code == code


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_at_once_meet_it_once_and_the_other_is_told(
    alice: User, cora: User, desk: Team
) -> None:
    litigation = a_litigation(alice, desk)
    made = a_deadline(alice, litigation)

    def attempt(user: User) -> str:
        try:
            meet(act(user), made.pk, lodged(TODAY, evidence=user.name))
        except DeadlineError as refused:
            return refused.code
        return "met"

    assert sorted(side_by_side(partial(attempt, alice), partial(attempt, cora))) == [
        "deadline_not_open",
        "met",
    ]
    assert verbs(litigation).count("deadline.met") == 1
    assert day_of(litigation) is None


# Becoming litigation


def test_open_deadlines_go_along_and_done_ones_stay(alice: User, sam: User, desk: Team) -> None:
    question = a_question(sam, desk)
    done, still_open = a_deadline(alice, question, POSTED_22_MAY_2018), a_deadline(alice, question)
    meet(act(alice), done.pk, lodged(TODAY))
    litigation = promote_question(act(alice), question.pk, title="A precedent", details=LitigationDetails())
    assert Deadline.objects.get(pk=still_open.pk).dossier == litigation
    assert Deadline.objects.get(pk=done.pk).dossier == question
    assert (day_of(question), day_of(litigation)) == (None, date(2026, 6, 16))
    question.refresh_from_db()
    assert (question.state, question.outcome) == ("closed", "became_litigation")
    assert verbs(litigation) == ["litigation.opened", "litigation.began_as_question", "deadline.came_along"]
    assert verbs(question)[-3:] == ["question.became_litigation", "deadline.went_along", "question.closed"]
    assert Reminder.objects.filter(deadline__dossier=litigation).exists()


def test_closed_question_becomes_nothing_more(alice: User, sam: User, desk: Team) -> None:
    question = a_question(sam, desk)
    become = partial(promote_question, act(alice), question.pk, title="", details=LitigationDetails())
    become()
    with pytest.raises(CaseError, match="state_forbids"):
        become()
    assert Dossier.objects.filter(kind="litigation").count() == 1


def test_litigation_is_no_question(alice: User, litigation: Dossier) -> None:
    with pytest.raises(DeskError):
        promote_question(act(alice), litigation.pk, title="", details=LitigationDetails())


# What the ledger could not reckon with


@pytest.mark.parametrize(
    ("kind", "on", "amount"),
    [
        (EventKind.VIOLATION_FOUND, TODAY, None),
        (EventKind.PAYMENT_RECEIVED, date(2026, 3, 12), Decimal("9999999.00")),
    ],
)
def test_event_that_breaks_the_ledger_is_refused_whole(
    alice: User, desk: Team, kind: EventKind, on: date, amount: Decimal | None
) -> None:
    dossier = a_condemnation(alice, desk)
    with pytest.raises(LawError, match="penalty_impossible"):
        record_event(act(alice), dossier.pk, event(kind, on, amount=amount))
    assert [each.kind for each in dossier.events.order_by("id")] == ["order_given", "order_served"]


def test_payment_needs_a_penalty_and_service_does_not(alice: User, desk: Team) -> None:
    dossier = a_condemnation(alice, desk, penalty=None)
    record_event(act(alice), dossier.pk, event(EventKind.PERSON_HOUSED, TODAY))
    with pytest.raises(DeadlineError, match="no_penalty"):
        record_event(act(alice), dossier.pk, event(EventKind.PAYMENT_RECEIVED, TODAY, amount=Decimal(1)))


def test_terms_that_no_ledger_can_reckon_with_enter_no_book(alice: User, desk: Team) -> None:
    order = OrderDetails(court="A court", role_number="1", decided_on=TODAY, procedure="merits")
    penalty = PenaltyDetails(amount=Decimal(250), unit="lump_sum", cap=Decimal(1000))
    with pytest.raises(LawError, match="penalty_impossible"):
        enter_condemnation(act(alice), Opening(team=desk, title="An order"), order=order, penalty=penalty)
    assert not Dossier.objects.exists()


def test_deadline_that_is_not_there_is_not_found(alice: User) -> None:
    with pytest.raises(NotFoundError):
        meet(act(alice), alice.pk, lodged(TODAY))
