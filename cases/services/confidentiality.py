"""Who sees a dossier: its level, the glass a coordinator can break, and the book of who has read it."""

from collections.abc import Iterable, Sequence
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from cases.access import (
    Action,
    behind_glass,
    colleagues_who_may,
    get_dossier,
    members_of,
    parts_in_force,
    visible_to,
)
from cases.errors import CaseError
from cases.letters import glass_letter
from cases.models.dossier import Confidentiality, Dossier
from cases.models.participant import DossierRole, Participant, Wall
from cases.services.dossiers import note
from cases.services.participants import Part, change_part, name_participant
from helpdesk.acts import Act
from helpdesk.errors import NotFoundError
from helpdesk.outbox.services import queue_mail
from helpdesk.people.models import User
from helpdesk.trail.services import record_readings

OfADossier = TypeVar("OfADossier", Participant, Wall)


@transaction.atomic
def set_confidentiality(act: Act, dossier_id: UUID, level: Confidentiality) -> Dossier:
    """Open the dossier to more, or close it to some, for a reason.

    Where it is closed to its team, its owner and the acting colleague are named among those who take part, so that
    neither locks herself out.
    """
    dossier = get_dossier(act.by, dossier_id, Action.ADMIT, lock=True)
    _require_reason(act)
    if dossier.confidentiality == level:
        return dossier
    levels = [dossier.confidentiality, level.value]
    dossier.confidentiality = level
    dossier.save(update_fields=["confidentiality"])
    note(act, dossier, "dossier.confidentiality_set", confidentiality=levels)
    if level is not Confidentiality.TEAM:
        for user, role in _who_must_stay(act, dossier).items():
            _keep_named(act, dossier, user, role)
    return dossier


def _who_must_stay(act: Act, dossier: Dossier) -> dict[User, DossierRole]:
    owners = colleagues_who_may(Action.CHANGE, dossier).filter(dossiers=dossier)
    owner = owners.first()
    return {act.by: DossierRole.CO_COUNSEL} | ({owner: DossierRole.LEAD} if owner else {})


def _keep_named(act: Act, dossier: Dossier, user: User, role: DossierRole) -> None:
    """Let her take part from today, where her part is not in force."""
    if parts_in_force(Action.VIEW).filter(dossier=dossier, user=user).exists():
        return
    named = dossier.participants.filter(user=user).first()
    if named is None:
        name_participant(act, dossier, user, Part(role=role, from_on=act.on))
    else:
        change_part(act, dossier, named, {"role": role, "from_on": act.on, "until_on": None})


@transaction.atomic
def break_glass(act: Act, dossier_id: UUID) -> Dossier:
    """A coordinator opens a sealed dossier for herself, for a reason; everybody who takes part is told by mail.

    She reads it from now on, until she is removed. Refuses with `seen_already` who needs no glass broken.
    """
    _require_reason(act)
    if visible_to(act.by).filter(pk=dossier_id).exists():
        raise CaseError("seen_already")
    dossier = behind_glass(act.by).select_for_update(of=("self",)).filter(pk=dossier_id).first()
    if dossier is None:
        raise NotFoundError
    told = list(colleagues_who_may(Action.LOOK_INSIDE, dossier).order_by("email"))
    note(act, dossier, "dossier.glass_broken")
    _keep_named(act, dossier, act.by, DossierRole.READER)
    for user in told:
        key = f"glass:{dossier.pk}:{dossier.revision}:{user.pk}"
        letter = glass_letter(dossier, act.by, user)
        queue_mail(key, to=user, letter=letter, at=act.at, dossier_id=dossier.pk)
    return dossier


def behind_which_glass(user: User, reference: str) -> UUID:
    """The dossier with this reference, if a coordinator may break its glass or need not; else `dossier_unknown`."""
    found = behind_glass(user) | visible_to(user)
    dossier_id: UUID | None = found.filter(reference=reference).values_list("pk", flat=True).first()
    if dossier_id is None:
        raise CaseError("dossier_unknown", field="reference")
    return dossier_id


def note_reading(act: Act, dossier: Dossier) -> None:
    """Who reads a dossier that is not open to its team stands in the trail, once a day."""
    note_readings(act, [dossier])


def note_readings(act: Act, dossiers: Iterable[Dossier]) -> None:
    """The same of several, in one statement."""
    closed = {one.pk for one in dossiers if one.confidentiality != Confidentiality.TEAM}
    record_readings("dossier.read", actor=act.by, at=act.at, on=act.on, dossier_ids=closed)


def follow(act: Act, dossier: Dossier, *, as_in: Sequence[Dossier]) -> None:
    """Let a new dossier be seen by the same as the one it comes of: its level, its walls, the members who take part.

    Of several, the most closed one says the level and who takes part, and the walls of all stand. Guests were invited
    to that dossier alone. Call it inside the transaction that opens the new one.
    """
    closest = max(as_in, key=lambda one: list(Confidentiality).index(Confidentiality(one.confidentiality)))
    dossier.confidentiality = closest.confidentiality
    dossier.save(update_fields=["confidentiality"])
    members = members_of(dossier.team_id)
    parts = [_again(part, dossier, is_guest=False) for part in closest.participants.filter(user__in=members)]
    standing = {wall.user_id: wall for one in as_in for wall in one.walls.all()}
    walls = [_again(wall, dossier) for wall in standing.values()]
    Participant.objects.bulk_create(parts)
    Wall.objects.bulk_create(walls)
    if parts or walls or closest.confidentiality != Confidentiality.TEAM:
        taking_part, walled = ([row.user_id for row in rows] for rows in (parts, walls))
        note(act, dossier, "dossier.access_taken_over", participants=taking_part, walls=walled)


def _again(row: OfADossier, dossier: Dossier, **changes: object) -> OfADossier:
    """The same row for another dossier."""
    kept = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    del kept["id"]
    return type(row)(**{**kept, "dossier_id": dossier.pk, **changes})


def _require_reason(act: Act) -> None:
    if not act.reason.strip():
        raise CaseError("reason_needed", field="reason")
