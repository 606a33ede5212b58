"""Who did what, when and why: rows that are added and never changed."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.fields.json import KeyTextTransform
from django.utils.translation import gettext_lazy as _


def only_added_to(name: str) -> list[pgtrigger.Trigger]:
    """What refuses to change, delete or empty a table."""
    return [
        pgtrigger.Protect(name=f"{name}_is_only_added_to", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name=f"{name}_is_never_emptied",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func="RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME;",
        ),
    ]


# Every act on a deadline, a watch among them, in whatever dossier it was; `changes` names it.
ON_A_DEADLINE = models.Q(verb__startswith="deadline.") | models.Q(verb__startswith="watch.")
# That its reminder rang is told to webhooks, and leaves the deadline as it is.
RANG = "deadline.rang"
DONE_TO_A_DEADLINE = ON_A_DEADLINE & ~models.Q(verb=RANG)


class TrailEntry(models.Model):
    """One act in a namespaced verb, such as `deadline.computed`, written in the transaction of the act.

    That somebody read something is an act too where it must be known (`….read`): once per person and day.

    `dossier_id` is a plain identifier, not a foreign key: the trail lies below the dossiers and outlives them.

    pii: names no one but the acting colleague; `changes` holds field values and inherits their class.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    dossier_id = models.UUIDField(null=True)
    request_id = models.CharField(max_length=64, blank=True)
    reason = models.TextField(blank=True)
    changes = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["dossier_id", "id"], name="trail_of_a_dossier"),
            models.Index(fields=["subject_id", "id"], name="trail_of_a_subject"),
            # Across dossiers: a deadline may go along from one to another.
            models.Index(
                KeyTextTransform("deadline", "changes"),
                name="acts_on_a_deadline",
                condition=ON_A_DEADLINE,
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                "subject_id",
                "actor",
                "verb",
                KeyTextTransform("on", "changes"),
                condition=models.Q(verb__endswith=".read"),
                name="a_reading_is_noted_once_per_person_and_day",
            ),
        ]
        triggers = [
            *only_added_to("trail"),
            pgtrigger.Trigger(
                name="entry_waits_for_its_seal",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func="INSERT INTO trail_unsealedentry (entry_id) VALUES (NEW.id); RETURN NULL;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"


class UnsealedEntry(models.Model):
    """An entry that is committed, or will be, and has no seal yet. A trigger adds the row with the entry.

    pii: none.
    """

    entry = models.OneToOneField(TrailEntry, primary_key=True, on_delete=models.DO_NOTHING, related_name="+")

    def __str__(self) -> str:
        return str(self.entry_id)


class Seal(models.Model):
    """The place of one entry in the chain. Its hash covers the entry and the seal before it.

    Seals are given one after another to entries that are committed, so that who has read up to a number has missed
    nothing below it. Numbers have no gap.

    pii: none.
    """

    number = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(TrailEntry, on_delete=models.DO_NOTHING, related_name="seal")
    digest = models.CharField(max_length=64, help_text=_("SHA-256, in hexadecimal."))
    sealed_at = models.DateTimeField()

    class Meta:
        triggers = only_added_to("chain")

    def __str__(self) -> str:
        return f"{self.number} {self.digest[:12]}"
