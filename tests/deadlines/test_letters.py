"""What a lawyer reads in a reminder and in the weekly digest, word for word."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from cases.models import EventKind
from cases.services.dossiers import Opening
from cases.services.events import Happening
from cases.services.questions import Asker, receive_question
from deadlines.digests import preview
from deadlines.letters import reminder_letter
from deadlines.services import record_event
from deadlines.standings import LapsingPenalty
from helpdesk.acts import Act
from helpdesk.people.models import Team, User
from tests.deadlines.letter_cases import (
    NOTIFIED_22_MAY_2018,
    THURSDAY_BEFORE,
    banded,
    deadline,
    digest,
    reminder,
)

FRIDAY, MONDAY, LATER = date(2018, 6, 1), date(2018, 6, 4), date(2018, 6, 8)
LAPSING = LapsingPenalty(
    dossier_id=UUID(int=1),
    reference="C-2018-00001",
    claimable=Decimal("41500.00"),
    lapses_on=date(2018, 7, 1),
)
STEPS_IN_DUTCH = """\
Hoe de datum gevonden is
  1. Aangetekende brief zonder ontvangstbewijs, op dinsdag 22 mei 2018
     (Vreemdelingenwet, art. 39/57 §2)
  2. De derde werkdag erna, vrijdag 25 mei 2018, is dag één en telt mee
     (Vreemdelingenwet, art. 39/57 §2)
  3. Dag 10 van 10 kalenderdagen is zondag 3 juni 2018
     (Vreemdelingenwet, art. 39/57 §1 lid 2, 3° zin 1; Vreemdelingenwet,
     art. 57/6 §3 lid 1)
  4. Die dag is gesloten (zondag 3 juni 2018); verschoven naar maandag 4
     juni 2018 (Vreemdelingenwet, art. 39/57 §2)
"""


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("nl", "V-2018-00001: laatste dag 4 juni 2018 (over 2 werkdagen)"),
        ("fr", "V-2018-00001\N{NO-BREAK SPACE}: dernier jour 4 juin 2018 (dans 2 jours ouvrables)"),
        ("en", "V-2018-00001: last day 4 June 2018 (in 2 working days)"),
        ("de", "V-2018-00001: letzter Tag 4. Juni 2018 (in 2 Werktagen)"),
    ],
)
def test_reminder_names_reference_and_last_day_in_the_readers_language(language: str, subject: str) -> None:
    assert reminder(deadline(), language).subject == subject


def test_reminder_tells_each_step_with_its_article() -> None:
    assert STEPS_IN_DUTCH in reminder(deadline(), "nl").text


@pytest.mark.parametrize(
    ("day", "left"),
    [
        (date(2018, 5, 30), "in 3 working days"),
        (FRIDAY, "in 1 working day"),
        (date(2018, 6, 3), "tomorrow"),
        (MONDAY, "today"),
        (date(2018, 6, 5), "1 day overdue"),
        (date(2018, 6, 6), "2 days overdue"),
    ],
)
def test_reminder_counts_working_days_ahead_and_calendar_days_behind(day: date, left: str) -> None:
    subject = f"V-2018-00001: last day 4 June 2018 ({left})"
    assert reminder(deadline(), "en", today=day).subject == subject


@pytest.mark.parametrize(
    ("lead", "planned"),
    [
        ("entry", "Ce délai vient d'être enregistré."),
        ("working_days_0", "Ce rappel était prévu pour le jour même, ou le jour ouvrable qui précède."),
        ("working_days_1", "Ce rappel était prévu 1 jour ouvrable avant ce jour."),
        ("working_days_5", "Ce rappel était prévu 5 jours ouvrables avant ce jour."),
        ("days_1", "Ce rappel était prévu 1 jour avant ce jour."),
        ("days_30", "Ce rappel était prévu 30 jours avant ce jour."),
    ],
)
def test_reminder_says_what_it_was_planned_for(lead: str, planned: str) -> None:
    assert planned in reminder(deadline(), "fr", lead=lead).text.replace("\n", " ")


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("nl", "V-2018-00001: laatste dag tussen 1 juni 2018 en 8 juni 2018 (veilige dag: morgen)"),
        (
            "fr",
            (
                "V-2018-00001\N{NO-BREAK SPACE}: dernier jour entre le 1er juin 2018 "
                "et le 8 juin 2018 (date prudente\N{NO-BREAK SPACE}: demain)"
            ),
        ),
        ("en", "V-2018-00001: last day between 1 June 2018 and 8 June 2018 (safe day: tomorrow)"),
    ],
)
def test_band_is_told_as_a_band_and_needs_a_lawyer(language: str, subject: str) -> None:
    letter = reminder(banded(FRIDAY, LATER), language)
    assert letter.subject == subject
    confirm = {
        "nl": "! Een jurist moet deze datum bevestigen.",
        "fr": "! Un juriste doit confirmer cette date.",
        "en": "! A lawyer must confirm this date.",
    }
    assert confirm[language] in letter.text


def test_band_that_nothing_bounds_says_or_later() -> None:
    assert (
        "last day 1 June 2018 or later (safe day: tomorrow)" in reminder(banded(FRIDAY, None), "en").subject
    )


def test_safe_day_before_the_legal_day_names_both() -> None:
    letter = reminder(deadline(due_on=FRIDAY, safe_on=FRIDAY), "en")
    assert letter.subject == "V-2018-00001: last day 1 June 2018 (safe day: tomorrow)"
    said = "By the letter of the rule the last day is 4 June 2018. The earlier day is safe on every reading."
    assert said in letter.text.replace("\n  ", " ")


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (LATER, "De veilige dag is voorbij. Tot en met 8 juni 2018 kan het"),
        (None, "De veilige dag is voorbij. Het kan"),
    ],
)
def test_past_the_safe_day_says_how_long_it_may_still_be_in_time(last: date | None, words: str) -> None:
    letter = reminder(banded(FRIDAY, last), "nl", today=MONDAY)
    assert "(veilige dag voorbij)" in letter.subject
    assert words in letter.text.replace("\n  ", " ")
    assert "Wie uiterlijk op" not in letter.text


def test_past_the_last_day_of_a_band_is_overdue_by_that_day() -> None:
    subject = reminder(banded(FRIDAY, LATER), "en", today=date(2018, 6, 10)).subject
    assert subject == "V-2018-00001: last day between 1 June 2018 and 8 June 2018 (2 days overdue)"


def test_digest_goes_by_day_with_what_is_overdue_first() -> None:
    sunday = date(2018, 6, 3)
    letter = digest(
        "en",
        deadline(1, due_on=date(2018, 5, 30), legal_on=date(2018, 5, 30)),
        banded(FRIDAY, LATER, 2),
        deadline(3),
        deadline(4),
        today=sunday,
    )
    heads = [line for line in letter.text.splitlines() if line.startswith(("==", "V-"))]
    assert heads == [
        "== Overdue ==",
        "V-2018-00001 · 30 May 2018 · 4 days overdue",
        "== Past the safe day, perhaps still in time ==",
        "V-2018-00002 · between 1 June 2018 and 8 June 2018 · safe day passed",
        "== Monday 4 June 2018 ==",
        "V-2018-00003 · 4 June 2018 · tomorrow",
        "V-2018-00004 · 4 June 2018 · tomorrow",
    ]
    assert letter.subject == "Week 22: 4 open deadlines, 1 overdue, 1 past its safe day"


@pytest.mark.parametrize(
    ("language", "one", "two"),
    [
        ("nl", "Week 23: 1 open termijn, 1 verstreken", "Week 23: 2 open termijnen, 2 verstreken"),
        (
            "fr",
            "Semaine 23\N{NO-BREAK SPACE}: 1 délai ouvert, 1 expiré",
            "Semaine 23\N{NO-BREAK SPACE}: 2 délais ouverts, 2 expirés",
        ),
        ("en", "Week 23: 1 open deadline, 1 overdue", "Week 23: 2 open deadlines, 2 overdue"),
        ("de", "Woche 23: 1 offene Frist, 1 abgelaufen", "Woche 23: 2 offene Fristen, 2 abgelaufen"),
    ],
)
def test_digest_subject_counts_in_singular_and_plural(language: str, one: str, two: str) -> None:
    tuesday = date(2018, 6, 5)
    assert digest(language, deadline(), today=tuesday).subject == one
    assert digest(language, deadline(), deadline(2), today=tuesday).subject == two


def test_digest_gives_the_reason_in_one_paragraph_with_each_act_once() -> None:
    reason = (
        "Registered letter without receipt, on Tuesday 22 May 2018. "
        "The third working day after it, Friday 25 May 2018, is day one and is counted. "
        "Day 10 of 10 calendar days is Sunday 3 June 2018. "
        "That day is closed (Sunday 3 June 2018); moved to Monday 4 June 2018. "
        "(Aliens Act, art. 39/57 §2, art. 39/57 §1 para. 2, 3° sentence 1, art. 57/6 §3 para. 1)"
    )
    assert reason in digest("en", deadline()).text.replace("\n  ", " ")


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        (
            "nl",
            "Week 22: geen open termijn",
            "In uw dossiers staat geen termijn open. Deze mail komt elke week",
        ),
        (
            "fr",
            "Semaine 22\N{NO-BREAK SPACE}: aucun délai ouvert",
            "Aucun délai n'est ouvert dans vos dossiers.",
        ),
        ("en", "Week 22: no open deadline", "No deadline stands open in your dossiers."),
    ],
)
def test_empty_week_says_so(language: str, subject: str, words: str) -> None:
    letter = digest(language)
    assert letter.subject == subject
    assert words in letter.text.replace("\n", " ")


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        (
            "nl",
            "Week 22: geen open termijn, 1 dwangsom die verjaart",
            (
                "€\N{NO-BREAK SPACE}41.500,00 is nog opeisbaar. Er gaan eenheden verloren na zondag 1 juli 2018, "
                "weekend of niet; een bevel tot betaling of een beslag ten laatste die dag stelt elke eenheid veilig"
            ),
        ),
        (
            "fr",
            "Semaine 22\N{NO-BREAK SPACE}: aucun délai ouvert, 1 astreinte qui se prescrit",
            (
                "41\N{NO-BREAK SPACE}500,00\N{NO-BREAK SPACE}€ sont encore exigibles. Des unités sont perdues "
                "après le dimanche 1er juillet 2018, week-end ou non\N{NO-BREAK SPACE}; "
                "un commandement de payer ou une saisie"
            ),
        ),
        (
            "en",
            "Week 22: no open deadline, 1 lapsing penalty",
            (
                "€41,500.00 can still be claimed. Units are lost after Sunday 1 July 2018, weekend or not; "
                "a command to pay or a seizure by then saves every unit forfeited before it."
            ),
        ),
    ],
)
def test_lapsing_penalty_is_told_with_money_and_days_of_the_language(
    language: str, subject: str, words: str
) -> None:
    letter = digest(language, penalties=[LAPSING])
    assert letter.subject == subject
    assert words in letter.text.replace("\n  ", " ")
    ledger = f"/sign-in/?next=/api/v1/condemnations/{LAPSING.dossier_id}/ledger"
    assert f"{ledger}\n" in letter.text
    assert f'{ledger}"' in letter.html


def test_mails_say_nothing_of_a_person(alice: User, desk: Team) -> None:
    act = Act(by=alice, at=datetime(2018, 5, 31, 8, tzinfo=UTC), on=THURSDAY_BEFORE)
    secrets = (
        "Secret title",
        "Secret person",
        "Secret asker",
        "secret@example.org",
        "Secret body",
        "Secret note",
    )
    opening = Opening(
        team=desk, title=secrets[0], summary=secrets[4], person_concerned=secrets[1], owner=alice
    )
    asker = Asker(name=secrets[2], role="lawyer", email=secrets[3])
    dossier = receive_question(act, opening, asker=asker, channel="form", body=secrets[4])
    happening = Happening(kind=EventKind.DECISION_NOTIFIED, on=None, note=secrets[5])
    recorded = record_event(act, dossier.pk, happening, query=NOTIFIED_22_MAY_2018)
    letters = [
        preview(alice, act.on)[1],
        reminder_letter(recorded.deadlines[0].reminders.get(lead="entry"), alice, act.on),
    ]
    said = " ".join(f"{letter.subject} {letter.text} {letter.html}" for letter in letters)
    assert dossier.reference in said
    assert [secret for secret in secrets if secret.lower() in said.lower()] == []
