"""Entries that look as if they were one: found by the database, each with the reasons, judged by people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import FloatField, Func, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from cases.address_book import CONTACTS, ORGANISATIONS, Book
from cases.distinct import told_apart
from helpdesk.people.models import User

# From here on two folded names count as similar: the share of their groups of three letters that they have in common.
SIMILAR_FROM = 0.45
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
    """Another entry that may be the same as one, by these reasons."""

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
# The operator has an index and a lower threshold; the function is exact.
IS_SIMILAR = Q(folded_name__trigram_similar=OuterRef("folded_name"), similarity__gte=SIMILAR_FROM)
# Every look-up here has an index of its own, so that no entry is held against all others.
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


def comparable_entries(user: User, book: Book) -> QuerySet[Any]:
    """The entries that can be held against one another: what was erased is like nothing."""
    rows = book.from_inside(user)
    return rows.filter(erased_at=None) if book is CONTACTS else rows


def likenesses(user: User, book: Book, entries: Iterable[Any]) -> list[Likeness]:
    """Every older entry that each of these may be the same as: in the order given, the likeliest first."""
    return [one for one in _found(user, book, entries) if one.older.pk < one.newer.pk]


def likenesses_of_new(user: User, book: Book, entry: Any) -> list[Likeness]:
    """Every entry that a new one may be the same as."""
    return _found(user, book, [entry])


def _found(user: User, book: Book, entries: Iterable[Any]) -> list[Likeness]:
    newer = {entry.pk: entry for entry in entries}
    found = alike(user, book)
    rows = book.model.objects.filter(pk__in=newer).values("pk", **found)
    reasons = {row["pk"]: _turned(row, found) for row in rows}
    others = book.from_inside(user).in_bulk({pk for why in reasons.values() for pk in why})
    apart = told_apart(book, {*newer, *others})
    return [
        likeness
        for pk, entry in newer.items()
        for likeness in _by_score(
            Likeness(entry, others[other], why)
            for other, why in reasons[pk].items()
            if frozenset((pk, other)) not in apart
        )
    ]


def alike(user: User, book: Book) -> dict[str, ArraySubquery]:
    """For each reason the ids of the entries that are like an outer one, the oldest first."""
    rows = comparable_entries(user, book).exclude(pk=OuterRef("pk")).order_by("pk")
    rows = rows.alias(address=Lower("email"), similarity=_Similarity("folded_name", OuterRef("folded_name")))
    return {
        reason: ArraySubquery(rows.filter(matches).values("pk")[:MOST])
        for reason, matches in MATCHES[book.noun].items()
    }


def _turned(row: Mapping[str, Any], reasons: Iterable[str]) -> dict[Any, tuple[str, ...]]:
    """From which entries there are for each reason to which reasons there are for each entry."""
    found = {pk for reason in reasons for pk in row[reason]}
    return {pk: tuple(reason for reason in reasons if pk in row[reason]) for pk in found}


def _by_score(found: Iterable[Likeness]) -> list[Likeness]:
    return sorted(found, key=lambda one: (-one.score, one.older.pk))
