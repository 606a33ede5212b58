"""The register: every deadline entered, moved, met or given up, line by line in the order of the chain."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.access import visible_to
from cases.models import Dossier
from deadlines.lodging import lodged_told
from helpdesk.acts import at_the_desk
from helpdesk.people.models import User
from helpdesk.trail.models import DONE_TO_A_DEADLINE, TrailEntry

WORDS = {
    "deadline.computed": _("entered"),
    "deadline.overridden": _("set to another day by hand"),
    "deadline.extended": _("extended"),
    "deadline.override_withdrawn": _("back to the computed day"),
    "deadline.recomputed": _("recomputed, the new day taken"),
    "deadline.kept": _("recomputed, the day kept"),
    "deadline.conflict_raised": _("recomputed, waits for a decision"),
    "deadline.acknowledged": _("acknowledged"),
    "deadline.escalated": _("acknowledged by nobody, told to more"),
    "deadline.confirmation_asked": _("a second lawyer asked to confirm it"),
    "deadline.confirmed": _("confirmed by a second lawyer"),
    "deadline.contested": _("contested by a second lawyer"),
    "deadline.met": _("met"),
    "deadline.receipt_given": _("receipt given of what was lodged"),
    "deadline.waived": _("waived"),
    "deadline.lapsed": _("no longer arises"),
    "deadline.went_along": _("went along to another dossier"),
    "deadline.came_along": _("came along from another dossier"),
    "deadline.next_term_unknown": _("the next term is not known"),
    "watch.opened": _("watch: entered"),
    "watch.moved": _("watch: moved with what was recorded or with the days"),
    "watch.met": _("watch: met"),
    "watch.lapsed": _("watch: no longer arises, or its day has passed"),
}


@dataclass(frozen=True)
class Line:
    """One line: its entry in the trail, and the dossier it is about. `number` is none until it is sealed."""

    entry: TrailEntry
    reference: str

    @property
    def number(self) -> int | None:
        return getattr(self.entry, "seal", None) and self.entry.seal.number

    @property
    def digest(self) -> str:
        return self.entry.seal.digest if self.number else ""

    @property
    def what(self) -> str:
        """The act in the language that is switched on, with what was lodged; a verb without words is told as it is."""
        said = str(WORDS.get(self.entry.verb, self.entry.verb.partition(".")[2].replace("_", " ")))
        return ": ".join(filter(None, [said, lodged_told(self.entry.changes)]))

    @property
    def days(self) -> str:
        """The day it is due, or [before, after] where it moved."""
        due_on = self.entry.changes.get("due_on", "")
        return " → ".join(filter(None, due_on)) if isinstance(due_on, list) else str(due_on)


def registered_for(user: User) -> QuerySet[TrailEntry]:
    """The lines of the dossiers the user may see."""
    seen = TrailEntry.objects.filter(DONE_TO_A_DEADLINE, dossier_id__in=visible_to(user).values("pk"))
    return seen.select_related("actor", "seal")


def of_day(entries: QuerySet[TrailEntry], day: date) -> QuerySet[TrailEntry]:
    """Those written on a day at the desk, from midnight to midnight there."""
    return entries.filter(at__range=(at_the_desk(day, time.min), at_the_desk(day, time.max)))


def lines_of(entries: Iterable[TrailEntry]) -> list[Line]:
    """The entries with the references of their dossiers, in two queries."""
    found = list(entries)
    ids = {entry.dossier_id for entry in found if entry.dossier_id}
    references: dict[UUID, str] = dict(Dossier.objects.filter(pk__in=ids).values_list("pk", "reference"))
    return [Line(entry, references.get(entry.dossier_id, "")) for entry in found if entry.dossier_id]
