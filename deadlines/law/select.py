"""Which rule versions apply: by the facts, cautiously where one is unknown or the law changed in between."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum

from deadlines.law.calendars import Calendar
from deadlines.law.errors import LawError
from deadlines.law.periods import last_day
from deadlines.law.query import Query, parse_query
from deadlines.law.rules import Condition, Law, Rule, RuleVersion
from deadlines.law.starts import Start, possible_starts
from deadlines.law.vocabulary import Transition, VersionBy, WarningCode

__all__ = ["Choice", "Warned", "choose", "parse_query"]


@dataclass(frozen=True, slots=True)
class Warned:
    """Something the reader must know: a code and the values to explain it."""

    code: WarningCode
    values: tuple[tuple[str, object], ...] = ()


def warned(code: WarningCode, **values: object) -> Warned:
    """A warning with its values in a stable order."""
    return Warned(code, tuple(sorted(values.items())))


@dataclass(frozen=True, slots=True)
class Choice:
    """A rule version that applies, or may apply for the reasons in its warnings.

    `until` is the last day whose law may count.
    """

    rule: Rule
    version: RuleVersion
    starts: tuple[Start, ...]
    until: date
    is_certain: bool
    warnings: tuple[Warned, ...] = ()

    @property
    def saw_its_version_end(self) -> bool:
        """Whether another version was in force on the last day whose law may count."""
        return self.version.ends_on is not None and self.version.ends_on <= self.until


class _Fit(IntEnum):
    NO = 0
    MAYBE = 1
    YES = 2


@dataclass(frozen=True, slots=True)
class _Match:
    fit: _Fit
    warnings: tuple[Warned, ...] = field(default=())


NO_MATCH = _Match(_Fit.NO)


def choose(law: Law, query: Query) -> tuple[Choice, ...]:
    """The versions that apply or may apply, each with the ways its term may have begun."""
    choices = _named(law, query) if query.rule else _fitting(law, query)
    ends = [choice.version.ends_on for choice in choices if choice.saw_its_version_end]
    if ends:
        moved = warned(WarningCode.LAW_CHANGED_BETWEEN, changed_on=min(filter(None, ends)))
        choices = tuple(replace(choice, warnings=(*choice.warnings, moved)) for choice in choices)
    return choices


def _named(law: Law, query: Query) -> tuple[Choice, ...]:
    rule = law.rule(query.rule or "")
    choices = tuple(
        Choice(rule, version, starts, until, is_certain=True)
        for version in rule.versions
        for starts, until in _in_force(law, rule, version, query)
    )
    if not choices:
        raise LawError(
            "rule_not_in_force", "notification.date", rule=rule.id, date=query.delivery.earliest_on
        )
    return choices


def _fitting(law: Law, query: Query) -> tuple[Choice, ...]:
    choices = tuple(
        Choice(rule, version, starts, until, match.fit is _Fit.YES, match.warnings)
        for rule in _candidates(law, query)
        for version in rule.versions
        if (match := _match(version, query)).fit is not _Fit.NO
        for starts, until in _in_force(law, rule, version, query)
    )
    if not choices:
        raise LawError("no_rule_applies", "decision", **_described(query))
    return choices


def _described(query: Query) -> dict[str, object]:
    return {"authority": query.authority, "kind": query.kind, "date": query.delivery.earliest_on}


def _candidates(law: Law, query: Query) -> tuple[Rule, ...]:
    return law.by_decision.get((query.authority, query.kind), ())


def _in_force(
    law: Law, rule: Rule, version: RuleVersion, query: Query
) -> Iterator[tuple[tuple[Start, ...], date]]:
    """The ways the term may have begun and the last day that counts; nothing if not in force while it began."""
    if version.is_repealed:
        return
    calendar = law.calendar_of(rule.forum)
    starts = possible_starts(version.start, query.delivery, calendar)
    first, last = _window(version, starts, query, calendar)
    if version.overlaps(first, last) or _may_count_from_decision(version, query, last):
        yield starts, last


def _window(
    version: RuleVersion, starts: tuple[Start, ...], query: Query, calendar: Calendar
) -> tuple[date, date]:
    """The days whose law may count: from the act of delivery to the day it counts as notified."""
    if version.version_by is VersionBy.APPLICATION:
        return _window_of_application(version, starts, query, calendar)
    first = min(start.act_on for start in starts)
    return first, max(start.opening.notified_on(start.act_on, start.day_one) for start in starts)


def _window_of_application(
    version: RuleVersion, starts: tuple[Start, ...], query: Query, calendar: Calendar
) -> tuple[date, date]:
    """The day of the application, or any day on which it can still be made."""
    if query.application_on:
        return query.application_on, query.application_on
    first = min(start.act_on for start in starts)
    ends = [last_day(start.day_one, version.period, calendar) for start in starts if version.period]
    return first, max(ends, default=first)


def _may_count_from_decision(version: RuleVersion, query: Query, last: date) -> bool:
    """Whether the version had gone by then, but nobody knows if the day of the decision kept it alive."""
    ended = version.ends_on is not None and version.ends_on <= last
    decided_under_it = query.decided_on is not None and version.overlaps(query.decided_on, query.decided_on)
    return ended and decided_under_it and version.ended_by is Transition.UNKNOWN


def _match(version: RuleVersion, query: Query) -> _Match:
    """The best fit among the conditions, with the warnings of all conditions that fit as well."""
    matches = [_match_condition(condition, query) for condition in version.conditions]
    best = max((match.fit for match in matches), default=_Fit.NO)
    warnings = dict.fromkeys(each for match in matches if match.fit is best for each in match.warnings)
    return _Match(best, tuple(warnings))


def _match_condition(condition: Condition, query: Query) -> _Match:
    if query.authority not in condition.authorities or query.kind not in condition.kinds:
        return NO_MATCH
    if condition.grounds and query.grounds is not None and not condition.grounds & query.grounds:
        return NO_MATCH
    tests = [(test, query.fact(test.fact)) for test in condition.facts]
    if any(known is not None and not test.holds(known) for test, known in tests):
        return NO_MATCH
    warnings = [warned(WarningCode.FACT_UNKNOWN, fact=test.fact) for test, known in tests if known is None]
    if condition.grounds and query.grounds is None:
        warnings.append(warned(WarningCode.GROUND_UNKNOWN))
    if condition.disputed:
        warnings.append(warned(WarningCode.READING_DISPUTED))
    return _Match(_Fit.MAYBE if warnings else _Fit.YES, tuple(warnings))
