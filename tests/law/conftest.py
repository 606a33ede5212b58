"""The packaged law, and a short way to ask it."""

from collections.abc import Callable

import pytest

from deadlines.law.answers import Answer
from deadlines.law.compute import answer
from deadlines.law.load import load_law
from deadlines.law.rules import Law
from deadlines.law.select import parse_query

Ask = Callable[..., Answer]


@pytest.fixture(scope="session")
def law() -> Law:
    return load_law()


@pytest.fixture(scope="session")
def ask(law: Law) -> Ask:
    """Ask about a decision of the CGRS unless told otherwise; keywords go to their place in the question."""

    def asked(kind: str, mode: str | None, day: str | None, **others: object) -> Answer:
        decision = {"authority": others.pop("authority", "cgrs"), "kind": kind}
        decision |= {key: others.pop(key) for key in ("grounds", "decided_on") if key in others}
        notification = {"mode": mode, "date": day, "received_on": others.pop("received_on", None)}
        printed = others.pop("printed_term_days", None)
        question = {"decision": decision, "facts": others, "notification": notification}
        return answer(law, parse_query(question | {"printed_term_days": printed}))

    return asked


@pytest.fixture(scope="session")
def ask_rule(law: Law) -> Ask:
    """Ask one rule about an event."""

    def asked(rule: str, day: str | None, mode: str | None = None, **others: object) -> Answer:
        event = {"date": day, "mode": mode, "received_on": others.pop("received_on", None)}
        decision = {"decided_on": others.pop("decided_on", None)}
        return answer(law, parse_query({"rule": rule, "event": event, "facts": others, "decision": decision}))

    return asked
