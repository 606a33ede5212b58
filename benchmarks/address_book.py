"""What searching the address book and looking for duplicates cost with 50,000 contacts.

Run: python -m benchmarks.address_book [CONTACTS] [--explain], with the settings of the desk in the environment.

The contacts are invented, always the same, and written in a transaction that is rolled back. One in fifty is an older
one again, entered with a slip, another address or another telephone number.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from random import Random
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402
from django.db.models import QuerySet  # noqa: E402

from cases.address_book import CONTACTS  # noqa: E402
from cases.duplicates import alike, comparable_entries, likenesses, likenesses_of_new  # noqa: E402
from cases.models import Dossier, DossierKind, Question  # noqa: E402
from cases.name_search import NOT_SEARCHED, found_by_name  # noqa: E402
from cases.services.questions import Asker, contact_of  # noqa: E402
from helpdesk.acts import Act  # noqa: E402
from helpdesk.people.models import Contact, Membership, Organisation, Role, Team, User  # noqa: E402
from helpdesk.people.phones import e164  # noqa: E402

NAME = "benchmark-address-book"
PAGE, HELD = 51, 500
GIVEN = """
Jan Piet Sofie An Karim Fatima Mohamed Laila Thomas Emma Lucas Julie Pieter Marie Ahmed Sara Bram Elke Wim Nele Youssef
Amina Bart Katrien Tom Lies Hans Ines Omar Nadia Geert Griet Stijn Eva Koen Hilde Samir Leen Dirk Ilse
"""
SYLLABLES = """
pee ters jan sens mae ver hae ge willems cla es goos wou de smet bak ka li el am ra ni dia lo van den broeck
"""


def a_surname(chance: Random) -> str:
    return "".join(chance.choice(SYLLABLES.split()) for _ in range(chance.randrange(2, 5))).capitalize()


def invented(count: int, organisations: list[Organisation], team: Team) -> Iterator[Contact]:
    """Contacts of organisations of very different sizes; every fiftieth is an older one in another guise."""
    chance, kept = Random(7), []
    for number in range(count):
        if number % 50 == 49:
            yield in_another_guise(chance, chance.choice(kept))
            continue
        name = f"{chance.choice(GIVEN.split())} {a_surname(chance)}"
        phone = f"04{70_000_000 + number:08d}" if number % 3 else ""
        # A few large houses, many small ones: the largest has one contact in twenty-eight.
        organisation = organisations[int(len(organisations) * chance.random() ** 2)]
        contact = Contact(
            name=name, email=f"{name.replace(' ', '.').lower()}{number}@example.org", phone=phone,
            phone_e164=e164(phone), role="social_worker", organisation=organisation, team=team,
        )  # fmt: skip
        kept.append(contact)
        yield contact


def in_another_guise(chance: Random, known: Contact) -> Contact:
    again = Contact(role=known.role, organisation=known.organisation, team=known.team, name=known.name)
    guise = chance.randrange(3)
    if guise == 0:
        again.email = known.email.upper()
    elif guise == 1:
        again.name, again.phone, again.phone_e164 = f"{known.name[0]}. X", known.phone, known.phone_e164
    else:
        again.name = known.name.replace("e", "é", 1) + "s"
    return again


def fill(count: int) -> User:
    user, team = User(email=f"{NAME}@example.invalid", name=NAME), Team(slug=NAME, name=NAME)
    user.set_unusable_password()
    user.save()
    team.save()
    Membership.objects.create(user=user, team=team, role=Role.LAWYER)
    houses = [Organisation(name=f"Invented house {number}") for number in range(800)]
    Organisation.objects.bulk_create(houses)
    contacts = Contact.objects.bulk_create(invented(count, houses, team), batch_size=2000)
    dossiers = Dossier.objects.bulk_create(
        (
            Dossier(
                kind=DossierKind.QUESTION, reference=f"B-{number}", title="Invented", team=team, opened_by=user,
                opened_on=date(2026, 1, 1), themes=["dublin"],
            )
            for number in range(count)
        ),
        batch_size=2000,
    )  # fmt: skip
    Question.objects.bulk_create(
        (
            Question(dossier=dossier, asker=contact, handed_in_as=contact, channel="form", body="?")
            for dossier, contact in zip(dossiers, contacts, strict=True)
        ),
        batch_size=2000,
    )
    with connection.cursor() as cursor:
        for model in (Contact, Dossier, Question, Organisation):
            cursor.execute(f"ANALYZE {model._meta.db_table}")
    return user


def best_of_three(call: Callable[[], Any]) -> tuple[float, Any]:
    times = []
    for _ in range(3):
        began = time.perf_counter()
        found = call()
        times.append(time.perf_counter() - began)
    return min(times) * 1000, found


def measure(user: User, *, explain: bool) -> None:
    visible = CONTACTS.visible(user)
    by_name = visible.annotate(rank=NOT_SEARCHED).order_by("rank", "folded_name", "id")
    held = comparable_entries(user, CONTACTS).order_by("-id")
    known = Contact.objects.exclude(phone="").order_by("-id").select_related("team")[0]
    act, team = Act(by=user, at=datetime(2026, 6, 15, 8, tzinfo=UTC), on=date(2026, 6, 15)), known.team
    asker = Asker(name=known.name, role=known.role, phone=known.phone)
    searches = {
        letters: found_by_name(visible, letters, names="folded_name").order_by("rank", "folded_name", "id")
        for letters in ("so", "sofie", "wilems")
    }
    calls: dict[str, Callable[[], Any]] = {
        "list, first page": lambda: list(by_name[:PAGE]),
        **{f"search {letters!r}": lambda rows=rows: list(rows[:PAGE]) for letters, rows in searches.items()},
        "duplicates, one page of 500 contacts": lambda: likenesses(user, CONTACTS, held[:HELD]),
        "asker of a new question, known": lambda: [contact_of(act, team, asker)],
        "duplicates of a new contact": lambda: likenesses_of_new(user, CONTACTS, held[0]),
        "duplicates of all, page by page": lambda: list(page_by_page(user, held)),
    }
    for name, call in calls.items():
        milliseconds, found = best_of_three(call)
        print(f"{milliseconds:9.1f} ms  {len(found):6d}  {name}")
    if explain:
        for reason, query in looked_up(user).items():
            print(f"\n{reason}\n{query.explain(analyze=True)}")


def page_by_page(user: User, held: QuerySet[Any]) -> Iterator[Any]:
    page = list(held[:HELD])
    while page:
        yield from likenesses(user, CONTACTS, page)
        page = list(held.filter(pk__lt=page[-1].pk)[:HELD])


def looked_up(user: User) -> dict[str, QuerySet[Any]]:
    """The look-up of each reason by itself, for one page."""
    newest = list(Contact.objects.order_by("-id").values_list("pk", flat=True)[:HELD])
    rows = Contact.objects.filter(pk__in=newest)
    return {reason: rows.values("pk", alike=query) for reason, query in alike(user, CONTACTS).items()}


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def main() -> None:
    count = next((int(word) for word in sys.argv[1:] if word.isdecimal()), 50_000)
    with undone():
        user = fill(count)
        print(f"{count} contacts")
        measure(user, explain="--explain" in sys.argv)


if __name__ == "__main__":
    main()
