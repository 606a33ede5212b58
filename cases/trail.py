"""The trail of a dossier, as far as it may be told."""

from collections.abc import Iterable, Iterator

from cases.access import visible_to
from cases.services.references import TYPED
from helpdesk.people.models import User
from helpdesk.trail.models import TrailEntry


def told_to(user: User, entries: Iterable[TrailEntry]) -> list[TrailEntry]:
    """The entries, without the references of other dossiers that the user does not see."""
    told = list(entries)
    named = {reference for entry in told for reference in _references(entry)}
    if named:
        seen = set(visible_to(user).filter(reference__in=named).values_list("reference", flat=True))
        for entry in told:
            hidden = set(_references(entry)) - seen
            entry.changes = {
                name: "" if isinstance(value, str) and value in hidden else value
                for name, value in entry.changes.items()
            }
    return told


def _references(entry: TrailEntry) -> Iterator[str]:
    """Those an entry holds besides its dossier's own: what became of a question, where a deadline went along to."""
    others = (value for name, value in entry.changes.items() if name != "reference")
    return (value for value in others if isinstance(value, str) and TYPED.fullmatch(value))
