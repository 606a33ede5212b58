"""Reading a calendar: what stands in it, what becomes of an entry, and whom its address lets in."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from icalendar import Calendar, Event
from rest_framework.test import APIClient

from cases.models import EventKind
from cases.services.dossiers import take
from cases.services.events import Happening
from cases.services.litigations import LitigationDetails
from deadlines.corrections import Grounds, correct_event, override
from deadlines.models import Deadline
from deadlines.services import meet, promote_question, waive
from helpdesk.people.models import CalendarFeed, Membership, Role, Team, User
from tests.api.asking import problem
from tests.factories import INADMISSIBLE, a_deadline, a_feed, a_litigation, a_question, act, lodged

WHY = Grounds(reason="The registry allowed it by letter.")


@pytest.fixture
def deadline(alice: User, desk: Team) -> Deadline:
    """Due on Tuesday 16 June 2026."""
    return a_deadline(alice, a_litigation(alice, desk))


@pytest.fixture
def address(alice: User) -> str:
    return a_feed(alice)[1]


def read(address: str) -> list[Event]:
    """The entries of a calendar, which is the same once it is read and written again."""
    answer = APIClient().get(address)
    assert answer.status_code == 200, answer.content
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    assert Calendar.from_ical(calendar.to_ical()) == calendar
    assert max(map(len, answer.content.split(b"\r\n"))) <= 75
    return list(calendar.walk("VEVENT"))


def only(address: str) -> Event:
    (event,) = read(address)
    return event


def told(event: Event) -> tuple[date, str, int]:
    return event.decoded("DTSTART"), str(event["STATUS"]), int(event["SEQUENCE"])


def correct_to(alice: User, deadline: Deadline, posted_on: str) -> None:
    query = {**INADMISSIBLE, "notification": {"mode": "registered", "date": posted_on}}
    happening = Happening(kind=EventKind.DECISION_NOTIFIED, on=None, facts=query)
    correct_event(act(alice), deadline.event_id, happening, query=query, grounds=Grounds(reason="Misread."))


def test_deadline_is_one_whole_day_that_blocks_nobody_and_rings_no_bell(
    deadline: Deadline, address: str
) -> None:
    text = APIClient().get(address).content.decode()
    assert "DTSTART;VALUE=DATE:20260616\r\nDTEND;VALUE=DATE:20260617\r\n" in text
    assert f"UID:{deadline.pk}@testserver\r\n" in text
    assert "TRANSP:TRANSPARENT" in text
    assert "VALARM" not in text
    assert "VTIMEZONE" not in text
    assert "X-WR-CALNAME:Termijnen\r\n" in text
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in text
    assert str(only(address)["URL"]).endswith(f"/sign-in/?next=/api/v1/deadlines/{deadline.pk}")


@pytest.mark.parametrize(
    ("shows", "summary"),
    [
        ("neutral", "Termijn"),
        ("reference", "Termijn L-2026-00001"),
        ("title", "Termijn L-2026-00001: .{20,}"),
    ],
)
def test_title_says_no_more_than_was_asked_for(
    alice: User, deadline: Deadline, shows: str, summary: str
) -> None:
    address = a_feed(alice, shows=shows)[1]
    assert re.fullmatch(summary, str(only(address)["SUMMARY"]))
    text = APIClient().get(address).content.decode()
    assert deadline.dossier.title not in text
    assert shows != "neutral" or deadline.dossier.reference not in text


@pytest.mark.parametrize(
    ("language", "word"), [("nl", "Termijn"), ("fr", "Délai"), ("en", "Deadline"), ("de", "Frist")]
)
def test_calendar_speaks_the_language_of_its_reader(
    alice: User, deadline: Deadline, language: str, word: str
) -> None:
    User.objects.update(language=language)
    address = a_feed(alice, shows="title")[1]
    answer = APIClient(headers={"accept-language": "en"}).get(address)
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(event["SUMMARY"]).startswith(f"{word} L-2026-00001: ")


def test_moved_overridden_and_met_deadline_stays_one_entry_whose_sequence_grows(
    alice: User, deadline: Deadline, address: str
) -> None:
    first = only(address)
    assert told(first) == (date(2026, 6, 16), "CONFIRMED", 1)
    correct_to(alice, deadline, "2026-06-10")
    moved = only(address)
    assert told(moved) == (date(2026, 6, 19), "CONFIRMED", 2)
    override(act(alice), deadline.pk, due_on=date(2026, 6, 22), grounds=WHY)
    assert told(only(address)) == (date(2026, 6, 22), "CONFIRMED", 3)
    meet(act(alice), deadline.pk, lodged(date(2026, 6, 15), evidence="Petition lodged, receipt 12."))
    met = only(address)
    assert told(met) == (date(2026, 6, 22), "CANCELLED", 4)
    assert {str(each["UID"]) for each in (first, moved, met)} == {f"{deadline.pk}@testserver"}


def test_waived_deadline_is_cancelled(alice: User, deadline: Deadline, address: str) -> None:
    waive(act(alice), deadline.pk, reason="The client accepts the decision.")
    assert told(only(address)) == (date(2026, 6, 16), "CANCELLED", 2)


def test_sequence_does_not_fall_when_a_deadline_goes_to_another_dossier(
    alice: User, desk: Team, address: str
) -> None:
    question = a_question(alice, desk)
    take(act(alice), question.pk)
    deadline = a_deadline(alice, question)
    override(act(alice), deadline.pk, due_on=date(2026, 6, 22), grounds=WHY)
    before = only(address)
    details = LitigationDetails(aim="A precedent")
    litigation = promote_question(act(alice), question.pk, title="Case", details=details)
    after = only(address)
    assert before["UID"] == after["UID"]
    assert (told(before)[2], told(after)[2]) == (2, 4)
    deadline.event.dossier = litigation
    deadline.event.save()
    assert told(only(address))[2] == 4


@pytest.mark.parametrize(("days_later", "found"), [(60, True), (61, False)])
def test_closed_and_overdue_entries_go_after_sixty_days(
    alice: User, deadline: Deadline, settings: Any, days_later: int, found: bool
) -> None:
    address = a_feed(alice)[1]
    settings.DESK_DAY = deadline.due_on + timedelta(days=days_later)
    assert len(read(address)) == found
    Deadline.objects.update(state="met", done_on=deadline.due_on, done_by=alice)
    assert len(read(address)) == found


@pytest.mark.parametrize("due_on", [date(2026, 3, 29), date(2026, 10, 25), date(2027, 1, 1)])
def test_day_is_the_same_whatever_the_clocks_do(
    deadline: Deadline, address: str, settings: Any, due_on: date
) -> None:
    """Clocks go forward on 29 March and back on 25 October 2026; a day that is only a date shifts nowhere."""
    settings.DESK_DAY = due_on
    Deadline.objects.update(due_on=due_on)
    event = only(address)
    for name, day in (("DTSTART", due_on), ("DTEND", due_on + timedelta(days=1))):
        assert event[name].to_ical().decode() == day.strftime("%Y%m%d")
        assert event[name].params == {"VALUE": "DATE"}


def test_unchanged_calendar_is_told_with_304(alice: User, deadline: Deadline, address: str) -> None:
    first = APIClient().get(address)
    again = APIClient().get(address, headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    waive(act(alice), deadline.pk, reason="The client accepts the decision.")
    changed = APIClient().get(address, headers={"if-none-match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_answer_stays_with_who_asked_and_names_no_token(deadline: Deadline, address: str) -> None:
    answer = APIClient().get(address, headers={"accept": "text/calendar"})
    assert answer.headers["Cache-Control"] == "private, max-age=300"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="deadlines.ics"'
    assert "hd_cal_" not in f"{answer.headers}{answer.content.decode()}"


@pytest.mark.parametrize(
    "token", ["hd_cal_" + "x" * 43, "hd_cal_", "x", "%00", "%FF", "é", "a.ics", "hd_" + "x" * 5000]
)
def test_token_that_opens_nothing_is_404_like_an_expired_or_revoked_one(
    alice: User, deadline: Deadline, token: str
) -> None:
    _, expired = a_feed(alice)
    CalendarFeed.objects.update(expires_at=timezone.now())
    _, revoked = a_feed(alice)
    CalendarFeed.objects.filter(expires_at__gt=timezone.now()).update(revoked_at=timezone.now())
    answers = [APIClient().get(each) for each in (f"/calendar/{token}.ics", expired, revoked)]
    assert {problem(each) for each in answers} == {(404, "not_found")}
    bodies = [{**each.json(), "request_id": ""} for each in answers]
    assert bodies[0] == bodies[1] == bodies[2]
    assert set(answers[0].headers) == set(answers[1].headers) == set(answers[2].headers)


def test_feed_of_a_colleague_who_may_not_sign_in_any_more_is_404(alice: User, address: str) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert problem(APIClient().get(address)) == (404, "not_found")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_calendar_is_only_read(address: str, method: str) -> None:
    answer = APIClient().generic(method, address, headers={"idempotency-key": "one"})
    assert problem(answer) == (405, "method_not_allowed")


def test_own_feed_holds_no_dossier_of_a_colleague_and_the_teams_holds_all(
    alice: User, bob: User, desk: Team, deadline: Deadline
) -> None:
    assert read(a_feed(bob)[1]) == []
    team, hers = a_feed(bob, team="desk")[1], a_deadline(bob, a_litigation(bob, desk, 2))
    assert {str(each["UID"]) for each in read(team)} == {f"{each.pk}@testserver" for each in (deadline, hers)}
    assert "X-WR-CALNAME:Délais: Legal helpdesk" in APIClient().get(team).content.decode()


def test_team_feed_holds_that_team_alone(alice: User, charlie: User, deadline: Deadline) -> None:
    elsewhere = Team.objects.get(slug="elsewhere")
    Membership.objects.create(user=alice, team=elsewhere, role=Role.READER)
    a_deadline(charlie, a_litigation(charlie, elsewhere))
    assert [str(each["UID"]) for each in read(a_feed(alice, team="desk")[1])] == [f"{deadline.pk}@testserver"]


def test_outsider_reads_nothing_of_the_desk(charlie: User, deadline: Deadline) -> None:
    assert read(a_feed(charlie)[1]) == []


@pytest.mark.parametrize("team", [None, "desk"])
def test_who_left_the_team_finds_an_empty_calendar_at_the_next_read(
    alice: User, deadline: Deadline, team: str | None
) -> None:
    address = a_feed(alice, team=team)[1]
    assert len(read(address)) == 1
    alice.memberships.all().delete()
    assert read(address) == []


def test_read_is_noted_but_not_each_time(alice: User) -> None:
    feed, address = a_feed(alice)
    read(address)
    first = CalendarFeed.objects.get(pk=feed.pk).last_read_at
    assert first is not None
    read(address)
    assert CalendarFeed.objects.get(pk=feed.pk).last_read_at == first
    CalendarFeed.objects.update(last_read_at=first - timedelta(minutes=6))
    read(address)
    noted = CalendarFeed.objects.get(pk=feed.pk).last_read_at
    assert noted is not None
    assert noted > first


def test_each_feed_is_read_so_often_and_then_waits(
    clock_stands_still: None, alice: User, settings: Any
) -> None:
    settings.CALENDAR_READS_PER = {"minute": 2}
    first, other = a_feed(alice)[1], a_feed(alice)[1]
    statuses = [APIClient().get(first).status_code for _ in range(3)]
    answer = APIClient().get(first)
    assert (statuses, problem(answer)) == ([200, 200, 429], (429, "throttled"))
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert APIClient().get(other).status_code == 200


@pytest.mark.parametrize("shows", ["neutral", "title"])
def test_queries_do_not_grow_with_the_deadlines(
    alice: User, desk: Team, shows: str, django_assert_num_queries: Any
) -> None:
    address, dossier = a_feed(alice, shows=shows)[1], a_litigation(alice, desk)
    a_deadline(alice, dossier)
    read(address)
    # The feed and whose it is, for whom she stands in today, and the deadlines.
    with django_assert_num_queries(3):
        assert len(read(address)) == 1
    for number in range(2, 8):
        a_deadline(alice, dossier if number % 2 else a_litigation(alice, desk, number))
    with django_assert_num_queries(3):
        assert len(read(address)) == 7
