"""What is done with a dossier of any kind."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Model

from cases.access import Action, get_dossier
from cases.errors import CaseError
from cases.litigations import refuse_unfinished
from cases.models.dossier import Dossier, DossierKind, State
from cases.services.references import next_references
from cases.status import MERGED, checked_outcome, state_after
from cases.themes import checked_themes
from helpdesk.acts import Act, AnyAct
from helpdesk.adding import add, add_together
from helpdesk.people.models import Language, Team, User
from helpdesk.trail.models import TrailEntry
from helpdesk.trail.services import entry, record_for_dossiers

# Opening is an act like any other (`note`), but the row is written with what it changes.
WHEN_OPENED = 2
AMENDABLE = ("title", "summary", "language", "themes", "person_concerned")


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What a dossier of any kind starts with. The acting colleague opens it, unless it is another's already."""

    team: Team
    title: str
    summary: str = ""
    language: str = Language.NL
    themes: list[str] = field(default_factory=list)
    person_concerned: str = ""
    owner: User | None = None
    opened_by: User | None = None


def open_dossier(
    act: Act, kind: DossierKind, opening: Opening, *, state: State, own: Callable[[Dossier], Model]
) -> Dossier:
    """The row every kind of dossier begins with, and the kind's own, which `own` makes. Inside a transaction."""
    dossier = Dossier(
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
        opened_by=opening.opened_by or act.by,
        opened_on=act.on,
        revision=WHEN_OPENED,
        updated_at=act.at,
    )
    told = {"reference": dossier.reference, "state": state.value}
    add_together(dossier, own(dossier), entry_of(act, dossier, f"{kind.value}.opened", told))
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
        dossier.save(update_fields=changed)
        note(act, dossier, "dossier.amended", fields=changed)
    return dossier


@transaction.atomic
def take(act: Act, dossier_id: UUID, *, unchanged_since: int | None = None) -> Dossier:
    """The acting colleague becomes the owner."""
    dossier = get_dossier(act.by, dossier_id, Action.CHANGE, lock=True, unchanged_since=unchanged_since)
    hand_over(act, dossier, act.by, state=state_after(dossier, "take"), verb="taken")
    return dossier


def hand_over(act: Act, dossier: Dossier, owner: User | None, *, state: State, verb: str) -> None:
    """Give a locked dossier another owner, or none. Call it inside a transaction."""
    owners, states = [dossier.owner_id, owner.pk if owner else None], [dossier.state, state.value]
    dossier.owner, dossier.state = owner, state
    dossier.save(update_fields=["state", "owner"])
    note(act, dossier, f"{dossier.kind}.{verb}", owner=owners, state=states)


@transaction.atomic
def close(act: Act, dossier_id: UUID, *, outcome: str) -> Dossier:
    """Close with a coded outcome that is borne out; refuses while a deadline stands open, and says until when."""
    dossier = get_dossier(act.by, dossier_id, Action.CHANGE, lock=True)
    state, outcome = state_after(dossier, "close"), checked_outcome(dossier, outcome)
    if dossier.kind == DossierKind.LITIGATION:
        refuse_unfinished(dossier, outcome)
    end(act, dossier, state=state, outcome=outcome)
    return dossier


def end(act: Act, dossier: Dossier, *, state: State, outcome: str) -> None:
    """Put a locked dossier in its closing state. Call it inside a transaction."""
    if dossier.next_due_on is not None:
        raise CaseError("deadline_stands_open", next_due_on=dossier.next_due_on)
    dossier.state, dossier.outcome, dossier.closed_on = state, outcome, act.on
    dossier.save(update_fields=["state", "outcome", "closed_on"])
    note(act, dossier, f"{dossier.kind}.closed", outcome=outcome)


@transaction.atomic
def reopen(act: Act, dossier_id: UUID) -> Dossier:
    """Open a closed dossier again. A question that was merged is taken out of the other instead (`was_merged`)."""
    dossier = get_dossier(act.by, dossier_id, Action.CHANGE, lock=True)
    if dossier.outcome == MERGED:
        raise CaseError("was_merged")
    dossier.state = state_after(dossier, "reopen")
    outcome_before, dossier.outcome, dossier.closed_on = dossier.outcome, "", None
    dossier.save(update_fields=["state", "outcome", "closed_on"])
    note(act, dossier, f"{dossier.kind}.reopened", outcome=[outcome_before, ""])
    return dossier


def note(act: AnyAct, dossier: Dossier, verb: str, **changes: object) -> None:
    """One entry in the dossier's trail, its next revision and its last act. Identifiers are written as text."""
    Dossier.objects.filter(pk=dossier.pk).update(revision=F("revision") + 1, updated_at=act.at)
    dossier.revision += 1
    add(entry_of(act, dossier, verb, changes))


def note_reading(act: Act, dossier: Dossier, verb: str, **changes: object) -> None:
    """One entry for what was only looked at: nothing has changed, and the revision stays."""
    add(entry_of(act, dossier, verb, changes))


def note_in_all(act: Act, dossier_ids: Collection[UUID], verb: str, **changes: object) -> None:
    """The same entry in the trail of each of these locked dossiers, and the next revision of each."""
    Dossier.objects.filter(pk__in=dossier_ids).update(revision=F("revision") + 1)
    record_for_dossiers(
        verb, actor=act.by, at=act.at, dossier_ids=dossier_ids, reason=act.reason, changes=changes
    )


def note_all(act: AnyAct, verb: str, changes: Mapping[Dossier, Mapping[str, object]]) -> None:
    """The same for many dossiers, in two statements."""
    Dossier.objects.filter(pk__in=[dossier.pk for dossier in changes]).update(revision=F("revision") + 1)
    TrailEntry.objects.bulk_create(entry_of(act, dossier, verb, told) for dossier, told in changes.items())


def entry_of(act: AnyAct, dossier: Dossier, verb: str, changes: Mapping[str, object]) -> TrailEntry:
    """The entry that `note` would write, not yet written."""
    return entry(
        verb,
        actor=act.by,
        at=act.at,
        subject_id=dossier.pk,
        dossier_id=dossier.pk,
        reason=act.reason,
        changes=changes,
    )
