"""Entries that look alike and are not the same, read through the merges that came after."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from cases.address_book import Book


def kept_apart(book: Book, entry_ids: Collection[UUID]) -> QuerySet[Any]:
    """The pairs of which both ends are, or were merged into, one of these entries that stand."""
    return _resolved(book).filter(one_now__in=entry_ids, other_now__in=entry_ids)


def says_distinct(book: Book, one: Any, other: Any) -> QuerySet[Any]:
    """The pairs that tell two entries apart, each given as an expression for its id."""
    return _resolved(book).filter(Q(one_now=one, other_now=other) | Q(one_now=other, other_now=one))


def _resolved(book: Book) -> QuerySet[Any]:
    pairs: QuerySet[Any] = book.pairs.objects.alias(
        one_now=Coalesce("one__merged_into", "one"), other_now=Coalesce("other__merged_into", "other")
    )
    return pairs
