"""Reminders: planned on entry, claimed once, sent to who can act, silent once it is done."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
import structlog

from cases.models import Dossier
from cases.services.litigations import LitigationDetails
from deadlines import entries, reminders
from deadlines.law.load import PACKAGED_FOLDER, load_law
from deadlines.models import Deadline, Reminder, ReminderMail
from deadlines.reminders import sweep
from deadlines.services import meet, promote_question, waive
from helpdesk.outbox.models import OutgoingMail
from helpdesk.people.models import Membership, Role, Team, User
from tests.factories import POSTED_22_MAY_2018, a_deadline, a_litigation, a_question, act, lodged
from tests.helpdesk.side_by_side import side_by_side

ENTERED = date(2018, 5, 23)
LAST_DAY = date(2018, 6, 4)


def morning(day: date) -> datetime:
    return datetime.combine(day, time(7), tzinfo=UTC)


def ring(day: date) -> int:
    return sweep(today=day, at=morning(day))


def told() -> list[tuple[str, str]]:
    """Every reminder mailed so far: its lead and to whom."""
    rows = ReminderMail.objects.order_by("mail__id")
    return list(rows.values_list("reminder__lead", "mail__addressee__name"))


@pytest.fixture
def litigation(alice: User, desk: Team) -> Dossier:
    return a_litigation(alice, desk)


@pytest.fixture
def deadline(alice: User, litigation: Dossier) -> Deadline:
    return a_deadline(alice, litigation, POSTED_22_MAY_2018, ENTERED)


def test_entry_plans_one_reminder_at_once_and_the_five_before_the_last_day(deadline: Deadline) -> None:
    planned = deadline.reminders.order_by("ring_on").values_list("lead", "ring_on", "claimed_at")
    assert [(lead, day.isoformat(), claimed) for lead, day, claimed in planned] == [
        ("entry", "2018-05-23", None),
        ("working_days_5", "2018-05-28", None),
        ("working_days_3", "2018-05-30", None),
        ("working_days_2", "2018-05-31", None),
        ("working_days_1", "2018-06-01", None),
        ("working_days_0", "2018-06-04", None),
    ]


def test_rule_that_states_its_lead_times_is_announced_by_them(
    alice: User, litigation: Dossier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(copytree(PACKAGED_FOLDER, tmp_path / "law"))
    file = folder / "rules/rvv-appeal-inadmissibility.yaml"
    stated = "    rolls: true\n    reminders: {working_days: [7, 0]}\n"
    file.write_text(
        file.read_text(encoding="utf-8").replace("    rolls: true\n", stated, 1), encoding="utf-8"
    )
    monkeypatch.setattr(entries, "load_law", lambda: load_law(folder))
    made = a_deadline(alice, litigation, POSTED_22_MAY_2018, ENTERED)
    planned = made.reminders.order_by("ring_on").values_list("lead", "ring_on")
    assert [(lead, day.isoformat()) for lead, day in planned] == [
        ("entry", "2018-05-23"),
        ("working_days_7", "2018-05-24"),
        ("working_days_0", "2018-06-04"),
    ]


def test_each_day_rings_what_is_due_and_once_only(deadline: Deadline) -> None:
    days = [ENTERED + timedelta(days=count) for count in range(20)]
    rung = {day.isoformat(): ring(day) for day in days}
    assert {day for day, count in rung.items() if count} == {
        "2018-05-23", "2018-05-28", "2018-05-30", "2018-05-31", "2018-06-01", "2018-06-04",
    }  # fmt: skip
    assert set(rung.values()) == {0, 1}
    assert [ring(day) for day in days] == [0] * 20


def test_mail_is_keyed_by_reminder_and_colleague_and_queued_for_the_moment(
    deadline: Deadline, alice: User
) -> None:
    ring(ENTERED)
    mail, reminder = OutgoingMail.objects.get(), Reminder.objects.get(lead="entry")
    assert mail.key == f"reminder:{reminder.pk}:{alice.pk}"
    assert (mail.queued_at, reminder.claimed_at) == (morning(ENTERED), morning(ENTERED))
    assert mail.subject.startswith(deadline.dossier.reference)


def test_late_start_sends_one_reminder_for_all_that_were_missed(deadline: Deadline) -> None:
    assert ring(date(2018, 6, 1)) == 1
    assert told() == [("working_days_1", "Alice")]
    assert Reminder.objects.filter(claimed_at__isnull=True).count() == 1
    assert ring(LAST_DAY) == 1


def test_late_start_over_many_batches_still_sends_one_per_deadline(
    alice: User, desk: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminders, "BATCH", 2)
    for number in range(5):
        a_deadline(alice, a_litigation(alice, desk, number), POSTED_22_MAY_2018, ENTERED)
    assert ring(LAST_DAY) == 5
    assert Counter(lead for lead, _ in told()) == {"working_days_0": 5}
    assert not Reminder.objects.filter(claimed_at__isnull=True).exists()


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_ring_each_deadline_once(
    alice: User, desk: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminders, "BATCH", 3)
    for number in range(10):
        a_deadline(alice, a_litigation(alice, desk, number), POSTED_22_MAY_2018, ENTERED)
    queued = side_by_side(*[partial(ring, LAST_DAY)] * 3)
    assert sum(queued) == 10
    assert OutgoingMail.objects.count() == ReminderMail.objects.count() == 10
    assert Counter(lead for lead, _ in told()) == {"working_days_0": 10}
    assert not Reminder.objects.filter(claimed_at__isnull=True).exists()


def test_sweep_that_fails_midway_has_claimed_nothing(
    deadline: Deadline, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any) -> None:
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr(reminders, "reminder_letter", fail)
        with pytest.raises(ConnectionError):
            ring(ENTERED)
    assert not Reminder.objects.filter(claimed_at__isnull=False).exists()
    assert ring(ENTERED) == 1


@pytest.mark.parametrize("how", ["met", "waived"])
def test_deadline_that_is_done_is_silent(deadline: Deadline, alice: User, how: str) -> None:
    if how == "met":
        meet(act(alice, ENTERED), deadline.pk, lodged(ENTERED))
    else:
        waive(act(alice, ENTERED), deadline.pk, reason="Left the country")
    assert ring(LAST_DAY) == 0
    assert told() == []


def test_deadline_that_others_must_keep_never_rings(alice: User, litigation: Dossier) -> None:
    query = {"rule": "transfer-to-responsible-state", "event": {"date": "2018-05-22"}}
    made = a_deadline(alice, litigation, query, ENTERED)
    assert (made.rule_kind, made.reminders.count()) == ("authority_deadline", 0)


def test_reminders_follow_a_question_that_becomes_litigation(alice: User, desk: Team, bob: User) -> None:
    question = a_question(alice, desk)
    a_deadline(alice, question, POSTED_22_MAY_2018, ENTERED)
    litigation = promote_question(act(bob, ENTERED), question.pk, title="", details=LitigationDetails())
    assert litigation.owner == bob
    ring(LAST_DAY)
    assert told() == [("working_days_0", "Bob")]
    assert litigation.reference in OutgoingMail.objects.get().subject


# To whom


def test_owner_alone_is_reminded(deadline: Deadline, bob: User, cora: User) -> None:
    ring(ENTERED)
    assert told() == [("entry", "Alice")]


def test_dossier_without_owner_reminds_every_lawyer_and_coordinator_of_its_team(
    desk: Team, alice: User, bob: User, cora: User, rita: User, sam: User, charlie: User
) -> None:
    a_deadline(alice, a_question(sam, desk), POSTED_22_MAY_2018, ENTERED)
    assert ring(ENTERED) == 3
    assert told() == [("entry", "Alice"), ("entry", "Bob"), ("entry", "Cora")]
    languages = OutgoingMail.objects.order_by("address").values_list("language", flat=True)
    assert list(languages) == ["nl", "fr", "nl"]


@pytest.mark.parametrize("gone", ["barred", "left the team", "reads only", "works elsewhere"])
def test_owner_who_can_no_longer_act_is_replaced_by_the_team(
    deadline: Deadline, alice: User, bob: User, gone: str
) -> None:
    membership = Membership.objects.filter(user=alice)
    if gone == "barred":
        User.objects.filter(pk=alice.pk).update(is_active=False)
    elif gone == "left the team":
        membership.delete()
    elif gone == "reads only":
        membership.update(role=Role.READER)
    else:
        membership.update(team=Team.objects.create(slug="elsewhere", name="Elsewhere"))
    ring(ENTERED)
    assert told() == [("entry", "Bob")]


def test_integration_that_owns_a_dossier_reads_no_mail(deadline: Deadline, alice: User, bob: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_service=True)
    ring(ENTERED)
    assert told() == [("entry", "Bob")]


def test_reminder_that_nobody_can_get_is_an_error_in_the_log(deadline: Deadline, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    with structlog.testing.capture_logs() as said:
        assert ring(ENTERED) == 0
    assert [(line["event"], line["log_level"], line["deadline"]) for line in said] == [
        ("reminder_without_addressee", "error", str(deadline.pk))
    ]
