"""Entries that look as if they were one: found by the database, each with the reasons, judged by people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, FloatField, Func, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from cases.address_book import CONTACTS, ORGANISATIONS, Book
from cases.distinct import says_distinct
from helpdesk.people.models import User

# From here on two folded names count as similar: the share of their groups of three letters that they have in common.
SIMILAR_FROM = 0.5
# How much each reason weighs by itself; together they weigh more, and never as much as certainty.
WEIGHTS = {
    "same_kbo_number": 0.95,
    "same_email": 0.7,
    "same_phone": 0.6,
    "same_name": 0.5,
    "similar_name": 0.4,
}
# Of one reason no more than this many are shown for an entry: what many share, such as a switchboard, proves little.
MOST = 10


class _Similarity(Func):
    function = "similarity"
    output_field = FloatField()


@dataclass(frozen=True)
class Likeness:
    """An older entry that may be the same as a newer one, by these reasons."""

    newer: Any
    older: Any
    reasons: tuple[str, ...]

    @property
    def score(self) -> float:
        """Between 0 and 1: what remains when every reason has taken its share of the doubt."""
        doubt = reduce(lambda left, reason: left * (1 - WEIGHTS[reason]), self.reasons, 1.0)
        return round(1 - doubt, 2)


def _filled(field: str, **same: Any) -> Q:
    """The field holds something, and the same thing in both."""
    return Q(**(same or {field: OuterRef(field)})) & ~Q(**{field: ""})


COMMON = {
    "same_email": _filled("email", address=Lower(OuterRef("email"))),
    "same_phone": _filled("phone_e164"),
}
IS_SIMILAR = Q(similarity__gte=SIMILAR_FROM)
# The look-ups of each reason have an index of their own, so that no entry is held against all others.
MATCHES: dict[str, dict[str, Q]] = {
    CONTACTS.noun: {
        **COMMON,
        "same_name": _filled("name_key"),
        "similar_name": Q(organisation=OuterRef("organisation")) & IS_SIMILAR,
    },
    ORGANISATIONS.noun: {
        **COMMON,
        "same_kbo_number": _filled("kbo_number"),
        "same_name": Q(name_keys__overlap=OuterRef("name_keys")),
        "similar_name": _filled("postal_code") & IS_SIMILAR,
    },
}


def entries_like_older_ones(user: User, book: Book) -> QuerySet[Any]:
    """The entries of which an older one may be the same, as far as the user sees both."""
    rows = _not_erased(book, book.from_inside(user))
    alike = _alike(user, book, Q(pk__lt=OuterRef("pk")))
    return rows.filter(reduce(or_, [Q(Exists(one)) for one in alike.values()]))


def likenesses(user: User, book: Book, entries: Iterable[Any]) -> list[Likeness]:
    """Every older entry that each of these may be the same as: in the order given, the likeliest first."""
    return _found(user, book, entries, Q(pk__lt=OuterRef("pk")))


def likenesses_of_new(user: User, book: Book, entry: Any) -> list[Likeness]:
    """Every entry that a new one may be the same as."""
    return _found(user, book, [entry], ~Q(pk=OuterRef("pk")))


def _found(user: User, book: Book, entries: Iterable[Any], direction: Q) -> list[Likeness]:
    newer = {entry.pk: entry for entry in entries}
    alike = _alike(user, book, direction)
    found = book.model.objects.filter(pk__in=newer).values(
        "pk", **{reason: ArraySubquery(one.values("pk")[:MOST]) for reason, one in alike.items()}
    )
    reasons = {row["pk"]: _turned(row, alike) for row in found}
    older = book.from_inside(user).in_bulk({pk for one in reasons.values() for pk in one})
    return [
        likeness
        for pk, entry in newer.items()
        for likeness in _by_score(Likeness(entry, older[one], why) for one, why in reasons[pk].items())
    ]


def _turned(row: Mapping[str, Any], alike: Iterable[str]) -> dict[Any, tuple[str, ...]]:
    """From which entries there are for each reason to which reasons there are for each entry."""
    return {
        pk: tuple(reason for reason in alike if pk in row[reason]) for reason in alike for pk in row[reason]
    }


def _by_score(found: Iterable[Likeness]) -> list[Likeness]:
    return sorted(found, key=lambda one: (-one.score, one.older.pk))


def _alike(user: User, book: Book, direction: Q) -> dict[str, QuerySet[Any]]:
    """For each reason the entries that are like an outer one; not those that were told apart from it."""
    told_apart = Exists(says_distinct(book, OuterRef("pk"), OuterRef(OuterRef("pk"))))
    rows = _not_erased(book, book.from_inside(user)).alias(
        address=Lower("email"), similarity=_Similarity("folded_name", OuterRef("folded_name"))
    )
    return {
        reason: rows.filter(matches & direction).exclude(told_apart).order_by("pk")
        for reason, matches in MATCHES[book.noun].items()
    }


def _not_erased(book: Book, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(erased_at=None) if book is CONTACTS else rows
