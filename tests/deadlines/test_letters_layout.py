"""How the mails are built: well-formed and readable for everybody as HTML, in narrow plain lines as text."""

import re
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from helpdesk import outbox
from helpdesk.outbox.services import Letter
from tests.deadlines.letter_cases import banded, deadline, digest, reminder

LANGUAGES = ("nl", "fr", "en", "de")
LEFT_OPEN = {"meta", "br", "link"}
SHEET = (Path(outbox.__file__).parent / "templates" / "outbox" / "mail.html").read_text("utf-8")
LIGHT, DARK = SHEET.split("@media (prefers-color-scheme: dark)")


class Outline(HTMLParser):
    """Every element with its attributes, and that each one that opens also closes, in its turn."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.standing: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in LEFT_OPEN:
            self.standing.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.standing.pop() == tag

    def names(self) -> list[str]:
        return [tag for tag, _ in self.elements]


def a_full_digest(language: str) -> Letter:
    """Something overdue, something past its safe day, and a day with two deadlines."""
    first, last = date(2018, 6, 1), date(2018, 6, 8)
    past = deadline(1, due_on=date(2018, 5, 30), legal_on=date(2018, 5, 30))
    return digest(language, past, banded(first, last, 2), deadline(3), deadline(4), today=date(2018, 6, 3))


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    said: str = request.param
    return said


@pytest.fixture(params=["digest", "empty digest", "reminder", "reminder of a band"])
def letter(request: pytest.FixtureRequest, language: str) -> Letter:
    first, last = date(2018, 6, 1), date(2018, 6, 8)
    return {
        "digest": lambda: a_full_digest(language),
        "empty digest": lambda: digest(language),
        "reminder": lambda: reminder(deadline(), language),
        "reminder of a band": lambda: reminder(banded(first, last), language),
    }[request.param]()


def test_html_closes_what_it_opens_and_names_its_language(letter: Letter, language: str) -> None:
    outline = Outline(letter.html)
    assert outline.standing == []
    assert outline.elements[0] == ("html", {"lang": language})


def test_headings_go_down_step_by_step(letter: Letter) -> None:
    levels = [int(tag[1]) for tag in Outline(letter.html).names() if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert max((after - before for before, after in pairwise(levels)), default=0) <= 1


def test_tables_are_for_layout_and_nothing_is_fetched(letter: Letter) -> None:
    elements = Outline(letter.html).elements
    assert {attrs.get("role") for tag, attrs in elements if tag == "table"} == {"presentation"}
    assert {tag for tag, _ in elements} & {"img", "link", "script", "iframe"} == set()


def test_styles_stand_on_the_elements_and_dark_ones_in_the_head(letter: Letter) -> None:
    outline = Outline(letter.html)
    assert all("style" in attrs for tag, attrs in outline.elements if tag in ("h1", "p", "td", "a"))
    head = letter.html.partition("</head>")[0]
    assert "prefers-color-scheme: dark" in head
    assert "max-width: 480px" in head
    assert 'charset="utf-8"' in head[:1024]


def test_law_in_another_language_than_the_mail_is_marked() -> None:
    german = Outline(reminder(deadline(), "de").html)
    assert [attrs["lang"] for tag, attrs in german.elements if tag in ("ol", "p") and "lang" in attrs] == [
        "en",
        "en",
    ]


def test_text_has_narrow_lines_single_blank_lines_and_no_markup(letter: Letter) -> None:
    lines = letter.text.splitlines()
    assert [line for line in lines if len(line) > 99] == []
    assert [line for line in lines if len(line) > 72 and "http" not in line] == []
    assert [line for line in lines if line != line.rstrip()] == []
    assert "\n\n\n" not in letter.text
    assert letter.text == letter.text.strip() + "\n"
    assert re.findall(r"&\w+;|&#|</?\w+>|\{[{%]", letter.text) == []


def test_text_holds_the_same_addresses_as_the_html() -> None:
    letter = a_full_digest("nl")
    linked = [attrs["href"] for tag, attrs in Outline(letter.html).elements if tag == "a"]
    assert len(linked) == 4
    assert re.findall(r"http\S+", letter.text) == linked


def brightness(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("sheet", "paper", "ink"),
    [(LIGHT, "#ffffff", ink) for ink in ("#1d2433", "#55607a", "#a3161a", "#0b4f9e")]
    + [(DARK, "#171b24", ink) for ink in ("#e7eaf0", "#aab4c8", "#ff9a9c", "#8fc0ff")],
)
def test_every_colour_of_words_stands_out_from_the_paper(sheet: str, paper: str, ink: str) -> None:
    assert f"background: {paper}" in sheet
    assert f" color: {ink}" in sheet
    darker, lighter = sorted((brightness(paper), brightness(ink)))
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_no_other_colour_is_used_for_words() -> None:
    assert set(re.findall(r"[{ ]color: (#\w+)", LIGHT)) == {"#1d2433", "#55607a", "#a3161a", "#0b4f9e"}
    assert set(re.findall(r"[{ ]color: (#\w+)", DARK)) == {"#e7eaf0", "#aab4c8", "#ff9a9c", "#8fc0ff"}
