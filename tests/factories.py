"""One of each thing, made the way the desk makes it: through its services."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from django.conf import settings

from cases.address_book import CONTACTS, ORGANISATIONS
from cases.models import Dossier, EventKind, Recommendation
from cases.services.condemnations import OrderDetails, PenaltyDetails, enter_condemnation
from cases.services.contacts import ContactDetails, add_contact
from cases.services.dossiers import Opening
from cases.services.events import Happening
from cases.services.litigations import LitigationDetails, open_litigation
from cases.services.merging import Merging, merge
from cases.services.organisations import OrganisationDetails, add_organisation
from cases.services.questions import Asker, receive_question
from cases.services.recommendations import link_recommendations
from deadlines.corrections import Grounds, correct_event, override
from deadlines.models import Deadline, Decision, Recomputation
from deadlines.services import record_event
from helpdesk.acts import Act
from helpdesk.people.models import Contact, Organisation, Team, User

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


def a_contact(by: User, team: Team, name: str = "Ann Invented", **told: Any) -> Contact:
    return add_contact(act(by), team, ContactDetails(name=name, **{"role": "social_worker", **told}))


def an_organisation(by: User, name: str = "Invented house", **told: Any) -> Organisation:
    return add_organisation(act(by), OrganisationDetails(name=name, **told))


def a_merged_contact(by: User, team: Team) -> Contact:
    """One of whom another one has become part."""
    survivor, other = (a_contact(by, team, "Merged Person") for _ in range(2))
    merged: Contact = merge(act(by), CONTACTS, survivor.pk, Merging(others=[other.pk]))
    return merged


def a_merged_organisation(by: User) -> Organisation:
    survivor, other = an_organisation(by, "Merged house"), an_organisation(by, "Merged house npo")
    merging = Merging(others=[other.pk], keep={"name": survivor.pk})
    merged: Organisation = merge(act(by), ORGANISATIONS, survivor.pk, merging)
    return merged


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
