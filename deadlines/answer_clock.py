"""By when a question is to be answered: reckoned when it comes in, and when it is opened again unanswered."""

from typing import Any
from uuid import UUID

from django.db import transaction

from cases.access import Action, get_dossier
from cases.models import Dossier, Question
from cases.services import dossiers, questions
from cases.services.dossiers import Opening, note
from cases.services.splitting import Part, split_off
from deadlines.hours import timetable_of
from helpdesk.acts import Act


@transaction.atomic
def receive_question(act: Act, opening: Opening, **said: Any) -> Dossier:
    """A new question, as `cases.services.questions` receives it, with the moment by which to answer it."""
    due = timetable_of(opening.team.pk).due(act.at)
    return questions.receive_question(act, opening, **said, due_for_answer_at=due)


@transaction.atomic
def split_question(act: Act, question_id: UUID, part: Part) -> Dossier:
    """Make part of a question one of its own, with its own moment by which to answer it."""
    timetable = timetable_of(get_dossier(act.by, question_id, Action.CHANGE).team_id)
    question = get_dossier(act.by, question_id, Action.CHANGE, lock=True)
    return split_off(act, question, part, due=timetable.due)


@transaction.atomic
def reopen_question(act: Act, dossier_id: UUID) -> Dossier:
    """Open a question again. The asker of one that was never answered waits anew, from now on."""
    due = timetable_of(get_dossier(act.by, dossier_id, Action.CHANGE).team_id).due(act.at)
    dossier = dossiers.reopen(act, dossier_id)
    unanswered = Question.objects.filter(dossier=dossier, answered_at=None)
    if unanswered.update(clock_started_at=act.at, due_for_answer_at=due):
        note(act, dossier, "question.clock_restarted", due=str(due or ""))
    return dossier
