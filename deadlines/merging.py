"""Merging questions into one, and taking one out again: deadlines go along and ring with the other's owner."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from cases import relations
from cases.access import Action, get_dossier, lock_dossiers
from cases.answers import awaiting
from cases.errors import CaseError
from cases.models import Dossier, Merge
from cases.models.merge import standing_merge
from cases.relations import Hanging
from cases.services.dossiers import end
from cases.services.merging import carry_over, take_out
from cases.services.questions import lock_questions
from cases.status import MERGED, state_after
from deadlines.entries import refresh_next_due_on
from deadlines.hours import reckon, timetable_of
from deadlines.models import Deadline
from helpdesk.acts import Act

FOLLOWS = (*relations.FOLLOWS, Hanging(model=Deadline, goes_with="event__dossier"))


@transaction.atomic
def merge_questions(act: Act, survivor_id: UUID, merged_ids: Sequence[UUID]) -> Dossier:
    """Let questions of one team go on in another one: all of them, or none. Each closes with a link to it."""
    if survivor_id in merged_ids:
        raise CaseError("same_question", field="from", question=survivor_id)
    survivor, *others = lock_questions(act, [survivor_id, *merged_ids], field="from")
    state_after(survivor, "record")
    for merged in others:
        state = state_after(merged, "merge")
        carry_over(act, merged, survivor, FOLLOWS)
        refresh_next_due_on(merged)
        end(act, merged, state=state, outcome=MERGED)
    refresh_next_due_on(survivor)
    return survivor


@transaction.atomic
def unmerge_question(act: Act, merged_id: UUID) -> Dossier:
    """Take a question out of the one it was merged into, while that one is not closed.

    Who waits for an answer again is reckoned by the opening hours of now.
    """
    timetable = timetable_of(get_dossier(act.by, merged_id, Action.CHANGE).team_id)
    survivor_id = _merge_of(merged_id).survivor_id
    locked = lock_dossiers(act.by, [merged_id, survivor_id], Action.CHANGE)
    merge = _merge_of(merged_id)
    if merge.survivor_id != survivor_id:
        raise CaseError("moved_meanwhile")
    merged, survivor = locked[merged_id], locked[survivor_id]
    take_out(act, merge, merged, survivor, FOLLOWS)
    refresh_next_due_on(merged)
    refresh_next_due_on(survivor)
    reckon(timetable, awaiting().filter(answered_in__in=[merged, survivor]))
    return merged


def _merge_of(merged_id: UUID) -> Merge:
    merge = standing_merge(merged_id)
    if merge is None:
        raise CaseError("not_merged")
    return merge
