"""The shape of a penalty's ledger, as `ledger_in_words` tells it."""

from typing import Any

from rest_framework import serializers

from api.condemnation_lists import SumOut
from api.problem_told import ValuesField
from deadlines.law.penalties import UnitState, WatchKind

EUROS: dict[str, Any] = {"max_digits": 24, "decimal_places": 2}


class LedgerTotalsOut(serializers.Serializer[Any]):
    forfeited = SumOut(help_text="What is paid, prescribed and claimable together.")
    suspended = SumOut(help_text="Never became due.")
    prescribed = SumOut()
    claimable = SumOut()
    secured = SumOut(help_text="Of what is claimable.")
    paid = SumOut()
    overpaid = serializers.DecimalField(**EUROS, help_text="Euros received beyond all that was forfeited.")


class UnitRangeOut(serializers.Serializer[Any]):
    """Units that stand alike."""

    to = serializers.DateField(help_text="The last day, included.")
    units = serializers.IntegerField()
    amount = serializers.DecimalField(**EUROS, help_text="Euros.")
    paid = serializers.DecimalField(**EUROS, help_text="Euros, of the amount.")
    state = serializers.ChoiceField(choices=[each.value for each in UnitState])
    lapses_on = serializers.DateField(
        allow_null=True, help_text="The last day to act for the oldest of them; null where none can lapse."
    )

    def get_fields(self) -> dict[str, Any]:
        return {"from": serializers.DateField(help_text="The first day, included."), **super().get_fields()}


class WatchOut(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=[each.value for each in WatchKind])
    on = serializers.DateField()


class LedgerLineOut(serializers.Serializer[Any]):
    key = serializers.CharField(help_text="Stable; names the sentence.")
    text = serializers.CharField(help_text="The sentence in the caller's language.")
    article = serializers.CharField(help_text="Where the law says so.")
    values = ValuesField()


class LedgerOut(serializers.Serializer[Any]):
    """What is owed on a day, towards one debtor."""

    on = serializers.DateField(help_text="The day looked at, included.")
    first_counted_on = serializers.DateField(
        allow_null=True, help_text="The first day that can count; null while the order is not served."
    )
    ranges = UnitRangeOut(many=True, help_text="By day.")
    totals = LedgerTotalsOut()
    oldest_unsecured_unit_on = serializers.DateField(allow_null=True)
    oldest_unsecured_lapses_on = serializers.DateField(
        allow_null=True, help_text="The last day to secure it by an act of enforcement."
    )
    secured_lapses_on = serializers.DateField(
        allow_null=True, help_text="The last day to act for the oldest unit that is secured."
    )
    watches = WatchOut(many=True, help_text="Days that must not be missed.")
    explanation = LedgerLineOut(many=True, help_text="The reason for every figure.")
