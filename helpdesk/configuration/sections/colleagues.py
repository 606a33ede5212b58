"""Colleagues: e-mail, name, language, roles, and whether they administer the desk. Never a password."""

from collections.abc import Collection
from dataclasses import dataclass

from django.core.validators import validate_email

from helpdesk.acts import DeskAct
from helpdesk.configuration.section import Difference, Does, EntryError, Section
from helpdesk.configuration.sections.places import Place, elsewhere, move, moves_of, read_places
from helpdesk.configuration.strict import Block
from helpdesk.people.models import Language, User
from helpdesk.people.services.colleagues import add_colleague, change_colleague


@dataclass(frozen=True)
class ColleagueEntry:
    """`said` holds the fields that the file gives; others are left as they are."""

    email: str
    said: dict[str, str | bool]
    places: tuple[Place, ...]

    @property
    def name(self) -> str:
        return self.email


class Colleagues(Section[ColleagueEntry]):
    key = "colleagues"

    def read(self, block: Block) -> ColleagueEntry:
        email = block.text("email", check=validate_email).lower()
        said: dict[str, str | bool] = {"name": block.text("name")}
        if block.has("language"):
            said["language"] = block.word("language", Language.values)
        if block.has("is_admin"):
            said["is_admin"] = block.flag("is_admin")
        return ColleagueEntry(email, said, read_places(block))

    def compare(self, entry: ColleagueEntry) -> Difference:
        user = _found(entry)
        moves = moves_of(user, entry.places)
        if user is None:
            return Difference(Does.ADDED, "; ".join([str(entry.said["name"]), *moves]))
        new = [f"{name} {getattr(user, name)} → {value}" for name, value in _new(user, entry).items()]
        others = elsewhere(user, entry.places)
        rest = [f"left alone in {', '.join(others)}"] if others else []
        does = Does.CHANGED if new or moves else Does.LEFT
        return Difference(does, "; ".join([*(new + moves or ["as the file says"]), *rest]))

    def apply(self, act: DeskAct, entry: ColleagueEntry) -> str:
        user = _found(entry)
        if user is None:
            move(act, add_colleague(act, email=entry.email, said=entry.said), entry.places)
            return f"{entry.email} cannot sign in before a password is set: manage.py changepassword {entry.email}"
        if new := _new(user, entry):
            change_colleague(act, user, new)
        move(act, user, entry.places)
        return ""

    def names(self) -> Collection[str]:
        return User.objects.filter(is_service=False).values_list("email", flat=True)


def _found(entry: ColleagueEntry) -> User | None:
    user = User.objects.filter(email__iexact=entry.email).first()
    if user is not None and user.is_service:
        raise EntryError("is_an_integration", field="email")
    return user


def _new(user: User, entry: ColleagueEntry) -> dict[str, str | bool]:
    return {name: value for name, value in entry.said.items() if getattr(user, name) != value}
