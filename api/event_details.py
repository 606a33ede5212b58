"""What an event in the life of an order tells besides its day. Which kind has which: `cases.life.details`."""

from typing import Any

from rest_framework import serializers

from api.orders import CENT, EUROS, OrderIn, PenaltyIn
from cases.life.words import RESULTS, Appellant, LossCause, NoticeChannel, PlaceKind, SeizureType
from deadlines.law.penalties import ImpedimentKind

RESULTS_KNOWN = list(dict.fromkeys(value for words in RESULTS for value in words.values))
TEXT: dict[str, Any] = {"required": False, "max_length": 500}


class DetailsIn(OrderIn):
    """Only those that the kind of the event has; another is refused. `/condemnations/{id}/life` says which, by kind."""

    result = serializers.ChoiceField(
        choices=RESULTS_KNOWN,
        required=False,
        help_text="How it was decided or ended. Needed where the kind has results.",
    )
    of = serializers.UUIDField(
        required=False,
        help_text="The event it continues: the opposition, appeal or seizure, needed where several stand open. "
        "Of a payment: the order it was paid on.",
    )
    sets_aside = serializers.BooleanField(
        required=False,
        help_text="Whether an order on appeal takes the place of the one before: of that one nothing is due then.",
    )
    penalty = PenaltyIn(required=False)
    # Before any order
    waiting_list_on = serializers.DateField(required=False, help_text="The day on the waiting-list paper.")
    code_207_on = serializers.DateField(required=False, help_text="The day code 207 (no show) was entered.")
    proof = serializers.CharField(**TEXT, help_text="What shows it: a paper, a bailiff's report, a count.")
    comply_by = serializers.DateField(required=False, help_text="The day a formal notice sets.")
    channel = serializers.ChoiceField(
        choices=NoticeChannel.choices, required=False, help_text="How a formal notice was sent."
    )
    replied_on = serializers.DateField(required=False, help_text="The day of the reply to a formal notice.")
    has_legal_aid = serializers.BooleanField(required=False)
    # Service and enforcement
    bailiff = serializers.CharField(**TEXT)
    cost = serializers.DecimalField(**EUROS, required=False, help_text="Euros the bailiff charged.")
    seizure_type = serializers.ChoiceField(
        choices=SeizureType.choices, required=False, help_text="Goods need a command on an earlier day."
    )
    seized = serializers.CharField(**TEXT, help_text="What was seized.")
    held_by = serializers.CharField(**TEXT, help_text="The third party in whose hands it was seized.")
    payer = serializers.CharField(**TEXT, help_text="Who paid, where it was not the debtor.")
    payment_reference = serializers.CharField(
        **TEXT, help_text="What tells two payments of one day and amount apart."
    )
    costs = serializers.DecimalField(**EUROS, required=False, help_text="Euros of costs paid besides.")
    # The place
    place = serializers.ChoiceField(choices=PlaceKind.choices, required=False)
    centre = serializers.CharField(**TEXT, help_text="The name of the place.")
    cause = serializers.ChoiceField(
        choices=LossCause.choices, required=False, help_text="Needed where a place is lost."
    )
    last_contact_on = serializers.DateField(
        required=False, help_text="Needed where contact is lost: the last day counted."
    )
    # Remedies
    by = serializers.ChoiceField(choices=Appellant.choices, required=False, help_text="Who appealed.")
    has_suspensive_effect = serializers.BooleanField(
        required=False,
        help_text="Needed for an appeal: whether it suspends the order. One provisionally enforceable it never does.",
    )
    application_number = serializers.CharField(
        required=False, max_length=20, help_text="Of the European Court."
    )
    # The penalty
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
        help_text="Whether a lawyer counts it, with `why`: an impediment, a penalty that runs again after a place was "
        "lost, a payment beyond what was forfeited. Otherwise it is shown and not counted, or refused.",
    )
    why = serializers.CharField(required=False, help_text="Why a lawyer counts it.")
    takes_effect_on = serializers.DateField(
        required=False, help_text="First day of the amended terms; the day of the event when left out."
    )
    served_on = serializers.DateField(
        required=False, help_text="The day the amendment itself was served; an increase needs it."
    )
    amount = serializers.DecimalField(**EUROS, required=False, help_text="New euros per unit.")
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
    count = serializers.IntegerField(
        min_value=1, max_value=100_000, required=False, help_text="How many people were refused that day."
    )


class DetailsOut(DetailsIn):
    """Those that were told; which an event can have, its kind decides."""
