"""What nobody means to send about templates, absences, opening hours, hands and merges: refused, and never a 500."""

import json
from typing import Any

import pytest

from helpdesk.people.models import User
from tests.api.asking import post, write
from tests.api.conftest import Desk
from tests.api.permission_table import row
from tests.api.test_hostile_input import HOSTILE
from tests.conftest import client_of

BLOCK = {"opens": "09:00", "closes": "12:00"}
MEMBERS = {
    "POST answer-templates": ["code", "title", "team", "themes", "texts"],
    "PATCH answer-templates/{template}": ["code", "title", "themes", "texts"],
    "POST answer-templates/{template}/fill": ["dossier", "language"],
    "POST absences": ["colleague", "from_on", "until_on", "stand_in"],
    "PATCH absences/{absence}": ["from_on", "until_on", "stand_in"],
    "POST opening-hours": ["team", "valid_from", "week", "answer_within", "answer_unit"],
    "PATCH opening-hours/{hours}": ["valid_from", "week", "answer_within", "answer_unit"],
    "POST opening-exceptions": ["team", "on", "blocks"],
    "PATCH opening-exceptions/{closed_day}": ["on", "blocks"],
    "POST dossiers/{litigation}/assign": ["to", "reason"],
    "POST dossiers/{litigation}/release": ["reason"],
    "POST questions/{question}/merge": ["from", "reason"],
    "POST questions/{merged_question}/unmerge": ["reason"],
    "POST questions/{question}/split": ["title", "messages", "body", "asker"],
    "POST questions/promote": ["questions", "title", "aim"],
}


@pytest.mark.parametrize(
    ("asked", "member"), [(asked, member) for asked, members in MEMBERS.items() for member in members]
)
def test_hostile_value_is_answered_and_never_500(
    cora: User, furnished: Desk, asked: str, member: str
) -> None:
    method, path = asked.split()
    whole = json.loads(furnished.body(row(method, path).content))
    client, address = client_of(cora), furnished.address(path).removeprefix("/api/v1/")
    seen = set()
    for value in HOSTILE:
        answer = write(client, method, address, {**whole, member: value})
        seen.add(answer.status_code)
    assert seen <= {200, 201, 400, 403, 404, 409, 422}
    assert 400 in seen


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_value_inside_a_block_or_a_text_is_400(cora: User, furnished: Desk, value: Any) -> None:
    bodies = [
        ("opening-hours/{hours}", {"week": [{**BLOCK, "weekday": value}]}),
        ("opening-hours/{hours}", {"week": [{**BLOCK, "weekday": 1, "opens": value}]}),
        ("opening-exceptions/{closed_day}", {"blocks": [{**BLOCK, "closes": value}]}),
        ("answer-templates/{template}", {"texts": {"nl": value}}),
    ]
    for path, body in bodies:
        address = furnished.address(path).removeprefix("/api/v1/")
        answer = write(client_of(cora), "PATCH", address, body)
        assert answer.status_code in {200, 400, 422}, (path, answer.content)


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2040-12-31", "2041-01-01", "9999-12-31"])
@pytest.mark.parametrize("unit", ["opening_hours", "working_days"])
def test_hours_of_any_day_are_planned_or_refused(cora: User, furnished: Desk, day: str, unit: str) -> None:
    client = client_of(cora)
    closed = {"team": "desk", "on": day, "blocks": []}
    hours = {**json.loads(row("POST", "opening-hours").content), "valid_from": day, "answer_unit": unit}
    for path, body in (("opening-exceptions", closed), ("opening-hours", hours)):
        answer = post(client, path, body)
        assert answer.status_code in {201, 422}, answer.content
