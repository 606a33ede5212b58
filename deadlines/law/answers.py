"""What a computation answers, as plain frozen values: words are put to it by `explain`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from deadlines.law.select import Warned
from deadlines.law.starts import Article, Source
from deadlines.law.vocabulary import Confidence, Forum, Remedy, RuleKind, Suspensive


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the sum: the key of its text, the day it leads to, its articles, its values."""

    key: str
    on: date
    articles: tuple[Article, ...]
    values: Mapping[str, object]


class ClosedDay(NamedTuple):
    """A day that is not a working day, with the names of its holiday, or None on an ordinary weekend."""

    on: date
    holiday: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Band:
    """Where the last day may lie when something is unknown; `latest_arguable` None: nothing bounds it."""

    earliest_safe: date
    latest_arguable: date | None


@dataclass(frozen=True, slots=True)
class Result:
    """One term, computed. raw_date is the last day before extension and roll; alarms ring on safe_date."""

    rule: str
    rule_kind: RuleKind
    remedy: Remedy
    version: str
    titles: Mapping[str, str]
    forum: Forum
    legal_date: date
    safe_date: date
    raw_date: date
    band: Band | None
    steps: tuple[Step, ...]
    warnings: tuple[Warned, ...]
    confidence: Confidence
    needs_confirmation: bool
    suspensive: Suspensive
    sources: tuple[Source, ...]
    content_hash: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Every result, earliest first, and the index of the one that governs.

    `leading` holds the index of the first result of each remedy of our own, in order of date: remedies stand side
    by side and each can be missed, while the other results are alternative readings of one of them.
    """

    governing: int
    leading: tuple[int, ...]
    results: tuple[Result, ...]

    @property
    def governing_result(self) -> Result:
        """The result to act on."""
        return self.results[self.governing]
