"""Acts on many dossiers at once: each by the service that does it alone, with the refusal it would have alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from cases.models import Dossier
from cases.services.assignment import assign, release
from cases.services.dossiers import amend, take
from deadlines.closing import close_dossier
from deadlines.errors import SomeRefusedError
from deadlines.law.errors import LawError
from helpdesk.acts import Act
from helpdesk.errors import DeskError

Outcome = Dossier | DeskError | LawError


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One act on one dossier; `said` is what the act needs to know besides."""

    dossier_id: UUID
    act: str
    said: Mapping[str, Any]
    unchanged_since: int | None = None


def _amend(act: Act, dossier_id: UUID, *, unchanged_since: int | None, **said: Any) -> Dossier:
    return amend(act, dossier_id, said, unchanged_since=unchanged_since)


SERVICES: dict[str, Callable[..., Dossier]] = {
    "assign": assign,
    "release": release,
    "take": take,
    "close": close_dossier,
    "amend": _amend,
}


def do_each(act: Act, asked: Sequence[Asked]) -> list[Outcome]:
    """What became of each, in the order asked; one that is refused stops no other. No dossier is named twice.

    They are done in the order of their ids: two who want the same ones never wait for each other, even where all of
    it is one transaction.
    """
    in_order = sorted(asked, key=lambda one: one.dossier_id)
    outcomes = {one.dossier_id: _done_or_refused(act, one) for one in in_order}
    return [outcomes[one.dossier_id] for one in asked]


@transaction.atomic
def do_all(act: Act, asked: Sequence[Asked]) -> list[Outcome]:
    """All of them, or none: refuses with `bulk_not_done`, and with every refusal there is."""
    outcomes = do_each(act, asked)
    refusals = {place: each for place, each in enumerate(outcomes) if not isinstance(each, Dossier)}
    if refusals:
        raise SomeRefusedError(refusals)
    return outcomes


def _done_or_refused(act: Act, one: Asked) -> Outcome:
    """Each service is a transaction of its own, or a savepoint of a larger one: what is refused wrote nothing."""
    try:
        return SERVICES[one.act](act, one.dossier_id, unchanged_since=one.unchanged_since, **one.said)
    except (DeskError, LawError) as refusal:
        return refusal
