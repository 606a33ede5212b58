"""The words of the law in nl, fr and en, read once from data/texts: templates, vocabulary, days and units."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from deadlines.law.errors import LawError
from deadlines.law.periods import UNITS, Period
from deadlines.law.strict import Block, Names, names_by_key, naming, read_yaml
from deadlines.law.vocabulary import (
    LANGUAGES,
    Authority,
    Confidence,
    DecisionKind,
    EventKind,
    Fact,
    Forum,
    Ground,
    Language,
    Mode,
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
    "suspensive": Suspensive,
    "confidence": Confidence,
    "event_kind": EventKind,
}


@dataclass(frozen=True)
class Texts:
    """Everything the packaged text files say."""

    steps: Mapping[str, Names]
    warnings: Mapping[str, Names]
    vocabulary: Mapping[str, Mapping[str, Names]]
    weekdays: Mapping[str, tuple[str, ...]]
    months: Mapping[str, tuple[str, ...]]
    one: Mapping[str, Names]
    many: Mapping[str, Names]
    ordinals: Mapping[str, tuple[str, ...]]
    passed_over: Names


@cache
def load_texts() -> Texts:
    """The packaged texts; a word without meaning in some language is refused."""
    days_file, vocabulary_file = FOLDER / "days.yaml", FOLDER / "vocabulary.yaml"
    days, vocabulary = read_yaml(days_file), read_yaml(vocabulary_file)
    with naming(days_file):
        lists = {key: _lists(days.block(key)) for key in ("weekdays", "months", "ordinals")}
        one, many = (_complete(days.block(key), UNITS) for key in ("one", "many"))
        passed_over = days.names("passed_over")
        days.close()
    with naming(vocabulary_file):
        words = {name: _meanings(vocabulary, name) for name in VOCABULARIES}
        vocabulary.close()
    steps = names_by_key(read_yaml(FOLDER / "steps.yaml"))
    warnings = _complete(read_yaml(FOLDER / "warnings.yaml"), [str(code) for code in WarningCode])
    return Texts(steps, warnings, words, **lists, one=one, many=many, passed_over=passed_over)
