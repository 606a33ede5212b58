"""In French a no-break space stands before : ; ? ! and inside « », so that none of them begins or ends a line alone.

It is U+00A0 everywhere, as word processors set it in Belgian French, and as it stands in amounts: each font has it.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.helpdesk import messages
from tests.living_desk import CHECKOUT

# Another kind of space where U+00A0 belongs; in code, such as `?page=`, no space comes before.
OTHER_SPACE = re.compile(r"(?<=\S)[^\S\N{NO-BREAK SPACE}](?=[:;?!»](?!\w))|(?<=«)[^\S\N{NO-BREAK SPACE}]")
FOLDERS = ("cases", "deadlines", "helpdesk")


def in_french(node: Any, *, is_french: bool = False) -> Iterator[str]:
    """The texts under `fr`, at whatever depth."""
    if isinstance(node, dict):
        for name, each in node.items():
            yield from in_french(each, is_french=is_french or name == "fr")
    elif isinstance(node, list):
        for each in node:
            yield from in_french(each, is_french=is_french)
    elif isinstance(node, str) and is_french:
        yield node


def of_the_catalogue() -> list[str]:
    said = [entry.string for entry in messages.catalogue("fr") if entry.id]
    return [form for each in said for form in (each if isinstance(each, tuple | list) else [each])]


def of_the_data() -> list[str]:
    files = [file for folder in FOLDERS for file in (CHECKOUT / folder).rglob("*.yaml")]
    read = (yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader) for file in files)
    return [text for content in read for text in in_french(content)]


@pytest.mark.parametrize("texts", [of_the_catalogue, of_the_data])
def test_space_before_high_punctuation_does_not_break(texts: Any) -> None:
    found = texts()
    assert sum("\N{NO-BREAK SPACE}:" in each for each in found) > 20
    assert [each for each in found if OTHER_SPACE.search(each)] == []


@pytest.mark.parametrize(
    "wrong",
    ["Délai : demain", "Délai\N{NARROW NO-BREAK SPACE}; demain", "Vraiment ?", "« oui\N{NO-BREAK SPACE}»"],
)
def test_other_space_is_seen(wrong: str) -> None:
    assert OTHER_SPACE.search(wrong)


@pytest.mark.parametrize(
    "right",
    [
        "Délai\N{NO-BREAK SPACE}: demain",
        "GET /deadlines?day=x",
        "à 9:30",
        "«\N{NO-BREAK SPACE}oui\N{NO-BREAK SPACE}»",
    ],
)
def test_what_is_right_or_no_punctuation_is_let_be(right: str) -> None:
    assert not OTHER_SPACE.search(right)
