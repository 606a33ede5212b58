"""Waiting for a child to be of use, and saying at once when it, or another one, dies instead."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable

from launcher.errors import LauncherError
from launcher.processes import Child, Processes
from launcher.screen import tail

PATIENCE = 60.0
# The environment may name a proxy; what we ask for is on this machine.
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def wait_for_page(address: str, child: Child, processes: Processes) -> None:
    """Wait until the address answers 200."""
    _wait(lambda: _answers(address), child, processes, f"{address} does not answer")


def wait_for_word(word: str, child: Child, processes: Processes) -> None:
    """Wait until the child's log holds a word."""
    _wait(lambda: _has_said(word, child), child, processes, f"its log does not say {word!r}")


def _wait(is_ready: Callable[[], bool], child: Child, processes: Processes, complaint: str) -> None:
    until = time.monotonic() + PATIENCE
    while not is_ready():
        processes.raise_if_dead()
        if time.monotonic() > until:
            shown = tail(child.log) if child.log else ""
            raise LauncherError(f"{child.name} is not ready after {PATIENCE:.0f} s: {complaint}.\n{shown}")
        time.sleep(0.05)


def _answers(address: str) -> bool:
    try:
        with _direct.open(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _has_said(word: str, child: Child) -> bool:
    return child.log is not None and word in child.log.read_text(errors="replace")
