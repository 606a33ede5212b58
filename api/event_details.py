"""What an event in the life of an order tells besides its day. Which kind has which: `cases.services.life`."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from rest_framework import serializers

from deadlines.law.penalties import ImpedimentKind

CENT = Decimal("0.01")


class DetailsIn(serializers.Serializer[Any]):
    """Only those that the kind of the event has; another is refused."""

    comply_by = serializers.DateField(required=False, help_text="The day a formal notice sets.")
    has_suspensive_effect = serializers.BooleanField(
        required=False,
        help_text="Needed for an appeal: whether it suspends the order. One provisionally enforceable it never does.",
    )
    until = serializers.DateField(
        required=False,
        help_text="Last day, included, of a suspension or an impediment; left out while it lasts.",
    )
    impediment = serializers.ChoiceField(
        choices=[kind.value for kind in ImpedimentKind],
        required=False,
        help_text="Needed for an impediment to prescription: which of Judicial Code art. 1385octies.",
    )
    is_accepted = serializers.BooleanField(
        required=False,
        help_text="Whether a lawyer counts the impediment, with `why`; otherwise it is shown and not counted.",
    )
    why = serializers.CharField(required=False, help_text="Why the impediment is counted.")
    takes_effect_on = serializers.DateField(
        required=False, help_text="First day of the amended terms; the day of the event when left out."
    )
    served_on = serializers.DateField(
        required=False, help_text="The day the amendment itself was served; an increase needs it."
    )
    amount = serializers.DecimalField(
        max_digits=12, decimal_places=2, min_value=CENT, required=False, help_text="New euros per unit."
    )
    persons = serializers.IntegerField(
        min_value=1, max_value=1000, required=False, help_text="New number of persons."
    )
    cap = serializers.DecimalField(
        max_digits=14,
        decimal_places=2,
        min_value=CENT,
        required=False,
        allow_null=True,
        help_text="New cap in euros; null where it is lifted.",
    )
    expires_on = serializers.DateField(
        required=False, allow_null=True, help_text="New last day of the order; null where it is lifted."
    )


def plain(details: Mapping[str, Any]) -> dict[str, object]:
    """As JSON keeps them: days and euros as text."""
    return {
        name: str(value) if isinstance(value, date | Decimal) else value for name, value in details.items()
    }
