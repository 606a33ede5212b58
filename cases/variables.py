"""The variables of an answer template: a fixed list, put into a text by nothing but replacement."""

import re
from collections.abc import Iterable, Mapping

from cases.errors import CaseError

# What each stands for is told in the OpenAPI document.
VARIABLES = {
    "asker_name": "the name of the one who asks",
    "asker_organisation": "the organisation she asks for",
    "reference": "the reference of the dossier",
    "received_on": "the day it was opened",
    "urgent_on": "the hearing or legal date the asker named",
    "next_due_on": "the earliest day on which an open deadline rings",
    "today": "the day of the answer",
    "colleague_name": "the name of the colleague who answers",
    "team_name": "the name of her team",
}
VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
BRACES = re.compile(r"\{\{|\}\}")


def check_text(text: str, *, field: str) -> None:
    """Refuses with `variable_unknown` a variable that is not in the list, and with `braces_open` a half one."""
    unknown = sorted(set(VARIABLE.findall(text)) - VARIABLES.keys())
    if unknown:
        raise CaseError("variable_unknown", field=field, unknown=unknown, allowed=list(VARIABLES))
    if BRACES.search(VARIABLE.sub("", text)):
        raise CaseError("braces_open", field=field, allowed=list(VARIABLES))


def variables_of(texts: Iterable[str]) -> set[str]:
    """Which variables stand in these texts."""
    return {name for text in texts for name in VARIABLE.findall(text)}


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with every variable replaced, once: what a value holds is never read as a variable.

    Refuses with `value_missing` where one has no value: a hole in an answer would go unseen.
    """
    missing = sorted(name for name in variables_of([text]) if not values.get(name))
    if missing:
        raise CaseError("value_missing", field="dossier", missing=missing)
    return VARIABLE.sub(lambda found: values[found[1]], text)
