"""The demo desk: invented colleagues, invented questions, one penalty that runs and one about to lapse.

Every person here is invented and says so. Dates lie relative to the day it is loaded, except those of the
published case it retells (CJEU C-651/19) and of the penalty of 2022.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction

from cases.models import Document, DocumentKind, Dossier, EventKind, OpeningHours
from cases.models.hours import AnswerUnit
from cases.services.documents import Description, file_document
from cases.services.dossiers import Opening, take
from cases.services.events import Happening
from cases.services.litigations import LitigationDetails
from cases.services.orders import OrderDetails, PenaltyDetails
from cases.services.questions import Asker
from cases.uploads import made_here
from deadlines import demo_papers
from deadlines.answer_clock import receive_question
from deadlines.hours import enter_plan
from deadlines.lodging import Done
from deadlines.models import Lodged, LodgedBy
from deadlines.services import enter_condemnation, meet, promote_question, record_event
from helpdesk.acts import Act
from helpdesk.people.keys import PREFIX, digest_of
from helpdesk.people.models import ApiKey, Language, Membership, Role, Scope, Team, User

TEAM = "legal-helpdesk"
CASE_LAW = "https://curia.europa.eu/juris/liste.jsf?num=C-651/19"


class OtherDossiersError(Exception):
    """The database holds dossiers that are not the demo desk's."""


@dataclass(frozen=True)
class Colleague:
    """An invented colleague: first name, role, language."""

    name: str
    role: Role
    language: Language

    @property
    def email(self) -> str:
        return f"{self.name.lower()}@helpdesk.example"


ALICE = Colleague("Alice", Role.LAWYER, Language.NL)
BERTRAND = Colleague("Bertrand", Role.LAWYER, Language.FR)
CORA = Colleague("Cora", Role.COORDINATOR, Language.NL)
RITA = Colleague("Rita", Role.READER, Language.NL)
COLLEAGUES = (ALICE, BERTRAND, CORA, RITA)
OUTSIDER = Colleague("Charlie", Role.LAWYER, Language.NL)
INTEGRATION = "intake@reception-centre.example"
INTEGRATION_SCOPES = [Scope.QUESTIONS_READ, Scope.QUESTIONS_WRITE, Scope.LAW_READ]


def secret(of: str) -> str:
    """A password or key that this installation alone has and finds again at every start."""
    return hmac.new(settings.SECRET_KEY.encode(), f"demo desk {of}".encode(), hashlib.sha256).hexdigest()


def password() -> str:
    return f"demo-{secret('password')[:8]}"


def intake_key() -> str:
    return PREFIX + secret("intake key")


@transaction.atomic
def load(*, at: datetime, on: date) -> bool:
    """Make the demo desk; false, and nothing done, where it was made before.

    Refuses with OtherDossiersError a database that holds other dossiers: invented people never mix with real ones.
    """
    if Team.objects.filter(slug=TEAM).exists():
        return False
    if Dossier.objects.exists():
        raise OtherDossiersError
    team = Team.objects.create(slug=TEAM, name="Juridische helpdesk")
    people = {colleague.name: _sign_up(colleague, team) for colleague in COLLEAGUES}
    _sign_up(OUTSIDER, Team.objects.create(slug="other-desk", name="Andere dienst"))
    centre = _integration(team)
    open_hours(Act(by=people["Cora"], at=at, on=on))
    desk = _Desk(team, centre, people["Alice"], people["Bertrand"], at, on)
    desk.retell_the_case_of_2018()
    desk.open_what_is_due_soon()
    desk.enter_penalties()
    return True


def open_hours(act: Act) -> None:
    """The desk is open on weekdays, with an hour for lunch, and means to answer within two working days."""
    halves = ((time(9), time(12, 30)), (time(13, 30), time(17)))
    week = [
        {"weekday": day, "opens": opens, "closes": closes} for day in range(1, 6) for opens, closes in halves
    ]
    target = {"answer_within": 2, "answer_unit": AnswerUnit.WORKING_DAYS}
    enter_plan(act, OpeningHours, TEAM, {"valid_from": date(act.on.year, 1, 1), "week": week, **target})


def _sign_up(colleague: Colleague, team: Team) -> User:
    user = User.objects.create_user(
        colleague.email, password(), name=f"{colleague.name} (verzonnen)", language=colleague.language
    )
    Membership.objects.create(user=user, team=team, role=colleague.role)
    return user


def _integration(team: Team) -> User:
    user = User.objects.create_user(INTEGRATION, name="Opvangcentrum (verzonnen)", is_service=True)
    Membership.objects.create(user=user, team=team, role=Role.INTAKE)
    ApiKey.objects.create(
        user=user,
        name="Intake form of the reception centre",
        scopes=INTEGRATION_SCOPES,
        digest=digest_of(intake_key()),
    )
    return user


@dataclass(frozen=True)
class _Desk:
    """The desk while it is being filled: who acts, when."""

    team: Team
    centre: User
    alice: User
    bertrand: User
    at: datetime
    on: date

    def act(self, by: User) -> Act:
        return Act(by=by, at=self.at, on=self.on)

    def question(self, lawyer: User, *, title: str, body: str, language: str = "nl", **more: str) -> Dossier:
        """A question of an invented social worker, handed in by the reception centre, taken by a lawyer."""
        asker = Asker(
            name="Sofie Verzonnen", role="social_worker", email="sofie@reception-centre.example",
            organisation="Opvangcentrum (verzonnen)", language=language,
        )  # fmt: skip
        opening = Opening(
            team=self.team, title=title, language=language, person_concerned=more.get("person", "")
        )
        dossier = receive_question(self.act(self.centre), opening, asker=asker, channel="form", body=body)
        return take(self.act(lawyer), dossier.pk)

    def notified(
        self, lawyer: User, dossier: Dossier, query: dict[str, object], letter: Document | None = None
    ) -> Dossier:
        """A decision was notified, perhaps by this letter: the event, and the deadline it opens."""
        document = letter.pk if letter else None
        happening = Happening(kind=EventKind.DECISION_NOTIFIED, on=None, facts=query, document=document)
        record_event(self.act(lawyer), dossier.pk, happening, query=query)
        return dossier

    def paper(
        self, lawyer: User, dossier: Dossier, title: str, kind: DocumentKind, file: tuple[str, bytes]
    ) -> Document:
        """An invented paper in a dossier; the file is its name and its bytes."""
        described = Description(title=title, kind=kind, language="nl", dated_on=self.on - timedelta(days=5))
        name, content = file
        return file_document(self.act(lawyer), dossier.pk, described, made_here(content, name)).document

    def retell_the_case_of_2018(self) -> None:
        """The published case: posted on Tuesday 22 May 2018, last day Monday 4 June 2018. It becomes litigation."""
        question = self.question(
            self.alice, title="Niet-ontvankelijk: brief op 22 mei 2018 ter post", person="J.P.",
            body="Tot wanneer kon tegen deze beslissing beroep worden ingesteld?",
        )  # fmt: skip
        self.notified(self.alice, question, decision("2018-05-17", "2018-05-22"))
        litigation = promote_question(
            self.act(self.alice), question.pk, title="Beroepstermijn van tien dagen (C-651/19)",
            details=LitigationDetails(
                aim="Is een beroepstermijn van tien kalenderdagen verenigbaar met een daadwerkelijk rechtsmiddel?",
                source_url=CASE_LAW,
            ),
            instance={"court": "Hof van Justitie van de Europese Unie", "role_number": "C-651/19"},
        )  # fmt: skip
        deadline = litigation.deadlines.get()
        done = Done(
            done_on=date(2018, 6, 4), lodged=Lodged.FULL_JURISDICTION_APPEAL, lodged_by=LodgedBy.REGISTERED_POST,
            receipt="Afgiftebewijs 1 (verzonnen)", evidence="Nagespeeld voor de demo.",
        )  # fmt: skip
        meet(self.act(self.alice), deadline.pk, done)

    def open_what_is_due_soon(self) -> None:
        """Two open deadlines of today's regime, one in each language, and a question nobody has taken yet."""
        dutch = self.question(
            self.alice, title="Volgend verzoek niet-ontvankelijk, termijn van 10 dagen op de beslissing",
            body="De beslissing werd aangetekend verstuurd. Wat kunnen we doen?", person="M.A.",
        )  # fmt: skip
        posted = (self.on - timedelta(days=3)).isoformat()
        decided = (self.on - timedelta(days=5)).isoformat()
        letter = self.paper(
            self.alice, dutch, "Beslissing CGVS (verzonnen)", DocumentKind.DECISION,
            ("beslissing.pdf", demo_papers.decision()),
        )  # fmt: skip
        self.paper(
            self.alice, dutch, "Nota van de arts (verzonnen)", DocumentKind.MEDICAL,
            ("nota.txt", demo_papers.medical_note()),
        )  # fmt: skip
        self.notified(self.alice, dutch, decision(decided, posted) | {"printed_term_days": 10}, letter)
        french = self.question(
            self.bertrand, title="Refus de la protection, délai de 30 jours sur la décision", language="fr",
            body="La décision a été remise en mains propres. Quel est le délai de recours?", person="A.B.",
        )  # fmt: skip
        refusal = decision(decided, posted, kind="refusal", mode="by_hand") | {"printed_term_days": 30}
        self.notified(self.bertrand, french, refusal)
        opening = Opening(team=self.team, title="Code 207 na wachtlijst")
        asker = Asker(name="Tom Verzonnen", role="volunteer", email="tom@volunteers.example")
        receive_question(
            self.act(self.centre),
            opening,
            asker=asker,
            channel="mail",
            body="Kan de code 207 opgeheven worden?",
        )

    def enter_penalties(self) -> None:
        """Three invented orders: the penalty of 2022, one that runs, one whose first days are about to lapse."""
        self.penalty("22/0001/K", date(2022, 7, 22), date(2022, 7, 29), date(2022, 11, 4))
        self.penalty("26/0002/K", self.on - timedelta(days=40), self.on - timedelta(days=35), None)
        self.penalty("26/0003/K", self.on - timedelta(days=175), self.on - timedelta(days=165), None)

    def penalty(self, role_number: str, decided_on: date, served_on: date, housed_on: date | None) -> None:
        opening = Opening(
            team=self.team, title=f"Beschikking {role_number} (verzonnen), gezin", person_concerned="Gezin K.",
            owner=self.alice,
        )  # fmt: skip
        order = OrderDetails(
            court="Arbeidsrechtbank Brussel (verzonnen)", role_number=role_number, decided_on=decided_on,
            procedure="unilateral", orders="Opvang toekennen binnen de 48 uur.",
        )  # fmt: skip
        terms = PenaltyDetails(amount=Decimal("250.00"), unit="calendar_day")
        dossier = enter_condemnation(self.act(self.alice), opening, order=order, penalty=terms)
        for kind, day in ((EventKind.ORDER_SERVED, served_on), (EventKind.PERSON_HOUSED, housed_on)):
            if day is not None:
                record_event(self.act(self.alice), dossier.pk, Happening(kind=kind, on=day))


def decision(
    decided: str, notified: str, *, kind: str = "inadmissibility", mode: str = "registered"
) -> dict[str, object]:
    """The facts of an invented decision of the Commissioner General, its addressee not detained."""
    ground = {"grounds": ["protection_in_eu_state"]} if kind == "inadmissibility" else {}
    return {
        "decision": {"authority": "cgrs", "kind": kind, "decided_on": decided, **ground},
        "facts": {"detained_at_notification": False, "detained_at_application": False},
        "notification": {"mode": mode, "date": notified},
    }
