"""How fast 10,000 condemnations are imported, beside COPY of the very same rows by PostgreSQL itself.

Run: python -m benchmarks.import_condemnations [ROWS], with the settings of the desk in the environment.

Both sides run in a transaction that is rolled back, foreign keys checked; nothing stays but used-up sequence numbers.
The import includes reading and checking; COPY gets its rows ready-made, which is the least any import can cost.
"""

import csv
import io
import os
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from random import Random

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402

from cases.imports import Importing  # noqa: E402
from helpdesk.acts import Act  # noqa: E402
from helpdesk.people.models import Membership, Role, Team, User  # noqa: E402

TODAY = date(2026, 6, 15)
NAME = "benchmark-import-condemnations"
HEADER = [
    "title", "court", "role_number", "decided_on", "procedure", "language", "person_concerned", "orders",
    "penalty_amount", "penalty_unit", "penalty_cap", "served_on", "housed_on",
]  # fmt: skip
OF_THE_TEAM = "IN (SELECT id FROM cases_dossier WHERE team_id = %s)"
# In the order of their foreign keys.
TABLES = {
    "cases_dossier": "team_id = %s",
    "cases_condemnation": f"dossier_id {OF_THE_TEAM}",
    "cases_penaltyorder": f"condemnation_id {OF_THE_TEAM}",
    "cases_event": f"dossier_id {OF_THE_TEAM}",
    "trail_trailentry": f"dossier_id {OF_THE_TEAM}",
}


def invented_file(rows: int) -> bytes:
    """Invented orders, always the same; two in three served, one in three with a person housed."""
    chance, text = Random(7), io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(HEADER)
    for number in range(rows):
        decided = date(2022, 1, 1) + timedelta(days=chance.randrange(900))
        served = decided + timedelta(days=7) if number % 3 else ""
        housed = decided + timedelta(days=90) if number % 3 == 1 else ""
        writer.writerow(
            [
                f"Invented order {number}", "Invented court", f"99/{number}/K", decided, "unilateral", "fr", "A.B.",
                "A place, with every form of help that goes with it.", "250,00", "calendar_day", "", served, housed,
            ]
        )  # fmt: skip
    return text.getvalue().encode()


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def make_team(user: User, team: Team) -> None:
    user.save(force_insert=True)
    team.save(force_insert=True)
    Membership.objects.create(user=user, team=team, role=Role.LAWYER)


def check_foreign_keys() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def time_import(source: bytes, user: User, team: Team) -> float:
    act = Act(by=user, at=datetime(2026, 6, 15, 8, tzinfo=UTC), on=TODAY)
    importing = Importing(act, team, source, lambda stage, done, total: None)
    began = time.perf_counter()
    checked = importing.check(mistakes_kept=10)
    if checked.report.count:
        raise SystemExit(f"The invented file is wrong: {checked.report.kept}")
    importing.write(checked)
    check_foreign_keys()
    return time.perf_counter() - began


def copied_out(team: Team) -> dict[str, bytes]:
    found = {}
    with connection.cursor() as cursor:
        for table, where in TABLES.items():
            chosen = f"COPY (SELECT * FROM {table} WHERE {where}) TO STDOUT"  # noqa: S608 - our own constants
            with cursor.copy(chosen, [team.pk]) as out:
                found[table] = b"".join(bytes(part) for part in out)
    return found


def time_copy(tables: dict[str, bytes]) -> float:
    began = time.perf_counter()
    with connection.cursor() as cursor:
        for table, rows in tables.items():
            with cursor.copy(f"COPY {table} FROM STDIN") as into:
                into.write(rows)
    check_foreign_keys()
    return time.perf_counter() - began


def peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    source = invented_file(count)
    user, team = User(email=f"{NAME}@example.invalid", name=NAME), Team(slug=NAME, name=NAME)
    user.set_unusable_password()
    with undone():
        make_team(user, team)
        peak_before = peak_megabytes()
        imported_in = time_import(source, user, team)
        peak_after = peak_megabytes()
        tables = copied_out(team)
    with undone():
        make_team(user, team)
        copied_in = time_copy(tables)
    stored = sum(rows.count(b"\n") for rows in tables.values())
    print(f"{count} rows ({len(source) / 1e6:.1f} MB), {stored} rows stored in {len(tables)} tables")
    print(f"import  {imported_in:6.2f} s  {count / imported_in:8.0f} rows/s")
    print(f"COPY    {copied_in:6.2f} s  {count / copied_in:8.0f} rows/s")
    print(f"ratio   {imported_in / copied_in:6.1f}  (import / COPY)")
    print(f"peak memory {peak_after:.0f} MB, {peak_after - peak_before:.0f} MB of it for the import")


if __name__ == "__main__":
    main()
