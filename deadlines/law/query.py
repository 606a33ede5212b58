"""The question: a decision or a rule, the facts, and how and when it was notified. Read strictly."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from deadlines.law.errors import LawError
from deadlines.law.starts import Delivery
from deadlines.law.vocabulary import Authority, DecisionKind, Fact, Ground, Mode

Word = TypeVar("Word", bound=StrEnum)
LONGEST_PRINTED_TERM = 366
NUMBERED = frozenset({Fact.REMOVAL_MEASURE_NUMBER, Fact.NON_CONSIDERATION_NUMBER})
DATED = frozenset({Fact.APPLICATION_ON})
TOP_KEYS = frozenset({"rule", "decision", "facts", "notification", "event", "printed_term_days"})
DECISION_KEYS = frozenset({"authority", "kind", "grounds", "decided_on"})
DELIVERY_KEYS = frozenset({"mode", "date", "received_on"})


@dataclass(frozen=True, slots=True)
class Query:
    """A question read without error. A fact that is absent is unknown; so are grounds that are None."""

    delivery: Delivery
    rule: str | None = None
    authority: Authority | None = None
    kind: DecisionKind | None = None
    grounds: frozenset[Ground] | None = None
    decided_on: date | None = None
    facts: Mapping[Fact, bool | int] | None = None
    application_on: date | None = None
    printed_term_days: int | None = None

    def fact(self, fact: Fact) -> bool | int | None:
        """What is known of a fact; None where it is unknown."""
        return None if self.facts is None else self.facts.get(fact)


def parse_query(mapping: Mapping[str, object]) -> Query:
    """Read a question; unknown keys, wrong types, impossible dates raise `LawError` with code and field."""
    asked = _Part(mapping, "", TOP_KEYS)
    decision = asked.part("decision", DECISION_KEYS)
    facts = asked.part("facts", frozenset(Fact))
    rule = asked.text("rule")
    decided_on = decision.day("decided_on")
    return Query(
        delivery=_read_delivery(asked, decided_on),
        rule=rule,
        authority=decision.word("authority", Authority, required=rule is None),
        kind=decision.word("kind", DecisionKind, required=rule is None),
        grounds=decision.words("grounds", Ground),
        decided_on=decided_on,
        facts={fact: known for fact in Fact if (known := _read_fact(facts, fact)) is not None},
        application_on=facts.day(Fact.APPLICATION_ON),
        printed_term_days=asked.number("printed_term_days", LONGEST_PRINTED_TERM),
    )


def _read_delivery(asked: "_Part", decided_on: date | None) -> Delivery:
    names = [name for name in ("notification", "event") if asked.get(name) is not None]
    if len(names) != 1:
        raise LawError(
            "missing_key" if not names else "unknown_key", "notification" if not names else "event"
        )
    part = asked.part(names[0], DELIVERY_KEYS)
    part.require("date")
    on, received_on = part.day("date"), part.day("received_on")
    _check_order(decided_on, on, part.at("date"))
    _check_order(on, received_on, part.at("received_on"))
    _check_order(decided_on, received_on, part.at("received_on"))
    return Delivery(part.word("mode", Mode, required=False), on, received_on, decided_on)


def _check_order(earlier: date | None, later: date | None, field: str) -> None:
    if earlier and later and later < earlier:
        raise LawError("dates_contradict", field, date=later, not_before=earlier)


def _read_fact(facts: "_Part", fact: Fact) -> bool | int | None:
    if fact in DATED:
        return None
    return facts.number(fact, LONGEST_PRINTED_TERM) if fact in NUMBERED else facts.flag(fact)


class _Part:
    """One mapping of the question, which answers for the place of its keys. A null value counts as absent."""

    def __init__(self, content: object, path: str, keys: Collection[str]) -> None:
        if not isinstance(content, Mapping):
            raise LawError("wrong_type", path or None, wanted="object")
        self._content, self._path = content, path
        for key in content:
            if key not in keys:
                raise LawError("unknown_key", self.at(str(key)), known=sorted(keys))

    def at(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key

    def get(self, key: str) -> object:
        return self._content.get(key)

    def require(self, key: str) -> None:
        """Refuse an absent key; null is an answer: unknown."""
        if key not in self._content:
            raise LawError("missing_key", self.at(key))

    def part(self, key: str, keys: Collection[str]) -> "_Part":
        found = self.get(key)
        return _Part({} if found is None else found, self.at(key), keys)

    def text(self, key: str) -> str | None:
        found = self.get(key)
        if found is not None and not isinstance(found, str):
            raise LawError("wrong_type", self.at(key), wanted="text")
        return found

    def flag(self, key: str) -> bool | None:
        found = self.get(key)
        if found is not None and not isinstance(found, bool):
            raise LawError("wrong_type", self.at(key), wanted="true or false")
        return found

    def number(self, key: str, largest: int) -> int | None:
        found = self.get(key)
        if found is None:
            return None
        if not isinstance(found, int) or isinstance(found, bool):
            raise LawError("wrong_type", self.at(key), wanted="whole number")
        if not 1 <= found <= largest:
            raise LawError("number_out_of_range", self.at(key), smallest=1, largest=largest)
        return found

    def day(self, key: str) -> date | None:
        found = self.get(key)
        if found is None or (isinstance(found, date) and not isinstance(found, datetime)):
            return found
        if not isinstance(found, str):
            raise LawError("wrong_type", self.at(key), wanted="date")
        return _day_from_text(found, self.at(key))

    def word(self, key: str, words: type[Word], *, required: bool) -> Word | None:
        found = self.text(key)
        if found is None:
            if required:
                raise LawError("missing_key", self.at(key))
            return None
        return _known_word(found, words, self.at(key))

    def words(self, key: str, words: type[Word]) -> frozenset[Word] | None:
        """None where the key is absent, null or empty."""
        found = self.get(key)
        listed = [found] if isinstance(found, str) else found or []
        if not isinstance(listed, list | tuple) or not all(isinstance(text, str) for text in listed):
            raise LawError("wrong_type", self.at(key), wanted="list of texts")
        return frozenset(_known_word(text, words, self.at(key)) for text in listed) or None


def _day_from_text(text: str, field: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise LawError("date_impossible", field, value=text) from None
    if day.isoformat() != text:
        raise LawError("date_impossible", field, value=text)
    return day


def _known_word(text: str, words: type[Word], field: str) -> Word:
    try:
        return words(text)
    except ValueError:
        raise LawError("unknown_value", field, value=text, known=[str(word) for word in words]) from None
