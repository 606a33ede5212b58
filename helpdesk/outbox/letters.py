"""From a pair of templates to the words of a mail: text in short lines, and HTML with its styles on the elements."""

import re
import textwrap
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

from helpdesk.outbox.services import Letter

# What a terminal of eighty columns still holds when an answer quotes it, and the answer to that.
TEXT_WIDTH = 72
# What the next lines of a wrapped line stand under: the text after an indent, a number or a mark.
STEM = re.compile(r" *(?:\d+\. |! |· )?")


def letter_from(
    template: str, *, subject: str, context: dict[str, Any], headers: Mapping[str, str] | None = None
) -> Letter:
    """Text and HTML from the two templates of one name, in the language that is switched on."""
    whole = {**context, "subject": subject, "site_url": settings.SITE_URL, "language": get_language()}
    html = render_to_string(f"{template}.html", whole)
    text = render_to_string(f"{template}.txt", whole)
    return Letter(
        subject=subject, text=wrapped(text), html=_inliner().inline(html), headers=dict(headers or {})
    )


def link_to(path: str) -> str:
    """Where a mail leads: by way of the sign-in page, which lets a colleague with a session through and asks others."""
    return f"{settings.SITE_URL}/sign-in/?next={path}"


def wrapped(text: str) -> str:
    """Plain text in lines of at most 72 columns and never two blank lines together. An address stays whole."""
    lines = [piece for line in text.splitlines() for piece in _wrapped_line(line.rstrip())]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def _wrapped_line(line: str) -> list[str]:
    if " " not in line.strip():
        return [line]
    stem = STEM.match(line)
    hanging = " " * (stem.end() if stem else 0)
    return textwrap.wrap(
        line, TEXT_WIDTH, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False
    )


@lru_cache(maxsize=1)
def _inliner() -> css_inline.CSSInliner:
    """Mail clients read styles on the elements; what a sheet says of dark screens and phones stays in the head."""
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
