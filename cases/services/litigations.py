"""Strategic litigation: opened, and put right."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from cases.access import Action, get_dossier
from cases.errors import CaseError
from cases.models.dossier import Dossier, DossierKind, State
from cases.models.litigation import Litigation
from cases.services.dossiers import Opening, note, open_dossier
from cases.services.instances import INSTANCE
from cases.services.parts import put
from helpdesk.acts import Act
from helpdesk.errors import NotFoundError


@dataclass(frozen=True, kw_only=True)
class LitigationDetails:
    """What is special to litigation; what is not known yet is empty."""

    aim: str = ""
    precedent_wanted: str = ""
    target_kind: str = ""
    target_title: str = ""
    target_citation: str = ""
    target_published_on: date | None = None
    target_source_url: str = ""
    result: str = ""
    source_url: str = ""


# What the trail may hold of them; the rest are words.
CODED = ("target_kind", "target_published_on")


@transaction.atomic
def open_litigation(
    act: Act, opening: Opening, *, details: LitigationDetails, instance: Mapping[str, Any] | None = None
) -> Dossier:
    """A new case, with its first instance where that is known."""
    _refuse_future(act, asdict(details))
    dossier = open_dossier(
        act,
        DossierKind.LITIGATION,
        opening,
        state=State.OPEN,
        own=lambda dossier: Litigation(dossier=dossier, **asdict(details)),
    )
    if instance is not None:
        _add_first_instance(act, dossier, instance)
    return dossier


def _add_first_instance(act: Act, dossier: Dossier, instance: Mapping[str, Any]) -> None:
    """What is refused of it is refused at its place in the whole."""
    try:
        put(act, INSTANCE, dossier, instance)
    except CaseError as refusal:
        refusal.field = f"instance.{refusal.field}"
        raise


@transaction.atomic
def amend_litigation(
    act: Act, dossier_id: UUID, said: Mapping[str, Any], *, unchanged_since: int | None
) -> Dossier:
    """Put some of what `LitigationDetails` tells right, whatever the state."""
    dossier = get_dossier(act.by, dossier_id, Action.CHANGE, lock=True, unchanged_since=unchanged_since)
    litigation = Litigation.objects.filter(dossier=dossier).first()
    if litigation is None:
        raise NotFoundError
    _refuse_future(act, said)
    before = {name: getattr(litigation, name) for name in said}
    changed = [name for name in said if said[name] != before[name]]
    for name in changed:
        setattr(litigation, name, said[name])
    if changed:
        litigation.save(update_fields=changed)
        codes = {name: [str(before[name] or ""), str(said[name] or "")] for name in changed if name in CODED}
        note(act, dossier, "litigation.amended", fields=changed, **codes)
    return dossier


def _refuse_future(act: Act, said: Mapping[str, Any]) -> None:
    published_on = said.get("target_published_on")
    if published_on is not None and published_on > act.on:
        raise CaseError("date_in_future", field="target.published_on", date=published_on, today=act.on)
