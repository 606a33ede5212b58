"""Which acts a dossier allows in which state, kind by kind. One table, no other rule anywhere."""

from cases.errors import CaseError
from cases.models.dossier import Dossier, DossierKind, State

ACTS: dict[DossierKind, dict[str, dict[State, State]]] = {
    DossierKind.QUESTION: {
        "take": {State.NEW: State.OPEN, State.OPEN: State.OPEN},
        "record": {State.NEW: State.NEW, State.OPEN: State.OPEN},
        "assign": {State.NEW: State.OPEN, State.OPEN: State.OPEN},
        "release": {State.OPEN: State.OPEN},
        "merge": {State.NEW: State.CLOSED, State.OPEN: State.CLOSED},
        "promote": {State.NEW: State.CLOSED, State.OPEN: State.CLOSED},
        "close": {State.OPEN: State.CLOSED},
        "reopen": {State.CLOSED: State.OPEN},
    },
    DossierKind.LITIGATION: {
        "take": {State.OPEN: State.OPEN},
        "assign": {State.OPEN: State.OPEN},
        "release": {State.OPEN: State.OPEN},
        "record": {State.OPEN: State.OPEN},
        "close": {State.OPEN: State.CLOSED},
        "reopen": {State.CLOSED: State.OPEN},
    },
    DossierKind.CONDEMNATION: {
        "take": {State.OPEN: State.OPEN},
        "assign": {State.OPEN: State.OPEN},
        "release": {State.OPEN: State.OPEN},
        "record": {State.OPEN: State.OPEN},
        "close": {State.OPEN: State.CLOSED},
        "reopen": {State.CLOSED: State.OPEN},
    },
}

# How a question ends that was merged into another. Nobody closes one so by hand.
MERGED = "merged"

OUTCOMES: dict[DossierKind, frozenset[str]] = {
    DossierKind.QUESTION: frozenset(
        {
            "answered",
            "referred_to_lawyer",
            "referred_elsewhere",
            "policy_signal",
            "became_litigation",
            "withdrawn",
        }
    ),
    DossierKind.LITIGATION: frozenset(
        {"won", "partly_won", "lost", "settled", "withdrawn", "without_object"}
    ),
    DossierKind.CONDEMNATION: frozenset(
        {"housed_and_paid", "housed_and_prescribed", "annulled", "desisted", "untraceable", "settled"}
    ),
}


# How a dossier of any kind can be closed by hand, and how one can have ended.
CLOSED_WITH = tuple(sorted(set().union(*OUTCOMES.values())))
ENDED_AS = (*CLOSED_WITH, MERGED)


def state_after(dossier: Dossier, act: str) -> State:
    """The state the act leads to; refuses with `state_forbids` and the acts that are allowed."""
    kind, state = DossierKind(dossier.kind), State(dossier.state)
    after = ACTS[kind].get(act, {}).get(state)
    if after is None:
        allowed = sorted(name for name, steps in ACTS[kind].items() if state in steps)
        raise CaseError("state_forbids", act=act, state=state.value, kind=kind.value, allowed=allowed)
    return after


def checked_outcome(dossier: Dossier, outcome: str) -> str:
    """The outcome, if dossiers of this kind can end so; refuses with `outcome_unknown` and the known ones."""
    known = OUTCOMES[DossierKind(dossier.kind)]
    if outcome not in known:
        raise CaseError("outcome_unknown", field="outcome", outcome=outcome, allowed=sorted(known))
    return outcome
