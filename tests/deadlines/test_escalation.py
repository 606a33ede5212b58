"""A fatal day that nobody acknowledges climbs, rung by rung, once; to nobody who may not work on the dossier."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

import pytest
import structlog

from cases.models import Dossier, DossierRole
from deadlines import escalation
from deadlines.acknowledging import acknowledge
from deadlines.attention import first_climb
from deadlines.corrections import Grounds, override
from deadlines.escalation import climb_all
from deadlines.models import FATAL, Acknowledgement, Deadline, Reminder, ReminderMail
from deadlines.reminders import sweep
from deadlines.services import meet
from helpdesk.outbox.models import OutgoingMail
from helpdesk.people.models import Membership, Role, Team, User
from helpdesk.trail.models import TrailEntry
from tests.factories import (
    POSTED_22_MAY_2018,
    a_deadline,
    a_litigation,
    a_part,
    a_wall,
    act,
    an_absence,
    at_level,
    lodged,
)
from tests.helpdesk.side_by_side import side_by_side

BRUSSELS = ZoneInfo("Europe/Brussels")
# A Wednesday; the last day is Monday 4 June 2018, and from Thursday 31 May on it climbs at once.
ENTERED = date(2018, 5, 23)
RECEPTION = {
    "rule": "reception-leave-after-status",
    "event": {"date": "2018-05-22"},
}


def at(text: str) -> datetime:
    """A moment at the desk."""
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS)


def look(text: str) -> int:
    """What the clockwork does at a moment: ring, then climb; how many mails it climbed with."""
    now = at(text)
    sweep(today=now.date(), at=now)
    return climb_all(today=now.date(), at=now)


def climbed() -> list[tuple[str, str]]:
    """Every mail of a rung so far: which, and to whom."""
    rows = ReminderMail.objects.exclude(reminder__acknowledgement=None).order_by("mail__id")
    return list(rows.values_list("reminder__lead", "mail__addressee__name"))


@pytest.fixture
def litigation(alice: User, bob: User, cora: User, desk: Team) -> Dossier:
    return a_litigation(alice, desk)


@pytest.fixture
def deadline(alice: User, litigation: Dossier) -> Deadline:
    return a_deadline(alice, litigation, POSTED_22_MAY_2018, ENTERED)


@pytest.fixture
def asked(deadline: Deadline) -> Deadline:
    """Its first reminder has left on the Wednesday at ten."""
    assert look("2018-05-23T10:00") == 0
    return deadline


def test_unacknowledged_day_climbs_each_working_day_at_the_same_hour(asked: Deadline) -> None:
    assert look("2018-05-24T09:59") == 0
    assert look("2018-05-24T10:00") == 3
    # Nobody stands in: that rung reaches nobody, and the next follows at once.
    assert climbed() == [("to_team", "Alice"), ("to_team", "Bob"), ("to_team", "Cora")]
    assert look("2018-05-25T09:59") == 0
    assert look("2018-05-25T10:00") == 1
    assert climbed()[3:] == [("to_coordinators", "Cora")]
    assert look("2018-06-04T10:00") == 0
    rungs = Reminder.objects.exclude(acknowledgement=None).order_by("claimed_at", "id")
    assert list(rungs.values_list("lead", flat=True)) == ["to_stand_in", "to_team", "to_coordinators"]


def test_weekend_is_no_time_to_answer(asked: Deadline) -> None:
    asked.acknowledgements.update(climbs_at=first_climb(asked.due_on, at("2018-05-25T15:00")))
    assert [look("2018-05-26T15:00"), look("2018-05-28T14:59"), look("2018-05-28T15:00")] == [0, 0, 3]


def test_on_the_last_working_days_it_climbs_at_once_to_the_top(deadline: Deadline) -> None:
    assert look("2018-05-31T07:00") == 4
    assert [rung for rung, _ in climbed()] == ["to_team", "to_team", "to_team", "to_coordinators"]


def test_each_rung_is_in_the_trail_and_in_no_other_mail(asked: Deadline, litigation: Dossier) -> None:
    look("2018-05-24T10:00")
    told = TrailEntry.objects.filter(verb="deadline.escalated", dossier_id=litigation.pk).order_by("id")
    assert [(entry.actor, entry.changes["rung"], entry.changes["told"]) for entry in told] == [
        (None, "to_stand_in", 0), (None, "to_team", 3),
    ]  # fmt: skip
    keys = OutgoingMail.objects.filter(reminder__reminder__lead="to_team").values_list("key", flat=True)
    rung = Reminder.objects.get(lead="to_team")
    assert set(keys) == {f"reminder:{rung.pk}:{user.pk}" for user in User.objects.all()}


def test_who_stands_in_hears_first(litigation: Dossier, deadline: Deadline, alice: User, bob: User) -> None:
    look("2018-05-23T10:00")
    an_absence(alice, bob, date(2018, 5, 24), date(2018, 5, 25))
    assert look("2018-05-24T10:00") == 1
    assert climbed() == [("to_stand_in", "Bob")]


def test_stand_in_of_the_dossier_hears_first_too(asked: Deadline, alice: User, litigation: Dossier) -> None:
    guest = User.objects.create_user("gina@example.org", name="Gina")
    a_part(alice, litigation, guest, DossierRole.STAND_IN)
    look("2018-05-24T10:00")
    assert climbed() == [("to_stand_in", "Gina")]


def sealed(alice: User, litigation: Dossier, bob: User, cora: User) -> None:
    at_level(alice, litigation, "sealed")


def restricted(alice: User, litigation: Dossier, bob: User, cora: User) -> None:
    at_level(alice, litigation, "restricted")


def walled(alice: User, litigation: Dossier, bob: User, cora: User) -> None:
    a_wall(cora, litigation, bob)


def left(alice: User, litigation: Dossier, bob: User, cora: User) -> None:
    Membership.objects.filter(user=bob).update(role=Role.READER)
    User.objects.filter(pk=cora.pk).update(is_active=False)


@pytest.mark.parametrize(
    ("situation", "heard"),
    [
        (sealed, {"Alice"}),
        (restricted, {"Alice", "Cora"}),
        (walled, {"Alice", "Cora"}),
        (left, {"Alice"}),
    ],
)
def test_nobody_hears_of_it_who_may_not_work_on_the_dossier(
    asked: Deadline,
    alice: User,
    litigation: Dossier,
    bob: User,
    cora: User,
    charlie: User,
    rita: User,
    situation: Callable[..., None],
    heard: set[str],
) -> None:
    an_absence(alice, bob, date(2018, 5, 24), date(2018, 6, 4))
    situation(alice, litigation, bob, cora)
    look("2018-05-31T10:00")
    assert {name for _, name in climbed()} == heard


def test_last_rung_that_reaches_nobody_is_an_error_in_the_log(asked: Deadline, cora: User) -> None:
    User.objects.filter(pk=cora.pk).update(is_active=False)
    with structlog.testing.capture_logs() as said:
        look("2018-05-31T10:00")
    assert [line["event"] for line in said] == ["escalation_without_addressee"]


def test_acknowledged_day_climbs_no_more_and_its_reminders_go_on(asked: Deadline, bob: User) -> None:
    acknowledge(act(bob, date(2018, 5, 24)), asked.pk)
    assert look("2018-06-04T10:00") == 0
    assert ReminderMail.objects.count() == 2
    last = OutgoingMail.objects.order_by("id").last()
    assert last is not None
    assert "/acknowledge/" not in last.text


def test_day_that_moves_is_asked_anew_and_so_is_the_day_it_moves_back_to(
    asked: Deadline, alice: User
) -> None:
    acknowledge(act(alice, ENTERED), asked.pk)
    for day in (date(2018, 6, 12), date(2018, 6, 4)):
        override(act(alice, ENTERED), asked.pk, due_on=day, grounds=Grounds(reason="The court set it."))
    rows = Acknowledgement.objects.order_by("id").values_list("due_on", "overtaken_at", "acknowledged_at")
    assert [(str(day), bool(over), bool(known)) for day, over, known in rows] == [
        ("2018-06-04", True, True), ("2018-06-12", True, False), ("2018-06-04", False, False),
    ]  # fmt: skip
    assert look("2018-05-31T10:00") == 4


def test_deadline_that_is_done_climbs_no_more(asked: Deadline, alice: User) -> None:
    meet(act(alice, ENTERED), asked.pk, lodged(ENTERED))
    assert look("2018-05-31T10:00") == 0
    assert not Acknowledgement.objects.filter(climbs_at__isnull=False).exists()


def test_day_of_a_place_in_reception_asks_nothing(alice: User, litigation: Dossier) -> None:
    made = a_deadline(alice, litigation, RECEPTION, ENTERED)
    look("2018-07-20T10:00")
    assert (made.rule_kind, made.remedy, made.is_fatal) == ("party_deadline", "reception", False)
    assert Acknowledgement.objects.count() == 0


def test_fatal_in_a_query_is_fatal_on_the_row(alice: User, litigation: Dossier) -> None:
    from_law = [
        a_deadline(alice, litigation, query, ENTERED)
        for query in (
            POSTED_22_MAY_2018,
            RECEPTION,
            {"rule": "transfer-to-responsible-state", "event": {"date": "2018-05-22"}},
        )
    ]
    found = set(Deadline.objects.filter(FATAL).values_list("pk", flat=True))
    assert found == {one.pk for one in from_law if one.is_fatal}
    assert len(found) == 1


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_climb_once(
    alice: User, bob: User, cora: User, desk: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(escalation, "BATCH", 3)
    for number in range(7):
        a_deadline(alice, a_litigation(alice, desk, number), POSTED_22_MAY_2018, ENTERED)
    now = at("2018-05-31T10:00")
    sweep(today=now.date(), at=now)
    queued = side_by_side(*[partial(climb_all, today=now.date(), at=now)] * 3)
    # What another worker holds is passed over; the next look finds it.
    queued.append(climb_all(today=now.date(), at=now))
    assert sum(queued) == len(climbed()) == 7 * 4
    assert Reminder.objects.filter(lead="to_team").count() == 7
    assert TrailEntry.objects.filter(verb="deadline.escalated").count() == 7 * 3


@pytest.mark.django_db(transaction=True)
def test_acknowledged_while_it_climbs_is_one_or_the_other(alice: User, bob: User, desk: Team) -> None:
    deadline = a_deadline(alice, a_litigation(alice, desk), POSTED_22_MAY_2018, ENTERED)
    now = at("2018-05-31T10:00")
    sweep(today=now.date(), at=now)
    side_by_side(
        lambda: acknowledge(act(alice, now.date()), deadline.pk) and 0,
        partial(climb_all, today=now.date(), at=now),
    )
    assert climb_all(today=now.date(), at=now) == 0
    assert not Acknowledgement.objects.filter(acknowledged_at=None).exists()
    assert not Acknowledgement.objects.filter(climbs_at__isnull=False).exists()


@pytest.mark.parametrize(
    ("asked_at", "climbs_at"),
    [
        # Across both changes of the clock the hour at the desk stays
        ("2026-03-27T10:00", "2026-03-30T10:00"),
        ("2026-10-23T10:00", "2026-10-26T10:00"),
        # Christmas is no working day
        ("2026-12-24T09:00", "2026-12-28T09:00"),
    ],
)
def test_patience_is_counted_in_working_days_at_the_desk(asked_at: str, climbs_at: str) -> None:
    assert first_climb(date(2027, 2, 1), at(asked_at)) == at(climbs_at)


def test_patience_ends_where_the_last_working_days_begin(settings: object) -> None:
    # Due on a Wednesday: Monday at seven is the second working day before it.
    assert first_climb(date(2026, 6, 17), at("2026-06-12T10:00")) == at("2026-06-15T07:00")
    assert first_climb(date(2026, 6, 17), at("2026-06-18T10:00")) == at("2026-06-18T10:00")


def test_patience_is_a_setting(settings: object) -> None:
    settings.ACKNOWLEDGE_WITHIN_WORKING_DAYS = 3  # type: ignore[attr-defined]
    settings.ESCALATE_AT_ONCE_WORKING_DAYS = 0  # type: ignore[attr-defined]
    assert first_climb(date(2026, 6, 30), at("2026-06-12T10:00")) == at("2026-06-17T10:00")
    assert first_climb(date(2026, 6, 15), at("2026-06-12T10:00")) == at("2026-06-15T07:00")


def test_day_that_no_calendar_knows_climbs_at_once() -> None:
    assert first_climb(date(2199, 6, 30), at("2026-06-12T10:00")) == at("2026-06-12T10:00")
