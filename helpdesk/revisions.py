"""Rows that count their changes: who read one revision can ask that nothing has changed since."""

from typing import Protocol

from helpdesk.errors import DeskError


class Revised(Protocol):
    """A row whose `revision` grows with every change."""

    revision: int


def refuse_if_changed(row: Revised, unchanged_since: int | None) -> None:
    """Refuses with `changed_meanwhile` a row that is no longer at this revision; none asks for nothing."""
    if unchanged_since not in (None, row.revision):
        raise DeskError("changed_meanwhile", revision=row.revision)
