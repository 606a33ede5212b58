"""A team that needs a second lawyer has each fatal day asked of one, by itself and once for each day."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from cases.models import Dossier
from deadlines.confirming import ask_confirmation, confirm, contest
from deadlines.corrections import Grounds, extend, override, withdraw_override
from deadlines.digests import write_digests
from deadlines.law.periods import Period
from deadlines.models import Confirmation, Deadline
from deadlines.reminders import sweep
from deadlines.second_looks import ask_for_all_teams
from deadlines.services import meet
from deadlines.tasks import ask_second_lawyers
from helpdesk.acts import DeskAct
from helpdesk.configuration.sections.teams import TeamEntry, Teams
from helpdesk.outbox.models import OutgoingMail
from helpdesk.people.models import Team, User
from helpdesk.trail.models import TrailEntry
from tests.conftest import client_of
from tests.factories import a_deadline, a_litigation, act, at_level, lodged
from tests.helpdesk.side_by_side import elsewhere

WHY = Grounds(reason="The court allowed it by letter.")
MONDAY = date(2026, 6, 15)


@pytest.fixture
def careful(desk: Team) -> Team:
    """The desk, which needs a second lawyer."""
    return set_needed(desk, True)


def set_needed(team: Team, needed: bool) -> Team:
    Teams().apply(desk_act(), TeamEntry(team.slug, team.name, needed))
    team.refresh_from_db()
    return team


def desk_act() -> DeskAct:
    return DeskAct(at=act(User()).at, on=MONDAY)


def looks(deadline: Deadline) -> list[tuple[str, str, Any]]:
    """The day, the state and who asked of each second look, those overtaken too."""
    found = Confirmation.objects.filter(deadline=deadline).order_by("id")
    return [(str(one.due_on), one.state, one.asked_by) for one in found]


def standing(deadline: Deadline) -> Confirmation:
    return Confirmation.objects.get(deadline=deadline, overtaken_at=None)


def test_fatal_day_is_asked_of_a_second_lawyer_with_its_entry(alice: User, bob: User, careful: Team) -> None:
    deadline = a_deadline(alice, a_litigation(alice, careful))
    assert looks(deadline) == [("2026-06-16", "awaited", None)]
    entries = TrailEntry.objects.filter(dossier_id=deadline.dossier_id).order_by("pk")
    assert list(entries.values_list("verb", flat=True))[-2:] == [
        "deadline.computed",
        "deadline.confirmation_asked",
    ]
    told = client_of(bob).get(f"/api/v1/deadlines/{deadline.pk}").json()["confirmation"]
    assert (told["state"], told["asked_by"], told["of"]) == ("awaited", None, None)
    assert told["asked_at"]
    confirm(act(bob), deadline.pk)
    assert standing(deadline).decided_by == bob


def test_other_teams_and_other_terms_are_not_asked(alice: User, desk: Team) -> None:
    litigation = a_litigation(alice, desk)
    assert looks(a_deadline(alice, litigation)) == []
    set_needed(desk, True)
    query = {"rule": "reception-leave-after-status", "event": {"date": "2026-06-01"}}
    other = a_deadline(alice, a_litigation(alice, desk, 2), query)
    assert (other.is_fatal, looks(other)) == (False, [])


def test_day_set_by_hand_or_extended_or_withdrawn_is_asked_anew(
    alice: User, bob: User, careful: Team
) -> None:
    deadline = a_deadline(alice, a_litigation(alice, careful))
    confirm(act(bob), deadline.pk)
    override(act(alice), deadline.pk, due_on=date(2026, 6, 19), grounds=WHY)
    extend(act(alice), deadline.pk, period=Period(8, "calendar_days"), grounds=WHY)
    withdraw_override(act(alice), deadline.pk, reason="Set in error")
    assert looks(deadline) == [
        ("2026-06-16", "confirmed", None),
        ("2026-06-19", "awaited", None),
        ("2026-06-29", "awaited", None),
        ("2026-06-16", "awaited", None),
    ]
    assert standing(deadline).due_on == date(2026, 6, 16)


def test_day_that_stays_is_asked_once(alice: User, bob: User, careful: Team) -> None:
    deadline = a_deadline(alice, a_litigation(alice, careful))
    confirm(act(bob), deadline.pk)
    override(act(alice), deadline.pk, due_on=deadline.due_on, grounds=WHY)
    assert ask_for_all_teams(desk_act()) == 0
    assert looks(deadline) == [("2026-06-16", "confirmed", None)]


def test_colleague_asked_by_name_is_asked_again_and_not_the_team(
    alice: User, bob: User, careful: Team
) -> None:
    deadline = a_deadline(alice, a_litigation(alice, careful))
    ask_confirmation(act(alice), deadline.pk, of=bob.pk)
    override(act(alice), deadline.pk, due_on=date(2026, 6, 19), grounds=WHY)
    assert (standing(deadline).asked_by, standing(deadline).of) == (alice, bob)


def test_look_nobody_asked_for_is_asked_by_the_team_when_the_day_moves(
    alice: User, bob: User, desk: Team
) -> None:
    deadline = a_deadline(alice, a_litigation(alice, desk))
    confirm(act(bob), deadline.pk)
    set_needed(desk, True)
    assert ask_for_all_teams(desk_act()) == 0
    override(act(alice), deadline.pk, due_on=date(2026, 6, 19), grounds=WHY)
    assert looks(deadline)[1:] == [("2026-06-19", "awaited", None)]


def test_deadlines_that_stood_open_are_asked_by_the_next_look_and_once(alice: User, desk: Team) -> None:
    open_one = a_deadline(alice, a_litigation(alice, desk))
    sealed = a_deadline(alice, at_level(alice, a_litigation(alice, desk, 2), "sealed"))
    met = a_deadline(alice, a_litigation(alice, desk, 3))
    meet(act(alice), met.pk, lodged(MONDAY))
    ask_second_lawyers()
    assert not Confirmation.objects.exists()
    set_needed(desk, True)
    ask_second_lawyers()
    ask_second_lawyers()
    assert [len(looks(each)) for each in (open_one, sealed, met)] == [1, 1, 0]
    entry = TrailEntry.objects.filter(
        verb="deadline.confirmation_asked", dossier_id=open_one.dossier_id
    ).get()
    assert (entry.actor, entry.changes["due_on"]) == (None, "2026-06-16")


def test_look_costs_the_same_for_many_dossiers_but_for_what_it_writes(
    alice: User, desk: Team, django_assert_max_num_queries: Any
) -> None:
    for number in range(1, 4):
        a_deadline(alice, a_litigation(alice, desk, number))
    set_needed(desk, True)
    with django_assert_max_num_queries(2 * 4 + 3 * 5):
        assert ask_for_all_teams(desk_act()) == 3


def test_team_of_one_lawyer_records_her_days_and_the_ask_stands_open(
    alice: User, cora: User, careful: Team
) -> None:
    careful.memberships.exclude(user__in=[alice, cora]).delete()
    careful.memberships.filter(user=cora).update(role="reader")
    deadline = a_deadline(alice, a_litigation(alice, careful))
    assert standing(deadline).state == "awaited"
    found = client_of(cora).get("/api/v1/deadlines", {"confirmation": "awaited"}).json()["results"]
    assert [row["id"] for row in found] == [str(deadline.pk)]


def test_day_that_was_not_confirmed_keeps_nobody_from_meeting_it(alice: User, careful: Team) -> None:
    deadline = a_deadline(alice, a_litigation(alice, careful))
    assert meet(act(alice), deadline.pk, lodged(MONDAY)).state == "met"


def test_setting_taken_back_leaves_what_was_asked(alice: User, careful: Team) -> None:
    deadline = a_deadline(alice, a_litigation(alice, careful))
    set_needed(careful, False)
    assert standing(deadline).state == "awaited"
    assert looks(a_deadline(alice, a_litigation(alice, careful, 2))) == []


def texts(prefix: str) -> list[str]:
    found = OutgoingMail.objects.filter(key__startswith=prefix).order_by("id")
    return [mail.text + mail.html for mail in found]


def test_reminder_and_digest_say_that_nobody_confirmed_it(
    alice: User, bob: User, cora: User, careful: Team
) -> None:
    User.objects.update(language="en")
    deadline = a_deadline(alice, a_litigation(alice, careful))
    said = "Not yet confirmed by a second lawyer."
    sweep(today=MONDAY, at=act(alice).at)
    write_digests(today=MONDAY, at=act(alice).at)
    assert [mail.count(said) for mail in texts("reminder:")] == [2]
    assert said in "".join(texts("digest:"))
    contest(act(bob), deadline.pk, reason="Posted earlier")
    override(act(alice), deadline.pk, due_on=date(2026, 6, 17), grounds=WHY)
    contest(act(bob), deadline.pk, reason="Still posted earlier")
    sweep(today=MONDAY, at=act(alice).at)
    assert "A second lawyer contests this date." in texts("reminder:")[-1]


@pytest.mark.django_db(transaction=True)
def test_dossier_that_somebody_works_on_is_left_to_the_next_look(alice: User, desk: Team) -> None:
    held, free = (a_deadline(alice, a_litigation(alice, desk, number)) for number in (1, 2))
    set_needed(desk, True)
    with transaction.atomic():
        Dossier.objects.select_for_update().get(pk=held.dossier_id)
        assert elsewhere(lambda: ask_for_all_teams(desk_act())) == 1
    assert (len(looks(held)), len(looks(free))) == (0, 1)
    assert ask_for_all_teams(desk_act()) == 1
