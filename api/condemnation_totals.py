"""What is owed over many condemnations, with what is counted and what is not."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cases.models import Dossier
from cases.models.condemnation import Debtor
from deadlines.totals import left_out_of, sums_by_debtor_and_year
from helpdesk.days import short_day

SUM: dict[str, Any] = {"max_digits": 28, "decimal_places": 2}
METHOD = _(
    "Counted are the condemnations with a penalty that you see and that pass the filters, from the events recorded "
    "at this desk, as they stand on %(day)s; a closed dossier as it stood on the day it was closed. Where two debtors "
    "owe the whole each, the figures are those of the one of whom most can be claimed, never a sum of the two. "
    "Annulled orders, costs and interest are not counted. Nobody has an official series; these sums are the desk's own."
)


class TotalsRowOut(serializers.Serializer[Any]):
    """Euros, summed over the condemnations of one debtor and one year."""

    debtor = serializers.ChoiceField(
        choices=Debtor.choices,
        help_text=(
            "`both`: Fedasil and the Belgian State owe the whole each. The figures are those of the one of whom most "
            "can be claimed, never a sum of the two; what can be had of the other stands in the ledger."
        ),
    )
    year = serializers.IntegerField(allow_null=True, help_text="Of the decision; null before there is one.")
    condemnations = serializers.IntegerField()
    forfeited = serializers.DecimalField(**SUM)
    suspended = serializers.DecimalField(**SUM)
    prescribed = serializers.DecimalField(**SUM)
    claimable = serializers.DecimalField(**SUM)
    secured = serializers.DecimalField(**SUM, help_text="Of what is claimable.")
    paid = serializers.DecimalField(**SUM)


class LeftOutOut(serializers.Serializer[Any]):
    """How many of those that pass the filters are in no sum, and why."""

    without_penalty = serializers.IntegerField()
    annulled = serializers.IntegerField(help_text="Closed as annulled: such an order leaves nothing due.")
    not_reckoned = serializers.IntegerField(help_text="The law gives no ledger; each ledger says why.")


class TotalsOut(serializers.Serializer[Any]):
    on = serializers.DateField(help_text="The day these sums are of.")
    method = serializers.CharField(help_text="What is counted and what is not, in the caller's language.")
    rows = TotalsRowOut(many=True)
    left_out = LeftOutOut()


def totals_told(rows: QuerySet[Dossier], on: date) -> Any:
    """The sums of these condemnations, all reckoned for the day."""
    told = {
        "on": on,
        "method": str(METHOD) % {"day": short_day(on)},
        "rows": sums_by_debtor_and_year(rows),
        "left_out": asdict(left_out_of(rows)),
    }
    return TotalsOut(told).data
