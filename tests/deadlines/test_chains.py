"""A lodged appeal opens the judge's term in its turn."""

from datetime import date

import pytest

from cases.models import Dossier, EventKind
from cases.services.dossiers import close
from deadlines.models import Deadline, DeadlineState
from deadlines.services import meet
from helpdesk.people.models import Team, User
from helpdesk.trail.models import TrailEntry
from tests.factories import INADMISSIBLE, POSTED_22_MAY_2018, a_deadline, a_litigation, act, lodged


@pytest.fixture
def litigation(desk: Team, alice: User) -> Dossier:
    return a_litigation(alice, desk)


def test_lodged_appeal_is_recorded_and_opens_the_term_of_the_judgment(
    alice: User, litigation: Dossier
) -> None:
    """Two months from the receipt of 1 June 2018 on an inadmissibility: 1 August 2018."""
    appeal = a_deadline(alice, litigation, POSTED_22_MAY_2018)
    meet(act(alice), appeal.pk, lodged(date(2018, 6, 1), evidence="Petition by J-Box"))
    judgment = Deadline.objects.exclude(pk=appeal.pk).get()
    assert (judgment.rule_id, judgment.rule_kind) == ("rvv-judgment-accelerated", "authority_deadline")
    assert judgment.due_on == date(2018, 8, 1)
    assert (judgment.event.kind, judgment.event.note) == (EventKind.APPEAL_LODGED, "Petition by J-Box")


def test_term_of_the_judge_rings_for_nobody_and_keeps_no_dossier_open(
    alice: User, litigation: Dossier
) -> None:
    appeal = a_deadline(alice, litigation, POSTED_22_MAY_2018)
    meet(act(alice), appeal.pk, lodged(date(2018, 6, 1), evidence="Petition by J-Box"))
    judgment = Deadline.objects.exclude(pk=appeal.pk).get()
    assert (judgment.state, judgment.reminders.count()) == (DeadlineState.OPEN, 0)
    assert close(act(alice), litigation.pk, outcome="won").state == "closed"


def test_appeal_of_the_new_regime_opens_no_term_that_nobody_knows(alice: User, litigation: Dossier) -> None:
    appeal = a_deadline(alice, litigation, INADMISSIBLE)
    meet(act(alice), appeal.pk, lodged(date(2026, 6, 15), evidence="Petition by J-Box"))
    assert Deadline.objects.count() == 1


def test_next_term_without_law_is_said_in_the_trail(alice: User, litigation: Dossier) -> None:
    """Due under the old regime, lodged when the term of the judge had been repealed with it."""
    appeal = a_deadline(
        alice, litigation, {**INADMISSIBLE, "notification": {"mode": "by_hand", "date": "2026-06-10"}}
    )
    assert appeal.rule_id == "rvv-appeal-inadmissibility"
    meet(act(alice), appeal.pk, lodged(date(2026, 6, 15), evidence="Petition by J-Box"))
    said = TrailEntry.objects.get(verb="deadline.next_term_unknown").changes
    assert (said["rule"], said["code"]) == ("rvv-judgment-accelerated", "rule_not_in_force")
