"""One mail of every kind the desk sends, in any of its languages, about dossiers that are in no database."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from cases.letters import assignment_letter, glass_letter, mention_letter, merged_letter
from cases.models import Condemnation, Dossier
from deadlines.digest_contents import Move, SearchHits, TeamContent
from deadlines.digest_letters import team_letter
from deadlines.law.vocabulary import RuleKind
from deadlines.letters import contest_letter, loss_letter, reminder_letter, second_look_letter
from deadlines.models import (
    Acknowledgement,
    Confirmation,
    ConfirmationState,
    Deadline,
    DigestKind,
    Loss,
    PenaltyStanding,
    Reminder,
    Rung,
)
from deadlines.standings import LapsingPenalty
from helpdesk.identifiers import new_id
from helpdesk.outbox.models import OutgoingMail
from helpdesk.outbox.notices import undelivered_letter
from helpdesk.outbox.services import Letter
from helpdesk.people.models import Team, User
from helpdesk.trail.anchors import anchor_letter
from helpdesk.trail.seals import Link
from helpdesk.webhooks.models import Webhook
from helpdesk.webhooks.sending import switched_off_letter
from tests.deadlines.letter_cases import banded, deadline, digest

SUNDAY = date(2018, 6, 3)
AT = datetime(2018, 6, 3, 16, tzinfo=UTC)
LINK = "http://testserver/acknowledge/x"
LEAVE = "http://testserver/unsubscribe/x"
# A word that nobody can break: the address of a page, kept as the name of a search.
LONG = "https://www.example.org/" + "opvangnetwerk" * 4
LONG_NAME = "Maximiliana-Aleksandra " + "van den Onuitsprekelijkelangenaamsteen" * 2


def asked(number: int, **changed: Any) -> Deadline:
    """A fatal day that nobody has acknowledged and no second lawyer has confirmed."""
    one = deadline(number, rule_kind=RuleKind.PARTY_DEADLINE, **changed)
    # What a list fetches ahead.
    one.owner_away = []  # type: ignore[attr-defined]
    one._prefetched_objects_cache = {  # type: ignore[attr-defined]
        "acknowledgements": [Acknowledgement(deadline=one)],
        "confirmations": [Confirmation(deadline=one, state=ConfirmationState.AWAITED)],
    }
    return one


def digest_of_everything(language: str, kind: DigestKind = DigestKind.WEEKLY, leave: str = "") -> Letter:
    penalty = LapsingPenalty(
        dossier_id=new_id(), reference="F-2018-00007", claimable=Decimal(12500), lapses_on=date(2018, 6, 8)
    )
    return digest(
        language,
        deadline(1, due_on=date(2018, 5, 30), legal_on=date(2018, 5, 30)),
        banded(date(2018, 6, 1), date(2018, 6, 8), 2),
        asked(3),
        deadline(4),
        today=SUNDAY,
        leave=leave,
        kind=kind,
        penalties=[penalty],
        moves=[Move(deadline=deadline(5), was_on=date(2018, 6, 1), verb="deadline.overridden", cause="")],
        searches=[SearchHits(search_id=new_id(), name=LONG, count=9, references=("V-2018-00001",) * 5)],
        receipts=[deadline(6, done_on=date(2018, 5, 28))],
        later=2,
        first_later_on=date(2018, 7, 9),
        far_watches=1,
        first_far_on=date(2018, 9, 3),
    )


def digest_of_hundreds(language: str) -> Letter:
    """More than are told in full, and more than are named."""
    return digest(
        language, *(deadline(number, due_on=SUNDAY + timedelta(number // 8)) for number in range(240))
    )


def digest_of_a_team(language: str) -> Letter:
    owned = [asked(1), deadline(2, due_on=date(2018, 5, 30), legal_on=date(2018, 5, 30))]
    for one in owned:
        one.dossier.owner = User(name=LONG_NAME)
    content = TeamContent(
        week="2018-W22", today=SUNDAY, deadlines=[*owned, deadline(3)], team=Team(name="Helpdesk " + LONG)
    )
    return team_letter(content, User(language=language), LEAVE)


def reminder(
    language: str, of: Deadline, lead: str = "working_days_2", link: str = "", **told: Any
) -> Letter:
    return reminder_letter(Reminder(deadline=of, lead=lead, **told), User(language=language), SUNDAY, link)


def losses(language: str) -> Letter:
    return loss_letter([_loss(1), _loss(2)], User(language=language), SUNDAY)


def _loss(number: int) -> Loss:
    dossier = Dossier(reference=f"C-2018-{number:05d}")
    dossier.condemnation = Condemnation(dossier=dossier)
    dossier.condemnation.standing = PenaltyStanding(
        as_of_on=SUNDAY, claimable_amount=Decimal(24000), lapses_on=date(2018, 6, 9)
    )
    return Loss(dossier=dossier, units=3, amount=Decimal(750), seen_on=SUNDAY)


def undelivered(language: str) -> Letter:
    mail = OutgoingMail(
        addressee=User(name=LONG_NAME),
        address="nobody@example.org",
        subject="V-2018-00001: laatste dag 4 juni 2018 (morgen)",
        last_error="550 5.1.1 <nobody@example.org>: Recipient address rejected: User unknown",
    )
    return undelivered_letter(mail, User(language=language), about=mail.subject)


def switched_off(language: str) -> Letter:
    return switched_off_letter(Webhook(name=LONG, disabled_why="410 Gone"), User(language=language))


def reader(language: str) -> User:
    return User(language=language)


ONE, OTHER = Dossier(reference="V-2018-00001"), Dossier(reference="V-2018-00002")
# By the name of its templates, and of what is unlike in it.
EVERY_MAIL: dict[str, Callable[[str], Letter]] = {
    "cases/assignment": lambda language: assignment_letter(ONE, reader(language)),
    "cases/glass": lambda language: glass_letter(ONE, User(name=LONG_NAME), reader(language)),
    "cases/mention": lambda language: mention_letter(ONE, reader(language)),
    "cases/merged": lambda language: merged_letter(ONE, OTHER, reader(language)),
    "deadlines/contested": lambda language: contest_letter(deadline(), reader(language)),
    "deadlines/digest": digest_of_everything,
    "deadlines/digest, daily": lambda language: digest_of_everything(language, DigestKind.DAILY, LEAVE),
    "deadlines/digest, empty": digest,
    "deadlines/digest, hundreds": digest_of_hundreds,
    "deadlines/loss": losses,
    "deadlines/reminder": lambda language: reminder(language, asked(1), link=LINK),
    "deadlines/reminder, climbed": lambda language: reminder(language, asked(1), Rung.TO_TEAM, LINK),
    "deadlines/reminder, wished for": lambda language: reminder(
        language, banded(date(2018, 6, 1), None), wished_by=reader(language)
    ),
    "deadlines/second_look": lambda language: second_look_letter(deadline(), reader(language)),
    "deadlines/team_digest": digest_of_a_team,
    "outbox/undelivered": undelivered,
    "trail/anchor": lambda language: anchor_letter(Link(1234, "0123456789abcdef" * 4), reader(language), AT),
    "webhooks/switched_off": switched_off,
}
