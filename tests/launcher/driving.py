"""Drives the launcher from outside: in a copy of it, with a stand-in for the product, as a person would."""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
STAND_IN = Path(__file__).parent / "stand_in"
# What is waited for at most, and what may pass where nothing is waited for: other tests run on the same machine.
PATIENCE = 240.0
SOON = 30.0


def environment(**more: str) -> dict[str, str]:
    """The environment without engines of its own, and with the packages that run this test."""
    engines = ("DATABASE_URL", "REDIS_URL", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if name not in engines}
    return kept | {"HELPDESK_VENV": sys.prefix} | more


def outside(checkout: Path) -> Path:
    """Where root keeps the engines' files of a checkout that `nobody` cannot enter."""
    key = hashlib.sha256(str(checkout.resolve()).encode()).hexdigest()[:12]
    return Path("/var/tmp") / f"legal-helpdesk-{key}"  # noqa: S108 - the very directory under test


def processes_of(checkout: Path) -> list[str]:
    """The command lines of all living processes that have to do with a checkout."""
    return _processes_in(checkout) + _processes_in(outside(checkout))


def _processes_in(place: Path) -> list[str]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            where = str((process / "cwd").readlink())
        except OSError:
            continue  # it ended while we looked
        if words and (str(place) in words or where == str(place) or where.startswith(f"{place}/")):
            found.append(words.strip())
    return found


class Launch:
    """One run of the launcher in a checkout."""

    def __init__(self, checkout: Path, *words: str, env: dict[str, str] | None = None) -> None:
        self.checkout = checkout
        self.output = checkout / f"output-of-{words[0]}-{time.monotonic_ns()}.txt"
        with self.output.open("wb") as sink:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "launcher", *words],
                cwd=checkout,
                env=env or environment(),
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        return self.output.read_text()

    def wait_for(self, text: str) -> str:
        """Wait until it has said something; return all it said."""
        until = time.monotonic() + PATIENCE
        while text not in self.said:
            assert self.process.poll() is None, f"it ended:\n{self.said}"
            assert time.monotonic() < until, f"it never said {text!r}:\n{self.said}"
            time.sleep(0.02)
        return self.said

    def open(self) -> "Launch":
        """Wait until the demo desk is open."""
        self.wait_for("Ctrl-C stops it.")
        return self

    def address(self, label: str) -> str:
        """The site of an address that it named: "Sign-in", "Mail"."""
        found = re.search(rf"^  {label} +(http://127\.0\.0\.1:\d+)/", self.said, re.MULTILINE)
        assert found, self.said
        return found[1]

    def send(self, number: signal.Signals) -> float:
        """Send a signal, wait for the end, return the seconds it took."""
        begun = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(timeout=PATIENCE)
        return time.monotonic() - begun

    def end(self) -> int:
        """Wait for it to end by itself."""
        return self.process.wait(timeout=PATIENCE)


def copy_of_the_product(place: Path) -> Path:
    """Copy all that a fresh clone has and a demo needs."""
    copy_of_the_launcher(place)
    (place / "manage.py").unlink()
    shutil.rmtree(place / "helpdesk")
    for package in ("api", "cases", "deadlines", "helpdesk"):
        shutil.copytree(CHECKOUT / package, place / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(CHECKOUT / "web" / "dist", place / "web" / "dist")
    shutil.copy(CHECKOUT / "manage.py", place)
    return place


def copy_of_the_launcher(place: Path) -> Path:
    """Copy what a demo needs, without anything that was made by running it."""
    shutil.copytree(STAND_IN, place, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(CHECKOUT / "launcher", place / "launcher", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(CHECKOUT / "requirements", place / "requirements")
    shutil.copy(CHECKOUT / "Makefile", place)
    return place
