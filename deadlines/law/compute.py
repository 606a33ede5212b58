"""From the question to the dates, with every reason and every doubt."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from deadlines.law.answers import Answer, Band, Result
from deadlines.law.calendars import Calendar
from deadlines.law.count import Count, count
from deadlines.law.periods import Period, last_day
from deadlines.law.query import Query
from deadlines.law.rules import Law
from deadlines.law.select import Choice, Warned, choose, warned
from deadlines.law.starts import Start, StartVersion
from deadlines.law.steps import steps_of
from deadlines.law.vocabulary import Confidence, Remedy, RuleKind, WarningCode

CONFIDENCES = (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)
FOR_INFORMATION = frozenset({WarningCode.EXTENSION_APPLIED, WarningCode.MONTH_END_READINGS_DIFFER})


def answer(law: Law, query: Query) -> Answer:
    """Every term that applies or may apply, earliest first; the earliest governs."""
    chosen = [(choice, _Reckoning(law, query, choice).result()) for choice in choose(law, query)]
    chosen.sort(key=_urgency)
    results = tuple(result for _, result in chosen)
    return Answer(governing=0, leading=_leading(results), results=results)


def _leading(results: tuple[Result, ...]) -> tuple[int, ...]:
    firsts: dict[Remedy, int] = {}
    for index, result in enumerate(results):
        if result.rule_kind is RuleKind.PARTY_DEADLINE:
            firsts.setdefault(result.remedy, index)
    return tuple(firsts.values())


def _urgency(pair: tuple[Choice, Result]) -> tuple[object, ...]:
    choice, result = pair
    return (result.safe_date, result.legal_date, not choice.is_certain, result.rule, result.version)


class _Reckoning:
    """One chosen rule version, counted from every way its term may have begun; the cautious count is shown.

    Cautious is the earliest last day of a term of our own, and the latest one of a term that others must keep
    or that somebody must wait for.
    """

    def __init__(self, law: Law, query: Query, choice: Choice) -> None:
        self.law, self.query, self.choice = law, query, choice
        self.rule, self.version = choice.rule, choice.version
        self.calendar: Calendar = law.calendar_of(choice.rule.forum)
        self.is_ours = choice.rule.kind is RuleKind.PARTY_DEADLINE
        counts = [self._count(start, self._shortest_term) for start in choice.starts]
        self.shown = min(counts, key=_by_safe_day) if self.is_ours else max(counts, key=_by_legal_day)
        self.counts = counts
        self.printed = self._printed_count()

    def result(self) -> Result:
        """Everything there is to say about this term."""
        warnings = (*self.choice.warnings, *self._doubts())
        confidence = min(self.version.confidence, self.shown.start.opening.confidence, key=CONFIDENCES.index)
        return Result(
            rule=self.rule.id,
            rule_kind=self.rule.kind,
            remedy=self.rule.remedy,
            version=self.version.name,
            titles=self.rule.titles,
            forum=self.rule.forum,
            legal_date=self.shown.legal_on,
            safe_date=self._safe_date(),
            raw_date=self.shown.raw_on,
            band=self._band(),
            steps=steps_of(self.version, self.shown, self.calendar, printed=self._term_is_printed),
            warnings=warnings,
            confidence=confidence,
            needs_confirmation=self._needs_confirmation(confidence, warnings),
            suspensive=self.version.suspensive,
            sources=self.version.sources,
            content_hash=self.version.content_hash,
        )

    @property
    def _term_is_printed(self) -> bool:
        return bool(self.version.printed_terms) and self.query.printed_term_days is not None

    @property
    def _shortest_term(self) -> Period:
        if self.version.period is not None:
            return self.version.period
        return Period(self.query.printed_term_days or self.version.printed_terms[0], "calendar_days")

    @property
    def _longest_term(self) -> Period:
        if self.version.period is not None or self._term_is_printed:
            return self._shortest_term
        return Period(self.version.printed_terms[-1], "calendar_days")

    def _count(self, start: Start, term: Period) -> Count:
        return count(self.law, self.rule.id, self.version, start, term, self.calendar)

    def _printed_count(self) -> Count | None:
        """The sum with the printed term; where it is not lawful, with the longest lawful one below it."""
        printed = self.query.printed_term_days
        if printed is None or not self.is_ours:
            return None
        if self.version.printed_terms:
            printed = max((term for term in self.version.printed_terms if term <= printed), default=printed)
        return self._count(self.shown.start, Period(printed, "calendar_days"))

    def _safe_date(self) -> date:
        if not self.is_ours:
            return self.shown.legal_on
        return min(self.shown.safe_on, self.printed.safe_on) if self.printed else self.shown.safe_on

    def _band(self) -> Band | None:
        """From the first to the last day that can be defended; None where there is only one."""
        latest = [each.latest_on for each in self.counts]
        latest += [self._count(start, self._longest_term).latest_on for start in self._uncounted_starts()]
        earliest_safe = min(self._safe_date(), *(each.safe_on for each in self.counts))
        if self.query.delivery.latest_on is None:
            return Band(earliest_safe, None)
        return (
            Band(earliest_safe, max(latest))
            if len(self.counts) > 1 or max(latest) > self.shown.legal_on
            else None
        )

    def _uncounted_starts(self) -> Iterator[Start]:
        """The starts that were not yet counted with the longest term."""
        if self._longest_term != self._shortest_term:
            yield from self.choice.starts
        yield from self._rebutted_starts()

    def _rebutted_starts(self) -> Iterator[Start]:
        """The starts on the day of proven receipt, where that is later than presumed and may be proven."""
        delivery = self.query.delivery
        received_on = delivery.received_on if delivery.on is not None else None
        for start in self.choice.starts:
            if start.opening.rebuttable and received_on is not None and received_on > start.day_one:
                yield replace(start, day_one=received_on)

    def _doubts(self) -> Iterator[Warned]:
        yield from self._doubts_about_start()
        yield from self._doubts_about_term()
        if self.shown.safe_raw_on < self.shown.raw_on:
            yield warned(WarningCode.MONTH_END_READINGS_DIFFER, safe_on=self.shown.safe_raw_on)
        if self.shown.lengthening is not None:
            arguable = self.shown.lengthening.is_arguable
            code = WarningCode.EXTENSION_ARGUABLE if arguable else WarningCode.EXTENSION_APPLIED
            yield warned(code, new_last_day=self.shown.lengthening.new_last_day)

    def _doubts_about_start(self) -> Iterator[Warned]:
        delivery = self.query.delivery
        if delivery.on is None:
            yield warned(
                WarningCode.DATE_UNKNOWN, not_before=delivery.not_before, not_after=delivery.received_on
            )
        if self.shown.start.mode is not None and delivery.mode is None:
            yield warned(WarningCode.MODE_UNKNOWN)
        if not self.shown.start.opening.listed:
            yield warned(WarningCode.MODE_NOT_LISTED, mode=delivery.mode)
        if self._start_version.provisional:
            yield warned(WarningCode.START_RULE_PROVISIONAL)
        if next(self._rebutted_starts(), None):
            yield warned(WarningCode.RECEIPT_LATER_THAN_PRESUMED, received_on=delivery.received_on)

    @property
    def _start_version(self) -> StartVersion:
        return self.version.start.version_at(self.shown.start.act_on)

    def _doubts_about_term(self) -> Iterator[Warned]:
        if self.version.needs_confirmation:
            yield warned(WarningCode.STATE_OF_LAW_NOT_CONFIRMED)
        printed, terms = self.query.printed_term_days, self.version.printed_terms
        if terms and printed is None:
            yield warned(WarningCode.PRINTED_TERM_MISSING, shortest=terms[0], longest=terms[-1])
        elif terms and printed not in terms:
            yield warned(WarningCode.PRINTED_TERM_UNEXPECTED, printed=printed, lawful=terms)
        elif not terms and self.printed is not None and self._is_another_term(self.printed):
            yield warned(WarningCode.PRINTED_TERM_DIFFERS, printed=printed, lawful=self.version.period)
        yield from self._doubts_about_bracket()

    def _is_another_term(self, printed: Count) -> bool:
        """Whether the printed term is not the lawful one; terms in other units are compared by where they end."""
        if self.shown.term.unit == printed.term.unit:
            return printed.term != self.shown.term
        return printed.legal_on != self.shown.legal_on

    def _doubts_about_bracket(self) -> Iterator[Warned]:
        printed, kind = self.query.printed_term_days, self.query.kind
        bracket_id = self.version.brackets.get(kind) if kind is not None else None
        bracket = self.law.rule(bracket_id).version_at(self.shown.start.act_on) if bracket_id else None
        if bracket is None or bracket.minimum is None or bracket.period is None or printed is None:
            return
        first = self.shown.start.day_one
        printed_on = last_day(first, Period(printed, "calendar_days"), self.calendar)
        shortest_on, longest_on = (
            last_day(first, each, self.calendar) for each in (bracket.minimum, bracket.period)
        )
        if not shortest_on <= printed_on <= longest_on:
            values = {"printed": printed, "minimum": bracket.minimum, "maximum": bracket.period}
            yield warned(WarningCode.PRINTED_TERM_OUTSIDE_BRACKET, **values)

    def _needs_confirmation(self, confidence: Confidence, warnings: tuple[Warned, ...]) -> bool:
        doubtful = any(warning.code not in FOR_INFORMATION for warning in warnings)
        return doubtful or confidence is Confidence.LOW


def _by_safe_day(counted: Count) -> tuple[date, date]:
    return counted.safe_on, counted.legal_on


def _by_legal_day(counted: Count) -> date:
    return counted.legal_on
