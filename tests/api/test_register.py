"""The register of deadlines: every line, in its place in the chain, and a day of it on paper."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from rest_framework.test import APIClient

from deadlines.printing import printed
from deadlines.register import WORDS, lines_of, of_day, registered_for
from helpdesk.people.models import Team, User
from helpdesk.trail.models import TrailEntry
from helpdesk.trail.seals import seal_all
from tests.api.asking import post, problem
from tests.conftest import client_of
from tests.factories import LODGED, a_deadline, a_litigation

NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)


@pytest.fixture
def met(alice: User, desk: Team, as_alice: APIClient) -> Any:
    """A deadline entered on the 15th, set to another day by hand, and met; noon at the desk."""
    deadline = a_deadline(alice, a_litigation(alice, desk))
    post(
        as_alice,
        f"deadlines/{deadline.pk}/override",
        {"due_on": "2026-06-19", "reason": "The court allowed it"},
    )
    post(as_alice, f"deadlines/{deadline.pk}/meet", {"done_on": "2026-06-15", **LODGED})
    return deadline


def test_register_tells_what_happened_to_a_deadline_in_order(met: Any, as_alice: APIClient) -> None:
    seal_all(NOW)
    lines = as_alice.get("/api/v1/register").json()["results"]
    assert [(line["verb"], line["what"]) for line in lines] == [
        ("deadline.computed", "entered"),
        ("deadline.overridden", "set to another day by hand"),
        ("deadline.met", "met: full-jurisdiction appeal, by J-Box"),
    ]
    assert lines[1]["changes"]["due_on"] == ["2026-06-16", "2026-06-19"]
    assert {line["reference"] for line in lines} == {met.dossier.reference}
    assert [line["actor"]["name"] for line in lines] == ["Alice"] * 3
    assert [line["number"] for line in lines] == sorted(line["number"] for line in lines)
    assert all(len(line["digest"]) == 64 for line in lines)


def test_line_that_is_not_sealed_yet_is_shown_without_its_number(met: Any, as_alice: APIClient) -> None:
    line = as_alice.get("/api/v1/register").json()["results"][-1]
    assert (line["number"], line["digest"], line["verb"]) == (None, "", "deadline.met")


def test_words_are_in_the_callers_language(met: Any, alice: User) -> None:
    told = [line["what"] for line in client_of(alice, "nl").get("/api/v1/register").json()["results"]]
    assert told[0] == "ingeschreven"


def test_every_deadline_verb_has_its_words(furnished: Any, alice: User) -> None:
    verbs = {line.entry.verb for line in lines_of(registered_for(alice))}
    assert {"deadline.computed", "deadline.overridden", "deadline.conflict_raised"} <= verbs
    assert verbs - WORDS.keys() == set()


def test_another_team_reads_none_of_it(met: Any, as_charlie: APIClient) -> None:
    assert as_charlie.get("/api/v1/register").json()["results"] == []


def test_day_ends_at_midnight_at_the_desk(alice: User, desk: Team) -> None:
    deadline = a_deadline(alice, a_litigation(alice, desk))
    day = TrailEntry.objects.filter(verb="deadline.computed", dossier_id=deadline.dossier_id)
    (entry,) = day
    assert [line.pk for line in of_day(registered_for(alice), date(2026, 6, 15))] == [entry.pk]
    assert not of_day(registered_for(alice), date(2026, 6, 14)).exists()
    summer_night = datetime(2026, 6, 15, 22, tzinfo=UTC)  # midnight at the desk
    TrailEntry.objects.create(
        at=summer_night, verb="deadline.met", subject_id=entry.subject_id, dossier_id=deadline.dossier_id
    )
    assert of_day(registered_for(alice), date(2026, 6, 16)).count() == 1


def test_queries_do_not_grow_with_the_lines(
    alice: User, desk: Team, as_alice: APIClient, django_assert_num_queries: Any
) -> None:
    dossier = a_litigation(alice, desk)
    for count in (1, 5):
        for _ in range(count):
            a_deadline(alice, dossier)
        with django_assert_num_queries(4):
            as_alice.get("/api/v1/register")


def test_day_on_paper_is_a_tagged_pdf_and_the_same_each_time(met: Any, as_alice: APIClient) -> None:
    seal_all(NOW)
    day = TrailEntry.objects.get(verb="deadline.met").at.date().isoformat()
    answers = [as_alice.get(f"/api/v1/register/printed?day={day}") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    assert answers[0].content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in answers[0].content or b"pdfuaid" in answers[0].content
    assert answers[0].headers["Content-Disposition"] == f'attachment; filename="register-{day}.pdf"'


def test_empty_day_is_a_page_that_says_so(alice: User) -> None:
    assert printed([], date(2026, 1, 1)).startswith(b"%PDF-")


def test_what_people_typed_is_never_read_as_markup(met: Any, alice: User) -> None:
    lines = lines_of(registered_for(alice))
    for line in lines:
        line.entry.reason = '#set page(paper: "a5") #panic("x") $ * _ ` \\'
    assert printed(lines, date(2026, 6, 15)).startswith(b"%PDF-")


def test_paper_needs_a_day(as_alice: APIClient) -> None:
    assert problem(as_alice.get("/api/v1/register/printed")) == (400, "invalid")
    assert problem(as_alice.get("/api/v1/register/printed?day=never")) == (400, "invalid")
