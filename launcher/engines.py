"""The two engines: whichever way they can be had here, or as DATABASE_URL and REDIS_URL say."""

import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from launcher import postgres, valkey
from launcher.account import Account, engine_account, seat
from launcher.errors import LauncherError
from launcher.places import VAR, kept_secrets, private, remove
from launcher.processes import Processes
from launcher.screen import step

WHAT_TO_INSTALL = {
    "PostgreSQL": (
        "Install PostgreSQL 15 or later (Debian, Ubuntu: apt install postgresql; macOS: brew install "
        "postgresql), or set DATABASE_URL to a server that runs already."
    ),
    "Valkey": (
        "Install Valkey or Redis (Debian, Ubuntu: apt install redis-server; macOS: brew install valkey), "
        "or set REDIS_URL to a server that runs already."
    ),
}


class Installed(Protocol):
    """What both kinds of installation can say of themselves."""

    @property
    def version(self) -> str: ...
    @property
    def origin(self) -> str: ...


Found = TypeVar("Found", bound=Installed)


@dataclass(frozen=True)
class Engines:
    """Where the running engines are."""

    database_url: str
    redis_url: str

    def environment(self) -> dict[str, str]:
        """The variables the settings read."""
        return {"DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url}


@dataclass(frozen=True)
class Quarters:
    """Where engines live: their files, logs, passwords, and the account they run as."""

    directory: Path
    logs: Path
    passwords: dict[str, str]
    account: Account | None
    durable: bool


def lasting_quarters(desk: Path) -> Quarters:
    """For a desk whose data stays."""
    kept, account = kept_secrets(desk), engine_account()
    place = seat(VAR / "engines" / kept["seat"], account)
    return Quarters(place, private(desk / "logs"), kept, account, durable=True)


def passing_quarters(processes: Processes) -> Quarters:
    """For tests: gone when the last process has ended."""
    account = engine_account()
    root = Path(tempfile.mkdtemp(prefix="legal-helpdesk-engines-"))
    root.chmod(0o711)
    processes.afterwards(lambda: remove(root))
    place = seat(root / root.name, account)
    processes.afterwards(lambda: remove(place))
    return Quarters(place, private(root / "logs"), kept_secrets(root / "secrets"), account, durable=False)


def start(quarters: Quarters, site_packages: Path | None, processes: Processes) -> Engines:
    """Start what is not given by the environment."""

    def database(found: postgres.Installation) -> str:
        cluster = postgres.Cluster(
            found,
            quarters.directory,
            quarters.passwords["database"],
            quarters.account,
            quarters.logs,
            quarters.durable,
        )
        return postgres.start(cluster, processes)

    def broker(found: valkey.Installation) -> str:
        settled = valkey.Broker(
            found,
            quarters.directory,
            quarters.passwords["broker"],
            quarters.account,
            quarters.logs,
            quarters.durable,
        )
        return valkey.start(settled, processes)

    return Engines(
        _given_or_started(
            "DATABASE_URL", "PostgreSQL", postgres.installations(site_packages, quarters.account), database
        ),
        _given_or_started(
            "REDIS_URL", "Valkey", valkey.installations(site_packages, quarters.account), broker
        ),
    )


def _given_or_started(variable: str, name: str, found: Iterator[Found], begin: Callable[[Found], str]) -> str:
    with step(name) as progress:
        given = os.environ.get(variable)
        if given:
            progress.note = f"as {variable} says"
            return given
        url, used = _first_that_starts(name, found, begin)
        progress.note = f"{used.version}, {used.origin}"
        return url


def _first_that_starts(name: str, found: Iterator[Found], begin: Callable[[Found], str]) -> tuple[str, Found]:
    failures = []
    for installation in found:
        try:
            return begin(installation), installation
        except LauncherError as failure:
            failures.append(f"{installation.origin} {installation.version}: {failure}")
    tried = "\n".join(failures) or "There is none in the venv and none on this system that can be run."
    raise LauncherError(f"{name} cannot be started.\n{tried}\n{WHAT_TO_INSTALL[name]}")
