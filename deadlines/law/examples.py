"""Worked examples: questions and the days they must give, shared by the tests, `check` and integrators."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from deadlines.law.compute import answer
from deadlines.law.load import PACKAGED_FOLDER
from deadlines.law.periods import ONE_DAY, last_day, safe_last_day
from deadlines.law.query import parse_query
from deadlines.law.reading import read_period
from deadlines.law.rules import Law
from deadlines.law.strict import Block, naming, read_yaml

Days = Mapping[str, date | str]
BASES = ("stated", "other_court", "facts", "statute")
EXPECTED_OF_QUERY = ("rule", "day_one", "raw_date", "legal_date", "safe_date")
EXPECTED_OF_COUNT = ("last_day", "safe_day")


@dataclass(frozen=True)
class Example:
    """One worked example; `given` is a question, or a bare count (`after`, `period`, `rolls`)."""

    name: str
    basis: str
    source: str
    given: Mapping[str, object]
    expect: Days

    @property
    def is_bare_count(self) -> bool:
        """Whether it counts days without any rule."""
        return "after" in self.given

    def found(self, law: Law) -> Days:
        """What the law gives for the expected keys."""
        found = _count(self.given, law) if self.is_bare_count else _ask(self.given, law)
        return {key: found[key] for key in self.expect}


@cache
def load_examples() -> tuple[Example, ...]:
    """Every packaged example, in the order of the files."""
    return read_examples(PACKAGED_FOLDER / "examples")


def read_examples(folder: Path) -> tuple[Example, ...]:
    """Every example of a folder."""
    return tuple(example for file in sorted(folder.glob("*.yaml")) for example in _read_file(file))


def example_as_dict(example: Example) -> dict[str, object]:
    """An example as JSON can carry it, dates as ISO texts."""
    return {
        "name": example.name,
        "basis": example.basis,
        "source": example.source,
        "given": _plain(example.given),
        "expect": _plain(example.expect),
    }


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    return value.isoformat() if isinstance(value, date) else value


def _read_file(file: Path) -> tuple[Example, ...]:
    block = read_yaml(file)
    with naming(file):
        examples = tuple(_read_example(each) for each in block.blocks("examples"))
        block.close()
    return examples


def _read_example(block: Block) -> Example:
    example = Example(
        name=block.text("name"),
        basis=block.text("basis"),
        source=block.text("source"),
        given={str(key): value for key, value in block.block("given").content.items()},
        expect=_read_expected(block.block("expect")),
    )
    block.close()
    if example.basis not in BASES:
        raise block.refuse("basis", "unknown_value", value=example.basis)
    return example


def _read_expected(block: Block) -> Days:
    keys = [key for key in (*EXPECTED_OF_QUERY, *EXPECTED_OF_COUNT) if block.has(key)]
    block.close()
    return {key: block.text(key) if key == "rule" else block.day(key) for key in keys}


def _count(given: Mapping[str, object], law: Law) -> Days:
    block = Block(dict(given), "given")
    after, rolls = block.day("after"), block.flag("rolls", default=False)
    period = read_period(block, "period")
    if period is None:
        raise block.refuse("period", "missing_key")
    block.close()
    ends = {"last_day": last_day, "safe_day": safe_last_day}
    days = {name: end(after + ONE_DAY, period, law.calendar) for name, end in ends.items()}
    return {name: law.calendar.next_working_day(day) if rolls else day for name, day in days.items()}


def _ask(given: Mapping[str, object], law: Law) -> Days:
    result = answer(law, parse_query(given)).governing_result
    day_one = [step.on for step in result.steps if step.key.startswith("day_one")]
    return {
        "rule": result.rule,
        "day_one": day_one[0] if day_one else result.raw_date,
        "raw_date": result.raw_date,
        "legal_date": result.legal_date,
        "safe_date": result.safe_date,
    }
