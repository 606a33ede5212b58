"""The timeline: all that happened, newest first, in one list that pages neither lose nor repeat."""

from base64 import urlsafe_b64encode
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from cases.models import Dossier, EventKind
from cases.models.message import MessageKind
from cases.services import dossiers
from cases.services.events import Happening
from cases.services.messages import Saying, say
from cases.services.time import Spent, spend_time
from deadlines.corrections import Grounds, override
from deadlines.reminders import sweep
from deadlines.services import meet, record_event
from helpdesk.acts import Act
from helpdesk.people.models import Team, User
from tests.conftest import client_of
from tests.factories import a_deadline, a_litigation, a_question, act, at_level, lodged

LODGED_TOLD = "full-jurisdiction appeal, by J-Box"


def at(by: User, hour: int) -> Act:
    on = date(2026, 6, 15)
    return Act(by=by, at=datetime.combine(on, time(hour), tzinfo=UTC), on=on)


def note(by: User, dossier: Dossier, body: str, hour: int = 11) -> None:
    say(at(by, hour), dossier.pk, Saying(kind=MessageKind.NOTE, body=body))


@pytest.fixture
def question(alice: User, sam: User, desk: Team) -> Dossier:
    """A question in which something of every kind has happened."""
    dossier = a_question(sam, desk)
    deadline = a_deadline(alice, dossier)
    note(alice, dossier, "She may be a minor.")
    said = Saying(kind=MessageKind.ANSWER, body="Until Monday.", channel="mail")
    say(at(alice, 12), dossier.pk, said)
    spend_time(at(alice, 13), dossier.pk, Spent(minutes=30, what="Reading", on=date(2026, 6, 14)))
    override(at(alice, 14), deadline.pk, due_on=date(2026, 6, 22), grounds=Grounds(reason="The court."))
    sweep(today=date(2026, 6, 15), at=at(alice, 15).at)
    meet(at(alice, 16), deadline.pk, lodged(date(2026, 6, 15), evidence="J-Box"))
    return dossier


def told(client: APIClient, dossier: Dossier, query: str = "") -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = client.get(f"/api/v1/dossiers/{dossier.pk}/timeline{query}").json()[
        "results"
    ]
    return results


def lines(entries: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(entry["kind"], entry["on"], entry["text"]) for entry in entries]


def test_all_that_happened_is_told_newest_first(as_alice: APIClient, question: Dossier) -> None:
    assert lines(told(as_alice, question)) == [
        ("deadline", "2026-06-15", f"deadline met ({LODGED_TOLD}): 15 June 2026"),
        ("mail", "2026-06-15", "mail to Alice"),
        ("deadline", "2026-06-15", "day of a deadline set by hand: 16 June 2026 → 22 June 2026"),
        ("message", "2026-06-15", "answer to the asker"),
        ("message", "2026-06-15", "internal note"),
        ("deadline", "2026-06-15", "deadline computed: 16 June 2026"),
        ("act", "2026-06-15", "opened"),
        ("time", "2026-06-14", "time spent: 30 min"),
        ("event", "2026-06-09", "decision notified"),
    ]


def test_entry_says_who_when_in_whose_words_and_where_it_stands(
    as_alice: APIClient, question: Dossier, alice: User
) -> None:
    entries = {entry["text"]: entry for entry in told(as_alice, question)}
    person = {"id": str(alice.pk), "name": "Alice"}
    noted = entries["internal note"]
    assert (noted["who"], noted["words"]) == (person, "She may be a minor.")
    assert datetime.fromisoformat(noted["at"]) == at(alice, 11).at
    assert noted["link"] == f"/api/v1/dossiers/{question.pk}/messages"
    happened = entries["decision notified"]
    assert (happened["at"], happened["link"]) == (None, f"/api/v1/dossiers/{question.pk}/events")
    met = entries[f"deadline met ({LODGED_TOLD}): 15 June 2026"]
    assert met["link"] == f"/api/v1/deadlines/{question.deadlines.get().pk}"
    assert as_alice.get(met["link"]).status_code == 200
    assert (entries["mail to Alice"]["who"], entries["mail to Alice"]["link"]) == (None, None)
    assert entries["mail to Alice"]["words"].startswith("V-2026-00001")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "nl",
            ["termijn gehaald (beroep met volle rechtsmacht, via J-Box): 15 juni 2026", "interne notitie"],
        ),
        (
            "fr",
            [
                "délai respecté (recours de pleine juridiction, par J-Box)\N{NO-BREAK SPACE}: 15 juin 2026",
                "note interne",
            ],
        ),
        (
            "de",
            [
                "Frist gewahrt (Beschwerde mit voller Rechtsprechungsbefugnis, über J-Box): 15. Juni 2026",
                "interne Notiz",
            ],
        ),
    ],
)
def test_timeline_speaks_the_language_of_who_asks(
    alice: User, question: Dossier, language: str, expected: list[str]
) -> None:
    texts = [
        entry["text"] for entry in told(client_of(alice, language), question, "?kind=deadline&kind=message")
    ]
    assert [texts[0], texts[-2]] == expected


def test_kinds_are_chosen_one_or_several(as_alice: APIClient, question: Dossier) -> None:
    assert {entry["kind"] for entry in told(as_alice, question, "?kind=time")} == {"time"}
    chosen = told(as_alice, question, "?kind=time&kind=event")
    assert [entry["kind"] for entry in chosen] == ["time", "event"]
    answer = as_alice.get(f"/api/v1/dossiers/{question.pk}/timeline?kind=rumour")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "filter_invalid")


@pytest.mark.parametrize("size", [1, 2, 4])
def test_pages_forth_and_back_hold_every_entry_once(
    as_alice: APIClient, question: Dossier, size: int
) -> None:
    whole = told(as_alice, question)
    page = as_alice.get(f"/api/v1/dossiers/{question.pk}/timeline?page_size={size}").json()
    forth = page["results"]
    while page["next"]:
        page = as_alice.get(page["next"]).json()
        forth += page["results"]
    assert forth == whole
    back = page["results"]
    while page["previous"]:
        page = as_alice.get(page["previous"]).json()
        back = page["results"] + back
    assert back == whole


def test_entries_of_one_moment_are_parted_by_pages_without_loss(
    as_alice: APIClient, alice: User, desk: Team
) -> None:
    dossier = a_litigation(alice, desk)
    for number in range(12):
        note(alice, dossier, str(number))
        record_event(at(alice, 11), dossier.pk, Happening(kind=EventKind.OTHER, on=None, note=str(number)))
    page = as_alice.get(f"/api/v1/dossiers/{dossier.pk}/timeline?page_size=5").json()
    seen = [entry["about"] for entry in page["results"]]
    while page["next"]:
        page = as_alice.get(page["next"]).json()
        seen += [entry["about"] for entry in page["results"]]
    assert len(seen) == len(set(seen)) == 25


@pytest.mark.parametrize("key", ["x", "[]", '["2026-06-15T00:00:00", "rumour", "1"]', '["soon", "act", "1"]'])
def test_cursor_that_the_timeline_never_gave_is_400(as_alice: APIClient, question: Dossier, key: str) -> None:
    cursor = urlsafe_b64encode(f'{{"key": {key}, "backward": false}}'.encode()).decode()
    answer = as_alice.get(f"/api/v1/dossiers/{question.pk}/timeline", {"cursor": cursor})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "cursor_invalid")


def test_long_timeline_takes_no_more_queries(as_alice: APIClient, question: Dossier, alice: User) -> None:
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as made:
            told(as_alice, question, "?page_size=200")
        counts.append(len(made))
        for number in range(30):
            note(alice, question, str(number))
    assert counts == [11, 11]


def test_who_only_handed_it_in_is_told_of_events_and_of_what_was_said_with_her(
    question: Dossier, sam: User
) -> None:
    assert lines(told(client_of(sam), question)) == [
        ("message", "2026-06-15", "answer to the asker"),
        ("event", "2026-06-09", "decision notified"),
    ]
    assert told(client_of(sam), question, "?kind=act") == []


def test_who_opened_a_closed_dossier_is_told_once_a_day(question: Dossier, alice: User, cora: User) -> None:
    at_level(cora, question, "restricted")
    for _ in range(3):
        told(client_of(cora), question)
    entries = told(client_of(cora), question, "?kind=reading")
    assert [(entry["text"], entry["who"]["name"]) for entry in entries] == [("read", "Cora")]


def test_trail_of_what_has_no_words_yet_is_told_by_its_verb(
    as_alice: APIClient, alice: User, desk: Team
) -> None:
    dossier = a_litigation(alice, desk)
    dossiers.note(act(alice), dossier, "party.added")
    assert "party.added" in [entry["text"] for entry in told(as_alice, dossier)]
