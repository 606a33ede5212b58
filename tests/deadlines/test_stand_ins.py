"""While the owner is away her deadlines are seen by someone who is there: who stands in, or everybody."""

from collections.abc import Callable
from datetime import date

import pytest

from cases.models import Dossier
from cases.services.assignment import release
from deadlines.addressees import addressed_to, addressees_of
from deadlines.digests import preview
from deadlines.reminders import sweep
from helpdesk.outbox.models import OutgoingMail
from helpdesk.people.models import Membership, Role, Team, User
from tests.conftest import TODAY
from tests.factories import a_condemnation, a_deadline, a_litigation, act, an_absence

Names = dict[str, User]


@pytest.fixture
def people(alice: User, bob: User, cora: User, rita: User, sam: User, charlie: User) -> Names:
    return {user.name: user for user in (alice, bob, cora, rita, sam, charlie)}


def away(who: User, stand_in: User | None = None) -> None:
    an_absence(who, stand_in, TODAY, TODAY)


def alice_is_there(people: Names) -> None:
    away(people["Bob"], people["Cora"])


def bob_stands_in(people: Names) -> None:
    away(people["Alice"], people["Bob"])


def cora_stands_in_for_bob_who_stands_in(people: Names) -> None:
    away(people["Alice"], people["Bob"])
    away(people["Bob"], people["Cora"])


def nobody_stands_in(people: Names) -> None:
    away(people["Alice"])


def nobody_stands_in_for_bob_who_stands_in(people: Names) -> None:
    away(people["Alice"], people["Bob"])
    away(people["Bob"])


def bob_stands_in_and_has_left(people: Names) -> None:
    away(people["Alice"], people["Bob"])
    Membership.objects.filter(user=people["Bob"]).delete()


def bob_stands_in_from_another_team(people: Names) -> None:
    other = Team.objects.create(slug="other", name="Another team")
    for name in ("Alice", "Bob"):
        Membership.objects.create(user=people[name], team=other, role=Role.LAWYER)
    Membership.objects.filter(user=people["Bob"], team__slug="desk").delete()
    away(people["Alice"], people["Bob"])


def nobody_owns_it(people: Names) -> None:
    release(act(people["Alice"]), Dossier.objects.get().pk)


@pytest.mark.parametrize(
    ("situation", "heard"),
    [
        (alice_is_there, {"Alice"}),
        (bob_stands_in, {"Alice", "Bob"}),
        (cora_stands_in_for_bob_who_stands_in, {"Alice", "Cora"}),
        (nobody_stands_in, {"Alice", "Bob", "Cora"}),
        (nobody_stands_in_for_bob_who_stands_in, {"Alice", "Bob", "Cora"}),
        (bob_stands_in_and_has_left, {"Alice", "Cora"}),
        (bob_stands_in_from_another_team, {"Alice", "Cora"}),
        (nobody_owns_it, {"Alice", "Bob", "Cora"}),
    ],
)
def test_deadline_is_heard_by_the_owner_and_by_someone_who_is_there(
    people: Names, desk: Team, situation: Callable[[Names], None], heard: set[str]
) -> None:
    """The mails of the moment and the lists of digests follow one rule."""
    case = a_litigation(people["Alice"], desk)
    deadline = a_deadline(people["Alice"], case)
    situation(people)
    case.refresh_from_db()
    assert {user.name for user in addressees_of(case, TODAY)} == heard
    assert {
        name for name, user in people.items() if Dossier.objects.filter(addressed_to(user, TODAY)).exists()
    } == heard
    sweep(today=TODAY, at=act(people["Alice"]).at)
    assert {mail.addressee.name for mail in OutgoingMail.objects.filter(key__startswith="reminder:")} == heard
    digests = {name for name, user in people.items() if preview(user, TODAY)[0].deadlines == [deadline]}
    assert digests == heard


def test_on_the_day_she_is_back_it_rings_with_her_alone(people: Names, desk: Team) -> None:
    case = a_litigation(people["Alice"], desk)
    bob_stands_in(people)
    assert addressees_of(case, date(2026, 6, 16)) == [people["Alice"]]


def test_penalty_about_to_lapse_is_in_the_digest_of_who_stands_in(people: Names, desk: Team) -> None:
    a_condemnation(people["Alice"], desk)
    on = date(2026, 8, 1)
    an_absence(people["Alice"], people["Bob"], on, on)
    lapsing = [bool(preview(people[name], on)[0].penalties) for name in ("Alice", "Bob", "Cora")]
    assert lapsing == [True, True, False]
