"""An order as the court gave it, with its penalty: the shape in which it is entered, at once or as an event."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rest_framework import serializers

from cases.life.words import PrimaryOrder, SubsidiaryOrder
from cases.models.condemnation import CountedPer, Debtor, FirstCountedDay, PenaltyUnit, Procedure, RespiteUnit
from cases.services.orders import PenaltyDetails
from helpdesk.people.models import Language

CENT = Decimal("0.01")
EUROS: dict[str, Any] = {"max_digits": 12, "decimal_places": 2, "min_value": CENT}
SOME: dict[str, Any] = {"required": False, "allow_blank": True}


class PenaltyIn(serializers.Serializer[Any]):
    """The penalty in the judge's own terms."""

    amount = serializers.DecimalField(**EUROS, help_text="Euros per unit.")
    unit = serializers.ChoiceField(choices=PenaltyUnit.choices, help_text="What one amount is due for.")
    counted_per = serializers.ChoiceField(choices=CountedPer.choices, default=CountedPer.FAMILY)
    persons = serializers.IntegerField(
        min_value=1, max_value=1000, default=1, help_text="Multiplies where counted per person."
    )
    respite_length = serializers.IntegerField(
        min_value=0, max_value=3650, default=0, help_text="Time to comply after service."
    )
    respite_unit = serializers.ChoiceField(choices=RespiteUnit.choices, default=RespiteUnit.DAYS)
    cap = serializers.DecimalField(
        max_digits=14,
        decimal_places=2,
        min_value=CENT,
        allow_null=True,
        default=None,
        help_text="Most that can be forfeited, euros.",
    )
    expires_on = serializers.DateField(
        allow_null=True, default=None, help_text="Last day of the order, included."
    )
    first_counted_day = serializers.ChoiceField(
        choices=FirstCountedDay.choices,
        default=FirstCountedDay.DAY_AFTER_SERVICE,
        help_text="Contested; the cautious reading is the default.",
    )
    debtor = serializers.ChoiceField(
        choices=Debtor.choices,
        required=False,
        help_text="Who owes it, `both` each the whole; whom the order binds when left out, or else Fedasil.",
    )
    is_provisionally_enforceable = serializers.BooleanField(
        required=False, help_text="As the order itself when left out, or else true."
    )


class OrderIn(serializers.Serializer[Any]):
    """The order. Its court and its kind of proceedings are needed, unless the petition told them."""

    court = serializers.CharField(**SOME, max_length=200)
    role_number = serializers.CharField(**SOME, max_length=60, help_text="As the court prints it.")
    appealed_role_number = serializers.CharField(
        **SOME, max_length=60, help_text="Of the order appealed against, on appeal."
    )
    repertory_number = serializers.CharField(
        **SOME, max_length=60, help_text="The registry's number of the decision, which is not the role's."
    )
    ecli = serializers.CharField(**SOME, max_length=80, help_text="As printed; most orders have none.")
    procedure = serializers.ChoiceField(choices=Procedure.choices, required=False)
    judge = serializers.CharField(**SOME, max_length=200, help_text="Judge or chamber, as printed.")
    written_in = serializers.ChoiceField(
        choices=Language.choices, required=False, help_text="Language of the order."
    )
    primary = serializers.ChoiceField(
        choices=PrimaryOrder.choices, required=False, help_text="What has to be given first."
    )
    orders = serializers.CharField(**SOME, help_text="What the judge ordered, besides the penalty.")
    subsidiary = serializers.ChoiceField(
        choices=SubsidiaryOrder.choices,
        required=False,
        help_text="What follows where the first is not done in time.",
    )
    subsidiary_orders = serializers.CharField(**SOME, help_text="The same in the judge's words.")
    subsidiary_hours = serializers.IntegerField(
        min_value=0, max_value=8760, required=False, help_text="Hours after service before it follows: 48."
    )
    subsidiary_ends_penalty = serializers.BooleanField(
        required=False, help_text="Whether the order says that the penalty ends once code 207 is lifted."
    )
    debtor = serializers.ChoiceField(
        choices=Debtor.choices,
        required=False,
        help_text="In an order: whom it binds. In an event: which of the two it concerns.",
    )
    is_provisionally_enforceable = serializers.BooleanField(
        required=False, help_text="Whether it can be enforced while it is appealed against."
    )


def penalty_of(said: Mapping[str, Any]) -> PenaltyDetails | None:
    """The penalty of an order that is entered at once: owed by whom the order binds, enforceable as it is."""
    if not said["penalty"]:
        return None
    inherited = {name: said[name] for name in ("debtor", "is_provisionally_enforceable") if name in said}
    return PenaltyDetails(**{**inherited, **said["penalty"]})
