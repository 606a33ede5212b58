"""What is wrong in a sheet, where, and in which words the one who sent it is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Of the file as a whole, or of its header.
OF_THE_FILE: dict[str, str | Promise] = {
    "file_empty": _("The file is empty."),
    "file_without_rows": _("The file has a header and no rows."),
    "not_utf_8": _(
        "Byte %(byte)s is not UTF-8; the file may be Latin-1: save it as “CSV UTF-8”. Nothing after it was read."
    ),
    "not_csv": _("This cannot be read as CSV (%(reason)s). Nothing after it was read."),
    "file_is_old_excel": _(
        "This is a workbook of Excel 97, or one with a password. Save it as .xlsx without a password."
    ),
    "not_a_workbook": _("This is neither CSV nor an .xlsx workbook. Save it as one of the two."),
    "workbook_broken": _("This workbook cannot be read. Open it, save it anew as .xlsx, and send that."),
    "workbook_too_large": _(
        "Unpacked, this workbook is too large. Copy the rows alone into a new one and send that."
    ),
    "sheet_unknown": _("There is no sheet “%(sheet)s”. The workbook has: %(sheets)s."),
    "too_many_rows": _("A file may have %(most)s rows. Send the rest in a second one."),
    "too_many_columns": _("A sheet may have %(most)s columns. Remove those that are not imported."),
    "column_missing": _("This column is required and missing."),
    "column_unknown": _("There is no such column%(hint)s."),
    "column_unnamed": _("Column %(position)s has no name."),
    "column_twice": _("This column stands there more than once."),
}
# Of one cell, or of the row by itself.
OF_THE_ROW: dict[str, str | Promise] = {
    "cell_count": _("The row has %(found)s cells where the header has %(expected)s."),
    "cell_error": _("The cell shows an error. Put the formula right, or write the value itself."),
    "formula_without_value": _("The formula has no stored value. Open the workbook, save it, and send that."),
    "value_needed": _("This may not be empty."),
    "key_needed": _("Name the order: by court, role number and day, or by our reference."),
    "text_too_long": _("This has %(length)s characters; %(most)s fit."),
    "text_with_nul": _("This holds a NUL character, which cannot be stored."),
    "text_is_a_date": _(
        "The workbook made a date of this (%(text)s). Format the column as text and type it again."
    ),
    "date_unreadable": _("“%(text)s” is not a date; write it as 2022-07-22."),
    "money_unreadable": _(
        "“%(text)s” is not an amount in euros; write it as 1000.00 or 1000,00, without separators."
    ),
    "money_not_positive": _("This must be more than zero."),
    "money_too_large": _("“%(text)s” is too large; %(digits)s digits before the decimal sign fit."),
    "number_unreadable": _("“%(text)s” is not a whole number."),
    "number_out_of_range": _("%(number)s is not between %(least)s and %(most)s."),
    "choice_unknown": _("“%(text)s” is not one of %(allowed)s."),
    "penalty_needs_amount": _("This is empty while %(others)s say something about a penalty."),
    "unit_needed": _("A penalty needs its unit."),
    "key_twice": _("This order stands on line %(first_line)s already. Take one of the two out."),
    "line_twice": _("Line %(first_line)s says the same. Take one of the two out."),
    "payment_twice": _(
        "Line %(first_line)s has the same payment. If both were made, give each its own payment reference."
    ),
}
# Of the row beside what the desk holds.
OF_THE_DESK: dict[str, str | Promise] = {
    "known_elsewhere": _(
        "This order stands in the book already, in a dossier that is not open to you. Ask your coordinator."
    ),
    "order_unknown": _("The book holds no such order. Enter the order first."),
    "reference_unknown": _("The book holds no condemnation %(reference)s."),
    "key_differs": _(
        "The file says “%(said)s”, %(reference)s holds “%(stored)s”. Leave this cell empty, or the reference."
    ),
    "differs_from_stored": _(
        "The file says “%(said)s”, the desk holds “%(stored)s” in %(reference)s. "
        "Send the file again to update or to skip what is known, or put one of the two right."
    ),
    "penalty_not_edited": _(
        "The file says “%(said)s”, the desk holds “%(stored)s” in %(reference)s. "
        "An import does not change a penalty: record its amendment in the dossier."
    ),
    "event_not_edited": _(
        "The file says “%(said)s”, the desk holds “%(stored)s” in %(reference)s. Correct the event in the dossier."
    ),
    "payment_perhaps_known": _(
        "%(reference)s holds a payment of the same day and amount without a reference. "
        "If this is another one, record it in the dossier."
    ),
}
# What the services refuse by hand too, in the words of a row.
OF_THE_RULES: dict[str, str | Promise] = {
    "date_in_future": _("%(date)s lies after today, %(today)s."),
    "event_before_order": _("No order stood on this day. Look at the day, and at the order in the dossier."),
    "event_happens_once": _("This happens once and is recorded in the dossier. Correct it there."),
    "state_forbids": _("The dossier is closed. Open it again first."),
    "no_penalty": _("This order carries no penalty."),
    "penalty_impossible": _("The ledger of the penalty cannot be as stated (%(reason)s)."),
    "not_served": _("The order was not served by this day. Record its service first."),
    "debtor_needed": _(
        "This order binds two debtors. Say in the column debtor which of them this concerns: fedasil or belgian_state."
    ),
    "debtor_not_bound": _(
        "The order does not bind this debtor. Look at the debtor, and at the order in the dossier."
    ),
    "detail_not_of_this_event": _("A second service is of the whole order. Empty the debtor."),
    "penalty_impossible.before_service": _("The order was not served by this day. Record its service first."),
    "penalty_impossible.payment_above_forfeited": _(
        "By %(on)s less was forfeited: %(amount)s euro is %(excess)s too much. Look at amount, day and order."
    ),
    "penalty_impossible.lump_sum_has_no_cap": _("A lump sum has no cap. Empty one of the two."),
    "calendar_not_confirmed": _("The day lies outside the confirmed table of holidays."),
    "appeal_not_lodged": _("No appeal against the order stands open on this day. Record the appeal first."),
    "appeal_not_ended": _("No appeal against the order has ended by this day. Record its end first."),
}
SAYS = {**OF_THE_FILE, **OF_THE_ROW, **OF_THE_DESK, **OF_THE_RULES}


class _Known(dict[str, object]):
    """The values of a sentence; one that was forgotten with its file is an ellipsis."""

    def __missing__(self, name: str) -> str:
        return "…"


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """One mistake: the line its row begins on (the header is 1), the column where there is one, a stable code."""

    line: int
    code: str
    column: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        where = f"line {self.line}, {self.column}" if self.column else f"line {self.line}"
        return f"{where}: {said(self.code, self.values)}"


class Refusal(Protocol):
    """What a service or the law refuses, for a mistake to be made of it."""

    @property
    def code(self) -> str: ...

    @property
    def field(self) -> str | None: ...

    @property
    def values(self) -> Mapping[str, object]: ...


class UnreadableError(Exception):
    """The file cannot be read on from here."""

    def __init__(self, *mistakes: Mistake) -> None:
        super().__init__(*mistakes)
        self.mistakes = mistakes


def said(code: str, values: Mapping[str, object]) -> str:
    """The sentence of a mistake in the caller's language; the bare code where there is none of the import's own."""
    sentence = SAYS.get(f"{code}.{values.get('reason')}") or SAYS.get(code, code)
    return str(sentence) % _Known(values)


def mistake_of(refusal: Refusal, line: int, column: str) -> Mistake:
    """What a service would refuse, told of a row."""
    return Mistake(line=line, column=column, code=refusal.code, values=refusal.values)
