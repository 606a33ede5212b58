"""Opening hours as a file: each team by its days, the same as over the API, and who waits is reckoned anew."""

from collections.abc import Callable

import pytest
from django.core.management import CommandError
from django.utils.timezone import localtime

from cases.models import Dossier, OpeningException, OpeningHours, Question
from helpdesk.people.models import Team, User
from helpdesk.trail.models import TrailEntry
from tests.factories import WEEK, a_closed_day, a_question, opening_hours
from tests.helpdesk.conftest import Apply

MONDAY = '{weekday: 1, opens: "09:00", closes: "12:30"}'
LUNCH = '{weekday: 1, opens: "13:30", closes: "17:00"}'


def hours(within: int = 4, week: str = f"[{LUNCH}, {MONDAY}]", day: str = "2026-01-01") -> str:
    return (
        f"opening_hours: [{{team: desk, valid_from: {day}, week: {week}, "
        f"answer_within: {within}, answer_unit: opening_hours}}]\n"
    )


def exception(blocks: str = "[]", day: str = "2026-06-15") -> str:
    return f"opening_exceptions: [{{team: desk, day: {day}, blocks: {blocks}}}]\n"


def due(dossier: Dossier) -> str:
    """By when it is to be answered, as the clock in Brussels shows it."""
    moment = Question.objects.get(pk=dossier.pk).due_for_answer_at
    return f"{localtime(moment):%Y-%m-%d %H:%M}" if moment else ""


@pytest.fixture
def waiting(sam: User, desk: Team) -> Dossier:
    """Came in on Monday 15 June 2026, at noon in Brussels."""
    return a_question(sam, desk)


def test_question_that_waits_gets_its_moment(apply: Apply, waiting: Dossier) -> None:
    assert due(waiting) == ""
    said = apply(hours())
    assert said[0] == (
        "added       opening_hours       desk/2026-01-01: week Mon 09:00-12:30, Mon 13:30-17:00; "
        "answer_within 4; answer_unit opening_hours"
    )
    assert due(waiting) == "2026-06-15 17:00"
    moved = TrailEntry.objects.get(verb="question.answer_due_moved")
    assert (moved.actor, moved.reason, moved.dossier_id) == (None, "apply_config", waiting.pk)
    assert TrailEntry.objects.get(verb="opening_hours.entered").changes["moved"] == 1


def test_what_differs_is_told_and_reckoned_anew(apply: Apply, waiting: Dossier) -> None:
    apply(hours())
    said = apply(hours(within=1) + exception())
    assert said[:2] == [
        "added       opening_exceptions  desk/2026-06-15: blocks closed",
        "changed     opening_hours       desk/2026-01-01: answer_within 4 → 1",
    ]
    assert due(waiting) == "2026-06-22 10:00"
    assert OpeningHours.objects.get().revision == 2


def test_what_the_api_holds_is_as_the_file_says_in_any_order(apply: Apply, cora: User, desk: Team) -> None:
    opening_hours(cora, desk)
    a_closed_day(cora, desk)
    week = ", ".join(
        f'{{closes: "{block["closes"]:%H:%M}", opens: "{block["opens"]:%H:%M}", weekday: {block["weekday"]}}}'
        for block in reversed(WEEK)
    )
    before = TrailEntry.objects.count()
    said = apply(hours(within=8, week=f"[{week}]") + exception(day="2026-07-20"))
    assert said[-1] == "Nothing to do."
    assert TrailEntry.objects.count() == before


def test_absent_takes_back_and_the_second_time_does_nothing(apply: Apply, waiting: Dossier) -> None:
    apply(hours() + exception('[{opens: "10:00", closes: "11:00"}]', day="2026-06-22"))
    words = (
        "opening_hours: [{team: desk, valid_from: 2026-01-01, absent: true}]\n"
        "opening_exceptions: [{team: desk, day: 2026-06-22, absent: true}]\n"
    )
    assert "removed     opening_exceptions  desk/2026-06-22: blocks 10:00-11:00" in apply(words)
    assert not OpeningHours.objects.exists()
    assert not OpeningException.objects.exists()
    assert due(waiting) == ""
    assert apply(words)[-1] == "Nothing to do."


def test_what_the_file_does_not_speak_of_stands(apply: Apply, waiting: Dossier) -> None:
    apply(hours() + exception(day="2026-12-24"))
    said = apply(hours(day="2026-09-01"))
    assert "left alone  opening_hours       desk/2026-01-01: not in the file" in said
    assert "left alone  opening_exceptions  desk/2026-12-24: not in the file" in said
    assert OpeningHours.objects.count() == 2


def test_dry_run_moves_no_question(apply: Apply, waiting: Dossier) -> None:
    with pytest.raises(SystemExit):
        apply(hours(), "--dry-run")
    assert due(waiting) == ""
    assert not OpeningHours.objects.exists()


BROKEN: list[Callable[[], str]] = [
    lambda: exception(day="2099-12-24"),
    lambda: exception('[{opens: "12:00", closes: "09:00"}]'),
]


@pytest.mark.parametrize("broken", BROKEN)
def test_one_mistake_leaves_everything_as_it_was(
    apply: Apply, waiting: Dossier, broken: Callable[[], str]
) -> None:
    with pytest.raises(CommandError, match=r"opening_exceptions\[0\].*Nothing was done"):
        apply(hours() + broken())
    assert due(waiting) == ""
    assert not OpeningHours.objects.exists()
    assert not TrailEntry.objects.filter(reason="apply_config").exists()
