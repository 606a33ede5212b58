"""What mail a colleague wants: what everybody gets, what she changes, and what cannot be."""

from datetime import date
from typing import Any

import pytest
from rest_framework.test import APIClient

from deadlines.models import MailWishes
from deadlines.own_reminders import ring_own
from deadlines.reminders import sweep
from deadlines.wishes import change_wishes
from helpdesk.people.models import Team, User
from helpdesk.trail.models import TrailEntry
from tests.api.asking import pointers, problem, write
from tests.conftest import TODAY, client_of
from tests.factories import POSTED_22_MAY_2018, a_deadline, a_question, act

USUAL = {
    "digest_weekday": 1, "digest_from": "07:30:00", "wants_daily": False, "wants_team": True,
    "reminders_from": "07:00:00", "reminders_until": "19:00:00",
    "own_working_days_before": [], "own_days_before": [],
}  # fmt: skip
WISHES = "me/mail-wishes"


def read(client: APIClient) -> Any:
    return client.get(f"/api/v1/{WISHES}")


def test_who_never_said_anything_has_what_everybody_gets_and_nothing_is_stored(as_alice: APIClient) -> None:
    answer = read(as_alice)
    assert (answer.json(), answer.headers["ETag"][:2]) == (USUAL, '"0')
    assert not MailWishes.objects.exists()


def test_change_is_hers_alone_and_stands_in_the_trail(
    as_alice: APIClient, as_charlie: APIClient, alice: User
) -> None:
    said = {"digest_weekday": 3, "digest_from": "12:15", "wants_daily": True}
    answer = write(as_alice, "PATCH", WISHES, said, tag=read(as_alice).headers["ETag"])
    assert answer.status_code == 200
    assert answer.json() == {**USUAL, **said, "digest_from": "12:15:00"}
    assert read(as_alice).json() == answer.json()
    assert read(as_charlie).json() == USUAL
    entry = TrailEntry.objects.get(verb="mail_wishes.changed")
    assert (entry.actor, entry.changes) == (
        alice,
        {"digest_weekday": [1, 3], "digest_from": ["07:30", "12:15"], "wants_daily": [False, True]},
    )


def test_own_lead_times_are_kept_once_each_the_longest_first(as_alice: APIClient, alice: User) -> None:
    answer = write(
        as_alice, "PATCH", WISHES, {"own_working_days_before": [7, 10, 7], "own_days_before": [60]}
    )
    assert answer.json() == {**USUAL, "own_working_days_before": [10, 7], "own_days_before": [60]}
    assert MailWishes.objects.get(user=alice).own_leads_since == TODAY
    entry = TrailEntry.objects.get(verb="mail_wishes.changed")
    assert entry.changes == {"own_working_days_before": [[], [10, 7]], "own_days_before": [[], [60]]}
    again = write(as_alice, "PATCH", WISHES, {"own_working_days_before": [10, 7]})
    assert again.headers["ETag"] == answer.headers["ETag"]


def test_what_is_already_so_changes_nothing(as_alice: APIClient) -> None:
    answer = write(as_alice, "PATCH", WISHES, {"wants_team": True})
    assert answer.headers["ETag"].startswith('"0')
    assert not MailWishes.objects.exists()


def test_change_says_which_state_was_read(as_alice: APIClient) -> None:
    read_before = read(as_alice).headers["ETag"]
    assert problem(write(as_alice, "PATCH", WISHES, {"wants_daily": True}, tag="")) == (
        428,
        "precondition_needed",
    )
    assert write(as_alice, "PATCH", WISHES, {"wants_daily": True}, tag=read_before).status_code == 200
    stale = write(as_alice, "PATCH", WISHES, {"wants_daily": False}, tag=read_before)
    assert problem(stale) == (412, "changed_meanwhile")


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"digest_weekday": 6}, "#/digest_weekday"),
        ({"digest_weekday": "Monday"}, "#/digest_weekday"),
        ({"digest_from": "25:00"}, "#/digest_from"),
        ({"digest_from": "\0"}, "#/digest_from"),
        ({"wants_daily": None}, "#/wants_daily"),
        ({"own_days_before": 7}, "#/own_days_before"),
        ({"own_days_before": None}, "#/own_days_before"),
        ({"own_days_before": [-1]}, "#/own_days_before/0"),
        ({"own_days_before": [45, 91]}, "#/own_days_before/1"),
        ({"own_working_days_before": [True]}, "#/own_working_days_before/0"),
        ({"own_working_days_before": ["9" * 2000]}, "#/own_working_days_before/0"),
        ({"own_working_days_before": [*range(11)]}, "#/own_working_days_before"),
    ],
)
def test_what_is_none_of_these_is_refused_by_its_name(
    as_alice: APIClient, said: dict[str, Any], where: str
) -> None:
    answer = write(as_alice, "PATCH", WISHES, said)
    assert (answer.status_code, [pointer for pointer, _code in pointers(answer)]) == (400, [where])


def test_hours_that_end_before_they_begin_are_refused(as_alice: APIClient) -> None:
    answer = write(as_alice, "PATCH", WISHES, {"reminders_from": "19:00"})
    assert (problem(answer), pointers(answer)) == (
        (422, "hours_end_first"),
        [("#/reminders_until", "hours_end_first")],
    )
    assert not MailWishes.objects.exists()


def test_list_of_reminders_says_which_i_wished_for(
    as_alice: APIClient, alice: User, cora: User, desk: Team
) -> None:
    entered, seven = date(2018, 5, 23), date(2018, 5, 24)
    a_deadline(alice, a_question(alice, desk), POSTED_22_MAY_2018, entered)
    change_wishes(act(alice, entered), {"own_working_days_before": [7]})
    sweep(today=entered, at=act(alice, entered).at)
    ring_own(today=seven, at=act(alice, seven).at)
    listed = [client.get("/api/v1/reminders").json()["results"] for client in (as_alice, client_of(cora))]
    assert [[(one["lead"], one["is_wished"]) for one in rows] for rows in listed] == [
        [("working_days_7", True), ("entry", False)],
        [("entry", False)],
    ]
