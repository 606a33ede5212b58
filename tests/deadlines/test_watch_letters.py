"""What the mails say of a watch: what it is, how much money, what saves it, in the language of who reads."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from cases.models import Dossier, EventKind
from cases.services.condemnations import OrderDetails, PenaltyDetails
from cases.services.dossiers import Opening
from cases.services.events import Happening
from deadlines.digests import preview
from deadlines.letters import loss_letter, reminder_letter
from deadlines.models import Loss, Reminder
from deadlines.services import enter_condemnation, record_event
from deadlines.watch_sweep import sweep
from helpdesk.outbox.services import Letter
from helpdesk.people.models import Team, User
from tests.factories import a_condemnation, act

TODAY = date(2026, 6, 15)
NO_BREAK = "\N{NO-BREAK SPACE}"


def flat(letter: Letter) -> str:
    return " ".join(letter.text.split())


def reminder_of(
    dossier: Dossier, rule: str, reader: User, today: date = TODAY, lead: str = "days_7"
) -> Letter:
    watch = dossier.deadlines.select_related("dossier__condemnation__standing").get(rule_id=rule)
    return reminder_letter(Reminder(deadline=watch, lead=lead), reader, today)


def in_language(user: User, language: str) -> User:
    user.language = language
    return user


@pytest.mark.parametrize(
    ("language", "subject", "said"),
    [
        (
            "nl",
            "C-2026-00001: dwangsomeenheden verloren na 10 september 2026 (over 62 werkdagen)",
            [
                "Dwangsom: oudste eenheid die niet is veiliggesteld",
                "De eenheid van 10 maart 2026 is de oudste die door geen akte is veiliggesteld.",
                "Een bevel tot betaling of een beslag ten laatste die dag stelt elke eenheid veilig",
                f"Op 15 juni 2026 is €{NO_BREAK}24.250,00 opeisbaar; daarvan is €{NO_BREAK}0,00 veiliggesteld",
                "art. 1385octies Ger.W.",
            ],
        ),
        (
            "fr",
            (
                "C-2026-00001\N{NO-BREAK SPACE}: unités d'astreinte perdues "
                "après le 10 septembre 2026 (dans 62 jours ouvrables)"
            ),
            [
                "Un commandement de payer ou une saisie au plus tard ce jour-là préserve chaque unité",
                f"Au 15 juin 2026, 24{NO_BREAK}250,00{NO_BREAK}€ sont exigibles",
            ],
        ),
        (
            "en",
            "C-2026-00001: units of a penalty are lost after 10 September 2026 (in 62 working days)",
            [
                "It is lost after 10 September 2026, weekend or not, and then one unit after the other.",
                "A command to pay or a seizure by then saves every unit forfeited before it.",
                "On 15 June 2026 €24,250.00 can be claimed; of that, €0.00 is saved by an act of enforcement.",
            ],
        ),
        (
            "de",
            "C-2026-00001: Zwangsgeldeinheiten verloren nach dem 10. September 2026 (in 62 Werktagen)",
            ["Ein Zahlungsbefehl oder eine Pfändung spätestens an diesem Tag sichert jede zuvor verwirkte"],
        ),
    ],
)
def test_reminder_of_the_oldest_unit(
    alice: User, desk: Team, language: str, subject: str, said: list[str]
) -> None:
    dossier = a_condemnation(alice, desk)
    letter = reminder_of(dossier, "penalty-oldest-unit", in_language(alice, language))
    assert letter.subject == subject
    for words in said:
        assert " ".join(words.split()) in flat(letter)


@pytest.mark.parametrize(
    ("rule", "subject", "said"),
    [
        (
            "penalty-respite",
            "C-2026-00001: a penalty runs from 18 June 2026 (in 3 working days)",
            "Nothing is forfeited if the person is housed before that day. Nothing is forfeited yet.",
        ),
        (
            "penalty-cap",
            "C-2026-00001: the cap of a penalty is reached on 19 June 2026 (in 4 working days)",
            "After 19 June 2026 nothing more is forfeited, if nothing changes. Only the judge who imposed",
        ),
        (
            "penalty-expiry",
            "C-2026-00001: an order expires on 20 June 2026 (in 4 working days)",
            "After 20 June 2026 nothing more is forfeited under this order. A new order has to be asked for",
        ),
    ],
)
def test_reminder_of_what_comes_first(alice: User, desk: Team, rule: str, subject: str, said: str) -> None:
    penalty = PenaltyDetails(
        amount=Decimal(250), unit="night", respite_length=2, cap=Decimal(500), expires_on=date(2026, 6, 20)
    )
    order = OrderDetails(
        court="Labour tribunal Brussels", role_number="26/1/K", decided_on=TODAY, procedure="unilateral"
    )
    opening = Opening(team=desk, title="An order", owner=alice)
    dossier = enter_condemnation(act(alice), opening, order=order, penalty=penalty)
    record_event(act(alice), dossier.pk, Happening(kind=EventKind.ORDER_SERVED, on=TODAY))
    letter = reminder_of(dossier, rule, in_language(alice, "en"))
    assert letter.subject == subject
    assert said in flat(letter)


def test_reminder_of_saved_units_names_the_act(alice: User, desk: Team) -> None:
    dossier = a_condemnation(alice, desk)
    for kind, on in ((EventKind.PERSON_HOUSED, date(2026, 4, 1)), (EventKind.SEIZURE, date(2026, 6, 12))):
        record_event(act(alice), dossier.pk, Happening(kind=kind, on=on))
    letter = reminder_of(dossier, "penalty-secured-units", in_language(alice, "en"))
    assert letter.subject.startswith("C-2026-00001: saved units of a penalty are lost after 12 December 2026")
    assert "What the act of 12 June 2026 saved is lost after 12 December 2026, weekend or not." in flat(
        letter
    )
    assert "€5,500.00 can be claimed; of that, €5,500.00 is saved" in flat(letter)


def test_figures_of_another_day_are_not_told_as_those_of_today(alice: User, desk: Team) -> None:
    dossier = a_condemnation(alice, desk)
    told = flat(reminder_of(dossier, "penalty-oldest-unit", in_language(alice, "en"), date(2026, 6, 16)))
    assert "can be claimed" not in told


def test_reminder_before_the_last_day_says_so(alice: User, desk: Team) -> None:
    dossier = a_condemnation(alice, desk)
    told = flat(reminder_of(dossier, "penalty-oldest-unit", in_language(alice, "en"), lead="last_days_7"))
    assert "This reminder was planned for 7 days before the last day to act." in told


def a_loss(dossier: Dossier, units: int = 2) -> Loss:
    return Loss.objects.create(
        dossier=dossier, units=units, amount=250 * units, seen_on=TODAY, was_watched=True
    )


@pytest.mark.parametrize(
    ("language", "subject", "said"),
    [
        ("nl", f"C-2026-00001: een deel van een dwangsom is verloren, €{NO_BREAK}500,00", "2 eenheden, €"),
        (
            "fr",
            f"C-2026-00001\N{NO-BREAK SPACE}: une partie d'une astreinte est perdue, 500,00{NO_BREAK}€",
            "2 unités, 500",
        ),
        ("en", "C-2026-00001: part of a penalty is lost, €500.00", "2 units, €500.00"),
        (
            "de",
            f"C-2026-00001: ein Teil eines Zwangsgelds ist verloren, 500,00{NO_BREAK}€",
            "2 Einheiten, 500",
        ),
    ],
)
def test_loss_says_what_is_gone_what_is_left_and_what_saves_it(
    alice: User, desk: Team, language: str, subject: str, said: str
) -> None:
    dossier = a_condemnation(alice, desk)
    letter = loss_letter([a_loss(dossier)], in_language(alice, language), TODAY)
    assert letter.subject == subject
    assert said in flat(letter)
    assert f"/sign-in/?next=/api/v1/condemnations/{dossier.pk}/ledger" in letter.text
    assert "1385octies" in letter.text


def test_loss_of_an_order_names_money_day_and_way_out(alice: User, desk: Team) -> None:
    letter = loss_letter([a_loss(a_condemnation(alice, desk), 1)], in_language(alice, "en"), TODAY)
    told = flat(letter)
    assert "They cannot be claimed any more. A command to pay or a seizure by then saves every unit" in told
    assert (
        "C-2026-00001 · 1 unit, €250.00 €24,250.00 can still be claimed. "
        "The next units are lost after Thursday 10 September 2026, weekend or not."
    ) in told


def test_many_losses_are_listed_by_their_money_and_counted_beyond_fifty(alice: User, desk: Team) -> None:
    losses = [a_loss(a_condemnation(alice, desk, number), number) for number in range(1, 53)]
    letter = loss_letter(losses, in_language(alice, "en"), TODAY)
    assert letter.subject == "Parts of 52 penalties are lost, €344,500.00 in all"
    assert letter.text.index("C-2026-00052") < letter.text.index("C-2026-00003")
    assert "C-2026-00002 " not in letter.text
    assert "2 more are not listed here; the list of condemnations holds them." in flat(letter)


def test_digest_holds_a_watch_from_eight_weeks_before_and_counts_the_others(alice: User, desk: Team) -> None:
    a_condemnation(alice, desk)
    alice.language = "en"
    alice.save()
    far = preview(alice, date(2026, 6, 14))[0]
    assert (far.deadlines, far.far_watches, far.first_far_on) == ([], 1, date(2026, 8, 10))
    letter = preview(alice, date(2026, 6, 14)).letter
    assert "1 watch over a penalty lies more than eight weeks ahead, on Monday 10 August 2026." in flat(
        letter
    )
    assert "No deadline stands open" not in flat(letter)
    near, letter, _ = preview(alice, TODAY)
    assert [one.rule_id for one in near.deadlines] == ["penalty-oldest-unit"]
    assert near.far_watches == 0
    assert "== Monday 10 August 2026 == C-2026-00001 · 10 September 2026 · in 62 working days" in flat(letter)
    assert "A command to pay or a seizure by then saves every unit forfeited before it." in flat(letter)
    assert ".." not in letter.text
    assert letter.subject == "Week 25: no open deadline, 1 watch"
    assert near.deadline_count == 0


def test_digest_names_the_money_that_is_about_to_lapse(alice: User, desk: Team) -> None:
    a_condemnation(alice, desk)
    alice.language = "en"
    alice.save()
    day = date(2026, 8, 24)
    sweep(today=day, at=datetime.combine(day, time(1), tzinfo=UTC))
    content, letter, _ = preview(alice, day)
    assert [(one.reference, one.claimable) for one in content.penalties] == [
        ("C-2026-00001", Decimal("41750.00"))
    ]
    assert (
        "€41,750.00 can still be claimed. Units are lost after Thursday 10 September 2026, weekend or not;"
        in flat(letter)
    )
