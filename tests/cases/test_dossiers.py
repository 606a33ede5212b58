"""A dossier's life: taken, closed, opened again; what each state allows, kind by kind."""

from datetime import date

import pytest

from cases.models import Dossier, DossierKind
from cases.models.dossier import State
from cases.services.condemnations import PenaltyDetails, enter_condemnation
from cases.services.dossiers import Opening, close, reopen, take
from cases.status import ACTS, OUTCOMES, state_after
from helpdesk.people.models import Team, User
from tests.cases.conftest import act_of, new_condemnation, new_litigation, new_question, order, refusal, verbs
from tests.conftest import TODAY

NEW, OPEN, CLOSED = State.NEW, State.OPEN, State.CLOSED
LOOKED_AFTER = {"take": OPEN, "assign": OPEN, "release": OPEN, "record": OPEN, "close": CLOSED}
AFTER = {
    (DossierKind.QUESTION, NEW): {
        "take": OPEN, "assign": OPEN, "record": NEW, "merge": CLOSED, "promote": CLOSED,
    },
    (DossierKind.QUESTION, OPEN): {
        "take": OPEN, "assign": OPEN, "release": OPEN, "record": OPEN, "merge": CLOSED, "promote": CLOSED,
        "close": CLOSED,
    },
    (DossierKind.QUESTION, CLOSED): {"reopen": OPEN},
    (DossierKind.LITIGATION, NEW): {},
    (DossierKind.LITIGATION, OPEN): LOOKED_AFTER,
    (DossierKind.LITIGATION, CLOSED): {"reopen": OPEN},
    (DossierKind.CONDEMNATION, NEW): {},
    (DossierKind.CONDEMNATION, OPEN): LOOKED_AFTER,
    (DossierKind.CONDEMNATION, CLOSED): {"reopen": OPEN},
}  # fmt: skip
KNOWN_ACTS = {"take", "assign", "release", "record", "merge", "promote", "close", "reopen"}


@pytest.mark.parametrize("kind", DossierKind)
@pytest.mark.parametrize("state", State)
def test_state_allows_exactly_its_acts_and_names_them_when_it_refuses(
    kind: DossierKind, state: State
) -> None:
    dossier = Dossier(kind=kind, state=state)
    for act in KNOWN_ACTS:
        if act in AFTER[kind, state]:
            assert state_after(dossier, act) == AFTER[kind, state][act]
        else:
            refused = refusal(state_after, dossier, act)
            assert refused.code == "state_forbids"
            assert refused.values["allowed"] == sorted(AFTER[kind, state])


def test_table_of_states_knows_no_other_act() -> None:
    assert {act for acts in ACTS.values() for act in acts} == KNOWN_ACTS


def test_question_is_received_new_with_a_reference_of_the_year(alice: User, desk: Team) -> None:
    question = new_question(alice, desk)
    assert (question.reference, question.state, question.owner) == ("V-2026-00001", "new", None)
    assert (question.opened_on, question.opened_by, question.closed_on) == (TODAY, alice, None)
    assert verbs(question) == ["question.opened"]


def test_new_question_taken_is_open_and_has_an_owner(alice: User, desk: Team) -> None:
    taken = take(act_of(alice), new_question(alice, desk).pk)
    assert (taken.state, taken.owner) == ("open", alice)
    assert verbs(taken) == ["question.opened", "question.taken"]


def test_dossier_of_a_colleague_taken_changes_hands(alice: User, bob: User, desk: Team) -> None:
    dossier = new_litigation(alice, desk)
    assert take(act_of(bob), dossier.pk).owner == bob


@pytest.mark.parametrize("make", [new_question, new_litigation, new_condemnation])
def test_dossier_with_an_open_deadline_is_not_closed(make, alice: User, desk: Team) -> None:
    dossier = make(alice, desk)
    take(act_of(alice), dossier.pk)
    Dossier.objects.filter(pk=dossier.pk).update(next_due_on=date(2026, 7, 1))
    outcome = sorted(OUTCOMES[DossierKind(dossier.kind)])[0]
    refused = refusal(close, act_of(alice), dossier.pk, outcome=outcome)
    assert (refused.code, refused.values) == ("deadline_stands_open", {"next_due_on": date(2026, 7, 1)})
    dossier.refresh_from_db()
    assert (dossier.state, dossier.outcome, dossier.closed_on) == ("open", "", None)


def test_dossier_closed_has_its_outcome_and_day(alice: User, desk: Team) -> None:
    closed = close(act_of(alice), new_litigation(alice, desk).pk, outcome="won")
    assert (closed.state, closed.outcome, closed.closed_on) == ("closed", "won", TODAY)
    assert verbs(closed) == ["litigation.opened", "litigation.closed"]


def test_outcome_of_another_kind_is_refused_with_the_known_ones(alice: User, desk: Team) -> None:
    refused = refusal(close, act_of(alice), new_litigation(alice, desk).pk, outcome="housed_and_paid")
    assert (refused.code, refused.field) == ("outcome_unknown", "outcome")
    assert refused.values["allowed"] == [
        "lost", "partly_won", "settled", "withdrawn", "without_object", "won",
    ]  # fmt: skip


def test_question_not_taken_is_not_closed(alice: User, desk: Team) -> None:
    refused = refusal(close, act_of(alice), new_question(alice, desk).pk, outcome="answered")
    assert (refused.code, refused.values["allowed"]) == (
        "state_forbids",
        ["assign", "merge", "promote", "record", "take"],
    )


def test_closed_dossier_reopened_keeps_its_trail_and_loses_its_outcome(alice: User, desk: Team) -> None:
    dossier = new_condemnation(alice, desk)
    close(act_of(alice), dossier.pk, outcome="annulled")
    reopened = reopen(act_of(alice), dossier.pk)
    assert (reopened.state, reopened.outcome, reopened.closed_on) == ("open", "", None)
    assert verbs(dossier) == ["condemnation.opened", "condemnation.closed", "condemnation.reopened"]


def test_dossier_closed_twice_is_refused(alice: User, desk: Team) -> None:
    dossier = new_litigation(alice, desk)
    close(act_of(alice), dossier.pk, outcome="lost")
    refused = refusal(close, act_of(alice), dossier.pk, outcome="lost")
    assert (refused.code, refused.values["allowed"]) == ("state_forbids", ["reopen"])


def test_order_of_tomorrow_is_refused(alice: User, desk: Team) -> None:
    refused = refusal(new_condemnation, alice, desk, order(decided_on=date(2026, 6, 16)))
    assert (refused.code, refused.field) == ("date_in_future", "decided_on")
    assert Dossier.objects.count() == 0


def test_order_in_the_book_is_refused_and_gives_its_number_back(alice: User, desk: Team) -> None:
    new_condemnation(alice, desk)
    assert refusal(new_condemnation, alice, desk).code == "condemnation_known"
    assert new_condemnation(alice, desk, order("22/2/K")).reference == "C-2026-00002"


def test_penalty_is_kept_in_the_judges_terms(alice: User, desk: Team) -> None:
    penalty = PenaltyDetails(amount=250, unit="night", counted_per="person", persons=3, respite_length=48)
    opening = Opening(team=desk, title="An invented order")
    dossier = enter_condemnation(act_of(alice), opening, order=order(), penalty=penalty)
    kept = dossier.condemnation.penalty_order
    assert (kept.amount, kept.unit, kept.counted_per, kept.persons) == (250, "night", "person", 3)
    assert (kept.respite_length, kept.respite_unit, kept.cap) == (48, "days", None)
