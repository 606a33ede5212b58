"""What is wrong in a file, where, and in which words the one who sent it is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field

SAYS = {
    "file_empty": "the file is empty",
    "file_without_rows": "the file has a header and no rows",
    "not_utf_8": "byte {byte} is not UTF-8; the file may be Latin-1: save it as “CSV UTF-8”. Nothing after it was read",
    "not_csv": "cannot be read as CSV ({reason}). Nothing after it was read",
    "column_missing": "this column is required and missing",
    "column_unknown": "there is no such column{hint}; `--columns` lists them",
    "column_unnamed": "column {position} has no name",
    "column_twice": "this column stands there more than once",
    "cell_count": "has {found} cells where the header has {expected}",
    "value_needed": "may not be empty",
    "text_too_long": "has {length} characters; {most} fit",
    "text_with_nul": "holds a NUL character, which cannot be stored",
    "date_unreadable": "“{text}” is not a date; write it as 2022-07-22",
    "money_unreadable": "“{text}” is not an amount in euros; write it as 1000.00 or 1000,00, without separators",
    "money_not_positive": "must be more than zero",
    "money_too_large": "“{text}” is too large; {digits} digits before the decimal sign fit",
    "number_unreadable": "“{text}” is not a whole number",
    "number_out_of_range": "{number} is not between {least} and {most}",
    "choice_unknown": "“{text}” is not one of {allowed}",
    "date_in_future": "{date} lies after today, {today}",
    "event_before_order": "{date} lies before the order of {decided_on}",
    "amount_needed": "is empty while {others} say something about a penalty",
    "unit_needed": "a penalty needs its unit",
    "key_twice": "this court, role number and day stand on line {first_line} already",
    "known_elsewhere": "this court, role number and day are in the book already, in a dossier you do not see",
    "differs_from_stored": "the file says “{said}”, the desk holds “{stored}” in {reference}; nothing is overwritten",
}


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """One mistake: the line its row begins on (the header is 1), the column where there is one, a stable code."""

    line: int
    code: str
    column: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        where = f"line {self.line}, {self.column}" if self.column else f"line {self.line}"
        return f"{where}: {SAYS[self.code].format(**self.values)}"


class UnreadableError(Exception):
    """The file cannot be read on from here."""

    def __init__(self, *mistakes: Mistake) -> None:
        super().__init__(*mistakes)
        self.mistakes = mistakes


@dataclass
class Report:
    """All mistakes counted, the first `kept_at_most` of them kept."""

    kept_at_most: int
    kept: list[Mistake] = field(default_factory=list)
    count: int = 0

    def add(self, *mistakes: Mistake) -> None:
        self.count += len(mistakes)
        self.kept.extend(mistakes[: max(0, self.kept_at_most - len(self.kept))])

    @property
    def left_out(self) -> int:
        return self.count - len(self.kept)
