"""What an event tells besides its day: by kind, the details it needs, those it may have, and how it can end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import models

from cases.errors import CaseError
from cases.life.words import Ending, EuropeanResult, OrderResult, SeizureRuling
from cases.models.event import EventKind as Kind

Details = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Told:
    """`results` are the values of the detail `result`, which is needed where there are any."""

    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    results: type[models.TextChoices] | None = None
    needs_amount: bool = False
    needs_note: bool = False

    @property
    def needed(self) -> tuple[str, ...]:
        return (*self.needs, "result") if self.results else self.needs

    @property
    def known(self) -> tuple[str, ...]:
        return (*self.needed, *self.may)


NEW_TERMS = ("amount", "persons", "cap", "expires_on")
NUMBERS = ("role_number", "appealed_role_number", "repertory_number", "ecli")
OF_AN_ORDER = (
    "court", *NUMBERS, "procedure", "judge", "written_in", "primary", "orders", "subsidiary", "subsidiary_orders",
    "subsidiary_hours", "subsidiary_ends_penalty", "debtor", "is_provisionally_enforceable", "sets_aside", "of",
    "penalty",
)  # fmt: skip
ACCEPTED = ("is_accepted", "why")

# A kind that is not here tells nothing besides its day.
TOLD: Mapping[Kind, Told] = {
    Kind.RECEPTION_REFUSED: Told(may=("waiting_list_on", "code_207_on", "proof")),
    Kind.FORMAL_NOTICE: Told(may=("comply_by", "channel", "replied_on")),
    Kind.PETITION_FILED: Told(may=("court", "role_number", "procedure", "has_legal_aid")),
    Kind.ORDER_GIVEN: Told(results=OrderResult, may=OF_AN_ORDER),
    Kind.ORDER_SERVED: Told(may=("debtor", "bailiff", "cost")),
    Kind.PLACE_DESIGNATED: Told(may=("place", "centre")),
    Kind.PLACE_DECLINED: Told(may=("proof",)),
    Kind.PERSON_HOUSED: Told(may=("place", "centre")),
    Kind.PLACE_LOST: Told(needs=("cause",), may=ACCEPTED),
    Kind.CONTACT_LOST: Told(needs=("last_contact_on",), needs_note=True),
    Kind.OPPOSITION_LODGED: Told(may=("debtor", "role_number")),
    Kind.OPPOSITION_ENDED: Told(results=Ending, may=("of",)),
    Kind.ORDER_APPEALED: Told(needs=("has_suspensive_effect",), may=("by", "debtor", "role_number")),
    Kind.APPEAL_ENDED: Told(results=Ending, may=("of",)),
    Kind.ORDER_SERVED_AGAIN: Told(may=("bailiff", "cost")),
    Kind.PENALTY_SUSPENDED: Told(may=("until",)),
    Kind.PENALTY_AMENDED: Told(may=("takes_effect_on", "served_on", *NEW_TERMS)),
    Kind.PRESCRIPTION_IMPEDED: Told(needs=("impediment",), may=("until", "debtor", *ACCEPTED)),
    Kind.VIOLATION_FOUND: Told(may=("proof", "count")),
    Kind.COMMAND_SERVED: Told(may=("debtor", "bailiff", "cost")),
    Kind.SEIZURE: Told(may=("debtor", "seizure_type", "seized", "held_by", "bailiff", "cost")),
    Kind.SEIZURE_OPPOSED: Told(may=("of", "role_number")),
    Kind.SEIZURE_JUDGED: Told(results=SeizureRuling, may=("of", "role_number")),
    Kind.GOODS_SOLD: Told(needs_amount=True, may=("of",)),
    Kind.AMOUNT_ATTRIBUTED: Told(needs_amount=True, may=("of",)),
    Kind.SEIZURE_LIFTED: Told(may=("of",)),
    Kind.PAYMENT_RECEIVED: Told(
        needs_amount=True, may=("debtor", "payer", "payment_reference", "costs", "of", *ACCEPTED)
    ),
    Kind.SETTLEMENT_AGREED: Told(needs_amount=True),
    Kind.INTERIM_MEASURE_REQUESTED: Told(may=("application_number",)),
    Kind.INTERIM_MEASURE_GRANTED: Told(may=("application_number",)),
    Kind.INTERIM_MEASURE_REFUSED: Told(may=("application_number",)),
    Kind.INTERIM_MEASURE_LIFTED: Told(may=("application_number",)),
    Kind.APPLICATION_FORM_SENT: Told(may=("application_number",)),
    Kind.APPLICATION_STRUCK_OUT: Told(may=("application_number",)),
    Kind.EUROPEAN_JUDGMENT: Told(results=EuropeanResult, may=("application_number", "ecli")),
}
NOTHING = Told()

# Words that people type. The trail names them and does not repeat what they say.
IN_WORDS = frozenset(
    {
        "proof", "judge", "orders", "subsidiary_orders", "bailiff", "centre", "seized", "held_by", "payer",
        "payment_reference", "why",
    }
)  # fmt: skip


def told_by(kind: Kind) -> Told:
    return TOLD.get(kind, NOTHING)


def check_details(kind: Kind, on: date | None, details: Details, *, amount: object, note: str) -> None:
    """Refuse what an event of this kind and day lacks, or cannot have."""
    told = told_by(kind)
    _refuse_names(kind, details, told)
    last_contact_on = str(details.get("last_contact_on", ""))
    if last_contact_on > str(on):
        raise CaseError("contact_after_its_loss", field="details.last_contact_on", date=last_contact_on)
    if told.results and details["result"] not in told.results.values:
        allowed = told.results.values
        raise CaseError("result_unknown", field="details.result", event=kind.value, allowed=allowed)
    if told.needs_amount and not amount:
        raise CaseError("amount_needed", field="amount", event=kind.value)
    if told.needs_note and not note.strip():
        raise CaseError("note_needed", field="note", event=kind.value)


def _refuse_names(kind: Kind, details: Details, told: Told) -> None:
    needed = {*told.needed, *(("why",) if details.get("is_accepted") else ())}
    for name in sorted(needed - details.keys()):
        raise CaseError("detail_needed", field=f"details.{name}", event=kind.value)
    for name in sorted(details.keys() - set(told.known)):
        raise CaseError(
            "detail_not_of_this_event", field=f"details.{name}", event=kind.value, allowed=sorted(told.known)
        )
    if kind is Kind.PENALTY_AMENDED and not details.keys() & set(NEW_TERMS):
        raise CaseError("detail_needed", field="details", event=kind.value, allowed=list(NEW_TERMS))


def coded(details: Details) -> Details:
    """The details as the trail may keep them: of what was typed, only that it was."""
    return {name: "…" if name in IN_WORDS else value for name, value in details.items()}


def plain(details: Mapping[str, object]) -> Details:
    """As JSON keeps them: days, euros and ids as text; an empty text is left out."""
    return {name: _plain(value) for name, value in details.items() if value != ""}


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return plain(value)
    return str(value) if isinstance(value, date | Decimal | UUID) else value
