"""Reading an ECLI (European Case Law Identifier): parsed, written in one way, warned about, never refused.

Real collections hold wrong ones, and new courts get new codes. Sources: the e-Justice portal on ECLI and on Belgium.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cases.courts import WITHOUT_ECLI, Court, table
from cases.readings import Known, Reading, Warned

OUTER = re.compile(
    r"ECLI:(?P<country>[A-Z]{2}):(?P<court>[A-Z][A-Z0-9]{0,6}):(?P<year>\d{4}):(?P<ordinal>[A-Z0-9.]{1,25})",
    re.ASCII,
)
KINDS = {"BE": "ecli_belgium", "EU": "ecli_european_union", "CE": "ecli_council_of_europe"}
DECISION_TYPES = frozenset({"ARR", "JUG", "ORD", "DEC", "CONC", "AVIS"})
STRASBOURG_TYPES = frozenset({"JUD", "DEC", "REP", "ADV"})
STRASBOURG = re.compile(r"(?P<day>\d{4})(?P<type>[A-Z]{1,5})\d{7}\d{2}", re.ASCII)
LUXEMBOURG = re.compile(r"\d{1,4}", re.ASCII)
TYPED = re.compile(r"(?P<type>[A-Z]+)\.", re.ASCII)
DATED = re.compile(r"[A-Z]+\.(?P<day>\d{8})(?:\.|$)", re.ASCII)
# What follows the court in Belgium, by level; the courts below the supreme ones all write alike.
FORMS = {
    "constitutional": re.compile(r"ARR\.\d{3}[A-Z]?", re.ASCII),
    "cassation": re.compile(r"(ARR|CONC|ORD|DEC|AVIS)\.\d{8}(\.\d[FN])?\.\d{1,3}", re.ASCII),
    "council_of_state": re.compile(r"(ARR|ORD)\.\d{1,3}(\.\d{3})?", re.ASCII),
}
LOWER = re.compile(r"(ARR|JUG|ORD|DEC|CONC|AVIS)\.\d{8}\.\d{1,3}", re.ASCII)
SHORT_NUMBER = re.compile(r"ARR\.(\d{1,3})([A-Z]?)", re.ASCII)
LONG_NUMBER = re.compile(r"(ARR|ORD)\.(\d{1,3})(\d{3})", re.ASCII)


@dataclass(frozen=True)
class Parts:
    """The elements of an ECLI behind the first, in capitals, and the court if it is known."""

    country: str
    code: str
    year: int
    ordinal: str
    court: Court | None

    @property
    def whole(self) -> str:
        return f"ECLI:{self.country}:{self.code}:{self.year:04}:{self.ordinal}"


def read_ecli(text: str, known: Known) -> Reading:
    """What an ECLI says. Whatever is no ECLI comes back as printed, with a warning."""
    found = OUTER.fullmatch(_tidy(text))
    if found is None:
        return Reading(text, text, warnings=(Warned("not_an_ecli"),))
    parts = _parts(found)
    day, warnings = _day_of(parts)
    warnings += [
        *_about_court(parts, found["court"], known),
        *_about_form(parts),
        *_about_time(parts, day, known),
    ]
    once = {warning.code: warning for warning in warnings}
    kind = KINDS.get(parts.country, "ecli_elsewhere")
    return Reading(text, parts.whole, (kind,), parts.court, day, tuple(once.values()))


def _tidy(text: str) -> str:
    """In capitals, without the spaces and unseen marks that come along when it is copied, or the sentence's end."""
    seen = (letter for letter in text if not letter.isspace() and unicodedata.category(letter) != "Cf")
    return "".join(seen).upper().rstrip(".,;")


def _parts(found: re.Match[str]) -> Parts:
    country, code = found["country"], found["court"]
    court = table().by_code(country, code)
    ordinal = _usual(court, found["ordinal"])
    return Parts(country, court.code if court else code, int(found["year"]), ordinal, court)


def _usual(court: Court | None, ordinal: str) -> str:
    """The ordinal as the court itself prints it: ARR.001 at the Constitutional Court, ARR.259.259 at the Council."""
    level = court.level if court else ""
    if level == "constitutional" and (short := SHORT_NUMBER.fullmatch(ordinal)):
        return f"ARR.{int(short[1]):03}{short[2]}"
    if level == "council_of_state" and (long := LONG_NUMBER.fullmatch(ordinal)):
        return f"{long[1]}.{long[2]}.{long[3]}"
    return ordinal


# Dates


def _day_of(parts: Parts) -> tuple[date | None, list[Warned]]:
    """The day written into the ordinal, if any; one that no calendar has is warned about."""
    if parts.country == "CE":
        found = STRASBOURG.fullmatch(parts.ordinal)
        digits = f"{parts.year:04}{found['day']}" if found else ""
    else:
        found = DATED.match(parts.ordinal) if parts.country == "BE" else None
        digits = found["day"] if found else ""
    if not digits:
        return None, []
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])), []
    except ValueError:
        return None, [Warned("date_impossible", {"digits": digits})]


def _about_time(parts: Parts, day: date | None, known: Known) -> Iterator[Warned]:
    if day is not None and day.year != parts.year:
        yield Warned("year_mismatch", {"year": str(parts.year), "date": day.isoformat()})
    if parts.year > known.today.year or (day is not None and day > known.today):
        yield Warned("date_in_future", {"date": day.isoformat() if day else str(parts.year)})
    if known.decided_on is None:
        return
    told = day.isoformat() if day else f"{parts.year:04}"
    if not known.decided_on.isoformat().startswith(told):
        yield Warned("date_mismatch", {"date": told, "decided_on": known.decided_on.isoformat()})


# Courts


def _about_court(parts: Parts, printed: str, known: Known) -> Iterator[Warned]:
    if parts.country not in table().countries:
        yield Warned("unknown_country", {"country": parts.country})
    if parts.court is None:
        yield from _about_unknown_court(parts)
    elif printed != parts.court.code:
        yield Warned("court_code_outdated", {"printed": printed, "code": parts.court.code})
    elif not parts.court.is_seen:
        yield Warned("court_code_not_seen", {"code": printed})
    yield from _about_named_court(parts, known.court)


def _about_unknown_court(parts: Parts) -> Iterator[Warned]:
    """Of the three places whose courts are listed here; elsewhere no code is known, and none is wrong."""
    if parts.country not in KINDS:
        return
    meant = table().meant_by(parts.code)
    if table().by_code(WITHOUT_ECLI, parts.code):
        yield Warned("no_ecli_for_this_court")
    elif parts.country == "BE" and meant:
        yield Warned("court_code_mistaken", {"printed": parts.code, "code": meant.code})
    else:
        yield Warned("unknown_court", {"code": parts.code})


def _about_named_court(parts: Parts, name: str) -> Iterator[Warned]:
    """Whether the court of the record can have given this ECLI. A name that is not known says nothing."""
    named = table().named(name)
    if named and not any(court.has_ecli for court in named):
        yield Warned("no_ecli_for_this_court")
    elif named and parts.court and parts.court not in named:
        yield Warned("court_mismatch", {"code": parts.court.code, "court": name})


# Form


def _about_form(parts: Parts) -> Iterator[Warned]:
    """Whether the ordinal is written as the court writes it. Of unknown courts only the outer form is known."""
    if parts.court is None:
        return
    typed = (STRASBOURG.fullmatch if parts.country == "CE" else TYPED.match)(parts.ordinal)
    types = {"CE": STRASBOURG_TYPES, "BE": DECISION_TYPES}.get(parts.country)
    if typed and types and typed["type"] not in types:
        yield Warned("decision_type_unknown", {"type": typed["type"]})
    elif not _form_of(parts.court).fullmatch(parts.ordinal):
        yield Warned("form_unexpected", {"ordinal": parts.ordinal})


def _form_of(court: Court) -> re.Pattern[str]:
    if court.country == "CE":
        return STRASBOURG
    return LUXEMBOURG if court.country == "EU" else FORMS.get(court.level, LOWER)
