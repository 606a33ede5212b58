"""Who takes part in a dossier: named, changed and removed by its owner or a coordinator of its team."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from cases.access import Action, colleagues_who_may, get_dossier, members_of
from cases.errors import CaseError
from cases.models.dossier import Confidentiality, Dossier
from cases.models.participant import DossierRole, Participant
from cases.services.dossiers import note
from helpdesk.acts import Act
from helpdesk.errors import NotFoundError
from helpdesk.people.models import User

CHANGEABLE = ("role", "from_on", "until_on")


@dataclass(frozen=True, kw_only=True)
class Part:
    """What somebody does on a dossier, and from when until when, both days included; none is without end."""

    role: DossierRole
    from_on: date
    until_on: date | None = None


@transaction.atomic
def add_participant(act: Act, dossier_id: UUID, user_id: UUID, part: Part) -> Participant:
    """Let somebody take part, as a guest where she is not of the dossier's team.

    Refuses with `user_unknown` who cannot sign in, with `walled_off` whom a wall keeps out, and with
    `takes_part_already` who takes part.
    """
    dossier = get_dossier(act.by, dossier_id, Action.ADMIT, lock=True)
    user = User.objects.filter(pk=user_id, is_active=True, is_service=False).first()
    if user is None:
        raise CaseError("user_unknown", field="user", user=user_id)
    if dossier.walls.filter(user=user).exists():
        raise CaseError("walled_off", field="user", user=user_id)
    if dossier.participants.filter(user=user).exists():
        raise CaseError("takes_part_already", field="user", user=user_id)
    return name_participant(act, dossier, user, part)


def name_participant(act: Act, dossier: Dossier, user: User, part: Part) -> Participant:
    """The row of somebody who takes part in a locked dossier from now on. Call it inside a transaction."""
    _refuse_an_end_before_its_beginning(part.from_on, part.until_on)
    named = Participant.objects.create(
        dossier=dossier,
        user=user,
        role=part.role,
        is_guest=not members_of(dossier.team_id).filter(pk=user.pk).exists(),
        from_on=part.from_on,
        until_on=part.until_on,
        added_by=act.by,
        added_at=act.at,
    )
    note(
        act,
        dossier,
        "participant.added",
        user=user.pk,
        is_guest=named.is_guest,
        **{name: str(getattr(named, name) or "") for name in CHANGEABLE},
    )
    return named


@transaction.atomic
def change_participant(
    act: Act,
    dossier_id: UUID,
    participant_id: UUID,
    said: Mapping[str, Any],
    *,
    unchanged_since: int | None = None,
) -> Participant:
    """Give somebody another role or other days. Refuses with `nobody_would_be_left` what leaves it to nobody."""
    dossier = get_dossier(act.by, dossier_id, Action.ADMIT, lock=True, unchanged_since=unchanged_since)
    named = _named(dossier, participant_id)
    change_part(act, dossier, named, said)
    refuse_to_leave_it_to_nobody(dossier)
    return named


def change_part(act: Act, dossier: Dossier, named: Participant, said: Mapping[str, Any]) -> None:
    """Write what differs, with what was there before in the trail. Call it with the dossier locked."""
    before = {name: getattr(named, name) for name in CHANGEABLE}
    changed = [name for name in CHANGEABLE if name in said and said[name] != before[name]]
    for name in changed:
        setattr(named, name, said[name])
    _refuse_an_end_before_its_beginning(named.from_on, named.until_on)
    if changed:
        named.save(update_fields=changed)
        moved = {name: [str(before[name] or ""), str(said[name] or "")] for name in changed}
        note(act, dossier, "participant.changed", user=named.user_id, **moved)


@transaction.atomic
def remove_participant(
    act: Act, dossier_id: UUID, participant_id: UUID, *, unchanged_since: int | None = None
) -> None:
    """Let somebody take part no longer, from this moment. Refuses with `nobody_would_be_left` the last of them."""
    dossier = get_dossier(act.by, dossier_id, Action.ADMIT, lock=True, unchanged_since=unchanged_since)
    named = _named(dossier, participant_id)
    named.delete()
    note(act, dossier, "participant.removed", user=named.user_id, role=named.role)
    refuse_to_leave_it_to_nobody(dossier)


def refuse_to_leave_it_to_nobody(dossier: Dossier) -> None:
    """A dossier that its team does not see must keep somebody who can work on it."""
    closed_to_team = dossier.confidentiality != Confidentiality.TEAM
    if closed_to_team and not colleagues_who_may(Action.CHANGE, dossier).exists():
        raise CaseError("nobody_would_be_left")


def _refuse_an_end_before_its_beginning(from_on: date, until_on: date | None) -> None:
    if until_on is not None and until_on < from_on:
        raise CaseError("until_before_from", field="until_on", from_on=from_on, until_on=until_on)


def _named(dossier: Dossier, participant_id: UUID) -> Participant:
    named = dossier.participants.filter(pk=participant_id).select_related("user").first()
    if named is None:
        raise NotFoundError
    return named
