"""What a rule is: an act, its conditions, and its dated versions, each with value and source in one block."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from deadlines.law.calendars import Calendar
from deadlines.law.errors import LawError
from deadlines.law.periods import Period
from deadlines.law.starts import Article, Source, StartRule
from deadlines.law.vocabulary import (
    Authority,
    Confidence,
    DecisionKind,
    EventKind,
    Fact,
    Forum,
    Ground,
    Remedy,
    RuleKind,
    Suspensive,
    Transition,
    VersionBy,
)

LeadUnit = Literal["working_days", "days"]
LEAD_UNITS: tuple[LeadUnit, ...] = ("working_days", "days")


@dataclass(frozen=True, slots=True)
class LeadTimes:
    """How long before its last day a term is announced, the longest first; 0 is the day itself."""

    unit: LeadUnit
    before: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FactTest:
    """What one fact must be; `or_more` for numbers that count from a certain one on."""

    fact: Fact
    value: bool | int
    or_more: bool = False

    def holds(self, known: bool | int) -> bool:
        """Whether the fact, once known, meets the test."""
        return known >= self.value if self.or_more else known == self.value


@dataclass(frozen=True, slots=True)
class Condition:
    """One way to come under a rule: all of it must hold. Empty sets ask nothing.

    `disputed` marks a reading of the text that can be defended but is not certain.
    """

    authorities: frozenset[Authority]
    kinds: frozenset[DecisionKind]
    grounds: frozenset[Ground]
    facts: tuple[FactTest, ...]
    disputed: bool


@dataclass(frozen=True, slots=True, eq=False)
class RuleVersion:
    """A rule as in force from `starts_on` until the day before the next version.

    `period` is None where the rule has ended, or where `printed_terms` lets the term printed in the decision
    govern. `delay` runs before the period does. `counted_back` counts from a fixed day towards the past.
    `brackets` are the ids of the validation brackets a printed term is checked against, by kind of decision.
    `reminders` is None where the length of the term decides when it is announced; no date depends on it.
    """

    starts_on: date
    ends_on: date | None
    ended_by: Transition | None
    transition: Transition
    event: EventKind
    version_by: VersionBy
    conditions: tuple[Condition, ...]
    period: Period | None
    minimum: Period | None
    delay: Period | None
    printed_terms: tuple[int, ...]
    brackets: Mapping[DecisionKind, str]
    counted_back: bool
    start: StartRule
    rolls: bool
    roll_articles: tuple[Article, ...]
    extendable_by: tuple[Period, ...]
    at_most: Period | None
    suspensive: Suspensive
    articles: tuple[Article, ...]
    sources: tuple[Source, ...]
    confidence: Confidence
    needs_confirmation: bool
    checked_on: date
    note: str
    replaced_by: str | None
    reminders: LeadTimes | None
    content_hash: str

    @property
    def name(self) -> str:
        """What a stored deadline remembers this version by."""
        return self.starts_on.isoformat()

    def overlaps(self, first: date, last: date) -> bool:
        """Whether the version is in force on any day from first to last, both inclusive."""
        return self.starts_on <= last and (self.ends_on is None or first < self.ends_on)

    @property
    def is_repealed(self) -> bool:
        """Whether this block only says that the rule has ended."""
        return self.period is None and not self.printed_terms


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A term of the law, named after the act it is for."""

    id: str
    kind: RuleKind
    remedy: Remedy
    forum: Forum
    titles: Mapping[str, str]
    versions: tuple[RuleVersion, ...]
    open_questions: tuple[str, ...]
    research: tuple[str, ...]

    def version_named(self, name: str) -> RuleVersion | None:
        """The version a stored deadline remembers, or None where the rule no longer has it."""
        return next((version for version in self.versions if version.name == name), None)

    def version_at(self, on: date) -> RuleVersion | None:
        """The version in force on the day, or None before the first and after the end."""
        in_force = (version for version in self.versions if version.overlaps(on, on))
        return next((version for version in in_force if not version.is_repealed), None)


@dataclass(frozen=True, slots=True)
class Extension:
    """Terms whose own last day falls in a window end on a later day; it names the rules it reaches.

    `yearly` windows return every year and ask that the term also begins inside (the judicial vacation); only
    month and day of theirs count. For `arguable_for` rules the extension is possible, not certain.
    """

    id: str
    titles: Mapping[str, str]
    yearly: bool
    rules: frozenset[str]
    arguable_for: frozenset[str]
    window_from: date
    window_until: date
    new_last_day: date
    research: tuple[str, ...]
    articles: tuple[Article, ...]
    sources: tuple[Source, ...]
    confidence: Confidence
    checked_on: date
    note: str


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """Everything the data folder says, checked."""

    rules: Mapping[str, Rule]
    starts: Mapping[str, StartRule]
    by_decision: Mapping[tuple[Authority | None, DecisionKind | None], tuple[Rule, ...]]
    calendar: Calendar
    closures: Mapping[Forum, Calendar]
    extensions: tuple[Extension, ...]
    content_hash: str

    def rule(self, rule_id: str) -> Rule:
        """The rule of that id."""
        if rule_id not in self.rules:
            raise LawError("rule_unknown", "rule", rule=rule_id)
        return self.rules[rule_id]

    def calendar_of(self, forum: Forum) -> Calendar:
        """The open days of one forum."""
        return self.closures.get(forum, self.calendar)
