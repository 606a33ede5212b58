"""One of each thing, made the way the desk makes it: through its services."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone

from cases.address_book import CONTACTS, ORGANISATIONS
from cases.models import (
    AnswerTemplate,
    Document,
    DocumentKind,
    Dossier,
    DossierRole,
    EventKind,
    Import,
    OpeningException,
    OpeningHours,
    Participant,
    Recommendation,
    Wall,
)
from cases.models.dossier import Confidentiality
from cases.services.aftermath import FOLLOW_UP, IMPACT
from cases.services.answer_templates import enter_template
from cases.services.arguments import ARGUMENT
from cases.services.condemnations import enter_condemnation
from cases.services.confidentiality import set_confidentiality
from cases.services.contacts import ContactDetails, add_contact
from cases.services.costs import Expense, enter_cost
from cases.services.decisions import DECISION
from cases.services.documents import Description, file_document
from cases.services.dossiers import Opening
from cases.services.events import Happening
from cases.services.grievances import GRIEVANCE
from cases.services.hearings import HEARING
from cases.services.imports import Upload, confirm, upload
from cases.services.instances import INSTANCE
from cases.services.litigations import LitigationDetails, open_litigation
from cases.services.merging import Merging, merge
from cases.services.orders import OrderDetails, PenaltyDetails
from cases.services.organisations import OrganisationDetails, add_organisation
from cases.services.participants import Part, add_participant
from cases.services.parties import PARTY
from cases.services.parts import Noun, add
from cases.services.questions import Asker
from cases.services.recommendations import link_recommendations
from cases.services.walls import raise_wall
from cases.uploads import made_here
from deadlines.answer_clock import receive_question
from deadlines.corrections import Grounds, correct_event, override
from deadlines.feeds import make_feed
from deadlines.hours import enter_plan
from deadlines.imports import Clock, work_on
from deadlines.lodging import Done
from deadlines.merging import merge_questions
from deadlines.models import Deadline, Decision, Recomputation
from deadlines.services import record_event
from helpdesk.acts import Act
from helpdesk.identifiers import new_id
from helpdesk.outbox.models import Bounce
from helpdesk.outbox.services import Letter, queue_mail
from helpdesk.people.absences import Leave, plan_absence
from helpdesk.people.keys import digest_of, issue_key
from helpdesk.people.models import (
    Absence,
    ApiKey,
    CalendarFeed,
    Contact,
    FeedShows,
    Organisation,
    Scope,
    Team,
    User,
)
from helpdesk.webhooks.models import Webhook
from helpdesk.webhooks.services import make as make_webhook

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

# What a fatal deadline is met by, beside the day.
LODGED: dict[str, str] = {
    "lodged": "full_jurisdiction_appeal",
    "lodged_by": "jbox",
    "receipt": "J-Box, deposit 1",
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


def what_a_case_has(by: User, litigation: Dossier) -> dict[str, Any]:
    """One of each thing that hangs on a case, by its name. Its courts have decided, and an appeal was withdrawn."""

    def one(noun: Noun[Any], **said: Any) -> Any:
        return add(act(by), noun, litigation.pk, said)[1]

    instance = one(
        INSTANCE, court="Constitutional Court", role_number="7008", procedure="annulment",
        introduced_on=date(2025, 9, 12), closed_on=date(2026, 2, 25), outcome="partly_granted",
    )  # fmt: skip
    decided = {"instance": instance.pk, "outcome": "annulled", "decided_on": date(2026, 2, 25)}
    return {
        "party": one(PARTY, organisation="Coalition for Reception", role="coalition_partner"),
        "argument": one(ARGUMENT, heading="No remedy is left", authorities=["Article 13 ECHR"]),
        "instance": instance,
        "appeal": one(INSTANCE, court="Court of Cassation", previous=instance.pk, outcome="withdrawn"),
        "hearing": one(HEARING, instance=instance.pk, on=date(2026, 1, 14), kind="pleadings", outcome="held"),
        "decision": one(
            DECISION, instance=instance.pk, on=date(2026, 2, 25), kind="judgment", number="23/2026"
        ),
        "grievance": one(GRIEVANCE, number=1, norm_attacked="Article 2", **decided),
        "cost": enter_cost(
            act(by), litigation.pk, Expense(kind="counsel", amount=Decimal(400), on=date(2026, 3, 2))
        ),
        "follow_up": one(FOLLOW_UP, kind="execution", state="planned", text="Ask for the circular"),
        "impact": one(
            IMPACT, kind="practice_changed", on=date(2026, 4, 1), text="No more refusals at the gate"
        ),
    }


A_PENALTY = PenaltyDetails(amount=Decimal(250), unit="calendar_day")


def a_condemnation(
    by: User, team: Team, number: int = 1, penalty: PenaltyDetails | None = A_PENALTY
) -> Dossier:
    order = OrderDetails(
        court="Labour tribunal Brussels",
        role_number=f"26/{number:04d}/K",
        decided_on=date(2026, 3, 2),
        procedure="unilateral",
    )
    opening = Opening(team=team, title=f"Order {number}", owner=by)
    dossier = enter_condemnation(act(by), opening, order=order, penalty=penalty)
    record_event(act(by), dossier.pk, Happening(kind=EventKind.ORDER_SERVED, on=date(2026, 3, 9)))
    return dossier


def a_document(
    by: User, dossier: Dossier, number: int = 1, kind: DocumentKind = DocumentKind.LETTER, **more: Any
) -> Document:
    """A letter of a few words, no two alike."""
    described = Description(title=f"Letter {number}", kind=kind, **more)
    file = made_here(f"The words of letter {number} of {dossier.reference}.".encode(), f"letter {number}.txt")
    return file_document(act(by), dossier.pk, described, file).document


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


def a_checked_import(by: User, team: Team, content: str, kind: str = "service_acts") -> Import:
    """A file of rows in which the check found nothing wrong."""
    handed_in = Upload(
        team=team, kind=kind, existing="refuse", file_name="sheet.csv", content=content.encode()
    )
    return _worked_on(by, upload(act(by), handed_in))


def a_written_import(by: User, team: Team, content: str, kind: str = "service_acts") -> Import:
    imported = a_checked_import(by, team, content, kind)
    return _worked_on(by, confirm(act(by), imported.pk))


def _worked_on(by: User, imported: Import) -> Import:
    work_on(imported.pk, Clock(lambda: act(by).at, act(by).on))
    imported.refresh_from_db()
    return imported


def a_deadline(
    by: User, dossier: Dossier, query: dict[str, Any] = INADMISSIBLE, on: date | None = None
) -> Deadline:
    """The deadline that a notified decision opens, entered on a day (the desk's today if none)."""
    happening = Happening(kind=EventKind.DECISION_NOTIFIED, on=None, facts=query)
    return record_event(act(by, on), dossier.pk, happening, query=query).deadlines[0]


def lodged(on: date, **told: Any) -> Done:
    """An appeal lodged on a day, with its receipt, save for what is told otherwise."""
    return Done(done_on=on, **{**LODGED, **told})


def another_like(deadline: Deadline, **other: Any) -> Deadline:
    """A row like a deadline that the desk computed, save for what is given; not written yet."""
    fields = {field.attname: getattr(deadline, field.attname) for field in Deadline._meta.concrete_fields}
    return Deadline(**{**fields, "id": new_id(), **other})


def a_conflict(by: User, dossier: Dossier) -> Recomputation:
    """A deadline set by hand, whose event was then corrected to a day earlier: the two wait for a decision."""
    deadline = a_deadline(by, dossier)
    override(act(by), deadline.pk, due_on=date(2026, 6, 22), grounds=Grounds(reason="The court set it."))
    query = {**INADMISSIBLE, "notification": {"mode": "registered", "date": "2026-06-08"}}
    happening = Happening(kind=EventKind.DECISION_NOTIFIED, on=None, facts=query)
    grounds = Grounds(reason="The stamp was misread.")
    correct_event(act(by), deadline.event_id, happening, query=query, grounds=grounds)
    return deadline.recomputations.get(decision=Decision.WAITING)


def a_bounce(user: User) -> Bounce:
    """A mail to a colleague that came back for good."""
    letter = Letter(subject="Last day 16 June 2026", text="Words\n", html="<p>Words</p>")
    mail = queue_mail(f"test:{user.pk}", to=user, letter=letter, at=act(user).at)
    return Bounce.objects.create(
        mail=mail,
        address=user.email,
        action="failed",
        status="5.1.1",
        digest=str(user.pk),
        received_at=act(user).at,
    )


def a_feed(user: User, **said: Any) -> tuple[CalendarFeed, str]:
    """A calendar feed of the user's own deadlines, and the address of its calendar on this desk."""
    told = {"name": "Telephone", "shows": FeedShows.NEUTRAL, "valid_for": timedelta(days=365)} | said
    feed, token = make_feed(replace(act(user), at=timezone.now()), **told)
    return feed, f"/calendar/{token}.ics"


def a_webhook(user: User) -> Webhook:
    url = "https://hooks.example.org/desk"
    return make_webhook(act(user), owner=user, url=url, name="Mirror", events=["deadline.*"])[0]


def a_key(integration: User, **more: Any) -> ApiKey:
    return issue_key(integration, name="Mirror", scopes=[Scope.LAW_READ], **more)[0]


def a_key_known(integration: User) -> ApiKey:
    """One whose text stands in the permission table."""
    key = a_key(integration)
    ApiKey.objects.filter(pk=key.pk).update(digest=digest_of("hd_known-to-every-test"))
    return key
