"""The mails for who reads them in a terminal: narrow lines, nothing less than the HTML, and a subject that says it."""

import re
from html import unescape

import pytest

from helpdesk.outbox.services import Letter
from tests.every_mail import EVERY_MAIL, LEAVE

WIDTH = 72
WITHIN = 80
# What is alarming in them is said by name, however many kinds of it there are; the total stands in front.
ALL_AT_ONCE = {"deadlines/digest", "deadlines/digest, daily"}
OF_LONG_NAMES = {"deadlines/team_digest", "outbox/undelivered", "webhooks/switched_off"}
MAY_BE_LEFT = {"deadlines/digest, daily", "deadlines/team_digest"}


@pytest.fixture(params=EVERY_MAIL)
def name(request: pytest.FixtureRequest) -> str:
    kind: str = request.param
    return kind


@pytest.fixture(params=["nl", "fr", "en", "de"])
def letter(name: str, request: pytest.FixtureRequest) -> Letter:
    return EVERY_MAIL[name](request.param)


def words_of(html: str) -> list[str]:
    """What stands before a reader, from the heading on."""
    return re.findall(r"\w+", unescape(re.sub(r"<[^>]+>", " ", html[html.index("<h1") :])))


def test_lines_are_narrow_but_for_what_nobody_can_break(letter: Letter) -> None:
    wide = [line for line in letter.text.splitlines() if len(line) > WIDTH]
    assert [line for line in wide if " " in line.strip(" ·!")] == []


def test_text_says_every_word_of_the_html_and_leads_to_the_same_places(letter: Letter) -> None:
    said = set(re.findall(r"\w+", letter.text))
    assert [word for word in words_of(letter.html) if word not in said] == []
    links = [unescape(link) for link in re.findall(r'href="([^"]+)"', letter.html)]
    assert list(re.findall(r"http://testserver\S+", letter.text)) == links


def test_only_what_may_be_left_can_be_left(name: str, letter: Letter) -> None:
    may = name in MAY_BE_LEFT
    assert (LEAVE in letter.text, LEAVE in letter.html) == (may, may)
    assert letter.headers == (
        {"List-Unsubscribe": f"<{LEAVE}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        if may
        else {}
    )


def test_subject_fits_the_line_of_a_list_of_mails(name: str, letter: Letter) -> None:
    assert "\n" not in letter.subject
    assert len(letter.subject) <= WITHIN or name in ALL_AT_ONCE | OF_LONG_NAMES
