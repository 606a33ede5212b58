"""How fast 10,000 condemnations are imported, as CSV and as a workbook, beside COPY of the same rows by PostgreSQL.

Run: python -m benchmarks.import_condemnations [ROWS], with the settings of the desk in the environment.

Each side runs in a transaction that is rolled back, foreign keys checked; nothing stays but used-up sequence numbers.
An import is two passes: the check, and the writing, each with reading, the desk's rules and the ledger's word on every
row. COPY gets its rows ready-made, which is the least any import can cost. The peak of memory is that of this process.
"""

import csv
import io
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
django.setup()

import xlsxwriter  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from cases.imports.keeping import touched  # noqa: E402
from cases.models import Import  # noqa: E402
from cases.services.imports import Upload, ask_undo, confirm, upload  # noqa: E402
from deadlines.imports import Clock, work_on  # noqa: E402
from helpdesk.acts import Act  # noqa: E402
from helpdesk.people.models import Membership, Role, Team, User  # noqa: E402

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)
TODAY = date(2026, 6, 15)
NAME = "benchmark-import-condemnations"
HEADER = [
    "title", "court", "role_number", "decided_on", "procedure", "language", "person_concerned", "orders",
    "penalty_amount", "penalty_unit", "penalty_cap", "served_on", "housed_on",
]  # fmt: skip
OF_THE_TEAM = "IN (SELECT id FROM cases_dossier WHERE team_id = %s)"
# In the order of their foreign keys; what an import keeps of itself is no part of the comparison.
TABLES = {
    "cases_dossier": "team_id = %s",
    "cases_condemnation": f"dossier_id {OF_THE_TEAM}",
    "cases_penaltyorder": f"condemnation_id {OF_THE_TEAM}",
    "cases_event": f"dossier_id {OF_THE_TEAM}",
    "trail_trailentry": f"dossier_id {OF_THE_TEAM}",
}
Rows = list[list[Any]]


def invented(count: int) -> Rows:
    """Invented orders, always the same; two in three served, one in three with a person housed."""
    chance = Random(7)
    return [
        _order(number, date(2022, 1, 1) + timedelta(days=chance.randrange(900))) for number in range(count)
    ]


def _order(number: int, decided: date) -> list[Any]:
    served = decided + timedelta(days=7) if number % 3 else ""
    housed = decided + timedelta(days=90) if number % 3 == 1 else ""
    return [
        f"Invented order {number}", "Invented court", f"99/{number}/K", decided, "unilateral", "fr", "A.B.",
        "A place, with every form of help that goes with it.", 250, "calendar_day", "", served, housed,
    ]  # fmt: skip


def as_csv(rows: Rows) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([HEADER, *rows])
    return text.getvalue().encode()


def as_workbook(rows: Rows) -> bytes:
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([HEADER, *rows]):
            sheet.write_row(number, 0, row)
    return kept.getvalue()


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def measured(name: str, count: int) -> Iterator[None]:
    """Print how long it took and how much the memory of this process grew at the most."""
    before = _memory("VmRSS", forget_peak=True)
    began, busy = time.perf_counter(), time.process_time()
    yield
    took, busy = time.perf_counter() - began, time.process_time() - busy
    grown = _memory("VmHWM") - before
    print(f"{name:<12}{took:7.2f} s {busy:7.2f} s busy {count / took:9.0f} rows/s {grown:7.0f} MB")


def _memory(name: str, *, forget_peak: bool = False) -> float:
    """Megabytes, as Linux counts them for this process: resident now (VmRSS), or at the most (VmHWM)."""
    if forget_peak:
        Path("/proc/self/clear_refs").write_text("5")
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))


def make_team(user: User, team: Team) -> None:
    user.save(force_insert=True)
    team.save(force_insert=True)
    Membership.objects.create(user=user, team=team, role=Role.LAWYER)


def check_foreign_keys() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def measure_import(name: str, file: bytes, count: int, user: User, team: Team) -> None:
    act = Act(by=user, at=NOW, on=TODAY, reason="benchmark")
    told = Upload(team=team, kind="condemnations", existing="refuse", file_name=name, content=file)
    imported = upload(act, told)
    with measured(f"{name}: check", count):
        work(imported, "checked")
    confirm(act, imported.pk)
    with measured(f"{name}: write", count):
        work(imported, "written")
        check_foreign_keys()


def measure_undo(user: User, count: int) -> None:
    imported = Import.objects.get()
    with measured("undo", count):
        ask_undo(Act(by=user, at=NOW, on=TODAY, reason="benchmark"), imported.pk)
        work(imported, "undone")
        check_foreign_keys()
    assert not touched(imported).filter(dossier__isnull=False).exists()


def work(imported: Import, outcome: str) -> None:
    work_on(imported.pk, Clock(lambda: NOW, TODAY))
    imported.refresh_from_db()
    if imported.state != outcome:
        raise SystemExit(f"The invented file came to {imported.state}: {imported.counts}, {imported.problem}")


def copied_out(team: Team) -> dict[str, bytes]:
    found = {}
    with connection.cursor() as cursor:
        for table, where in TABLES.items():
            chosen = f"COPY (SELECT * FROM {table} WHERE {where}) TO STDOUT"  # noqa: S608 - our own constants
            with cursor.copy(chosen, [team.pk]) as out:
                found[table] = b"".join(bytes(part) for part in out)
    return found


def measure_copy(tables: dict[str, bytes], count: int) -> None:
    with measured("COPY", count), connection.cursor() as cursor:
        for table, rows in tables.items():
            with cursor.copy(f"COPY {table} FROM STDIN") as into:
                into.write(rows)
        check_foreign_keys()


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    user, team = User(email=f"{NAME}@example.invalid", name=NAME), Team(slug=NAME, name=NAME)
    user.set_unusable_password()
    formats: dict[str, Callable[[Rows], bytes]] = {"CSV": as_csv, "XLSX": as_workbook}
    tables: dict[str, bytes] = {}
    for name, made in formats.items():
        file = made(invented(count))
        print(f"{name} of {count} rows, {len(file) / 1e6:.1f} MB")
        with undone():
            make_team(user, team)
            measure_import(name, file, count, user, team)
            tables = copied_out(team)
            measure_undo(user, count)
    stored = sum(rows.count(b"\n") for rows in tables.values())
    print(f"{stored} rows stored in {len(tables)} tables")
    with undone():
        make_team(user, team)
        measure_copy(tables, count)


if __name__ == "__main__":
    main()
