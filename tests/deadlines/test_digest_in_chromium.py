"""The weekly digest as a reader has it before her: on a desk, on a phone, in the dark.

With SCREENSHOTS=/folder in the environment each is kept there as a picture, to be read.
"""

from typing import Literal

import pytest
from playwright.sync_api import Page

from tests.chromium import a_page, keep, needs_chromium
from tests.every_mail import digest_of_everything

pytestmark = needs_chromium

WHITE, NIGHT = "rgb(255, 255, 255)", "rgb(23, 27, 36)"
# The narrowest is a desk at four times its size (WCAG 2.2, 1.4.10). CSS pixels.
SCREENS: list[tuple[str, int, Literal["light", "dark"], str]] = [
    ("desk", 1280, "light", WHITE),
    ("phone", 375, "light", WHITE),
    ("phone-by-night", 375, "dark", NIGHT),
    ("narrow", 320, "light", WHITE),
]


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
    letter = digest_of_everything(language)
    with a_page() as page:
        page.set_content(letter.html)
        for name, width, scheme, paper in SCREENS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            keep(page, f"digest-{language}-{name}")
            check(page, width, paper)
