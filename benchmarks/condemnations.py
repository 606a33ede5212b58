"""What a large book of condemnations costs: the nightly sweep, the digest, every filter and order of the list.

Run: python -m benchmarks.condemnations [ROWS], with the settings of the desk in the environment.

All of it happens in a transaction that is rolled back.
"""

import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from rest_framework.test import APIClient  # noqa: E402

from cases.models import Condemnation, Dossier, DossierKind, Event, EventKind, PenaltyOrder  # noqa: E402
from cases.models.dossier import State  # noqa: E402
from deadlines.models import Deadline, PenaltyStanding  # noqa: E402
from deadlines.standings import AHEAD, lapsing_penalties, reckoned, refuse_other_figures  # noqa: E402
from deadlines.totals import sums_by_debtor_and_year  # noqa: E402
from deadlines.watch_sweep import sweep  # noqa: E402
from helpdesk.people.models import Membership, Role, Team, User  # noqa: E402

TODAY = date(2026, 6, 15)
AT = datetime(2026, 6, 15, 1, tzinfo=UTC)
NAME = "benchmark-condemnations"
COURTS = [f"Court {number}" for number in range(30)]
BATCH = 2000
QUERIES = [
    "",
    "owner=me&state=open&served_before=2026-03-01&nothing_secured=true&language=fr&court=Court 1&court=Court 2",
    "served_from=2026-06-10",
    "decided_from=2026-06-01",
    "lapses_until=2026-06-16",
    "claimable_from=200000",
    "debtor=both&unit=night",
    "housed=true&paid=false",
    "q=99/4711",
    "q=invented order 99999",
    "q=no such words",
    "ordering=decided_on",
    "ordering=-claimable",
    "ordering=lapses_on",
    "ordering=next_due_on",
]


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def make_book(rows: int, user: User, team: Team) -> None:
    """Invented orders, always the same."""
    chance = Random(7)
    for first in range(0, rows, BATCH):
        write_batch(range(first, min(first + BATCH, rows)), chance, user, team)


def write_batch(numbers: range, chance: Random, user: User, team: Team) -> None:
    dossiers, orders, penalties, events = [], [], [], []
    for number in numbers:
        decided = TODAY - timedelta(days=chance.randrange(10, 600))
        dossier = Dossier(
            kind=DossierKind.CONDEMNATION, reference=f"X-{number:08d}", title=f"Invented order {number}",
            state=State.OPEN, team=team, owner=user, opened_by=user, opened_on=TODAY,
            language=chance.choice(["nl", "fr"]),
        )  # fmt: skip
        order = Condemnation(
            dossier=dossier, court=chance.choice(COURTS), role_number=f"99/{number}/K", decided_on=decided,
            procedure="unilateral",
        )  # fmt: skip
        penalty = PenaltyOrder(
            condemnation=order, amount=chance.choice([250, 500, 1000]), debtor=chance.choice(["fedasil", "both"]),
            unit=chance.choice(["calendar_day", "night"]),
        )  # fmt: skip
        dossiers.append(dossier)
        orders.append(order)
        penalties.append(penalty)
        for kind, on in life(number, decided):
            events.append(Event(dossier=dossier, kind=kind, occurred_on=on, recorded_by=user, recorded_at=AT))
    Dossier.objects.bulk_create(dossiers)
    Condemnation.objects.bulk_create(orders)
    PenaltyOrder.objects.bulk_create(penalties)
    Event.objects.bulk_create(events)


def life(number: int, decided: date) -> Iterator[tuple[EventKind, date]]:
    """One in three is not served, one in three housed in the end; every tenth of the rest was enforced in time."""
    if number % 3 == 0:
        return
    days = [(EventKind.ORDER_SERVED, 5)]
    if number % 3 == 1:
        days.append((EventKind.PERSON_HOUSED, 90))
    if number % 10 == 0:
        days.append((EventKind.COMMAND_SERVED, 120))
    told = ((kind, decided + timedelta(days=after)) for kind, after in days)
    yield from ((kind, on) for kind, on in told if on < TODAY)


def peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(what: str, call: Callable[[], Any]) -> Any:
    """Run it once and say what it took; the peak is that of the whole process."""
    before, began = peak_megabytes(), time.perf_counter()
    found = call()
    took, more = time.perf_counter() - began, peak_megabytes() - before
    print(f"{what:34} {took:7.2f} s  {more:4.0f} MB more at the peak")
    return found


def ask(client: APIClient, query: str) -> None:
    """Time the whole answer and the one query that matters, and name the indexes it reads."""
    address = f"/api/v1/condemnations?{query}"
    client.get(address, secure=True)
    began = time.perf_counter()
    with CaptureQueriesContext(connection) as made:
        answer = client.get(address, secure=True)
    took = time.perf_counter() - began
    rows = len(answer.json().get("results", ()))
    sql = made.captured_queries[-1]["sql"]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")
        (plan,) = cursor.fetchone()[0]
    used = ", ".join(sorted(indexes_in(plan["Plan"]))) or "primary keys"
    counts = f"{answer.status_code} {rows:3} rows {len(made)} queries"
    print(
        f"{query or '(nothing asked)':82.82} {counts} {took * 1000:6.0f} ms, {plan['Execution Time']:6.1f} ms: {used}"
    )


def indexes_in(node: dict[str, Any]) -> set[str]:
    """The indexes a plan reads, but for those of primary keys and of memberships."""
    below = {name for each in node.get("Plans", ()) for name in indexes_in(each)}
    name = node.get("Index Name", "")
    return below if not name or name.endswith("_pkey") or name.startswith("people_") else below | {name}


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    user, team = User(email=f"{NAME}@example.invalid", name=NAME), Team(slug=NAME, name=NAME)
    user.set_unusable_password()
    with undone():
        user.save(force_insert=True)
        team.save(force_insert=True)
        Membership.objects.create(user=user, team=team, role=Role.LAWYER)
        timed(f"{count} orders written", lambda: make_book(count, user, team))
        timed("reckoned and watched for the first time", lambda: sweep(today=TODAY, at=AT))
        tomorrow = TODAY + timedelta(days=1)
        reckoned = timed("a night later", lambda: sweep(today=tomorrow, at=AT + timedelta(days=1)))
        print(f"{reckoned} of them change with the day; {Deadline.objects.count()} watches in all")
        timed("nothing to do", lambda: sweep(today=tomorrow, at=AT))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        with CaptureQueriesContext(connection) as made:
            found = timed("penalties of one digest", lambda: list(lapsing_penalties(user, tomorrow)))
        print(f"{len(found)} lapse within eight weeks; {len(made)} queries")
        timed("the same from the ledgers", lambda: list(from_ledgers(user, tomorrow)))
        timed("is all of today?", lambda: refuse_other_figures(Dossier.objects.filter(team=team), tomorrow))
        timed("totals", lambda: list(sums_by_debtor_and_year(Dossier.objects.filter(team=team))))
        settings.DESK_DAY = tomorrow
        client = APIClient(headers={"accept-language": "en"})
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        for query in QUERIES:
            ask(client, query)


def from_ledgers(user: User, day: date) -> Iterator[Any]:
    """The penalties of a digest as they were found before there were standings: from every ledger."""
    keys = PenaltyStanding.objects.filter(served_on__isnull=False).order_by("pk").values_list("pk", flat=True)
    return (
        one for one in reckoned(keys.iterator(), day) if one[1].lapses_on and one[1].lapses_on - day <= AHEAD
    )


if __name__ == "__main__":
    main()
