"""Reading the number of a case: role numbers, numbers of judgments, applications and repertories. Never refused.

The same digits can be a number of two courts, so a reading names every kind it can be, fewer where the court is known.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cases.courts import table
from cases.readings import Known, Reading, Warned


@dataclass(frozen=True)
class NumberForm:
    """How the courts of some levels write a number. `written` is the one way to write it, from the pattern's groups.

    A form that is `sure` is taken for such a number even amid other words.
    """

    kind: str
    pattern: str
    written: str
    levels: frozenset[str]
    sure: bool = False

    def read(self, text: str) -> re.Match[str] | None:
        return re.fullmatch(self.pattern, text, re.ASCII | re.IGNORECASE)

    def write(self, found: re.Match[str]) -> str:
        return self.written.format(**{name: part or "" for name, part in found.groupdict().items()}).upper()


def _form(kind: str, pattern: str, written: str, *levels: str, sure: bool = False) -> NumberForm:
    return NumberForm(kind, pattern, written, frozenset(levels), sure)


YEAR, SHORT_YEAR, NUMBER = r"(?P<year>(?:19|20)\d\d)", r"(?P<year>\d\d)", r"0*(?P<number>\d{1,5})"
FORMS = (
    _form(
        "labour_tribunal_role", SHORT_YEAR + "/" + NUMBER + "/(?P<roll>[A-Z])", "{year}/{number}/{roll}",
        "labour_tribunal", sure=True,
    ),
    # Labour courts and courts of appeal write alike: KB, CB, AB, AL in the one, other letters in the other.
    _form(
        "appellate_role", YEAR + "/(?P<roll>[A-Z]{2})/" + NUMBER, "{year}/{roll}/{number}",
        "labour_court", "appeal", sure=True,
    ),
    _form(
        "first_instance_role", YEAR + "/" + NUMBER + "/(?P<roll>[A-Z])", "{year}/{number}/{roll}",
        "first_instance", sure=True,
    ),
    _form(
        "cassation_role", r"(?P<roll>[A-Z])\.(?P<year>\d\d)\.(?P<number>\d{4})\.(?P<language>[FN])",
        "{roll}.{year}.{number}.{language}", "cassation", sure=True,
    ),
    _form(
        "council_of_state_judgment", r"(?P<thousands>\d{1,3})\.(?P<rest>\d{3})", "{thousands}.{rest}",
        "council_of_state",
    ),
    _form(
        "aliens_council_judgment", r"(?P<thousands>\d{1,3})[ .]?(?P<rest>\d{3})", "{thousands} {rest}",
        "aliens_council",
    ),
    _form("constitutional_court_judgment", r"0*(?P<number>\d{1,3})/" + YEAR, "{number}/{year}", "constitutional"),
    _form("echr_application", r"0*(?P<number>\d{1,6})/" + SHORT_YEAR, "{number}/{year}", "echr"),
    _form("eu_case", r"(?P<roll>[CTF])[-‑–](?P<number>\d{1,4})/" + SHORT_YEAR, "{roll}-{number}/{year}", "eu"),
    _form("old_labour_tribunal_role", r"0*(?P<number>\d{1,5})/" + SHORT_YEAR, "{number}/{year}", "labour_tribunal"),
    _form("repertory", YEAR + r"/ *(?P<number>\d*)", "{year}/{number}"),
)  # fmt: skip
SURE = re.compile(
    r"(?<![\w/.])(?:"
    + "|".join(re.sub(r"\?P<\w+>", "?:", form.pattern) for form in FORMS if form.sure)
    + r")(?![\w/])",
    re.ASCII | re.IGNORECASE,
)
# What stands before a number and is none of it: "A.R. nr.", "RG n°", "Rolnummer:", "arrest nr.".
LEAD = re.compile(
    r"(?:(?:A\.? ?R|R\.? ?G|rol|rôle|arrest|arrêt|nummer|numéro|n[ro]|n°|de)[.: ]*)+(?=\d|[A-Z]\W)",
    re.IGNORECASE,
)
# Two digits of a year say no century: up to fifty years ahead they lie ahead, beyond that behind.
AHEAD = 50


def read_role_number(text: str, known: Known) -> Reading:
    """What the number of a case says. Whatever is in no known form comes back as printed, with a warning."""
    tidy = " ".join(text.split()).rstrip(".,;")
    found = _fitting(tidy) or _fitting(_without_lead(tidy))
    if not found:
        within = list(dict.fromkeys(_written(each) for each in SURE.findall(tidy)))
        if len(within) > 1:
            return Reading(text, text, warnings=(Warned("several_numbers", {"numbers": ", ".join(within)}),))
        found = _fitting(within[0]) if within else []
    if not found:
        return Reading(text, text, warnings=(Warned("form_of_number_unknown"),))
    return _reading(text, found, known)


def read_repertory_number(text: str, known: Known) -> Reading:
    """What the registry's number of a decision says; whatever is written like another number is warned about."""
    tidy = " ".join(text.split()).rstrip(".,;")
    fitting = _fitting(tidy) or _fitting(_without_lead(tidy))
    found = [(form, match) for form, match in fitting if form.kind == "repertory"]
    if not found:
        return Reading(text, text, warnings=(Warned("not_a_repertory_number"),))
    [(form, match)] = found
    return Reading(text, form.write(match), (form.kind,), warnings=tuple(_about_year(found, known)))


def _without_lead(text: str) -> str:
    lead = LEAD.match(text)
    return text[lead.end() :] if lead else text


def _written(text: str) -> str:
    """A number of a sure form, written in the one way of its form."""
    [(form, found)] = [(form, found) for form, found in _fitting(text) if form.sure]
    return form.write(found)


def _fitting(text: str) -> list[tuple[NumberForm, re.Match[str]]]:
    return [(form, found) for form in FORMS if (found := form.read(text))]


def _reading(text: str, found: list[tuple[NumberForm, re.Match[str]]], known: Known) -> Reading:
    """Only what the court can write, if it is known and can; written in one way where all readings agree."""
    levels = {court.level for court in table().named(known.court)}
    of_court = [(form, match) for form, match in found if form.levels & levels]
    kept = of_court or found
    written = {form.write(match) for form, match in kept}
    kinds = tuple(form.kind for form, _ in kept)
    warnings = [
        *_about_kind(kinds, known, is_of_another=bool(levels) and not of_court),
        *_about_year(kept, known),
    ]
    return Reading(text, written.pop() if len(written) == 1 else text, kinds, warnings=tuple(warnings))


def _about_kind(kinds: tuple[str, ...], known: Known, *, is_of_another: bool) -> Iterator[Warned]:
    if kinds == ("repertory",):
        yield Warned("is_repertory_number")
    elif is_of_another:
        yield Warned("number_of_another_court", {"court": known.court})


def _about_year(kept: list[tuple[NumberForm, re.Match[str]]], known: Known) -> Iterator[Warned]:
    """A number given after the decision, or after today. Where it can be several kinds, all must agree."""
    years = [match.groupdict().get("year") for _, match in kept]
    if known.decided_on and all(year and _is_after(year, known.decided_on) for year in years):
        yield Warned(
            "number_after_decision", {"year": str(years[0]), "decided_on": known.decided_on.isoformat()}
        )
    elif all(year and _is_after(year, known.today) for year in years):
        yield Warned("number_in_future", {"year": str(years[0])})


def _is_after(year: str, day: date) -> bool:
    if len(year) == 4:
        return int(year) > day.year
    return 0 < (int(year) - day.year) % 100 < AHEAD
