"""The recipes in the documentation, run as they stand there against a desk that runs as in the world."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from cases.models import Dossier, MessageKind
from cases.services.messages import Saying, say
from helpdesk.people.keys import issue_key
from helpdesk.people.models import Scope, Team, User
from tests.factories import a_feed, a_litigation, a_question, a_wall, act
from tests.living_desk import CHECKOUT, living_desk

BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHEET = b"title,court,role_number,decided_on,procedure\nAn order,Labour tribunal,%s,2026-03-02,unilateral\n"

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def recipes(site: str, key: str) -> dict[str, Any]:
    names: dict[str, Any] = {"SITE": site, "KEY": key}
    for block in BLOCK.findall((CHECKOUT / "docs" / "recipes.md").read_text()):
        exec(block, names)  # noqa: S102 - what the page shows
    return names


def key_of(user: User) -> str:
    return issue_key(user, name="recipes", scopes=list(Scope))[1]


def test_every_recipe_does_what_it_says(
    tmp_path: Path, settings: Any, alice: User, cora: User, sam: User, desk: Team
) -> None:
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    walled = a_question(sam, desk, 1)
    a_litigation(alice, desk)
    with living_desk(connection.settings_dict["NAME"], tmp_path, "2026-06-15") as running:
        hers, of_the_form = recipes(running.site, key_of(alice)), recipes(running.site, key_of(sam))
        the_caseload_is_mirrored(hers, walled, cora, alice)
        a_form_hands_in_once_and_reads_the_answer(of_the_form, alice)
        a_calendar_is_fetched_and_then_unchanged(hers, alice)
        a_book_is_loaded_and_a_wrong_row_named(hers)
        a_token_opens_what_was_asked_for(hers, alice)


def the_caseload_is_mirrored(program: dict[str, Any], walled: Dossier, cora: User, alice: User) -> None:
    held: dict[str, Any] = {}
    cursor = program["mirror"](held)
    assert {one["reference"] for one in held.values()} == {"V-2026-00001", "L-2026-00001"}
    a_wall(cora, walled, alice)
    assert program["mirror"](held, cursor) != ""
    assert {one["reference"] for one in held.values()} == {"L-2026-00001"}


def a_form_hands_in_once_and_reads_the_answer(program: dict[str, Any], alice: User) -> None:
    asker = {"name": "A guardian", "email": "guardian@example.org", "role": "guardian"}
    first, again = (program["hand_in"](7, asker, "By when must we appeal?") for _each in range(2))
    assert first == again
    question = Dossier.objects.get(reference=first)
    assert program["answers_to"](question.pk) == []
    say(act(alice), question.pk, Saying(kind=MessageKind.ANSWER, channel="mail", body="By 4 June."))
    assert program["answers_to"](question.pk) == ["By 4 June."]
    with pytest.raises(RuntimeError, match="idempotency_key_reused"):
        program["hand_in"](7, asker, "Other words.")


def a_calendar_is_fetched_and_then_unchanged(program: dict[str, Any], alice: User) -> None:
    _feed, path = a_feed(alice)
    address = program["SITE"] + path
    text, etag = program["fetch_calendar"](address)
    assert text.startswith("BEGIN:VCALENDAR")
    assert program["fetch_calendar"](address, etag) == (None, etag)


def a_book_is_loaded_and_a_wrong_row_named(program: dict[str, Any]) -> None:
    wrong = program["upload"](
        "condemnations", "book.csv", SHEET.replace(b"2026-03-02", b"2 March") % b"26/1/K"
    )
    assert wrong["state"] == "refused"
    assert [mistake[:2] for mistake in program["mistakes"](wrong["id"])] == [(2, "decided_on")]
    found = program["upload"]("condemnations", "book.csv", SHEET % b"26/1/K")
    assert (found["state"], program["confirm"](found["id"])["state"]) == ("checked", "written")
    assert Dossier.objects.filter(kind="condemnation").count() == 1


def a_token_opens_what_was_asked_for(program: dict[str, Any], alice: User) -> None:
    lent, seconds = program["token"](str(alice.api_keys.get().pk), "law:read")
    with_token = recipes(program["SITE"], lent)
    assert (seconds, with_token["ask"]("me")["email"]) == (600, alice.email)
    with pytest.raises(RuntimeError, match="scope_missing"):
        with_token["ask"]("dossiers")
