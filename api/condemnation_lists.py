"""The list of condemnations: what a lawyer may ask it for, in which order, and what stands in its rows."""

from decimal import Decimal
from typing import Any

from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api import filters
from api.access import act_of
from api.caseload import FILTERS, CaseloadPages
from api.dossiers import DossierOut
from cases.models.condemnation import Debtor, PenaltyUnit
from deadlines.models import PenaltyStanding
from deadlines.models.standing import NEVER
from helpdesk.acts import Act
from helpdesk.people.names import Folded

ORDER, STANDING = "condemnation__penalty_order__", "condemnation__standing__"
LONGEST_PHRASE = 200
ORDERINGS = {
    "-id": ("-id",),
    "id": ("id",),
    "decided_on": ("decided_on", "id"),
    "-decided_on": ("-decided_on", "-id"),
    "claimable": ("claimable", "id"),
    "-claimable": ("-claimable", "-id"),
    "lapses_on": ("lapses_on", "id"),
    "next_due_on": ("next_due_on", "id"),
}


class CondemnationPages(CaseloadPages):
    orderings = ORDERINGS
    paths = {
        "decided_on": f"{STANDING}decided_on",
        "claimable": f"{STANDING}claimable_amount",
        "lapses_on": f"{STANDING}lapses_on",
    }
    nulls = {"decided_on": NEVER, "lapses_on": NEVER, "next_due_on": NEVER}


def _a_phrase(text: str) -> str:
    """A few words; more than a line is no search, and neither are blanks."""
    if len(text) > LONGEST_PHRASE or not text.strip():
        raise ValueError(text)
    return text


def _words(text: str, act: Act) -> Q:
    """Rows in which each of the words stands, wherever."""
    found = Q()
    for word in text.split():
        found &= Q(**{f"{STANDING}words__icontains": Folded(Value(word))})
    return found


def _nothing_secured(is_so: bool, act: Act) -> Q:
    """Whether a penalty was ordered of which no act holds a unit."""
    secured = Q(**{f"{STANDING}secured_units__gt": 0})
    return ~secured & Q(condemnation__penalty_order__isnull=False) if is_so else secured


def _housed(is_so: bool, act: Act) -> Q:
    return Q(**{f"{STANDING}housed_on__isnull": not is_so})


def _paid(is_so: bool, act: Act) -> Q:
    return Q(**{f"{STANDING}paid_amount__gt": 0}) if is_so else Q(**{f"{STANDING}paid_amount": 0})


def _flag(where: Any, means: str) -> filters.Filter:
    return filters.Filter(where=where, read=filters.yes_or_no, type=bool, means=means)


NARROWING = {
    **{name: one for name, one in FILTERS.items() if name not in ("kind", "ordering")},
    "q": filters.Filter(
        where=_words,
        read=_a_phrase,
        means=_(
            "Words or parts of them, each in the reference, the title, the court, a role number or the ECLI; accents "
            "and capitals do not count."
        ),
    ),
    "court": filters.Filter(lookup="condemnation__court", many=True, means="The court's whole name."),
    "role_number": filters.Filter(lookup="condemnation__role_number", means="The whole role number."),
    "is_collective": filters.Filter(
        lookup="condemnation__is_collective",
        read=filters.yes_or_no,
        type=bool,
        means="Brought by organisations for all concerned.",
    ),
    "decided_from": filters.day(f"{STANDING}decided_on__gte", "Decided on or after this day."),
    "decided_until": filters.day(f"{STANDING}decided_on__lte", "Decided on or before this day."),
    "debtor": filters.choice(f"{ORDER}debtor", Debtor.values, "Who owes the penalty.", many=True),
    "unit": filters.choice(f"{ORDER}unit", PenaltyUnit.values, "What one amount is due for.", many=True),
}
# What the standing says of today, and nothing else can: asked for, it must have been reckoned for today.
OF_THE_STANDING = {
    "served_from": filters.day(f"{STANDING}served_on__gte", "Served on or after this day."),
    "served_before": filters.day(
        f"{STANDING}served_on__lt", "Served before this day, which is not included."
    ),
    "housed": _flag(_housed, "Whether somebody was housed."),
    "nothing_secured": _flag(
        _nothing_secured, "true: a penalty of which no act holds a unit; false: an act holds one or more."
    ),
    "paid": _flag(
        _paid, "Whether anything was paid; of two debtors, by the one whose figures the row holds."
    ),
    "claimable_from": filters.Filter(
        lookup=f"{STANDING}claimable_amount__gte",
        read=filters.an_amount,
        type=Decimal,
        means="So many euros or more can still be claimed.",
    ),
    "lapses_until": filters.day(
        f"{STANDING}lapses_on__lte", "Units are lost unless somebody acts on or before this day."
    ),
}
CONDEMNATION_FILTERS = {**NARROWING, **OF_THE_STANDING}
LIST_PARAMETERS = {**CONDEMNATION_FILTERS, "ordering": filters.order(ORDERINGS, "-id, the newest first,")}
MONEY_ORDERS = frozenset({"claimable", "-claimable", "lapses_on"})


def asks_for_figures(asked: dict[str, list[Any]]) -> bool:
    """Whether the answer depends on figures of today."""
    return bool(asked.keys() & OF_THE_STANDING.keys()) or bool({*asked.get("ordering", ())} & MONEY_ORDERS)


class SumOut(serializers.Serializer[Any]):
    units = serializers.IntegerField(help_text="Units of the penalty, such as days.")
    amount = serializers.DecimalField(max_digits=24, decimal_places=2, help_text="Euros.")


@extend_schema_field(SumOut)
class SumField(serializers.Field[Any, Any, Any, Any]):
    """One total of a standing, in units and in euros, by the name of the field."""

    def __init__(self, **more: Any) -> None:
        super().__init__(source="*", read_only=True, **more)

    def to_representation(self, value: PenaltyStanding) -> dict[str, Any]:
        return {
            "units": getattr(value, f"{self.field_name}_units"),
            "amount": f"{getattr(value, f'{self.field_name}_amount'):.2f}",
        }


class StandingOut(serializers.ModelSerializer[PenaltyStanding]):
    """What is owed under a penalty, in the terms of the ledger. `on` says of which day it is.

    Of two debtors who owe the whole each, the sums are those of the one of whom most can be claimed, and the days the
    earlier of the two. Null while it is being reckoned, or where the law gives no ledger: the ledger then says why.
    """

    on = serializers.SerializerMethodField(
        help_text="The day these figures are of: today, the last day that was reckoned, or the day it was closed."
    )
    forfeited = SumField()
    suspended = SumField()
    prescribed = SumField()
    claimable = SumField()
    secured = SumField(help_text="Of what is claimable, the part an act of enforcement saved.")
    paid = SumField()

    class Meta:
        model = PenaltyStanding
        fields = [
            "on", "served_on", "first_unit_on", "housed_on", "forfeited", "suspended", "prescribed", "claimable",
            "secured", "paid", "oldest_unsecured_on", "lapses_on", "cap_reached_on",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {
            "served_on": {"help_text": "Null while it was not served."},
            "housed_on": {"help_text": "The day of arrival in a place; null while she has none."},
            "oldest_unsecured_on": {"help_text": "The day of the oldest unit that no act has saved."},
            "lapses_on": {"help_text": "Last day to act before units are lost, saved once before or never."},
            "cap_reached_on": {"help_text": "Or would be, if nothing changes."},
        }

    @extend_schema_field(serializers.DateField())
    def get_on(self, standing: PenaltyStanding) -> str:
        today = act_of(self.context["request"]).on
        is_closed = standing.condemnation.dossier.closed_on is not None
        last = standing.as_of_on if is_closed else standing.holds_until
        return str(today if last is None else min(today, last))

    def to_representation(self, instance: PenaltyStanding) -> Any:
        is_reckoned = instance.as_of_on is not None and not instance.refusal
        return super().to_representation(instance) if is_reckoned else None


class CondemnationRowOut(DossierOut):
    """A row of the list: the dossier, its order, and how its penalty stands."""

    reads = {
        "standing": ("closed_on", *(f"{STANDING}{one.name}" for one in PenaltyStanding._meta.concrete_fields))
    }

    court = serializers.CharField(source="condemnation.court", read_only=True)
    role_number = serializers.CharField(source="condemnation.role_number", read_only=True)
    decided_on = serializers.DateField(source="condemnation.decided_on", read_only=True, allow_null=True)
    standing = StandingOut(source="condemnation.standing", read_only=True, allow_null=True)

    class Meta(DossierOut.Meta):
        fields = [*DossierOut.Meta.fields, "court", "role_number", "decided_on", "standing"]
        read_only_fields = fields
