"""The two books of the desk, contacts and organisations: what is done with their entries is done in the same way."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from cases import contacts, organisations
from cases.access import ROLES_THAT_CHANGE
from cases.errors import CaseError
from helpdesk.errors import NotFoundError
from helpdesk.people.models import (
    Contact,
    ContactMerge,
    DistinctContacts,
    DistinctOrganisations,
    Organisation,
    OrganisationMerge,
    Role,
    User,
)

# Merges and erasures of either book queue for this.
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('people.address_book', 0))"


class RoleNeeded(Protocol):
    """Refuses who may not change these entries; with `everywhere`, who may not for all teams that know them."""

    def __call__(
        self, user: User, entries: Collection[UUID], roles: tuple[Role, ...], *, everywhere: bool = False
    ) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Book:
    """One book: its tables, who sees what of it, and which fields can be put right or chosen in a merge.

    The values of the fields that are `coded` may stand in the trail; of the others only the name does.
    """

    noun: str
    model: type[Any]
    merges: type[Any]
    pairs: type[Any]
    visible: Callable[[User], QuerySet[Any]]
    from_inside: Callable[[User], QuerySet[Any]]
    require_role: RoleNeeded
    fields: tuple[str, ...]
    coded: frozenset[str]

    def get(self, user: User, entry_id: UUID) -> Any:
        """The entry, or the one it was merged into; `not_found` where the user may not see it."""
        entry = self.visible(user).filter(pk=entry_id).first()
        entry = entry or self.from_inside(user).filter(merged_from=entry_id).first()
        if entry is None:
            raise NotFoundError
        return entry

    def get_from_inside(self, user: User, entry_id: UUID) -> Any:
        """The same, for what is no business of who only handed it in."""
        inside = self.from_inside(user).filter(Q(pk=entry_id) | Q(merged_from=entry_id)).first()
        if inside is None:
            raise NotFoundError
        return inside

    def lock(self, user: User, entry_id: UUID, *, unchanged_since: int | None = None) -> Any:
        """The entry, locked to be changed. Refuses with `changed_meanwhile` one that has another revision.

        The lock leaves rows free that refer to the entry, so that a dossier is never waited for.
        """
        seen = self.get(user, entry_id)
        self.require_role(user, [seen.pk], ROLES_THAT_CHANGE)
        entry = self.model.objects.select_for_update(of=("self",), no_key=True).get(pk=seen.pk)
        if unchanged_since not in (None, entry.revision) or entry.merged_into_id != seen.merged_into_id:
            raise CaseError("changed_meanwhile", revision=entry.revision)
        if is_erased(entry):
            raise CaseError("contact_erased")
        return entry

    def lock_all(self, entry_ids: Collection[UUID]) -> dict[UUID, Any]:
        """These entries and all that were merged into them, locked in the order of their ids.

        Who does this comes one at a time, before any row is locked: which entries were merged into these is known for
        sure only when no merge is under way.
        """
        with connection.cursor() as cursor:
            cursor.execute(ONE_AT_A_TIME)
        rows = self.model.objects.filter(Q(pk__in=entry_ids) | Q(merged_into__in=entry_ids))
        locked = rows.select_for_update(of=("self",), no_key=True).order_by("pk")
        return {entry.pk: entry for entry in locked}


def is_erased(entry: Any) -> bool:
    return getattr(entry, "erased_at", None) is not None


CONTACTS = Book(
    noun="contact",
    model=Contact,
    merges=ContactMerge,
    pairs=DistinctContacts,
    visible=contacts.visible_contacts,
    from_inside=contacts.contacts_from_inside,
    require_role=contacts.require_role,
    fields=("name", "role", "email", "phone", "organisation", "language", "preferred_channel", "safety"),
    coded=frozenset({"role", "organisation", "language", "preferred_channel", "safety"}),
)
ORGANISATIONS = Book(
    noun="organisation",
    model=Organisation,
    merges=OrganisationMerge,
    pairs=DistinctOrganisations,
    visible=organisations.visible_organisations,
    from_inside=organisations.organisations_from_inside,
    require_role=organisations.require_role,
    fields=(
        "name", "name_nl", "name_fr", "abbreviation", "kind", "kbo_number", "postal_code", "municipality", "language",
        "email", "phone", "website",
    ),
    coded=frozenset({"kind", "kbo_number", "postal_code", "language"}),
)  # fmt: skip
