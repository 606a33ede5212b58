"""The ledger as plain values and sentences in Dutch, French or English; the words stand in the YAML."""

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from deadlines.law.errors import LawError
from deadlines.law.penalties.balance import Ledger, Line, Sum, Totals, UnitRange, Value

LANGUAGES: Final = ("nl", "fr", "en")
TEXTS_FILE: Final = Path(__file__).parents[1] / "data" / "texts" / "penalties.yaml"
NO_BREAK: Final = "\N{NO-BREAK SPACE}"
EUROS: Final = {"nl": ("€" + NO_BREAK, ".", ","), "fr": ("", NO_BREAK, ","), "en": ("€", ",", ".")}
CENT: Final = Decimal("0.01")


@cache
def texts() -> dict[str, Any]:
    """Every text of the penalties, by part, key and language."""
    read: dict[str, Any] = yaml.safe_load(TEXTS_FILE.read_text(encoding="utf-8"))
    return read


def ledger_as_dict(ledger: Ledger, language: str) -> dict[str, object]:
    """The ledger with ISO dates, money as strings with two decimals, and its sentences in one language."""
    if language not in LANGUAGES:
        raise LawError("language_unknown", field="language", language=language)
    watches = {watch.kind.value: watch.on.isoformat() for watch in ledger.watches}
    return {
        "on": ledger.on.isoformat(),
        "first_counted_on": _iso(ledger.first_counted_on),
        "ranges": [_range_as_dict(part) for part in ledger.ranges],
        "totals": _totals_as_dict(ledger.totals),
        "oldest_unsecured_unit_on": _iso(ledger.oldest_unsecured_unit_on),
        "oldest_unsecured_lapses_on": _iso(ledger.oldest_unsecured_lapses_on),
        "secured_lapses_on": _iso(ledger.secured_lapses_on),
        "watches": [{"kind": kind, "on": on} for kind, on in watches.items()],
        "explanation": [_line_as_dict(line, language) for line in ledger.lines],
    }


def sentence(line: Line, language: str) -> str:
    """A line of the explanation in words, without its article."""
    values = {name: _said(value, language) for name, value in line.values}
    text: str = texts()["lines"][line.key][language].format(**values)
    return text[0].upper() + text[1:]


def _line_as_dict(line: Line, language: str) -> dict[str, object]:
    return {
        "key": line.key,
        "text": sentence(line, language),
        "article": texts()["articles"][line.article][language],
        "values": {name: _plain(value) for name, value in line.values},
    }


def _range_as_dict(part: UnitRange) -> dict[str, object]:
    return {
        "from": part.from_on.isoformat(),
        "to": part.to_on.isoformat(),
        "units": part.units,
        "amount": _money(part.amount),
        "paid": _money(part.paid),
        "state": part.state.value,
        "lapses_on": _iso(part.lapses_on),
    }


def _totals_as_dict(totals: Totals) -> dict[str, object]:
    sums = {name: value for name, value in vars(totals).items() if isinstance(value, Sum)}
    named = {name: {"units": each.units, "amount": _money(each.amount)} for name, each in sums.items()}
    return {**named, "overpaid": _money(totals.overpaid)}


def _iso(on: date | None) -> str | None:
    return None if on is None else on.isoformat()


def _money(amount: Decimal) -> str:
    return str(amount.quantize(CENT))


def _plain(value: Value) -> str | int:
    if isinstance(value, date):
        return value.isoformat()
    return _money(value) if isinstance(value, Decimal) else value


def _said(value: Value, language: str) -> str:
    if isinstance(value, date):
        return _day(value, language)
    if isinstance(value, Decimal):
        return _euros(value, language)
    words = texts()["words"].get(value) if isinstance(value, str) else None
    return str(value) if words is None else str(words[language])


def _euros(amount: Decimal, language: str) -> str:
    before, thousands, point = EUROS[language]
    number = f"{amount.quantize(CENT):,}".translate({ord(","): thousands, ord("."): point})
    return f"{before}{number}" + (f"{NO_BREAK}€" if language == "fr" else "")


def _day(on: date, language: str) -> str:
    number = "1er" if language == "fr" and on.day == 1 else str(on.day)
    return f"{number} {texts()['months'][language][on.month - 1]} {on.year}"
