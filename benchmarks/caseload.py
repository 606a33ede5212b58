"""What the caseload costs with 100,000 dossiers: by whom it is asked, in which order, with which filter.

Run: python -m benchmarks.caseload [DOSSIERS], with the settings of the desk in the environment.

Everything is made in a transaction that is rolled back. `by team alone` is the yardstick: the rule without levels,
parts and walls. The time is what PostgreSQL itself gives for one page, the best of five, planning included.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402
from django.db.models import QuerySet, Value  # noqa: E402
from django.http import QueryDict  # noqa: E402

from api import filters  # noqa: E402
from api.caseload import FILTERS, CaseloadPages  # noqa: E402
from api.pagination import beyond  # noqa: E402
from cases.access import Action, colleagues_who_may, visible_to  # noqa: E402
from cases.models import Dossier, DossierKind, Participant, Wall  # noqa: E402
from helpdesk.acts import Act, today_at_the_desk  # noqa: E402
from helpdesk.people.models import Membership, Role, Team, User  # noqa: E402

NAME = "benchmark-caseload"
PAGE = 51
AT = datetime(2026, 6, 15, 8, tzinfo=UTC)
WORDS = [
    "opvang", "wachtlijst", "dwangsom", "beschikking", "gezin", "kind", "beroep", "kennisgeving", "aanvraag",
    "verlenging", "code", "overdracht", "hereniging", "statuut", "leefloon", "woonst", "detentie", "terugkeer",
    "zitting", "vonnis", "arrest", "betekening", "référé", "étranger",
]  # fmt: skip
# The needle stands in one summary of ten thousand, the others in every other one.
QUERIES = [
    "owner=me", "owner=none", "participant=me", "kind=question&kind=litigation", "theme=dublin",
    "confidentiality=sealed",
    "closed_from=2026-01-01", "linked_to=B-0000007", "recommendation=36", "person_concerned=A.B.", "overdue=true",
    "overdue=true&ordering=next_due_on", "ordering=next_due_on", "ordering=opened_on", "ordering=-opened_on",
    "ordering=reference", "ordering=-updated_at", "q=V-2026-00042", "q=naald", "q=opvang", "q=refere%20zitt",
]  # fmt: skip


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def invented_people() -> tuple[list[Team], dict[str, list[User]]]:
    """Three teams, of sixty, thirty and ten in a hundred dossiers; ten lawyers each, and one guest of nobody's."""
    teams = Team.objects.bulk_create(Team(slug=f"{NAME}-{number}", name=NAME) for number in range(3))
    lawyers = User.objects.bulk_create(
        User(email=f"{NAME}-{number}@example.invalid", name=NAME) for number in range(31)
    )
    Membership.objects.bulk_create(
        Membership(
            user=user, team=teams[number // 10], role=Role.COORDINATOR if number % 10 == 9 else Role.LAWYER
        )
        for number, user in enumerate(lawyers[:30])
    )
    return teams, {team.slug: lawyers[10 * index : 10 * index + 10] for index, team in enumerate(teams)} | {
        "guest": lawyers[30:]
    }


def invented_dossiers(count: int, teams: list[Team], people: dict[str, list[User]]) -> Iterator[Dossier]:
    """Always the same; one in five with an open deadline, three in a hundred not open to their team."""
    chance = Random(7)
    first = date(2018, 1, 1)
    for number in range(count):
        team = chance.choices(teams, (60, 30, 10))[0]
        lawyers = people[team.slug]
        kind = chance.choice(list(DossierKind))
        due = first + timedelta(days=3000 + chance.randrange(200)) if chance.random() < 0.2 else None
        level = chance.choices(("team", "restricted", "sealed"), (97, 2.5, 0.5))[0]
        yield Dossier(
            kind=kind, reference=f"B-{number:07d}", title=" ".join(chance.choices(WORDS, k=6)),
            summary=" ".join(chance.choices(WORDS, k=30)) + (" naald" if number % 10_000 == 0 else ""),
            state="open", team=team, owner=chance.choice([None, *lawyers]), opened_by=chance.choice(lawyers),
            confidentiality=level, themes=chance.sample(["dublin", "reception", "detention"], 1),
            opened_on=first + timedelta(days=number // 40), next_due_on=due,
        )  # fmt: skip


def fill(count: int) -> dict[str, User]:
    """The desk; and who asks: a lawyer of its largest team, its coordinator, a guest in three dossiers."""
    teams, people = invented_people()
    made = invented_dossiers(count, teams, people)
    while batch := list(islice(made, 5000)):
        Dossier.objects.bulk_create(batch)
    chance = Random(11)
    some = list(
        Dossier.objects.filter(reference__startswith="B-").values_list("pk", flat=True)[
            :: max(1, count // 5000)
        ]
    )
    everybody = [user for group in people.values() for user in group]
    Participant.objects.bulk_create(
        Participant(
            dossier_id=pk, user=user, role="co_counsel", is_guest=chance.random() < 0.1, from_on=date(2020, 1, 1),
            added_by=user, added_at=AT,
        )
        for pk in some
        for user in chance.sample(everybody[:30], 2)
    )  # fmt: skip
    guest, lawyer = people["guest"][0], people[teams[0].slug][0]
    Participant.objects.bulk_create(
        Participant(
            dossier_id=pk, user=guest, role="reader", is_guest=True, from_on=date(2020, 1, 1),
            added_by=lawyer, added_at=AT,
        )
        for pk in some[:3]
    )  # fmt: skip
    Wall.objects.bulk_create(
        Wall(dossier_id=pk, user=user, reason="Conflict", raised_by=lawyer, raised_at=AT)
        for pk in some[::10]
        for user in chance.sample(everybody[:30], 1)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_dossier, cases_participant, cases_wall, people_membership")
    return {"lawyer": lawyer, "coordinator": people[teams[0].slug][9], "guest": guest}


def by_team_alone(user: User) -> QuerySet[Dossier]:
    return Dossier.objects.filter(team_id__in=Membership.objects.filter(user=user).values("team_id"))


def asked_of(user: User, query: str) -> QuerySet[Dossier]:
    """The first page as the API asks for it."""
    act = Act(by=user, at=AT, on=date(2026, 6, 15))
    wanted = filters.asked(QueryDict(query), FILTERS)
    ordered = columns(wanted.get("ordering", ["-id"])[0])
    rows = filters.narrowed(visible_to(user), wanted, FILTERS, act)
    return rows.select_related("team", "owner").order_by(*ordered)


def columns(ordering: str) -> list[Any]:
    pages, names = CaseloadPages(), CaseloadPages.orderings.get(ordering, ("-id",))
    keys = [pages._column(name.lstrip("-")) for name in names]
    return [key.desc() if name.startswith("-") else key.asc() for name, key in zip(names, keys, strict=True)]


def deep(user: User, ordering: str) -> QuerySet[Dossier]:
    """The page that begins nine tenths down."""
    pages, names = CaseloadPages(), [name.lstrip("-") for name in CaseloadPages.orderings[ordering]]
    rows = asked_of(user, f"ordering={ordering}")
    edge = rows[rows.count() * 9 // 10]
    key = [
        Value(CaseloadPages.nulls.get(name) if getattr(edge, name) is None else getattr(edge, name))
        for name in names
    ]
    return rows.filter(
        beyond([pages._column(name) for name in names], key, descends=ordering.startswith("-"))
    )


def explained(rows: QuerySet[Any]) -> tuple[float, str]:
    """Milliseconds for one page, and how PostgreSQL goes about it."""
    taken, plan = [], ""
    for _ in range(5):
        plan = rows[:PAGE].explain(analyze=True, buffers=False)
        taken.append(
            sum(float(line.split(": ")[1].split()[0]) for line in plan.splitlines() if " Time: " in line)
        )
    return min(taken), plan


def print_row(name: str, rows: QuerySet[Any], *, plans: bool) -> None:
    taken, plan = explained(rows)
    scans = [line.split("->")[-1].split(" (")[0].strip() for line in plan.splitlines() if "Scan" in line]
    print(f"{name:44} {taken:8.2f} ms  {scans[0] if scans else ''}")
    if plans:
        print(plan)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    plans = "--plans" in sys.argv
    with undone():
        users = fill(count)
        print(f"{count} dossiers, today {today_at_the_desk()}")
        rules: dict[str, Callable[[User], QuerySet[Dossier]]] = {
            "by team alone": by_team_alone, "visible_to": visible_to,
        }  # fmt: skip
        for rule, seen in rules.items():
            for name, user in users.items():
                print_row(f"{rule}, {name}", seen(user).order_by("-id"), plans=plans)
        one = Dossier.objects.filter(participants__isnull=False).first()
        print_row("who may change a dossier", colleagues_who_may(Action.CHANGE, one), plans=plans)
        for query in QUERIES:
            print_row(f"?{query}", asked_of(users["lawyer"], query), plans=plans)
        for ordering in CaseloadPages.orderings:
            print_row(f"?ordering={ordering}, nine tenths down", deep(users["lawyer"], ordering), plans=plans)


if __name__ == "__main__":
    main()
