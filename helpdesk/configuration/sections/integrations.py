"""Integrations: e-mail, name, roles. `absent: true` switches one off; whether it is on is otherwise left alone."""

from collections.abc import Collection
from dataclasses import dataclass

from django.core.validators import validate_email

from helpdesk.acts import DeskAct
from helpdesk.configuration.section import Difference, Does, EntryError, Section
from helpdesk.configuration.sections.places import Place, elsewhere, move, moves_of, read_places
from helpdesk.configuration.strict import Block
from helpdesk.people.models import User
from helpdesk.people.services.integrations import add_integration, rename_integration, switch_off


@dataclass(frozen=True)
class IntegrationEntry:
    """Without a title it is to be switched off."""

    email: str
    title: str | None
    places: tuple[Place, ...] = ()

    @property
    def name(self) -> str:
        return self.email


class Integrations(Section[IntegrationEntry]):
    key = "integrations"

    def read(self, block: Block) -> IntegrationEntry:
        email = block.text("email", check=validate_email).lower()
        if block.has("absent") and block.flag("absent"):
            return IntegrationEntry(email, None)
        title, places = block.text("name"), read_places(block)
        if not any(place.role for place in places):
            raise block.refuse("roles", "missing_key")
        return IntegrationEntry(email, title, places)

    def compare(self, entry: IntegrationEntry) -> Difference:
        user = _found(entry)
        if entry.title is None:
            is_on = user is not None and user.is_active
            return Difference(Does.REMOVED, "switched off") if is_on else Difference(Does.LEFT, "not in use")
        moves = moves_of(user, entry.places)
        if user is None:
            return Difference(Does.ADDED, "; ".join([entry.title, *moves]))
        new = [] if user.name == entry.title else [f"name {user.name} → {entry.title}"]
        others = elsewhere(user, entry.places)
        rest = [f"left alone in {', '.join(others)}"] if others else []
        rest += [] if user.is_active else ["switched off"]
        does = Does.CHANGED if new or moves else Does.LEFT
        return Difference(does, "; ".join([*(new + moves or ["as the file says"]), *rest]))

    def apply(self, act: DeskAct, entry: IntegrationEntry) -> str:
        user = _found(entry)
        if user is not None and entry.title is None:
            switch_off(act, user.pk)
        elif entry.title is not None:
            move(act, user or _added(act, entry, entry.title), entry.places)
            if user is not None and user.name != entry.title:
                rename_integration(act, user.pk, name=entry.title)
        return ""

    def names(self) -> Collection[str]:
        return User.objects.filter(is_service=True).values_list("email", flat=True)


def _added(act: DeskAct, entry: IntegrationEntry, title: str) -> User:
    first = next(place for place in entry.places if place.role)
    return add_integration(act, name=title, email=entry.email, team=first.team, role=str(first.role))


def _found(entry: IntegrationEntry) -> User | None:
    user = User.objects.filter(email__iexact=entry.email).first()
    if user is not None and not user.is_service:
        raise EntryError("is_a_colleague", field="email")
    return user
