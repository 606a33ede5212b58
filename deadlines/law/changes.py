"""What differs between two states of the law, to be read before a change takes effect."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from deadlines.law.calendars import Calendar
from deadlines.law.rules import Extension, Law, Rule, RuleVersion
from deadlines.law.starts import StartRule

DERIVED_FIELDS = frozenset({"content_hash", "start"})


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: where (rule or file, version, field) and what it was and is; None for absent."""

    place: str
    before: object
    after: object


def changes_between(old: Law, new: Law) -> tuple[Change, ...]:
    """Every difference, in a stable order: rules, start rules, extensions, holidays."""
    return (
        *_changed_rules(old.rules, new.rules),
        *_changed_starts(old.starts, new.starts),
        *_changed_extensions(old.extensions, new.extensions),
        *_changed_days(old.calendar, new.calendar),
    )


def _changed_rules(old: Mapping[str, Rule], new: Mapping[str, Rule]) -> Iterator[Change]:
    for rule_id in sorted(old.keys() | new.keys()):
        before, after = old.get(rule_id), new.get(rule_id)
        if before is None or after is None:
            yield Change(rule_id, before and "rule", after and "rule")
        else:
            yield from _changed_fields(rule_id, before, after, skip=frozenset({"versions"}))
            yield from _changed_versions(rule_id, before, after)


def _changed_versions(rule_id: str, old: Rule, new: Rule) -> Iterator[Change]:
    before = {version.name: version for version in old.versions}
    after = {version.name: version for version in new.versions}
    for name in sorted(before.keys() | after.keys()):
        place = f"{rule_id} {name}"
        if name in before and name in after:
            yield from _changed_fields(place, before[name], after[name], skip=DERIVED_FIELDS)
            yield from _changed_start_reference(place, before[name], after[name])
        else:
            yield Change(place, "version" if name in before else None, "version" if name in after else None)


def _changed_start_reference(place: str, old: RuleVersion, new: RuleVersion) -> Iterator[Change]:
    if old.start.id != new.start.id:
        yield Change(f"{place} start", old.start.id, new.start.id)


def _changed_starts(old: Mapping[str, StartRule], new: Mapping[str, StartRule]) -> Iterator[Change]:
    for start_id in sorted(old.keys() | new.keys()):
        if old.get(start_id) != new.get(start_id):
            yield Change(f"start {start_id}", old.get(start_id), new.get(start_id))


def _changed_extensions(old: tuple[Extension, ...], new: tuple[Extension, ...]) -> Iterator[Change]:
    before, after = ({extension.id: extension for extension in each} for each in (old, new))
    for extension_id in sorted(before.keys() | after.keys()):
        if before.get(extension_id) != after.get(extension_id):
            yield Change(f"extension {extension_id}", before.get(extension_id), after.get(extension_id))


def _changed_days(old: Calendar, new: Calendar) -> Iterator[Change]:
    for edge in ("confirmed_from", "confirmed_until"):
        if getattr(old, edge) != getattr(new, edge):
            yield Change(f"calendar {edge}", getattr(old, edge), getattr(new, edge))
    for day in sorted(old.holidays.keys() ^ new.holidays.keys()):
        yield Change(f"holiday {day}", _holiday(old, day), _holiday(new, day))


def _holiday(calendar: Calendar, day: date) -> str | None:
    names = calendar.holidays.get(day)
    return names["en"] if names else None


def _changed_fields(place: str, old: Any, new: Any, *, skip: frozenset[str]) -> Iterator[Change]:
    for each in fields(old):
        before, after = getattr(old, each.name), getattr(new, each.name)
        if each.name not in skip and before != after:
            yield Change(f"{place} {each.name}", before, after)
