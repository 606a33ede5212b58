"""A colleague's own lead times: for her alone, once, besides what everybody gets and never instead of it."""

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from cases.models import Dossier
from cases.services.assignment import assign
from deadlines import reminders, tasks
from deadlines.corrections import Grounds, override
from deadlines.models import Deadline, Reminder
from deadlines.own_reminders import ring_own
from deadlines.reminders import sweep
from deadlines.services import meet
from deadlines.wishes import change_wishes
from helpdesk.outbox.models import OutgoingMail
from helpdesk.people.models import Membership, Team, User
from tests.deadlines.test_reminders import ENTERED, LAST_DAY, morning, told
from tests.factories import (
    POSTED_22_MAY_2018,
    a_condemnation,
    a_deadline,
    a_litigation,
    a_question,
    a_wall,
    act,
    an_absence,
    at_level,
    lodged,
)
from tests.helpdesk.side_by_side import side_by_side

WISHED_ON = date(2018, 5, 1)
# Seven and six working days before the last day; five is the first lead of everybody.
SEVEN, SIX, FIVE = date(2018, 5, 24), date(2018, 5, 25), date(2018, 5, 28)
FOR_ALL = ["entry", "working_days_5", "working_days_3", "working_days_2", "working_days_1", "working_days_0"]


def ring(day: date) -> int:
    """One look of the clockwork."""
    return sweep(today=day, at=morning(day)) + ring_own(today=day, at=morning(day))


def wish(user: User, *before: int, on: date = WISHED_ON) -> None:
    change_wishes(act(user, on), {"own_working_days_before": list(before)})


def ring_until(last: date) -> list[tuple[str, str]]:
    """What was told after a look on every day from the entry on."""
    for count in range((last - ENTERED).days + 1):
        ring(ENTERED + timedelta(days=count))
    return told()


@pytest.fixture
def litigation(alice: User, desk: Team) -> Dossier:
    return a_litigation(alice, desk)


@pytest.fixture
def deadline(alice: User, litigation: Dossier) -> Deadline:
    return a_deadline(alice, litigation, POSTED_22_MAY_2018, ENTERED)


@pytest.fixture
def untaken(alice: User, bob: User, cora: User, desk: Team) -> Deadline:
    """A deadline that all three hear of."""
    return a_deadline(alice, a_question(alice, desk), POSTED_22_MAY_2018, ENTERED)


def test_own_lead_time_rings_on_its_day_besides_those_of_everybody(deadline: Deadline, alice: User) -> None:
    wish(alice, 7)
    assert [lead for lead, _ in ring_until(LAST_DAY)] == ["entry", "working_days_7", *FOR_ALL[1:]]
    hers = Reminder.objects.get(wished_by=alice)
    assert (hers.lead, hers.ring_on, hers.claimed_at) == ("working_days_7", SEVEN, morning(SEVEN))


def test_own_lead_time_rings_for_her_alone(untaken: Deadline, alice: User) -> None:
    wish(alice, 7)
    ring(ENTERED)
    assert (ring(SEVEN), told()[3:]) == (1, [("working_days_7", "Alice")])
    assert ring(FIVE) == 3


def test_two_who_wish_the_same_each_hear_once(untaken: Deadline, alice: User, bob: User) -> None:
    wish(alice, 7)
    wish(bob, 7, 6)
    ring(ENTERED)
    assert [ring(day) for day in (SEVEN, SEVEN, SIX, SIX)] == [2, 0, 1, 0]
    assert told()[3:] == [("working_days_7", "Alice"), ("working_days_7", "Bob"), ("working_days_6", "Bob")]


@pytest.mark.parametrize("before", [(5,), (5, 3, 2, 1, 0), (0,)])
def test_own_lead_time_that_everybody_has_anyway_makes_no_second_mail(
    deadline: Deadline, alice: User, before: tuple[int, ...]
) -> None:
    wish(alice, *before)
    assert [lead for lead, _ in ring_until(LAST_DAY)] == FOR_ALL


def test_whatever_she_wishes_all_of_everybody_ring_and_no_day_rings_twice(
    deadline: Deadline, alice: User
) -> None:
    wish(alice, *range(10))
    assert [lead for lead, _ in ring_until(LAST_DAY) if lead in FOR_ALL] == FOR_ALL
    days = Reminder.objects.filter(mails__isnull=False).values_list("ring_on", flat=True)
    assert len(days) == len(set(days)) == len(FOR_ALL) + 3


def test_long_term_and_watch_ring_by_her_days_and_not_by_her_working_days(alice: User, desk: Team) -> None:
    a_condemnation(alice, desk)
    [watch] = Deadline.objects.all()
    change_wishes(act(alice), {"own_days_before": [20], "own_working_days_before": [15]})
    days = [watch.due_on - timedelta(days=count) for count in range(24, 15, -1)]
    assert sum(ring_own(today=day, at=morning(day)) for day in days) == 1
    assert [lead for lead, _ in told()] == ["days_20"]


def test_watch_rings_by_her_days_before_its_last_day_to_act_too(alice: User, desk: Team) -> None:
    a_condemnation(alice, desk)
    [watch] = Deadline.objects.all()
    assert watch.legal_on - watch.due_on > timedelta(days=25)
    change_wishes(act(alice), {"own_days_before": [20], "own_working_days_before": [2]})
    days = [watch.legal_on - timedelta(days=count) for count in range(24, -1, -1)]
    assert sum(ring_own(today=day, at=morning(day)) for day in days) == 1
    assert [lead for lead, _ in told()] == ["last_days_20"]


# A clockwork that stood still


def test_missed_day_is_made_up_for_once(deadline: Deadline, alice: User) -> None:
    wish(alice, 7)
    ring(ENTERED)
    assert [ring(SIX), ring(SIX)] == [1, 0]
    assert told()[1:] == [("working_days_7", "Alice")]


def test_of_several_missed_the_last_speaks_for_all(deadline: Deadline, alice: User) -> None:
    wish(alice, 7, 6)
    ring(ENTERED)
    assert [ring(date(2018, 5, 26)), ring(date(2018, 5, 27))] == [1, 0]
    assert told()[1:] == [("working_days_6", "Alice")]


def test_missed_one_is_said_by_one_of_everybody_that_is_due_with_it(deadline: Deadline, alice: User) -> None:
    wish(alice, 7, 6)
    ring(ENTERED)
    assert [ring(FIVE), ring(FIVE)] == [1, 0]
    assert told()[1:] == [("working_days_5", "Alice")]


def test_one_of_everybody_that_is_due_and_waits_is_not_forestalled(deadline: Deadline, alice: User) -> None:
    wish(alice, 7, 5)
    assert ring_own(today=FIVE, at=morning(FIVE)) == 0
    assert sweep(today=FIVE, at=morning(FIVE)) == 1


def test_what_was_missed_more_than_a_week_ago_is_not_made_up_for(alice: User, desk: Team) -> None:
    a_condemnation(alice, desk)
    [watch] = Deadline.objects.all()
    change_wishes(act(alice), {"own_days_before": [25]})
    late = watch.due_on - timedelta(days=16)
    assert ring_own(today=late, at=morning(late)) == 0


def test_look_that_fails_midway_has_written_nothing_and_the_next_rings(
    deadline: Deadline, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any) -> None:
        raise ConnectionError

    wish(alice, 7)
    ring(ENTERED)
    with monkeypatch.context() as patch:
        patch.setattr(reminders, "reminder_letter", fail)
        with pytest.raises(ConnectionError):
            ring(SEVEN)
    assert not Reminder.objects.filter(wished_by=alice).exists()
    assert ring(SEVEN) == 1


def test_clockwork_rings_them_with_the_others(
    deadline: Deadline, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks.deliver_due_mail, "delay", lambda: None)
    wish(alice, 7)
    for day in (ENTERED, SEVEN, SEVEN):
        tasks.sweep_reminders(day.isoformat())
    assert ("working_days_7", "Alice") in told()
    assert Reminder.objects.filter(wished_by=alice).count() == 1


@pytest.mark.django_db(transaction=True)
def test_three_looks_at_once_ring_each_once(alice: User, desk: Team) -> None:
    wish(alice, 7)
    for number in range(8):
        a_deadline(alice, a_litigation(alice, desk, number), POSTED_22_MAY_2018, ENTERED)
    ring(ENTERED)
    queued = side_by_side(*[partial(ring_own, today=SEVEN, at=morning(SEVEN))] * 3)
    assert sum(queued) + ring(SEVEN) == 8
    assert OutgoingMail.objects.filter(reminder__reminder__wished_by=alice).count() == 8


# What changes meanwhile


def test_wish_of_today_holds_from_today(deadline: Deadline, alice: User) -> None:
    ring(ENTERED)
    wish(alice, 7, on=SEVEN)
    assert (ring(SEVEN), told()[1:]) == (1, [("working_days_7", "Alice")])


def test_day_that_passed_before_she_wished_is_not_made_up_for(deadline: Deadline, alice: User) -> None:
    ring(ENTERED)
    wish(alice, 7, on=SIX)
    assert ring(SIX) == 0


def test_another_wish_about_mail_leaves_what_was_missed_due(deadline: Deadline, alice: User) -> None:
    wish(alice, 7)
    ring(ENTERED)
    change_wishes(act(alice, SIX), {"wants_daily": True})
    assert ring(SIX) == 1


def test_who_wishes_for_none_any_more_hears_only_those_of_everybody(deadline: Deadline, alice: User) -> None:
    wish(alice, 7, 6)
    ring(ENTERED)
    wish(alice)
    assert [lead for lead, _ in ring_until(LAST_DAY)] == FOR_ALL


def test_dossier_that_changes_hands_rings_by_the_wish_of_who_has_it(
    deadline: Deadline, litigation: Dossier, alice: User, bob: User
) -> None:
    wish(alice, 7, 6)
    wish(bob, 6)
    ring(ENTERED)
    ring(SEVEN)
    assign(act(alice, SEVEN), litigation.pk, to=bob.pk)
    ring(SIX)
    assert told()[1:] == [("working_days_7", "Alice"), ("working_days_6", "Bob")]


def test_who_stands_in_hears_by_her_own_wish(deadline: Deadline, alice: User, bob: User) -> None:
    wish(bob, 7, 6)
    ring(ENTERED)
    assert ring(SEVEN) == 0
    an_absence(alice, bob, SIX, SIX)
    assert (ring(SIX), told()[1:]) == (1, [("working_days_6", "Bob")])


def test_deadline_that_moves_rings_anew_before_its_new_day(deadline: Deadline, alice: User) -> None:
    wish(alice, 7)
    ring(ENTERED)
    ring(SEVEN)
    override(act(alice, SIX), deadline.pk, due_on=date(2018, 6, 8), grounds=Grounds(reason="Extended."))
    assert [lead for lead, _ in ring_until(date(2018, 6, 8))] == [
        "entry", "working_days_7", "moved", "working_days_7", *FOR_ALL[1:],
    ]  # fmt: skip
    assert list(Reminder.objects.filter(wished_by=alice).order_by("due_on").values_list("due_on", "ring_on")) == [
        (LAST_DAY, SEVEN), (date(2018, 6, 8), date(2018, 5, 30)),
    ]  # fmt: skip


def test_deadline_that_is_done_is_silent(deadline: Deadline, alice: User) -> None:
    wish(alice, 7)
    ring(ENTERED)
    meet(act(alice, ENTERED), deadline.pk, lodged(ENTERED))
    assert ring(SEVEN) == 0


# To whom


def test_who_is_walled_off_hears_nothing(untaken: Deadline, alice: User, bob: User, cora: User) -> None:
    wish(bob, 7)
    a_wall(cora, untaken.dossier, bob)
    ring(ENTERED)
    assert ring(SEVEN) == 0
    assert {name for _, name in told()} == {"Alice", "Cora"}


@pytest.mark.parametrize("level", ["restricted", "sealed"])
def test_who_is_not_named_in_a_closed_dossier_hears_nothing(
    untaken: Deadline, alice: User, bob: User, cora: User, level: str
) -> None:
    wish(bob, 7)
    at_level(cora, untaken.dossier, level)
    ring(ENTERED)
    assert ring(SEVEN) == 0


@pytest.mark.parametrize("gone", ["barred", "left the team", "an integration"])
def test_who_can_no_longer_work_on_it_hears_nothing(untaken: Deadline, bob: User, gone: str) -> None:
    wish(bob, 7)
    ring(ENTERED)
    if gone == "left the team":
        Membership.objects.filter(user=bob).delete()
    else:
        User.objects.filter(pk=bob.pk).update(is_active=gone != "barred", is_service=gone == "an integration")
    assert ring(SEVEN) == 0


def test_colleague_who_owns_nothing_of_it_hears_nothing(deadline: Deadline, bob: User) -> None:
    wish(bob, 7)
    ring(ENTERED)
    assert ring(SEVEN) == 0


# What it costs


def test_look_costs_one_query_and_two_for_each_who_wished_whatever_was_told(
    alice: User, desk: Team, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        ring_own(today=SEVEN, at=morning(SEVEN))
    wish(alice, 7)
    for number in range(3):
        a_deadline(alice, a_litigation(alice, desk, number), POSTED_22_MAY_2018, ENTERED)
    ring(ENTERED)
    assert ring_own(today=SEVEN, at=morning(SEVEN)) == 3
    with django_assert_num_queries(3):
        ring_own(today=SEVEN, at=morning(SEVEN))


# What she reads


def test_mail_says_that_she_wished_for_it_and_where_to_change_that(deadline: Deadline, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(language="en")
    wish(alice, 7)
    ring(ENTERED)
    ring(SEVEN)
    entered, hers = (" ".join(mail.text.split()) for mail in OutgoingMail.objects.order_by("id"))
    assert "This reminder was planned for 7 working days before that day." in hers
    assert "You alone get it: you wished for it, besides the reminders that everybody gets." in hers
    assert hers.endswith("/sign-in/?next=/api/v1/me/mail-wishes")
    assert "because the dossier is yours" in entered
    assert "because the dossier is yours" not in hers
