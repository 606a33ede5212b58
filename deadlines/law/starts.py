"""When a term begins: from the act of delivery to day one, by mode and by date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from deadlines.law.calendars import Calendar
from deadlines.law.errors import LawError
from deadlines.law.vocabulary import Confidence, Mode


class Article(NamedTuple):
    """A place in an act, in neutral notation (`39/57 §2 al.1`), with the act's name in every language."""

    act: str
    place: str
    names: Mapping[str, str]


class Source(NamedTuple):
    """Where a statement was read: a key, what it is, and its address if it has one."""

    key: str
    title: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Opening:
    """How one mode opens a term: day one is the n-th (working) day after the act of that mode.

    `listed` is false for a mode the act does not name; `rebuttable`: the addressee may prove a later receipt.
    """

    days: int
    working: bool
    articles: tuple[Article, ...]
    confidence: Confidence
    rebuttable: bool = False
    listed: bool = True

    def day_one(self, act_on: date, calendar: Calendar) -> date:
        """The first day that is counted."""
        if self.working:
            return calendar.nth_working_day_after(act_on, self.days)
        return act_on + timedelta(days=self.days)

    def notified_on(self, act_on: date, day_one: date) -> date:
        """The day by which the decision counts as notified at the latest, which picks the law in force."""
        return day_one if self.working else act_on


@dataclass(frozen=True, slots=True)
class StartVersion:
    """A start rule in force from a day on: by mode of delivery, or one opening where nothing is delivered."""

    starts_on: date
    modes: Mapping[Mode, Opening]
    opening: Opening | None
    roll_articles: tuple[Article, ...]
    provisional: bool
    checked_on: date
    sources: tuple[Source, ...]
    note: str


@dataclass(frozen=True, slots=True)
class StartRule:
    """How terms of one family begin, version by version."""

    id: str
    titles: Mapping[str, str]
    versions: tuple[StartVersion, ...]

    def version_at(self, on: date) -> StartVersion:
        """The version in force on the day, which is the day of the act of delivery."""
        for version in reversed(self.versions):
            if version.starts_on <= on:
                return version
        raise LawError("rule_not_in_force", "notification.date", rule=self.id, date=on)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is known of a notification or event: the mode, the day of its act, the day of proven receipt."""

    mode: Mode | None
    on: date | None
    received_on: date | None = None
    not_before: date | None = None

    @property
    def earliest_on(self) -> date:
        """The day of the act, or the first day it can have been."""
        earliest = self.on or self.not_before
        if earliest is None:
            raise LawError("date_needed", "notification.date")
        return earliest

    @property
    def latest_on(self) -> date | None:
        """The day of the act, or the last day it can have been; None where nothing says."""
        return self.on or self.received_on


@dataclass(frozen=True, slots=True)
class Start:
    """One way the term may have begun."""

    mode: Mode | None
    act_on: date
    opening: Opening
    day_one: date


def possible_starts(rule: StartRule, delivery: Delivery, calendar: Calendar) -> tuple[Start, ...]:
    """Every way the term may have begun: one where mode and day are known, several where either is not."""
    days = dict.fromkeys(day for day in (delivery.earliest_on, delivery.latest_on) if day)
    return tuple(
        Start(mode, day, opening, opening.day_one(day, calendar))
        for day in days
        for mode, opening in _openings(rule, delivery.mode, day)
    )


def _openings(rule: StartRule, mode: Mode | None, on: date) -> tuple[tuple[Mode | None, Opening], ...]:
    version = rule.version_at(on)
    if mode is None:
        if version.opening is not None:
            return ((None, version.opening),)
        return tuple((known, opening) for known, opening in version.modes.items() if opening.listed)
    if mode not in version.modes:
        raise LawError("mode_not_covered", "notification.mode", mode=mode.value, rule=rule.id, date=on)
    return ((mode, version.modes[mode]),)
