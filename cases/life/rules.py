"""What can follow what in the life of an order. One table, no other rule anywhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from cases.life.strands import StrandKind as Strand
from cases.models.event import EventKind as Kind


class Fact(StrEnum):
    """What holds at a point of a life."""

    NOTICED = "formal_notice_sent"
    PENDING = "petition_pending"
    DECIDED_BEFORE = "an_order_was_given"
    AWAITED = "an_order_is_awaited"
    REFUSED = "order_refused"
    GRANTED = "order_stands"
    ANNULLED = "order_annulled"
    SERVED = "order_served"
    ENFORCEABLE = "an_order_was_served"
    AWAITS_SERVICE = "appeal_ended_and_not_served_again"
    DESIGNATED = "place_designated"
    HAS_PLACE = "has_a_place"
    COMPLIED = "order_complied_with"
    LOST = "contact_lost"
    DESISTED = "desisted"
    SETTLED = "settled"
    COMMANDED = "command_served"
    ENFORCED = "enforcement_begun"
    OPPOSED = "seizure_opposed"
    ASKED = "interim_measure_requested"
    IN_FORCE = "interim_measure_in_force"
    APPLIED = "application_made"


# Each debtor is served, and commanded to pay, by itself.
OF_EACH_DEBTOR = frozenset({Fact.SERVED, Fact.ENFORCEABLE, Fact.COMMANDED})


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What an event needs and what bars it, then what holds after it and no more; and the strand it is a step of.

    `since_before` are facts that must hold since an earlier day. A step of a strand needs one that stands open, except
    where it `opens` one, `joins` the only one or opens it, or `answers` one that may be there.
    """

    needs: tuple[Fact, ...] = ()
    since_before: tuple[Fact, ...] = ()
    bars: Mapping[Fact, str] = field(default_factory=dict)
    sets: tuple[Fact, ...] = ()
    ends: tuple[Fact, ...] = ()
    opens: Strand | None = None
    joins: Strand | None = None
    answers: Strand | None = None
    continues: Strand | None = None
    closes: Strand | None = None


ONCE = "event_happens_once"
ON_APPEAL = Rule(
    sets=(Fact.DECIDED_BEFORE, Fact.GRANTED),
    ends=(Fact.PENDING, Fact.REFUSED, Fact.ANNULLED, Fact.SERVED, Fact.COMPLIED, Fact.AWAITS_SERVICE),
    answers=Strand.APPEAL,
)
REFUSED_ON_APPEAL = Rule(
    bars={Fact.GRANTED: "order_stands"},
    sets=(Fact.DECIDED_BEFORE, Fact.REFUSED),
    ends=(Fact.PENDING, Fact.ANNULLED),
    answers=Strand.APPEAL,
)
ON_THE_ORDER = Rule(needs=(Fact.GRANTED,))
HOUSED = (Fact.HAS_PLACE, Fact.COMPLIED)

# By kind of event and, where it matters, by its variant: its result, or what `cases.life.replay` finds in it. On one
# day they happen in the order of this table, as far as they can.
RULES: Mapping[tuple[Kind, str], Rule] = {
    (Kind.RECEPTION_REFUSED, ""): Rule(),
    (Kind.FORMAL_NOTICE, ""): Rule(sets=(Fact.NOTICED,)),
    (Kind.PETITION_FILED, ""): Rule(
        bars={Fact.PENDING: ONCE, Fact.GRANTED: "petition_after_order"},
        sets=(Fact.PENDING,),
        ends=(Fact.REFUSED, Fact.ANNULLED),
    ),
    # The order, of every instance.
    (Kind.ORDER_GIVEN, "granted"): replace(ON_APPEAL, needs=(Fact.AWAITED,)),
    (Kind.ORDER_GIVEN, "granted_on_appeal"): ON_APPEAL,
    (Kind.ORDER_GIVEN, "refused"): replace(REFUSED_ON_APPEAL, needs=(Fact.AWAITED,)),
    (Kind.ORDER_GIVEN, "refused_on_appeal"): REFUSED_ON_APPEAL,
    (Kind.ORDER_NOTIFIED, ""): Rule(needs=(Fact.DECIDED_BEFORE,)),
    (Kind.ORDER_SERVED, ""): Rule(
        needs=(Fact.GRANTED,), bars={Fact.SERVED: ONCE}, sets=(Fact.SERVED, Fact.ENFORCEABLE)
    ),
    # What is done with it.
    (Kind.CODE_207_LIFTED, ""): Rule(),
    (Kind.CODE_207_LIFTED, "ends"): Rule(sets=(Fact.COMPLIED,)),
    (Kind.PLACE_DESIGNATED, ""): Rule(sets=(Fact.DESIGNATED,)),
    (Kind.PLACE_DECLINED, ""): Rule(needs=(Fact.DESIGNATED,), sets=(Fact.COMPLIED,), ends=(Fact.DESIGNATED,)),
    (Kind.PLACE_LOST, ""): Rule(needs=(Fact.HAS_PLACE,), ends=(Fact.HAS_PLACE, Fact.DESIGNATED)),
    (Kind.PLACE_LOST, "runs_again"): Rule(needs=(Fact.HAS_PLACE,), ends=(*HOUSED, Fact.DESIGNATED)),
    (Kind.PERSON_HOUSED, ""): Rule(sets=HOUSED, ends=(Fact.LOST,)),
    (Kind.CONTACT_LOST, ""): Rule(bars={Fact.LOST: ONCE}, sets=(Fact.LOST,)),
    # Against it.
    (Kind.OPPOSITION_LODGED, ""): Rule(needs=(Fact.GRANTED,), opens=Strand.OPPOSITION),
    (Kind.OPPOSITION_ENDED, ""): Rule(closes=Strand.OPPOSITION),
    (Kind.ORDER_APPEALED, ""): Rule(needs=(Fact.DECIDED_BEFORE,), opens=Strand.APPEAL),
    (Kind.APPEAL_ENDED, ""): Rule(sets=(Fact.AWAITS_SERVICE,), closes=Strand.APPEAL),
    (Kind.APPEAL_ENDED, "annulled"): Rule(needs=(Fact.GRANTED,), closes=Strand.APPEAL),
    (Kind.ORDER_SERVED_AGAIN, ""): Rule(
        needs=(Fact.GRANTED, Fact.AWAITS_SERVICE), ends=(Fact.AWAITS_SERVICE,)
    ),
    # Its penalty.
    (Kind.PENALTY_SUSPENDED, ""): ON_THE_ORDER,
    (Kind.PENALTY_AMENDED, ""): ON_THE_ORDER,
    (Kind.PRESCRIPTION_IMPEDED, ""): ON_THE_ORDER,
    (Kind.VIOLATION_FOUND, ""): ON_THE_ORDER,
    # Its enforcement. Goods are seized at the earliest on the day after the command (Judicial Code art. 1499).
    (Kind.COMMAND_SERVED, ""): Rule(
        needs=(Fact.GRANTED, Fact.ENFORCEABLE), sets=(Fact.COMMANDED, Fact.ENFORCED)
    ),
    (Kind.SEIZURE, ""): Rule(
        needs=(Fact.GRANTED, Fact.ENFORCEABLE), sets=(Fact.ENFORCED,), opens=Strand.SEIZURE
    ),
    (Kind.SEIZURE, "goods"): Rule(
        needs=(Fact.GRANTED, Fact.ENFORCEABLE),
        since_before=(Fact.COMMANDED,),
        sets=(Fact.ENFORCED,),
        opens=Strand.SEIZURE,
    ),
    (Kind.SEIZURE_OPPOSED, ""): Rule(bars={Fact.OPPOSED: ONCE}, continues=Strand.SEIZURE),
    (Kind.SEIZURE_JUDGED, ""): Rule(continues=Strand.SEIZURE),
    (Kind.SEIZURE_JUDGED, "lifted"): Rule(closes=Strand.SEIZURE),
    (Kind.GOODS_SOLD, ""): Rule(bars={Fact.OPPOSED: "seizure_opposed"}, continues=Strand.SEIZURE),
    (Kind.AMOUNT_ATTRIBUTED, ""): Rule(bars={Fact.OPPOSED: "seizure_opposed"}, continues=Strand.SEIZURE),
    (Kind.SEIZURE_LIFTED, ""): Rule(closes=Strand.SEIZURE),
    (Kind.PAYMENT_RECEIVED, ""): Rule(needs=(Fact.ENFORCEABLE,)),
    # Its end by agreement.
    (Kind.DESISTED, ""): Rule(bars={Fact.DESISTED: ONCE}, sets=(Fact.DESISTED,)),
    (Kind.SETTLEMENT_AGREED, ""): Rule(bars={Fact.SETTLED: ONCE}, sets=(Fact.SETTLED,)),
    # The European Court.
    (Kind.INTERIM_MEASURE_REQUESTED, ""): Rule(sets=(Fact.ASKED,), joins=Strand.EUROPEAN),
    (Kind.INTERIM_MEASURE_GRANTED, ""): Rule(
        sets=(Fact.IN_FORCE,), ends=(Fact.ASKED,), joins=Strand.EUROPEAN
    ),
    (Kind.INTERIM_MEASURE_REFUSED, ""): Rule(
        needs=(Fact.ASKED,), ends=(Fact.ASKED,), continues=Strand.EUROPEAN
    ),
    (Kind.APPLICATION_FORM_SENT, ""): Rule(sets=(Fact.APPLIED,), joins=Strand.EUROPEAN),
    (Kind.INTERIM_MEASURE_LIFTED, ""): Rule(
        needs=(Fact.IN_FORCE,), ends=(Fact.IN_FORCE,), continues=Strand.EUROPEAN
    ),
    (Kind.APPLICATION_STRUCK_OUT, ""): Rule(
        ends=(Fact.ASKED, Fact.IN_FORCE, Fact.APPLIED), closes=Strand.EUROPEAN
    ),
    (Kind.EUROPEAN_JUDGMENT, ""): Rule(
        needs=(Fact.APPLIED,), ends=(Fact.ASKED, Fact.IN_FORCE, Fact.APPLIED), closes=Strand.EUROPEAN
    ),
}

OF_A_LIFE = frozenset(kind for kind, _ in RULES)
RANK = {kind: place for place, (kind, _) in enumerate(RULES)}

# The refusal where a needed fact does not hold, or no strand stands open that the event could be a step of.
MISSING: Mapping[Fact, str] = {
    Fact.AWAITED: "claim_decided",
    Fact.DECIDED_BEFORE: "event_before_order",
    Fact.GRANTED: "event_before_order",
    Fact.ENFORCEABLE: "not_served",
    Fact.AWAITS_SERVICE: "appeal_not_ended",
    Fact.DESIGNATED: "no_place_designated",
    Fact.HAS_PLACE: "not_housed",
    Fact.COMMANDED: "no_command_before",
    Fact.ASKED: "measure_not_requested",
    Fact.IN_FORCE: "measure_not_in_force",
    Fact.APPLIED: "application_not_made",
}
NOT_OPEN: Mapping[Strand, str] = {
    Strand.OPPOSITION: "opposition_not_lodged",
    Strand.APPEAL: "appeal_not_lodged",
    Strand.SEIZURE: "no_seizure_open",
    Strand.EUROPEAN: "application_not_made",
}
# Refusals that hang on no fact: whom an event concerns, what it continues, and a penalty beside a penalty.
NOT_BOUND = "debtor_not_bound"
NAME_ONE = "debtor_needed"
SEVERAL = "several_stand_open"
PENALTY_STANDS = "penalty_stands"


def codes() -> frozenset[str]:
    """Every refusal there is."""
    barring = {code for rule in RULES.values() for code in rule.bars.values()}
    others = {NOT_BOUND, NAME_ONE, SEVERAL, PENALTY_STANDS}
    return frozenset({*barring, *MISSING.values(), *NOT_OPEN.values(), *others})
