"""One of each thing, made the way the desk makes it: through its services."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from django.conf import settings

from cases.models import (
    AnswerTemplate,
    Dossier,
    EventKind,
    OpeningException,
    OpeningHours,
    Recommendation,
)
from cases.services.answer_templates import enter_template
from cases.services.condemnations import OrderDetails, PenaltyDetails, enter_condemnation
from cases.services.dossiers import Opening
from cases.services.events import Happening
from cases.services.litigations import LitigationDetails, open_litigation
from cases.services.questions import Asker
from cases.services.recommendations import link_recommendations
from deadlines.answer_clock import receive_question
from deadlines.corrections import Grounds, correct_event, override
from deadlines.hours import enter_plan
from deadlines.merging import merge_questions
from deadlines.models import Deadline, Decision, Recomputation
from deadlines.services import record_event
from helpdesk.acts import Act
from helpdesk.people.absences import Leave, plan_absence
from helpdesk.people.models import Absence, Team, User

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


def a_merged_question(by: User, survivor: Dossier, number: int = 3) -> Dossier:
    """A question that goes on in another one."""
    merged = a_question(by, survivor.team, number)
    merge_questions(act(by), survivor.pk, [merged.pk])
    return merged


def a_template(by: User, team: Team, code: str = "term", **texts: str) -> AnswerTemplate:
    said = {
        "code": code,
        "title": "A term",
        "texts": texts or {"nl": "Dag {{asker_name}}, uw vraag is {{reference}}."},
    }
    return enter_template(act(by), said, team=team.slug)


def an_absence(
    by: User, stand_in: User | None = None, first: date = date(2026, 7, 1), last: date = date(2026, 7, 10)
) -> Absence:
    """Her own."""
    leave = Leave(from_on=first, until_on=last, stand_in=stand_in.pk if stand_in else None)
    return plan_absence(act(by), by.pk, leave)


# Monday to Friday, with an hour for lunch.
WEEK = [
    {"weekday": day, "opens": opens, "closes": closes}
    for day in range(1, 6)
    for opens, closes in ((time(9), time(12, 30)), (time(13, 30), time(17)))
]


def opening_hours(by: User, team: Team, within: int = 8, unit: str = "opening_hours") -> OpeningHours:
    """Of a team that `by` coordinates, since the beginning of the year."""
    said = {"valid_from": date(2026, 1, 1), "week": WEEK, "answer_within": within, "answer_unit": unit}
    return enter_plan(act(by), OpeningHours, team.slug, said)


def a_closed_day(by: User, team: Team, on: date = date(2026, 7, 20)) -> OpeningException:
    """The Monday before the national day, unless another is named."""
    return enter_plan(act(by), OpeningException, team.slug, {"on": on, "blocks": []})


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
