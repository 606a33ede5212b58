"""A configuration read, tried out and brought in.

Trying out is bringing in and taking back: the differences shown are those that would be made, and every refusal of a
service comes before anything is done.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from helpdesk.acts import DeskAct
from helpdesk.configuration.section import Difference, Does, Section
from helpdesk.configuration.strict import Block, read_file

KEPT_AS_CODE = {"themes": "cases/data/themes.yaml"}
NOT_IN_THE_FILE = Difference(Does.LEFT, "not in the file")
HOLD = "SELECT pg_advisory_xact_lock(hashtextextended('configuration', 0))"


@dataclass(frozen=True)
class Part:
    """A section with its entries, each with the place it was read from."""

    section: Section[Any]
    entries: Sequence[tuple[Any, Block]]


@dataclass(frozen=True)
class Outcome:
    """What is done, one line each; and what is shown once, when it has been done."""

    lines: tuple[str, ...]
    shown_once: tuple[str, ...]
    changes: bool


class ChangedMeanwhileError(Exception):
    """The desk is not any more as it was when the differences were shown."""


def read_configuration(path: Path) -> list[Part]:
    """The parts of a file, in the order in which one may need another."""
    whole = read_file(path)
    for key, file in KEPT_AS_CODE.items():
        if whole.has(key):
            raise whole.refuse(key, "kept_as_code", where=file)
    sections: list[Section[Any]] = [import_string(name)() for name in settings.CONFIGURATION_SECTIONS]
    parts = [Part(section, _entries(section, whole)) for section in sections]
    whole.close()
    return parts


def _entries(section: Section[Any], whole: Block) -> list[tuple[Any, Block]]:
    found: dict[str, tuple[Any, Block]] = {}
    for block in whole.blocks(section.key):
        entry = section.read(block)
        block.close()
        if entry.name in found:
            raise block.refuse("name", "named_twice", name=entry.name)
        found[entry.name] = entry, block
    return list(found.values())


def try_out(act: DeskAct, parts: Sequence[Part]) -> Outcome:
    """What bringing in would do; it is taken back."""
    with transaction.atomic():
        outcome = bring_in(act, parts)
        transaction.set_rollback(True)
    return outcome


@transaction.atomic
def bring_in(act: DeskAct, parts: Sequence[Part], *, foreseen: Outcome | None = None) -> Outcome:
    """Make all differences or none; two at once come one after the other.

    Raises ChangedMeanwhileError where the differences are not those that were foreseen.
    """
    with connection.cursor() as cursor:
        cursor.execute(HOLD)
    shown_once: list[str] = []
    made = [found for part in parts for found in _made(act, part, shown_once)]
    width = max(len(part.section.key) for part in parts)
    lines = tuple(
        f"{difference.does:<10}  {key:<{width}}  {name}" + (f": {difference.what}" if difference.what else "")
        for key, name, difference in sorted(made, key=lambda found: (found[2].does, *found[:2]))
    )
    if foreseen is not None and foreseen.lines != lines:
        raise ChangedMeanwhileError
    changes = any(difference.does != Does.LEFT for _, _, difference in made)
    return Outcome(lines, tuple(filter(None, shown_once)), changes)


def _made(act: DeskAct, part: Part, shown_once: list[str]) -> Iterator[tuple[str, str, Difference]]:
    section = part.section
    there = set(section.names())
    for entry, block in part.entries:
        with block.naming(**section.called):
            difference = section.compare(entry)
            if difference.does != Does.LEFT:
                shown_once.append(section.apply(act, entry))
        yield section.key, entry.name, difference
    for name in there - {entry.name for entry, _ in part.entries}:
        yield section.key, name, NOT_IN_THE_FILE
