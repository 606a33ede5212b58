"""What the tests of the launcher start from: a checkout of their own, and launches that always end."""

import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.launcher.driving import PATIENCE, Launch, copy_of_the_launcher, outside


@pytest.fixture
def launch() -> Iterator[Callable[..., Launch]]:
    """Start the launcher; whatever still runs at the end of the test is stopped."""
    launched: list[Launch] = []

    def start(checkout: Path, *words: str, env: dict[str, str] | None = None) -> Launch:
        launched.append(Launch(checkout, *words, env=env))
        return launched[-1]

    yield start
    running = [each.process for each in launched if each.process.poll() is None]
    for process in running:
        process.send_signal(signal.SIGTERM)
    for process in running:
        process.wait(timeout=PATIENCE)
    for each in launched:
        shutil.rmtree(outside(each.checkout), ignore_errors=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A fresh clone with a space in its path, holding the launcher and a stand-in for the product."""
    return copy_of_the_launcher(tmp_path / "a desk with a space")
