"""Grievances, each with its own outcome."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from cases.errors import CaseError
from cases.models.decision import Decision
from cases.models.dossier import Dossier
from cases.models.grievance import Grievance, GrievanceOutcome
from cases.models.instance import Instance
from cases.services.dossiers import note
from cases.services.parts import Noun, lock
from helpdesk.acts import Act


@transaction.atomic
def add_grievances(
    act: Act, dossier_id: UUID, said: Sequence[Mapping[str, Any]]
) -> tuple[Dossier, list[Grievance]]:
    """Add many at once, all or none. A number that the case has, or that is given twice, is refused."""
    dossier = lock(act, GRIEVANCE, dossier_id)
    grievances = [_grievance(dossier, one) for one in said]
    instances, numbers = _instances(dossier), _numbers(dossier, Grievance.objects.all())
    for index, grievance in enumerate(grievances):
        _refuse(act, grievance, instances, numbers, at=f"grievances.{index}.")
        numbers.add(grievance.number)
    Grievance.objects.bulk_create(grievances)
    outcomes = {str(grievance.number): grievance.outcome for grievance in grievances}
    note(act, dossier, "grievance.added", outcomes=outcomes)
    return dossier, grievances


def _grievance(dossier: Dossier, said: Mapping[str, Any]) -> Grievance:
    instance_id = said.get("instance")
    others = {name: value for name, value in said.items() if name != "instance"}
    return Grievance(litigation_id=dossier.pk, instance_id=instance_id, **others)


def _refuse_what_cannot_be(act: Act, dossier: Dossier, grievance: Grievance) -> None:
    others = Grievance.objects.exclude(pk=grievance.pk)
    _refuse(act, grievance, _instances(dossier), _numbers(dossier, others))


def _refuse(
    act: Act, grievance: Grievance, instances: Collection[UUID], numbers: Collection[int], *, at: str = ""
) -> None:
    if grievance.number in numbers:
        raise CaseError("grievance_known", field=f"{at}number", number=grievance.number)
    if grievance.instance_id is not None and grievance.instance_id not in instances:
        raise CaseError("instance_unknown", field=f"{at}instance")
    is_decided = grievance.instance_id is not None or grievance.decided_on is not None
    if grievance.outcome == GrievanceOutcome.PENDING and is_decided:
        raise CaseError("grievance_pending", field=f"{at}outcome", number=grievance.number)
    if grievance.decided_on is not None and grievance.decided_on > act.on:
        raise CaseError("date_in_future", field=f"{at}decided_on", date=grievance.decided_on, today=act.on)


def _instances(dossier: Dossier) -> set[UUID]:
    return set(Instance.objects.filter(litigation=dossier.pk).values_list("pk", flat=True))


def _numbers(dossier: Dossier, among: QuerySet[Grievance]) -> set[int]:
    return set(among.filter(litigation=dossier.pk).values_list("number", flat=True))


def decide(act: Act, dossier: Dossier, decision: Decision, results: Sequence[Mapping[str, Any]]) -> None:
    """What a decision says of the grievances it names by number. Call it inside the transaction that adds it."""
    numbers = [result["number"] for result in results]
    if len(set(numbers)) < len(numbers):
        raise CaseError("grievance_doubled", field="results")
    found = {one.number: one for one in Grievance.objects.filter(litigation=dossier.pk, number__in=numbers)}
    if unknown := sorted(set(numbers) - set(found)):
        raise CaseError("grievance_unknown", field="results", numbers=unknown)
    outcomes = {str(number): [found[number].outcome] for number in numbers}
    for result in results:
        grievance = found[result["number"]]
        grievance.outcome, grievance.note = result["outcome"], result.get("note", grievance.note)
        grievance.instance_id, grievance.decided_on = decision.instance_id, decision.on
        outcomes[str(grievance.number)].append(grievance.outcome)
    Grievance.objects.bulk_update(found.values(), ["outcome", "note", "instance", "decided_on"])
    note(act, dossier, "grievance.decided", decision=decision.pk, outcomes=outcomes)


GRIEVANCE = Noun(name="grievance", model=Grievance, needs_open=True, check=_refuse_what_cannot_be)
