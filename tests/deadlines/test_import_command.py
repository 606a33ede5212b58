"""`manage.py import_condemnations` as it is typed."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from cases.imports.columns import CONDEMNATIONS
from cases.models import Dossier, Import
from deadlines.management.commands import import_condemnations
from helpdesk.acts import Act
from helpdesk.people.models import Team, User
from helpdesk.trail.models import TrailEntry
from tests.cases.conftest import new_condemnation
from tests.cases.files import csv_of, many, row

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "orders.csv"


def run(*words: object, **options: object) -> tuple[str, str]:
    """What the command says on standard output and as mistakes."""
    out, err = StringIO(), StringIO()
    call_command("import_condemnations", *map(str, words), stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def refused(*words: object) -> tuple[str, str]:
    """The mistakes and the last word of a command that fails."""
    err = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("import_condemnations", *map(str, words), stderr=err, verbosity=0)
    assert caught.value.returncode == 1
    return err.getvalue(), str(caught.value)


def test_import_says_what_is_new_and_then_what_is_unchanged(file: Path, alice: User) -> None:
    file.write_bytes(many(3))
    assert run(file, verbosity=0)[0] == "3 rows: 3 new, 0 unchanged (C-2026-00001 to C-2026-00003).\n"
    assert run(file, verbosity=0)[0] == "3 rows: 0 new, 3 unchanged.\n"
    assert set(TrailEntry.objects.values_list("reason", flat=True)) == {"import of orders.csv"}


def test_dry_run_writes_nothing(file: Path, alice: User) -> None:
    file.write_bytes(many(3))
    said, _ = run(file, "--dry-run", verbosity=0)
    assert said == "3 rows: 3 new, 0 unchanged. Dry run: nothing was written.\n"
    assert (Dossier.objects.count(), Import.objects.count()) == (0, 0)


def test_one_bad_row_in_many_keeps_all_out_and_fails(file: Path, alice: User) -> None:
    file.write_bytes(many(600) + csv_of(row(decided_on="2022-07-32")).split(b"\n", 1)[1])
    mistakes, last = refused(file)
    assert mistakes == "line 602, decided_on: “2022-07-32” is not a date; write it as 2022-07-22.\n"
    assert last == "1 mistake; nothing was written."
    assert (Dossier.objects.count(), TrailEntry.objects.count()) == (0, 0)


def test_mistakes_are_shown_up_to_a_number_in_the_order_of_lines(file: Path, alice: User) -> None:
    file.write_bytes(csv_of(*(row(role_number=f"22/{number}/K", title="") for number in range(5))))
    mistakes, last = refused(file, "--show", 2)
    assert mistakes == (
        "line 2, title: This may not be empty.\nline 3, title: This may not be empty.\nand 3 more\n"
    )
    assert last == "5 mistakes; nothing was written."


def test_progress_is_drawn_on_standard_error(file: Path, alice: User, capfd) -> None:
    file.write_bytes(many(3))
    run(file)
    said = capfd.readouterr()
    assert "checking: 100%" in said.err
    assert "writing: 100%" in said.err
    assert said.out == ""


def test_columns_are_listed_without_a_file(db: None) -> None:
    said, _ = run("--columns")
    assert [line.split()[0] for line in said.splitlines()] == [one.name for one in CONDEMNATIONS]
    assert "penalty_debtor             fedasil, belgian_state, both (default fedasil)" in said


def test_file_that_is_not_there_is_said(file: Path, alice: User) -> None:
    assert refused(file)[1] == f"{file} cannot be read: No such file or directory."
    assert refused()[1] == "Name the file to import."


def test_name_is_asked_for_where_several_could_act(file: Path, alice: User, bob: User) -> None:
    file.write_bytes(many(1))
    assert refused(file)[1] == "Say with --by EMAIL in whose name; not exactly one colleague could do this."
    assert "1 new" in run(file, "--by", "BOB@example.org", verbosity=0)[0]
    assert Dossier.objects.get().opened_by == bob


def test_team_narrows_who_could_act(file: Path, alice: User, charlie: User) -> None:
    file.write_bytes(many(1))
    run(file, "--team", "elsewhere", verbosity=0)
    assert Dossier.objects.get().opened_by == charlie


def test_reader_and_stranger_are_refused(file: Path, alice: User, rita: User, charlie: User) -> None:
    file.write_bytes(many(1))
    in_desk = ("--team", "desk")
    for email in ("rita@example.org", "charlie@example.org"):
        said = refused(file, "--by", email, *in_desk)[1]
        assert said == f"{email} does not work on dossiers in a team named desk."
    assert refused(file, "--by", "nobody@example.org", *in_desk)[1] == (
        "There is no colleague with the address nobody@example.org."
    )


def test_colleague_who_left_is_refused(file: Path, alice: User, bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(is_active=False)
    file.write_bytes(many(1))
    assert "no colleague" in refused(file, "--by", bob.email)[1]


def test_team_is_asked_for_where_there_are_two(file: Path, alice: User) -> None:
    second = Team.objects.create(slug="second", name="Second")
    alice.memberships.create(team=second, role="lawyer")
    file.write_bytes(many(1))
    assert refused(file)[1] == (
        "Say with --team SLUG for which team; alice@example.org works in: ['desk', 'second']."
    )


def test_process_ends_with_a_code_other_than_zero(file: Path) -> None:
    manage = [sys.executable, "manage.py", "import_condemnations"]
    told = {"cwd": CHECKOUT, "env": os.environ, "capture_output": True, "text": True}
    assert subprocess.run([*manage, str(file)], **told).returncode == 1
    listed = subprocess.run([*manage, "--help"], **told)
    assert (listed.returncode, listed.stdout.count("\n  penalty_")) == (0, 10)


def test_order_entered_meanwhile_is_said(
    file: Path, alice: User, desk: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm = import_condemnations.confirm

    def be_overtaken_and_confirm(act: Act, import_id: UUID) -> Import:
        new_condemnation(alice, desk)
        return confirm(act, import_id)

    monkeypatch.setattr(import_condemnations, "confirm", be_overtaken_and_confirm)
    file.write_bytes(many(1))
    assert refused(file)[1] == (
        "The desk changed while the file was checked; nothing was written. Run it again."
    )
    assert Dossier.objects.count() == 1


def test_known_orders_are_brought_up_to_date_where_that_is_asked(file: Path, alice: User) -> None:
    file.write_bytes(many(2))
    run(file, verbosity=0)
    file.write_bytes(many(3, title="A better title"))
    said, _ = run(file, "--existing", "update", verbosity=0)
    assert said == "3 rows: 1 new, 2 updated, 0 unchanged (C-2026-00003 to C-2026-00003).\n"
