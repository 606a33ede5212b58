"""One of each thing, made the way the desk makes it: through its services."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from django.conf import settings

from cases.models import Dossier, DossierRole, EventKind, Participant, Recommendation, Wall
from cases.models.dossier import Confidentiality
from cases.services.condemnations import OrderDetails, PenaltyDetails, enter_condemnation
from cases.services.confidentiality import set_confidentiality
from cases.services.dossiers import Opening
from cases.services.events import Happening
from cases.services.litigations import LitigationDetails, open_litigation
from cases.services.participants import Part, add_participant
from cases.services.questions import Asker, receive_question
from cases.services.recommendations import link_recommendations
from cases.services.walls import raise_wall
from deadlines.corrections import Grounds, correct_event, override
from deadlines.models import Deadline, Decision, Recomputation
from deadlines.services import record_event
from helpdesk.acts import Act
from helpdesk.people.models import Team, User

# Handed to the post on Tuesday 9 June 2026: the desk's first deadline falls on the 16th, a day after its today.
INADMISSIBLE: dict[str, Any] = {
    "decision": {"authority": "cgrs", "kind": "inadmissibility", "grounds": ["protection_in_eu_state"]},
    "facts": {"detained_at_notification": False, "detained_at_application": False},
    "notification": {"mode": "registered", "date": "2026-06-09"},
}

# Handed to the post on Tuesday 22 May 2018 (CJEU C-651/19): ten days, due on Monday 4 June.
POSTED_22_MAY_2018: dict[str, Any] = {
    "decision": {"authority": "cgrs", "kind": "inadmissibility", "grounds": ["protection_in_eu_state"]},
    "facts": {"detained_at_notification": False, "detained_at_application": False},
    "notification": {"mode": "registered", "date": "2018-05-22"},
}


def act(by: User, on: date | None = None) -> Act:
    day = on or settings.DESK_DAY
    return Act(by=by, at=datetime.combine(day, time(10), tzinfo=UTC), on=day)


def with_reason(by: User) -> Act:
    return replace(act(by), reason="A conflict of interest.")


def a_question(by: User, team: Team, number: int = 1) -> Dossier:
    return receive_question(
        act(by),
        Opening(team=team, title=f"Question {number}"),
        asker=Asker(
            name=f"Asker {number}",
            role="social_worker",
            email=f"asker{number}@example.org",
            organisation="Centre",
        ),
        channel="form",
        body="Until when?",
    )


def a_litigation(by: User, team: Team, number: int = 1) -> Dossier:
    opening = Opening(team=team, title=f"Case {number}", owner=by)
    return open_litigation(act(by), opening, details=LitigationDetails(aim="A precedent"))


def a_condemnation(by: User, team: Team, number: int = 1) -> Dossier:
    order = OrderDetails(
        court="Labour tribunal Brussels",
        role_number=f"26/{number:04d}/K",
        decided_on=date(2026, 3, 2),
        procedure="unilateral",
    )
    opening = Opening(team=team, title=f"Order {number}", owner=by)
    dossier = enter_condemnation(
        act(by), opening, order=order, penalty=PenaltyDetails(amount=Decimal(250), unit="calendar_day")
    )
    record_event(act(by), dossier.pk, Happening(kind=EventKind.ORDER_SERVED, on=date(2026, 3, 9)))
    return dossier


def a_recommendation(by: User, dossier: Dossier, number: int = 36) -> None:
    """The dossier as evidence for a recommendation."""
    told = {"levels": ["federal"], "chapter": "reception", "short_title": "Flexible reception model"}
    Recommendation.objects.get_or_create(number=number, defaults=told)
    link_recommendations(act(by), dossier.pk, [number])


def a_part(
    by: User, dossier: Dossier, user: User, role: DossierRole = DossierRole.READER, **days: Any
) -> Participant:
    """Somebody's part in a dossier, from the desk's today on unless other days are given."""
    part = Part(role=role, **{"from_on": settings.DESK_DAY, **days})
    return add_participant(act(by), dossier.pk, user.pk, part)


def a_wall(by: User, dossier: Dossier, user: User) -> Wall:
    return raise_wall(with_reason(by), dossier.pk, user.pk)


def at_level(by: User, dossier: Dossier, level: str) -> Dossier:
    """The dossier, closed to its team or opened again by its owner or a coordinator."""
    return set_confidentiality(with_reason(by), dossier.pk, Confidentiality(level))


def a_deadline(
    by: User, dossier: Dossier, query: dict[str, Any] = INADMISSIBLE, on: date | None = None
) -> Deadline:
    """The deadline that a notified decision opens, entered on a day (the desk's today if none)."""
    happening = Happening(kind=EventKind.DECISION_NOTIFIED, on=None, facts=query)
    return record_event(act(by, on), dossier.pk, happening, query=query).deadlines[0]


def a_conflict(by: User, dossier: Dossier) -> Recomputation:
    """A deadline set by hand, whose event was then corrected to a day earlier: the two wait for a decision."""
    deadline = a_deadline(by, dossier)
    override(act(by), deadline.pk, due_on=date(2026, 6, 22), grounds=Grounds(reason="The court set it."))
    query = {**INADMISSIBLE, "notification": {"mode": "registered", "date": "2026-06-08"}}
    happening = Happening(kind=EventKind.DECISION_NOTIFIED, on=None, facts=query)
    grounds = Grounds(reason="The stamp was misread.")
    correct_event(act(by), deadline.event_id, happening, query=query, grounds=grounds)
    return deadline.recomputations.get(decision=Decision.WAITING)
