"""The walk in README.md is true: a running desk is sent its requests and gives its answers."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.db import connection

from deadlines.demo_desk import ALICE, BERTRAND, OUTSIDER, intake_key, password
from tests.living_desk import CHECKOUT, Answer, Caller, LivingDesk, living_desk

FENCE = re.compile(r"^```(http|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAME = re.compile(r"\{(\w+)\}")
ANYTHING = "…"
PEOPLE = {"alice": ALICE, "bertrand": BERTRAND, "charlie": OUTSIDER}


class Block(NamedTuple):
    """A fenced block of the README and the line its text begins on."""

    kind: str
    line: int
    text: str


def head_and_body(text: str) -> tuple[list[str], Any]:
    head, _, body = text.partition("\n\n")
    return head.splitlines(), json.loads(body) if body.strip() else None


def match(shown: Any, given: Any, seen: dict[str, str]) -> dict[str, str]:
    """What is remembered after comparing; an AssertionError says what differs."""
    if shown == ANYTHING:
        return seen
    if isinstance(shown, dict) and isinstance(given, dict):
        for name, value in shown.items():
            assert name in given, f"the answer has no {name!r}"
            seen = match(value, given[name], seen)
        return seen
    if isinstance(shown, list) and isinstance(given, list):
        return match_list(shown, given, seen)
    if isinstance(shown, str) and isinstance(given, str):
        return match_text(shown, given, seen)
    assert (type(shown), shown) == (type(given), given), f"shown {shown!r}, given {given!r}"
    return seen


def match_list(shown: list[Any], given: list[Any], seen: dict[str, str]) -> dict[str, str]:
    """Entry by entry; after `…` come any number of others."""
    rest, may_skip = given, False
    for entry in shown:
        if entry == ANYTHING:
            may_skip = True
            continue
        while may_skip and rest and not fits(entry, rest[0], seen):
            rest = rest[1:]
        assert rest, f"no entry like {entry!r}"
        seen, rest, may_skip = match(entry, rest[0], seen), rest[1:], False
    assert may_skip or not rest, f"{len(rest)} more entries than shown"
    return seen


def fits(shown: Any, given: Any, seen: dict[str, str]) -> bool:
    try:
        match(shown, given, seen)
    except AssertionError:
        return False
    return True


def match_text(shown: str, given: str, seen: dict[str, str]) -> dict[str, str]:
    pattern = re.escape(shown).replace(re.escape(ANYTHING), ".*")
    for name in set(NAME.findall(shown)):
        known = re.escape(seen[name]) if name in seen else f"(?P<{name}>[^ ]+)"
        pattern = pattern.replace(re.escape(f"{{{name}}}"), known)
    found = re.fullmatch(pattern, given, re.DOTALL)
    assert found, f"shown {shown!r}, given {given!r}"
    return seen | found.groupdict()


@dataclass
class Walk:
    """The walk so far: who has signed in, and what was remembered."""

    desk: LivingDesk
    callers: dict[str, Caller] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)

    def caller(self, name: str) -> Caller:
        if name not in self.callers:
            self.callers[name] = self.desk.caller(key=intake_key() if name == "centre" else "")
            if name in PEOPLE:
                assert self.callers[name].sign_in(PEOPLE[name].email, password()).status == 200
        return self.callers[name]

    def exchange(self, request: Block, answer: Block) -> None:
        (first, *headers), sent = head_and_body(NAME.sub(lambda name: self.seen[name[1]], request.text))
        (status,), shown = head_and_body(answer.text)
        method, path = first.split(" ")
        who = dict(header.split(": ") for header in headers).get("As", "alice")
        given = self.caller(who).ask(method, path, sent)
        assert status.split(" ")[:2] == ["HTTP/1.1", str(given.status)], f"{given.status}: {given.body}"
        self.seen = match(ANYTHING if shown is None else shown, given.body, self.seen)

    def command(self, block: Block) -> None:
        typed, shown = block.text.split("\n", 1)
        day = re.fullmatch(r"\$ make day DAY=(\S+)", typed)
        assert day, f"unknown command {typed!r}"
        match_text(shown.rstrip(), self.desk.manage("pass_day", day[1]), {})


def follow(walk: Walk, text: str) -> None:
    """Take every step in order; the first that is not as shown fails by the line of its answer."""
    fences = FENCE.finditer(text)
    blocks = (Block(found[1], text.count("\n", 0, found.start(2)) + 1, found[2]) for found in fences)
    for block in blocks:
        answer = block if block.kind == "console" else next(blocks)
        try:
            walk.command(block) if block.kind == "console" else walk.exchange(block, answer)
        except (AssertionError, KeyError, ValueError) as wrong:
            pytest.fail(f"README.md:{answer.line}: {wrong}", pytrace=False)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_walk_of_the_readme_gives_its_answers(tmp_path: Path) -> None:
    with living_desk(connection.settings_dict["NAME"], tmp_path, "2026-06-15") as desk:
        desk.manage("load_demo_desk")
        walk = Walk(desk)
        follow(walk, (CHECKOUT / "README.md").read_text())
    assert set(walk.seen) == {"question", "reference", "deadline", "litigation", "case", "condemnation"}


class Echo(Caller):
    def ask(self, method: str, path: str, body: Any = None) -> Answer:
        return Answer(200, body, {})


def test_a_wrong_answer_fails_by_its_line() -> None:
    walk = Walk(LivingDesk("", "", {}), callers={"alice": Echo("")})
    text = '```http\nPOST /\n\n{"id": "7", "days": [1, 2, 3]}\n```\n```http\nHTTP/1.1 200 OK\n\nSHOWN\n```\n'
    follow(walk, text.replace("SHOWN", '{"id": "{it}", "days": ["…", 2, "…"]}'))
    assert walk.seen == {"it": "7"}
    for shown in ('{"id": "8"}', '{"no": 1}', '{"days": [1, 2]}', '{"days": ["…", 4]}', '{"id": 7}'):
        with pytest.raises(pytest.fail.Exception, match=r"^README\.md:7: "):
            follow(walk, text.replace("SHOWN", shown))
