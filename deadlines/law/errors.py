"""What the law refuses to compute, as stable codes: the words for people are made elsewhere."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

CODES: Final[Mapping[str, str]] = MappingProxyType(
    {
        # asking
        "unknown_key": "the question holds a key that does not exist",
        "missing_key": "the question lacks a key that is needed",
        "wrong_type": "the value is of another type than the key asks",
        "unknown_value": "the value is not one of the words the key knows",
        "date_impossible": "the text is not a day of the calendar, written YYYY-MM-DD",
        "dates_contradict": "two dates of the question cannot both be true",
        "date_needed": "the day is unknown and nothing bounds it from below",
        "language_unknown": "the language is not nl, fr or en",
        "number_out_of_range": "the number is too small or too large to mean anything",
        # choosing
        "rule_unknown": "there is no rule of that id",
        "rule_not_in_force": "the rule has no version in force on that day",
        "no_rule_applies": "no rule fits the decision as described",
        "mode_not_covered": "the start rule does not know that mode of delivery on that day",
        # counting
        "calendar_not_confirmed": "the day lies outside the confirmed table of holidays",
        "period_not_positive": "a period counts at least one unit",
        # penalties that run
        "penalty_impossible": "the order, its service or its end cannot be as stated",
        # reading the YAML
        "file_broken": "a file of rules breaks its layout",
    }
)


class LawError(Exception):
    """A refusal: a stable code, the dotted path of the field concerned, the values that explain it."""

    def __init__(self, code: str, field: str | None = None, **values: object) -> None:
        if code not in CODES:
            raise KeyError(code)
        super().__init__(code, field, values)
        self.code: Final = code
        self.field: Final = field
        self.values: Final[dict[str, object]] = values

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value}" for name, value in self.values.items())
        return " ".join(part for part in (self.code, self.field and f"at {self.field}", details) if part)
