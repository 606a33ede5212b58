"""The watchdog: what is late or waits is found, told once, told again when over, and stops the heartbeat."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from django.core import mail as post
from django.core.management import call_command
from django.db import OperationalError

from deadlines.corrections import Grounds, override
from deadlines.escalation import climb_all
from deadlines.management.commands import watch as command
from deadlines.management.commands.watch import look
from deadlines.models import Reminder, Rung
from deadlines.reminders import sweep
from deadlines.watch import findings, overdue_work
from helpdesk.outbox.models import MailState, OutgoingMail
from helpdesk.people.models import Team, User
from helpdesk.watch.models import Alarm, Run
from helpdesk.watch.runs import note_run, run_of
from launcher.ports import free_port
from tests.conftest import TODAY
from tests.factories import a_deadline, a_litigation, act
from tests.helpdesk.test_outbox import queued

# Monday 15 June 2026, noon at the desk.
NOON = datetime(2026, 6, 15, 10, tzinfo=UTC)
LONG_AGO = NOON - timedelta(days=3)
EXPECTED = {
    "deliver-mail": timedelta(minutes=10),
    "sweep-reminders": timedelta(minutes=30),
    "write-digests": timedelta(minutes=30),
}


@pytest.fixture(autouse=True)
def three_expected_runs(settings: Any) -> None:
    settings.EXPECTED_RUNS = EXPECTED


def everything_ran(at: datetime) -> None:
    for name in EXPECTED:
        note_run(name, at)


def names(now: datetime, since: datetime = LONG_AGO) -> list[str]:
    return [each.name for each in findings(now, since)]


@pytest.fixture
def admin(alice: User) -> User:
    User.objects.filter(pk=alice.pk).update(is_admin=True, created_at=NOON)
    return alice


@pytest.fixture
def pings(settings: Any) -> Iterator[list[str]]:
    """A dead-man's switch outside, on loopback."""
    heard: list[str] = []

    class Switch(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Switch)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.HEARTBEAT_URL = f"http://127.0.0.1:{server.server_port}/desk"
    yield heard
    server.shutdown()
    server.server_close()


# The ledger of runs


def test_runs_of_one_hour_are_one_row(db: None) -> None:
    for minute in (0, 20, 59):
        with run_of("deliver-mail", NOON + timedelta(minutes=minute)) as done:
            done(3)
    (row,) = Run.objects.all()
    assert (row.hour, row.times, row.done, row.last_at) == (NOON, 3, 9, NOON + timedelta(minutes=59))


def test_run_that_fails_is_entered_and_is_no_good_end(db: None) -> None:
    note_run("deliver-mail", NOON)
    with pytest.raises(ZeroDivisionError), run_of("deliver-mail", NOON + timedelta(minutes=1)):
        _ = 1 / 0
    (row,) = Run.objects.all()
    assert (row.times, row.failures, row.last_at, row.last_error) == (1, 1, NOON, "ZeroDivisionError")


# What is found


def test_desk_in_step_has_no_findings(db: None) -> None:
    everything_ran(NOON)
    assert names(NOON) == []


def test_run_is_late_after_its_time_and_not_before(db: None) -> None:
    everything_ran(NOON)
    assert names(NOON + timedelta(minutes=10)) == []
    assert names(NOON + timedelta(minutes=10, seconds=1)) == ["run_late:deliver-mail"]
    assert len(names(NOON + timedelta(minutes=31))) == 3


def test_what_never_ran_is_late_from_when_the_watching_began(db: None) -> None:
    assert len(names(NOON)) == 3
    assert names(NOON, since=NOON - timedelta(minutes=9)) == []
    assert names(NOON, since=NOON - timedelta(minutes=11)) == ["run_late:deliver-mail"]


def test_backup_is_expected_where_the_settings_say_so(db: None, settings: Any) -> None:
    everything_ran(NOON)
    settings.EXPECTED_RUNS = {**settings.EXPECTED_RUNS, "backup": timedelta(hours=26)}
    note_run("backup", NOON - timedelta(hours=27))
    assert names(NOON) == ["run_late:backup"]


def test_work_that_waits_is_found_even_if_the_ledger_says_all_is_well(alice: User, desk: Team) -> None:
    everything_ran(NOON)
    User.objects.update(created_at=LONG_AGO)
    queued(alice, "old", NOON - timedelta(minutes=16))
    queued(alice, "new", NOON - timedelta(minutes=14))
    a_deadline(alice, a_litigation(alice, desk), on=date(2026, 6, 12))
    waiting = overdue_work(NOON)
    assert (waiting["mail"], waiting["digests"]) == (1, 1)
    assert waiting["reminders"] >= 1
    assert {"work_waits:mail", "work_waits:digests", "work_waits:reminders"} <= set(names(NOON))


def test_reminder_of_what_was_entered_just_now_is_not_late_before_it_waited(alice: User, desk: Team) -> None:
    everything_ran(NOON)
    entered = act(alice).at
    a_deadline(alice, a_litigation(alice, desk))
    assert [overdue_work(entered + timedelta(minutes=count))["reminders"] for count in (1, 30, 31)] == [
        0,
        0,
        1,
    ]


def test_day_that_rang_for_nobody_is_found_until_somebody_is_told(alice: User, desk: Team) -> None:
    deadline = a_deadline(alice, a_litigation(alice, desk))
    assert unread_after_a_sweep(TODAY) == 0
    User.objects.update(is_active=False)
    override(act(alice), deadline.pk, due_on=date(2026, 6, 22), grounds=Grounds(reason="As the court said."))
    assert unread_after_a_sweep(TODAY) == 1
    assert unread_after_a_sweep(date(2026, 6, 16)) == 1
    User.objects.update(is_active=True)
    assert unread_after_a_sweep(date(2026, 6, 19)) == 0


def test_rung_that_reaches_nobody_is_not_taken_for_a_day_of_which_nobody_heard(
    alice: User, desk: Team
) -> None:
    a_deadline(alice, a_litigation(alice, desk))
    sweep(today=TODAY, at=act(alice).at)
    climb_all(today=TODAY, at=NOON + timedelta(days=3))
    assert Rung.TO_STAND_IN in Reminder.objects.values_list("lead", flat=True)
    assert overdue_work(NOON + timedelta(days=3))["reminders_without_reader"] == 0


def unread_after_a_sweep(day: date) -> int:
    at = datetime.combine(day, time(8), UTC)
    sweep(today=day, at=at)
    return overdue_work(at)["reminders_without_reader"]


def test_mail_given_up_is_wrong_for_a_week(alice: User) -> None:
    queued(alice, at=NOON)
    OutgoingMail.objects.update(state=MailState.FAILED)
    assert overdue_work(NOON + timedelta(days=7))["mail_given_up"] == 1
    assert overdue_work(NOON + timedelta(days=7, seconds=1))["mail_given_up"] == 0


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (
            datetime(2026, 6, 15, 7, 29, tzinfo=UTC),
            0,
        ),  # 9.29 at the desk: written by 7.30, two hours to do it
        (datetime(2026, 6, 15, 7, 30, tzinfo=UTC), 1),
        (datetime(2026, 10, 26, 8, 29, tzinfo=UTC), 0),  # the Monday after the clocks went back
        (datetime(2026, 10, 26, 8, 30, tzinfo=UTC), 1),
        (datetime(2026, 3, 30, 7, 30, tzinfo=UTC), 1),  # and the one after they went forward
    ],
)
def test_digest_is_missed_two_hours_after_it_was_due(alice: User, now: datetime, expected: int) -> None:
    User.objects.update(created_at=now - timedelta(days=30))
    assert overdue_work(now)["digests"] == expected


# Who is told


def test_alarm_is_mailed_once_and_again_when_it_is_over(admin: User) -> None:
    assert look(NOON, LONG_AGO) is False
    assert look(NOON + timedelta(minutes=1), LONG_AGO) is False
    (told,) = post.outbox
    assert (told.to, told.subject) == (["alice@example.org"], "Legal helpdesk: 3 wrong, 0 over")
    assert "run late: deliver-mail since" in told.body
    everything_ran(NOON + timedelta(minutes=2))
    assert look(NOON + timedelta(minutes=2), LONG_AGO) is True
    assert post.outbox[1].subject == "Legal helpdesk: 0 wrong, 3 over"
    assert not Alarm.objects.filter(ended_at__isnull=True).exists()


def test_alarm_that_could_not_be_sent_is_sent_at_the_next_look(admin: User, settings: Any) -> None:
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    assert look(NOON, LONG_AGO) is False
    settings.EMAIL_BACKEND = working
    look(NOON + timedelta(minutes=1), LONG_AGO)
    assert len(post.outbox) == 1


def test_addresses_of_the_settings_are_told_besides_the_administrators(admin: User, settings: Any) -> None:
    settings.ALARM_ADDRESSES = ["ops@example.org"]
    look(NOON, LONG_AGO)
    assert post.outbox[0].to == ["ops@example.org", "alice@example.org"]


def test_heartbeat_is_sent_while_all_is_well_and_stops_when_not(admin: User, pings: list[str]) -> None:
    everything_ran(NOON)
    assert look(NOON, LONG_AGO) is True
    assert pings == ["/desk"]
    look(NOON + timedelta(hours=1), LONG_AGO)
    assert pings == ["/desk"]


def test_database_that_does_not_answer_is_an_alarm_without_a_heartbeat(
    db: None, monkeypatch: pytest.MonkeyPatch, pings: list[str]
) -> None:
    def gone(*_args: Any) -> Any:
        raise OperationalError("gone")

    monkeypatch.setattr(command, "findings", gone)
    assert look(NOON, LONG_AGO) is False
    assert pings == []


def test_one_look_ends_with_one_where_something_never_ran(admin: User) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("watch", "--once")
    assert ended.value.code == 1


def test_backup_says_that_it_came_to_a_good_end(db: None, settings: Any) -> None:
    call_command("note_run", "deliver-mail")
    assert Run.objects.get().name == "deliver-mail"
