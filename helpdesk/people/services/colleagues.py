"""Letting colleagues in, and what is known of them."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from helpdesk.acts import AnyAct
from helpdesk.people.models import User
from helpdesk.trail.services import record


@transaction.atomic
def add_colleague(act: AnyAct, *, email: str, said: Mapping[str, Any]) -> User:
    """A new colleague. She cannot sign in before a password is set."""
    user = User.objects.create_user(email, **said)
    _note(act, user, "colleague.added", is_admin=user.is_admin)
    return user


@transaction.atomic
def change_colleague(act: AnyAct, user: User, said: Mapping[str, object]) -> None:
    """Another name, language or right to administer. The trail names the fields, and both values of the right."""
    was_admin = user.is_admin
    for name, value in said.items():
        setattr(user, name, value)
    user.save(update_fields=list(said))
    rights = {"is_admin": [was_admin, user.is_admin]} if "is_admin" in said else {}
    _note(act, user, "colleague.changed", fields=sorted(said), **rights)


def _note(act: AnyAct, user: User, verb: str, **changes: object) -> None:
    record(verb, actor=act.by, at=act.at, subject_id=user.pk, reason=act.reason, changes=changes)
