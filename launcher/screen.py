"""What the person at the terminal sees: one line for each step, and no crash when nobody reads it."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from launcher.errors import Interrupted


def say(text: str = "", end: str = "\n") -> None:
    """Print at once. A terminal that has gone away must not keep the launcher from stopping its children."""
    try:
        print(text, end=end, flush=True)
    except OSError:
        silence()


def silence() -> None:
    """Send all later output nowhere, the interpreter's own flush at exit included."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)


def tolerate_any_encoding() -> None:
    """A terminal that cannot show an accent gets a question mark instead of a traceback."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")


class Step:
    """A step in progress; `note` is shown beside its time once it is done."""

    def __init__(self) -> None:
        self.note = ""


@contextmanager
def step(label: str) -> Iterator[Step]:
    """Announce a step before it starts, and finish its line with what it took."""
    say(f"  {label} ".ljust(34, ".") + " ", end="")
    begun, current = time.monotonic(), Step()
    try:
        yield current
    except BaseException as end:
        say("stopped" if isinstance(end, Interrupted) else "failed")
        raise
    say(f"{time.monotonic() - begun:5.1f} s  {current.note}".rstrip())


def tail(log: Path, lines: int = 25) -> str:
    """The last lines of a log, indented; says so when there are none."""
    try:
        text = log.read_text(errors="replace").strip()
    except OSError:
        text = ""
    last = text.splitlines()[-lines:] or ["(the log is empty)"]
    return "\n".join(f"    {line}" for line in last)
