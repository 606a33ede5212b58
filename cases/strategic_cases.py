"""The strategic cases among the public records, entered as far as a source tells them."""

from collections.abc import Iterator
from typing import Any

from cases.models import Dossier, DossierKind, Instance
from cases.models.grievance import GrievanceOutcome
from cases.public_entries import Entry, summary_of
from cases.services.aftermath import FOLLOW_UP
from cases.services.decisions import DECISION
from cases.services.dossiers import Opening
from cases.services.grievances import add_grievances
from cases.services.instances import INSTANCE
from cases.services.litigations import LitigationDetails, open_litigation
from cases.services.parties import PARTY
from cases.services.parts import put
from helpdesk.acts import Act
from helpdesk.people.models import Team

# A source that counts grievances by outcome does not say which is which.
ONLY_COUNTED = "Published as a count by outcome; the number is the desk's own."


def enter_case(act: Act, team: Team, entry: Entry) -> bool:
    """Open one strategic case with all that is known of it; false where the team has it. Call it in a transaction."""
    same = Dossier.objects.filter(kind=DossierKind.LITIGATION, team=team, title=entry["title"])
    if same.exists():
        return False
    unnamed = [f"Not named by the source: {entry['unnamed']}."] if entry["unnamed"] else []
    details = LitigationDetails(
        aim=entry["aim"],
        target_kind=entry["target"]["kind"],
        target_title=entry["target"]["title"],
        source_url=entry["source"] or "",
    )
    opening = Opening(team=team, title=entry["title"], summary=summary_of(entry, *unnamed))
    dossier = open_litigation(act, opening, details=details)
    for party in entry["parties"]:
        put(act, PARTY, dossier, party)
    last = _enter_instances(act, dossier, entry["instances"])
    if entry["grievances"]:
        add_grievances(act, dossier.pk, list(_grievances(entry["grievances"], last)))
    for step in entry["follow_up"]:
        told = {name: step[name] for name in ("kind", "state", "text")}
        put(act, FOLLOW_UP, dossier, {**told, "on": step["happened_on"]})
    return True


def _enter_instances(act: Act, dossier: Dossier, told: list[Entry]) -> Instance:
    """Every instance with its decision; the last of them."""
    instances: list[Instance] = []
    for one in told:
        previous = instances[one["previous"] - 1].pk if one["previous"] else None
        instance = put(act, INSTANCE, dossier, {**_instance(one), "previous": previous})
        if one["decision_kind"] is not None:
            put(act, DECISION, dossier, {**_decision(one), "instance": instance.pk})
        instances.append(instance)
    return instances[-1]


def _instance(told: Entry) -> dict[str, Any]:
    texts = ("court", "role_number", "ecli", "procedure", "outcome")
    days = {"introduced_on": told["filed_on"], "closed_on": told["decided_on"]}
    return {**{name: told[name] or "" for name in texts}, **days}


def _decision(told: Entry) -> dict[str, Any]:
    return {
        "on": told["decided_on"],
        "kind": told["decision_kind"],
        "number": told["decision_number"] or "",
        "ecli": told["ecli"] or "",
    }


def _grievances(counts: dict[str, int], decided_by: Instance) -> Iterator[dict[str, Any]]:
    outcomes = [outcome for outcome in GrievanceOutcome for _ in range(counts.get(outcome, 0))]
    for number, outcome in enumerate(outcomes, 1):
        decided = {"instance": decided_by.pk, "decided_on": decided_by.closed_on}
        told = {} if outcome is GrievanceOutcome.PENDING else decided
        yield {"number": number, "outcome": outcome.value, "note": ONLY_COUNTED, **told}
