"""From a question to the law, as it came over the wire, to what the desk stores and shows of the answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from deadlines.law.answers import Result
from deadlines.law.compute import answer
from deadlines.law.errors import LawError
from deadlines.law.explain import answer_as_dict
from deadlines.law.load import load_law
from deadlines.law.query import Query, parse_query
from deadlines.law.vocabulary import LANGUAGES, Language


@dataclass(frozen=True, kw_only=True)
class Governing:
    """The result to go by, in the columns a stored deadline has. `due_on` is the day that rings."""

    rule_id: str
    version: str
    kind: str
    legal_on: date
    safe_on: date
    earliest_safe_on: date | None
    latest_arguable_on: date | None
    due_on: date
    confidence: str
    needs_confirmation: bool
    content_hash: str


@dataclass(frozen=True)
class Computed:
    """The question, the day of the act it counts from (none where unknown), and the answer in every language."""

    query: Mapping[str, object]
    happened_on: date | None
    governing: Governing
    in_every_language: dict[Language, dict[str, Any]]


def compute(query: Mapping[str, object]) -> Computed:
    """Ask the law. Refuses with a LawError that names code and field where it gives no sure date."""
    plain = {name: _plain(value) for name, value in query.items()}
    asked = parse_query(plain)
    _refuse_days_without_calendar(asked)
    found = answer(load_law(), asked)
    told = {language: answer_as_dict(found, language) for language in LANGUAGES}
    return Computed(plain, asked.delivery.on, _governing(found.governing_result), told)


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


def _governing(result: Result) -> Governing:
    band = result.band
    return Governing(
        rule_id=result.rule,
        version=result.version,
        kind=result.rule_kind.value,
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
