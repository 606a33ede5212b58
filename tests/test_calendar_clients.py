"""A calendar as real programs read it: vdirsyncer fetches it over HTTP, and khal shows what it fetched."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar, Event

from cases.models import EventKind
from cases.services.events import Happening
from deadlines.corrections import Grounds, correct_event, override
from deadlines.models import Deadline
from deadlines.services import meet
from helpdesk.people.models import CalendarFeed, Team, User
from tests.factories import INADMISSIBLE, a_deadline, a_feed, a_litigation, act, lodged
from tests.living_desk import PATIENCE_SECONDS

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

CONFIG_OF_VDIRSYNCER = """\
[general]
status_path = "{home}/status"
[pair desk]
a = "here"
b = "there"
collections = null
conflict_resolution = "b wins"
[storage here]
type = "filesystem"
path = "{home}/calendar"
fileext = ".ics"
[storage there]
type = "http"
url = "{url}"
"""
CONFIG_OF_KHAL = """\
[calendars]
[[desk]]
path = {home}/calendar
[locale]
local_timezone = {zone}
default_timezone = {zone}
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
timeformat = %H:%M
[sqlite]
path = {home}/khal.db
"""
MISREAD = Grounds(reason="The stamp was misread.")
LINE = "{start-date} {all-day} {status}{title}"


class Laptop:
    """A home of its own with both programs in it, that subscribes to one address."""

    def __init__(self, home: Path, url: str, zone: str = "Europe/Brussels") -> None:
        self.home = home
        for name, said in (("vdirsyncer", CONFIG_OF_VDIRSYNCER), ("khal", CONFIG_OF_KHAL)):
            folder = home / ".config" / name
            folder.mkdir(parents=True)
            (folder / "config").write_text(said.format(home=home, url=url, zone=zone))
        (home / "calendar").mkdir()
        self.run("vdirsyncer", "discover", "desk")

    def run(self, program: str, *words: str, fails: bool = False) -> str:
        env = {"HOME": str(self.home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "no_proxy": "*"}
        command = [str(Path(sys.executable).parent / program), *words]
        done = subprocess.run(
            command, env=env, capture_output=True, text=True, timeout=PATIENCE_SECONDS, input="y\n"
        )
        assert (done.returncode != 0) is fails, done.stdout + done.stderr
        return done.stdout + done.stderr

    def sync(self, *, fails: bool = False) -> str:
        return self.run("vdirsyncer", "sync", fails=fails)

    def entries(self) -> list[Event]:
        files = sorted((self.home / "calendar").glob("*.ics"))
        return [each for file in files for each in Calendar.from_ical(file.read_bytes()).walk("VEVENT")]

    def shown(self) -> list[str]:
        """Every line that khal shows of these ten weeks."""
        listed = self.run("khal", "list", "--once", "--day-format", "", "--format", LINE, "2026-06-01", "70d")
        return [line.strip() for line in listed.splitlines() if "Termijn" in line]


def told(entries: list[Event]) -> set[tuple[str, date, str, int]]:
    """By title: vdirsyncer gives what it reads over HTTP a UID of its own, made of the whole entry."""
    return {
        (str(each["SUMMARY"]), each.decoded("DTSTART"), str(each["STATUS"]), int(each["SEQUENCE"]))
        for each in entries
    }


def move(by: User, deadline: Deadline) -> None:
    query = {**INADMISSIBLE, "notification": {"mode": "registered", "date": "2026-06-10"}}
    happening = Happening(kind=EventKind.DECISION_NOTIFIED, on=None, facts=query)
    correct_event(act(by), deadline.event_id, happening, query=query, grounds=MISREAD)


def test_calendar_follows_a_moved_an_overridden_and_a_met_deadline(
    alice: User, desk: Team, live_server: Any, tmp_path: Path
) -> None:
    deadlines = [a_deadline(alice, a_litigation(alice, desk, number)) for number in range(3)]
    first, second, third = (f"Termijn {each.dossier.reference}" for each in deadlines)
    laptop = Laptop(tmp_path, live_server.url + a_feed(alice, shows="reference")[1])
    laptop.sync()
    day = date(2026, 6, 16)
    assert told(laptop.entries()) == {(each, day, "CONFIRMED", 1) for each in (first, second, third)}
    assert sorted(laptop.shown()) == [f"{day} True CONFIRMED {each}" for each in (first, second, third)]

    move(alice, deadlines[0])
    override(act(alice), deadlines[1].pk, due_on=date(2026, 7, 1), grounds=MISREAD)
    meet(act(alice), deadlines[2].pk, lodged(date(2026, 6, 15), evidence="Petition lodged, receipt 12."))
    laptop.sync()
    assert told(laptop.entries()) == {
        (first, date(2026, 6, 19), "CONFIRMED", 2),
        (second, date(2026, 7, 1), "CONFIRMED", 2),
        (third, day, "CANCELLED", 2),
    }
    assert sorted(laptop.shown()) == [
        f"2026-06-16 True CANCELLED {third}",
        f"2026-06-19 True CONFIRMED {first}",
        f"2026-07-01 True CONFIRMED {second}",
    ]


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles"])
def test_day_is_the_same_in_every_zone_of_the_world(
    alice: User, desk: Team, live_server: Any, tmp_path: Path, zone: str
) -> None:
    a_deadline(alice, a_litigation(alice, desk))
    laptop = Laptop(tmp_path, live_server.url + a_feed(alice)[1], zone)
    laptop.sync()
    assert laptop.shown() == ["2026-06-16 True CONFIRMED Termijn"]


def test_revoked_address_is_an_error_on_the_laptop_and_takes_nothing_away_in_silence(
    alice: User, desk: Team, live_server: Any, tmp_path: Path
) -> None:
    a_deadline(alice, a_litigation(alice, desk))
    feed, address = a_feed(alice)
    laptop = Laptop(tmp_path, live_server.url + address)
    laptop.sync()
    CalendarFeed.objects.filter(pk=feed.pk).update(revoked_at=feed.created_at)
    assert "Not Found" in laptop.sync(fails=True)
    assert len(laptop.entries()) == 1
