"""From a question to the law, as it came over the wire, to what the desk stores and shows of the answer."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from deadlines.law.answers import Result
from deadlines.law.compute import answer
from deadlines.law.errors import LawError
from deadlines.law.explain import answer_as_dict
from deadlines.law.load import load_law
from deadlines.law.query import Query, parse_query
from deadlines.law.rules import Law
from deadlines.law.vocabulary import LANGUAGES, Language


@dataclass(frozen=True, kw_only=True)
class Leading:
    """The result that leads for one remedy, in the columns a stored deadline has. `due_on` is the day that rings."""

    index: int
    rule_id: str
    rule_version: str
    rule_kind: str
    remedy: str
    raw_on: date
    legal_on: date
    safe_on: date
    earliest_safe_on: date | None
    latest_arguable_on: date | None
    due_on: date
    confidence: str
    needs_confirmation: bool
    content_hash: str

    def columns(self) -> dict[str, Any]:
        """Every column of a stored deadline that the computation gives."""
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name != "index"}

    @classmethod
    def columns_from(cls, kept: Mapping[str, Any]) -> dict[str, Any]:
        """The columns again, from how JSON kept them."""
        return {
            name: date.fromisoformat(value) if name.endswith("_on") and value else value
            for name, value in kept.items()
        }


@dataclass(frozen=True)
class Computed:
    """The question, the day of the act it counts from (none where unknown), and the answer in every language.

    `leading` holds one result per remedy that the decision opens, by date; each is a day that can be missed.
    """

    query: Mapping[str, object]
    happened_on: date | None
    leading: tuple[Leading, ...]
    in_every_language: dict[Language, dict[str, Any]]

    def answer_for(self, leading: Leading) -> dict[Language, dict[str, Any]]:
        """The whole answer as a deadline of one remedy keeps it: `governing` points to the result it goes by."""
        return {
            language: {**told, "governing": leading.index}
            for language, told in self.in_every_language.items()
        }

    def kept_for(self, leading: Leading) -> dict[str, Any]:
        """The result of one remedy whole, as JSON keeps it until somebody decides to take it."""
        columns = _plain(leading.columns())
        return {"columns": columns, "answer": self.answer_for(leading), "query": self.query}


def compute(query: Mapping[str, object], law: Law | None = None) -> Computed:
    """Ask the law in force, or another state of it.

    Refuses with a LawError that names code and field where it gives no sure date.
    """
    plain = {name: _plain(value) for name, value in query.items()}
    asked = parse_query(plain)
    _refuse_days_without_calendar(asked)
    found = answer(law or load_law(), asked)
    told = {language: answer_as_dict(found, language) for language in LANGUAGES}
    leading = tuple(_leading(index, found.results[index]) for index in found.leading or (found.governing,))
    return Computed(plain, asked.delivery.on, leading, told)


def _refuse_days_without_calendar(asked: Query) -> None:
    """Refuse a delivery on a day of which nobody knows the holidays; counting from it would leave the calendar."""
    calendar, delivery = load_law().calendar, asked.delivery
    for day in (delivery.on or asked.decided_on, delivery.received_on):
        if day is not None and not calendar.confirmed_from <= day <= calendar.confirmed_until:
            raise LawError("calendar_not_confirmed", date=day, confirmed_until=calendar.confirmed_until)


def spoken(language: str | None) -> Language:
    """The language the law answers a caller in: hers, or English where the law does not speak it."""
    main = (language or "").partition("-")[0]
    return next((known for known in LANGUAGES if known == main), "en")


def _leading(index: int, result: Result) -> Leading:
    band = result.band
    return Leading(
        index=index,
        rule_id=result.rule,
        rule_version=result.version,
        rule_kind=result.rule_kind.value,
        remedy=result.remedy.value,
        raw_on=result.raw_date,
        legal_on=result.legal_date,
        safe_on=result.safe_date,
        earliest_safe_on=band.earliest_safe if band else None,
        latest_arguable_on=band.latest_arguable if band else None,
        due_on=band.earliest_safe if band else result.safe_date,
        confidence=result.confidence.value,
        needs_confirmation=result.needs_confirmation,
        content_hash=result.content_hash,
    )


def _plain(value: object) -> object:
    """JSON-ready: dates as ISO text, in members of members too."""
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
