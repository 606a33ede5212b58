"""What a section of a configuration is.

A further section is one file with such a class, and one line in `CONFIGURATION_SECTIONS` of the settings.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Generic, Protocol, TypeVar

from helpdesk.acts import DeskAct
from helpdesk.configuration.strict import Block
from helpdesk.errors import DeskError


class EntryError(DeskError):
    """An entry that cannot be brought in; told at the terminal only, in the words of `mistakes`."""


class Does(StrEnum):
    """What bringing an entry in does."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    LEFT = "left alone"


@dataclass(frozen=True)
class Difference:
    """Between what an entry of the file says and what stands there; `what` says it to people, without secrets."""

    does: Does
    what: str = ""


AS_IT_IS = Difference(Does.LEFT, "as the file says")


class Named(Protocol):
    """An entry as it was read: its name is unique in its section, and the same at every run."""

    @property
    def name(self) -> str: ...


Entry = TypeVar("Entry", bound=Named)


class Section(ABC, Generic[Entry]):
    """One kind of thing: how it is read from the file, compared with what stands there, and brought in."""

    key: ClassVar[str]
    # Fields of the services that are called otherwise in the file.
    called: ClassVar[Mapping[str, str]] = {}

    @abstractmethod
    def read(self, block: Block) -> Entry:
        """The entry, by its shape alone. Whatever was not asked for is refused afterwards."""

    @abstractmethod
    def compare(self, entry: Entry) -> Difference:
        """Changes nothing. May refuse with a `DeskError`, whose field is a key of the entry."""

    @abstractmethod
    def apply(self, act: DeskAct, entry: Entry) -> str:
        """Bring in an entry that differs. Gives what is shown once, after the commit: a key, a secret, what is left
        to do; or nothing."""

    @abstractmethod
    def names(self) -> Collection[str]:
        """Of everything of this kind that stands there."""
