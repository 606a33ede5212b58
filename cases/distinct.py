"""Entries that look alike and are not the same, read through the merges that came after."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from cases.address_book import Book


def kept_apart(book: Book, entry_ids: Collection[UUID]) -> QuerySet[Any]:
    """The pairs of which both ends are, or were merged into, one of these entries that stand."""
    pairs: QuerySet[Any] = book.pairs.objects.annotate(
        one_now=Coalesce("one__merged_into", "one"), other_now=Coalesce("other__merged_into", "other")
    )
    return pairs.filter(one_now__in=entry_ids, other_now__in=entry_ids)


def told_apart(book: Book, entry_ids: Collection[UUID]) -> set[frozenset[UUID]]:
    """The same as pairs of the ids that these entries have now."""
    pairs = kept_apart(book, entry_ids).values_list("one_now", "other_now")
    return {frozenset(pair) for pair in pairs}
