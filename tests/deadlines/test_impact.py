"""What a change of law would move, shown before it moves; and moving it, by hand."""

from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from deadlines.errors import DeadlineError
from deadlines.impact import moves, recompute
from deadlines.law.load import PACKAGED_FOLDER, load_law
from deadlines.models import Deadline
from helpdesk.people.models import Team, User
from tests.factories import POSTED_22_MAY_2018, a_deadline, a_litigation, act

RULE = "rules/rvv-appeal-inadmissibility.yaml"
BranchOf = Callable[[str, str], Path]


@pytest.fixture
def deadline(alice: User, desk: Team) -> Deadline:
    return a_deadline(alice, a_litigation(alice, desk), POSTED_22_MAY_2018)


@pytest.fixture
def branch(tmp_path: Path) -> BranchOf:
    """A copy of the rules in which one text stands for another."""

    def change(before: str, after: str) -> Path:
        folder = copytree(PACKAGED_FOLDER, tmp_path / "branch")
        text = (folder / RULE).read_text(encoding="utf-8")
        assert before in text
        (folder / RULE).write_text(text.replace(before, after), encoding="utf-8")
        return folder

    return change


def test_unchanged_law_moves_nothing(deadline: Deadline) -> None:
    assert list(moves(Deadline.objects.all())) == []


def test_shorter_term_shows_which_deadline_becomes_earlier_and_moves_none(
    deadline: Deadline, branch: BranchOf
) -> None:
    law = load_law(branch("period: 10 calendar_days", "period: 8 calendar_days"))
    (move,) = moves(Deadline.objects.all(), law)
    assert (move.computed_before_on, move.computed_after_on) == (date(2018, 6, 4), date(2018, 6, 1))
    assert (move.days, move.becomes_earlier) == (-3, True)
    deadline.refresh_from_db()
    assert deadline.due_on == date(2018, 6, 4)


def test_closed_registry_moves_the_deadline_that_falls_on_it(deadline: Deadline, tmp_path: Path) -> None:
    folder = copytree(PACKAGED_FOLDER, tmp_path / "branch")
    file = folder / "calendars" / "belgium.yaml"
    closure = "{forum: rvv, day: 2018-06-04, reason: {nl: staking, fr: grève, en: strike}, source: invented}"
    text = file.read_text(encoding="utf-8").replace("closures: []", f"closures: [{closure}]")
    file.write_text(text, encoding="utf-8")
    (move,) = moves(Deadline.objects.all(), load_law(folder))
    assert (move.computed_after_on, move.days, move.becomes_earlier) == (date(2018, 6, 5), 1, False)


def test_rule_that_ends_is_shown_as_a_problem(deadline: Deadline, branch: BranchOf) -> None:
    law = load_law(
        branch("{authority: cgrs, kind: inadmissibility}", "{authority: fedasil, kind: inadmissibility}")
    )
    (move,) = moves(Deadline.objects.all(), law)
    assert (move.computed_after_on, move.days, move.problem) == (None, None, "no_rule_applies")


def test_command_names_the_change_and_the_deadlines_it_moves(deadline: Deadline, branch: BranchOf) -> None:
    said = StringIO()
    call_command(
        "preview_rules", str(branch("period: 10 calendar_days", "period: 8 calendar_days")), stdout=said
    )
    lines = said.getvalue().splitlines()
    assert lines[0].startswith("rvv-appeal-inadmissibility 2018-03-22")
    assert lines[-2].startswith(
        "L-2026-00001  rvv-appeal-inadmissibility  2018-06-04 -> 2018-06-01 (-3 days)"
    )
    assert lines[-2].endswith("EARLIER")
    assert lines[-1] == "1 open deadlines would move, 1 of them to an earlier day."


@pytest.mark.parametrize("damage", ["period: ten calendar_days", "periods: 10 calendar_days"])
def test_command_refuses_a_broken_folder(db: None, branch: BranchOf, damage: str) -> None:
    with pytest.raises(CommandError, match=r"rvv-appeal-inadmissibility\.yaml"):
        call_command("preview_rules", str(branch("period: 10 calendar_days", damage)))


def test_command_refuses_a_folder_that_is_not_there(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("preview_rules", str(tmp_path / "nothing"))


def test_preview_over_http_shows_the_same_and_keeps_nothing(as_alice: APIClient, deadline: Deadline) -> None:
    text = (PACKAGED_FOLDER / RULE).read_text(encoding="utf-8")
    files = {RULE: text.replace("period: 10 calendar_days", "period: 8 calendar_days")}
    told = as_alice.post("/api/v1/deadlines/impact", {"files": files}, format="json").json()
    assert told["earlier"] == 1
    assert [(move["deadline"], move["days"]) for move in told["moves"]] == [(str(deadline.pk), -3)]
    assert as_alice.get("/api/v1/deadlines/impact").json() == {"moves": [], "earlier": 0}


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"../settings.yaml": "a: 1"}, "file_not_of_the_law"),
        ({"rules/../../x.yaml": "a: 1"}, "file_not_of_the_law"),
        ({"rules/notes.txt": "a"}, "file_not_of_the_law"),
        ({RULE: "id: [unclosed"}, "file_broken"),
        ({RULE: "just words"}, "file_broken"),
        ({RULE: "id: &a [*a]"}, "file_broken"),
        ({f"rules/made-up-{letter}.yaml": "a: 1" for letter in "abcdefghijklmnopqrstu"}, "too_many_files"),
    ],
)
def test_preview_of_what_is_no_rule_is_refused(as_alice: APIClient, files: dict[str, Any], code: str) -> None:
    answer = as_alice.post("/api/v1/deadlines/impact", {"files": files}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_stored_deadline_of_another_law_is_shown_and_moves_when_confirmed(
    alice: User, as_alice: APIClient, deadline: Deadline
) -> None:
    """As if the desk had computed it before the rule was put right."""
    Deadline.objects.filter(pk=deadline.pk).update(
        safe_on=date(2018, 6, 6), legal_on=date(2018, 6, 6), due_on=date(2018, 6, 6)
    )
    (move,) = as_alice.get("/api/v1/deadlines/impact").json()["moves"]
    assert (move["computed_before_on"], move["computed_after_on"]) == ("2018-06-06", "2018-06-04")
    recompute(act(alice), deadline.pk, reason="The rule was put right.")
    deadline.refresh_from_db()
    assert deadline.due_on == date(2018, 6, 4)
    with pytest.raises(DeadlineError, match="nothing_moves"):
        recompute(act(alice), deadline.pk, reason="Again.")
