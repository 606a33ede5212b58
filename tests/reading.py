"""Reading a page in Chromium as somebody does: in a language, on a screen of some width, by day or by night."""

import re
from typing import Literal

from playwright.sync_api import Page

from tests.axe import found_wrong
from tests.chromium import keep

Reading = tuple[str, int, Literal["light", "dark"]]


def called(name: str, reading: Reading) -> str:
    """What the picture of it is called."""
    return re.sub(r"\W+", "-", " ".join(map(str, (name, *reading))))


def turn_to(page: Page, reading: Reading) -> None:
    language, width, scheme = reading
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.context.set_extra_http_headers({"accept-language": language})


# A colour on its way from light to dark is none of either. What turns for ever is not waited for.
COME_TO_REST = """async () => {
  const moving = () => document.getAnimations().filter(each => each.effect.getComputedTiming().endTime < Infinity);
  for (let found = moving(); found.length; found = moving())
    await Promise.allSettled(found.map(each => each.finished));
}"""


def read(page: Page, name: str, reading: Reading, but: tuple[str, ...] = ()) -> list[str]:
    """What is wrong for this reader."""
    language, width, _scheme = reading
    page.evaluate(COME_TO_REST)
    keep(page, called(name, reading))
    wrong = found_wrong(page, but)
    if page.evaluate("document.documentElement.scrollWidth") > width:
        wrong.append("it is wider than the screen")
    if page.evaluate("document.documentElement.lang") != language:
        wrong.append("it names another language")
    return wrong
