"""What axe-core finds wrong on a page that is open in Chromium. It is one of the packages of `web/`."""

import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from launcher.places import CHECKOUT
from launcher.processes import Processes
from launcher.venv import Venv
from launcher.web import ready_web

# WCAG 2.2, levels A and AA, and what axe-core holds to be good besides: headings in order, landmarks, one `main`.
ASKED = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@lru_cache(maxsize=1)
def _axe() -> str:
    with Processes() as processes:
        web = ready_web(Venv(Path(sys.prefix), CHECKOUT / "requirements" / "dev.txt"), processes)
    return (web.directory / "node_modules" / "axe-core" / "axe.min.js").read_text()


def found_wrong(page: Page, but: tuple[str, ...] = ()) -> list[str]:
    """Each element that breaks a rule, but these, with the reason."""
    page.evaluate(_axe())
    asked = {
        "runOnly": {"type": "tag", "values": ASKED},
        "rules": {rule: {"enabled": False} for rule in but},
        "resultTypes": ["violations"],
    }
    found: dict[str, Any] = page.evaluate("asked => axe.run(asked)", asked)
    return [
        f"{broken['id']}: {node['html'][:200]} {node['failureSummary']}"
        for broken in found["violations"]
        for node in broken["nodes"]
    ]
