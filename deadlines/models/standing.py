"""What lists, totals and digests read of a condemnation's penalty, without reckoning every ledger anew."""

from datetime import date
from typing import Any

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Upper
from django.utils.translation import gettext_lazy as _

from cases.models import Condemnation, Dossier, Event, PenaltyOrder

# Sorts after every day: the key of a row of which nothing lapses.
NEVER = date.max
EUROS: dict[str, Any] = {"max_digits": 24, "decimal_places": 2, "default": 0, "db_default": 0}


class PenaltyStanding(models.Model):
    """The ledger of one condemnation as it stood when it was last reckoned. A projection: the events are the truth.

    The figures are those of every day from `as_of_on` until `holds_until`, both included, and of no other; those of a
    closed dossier are of the day it was closed. A row is there as soon as its condemnation is, and loses its
    `as_of_on` when anything it rests on changes: triggers see to both, so that no writer can forget it. Where two
    debtors owe the whole each, the sums are those of the one of whom most can be claimed, never of both together; the
    days are the earlier of the two.

    pii: `words` repeats the title of the dossier.
    """

    condemnation = models.OneToOneField(
        Condemnation, primary_key=True, on_delete=models.CASCADE, related_name="standing"
    )
    as_of_on = models.DateField(
        null=True, help_text=_("empty until it is reckoned, and when it must be anew")
    )
    holds_until = models.DateField(null=True, help_text=_("empty where no mere day changes it"))
    refusal = models.CharField(
        max_length=40,
        default="",
        db_default="",
        help_text=_("the code with which the law refuses a ledger; then no figure counts"),
    )
    decided_on = models.DateField(
        null=True,
        help_text=_("of the order that counts, kept in step by a trigger; empty before there is one"),
    )
    words = models.TextField(help_text=_("what a search goes through, kept in step by triggers"))
    served_on = models.DateField(null=True)
    first_unit_on = models.DateField(null=True, help_text=_("day of the first unit that was forfeited"))
    housed_on = models.DateField(null=True)
    forfeited_units = models.PositiveIntegerField(default=0, db_default=0)
    forfeited_amount = models.DecimalField(**EUROS)
    suspended_units = models.PositiveIntegerField(default=0, db_default=0)
    suspended_amount = models.DecimalField(**EUROS)
    prescribed_units = models.PositiveIntegerField(default=0, db_default=0)
    prescribed_amount = models.DecimalField(**EUROS)
    claimable_units = models.PositiveIntegerField(default=0, db_default=0)
    claimable_amount = models.DecimalField(**EUROS)
    secured_units = models.PositiveIntegerField(default=0, db_default=0)
    secured_amount = models.DecimalField(**EUROS)
    paid_units = models.PositiveIntegerField(default=0, db_default=0)
    paid_amount = models.DecimalField(**EUROS)
    oldest_unsecured_on = models.DateField(null=True)
    lapses_on = models.DateField(
        null=True,
        help_text=_("last day to act before units are lost, whether an act saved them before or not"),
    )
    cap_reached_on = models.DateField(null=True, help_text=_("or would be, if nothing changes"))
    lapsed_against = models.JSONField(
        null=True,
        help_text=_("units and euros that lapsed, by debtor: what is lost next is held against them"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    forfeited_amount=F("paid_amount") + F("prescribed_amount") + F("claimable_amount"),
                    forfeited_units=F("paid_units") + F("prescribed_units") + F("claimable_units"),
                ),
                name="what_is_forfeited_is_paid_or_lapsed_or_claimable",
            ),
            models.CheckConstraint(
                condition=Q(
                    secured_amount__lte=F("claimable_amount"), secured_units__lte=F("claimable_units")
                ),
                name="what_is_secured_can_be_claimed",
            ),
            models.CheckConstraint(
                condition=Q(holds_until__gte=F("as_of_on")), name="figures_hold_on_their_own_day"
            ),
        ]
        indexes = [
            models.Index(fields=["as_of_on"], name="standings_by_their_day"),
            models.Index(fields=["holds_until"], name="standings_by_their_last_day"),
            models.Index(fields=["served_on"], name="condemnations_by_service"),
            models.Index(Coalesce("decided_on", NEVER), "condemnation", name="condemnations_by_decision"),
            models.Index(fields=["claimable_amount", "condemnation"], name="condemnations_by_what_is_owed"),
            models.Index(Coalesce("lapses_on", NEVER), "condemnation", name="condemnations_by_next_loss"),
            GinIndex(OpClass(Upper("words"), name="gin_trgm_ops"), name="condemnations_by_their_words"),
        ]

    def __str__(self) -> str:
        return f"{self.claimable_amount} euro claimable on {self.as_of_on}"

    def is_of(self, day: date) -> bool:
        """Whether there are figures, and they are those of the day: what `up_to_date` asks of many."""
        if self.as_of_on is None or self.as_of_on > day or self.refusal:
            return False
        return self.holds_until is None or day <= self.holds_until


def up_to_date(day: date) -> Q:
    """Standings that were reckoned for the day."""
    return Q(as_of_on__lte=day) & (Q(holds_until=None) | Q(holds_until__gte=day))


def out_of_date(day: date) -> Q:
    """The others."""
    return Q(as_of_on=None) | Q(holds_until__lt=day) | Q(as_of_on__gt=day)


# Rows that another floor writes, seen from here only to keep the standings in step with them: a statement at a time.

WORDS = """people_folded(concat_ws(' ', dossier.reference, dossier.title, condemnation.court, condemnation.role_number,
    condemnation.appealed_role_number, condemnation.ecli))"""
BEGIN = f"""
INSERT INTO deadlines_penaltystanding (condemnation_id, decided_on, words)
SELECT condemnation.dossier_id, condemnation.decided_on, {WORDS}
FROM written AS condemnation JOIN cases_dossier AS dossier ON dossier.id = condemnation.dossier_id;
RETURN NULL;
"""  # noqa: S608 - our own constant
KEEP_WORDS = f"""
UPDATE deadlines_penaltystanding AS standing SET decided_on = condemnation.decided_on, words = {WORDS}
FROM {{condemnations}} AS condemnation JOIN cases_dossier AS dossier ON dossier.id = condemnation.dossier_id
WHERE standing.condemnation_id = condemnation.dossier_id {{only}};
RETURN NULL;
"""  # noqa: S608 - our own constant
RECKON_ANEW = """
UPDATE deadlines_penaltystanding SET as_of_on = NULL
WHERE as_of_on IS NOT NULL AND condemnation_id IN (SELECT {key} FROM {rows});
RETURN NULL;
"""
# The columns of an event that a ledger reads. A letter or a note put to one changes no figure.
READ = "id, dossier_id, kind, occurred_on, details, amount, retracted_at IS NULL"
READ_OTHERWISE = f"""(
    (SELECT {READ} FROM written EXCEPT SELECT {READ} FROM before)
    UNION ALL (SELECT {READ} FROM before EXCEPT SELECT {READ} FROM written)
) AS changed"""  # noqa: S608 - our own constant


def after(operation: Any, name: str, func: str) -> pgtrigger.Trigger:
    """What is to be done after a statement; the rows it wrote, or took away, are in the table `written`.

    Those that it changed are in `before` as they were.
    """
    sides = {"old" if operation is pgtrigger.Delete else "new": "written"}
    if operation is pgtrigger.Update:
        sides["old"] = "before"
    return pgtrigger.Trigger(
        name=name,
        operation=operation,
        when=pgtrigger.After,
        level=pgtrigger.Statement,
        referencing=pgtrigger.Referencing(**sides),  # type: ignore[no-untyped-call]
        func=func,
    )


class CondemnationWithStanding(Condemnation):
    """A condemnation: it gets its standing at once, and its own words stand in it.

    pii: as the condemnation.
    """

    class Meta:
        proxy = True
        triggers = [
            after(pgtrigger.Insert, "a_condemnation_has_a_standing", BEGIN),
            after(
                pgtrigger.Update,
                "a_standing_has_the_words_of_its_order",
                KEEP_WORDS.format(condemnations="written", only=""),
            ),
        ]


class DossierWithStanding(Dossier):
    """A dossier: its title stands among the words of its standing.

    pii: as the dossier.
    """

    class Meta:
        proxy = True
        triggers = [
            # Row by row: dossiers are written all the time, their titles hardly ever.
            pgtrigger.Trigger(
                name="a_standing_has_the_title_of_its_dossier",
                operation=pgtrigger.UpdateOf("title", "reference"),  # type: ignore[no-untyped-call]
                when=pgtrigger.After,
                func=KEEP_WORDS.format(condemnations="cases_condemnation", only="AND dossier.id = NEW.id"),
            ),
        ]


class EventWithStanding(Event):
    """An event: what happened is reckoned anew.

    pii: as the event.
    """

    class Meta:
        proxy = True
        triggers = [
            after(
                pgtrigger.Insert,
                "a_new_event_is_reckoned",
                RECKON_ANEW.format(key="dossier_id", rows="written"),
            ),
            after(
                pgtrigger.Update,
                "a_changed_event_is_reckoned",
                RECKON_ANEW.format(key="dossier_id", rows=READ_OTHERWISE),
            ),
            after(
                pgtrigger.Delete,
                "an_event_less_is_reckoned",
                RECKON_ANEW.format(key="dossier_id", rows="written"),
            ),
        ]


class OrderWithStanding(PenaltyOrder):
    """A penalty order: changed terms are reckoned anew.

    pii: none.
    """

    class Meta:
        proxy = True
        triggers = [
            after(
                pgtrigger.Insert,
                "new_terms_are_reckoned",
                RECKON_ANEW.format(key="condemnation_id", rows="written"),
            ),
            after(
                pgtrigger.Update,
                "changed_terms_are_reckoned",
                RECKON_ANEW.format(key="condemnation_id", rows="written"),
            ),
            after(
                pgtrigger.Delete,
                "terms_less_are_reckoned",
                RECKON_ANEW.format(key="condemnation_id", rows="written"),
            ),
        ]
