"""What the entries of the address book have in common, whether people or organisations."""

from typing import Any, Self, cast
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from helpdesk.identifiers import new_id
from helpdesk.people.models.user import Language


class AddressBookEntry(models.Model):
    """Somebody or something that can be reached, and that may turn out to be another entry.

    `phone` is kept as typed, `phone_e164` as it is compared, empty where that is not sure. An entry that was merged
    stays as a pointer with the values it had; `merged_into` leads to an entry that stands, never to another pointer.
    `revision` grows with every change.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    phone_e164 = models.CharField(max_length=16, blank=True, editable=False)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.NL)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="merged_from"
    )
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def standing(self) -> Self:
        """The entry itself, or the one it was merged into."""
        return cast(Self, self.merged_into) or self


class Merge(models.Model):
    """Entries that became one: all that is needed to take them apart again exactly as they were.

    `moved` tells for each relation, such as `cases.Question.asker`, which rows came from which entry; `kept` which
    entry's value the survivor took for a field, and `before` what stood there.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    merged = ArrayField(models.UUIDField())
    moved = models.JSONField(default=dict)
    kept = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{len(self.merged)} merged at {self.merged_at:%Y-%m-%d %H:%M}"


class DistinctPair(models.Model):
    """Two entries that look alike and are not the same. Merges leave it as it is; it is read through them."""

    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    one_id: UUID
    other_id: UUID

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="%(class)s_are_told_apart_once"),
            models.CheckConstraint(
                condition=models.Q(one__lt=models.F("other")), name="%(class)s_stand_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} is not {self.other_id}"


def one_of_a_pair(model: str) -> Any:
    """The key to one of the two entries of a pair."""
    return models.ForeignKey(model, on_delete=models.CASCADE, related_name="+")
