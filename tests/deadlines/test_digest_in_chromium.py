"""The weekly digest as a reader has it before her: on a desk, on a phone, in the dark.

With SCREENSHOTS=/folder in the environment each is kept there as a picture, to be read.
"""

import os
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page

from deadlines.digest_contents import Move, SearchHits
from deadlines.standings import LapsingPenalty
from helpdesk.identifiers import new_id
from helpdesk.outbox.services import Letter
from tests.chromium import a_page, needs_chromium
from tests.deadlines.letter_cases import banded, deadline, digest

pytestmark = needs_chromium

SUNDAY = date(2018, 6, 3)
WHITE, NIGHT = "rgb(255, 255, 255)", "rgb(23, 27, 36)"
# The narrowest is a desk at four times its size (WCAG 2.2, 1.4.10). CSS pixels.
SCREENS: list[tuple[str, int, Literal["light", "dark"], str]] = [
    ("desk", 1280, "light", WHITE),
    ("phone", 375, "light", WHITE),
    ("phone-by-night", 375, "dark", NIGHT),
    ("narrow", 320, "light", WHITE),
]
# A word that nobody can break: the address of a page, kept as the name of a search.
LONG = "https://www.example.org/" + "opvangnetwerk" * 4


def a_digest_of_everything(language: str) -> Letter:
    penalty = LapsingPenalty(
        dossier_id=new_id(), reference="F-2018-00007", claimable=Decimal(12500), lapses_on=date(2018, 6, 8)
    )
    moved = Move(deadline=deadline(5), was_on=date(2018, 6, 1), verb="deadline.overridden", cause="")
    return digest(
        language,
        deadline(1, due_on=date(2018, 5, 30), legal_on=date(2018, 5, 30)),
        banded(date(2018, 6, 1), date(2018, 6, 8), 2),
        deadline(3),
        deadline(4),
        today=SUNDAY,
        penalties=[penalty],
        moves=[moved],
        searches=[SearchHits(search_id=new_id(), name=LONG, count=9, references=("V-2018-00001",) * 5)],
        receipts=[deadline(6, done_on=date(2018, 5, 28))],
    )


def keep(picture: bytes, name: str) -> None:
    if folder := os.environ.get("SCREENSHOTS"):
        Path(folder, f"{name}.png").write_bytes(picture)


def check(page: Page, width: int, paper: str) -> None:
    """Nothing to scroll sideways, no small print, and the paper that was asked for."""
    assert page.evaluate("document.documentElement.scrollWidth") == width
    sheet = page.locator(".sheet")
    assert sheet.evaluate("one => one.offsetWidth") == min(width, 600)
    assert sheet.evaluate("one => getComputedStyle(one).backgroundColor") == paper
    words = page.locator("h1, h2, h3, p, li")
    sizes = words.evaluate_all("all => all.map(one => parseFloat(getComputedStyle(one).fontSize))")
    assert min(sizes) >= 14
    # What a list of mails shows of it; a reader of the mail does not see it twice.
    assert not page.locator(".preview").is_visible()


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_digest_fits_every_screen_and_is_large_enough_to_read(language: str) -> None:
    letter = a_digest_of_everything(language)
    with a_page() as page:
        page.set_content(letter.html)
        for name, width, scheme, paper in SCREENS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            keep(page.screenshot(full_page=True), f"digest-{language}-{name}")
            check(page, width, paper)
