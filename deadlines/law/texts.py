"""The words of the law in nl, fr and en, read once from data/texts: templates, meanings, days and units."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from deadlines.law.errors import LawError
from deadlines.law.periods import UNITS, Period
from deadlines.law.starts import Article
from deadlines.law.strict import Block, Names, naming, read_yaml
from deadlines.law.vocabulary import (
    LANGUAGES,
    Authority,
    Confidence,
    DecisionKind,
    EventKind,
    Fact,
    Forum,
    Ground,
    Mode,
    Remedy,
    RuleKind,
    Suspensive,
    WarningCode,
)

FOLDER: Final = Path(__file__).parent / "data" / "texts"
VOCABULARIES: Final[Mapping[str, type[StrEnum]]] = {
    "authority": Authority,
    "decision_kind": DecisionKind,
    "ground": Ground,
    "fact": Fact,
    "mode": Mode,
    "forum": Forum,
    "rule_kind": RuleKind,
    "remedy": Remedy,
    "suspensive": Suspensive,
    "confidence": Confidence,
    "event_kind": EventKind,
}
STEPS: Final = (
    "event",
    "act",
    "day_one",
    "day_one_working",
    "delay",
    *(f"last_day_{unit}" for unit in UNITS),
    "printed_term",
    "counted_back",
    "earlier_reading",
    "extended",
    "extension_arguable",
    "rolled",
)
PLACE_WORDS: Final = {
    "nl": {"al": "lid", "s": "zin"},
    "fr": {"al": "al.", "s": "phrase"},
    "en": {"al": "para.", "s": "sentence"},
}


@dataclass(frozen=True)
class Voice:
    """One language: how it names days, periods, articles and every word of the vocabulary."""

    language: str
    steps: Mapping[str, str]
    warnings: Mapping[str, str]
    vocabulary: Mapping[str, Mapping[str, str]]
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    ordinals: tuple[str, ...]
    one: Mapping[str, str]
    many: Mapping[str, str]
    passed_over: str

    def day(self, on: date) -> str:
        """A day with its weekday, written out."""
        number = "1er" if self.language == "fr" and on.day == 1 else str(on.day)
        return f"{self.weekdays[on.weekday()]} {number} {self.months[on.month - 1]} {on.year}"

    def period(self, period: Period) -> str:
        """A period with its unit."""
        return f"{period.amount} {(self.one if period.amount == 1 else self.many)[period.unit]}"

    def ordinal(self, number: int) -> str:
        """A small number as an ordinal word."""
        return self.ordinals[number - 1]

    def article(self, article: Article) -> str:
        """An article: the act's name, then the place in the words of the language."""
        words = PLACE_WORDS[self.language]
        place = re.sub(r"\bal\.(\d)", rf"{words['al']} \1", article.place)
        place = re.sub(r"\bs\.(\d)", rf"{words['s']} \1", place)
        return f"{article.names[self.language]}, art. {place}" if place else article.names[self.language]

    def meaning(self, code: StrEnum) -> str:
        """What a word of any vocabulary means."""
        name = next(name for name, words in VOCABULARIES.items() if isinstance(code, words))
        return self.vocabulary[name][code]


def voice(language: str) -> Voice:
    """The texts of one language; only nl, fr and en are spoken."""
    if language not in LANGUAGES:
        raise LawError("language_unknown", "language", language=language, known=LANGUAGES)
    return _voices()[language]


@cache
def _voices() -> Mapping[str, Voice]:
    steps = _names_in(FOLDER / "steps.yaml", STEPS)
    warnings = _names_in(FOLDER / "warnings.yaml", WarningCode)
    vocabulary = _read_vocabulary(FOLDER / "vocabulary.yaml")
    file = FOLDER / "days.yaml"
    days = read_yaml(file)
    with naming(file):
        lists = {key: days.block(key) for key in ("weekdays", "months", "ordinals")}
        one, many = _complete(days.block("one"), UNITS), _complete(days.block("many"), UNITS)
        passed_over = days.names("passed_over")
        days.close()
        return {
            language: Voice(
                language=language,
                steps=_in(language, steps),
                warnings=_in(language, warnings),
                vocabulary={name: _in(language, words) for name, words in vocabulary.items()},
                weekdays=lists["weekdays"].texts(language),
                months=lists["months"].texts(language),
                ordinals=lists["ordinals"].texts(language),
                one=_in(language, one),
                many=_in(language, many),
                passed_over=passed_over[language],
            )
            for language in LANGUAGES
        }


def _in(language: str, texts: Mapping[str, Names]) -> Mapping[str, str]:
    return {key: names[language] for key, names in texts.items()}


def _read_vocabulary(file: Path) -> Mapping[str, Mapping[str, Names]]:
    block = read_yaml(file)
    with naming(file):
        vocabulary = {name: _complete(block.block(name), words) for name, words in VOCABULARIES.items()}
        block.close()
    return vocabulary


def _names_in(file: Path, keys: Iterable[str]) -> Mapping[str, Names]:
    block = read_yaml(file)
    with naming(file):
        return _complete(block, keys)


def _complete(block: Block, keys: Iterable[str]) -> Mapping[str, Names]:
    """Exactly these keys, each in every language."""
    names = {str(key): block.names(str(key)) for key in keys}
    block.close()
    return names
