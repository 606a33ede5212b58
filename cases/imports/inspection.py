"""A workbook inspected before it is opened, so that opening it cannot fill the memory.

An .xlsx file is a package of compressed XML. A small one can unpack to gigabytes; a single cell in the last corner
makes a reader lay out seventeen thousand million; one long text can be shown in every cell. Each part is unpacked as a
stream and counted, whatever its entry claims, and the one sheet that is wanted is walked cell by cell.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from cases.imports.cells import Fault
from cases.imports.mistakes import Mistake, UnreadableError
from cases.imports.sheets import MOST_ROWS

MOST_COLUMNS = 60
MOST_PARTS = 2_000
# Unpacked XML, and text shown in cells.
MOST_BYTES = 300 * 2**20
CHUNK = 2**18
WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
SHARED_TEXTS = "xl/sharedStrings.xml"
PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
# How a package that is damaged, encrypted or no package shows itself.
BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, expat.ExpatError, EOFError, NotImplementedError, RuntimeError,
    ValueError,
)  # fmt: skip
Attributes = dict[str, str]
Faults = dict[int, dict[int, Fault]]


def refusal(code: str, **values: object) -> UnreadableError:
    return UnreadableError(Mistake(line=1, code=code, values=values))


@dataclass
class Inspected:
    """The sheet that is wanted: its name, its last line, and by line and column, from 1, what shows no value."""

    sheet: str
    last_line: int = 0
    faults: Faults = field(default_factory=dict)


def inspect(source: bytes, wanted: str) -> Inspected:
    """The wanted sheet, the first visible one if no name is given; UnreadableError for what is not safe to open."""
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as package:
            return _inspect(Package(package), wanted)
    except BROKEN as broken:
        raise refusal("workbook_broken") from broken


def _inspect(package: "Package", wanted: str) -> Inspected:
    if WORKBOOK not in package.parts:
        raise refusal("not_a_workbook")
    name, part = _chosen(package, wanted)
    lengths = Texts()
    if SHARED_TEXTS in package.parts:
        package.parse(SHARED_TEXTS, lengths)
    cells = Cells(lengths.found)
    package.parse(part, cells)
    package.unpack_the_rest()
    return Inspected(name, cells.last_line, cells.faults)


class Package:
    """The parts of the file, each unpacked once at most, and all of them together to so many bytes."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self.parts = {part.filename: part for part in package.infolist()}
        # Readers disagree on which of two parts with one name counts.
        if len({name.lower() for name in self.parts}) != len(package.infolist()):
            raise refusal("workbook_broken")
        if len(self.parts) > MOST_PARTS:
            raise refusal("workbook_too_large")
        self._left = MOST_BYTES
        self._waiting = dict(self.parts)

    def parse(self, name: str, handler: "Handler") -> None:
        """Walk through a part as XML, read as UTF-8 whatever it says of itself, and without entities of its own."""
        if name not in self._waiting:
            raise refusal("workbook_broken")
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = handler.start
        parser.EndElementHandler = handler.end
        parser.CharacterDataHandler = handler.text
        for chunk in self._unpacked(name):
            parser.Parse(chunk)
        parser.Parse(b"", True)

    def unpack_the_rest(self) -> None:
        """Count what the other parts unpack to."""
        for name in list(self._waiting):
            for _ in self._unpacked(name):
                pass

    def _unpacked(self, name: str) -> Iterator[bytes]:
        part = self._waiting.pop(name)
        # The size an entry claims may be a lie: it is read until its stream ends or the allowance is overspent.
        part.file_size = self._left + 2 * CHUNK
        with self._package.open(part) as stream:
            while chunk := stream.read(CHUNK):
                self._left -= len(chunk)
                if self._left < 0:
                    raise refusal("workbook_too_large")
                yield chunk


def _refuse_doctype(*declared: object) -> None:
    raise refusal("workbook_broken")


class Handler:
    """What is told of a part while it is walked through."""

    def start(self, name: str, attributes: Attributes) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...


def bare(name: str) -> str:
    """The name of an element without the prefix of its namespace."""
    return name.rpartition(":")[2]


class Listed(Handler):
    """Every element of one name with its attributes."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.found: list[Attributes] = []

    def start(self, name: str, attributes: Attributes) -> None:
        if bare(name) == self._name:
            self.found.append(attributes)


def _chosen(package: Package, wanted: str) -> tuple[str, str]:
    """Name and part of the wanted sheet."""
    sheets, relations = Listed("sheet"), Listed("Relationship")
    package.parse(WORKBOOK, sheets)
    package.parse(RELATIONS, relations)
    parts = {one.get("Id", ""): one for one in relations.found}
    for sheet in sheets.found:
        part = parts.get(_relation(sheet), {})
        is_wanted = sheet.get("name") == wanted if wanted else sheet.get("state", "visible") == "visible"
        if is_wanted and part.get("Type", "").endswith("/worksheet"):
            return sheet.get("name", ""), _path(part.get("Target", ""))
    names = ", ".join(sheet.get("name", "") for sheet in sheets.found)
    raise refusal("sheet_unknown", sheet=wanted, sheets=names)


def _relation(sheet: Mapping[str, str]) -> str:
    """The id of the part a sheet is in, whatever prefix its namespace has."""
    return next((value for name, value in sheet.items() if name.endswith(":id")), "")


def _path(target: str) -> str:
    bare = target.removeprefix("/")
    return bare if bare.startswith("xl/") else f"xl/{target}"


class Texts(Handler):
    """The lengths of the texts that cells share, by their number."""

    def __init__(self) -> None:
        self.found: list[int] = []

    def start(self, name: str, attributes: Attributes) -> None:
        element = bare(name)
        if element == "si":
            self.found.append(0)
        elif element == "sst":
            _refuse_claim(attributes.get("uniqueCount", "0"))
            _refuse_claim(attributes.get("count", "0"))

    def text(self, text: str) -> None:
        if self.found:
            self.found[-1] += len(text)


def _refuse_claim(count: str) -> None:
    """Refuse a number of texts that no sheet here could show: a reader makes room for as many as are claimed."""
    if not (count.isascii() and count.isdecimal() and int(count) <= MOST_ROWS * MOST_COLUMNS):
        raise refusal("workbook_broken")


class Cells(Handler):
    """How far the sheet reaches, how much text its cells show, and which of them show no value."""

    def __init__(self, lengths: list[int]) -> None:
        self._lengths = lengths
        self._row = self._column = 0
        self._type = self._value = ""
        self._has_formula = self._is_value = False
        self._text_left = MOST_BYTES
        self.last_line = 0
        self.faults: Faults = {}

    def start(self, name: str, attributes: Attributes) -> None:
        element = bare(name)
        if element == "c":
            self._place(attributes.get("r"))
            self._type, self._value, self._has_formula = attributes.get("t", ""), "", False
        elif element in ("v", "is"):
            self._is_value = True
            self._reach()
        elif element == "f":
            self._has_formula = True
        elif element == "row":
            self._begin_row(attributes.get("r", ""))

    def end(self, name: str) -> None:
        element = bare(name)
        if element in ("v", "is"):
            self._is_value = False
            self._show()
        elif element == "c" and self._has_formula and not self._value and self._type != "str":
            self._reach()
            self._note(Fault.NO_VALUE)

    def text(self, text: str) -> None:
        if self._is_value:
            self._value += text

    def _begin_row(self, said: str) -> None:
        self._row = int(said) if said.isascii() and said.isdecimal() else self._row + 1
        self._column = 0

    def _place(self, said: str | None) -> None:
        """The place a cell names, or the one after the last."""
        if said is None:
            self._column += 1
            return
        place = PLACE.fullmatch(said)
        if place is None:
            raise refusal("workbook_broken")
        self._row, self._column = int(place[2]), _number(place[1])

    def _reach(self) -> None:
        """A cell with a value widens what a reader lays out; one that is only coloured does not."""
        self.last_line = max(self.last_line, self._row)
        if self.last_line > MOST_ROWS + 1:
            raise refusal("too_many_rows", most=MOST_ROWS)
        if self._column > MOST_COLUMNS:
            raise refusal("too_many_columns", most=MOST_COLUMNS)

    def _show(self) -> None:
        if self._type == "e":
            self._note(Fault.ERROR)
        if self._type == "s" and self._value:
            self._text_left -= self._length(self._value)
        if self._text_left < 0:
            raise refusal("workbook_too_large")

    def _note(self, fault: Fault) -> None:
        self.faults.setdefault(self._row, {})[self._column] = fault

    def _length(self, number: str) -> int:
        """How long the shared text of this number is."""
        try:
            return self._lengths[int(number)]
        except (ValueError, IndexError) as unknown:
            raise refusal("workbook_broken") from unknown


def _number(letters: str) -> int:
    """A column by its letters: A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
