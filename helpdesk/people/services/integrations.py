"""Integrations: users that are machines, call with keys and never sign in."""

from uuid import UUID

from django.db import IntegrityError, transaction

from helpdesk.acts import AnyAct
from helpdesk.errors import DeskError, NotFoundError
from helpdesk.people.models import User
from helpdesk.people.oversight import integrations_managed_by, team_managed_by
from helpdesk.people.services.teams import place
from helpdesk.trail.services import record


@transaction.atomic
def add_integration(act: AnyAct, *, name: str, email: str, team: str, role: str) -> User:
    """A new integration in a team. The address names it and can be written to; refuses `email_taken`."""
    home = team_managed_by(act.by, team)
    try:
        with transaction.atomic():
            integration = User.objects.create_user(email, name=name, is_service=True)
    except IntegrityError as clash:
        raise DeskError("email_taken", field="email") from clash
    _note(act, integration, "integration.added")
    place(act, integration, home, role=role)
    return integration


@transaction.atomic
def rename_integration(act: AnyAct, integration_id: UUID, *, name: str) -> None:
    integration = managed(act, integration_id, lock=True)
    before, integration.name = integration.name, name
    integration.save(update_fields=["name"])
    _note(act, integration, "integration.renamed", name=[before, name])


def switch_off(act: AnyAct, integration_id: UUID) -> User:
    """None of its keys opens anything any more, until it is switched on."""
    return _switch(act, integration_id, "integration.switched_off", is_active=False)


def switch_on(act: AnyAct, integration_id: UUID) -> User:
    return _switch(act, integration_id, "integration.switched_on", is_active=True)


def managed(act: AnyAct, integration_id: UUID, *, lock: bool = False) -> User:
    """The integration, if the acting user manages it; otherwise it looks like one that is missing."""
    rows = integrations_managed_by(act.by)
    integration = (rows.select_for_update() if lock else rows).filter(pk=integration_id).first()
    if integration is None:
        raise NotFoundError
    return integration


@transaction.atomic
def _switch(act: AnyAct, integration_id: UUID, verb: str, *, is_active: bool) -> User:
    """Where it is so already, nothing is done and nothing noted."""
    integration = managed(act, integration_id, lock=True)
    if integration.is_active != is_active:
        integration.is_active = is_active
        integration.save(update_fields=["is_active"])
        _note(act, integration, verb)
    return integration


def _note(act: AnyAct, integration: User, verb: str, **changes: object) -> None:
    record(verb, actor=act.by, at=act.at, subject_id=integration.pk, reason=act.reason, changes=changes)
