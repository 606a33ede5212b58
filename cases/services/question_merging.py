"""One question goes on in another, and is taken out of it again."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from cases.access import Action, colleagues_who_may
from cases.errors import CaseError
from cases.letters import merged_letter
from cases.models.dossier import Confidentiality, Dossier, DossierLink, LinkKind
from cases.models.merge import Merge
from cases.models.message import Message, MessageKind
from cases.models.question import Question
from cases.relations import Hanging
from cases.services.dossiers import note
from cases.status import state_after
from helpdesk.acts import Act
from helpdesk.outbox.services import queue_mail


def carry_over(act: Act, merged: Dossier, survivor: Dossier, follows: Sequence[Hanging]) -> None:
    """What hangs on a locked question goes on in another, under a record of what went.

    The question itself is closed by the caller, once its day is set anew. Call it inside a transaction.
    """
    moved = {str(each): each.carry(merged.pk, survivor.pk) for each in follows}
    Merge.objects.create(
        merged=merged,
        survivor=survivor,
        state_before=merged.state,
        moved={name: [_plain(one) for one in ids] for name, ids in moved.items()},
        made_by=act.by,
        made_at=act.at,
    )
    DossierLink.objects.create(from_dossier=merged, to_dossier=survivor, kind=LinkKind.MERGED_INTO)
    counts = {name: len(ids) for name, ids in moved.items() if ids}
    note(act, survivor, "question.took_in", merged=merged.reference, moved=counts)
    note(act, merged, "question.merged", into=survivor.reference, moved=counts)
    _tell_owner(act, merged, survivor)


def _tell_owner(act: Act, merged: Dossier, survivor: Dossier) -> None:
    """A mail to whoever looked after the merged question, unless she did it herself or sees the other no more."""
    readers = colleagues_who_may(Action.VIEW, survivor).exclude(pk=act.by.pk)
    owner = readers.filter(pk=merged.owner_id).first() if merged.owner_id else None
    if owner is not None:
        key, letter = f"merged:{merged.pk}:{merged.revision}", merged_letter(merged, survivor, owner)
        queue_mail(key, to=owner, letter=letter, at=act.at, dossier_id=survivor.pk)


def refuse_if_sight_differs(questions: Sequence[Dossier]) -> None:
    """What one may read of one question must not be read by others in the next (`sight_differs`).

    The level, whom a wall keeps out, and, where it is not open to the team, who takes part have to be the same.
    """
    if len({_sight(question) for question in questions}) > 1:
        raise CaseError("sight_differs", field="from")


def _sight(question: Dossier) -> tuple[str, frozenset[UUID], frozenset[UUID]]:
    walled = frozenset(question.walls.values_list("user_id", flat=True))
    is_open = question.confidentiality == Confidentiality.TEAM
    parts = () if is_open else question.participants.values_list("user_id", flat=True)
    return question.confidentiality, walled, frozenset(parts)


def _plain(identifier: object) -> int | str:
    return identifier if isinstance(identifier, int) else str(identifier)


def take_out(act: Act, merge: Merge, merged: Dossier, survivor: Dossier, follows: Sequence[Hanging]) -> None:
    """Give back what went along and is still there, with what was hung on it since. Both questions must be locked.

    What was added to the survivor otherwise stays there. Call it inside a transaction.
    """
    state_after(survivor, "record")
    for each in follows:
        each.give_back(merge.moved.get(str(each), []), survivor.pk, merged.pk)
    DossierLink.objects.filter(from_dossier=merged, to_dossier=survivor, kind=LinkKind.MERGED_INTO).delete()
    merge.undone_by, merge.undone_at = act.by, act.at
    merge.save(update_fields=["undone_by", "undone_at"])
    _rewind(merge)
    merged.state, merged.outcome, merged.closed_on = merge.state_before, "", None
    merged.save(update_fields=["state", "outcome", "closed_on"])
    note(act, survivor, "question.gave_back", merged=merged.reference)
    note(act, merged, "question.unmerged", survivor=survivor.reference)


def _rewind(merge: Merge) -> None:
    """Whoever was answered since the merge by a message that lies in the other question now, waits again."""
    here = Message.objects.filter(dossier=OuterRef("answered_in"), kind=MessageKind.ANSWER)
    answered = Question.objects.filter(
        answered_in__in=[merge.merged_id, merge.survivor_id], answered_at__gte=merge.made_at
    )
    first = here.filter(at__gte=merge.made_at).order_by("at").values("at")[:1]
    answered.exclude(Exists(here.filter(at=OuterRef("answered_at")))).update(answered_at=Subquery(first))
