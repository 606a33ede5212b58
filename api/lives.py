"""The life of an order over HTTP: where it stands, its orders, what runs beside it, and what can happen next."""

from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.event_details import DetailsOut
from api.shaped import Shaped
from cases.life.strands import Strand
from cases.life.words import Ending, EuropeanResult, OneDebtor, OrderResult, SeizureRuling, SeizureType
from cases.models import EventKind
from cases.models.condemnation import Debtor
from deadlines.stages import Stage

DAY: dict[str, Any] = {"allow_null": True}
ENDED: dict[str, Any] = {"allow_blank": True, "help_text": "How it ended; empty while it stands open."}
EUROS: dict[str, Any] = {"max_digits": 14, "decimal_places": 2, "allow_null": True}
UNSAID: dict[str, Any] = {"read_only": True, "default": "", "help_text": "Empty where it was not said."}
REMEDY_ENDINGS = [*Ending.choices, *OrderResult.choices]
MEASURES = {
    EventKind.INTERIM_MEASURE_REQUESTED: "requested",
    EventKind.INTERIM_MEASURE_GRANTED: "granted",
    EventKind.INTERIM_MEASURE_REFUSED: "refused",
    EventKind.INTERIM_MEASURE_LIFTED: "lifted",
}


def debtors(help_text: str) -> serializers.ListField:
    return serializers.ListField(
        child=serializers.ChoiceField(choices=OneDebtor.choices), help_text=help_text
    )


def texts(help_text: str) -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), help_text=help_text)


class LifeStepOut(serializers.Serializer[Any]):
    """One event, as far as a life needs it; `/dossiers/{id}/events` has it whole."""

    event = serializers.UUIDField(source="pk")
    kind = serializers.ChoiceField(choices=EventKind.choices)
    on = serializers.DateField(source="occurred_on")
    amount = serializers.DecimalField(**EUROS, help_text="Euros.")
    details = Shaped(DetailsOut)


class StageOut(serializers.Serializer[Any]):
    stage = serializers.ChoiceField(choices=Stage.choices)
    from_on = serializers.DateField(help_text="Its first day.")
    event = serializers.UUIDField(
        source="event.pk", allow_null=True, help_text="What caused it; null where the dossier itself did."
    )
    kind = serializers.ChoiceField(
        source="event.kind", choices=EventKind.choices, allow_null=True, help_text="Of that event."
    )


class GivenOrderOut(serializers.Serializer[Any]):
    """An order of one instance, with what became of it."""

    event = serializers.UUIDField(source="event.pk")
    on = serializers.DateField(help_text="The day it was given.")
    result = serializers.ChoiceField(source="event.details.result", choices=OrderResult.choices)
    details = Shaped(DetailsOut, source="event.details", help_text="As the court gave it.")
    notified_on = serializers.DateField(**DAY)
    served_on = serializers.DictField(child=serializers.DateField(), help_text="By debtor.")
    subsidiary_from_on = serializers.DateField(
        **DAY, help_text="When the hours after service are over in which the first had to be done."
    )
    annulled_on = serializers.DateField(**DAY)


class StrandOut(serializers.Serializer[Any]):
    """Something that runs beside the main line, from the event that opened it."""

    of = serializers.UUIDField(source="opening.pk", help_text="What `details.of` of a later step names.")
    opened_on = serializers.DateField()
    ended_on = serializers.DateField(**DAY)
    steps = LifeStepOut(many=True)


class RemedyOut(StrandOut):
    """A third-party opposition or an appeal. Where an order on appeal ends it, that order's result is its own."""

    result = serializers.ChoiceField(choices=REMEDY_ENDINGS, **ENDED)
    order = serializers.UUIDField(
        source="against.event.pk", allow_null=True, help_text="The order it is against, by its event."
    )
    role_number = serializers.CharField(source="opening.details.role_number", **UNSAID)
    served_again_on = serializers.DateField(**DAY, help_text="After an appeal: the order's new service.")


class SeizureOut(StrandOut):
    result = serializers.ChoiceField(choices=SeizureRuling.choices, **ENDED)
    debtor = serializers.ChoiceField(
        source="opening.details.debtor", choices=Debtor.choices, allow_blank=True, **UNSAID
    )
    seizure_type = serializers.ChoiceField(
        source="opening.details.seizure_type", choices=SeizureType.choices, allow_blank=True, **UNSAID
    )
    seized = serializers.CharField(source="opening.details.seized", **UNSAID)
    held_by = serializers.CharField(source="opening.details.held_by", **UNSAID)
    value = serializers.DecimalField(source="opening.amount", **EUROS, help_text="Euros.")
    is_opposed = serializers.BooleanField(help_text="Whether an opposition waits for the seizure judge.")
    ruling = serializers.SerializerMethodField(
        help_text="What the seizure judge decided last, coded, or empty."
    )
    sold_for = serializers.DecimalField(**EUROS, help_text="Euros, all sales together.")
    attributed = serializers.DecimalField(**EUROS, help_text="Euros, all attributions together.")

    @extend_schema_field(serializers.ChoiceField(choices=SeizureRuling.choices, allow_blank=True))
    def get_ruling(self, seizure: Strand) -> str:
        judged = seizure.last(EventKind.SEIZURE_JUDGED)
        return str(judged.details["result"]) if judged else ""


class EuropeanFileOut(StrandOut):
    result = serializers.ChoiceField(choices=EuropeanResult.choices, **ENDED)
    application_number = serializers.SerializerMethodField(help_text="Empty where it was not said.")
    measure = serializers.SerializerMethodField(help_text="What became of the interim measure, or empty.")
    form_due_on = serializers.SerializerMethodField(
        help_text="Critical: without the form the application is struck out. Null where none is awaited."
    )
    form_sent_on = serializers.SerializerMethodField()

    def get_application_number(self, file: Strand) -> str:
        return file.told("application_number")

    @extend_schema_field(serializers.ChoiceField(choices=[*MEASURES.values()], allow_blank=True))
    def get_measure(self, file: Strand) -> str:
        step = file.last(*MEASURES)
        return MEASURES[EventKind(step.kind)] if step else ""

    def get_form_due_on(self, file: Strand) -> date | None:
        days = [self.context["forms"].get(step.pk) for step in file.steps]
        return next((day for day in reversed(days) if day), None)

    def get_form_sent_on(self, file: Strand) -> date | None:
        sent = file.last(EventKind.APPLICATION_FORM_SENT)
        return sent.occurred_on if sent else None


class PaymentOut(serializers.Serializer[Any]):
    event = serializers.UUIDField(source="pk")
    on = serializers.DateField(source="occurred_on")
    amount = serializers.DecimalField(**EUROS, help_text="Euros on the penalty.")
    costs = serializers.DecimalField(
        source="details.costs",
        **EUROS,
        read_only=True,
        default=None,
        help_text="Euros of costs paid besides.",
    )
    debtor = serializers.ChoiceField(
        source="details.debtor", choices=Debtor.choices, allow_blank=True, **UNSAID
    )
    payer = serializers.CharField(source="details.payer", **UNSAID)
    order = serializers.UUIDField(
        source="details.of",
        read_only=True,
        default=None,
        allow_null=True,
        help_text="The title it was paid on, an order by its event; null for the one whose penalty counts.",
    )


class OfferOut(serializers.Serializer[Any]):
    """A kind of event that can be recorded now, and what it has to tell."""

    kind = serializers.ChoiceField(choices=EventKind.choices)
    results = texts("For `details.result`.")
    debtors = debtors("For `details.debtor`.")
    of = serializers.ListField(
        child=serializers.UUIDField(), help_text="For `details.of`: what it can continue."
    )
    needs = texts("Details it must have.")
    may = texts("Details it may have.")
    needs_amount = serializers.BooleanField()
    needs_note = serializers.BooleanField()


class LifeOut(serializers.Serializer[Any]):
    """What was known of the life on a day."""

    on = serializers.DateField()
    debtor = serializers.ChoiceField(choices=OneDebtor.choices, help_text="From the side of this debtor.")
    stage = serializers.ChoiceField(choices=Stage.choices)
    has_place = serializers.BooleanField(help_text="Whether she has arrived in a place and not lost it.")
    stages = StageOut(many=True, help_text="Every stage until that day, in order.")
    order = serializers.UUIDField(allow_null=True, help_text="The order that counts, by its event.")
    penalty_of = serializers.UUIDField(
        allow_null=True, help_text="The order whose penalty counts, by its event."
    )
    orders = GivenOrderOut(source="life.orders", many=True, help_text="Of every instance, in order.")
    oppositions = RemedyOut(many=True)
    appeals = RemedyOut(many=True)
    commands = LifeStepOut(many=True)
    seizures = SeizureOut(many=True)
    payments = PaymentOut(many=True)
    european_files = EuropeanFileOut(many=True)
    next = OfferOut(many=True, help_text="What can happen next; none while the dossier is closed.")
