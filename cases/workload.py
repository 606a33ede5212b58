"""Reading who has how much to do, and who could take a question on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from cases.access import visible_to
from cases.answers import awaiting
from cases.models.dossier import Dossier, DossierKind, State
from helpdesk.people.absences import absences_on
from helpdesk.people.colleagues import teams_of, working_in
from helpdesk.people.models import Absence, User

# Who had a dossier on a theme open within this time is taken to know her way in it.
LATELY = timedelta(days=180)


@dataclass(frozen=True, kw_only=True)
class Load:
    """What one colleague has in hand: open dossiers of each kind, askers who wait, and the nearest day that rings."""

    colleague: User
    questions: int = 0
    litigations: int = 0
    condemnations: int = 0
    unanswered: int = 0
    next_due_on: date | None = None
    absence: Absence | None = None

    @property
    def open_dossiers(self) -> int:
        return self.questions + self.litigations + self.condemnations


def workload_of(user: User, today: date) -> list[Load]:
    """The load of each colleague of the user's teams, in what the user sees, in the order of their names."""
    return _loads(user, working_in(teams_of(user)).order_by("name", "id"), today)


def _loads(user: User, colleagues: QuerySet[User], today: date) -> list[Load]:
    """In four queries, however many colleagues and dossiers there are."""
    found = list(colleagues)
    seen = visible_to(user).exclude(state=State.CLOSED).filter(owner__in=found)
    kinds = {f"{kind.value}s": Count("pk", filter=Q(kind=kind)) for kind in DossierKind}
    counted: Any = seen.order_by().values("owner").annotate(**kinds, next_due_on=Min("next_due_on"))
    by_owner = {row.pop("owner"): row for row in counted}
    waiting = awaiting().filter(answered_in__in=seen).order_by().values_list("answered_in__owner")
    unanswered = dict(waiting.annotate(Count("pk")))
    absences = absences_on(today)
    return [
        Load(
            colleague=each,
            unanswered=unanswered.get(each.pk, 0),
            absence=absences.get(each.pk),
            **by_owner.get(each.pk, {}),
        )
        for each in found
    ]


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A colleague who could take a question on, and what speaks for or against it."""

    load: Load
    speaks_language: bool
    on_its_themes: int

    @property
    def rank(self) -> tuple[bool, bool, bool, int, str]:
        """Smaller is better: the language, then the themes, then being there, then having least to do."""
        return (
            not self.speaks_language,
            not self.on_its_themes,
            self.load.absence is not None,
            self.load.open_dossiers,
            self.load.colleague.name,
        )


def suggested_owners(user: User, question: Dossier, today: date) -> list[Suggestion]:
    """Who works in the question's team, best first."""
    loads = _loads(user, working_in([question.team_id]), today)
    on_themes = _dossiers_on(question, user, (load.colleague.pk for load in loads), today)
    found = (
        Suggestion(
            load=load,
            speaks_language=load.colleague.language == question.language,
            on_its_themes=on_themes.get(load.colleague.pk, 0),
        )
        for load in loads
    )
    return sorted(found, key=lambda one: one.rank)


def _dossiers_on(question: Dossier, user: User, owners: Iterable[UUID], today: date) -> dict[UUID, int]:
    """By owner, the other dossiers on a theme of the question that are open or were until lately."""
    lately = Q(closed_on=None) | Q(closed_on__gte=today - LATELY)
    rows = visible_to(user).filter(lately, owner__in=owners, themes__overlap=question.themes)
    counted = rows.exclude(pk=question.pk).order_by().values_list("owner").annotate(Count("pk"))
    return dict(counted)
