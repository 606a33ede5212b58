"""Reading YAML without mercy: a doubled, unknown, missing or misshapen key is refused, with its place."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import yaml

from deadlines.law.errors import LawError
from deadlines.law.vocabulary import LANGUAGES

Word = TypeVar("Word", bound=StrEnum)
Plain = TypeVar("Plain", str, int, bool, date)
Names = Mapping[str, str]


class _StrictLoader(yaml.CSafeLoader):
    """The safe loader, except that a key given twice is an error instead of a silent overwriting."""


def _mapping_without_doubles(loader: _StrictLoader, node: yaml.MappingNode) -> dict[object, object]:
    content: dict[object, object] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        reason = (
            "doubled_key" if key in content else "key_is_not_text" if type(key) not in (str, int) else None
        )
        if reason:
            raise LawError("file_broken", str(key), reason=reason, line=key_node.start_mark.line + 1)
        content[key] = loader.construct_object(value_node, deep=True)
    return content


_StrictLoader.add_constructor("tag:yaml.org,2002:map", _mapping_without_doubles)


@contextmanager
def naming(file: Path) -> Iterator[None]:
    """Give every refusal inside the name of the file it comes from."""
    try:
        yield
    except yaml.YAMLError as error:
        raise LawError("file_broken", None, reason="not_yaml", file=file.name, detail=str(error)) from error
    except LawError as error:
        raise LawError("file_broken", error.field, **_as_broken(error), file=file.name) from error


def _as_broken(error: LawError) -> dict[str, object]:
    return {"reason": error.code, **error.values} if error.code != "file_broken" else error.values


def read_yaml(file: Path) -> "Block":
    """The one mapping a file holds."""
    with naming(file):
        return Block(_StrictLoader(file.read_text(encoding="utf-8")).get_single_data(), "")


class Block:
    """A mapping read key by key; `close` refuses what nobody asked for."""

    def __init__(self, content: object, path: str) -> None:
        if not isinstance(content, dict):
            raise LawError("file_broken", path or None, reason="not_a_mapping")
        self._content: dict[object, object] = content
        self.path = path
        self._asked: set[object] = set()

    @property
    def content(self) -> Mapping[object, object]:
        """Everything as read, for hashing and comparing."""
        return self._content

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys as text, in the order of the file."""
        return tuple(str(key) for key in self._content)

    def at(self, key: object) -> str:
        """The dotted place of a key inside the file."""
        return f"{self.path}.{key}" if self.path else str(key)

    def refuse(self, key: object, reason: str, **values: object) -> LawError:
        """The error for a key, to be raised by the caller."""
        return LawError("file_broken", self.at(key), reason=reason, **values)

    def has(self, key: str) -> bool:
        """Whether the key is there and not null; asks for it."""
        self._asked.add(key)
        return self._content.get(key) is not None

    def close(self) -> None:
        """Refuse any key that was never asked for."""
        unknown = [key for key in self._content if key not in self._asked]
        if unknown:
            raise self.refuse(unknown[0], "unknown_key")

    def text(self, key: str, default: str | None = None) -> str:
        """A text."""
        return self._plain(key, str, default)

    def flag(self, key: str, default: bool | None = None) -> bool:
        """true or false."""
        return self._plain(key, bool, default)

    def number(self, key: str, default: int | None = None) -> int:
        """A whole number."""
        return self._plain(key, int, default)

    def day(self, key: str) -> date:
        """A day, written YYYY-MM-DD."""
        return self._plain(key, date, None)

    def word(self, key: str, words: type[Word], default: Word | None = None) -> Word:
        """One word of a vocabulary."""
        text = self.text(key, default)
        return self._known(key, text, words)

    def words(self, key: str, words: type[Word]) -> frozenset[Word]:
        """Some words of a vocabulary; none where the key is absent."""
        return frozenset(self._known(key, text, words) for text in self.texts(key, required=False))

    def texts(self, key: str | int, *, required: bool = True) -> tuple[str, ...]:
        """A list of texts, or one text alone."""
        found = self._get(key, required)
        listed = [found] if isinstance(found, str) else found
        if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
            raise self.refuse(key, "wrong_type", wanted="texts")
        return tuple(listed)

    def numbers(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers."""
        found = self._get(key, required=True)
        if not isinstance(found, list) or not all(type(item) is int for item in found):
            raise self.refuse(key, "wrong_type", wanted="whole numbers")
        return tuple(found)

    def names(self, key: str) -> Names:
        """The same text in every language."""
        return names_of(self.block(key))

    def block(self, key: str) -> "Block":
        """A mapping inside this one."""
        return Block(self._get(key, required=True), self.at(key))

    def blocks(self, key: str, *, required: bool = True) -> tuple["Block", ...]:
        """A list of mappings."""
        found = self._get(key, required)
        if not isinstance(found, list):
            raise self.refuse(key, "wrong_type", wanted="list")
        return tuple(Block(item, f"{self.at(key)}[{index}]") for index, item in enumerate(found))

    def blocks_by_word(self, key: str, words: type[Word]) -> Mapping[Word, "Block"]:
        """Mappings inside this one, each under a word of a vocabulary; none where the key is absent."""
        if not self.has(key):
            return {}
        inner = self.block(key)
        return {inner._known(name, name, words): inner.block(name) for name in inner.keys}

    def _get(self, key: str | int, required: bool) -> object:
        self._asked.add(key)
        if self._content.get(key) is None and required:
            raise self.refuse(key, "missing_key")
        return self._content.get(key, [])

    def _plain(self, key: str, wanted: type[Plain], default: Plain | None) -> Plain:
        if default is not None and not self.has(key):
            return default
        found = self._get(key, required=True)
        if type(found) is not wanted:
            raise self.refuse(key, "wrong_type", wanted=wanted.__name__)
        return found

    def _known(self, key: str, text: str, words: type[Word]) -> Word:
        try:
            return words(text)
        except ValueError:
            raise self.refuse(key, "unknown_value", value=text) from None


def names_of(block: Block) -> Names:
    """The block itself as one text in every language."""
    found: dict[str, str] = {language: block.text(language) for language in LANGUAGES}
    block.close()
    return found


def names_by_key(block: Block) -> Mapping[str, Names]:
    """A mapping whose every value is a text in every language."""
    return {key: block.names(key) for key in block.keys}
