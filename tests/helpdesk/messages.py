"""Gathers every text the product says in English, and keeps the catalogues in step with it.

`python -m tests.helpdesk.messages` brings each .po up to date, keeps what is translated, compiles the .mo, and names
what still waits for a translator. It needs Babel, not GNU gettext.
"""

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from deadlines.law.errors import CODES

ROOT = Path(__file__).parents[2]
LOCALES = ROOT / "helpdesk" / "locale"
LANGUAGES = ("nl", "fr", "de")
PACKAGES = ("helpdesk", "cases", "deadlines", "api")
HEADER = "# What the product says, from English. Gathered anew by `make messages`: change only what stands in msgstr."
# One fixed moment: a catalogue in which nothing changed is written byte for byte as it was.
FIRST_GATHERED = datetime(2026, 11, 23, tzinfo=UTC)
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


class Message(NamedTuple):
    """A text, or a singular with its plural, and the context that tells it from a like one."""

    words: str | tuple[str, ...]
    context: str | None = None


def messages() -> Iterator[Message]:
    """Every text of code and templates, and the meanings of the law's error codes, which know no framework."""
    for source in sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        yield from _extracted(source.read_bytes())
    for template in sorted(path for package in PACKAGES for path in (ROOT / package).rglob("templates/**/*")):
        if template.is_file():
            # Django turns a template into calls of gettext; in brackets, its indents mean nothing.
            calls = templatize(template.read_text("utf-8"), origin=template.name)
            yield from _extracted(f"({calls})".encode())
    yield from (Message(words) for words in CODES.values())


def _extracted(source: bytes) -> Iterator[Message]:
    for _line, words, _comments, context in extract(
        "python", BytesIO(source), KEYWORDS, options={"encoding": "utf-8"}
    ):
        yield Message(words, context)


def catalogue(language: str) -> Catalog:
    """The translations of a language as the .po holds them."""
    with _po(language).open("rb") as file:
        return read_po(file, locale=language)


def compiled(language: str) -> bytes:
    """What the .mo of a language must hold."""
    buffer = BytesIO()
    write_mo(buffer, catalogue(language))
    return buffer.getvalue()


def mo_file(language: str) -> Path:
    return _po(language).with_suffix(".mo")


def _po(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "django.po"


def bring_up_to_date(language: str) -> list[str]:
    """Write .po and .mo anew; the texts that have no translation yet."""
    known = catalogue(language) if _po(language).exists() else _new_catalogue(language)
    wanted = Catalog(fuzzy=False)
    for message in messages():
        wanted.add(message.words, context=message.context)
    wanted.creation_date = known.creation_date
    known.update(wanted, no_fuzzy_matching=True)
    _po(language).parent.mkdir(parents=True, exist_ok=True)
    with _po(language).open("wb") as file:
        write_po(file, known, no_location=True, ignore_obsolete=True, sort_output=True, width=110)
    mo_file(language).write_bytes(compiled(language))
    return [str(message.id) for message in known if message.id and not is_translated(message.string)]


def _new_catalogue(language: str) -> Catalog:
    return Catalog(
        locale=language,
        header_comment=HEADER,
        project="Legal helpdesk",
        version="1.0",
        msgid_bugs_address="",
        last_translator="the desk",
        language_team=language,
        creation_date=FIRST_GATHERED,
        revision_date=FIRST_GATHERED,
        fuzzy=False,
    )


def is_translated(said: str | tuple[str, ...]) -> bool:
    """Whether nothing is left empty, neither a text nor one of its plurals."""
    return all(said) if isinstance(said, tuple) else bool(said)


def main() -> int:
    django.setup()
    waiting = {language: bring_up_to_date(language) for language in LANGUAGES}
    for language, texts in waiting.items():
        sys.stdout.write("".join(f"{language}: not translated: {text}\n" for text in texts))
    return 1 if any(waiting.values()) else 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
    sys.exit(main())
