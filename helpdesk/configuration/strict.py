"""Reading YAML without mercy: a doubled, unknown, missing or misshapen key is refused, with its line.

The tree of nodes is read, not the values made of it: only nodes know their lines.
"""

import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import date, time
from pathlib import Path
from typing import Any, TypeVar

import yaml
from django.core.exceptions import ValidationError

from helpdesk.configuration.mistakes import MistakeError
from helpdesk.errors import DeskError

Plain = TypeVar("Plain", str, int, bool, date)
LONGEST_TEXT = 200
TEXT = "tag:yaml.org,2002:str"
CLOCK = re.compile("([01][0-9]|2[0-3]):[0-5][0-9]")


def read_file(path: Path) -> "Block":
    """The one mapping that a file holds."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError) as error:
        raise MistakeError("not_readable", file=path.name, line=1, key="", detail=error) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        detail = getattr(error, "problem", error)
        raise MistakeError(
            "not_yaml", file=path.name, line=mark.line + 1 if mark else 1, key="", detail=detail
        ) from error
    return Block(node, path.name, "")


class Block:
    """A mapping read key by key; `close` refuses what nobody asked for."""

    def __init__(self, node: yaml.Node | None, file: str, path: str) -> None:
        self.file, self.path = file, path
        self.line = node.start_mark.line + 1 if node else 1
        self._values: dict[str, yaml.Node] = {}
        self._lines: dict[str, int] = {}
        self._asked: set[str] = set()
        if not isinstance(node, yaml.MappingNode):
            raise self._mistake("not_a_mapping", path, self.line)
        for key, value in node.value:
            self._take(key, value)

    def _take(self, key: yaml.Node, value: yaml.Node) -> None:
        name, line = str(key.value), key.start_mark.line + 1
        if key.tag != TEXT:
            raise self._mistake("key_is_not_text", self.at(name), line)
        if name in self._values:
            raise self._mistake("doubled_key", self.at(name), line)
        self._values[name], self._lines[name] = value, line

    def at(self, key: str) -> str:
        """The dotted place of a key inside the file."""
        return f"{self.path}.{key}" if self.path else key

    def refuse(self, key: str, reason: str, **values: object) -> MistakeError:
        """The mistake at a key, to be raised by the caller; without the key, at the line where the block begins."""
        return self._mistake(reason, self.at(key), self._lines.get(key, self.line), **values)

    @contextmanager
    def naming(self, **called: str) -> Iterator[None]:
        """Give what a service refuses inside the line of the field it is about; `called` says its key in the file."""
        try:
            yield
        except DeskError as refusal:
            field = (refusal.field or "").split(".")[0]
            raise self.refuse(called.get(field, field), refusal.code, **refusal.values) from refusal

    def close(self) -> None:
        """Refuse any key that was never asked for."""
        for key in self._values:
            if key not in self._asked:
                raise self.refuse(key, "unknown_key", known=", ".join(sorted(self._asked)))

    def has(self, key: str) -> bool:
        """Whether the key is there; asks for it."""
        self._asked.add(key)
        return key in self._values

    def text(
        self,
        key: str,
        default: str | None = None,
        *,
        longest: int = LONGEST_TEXT,
        check: Callable[[str], None] | None = None,
    ) -> str:
        """A text that is neither empty nor longer than its column, and passes the check of a field of Django's."""
        if default is not None and not self.has(key):
            return default
        found = self._checked(key, self._plain(key, str), longest)
        try:
            if check:
                check(found)
        except ValidationError as refusal:
            raise self.refuse(key, "text_refused", detail=" ".join(refusal.messages)) from refusal
        return found

    def flag(self, key: str) -> bool:
        """true or false."""
        return self._plain(key, bool)

    def number(self, key: str, lowest: int, highest: int) -> int:
        """A whole number, both ends included."""
        found = self._plain(key, int)
        if not lowest <= found <= highest:
            raise self.refuse(key, "out_of_range", lowest=lowest, highest=highest)
        return found

    def day(self, key: str) -> date:
        """A day, written YYYY-MM-DD."""
        return self._plain(key, date)

    def clock(self, key: str) -> time:
        """A time on the wall, written "HH:MM" in quotes: to YAML, 10:00 without them is the number 600."""
        node = self._node(key)
        if node.tag != TEXT or not CLOCK.fullmatch(node.value):
            raise self.refuse(key, "time_refused")
        return time.fromisoformat(node.value)

    def word(self, key: str, words: Collection[str]) -> str:
        """One of some words."""
        return self._known(key, self._plain(key, str), words)

    def words(self, key: str, words: Collection[str], *, fewest: int = 1) -> list[str]:
        """A list of some of these words, at least one unless it may be empty."""
        return [self._known(key, text, words) for text in self.texts(key, fewest=fewest)]

    def texts(self, key: str, *, fewest: int = 1) -> list[str]:
        """A list of texts, at least one unless it may be empty."""
        found = [self._made(key, node, str) for node in self._list(key)]
        if len(found) < fewest:
            raise self.refuse(key, "missing_key")
        return [self._checked(key, text, LONGEST_TEXT) for text in found]

    def block(self, key: str) -> "Block":
        """A mapping; whoever asks for it closes it."""
        return Block(self._node(key), self.file, self.at(key))

    def blocks(self, key: str) -> "list[Block]":
        """A list of mappings; none where the key is absent."""
        nodes = self._list(key) if self.has(key) else []
        return [Block(node, self.file, f"{self.at(key)}[{index}]") for index, node in enumerate(nodes)]

    def _list(self, key: str) -> list[yaml.Node]:
        node = self._node(key)
        if not isinstance(node, yaml.SequenceNode):
            raise self.refuse(key, "wrong_type", wanted="list")
        return list(node.value)

    def _plain(self, key: str, wanted: type[Plain]) -> Plain:
        return self._made(key, self._node(key), wanted)

    def _node(self, key: str) -> yaml.Node:
        if not self.has(key):
            raise self.refuse(key, "missing_key")
        return self._values[key]

    def _made(self, key: str, node: yaml.Node, wanted: type[Plain]) -> Plain:
        try:
            found: Any = yaml.constructor.SafeConstructor().construct_object(node)
        except (yaml.YAMLError, ValueError) as error:
            raise self.refuse(key, "wrong_type", wanted=wanted.__name__) from error
        if type(found) is not wanted:
            raise self.refuse(key, "wrong_type", wanted=wanted.__name__)
        return found

    def _checked(self, key: str, text: str, longest: int) -> str:
        if not text.strip() or len(text) > longest or "\0" in text:
            raise self.refuse(key, "text_refused", longest=longest)
        return text

    def _known(self, key: str, text: str, words: Collection[str]) -> str:
        if text not in words:
            raise self.refuse(key, "unknown_value", value=text, known=", ".join(words))
        return text

    def _mistake(self, reason: str, key: str, line: int, **values: object) -> MistakeError:
        return MistakeError(reason, file=self.file, line=line, key=key, **values)
