"""What is done with a dossier of any kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from cases.access import Action, get_dossier
from cases.errors import CaseError
from cases.models.dossier import Dossier, DossierKind, State
from cases.services.references import next_references
from cases.status import checked_outcome, state_after
from cases.themes import checked_themes
from helpdesk.acts import Act, Doing
from helpdesk.people.models import Language, Team, User
from helpdesk.trail.services import record

AMENDABLE = ("title", "summary", "language", "themes", "person_concerned")


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What a dossier of any kind starts with."""

    team: Team
    title: str
    summary: str = ""
    language: str = Language.NL
    themes: list[str] = field(default_factory=list)
    person_concerned: str = ""
    owner: User | None = None


def open_dossier(act: Act, kind: DossierKind, opening: Opening, *, state: State) -> Dossier:
    """The row every kind of dossier begins with. Call it inside the transaction that adds the kind's own row."""
    dossier = Dossier.objects.create(
        kind=kind,
        reference=next_references(kind, act.on.year)[0],
        state=state,
        team=opening.team,
        title=opening.title,
        summary=opening.summary,
        language=opening.language,
        themes=checked_themes(opening.themes),
        person_concerned=opening.person_concerned,
        owner=opening.owner,
        opened_by=act.by,
        opened_on=act.on,
    )
    note(act, dossier, f"{kind.value}.opened", reference=dossier.reference, state=state.value)
    return dossier


@transaction.atomic
def amend(
    act: Act, dossier_id: UUID, said: Mapping[str, Any], *, unchanged_since: int | None = None
) -> Dossier:
    """Put some of the `AMENDABLE` fields right, whatever the state. The trail names them, without the words."""
    dossier = get_dossier(act.by, dossier_id, Action.CHANGE, lock=True, unchanged_since=unchanged_since)
    said = {**said, "themes": checked_themes(said["themes"])} if "themes" in said else said
    changed = [name for name in AMENDABLE if name in said and said[name] != getattr(dossier, name)]
    for name in changed:
        setattr(dossier, name, said[name])
    if changed:
        dossier.save(update_fields=[*changed, "updated_at"])
        note(act, dossier, "dossier.amended", fields=changed)
    return dossier


@transaction.atomic
def take(act: Act, dossier_id: UUID) -> Dossier:
    """The acting colleague becomes the owner."""
    dossier = get_dossier(act.by, dossier_id, Action.CHANGE, lock=True)
    state_before, owner_before = dossier.state, dossier.owner_id
    dossier.state = state_after(dossier, "take")
    dossier.owner = act.by
    dossier.save(update_fields=["state", "owner", "updated_at"])
    note(
        act,
        dossier,
        f"{dossier.kind}.taken",
        owner=[owner_before, act.by.pk],
        state=[state_before, dossier.state],
    )
    return dossier


@transaction.atomic
def close(act: Act, dossier_id: UUID, *, outcome: str) -> Dossier:
    """Close with a coded outcome; refuses while a deadline stands open, and says until when."""
    dossier = get_dossier(act.by, dossier_id, Action.CHANGE, lock=True)
    state = state_after(dossier, "close")
    end(act, dossier, state=state, outcome=checked_outcome(dossier, outcome))
    return dossier


def end(act: Act, dossier: Dossier, *, state: State, outcome: str) -> None:
    """Put a locked dossier in its closing state. Call it inside a transaction."""
    if dossier.next_due_on is not None:
        raise CaseError("deadline_stands_open", next_due_on=dossier.next_due_on)
    dossier.state, dossier.outcome, dossier.closed_on = state, outcome, act.on
    dossier.save(update_fields=["state", "outcome", "closed_on", "updated_at"])
    note(act, dossier, f"{dossier.kind}.closed", outcome=outcome)


@transaction.atomic
def reopen(act: Act, dossier_id: UUID) -> Dossier:
    dossier = get_dossier(act.by, dossier_id, Action.CHANGE, lock=True)
    dossier.state = state_after(dossier, "reopen")
    outcome_before, dossier.outcome, dossier.closed_on = dossier.outcome, "", None
    dossier.save(update_fields=["state", "outcome", "closed_on", "updated_at"])
    note(act, dossier, f"{dossier.kind}.reopened", outcome=[outcome_before, ""])
    return dossier


def note(act: Doing, dossier: Dossier, verb: str, **changes: object) -> None:
    """One entry in the dossier's trail, and its next revision. Identifiers are written as text."""
    Dossier.objects.filter(pk=dossier.pk).update(revision=F("revision") + 1)
    dossier.revision += 1
    record(
        verb,
        actor=act.by,
        at=act.at,
        subject_id=dossier.pk,
        dossier_id=dossier.pk,
        reason=act.reason,
        changes={name: _plain(value) for name, value in changes.items()},
    )


def _plain(value: object) -> object:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, UUID) else value
