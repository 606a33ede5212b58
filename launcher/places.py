"""Where things are kept: everything under `var/` of the checkout, readable by its owner only."""

import fcntl
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from launcher.errors import LauncherError

CHECKOUT = Path(__file__).resolve().parent.parent
VAR = CHECKOUT / "var"
DEMO = VAR / "demo"


def checkout_key() -> str:
    """A short name for this checkout that no other one on the machine has."""
    return hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:12]


def private(directory: Path) -> Path:
    """The directory, made if need be, closed to everybody else."""
    directory.mkdir(parents=True, exist_ok=True)
    directory.chmod(0o700)
    return directory


def write_private(file: Path, content: str) -> None:
    """Write a file in one go that only its owner can read."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(content)
    draft.replace(file)


def read_json(file: Path) -> dict[str, Any]:
    """The object in a JSON file; empty when the file is missing or was cut short by a crash."""
    try:
        content = json.loads(file.read_text())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def kept_secrets(directory: Path) -> dict[str, str]:
    """The random secrets of one desk, made at its first start and kept for the next ones."""
    file = private(directory) / "secrets.json"
    kept = read_json(file)
    wanted: dict[str, Callable[[], str]] = {
        "secret_key": lambda: secrets.token_urlsafe(50),
        "database": lambda: secrets.token_hex(16),
        "broker": lambda: secrets.token_hex(16),
        "seat": lambda: secrets.token_hex(6),
    }
    missing = {name: make() for name, make in wanted.items() if name not in kept}
    if missing:
        kept |= missing
        write_private(file, json.dumps(kept))
    return kept


@contextmanager
def only_one(lock: Path, refusal: Callable[[], str] | None = None) -> Iterator[None]:
    """Hold a lock for as long as the block runs; a crash lets go of it.

    With `refusal` a lock held by someone else is an error with that message, without it we wait.
    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (fcntl.LOCK_NB if refusal else 0))
        except BlockingIOError:
            raise LauncherError(refusal() if refusal else "") from None
        yield


def is_held(lock: Path) -> bool:
    """Whether a living process holds the lock."""
    if not lock.exists():
        return False
    with lock.open("r") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def remove(directory: Path) -> None:
    """Delete a directory and all in it; nothing happens when it is not there."""
    shutil.rmtree(directory, ignore_errors=True)
