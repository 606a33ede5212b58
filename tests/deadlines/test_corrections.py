"""A deadline that must move: by hand, by the court, by a corrected event. Never in silence, never over an override."""

from datetime import date
from typing import Any

import pytest

from cases.models import Dossier, EventKind
from cases.services.events import Happening
from deadlines.corrections import Grounds, correct_event, extend, override, resolve, withdraw_override
from deadlines.errors import DeadlineError
from deadlines.law.periods import Period
from deadlines.models import Deadline, DeadlineState, Decision, Recomputation
from deadlines.services import meet
from helpdesk.people.models import Team, User
from helpdesk.trail.models import TrailEntry
from tests.factories import INADMISSIBLE, a_deadline, a_litigation, act, lodged

WHY = Grounds(reason="The registry allowed it by letter.", evidence="Letter of 12 June")


@pytest.fixture
def litigation(desk: Team, alice: User) -> Dossier:
    return a_litigation(alice, desk)


@pytest.fixture
def due_on_the_16th(alice: User, litigation: Dossier) -> Deadline:
    """Posted on 9 June 2026 with no term printed: five days from the 12th, Tuesday the 16th."""
    deadline = a_deadline(alice, litigation)
    assert (deadline.raw_on, deadline.due_on) == (date(2026, 6, 16), date(2026, 6, 16))
    return deadline


def posted(on: str) -> dict[str, Any]:
    return {**INADMISSIBLE, "notification": {"mode": "registered", "date": on}}


def corrected_to(alice: User, deadline: Deadline, query: dict[str, Any]) -> list[Recomputation]:
    happening = Happening(kind=EventKind.DECISION_NOTIFIED, on=None, facts=query)
    correct_event(act(alice), deadline.event_id, happening, query=query, grounds=Grounds(reason="Misread."))
    return list(deadline.recomputations.order_by("made_at", "id"))


def fresh(deadline: Deadline) -> Deadline:
    return Deadline.objects.select_related("dossier", "event").get(pk=deadline.pk)


def verbs(dossier: Dossier) -> list[str]:
    return list(
        TrailEntry.objects.filter(dossier_id=dossier.pk).order_by("id").values_list("verb", flat=True)
    )


def test_override_rings_on_its_day_and_keeps_the_computed_one(alice: User, due_on_the_16th: Deadline) -> None:
    override(act(alice), due_on_the_16th.pk, due_on=date(2026, 6, 22), grounds=WHY)
    deadline = fresh(due_on_the_16th)
    assert (deadline.due_on, deadline.computed_due_on) == (date(2026, 6, 22), date(2026, 6, 16))
    assert deadline.is_overridden
    assert deadline.dossier.next_due_on == date(2026, 6, 22)
    waiting = deadline.reminders.filter(claimed_at__isnull=True)
    assert set(waiting.values_list("due_on", flat=True)) == {date(2026, 6, 22)}
    assert list(waiting.filter(lead="moved").values_list("ring_on", flat=True)) == [date(2026, 6, 15)]


def test_override_without_reason_is_refused(alice: User, due_on_the_16th: Deadline) -> None:
    with pytest.raises(DeadlineError, match="reason_needed"):
        override(act(alice), due_on_the_16th.pk, due_on=date(2026, 6, 22), grounds=Grounds(reason="  "))


def test_second_override_replaces_the_first_and_both_stay_on_record(
    alice: User, due_on_the_16th: Deadline
) -> None:
    override(act(alice), due_on_the_16th.pk, due_on=date(2026, 6, 22), grounds=WHY)
    override(act(alice), due_on_the_16th.pk, due_on=date(2026, 6, 24), grounds=WHY)
    rows = [(one.due_on, one.withdrawn_at is None) for one in due_on_the_16th.overrides.order_by("due_on")]
    assert rows == [(date(2026, 6, 22), False), (date(2026, 6, 24), True)]
    assert fresh(due_on_the_16th).due_on == date(2026, 6, 24)


def test_withdrawn_override_gives_the_computed_day_back(alice: User, due_on_the_16th: Deadline) -> None:
    override(act(alice), due_on_the_16th.pk, due_on=date(2026, 6, 22), grounds=WHY)
    withdraw_override(act(alice), due_on_the_16th.pk, reason="Set in error.")
    assert fresh(due_on_the_16th).due_on == date(2026, 6, 16)
    with pytest.raises(DeadlineError, match="no_override"):
        withdraw_override(act(alice), due_on_the_16th.pk, reason="Again.")


def test_two_extensions_count_from_the_raw_day_and_roll_once(alice: User, due_on_the_16th: Deadline) -> None:
    """16 June and 4 days is Saturday the 20th, rung on Monday the 22nd; 4 more count from the 20th: the 24th."""
    four_days = Period(4, "calendar_days")
    extend(act(alice), due_on_the_16th.pk, period=four_days, grounds=WHY)
    assert fresh(due_on_the_16th).due_on == date(2026, 6, 22)
    extend(act(alice), due_on_the_16th.pk, period=four_days, grounds=WHY)
    assert fresh(due_on_the_16th).due_on == date(2026, 6, 24)
    raw = due_on_the_16th.overrides.order_by("raw_on").values_list("raw_on", flat=True)
    assert list(raw) == [date(2026, 6, 20), date(2026, 6, 24)]


def test_corrected_event_moves_what_nothing_stands_against(alice: User, due_on_the_16th: Deadline) -> None:
    (made,) = corrected_to(alice, due_on_the_16th, posted("2026-06-10"))
    deadline = fresh(due_on_the_16th)
    assert (made.decision, made.due_before_on, made.due_after_on) == (
        Decision.TAKEN, date(2026, 6, 16), date(2026, 6, 19),
    )  # fmt: skip
    assert (deadline.due_on, deadline.event.occurred_on) == (date(2026, 6, 19), date(2026, 6, 10))
    assert deadline.dossier.next_due_on == date(2026, 6, 19)
    assert verbs(deadline.dossier)[-2:] == ["event.corrected", "deadline.recomputed"]
    said = TrailEntry.objects.get(verb="event.corrected")
    assert (said.changes["on"], said.changes["reason"]) == (["2026-06-09", "2026-06-10"], "Misread.")


def test_correction_that_changes_no_day_leaves_the_deadline_alone(
    alice: User, due_on_the_16th: Deadline
) -> None:
    assert corrected_to(alice, due_on_the_16th, posted("2026-06-09")) == []
    assert fresh(due_on_the_16th).computed_at == due_on_the_16th.computed_at


def test_corrected_event_never_overwrites_an_override(alice: User, due_on_the_16th: Deadline) -> None:
    override(act(alice), due_on_the_16th.pk, due_on=date(2026, 6, 22), grounds=WHY)
    (waiting,) = corrected_to(alice, due_on_the_16th, posted("2026-06-10"))
    assert waiting.decision == Decision.WAITING
    assert (fresh(due_on_the_16th).due_on, fresh(due_on_the_16th).safe_on) == (
        date(2026, 6, 22),
        date(2026, 6, 16),
    )


@pytest.mark.parametrize(("take", "due_on"), [(True, date(2026, 6, 19)), (False, date(2026, 6, 22))])
def test_resolved_conflict_takes_the_new_day_or_keeps_the_override(
    alice: User, due_on_the_16th: Deadline, take: bool, due_on: date
) -> None:
    override(act(alice), due_on_the_16th.pk, due_on=date(2026, 6, 22), grounds=WHY)
    (waiting,) = corrected_to(alice, due_on_the_16th, posted("2026-06-10"))
    resolve(act(alice), waiting.pk, take=take, reason="Checked with the registry.")
    assert fresh(due_on_the_16th).due_on == due_on
    assert due_on_the_16th.overrides.filter(withdrawn_at__isnull=True).exists() is not take
    with pytest.raises(DeadlineError, match="recomputation_decided"):
        resolve(act(alice), waiting.pk, take=take, reason="Twice.")


def test_later_correction_overtakes_the_conflict_that_waits(alice: User, due_on_the_16th: Deadline) -> None:
    override(act(alice), due_on_the_16th.pk, due_on=date(2026, 6, 22), grounds=WHY)
    corrected_to(alice, due_on_the_16th, posted("2026-06-10"))
    made = corrected_to(alice, due_on_the_16th, posted("2026-06-11"))
    assert [one.decision for one in made] == [Decision.KEPT, Decision.WAITING]


def test_correction_that_makes_a_met_deadline_too_late_waits_for_a_lawyer(
    alice: User, due_on_the_16th: Deadline
) -> None:
    meet(act(alice), due_on_the_16th.pk, lodged(date(2026, 6, 15), evidence="Petition"))
    (waiting,) = corrected_to(alice, due_on_the_16th, posted("2026-05-29"))
    assert (waiting.decision, waiting.due_after_on) == (Decision.WAITING, date(2026, 6, 12))
    assert fresh(due_on_the_16th).state == DeadlineState.MET


def test_remedy_that_no_longer_arises_lapses_and_the_right_one_is_entered(
    alice: User, due_on_the_16th: Deadline
) -> None:
    judgment = {
        "decision": {"authority": "rvv", "kind": "rvv_judgment"},
        "facts": {"remedies_mentioned": True},
        "notification": {"mode": "by_hand", "date": "2026-06-10"},
    }
    corrected_to(alice, due_on_the_16th, judgment)
    lapsed = fresh(due_on_the_16th)
    assert lapsed.state == DeadlineState.LAPSED
    (entered,) = lapsed.event.deadlines.filter(state=DeadlineState.OPEN)
    assert entered.rule_id == "cassation-of-rvv-judgment"
    assert lapsed.dossier.next_due_on == entered.due_on


def test_event_keeps_its_kind(alice: User, due_on_the_16th: Deadline) -> None:
    happening = Happening(kind=EventKind.HEARING, on=date(2026, 6, 9))
    with pytest.raises(Exception, match="event_kind_stays"):
        correct_event(act(alice), due_on_the_16th.event_id, happening, query=None, grounds=WHY)
    assert fresh(due_on_the_16th).event.kind == EventKind.DECISION_NOTIFIED


def test_two_remedies_of_one_decision_are_two_deadlines(alice: User, litigation: Dossier) -> None:
    """An order to leave, detained, removal imminent: annulment and extreme urgency each have their day."""
    query = {
        "decision": {"authority": "immigration_office", "kind": "removal_order", "decided_on": "2023-06-20"},
        "facts": {"detained_at_notification": False, "removal_measure_number": 1, "removal_imminent": True},
        "notification": {"mode": "by_hand", "date": "2023-06-23"},
    }
    first = a_deadline(alice, litigation, query)
    found = list(first.event.deadlines.order_by("due_on").values_list("remedy", "rule_id", "due_on"))
    assert [(rule, due) for _, rule, due in found] == [
        ("rvv-extreme-urgency-first-measure", date(2023, 7, 3)),
        ("rvv-annulment", date(2023, 7, 24)),
    ]
    assert len({remedy for remedy, *_ in found}) == 2
    for deadline in first.event.deadlines.all():
        told = deadline.answer["nl"]
        assert told["results"][told["governing"]]["rule"] == deadline.rule_id
