"""What the courts decided, and what of the grievances."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from cases.models.decision import Decision
from cases.models.dossier import Dossier
from cases.services.grievances import decide
from cases.services.instances import instance_of
from cases.services.parts import Noun, Said, lock, put, refuse_future, refuse_reversed
from helpdesk.acts import Act


@transaction.atomic
def add_decision(
    act: Act, dossier_id: UUID, said: Said, *, results: Sequence[Mapping[str, Any]] = ()
) -> tuple[Dossier, Decision]:
    """Enter a decision together with the outcome of each grievance it names, all or nothing."""
    dossier = lock(act, DECISION, dossier_id)
    decision = put(act, DECISION, dossier, said)
    if results:
        decide(act, dossier, decision, results)
    return dossier, decision


def _refuse_what_cannot_be(act: Act, dossier: Dossier, decision: Decision) -> None:
    instance = instance_of(dossier, decision.instance_id)
    refuse_future(act, decision, "on")
    refuse_reversed(instance.introduced_on, decision.on, field="on")


DECISION = Noun(
    name="decision",
    model=Decision,
    path="instance__litigation",
    needs_open=True,
    codes=("number", "ecli"),
    check=_refuse_what_cannot_be,
)
