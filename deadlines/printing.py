"""A day of the register on paper: a tagged PDF (PDF/UA-1), the same bytes for the same lines."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import typst
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deadlines.register import Line
from helpdesk.days import long_day

SHEET = Path(__file__).parent / "templates" / "deadlines" / "register.typ"


def printed(lines: Sequence[Line], day: date) -> bytes:
    """The register of one day in the language that is switched on. What the lines say is data and never markup."""
    made = sheet(lines, day).compile(format="pdf", pdf_standards="ua-1")
    assert isinstance(made, bytes)  # noqa: S101 - one file was asked for
    return made


def sheet(lines: Sequence[Line], day: date) -> typst.Compiler:
    """What is to be printed, or looked at page by page."""
    told = {
        "language": get_language() or "en",
        "title": _("Register of deadlines, %(day)s") % {"day": long_day(day)},
        "headings": [_("Entry"), _("Time"), _("Dossier"), _("What happened"), _("Day"), _("Who"), _("Why")],
        "empty": _("Nothing was entered on this day."),
        "chain": _("Last hash: %(digest)s") % {"digest": lines[-1].digest if lines else "–"},
        "page": _("Page"),
        "lines": [_cells(line) for line in lines],
    }
    return typst.Compiler(SHEET, ignore_system_fonts=True, sys_inputs={"told": json.dumps(told)})


def _cells(line: Line) -> list[str]:
    who = line.entry.actor.name if line.entry.actor else _("the desk")
    return [
        str(line.number or "–"),
        f"{timezone.localtime(line.entry.at):%H:%M}",
        line.reference,
        line.what,
        line.days,
        who,
        line.entry.reason or str(line.entry.changes.get("reason", "")),
    ]
