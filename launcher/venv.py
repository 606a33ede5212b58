"""A venv made from hashed locks, by uv if there is one, else by pip; a stamp makes the next start instant."""

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from launcher.errors import LauncherError
from launcher.places import CHECKOUT, VAR, only_one, private
from launcher.processes import Processes
from launcher.screen import step

OLDEST = (3, 11)


@dataclass(frozen=True)
class Venv:
    """A directory of packages and the lock it is made from."""

    directory: Path
    requirements: Path

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.directory / "bin" / "python"

    @property
    def _stamp(self) -> Path:
        return self.directory / "made-from"

    def is_current(self) -> bool:
        """Whether it was made from this very lock by this very Python, and that Python still runs."""
        try:
            if self._stamp.read_text() != self.fingerprint():
                return False
            return (
                subprocess.run([self.python, "-c", ""], check=False, env=child_environment()).returncode == 0
            )
        except OSError:
            return False

    def fingerprint(self) -> str:
        """Changes whenever the lock, the Python or the place does: a venv that was moved does not run."""
        parts = (self.requirements.read_text(), sys.version, str(self.directory))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def mark_as_current(self) -> None:
        """Remember what it was made from."""
        self._stamp.write_text(self.fingerprint())

    def site_packages(self) -> Path:
        """Where its packages are."""
        return next(iter(self.directory.glob("lib/python*/site-packages")))


def development(checkout: Path = CHECKOUT) -> Venv:
    """The venv for tests and gates; the demo runs on it too."""
    return Venv(checkout / ".venv", checkout / "requirements" / "dev.txt")


def demonstration(checkout: Path = CHECKOUT) -> Venv:
    """The smaller venv for those who only want to see the demo."""
    return Venv(checkout / ".venv-demo", checkout / "requirements" / "demo.txt")


def ready_venv(wanted: Venv, processes: Processes) -> Venv:
    """The wanted venv, built if need be, or one that serves as well: HELPDESK_VENV or the development one."""
    given, dev = os.environ.get("HELPDESK_VENV"), development()
    with step("Python packages") as progress:
        if given:
            progress.note = "as HELPDESK_VENV says"
            return Venv(Path(given), wanted.requirements)
        chosen = next((each for each in (dev, wanted) if each.is_current()), None)
        if chosen:
            progress.note = f"{chosen.directory.name}, as it was"
            return chosen
        with only_one(VAR / "venv.lock"):
            if not wanted.is_current():
                progress.note = _build(wanted, processes)
    return wanted


def child_environment() -> dict[str, str]:
    """The environment for a Python of ours. Without compiled files a start would take four times as long."""
    left_out = (
        "PYTHONDONTWRITEBYTECODE",
        "PYTHONHOME",
        "PYTHONPATH",
        "VIRTUAL_ENV",
        "DJANGO_SETTINGS_MODULE",
    )
    return {name: value for name, value in os.environ.items() if name not in left_out}


def _build(venv: Venv, processes: Processes) -> str:
    log, env = private(VAR / "logs") / "packages.log", child_environment()
    uv = shutil.which("uv")
    commands = _with_uv(uv, venv) if uv else _with_pip(venv)
    try:
        for command in commands:
            processes.run("Installing the packages", command, log=log, env=env, cwd=CHECKOUT)
    except LauncherError as failure:
        raise LauncherError(f"{failure}\nThe package index must be within reach the first time.") from failure
    venv.mark_as_current()
    return f"{venv.directory.name}, by {'uv' if uv else 'pip'}"


def _with_uv(uv: str, venv: Venv) -> list[list[str | Path]]:
    # A venv whose Python has gone cannot be repaired; one of an older lock can.
    fresh: list[list[str | Path]] = [
        [uv, "venv", "--quiet", "--clear", "--python", sys.executable, venv.directory]
    ]
    sync: list[str | Path] = [uv, "pip", "sync", "--quiet", "--python", venv.python, "--compile-bytecode"]
    return [*([] if _same_python(venv) else fresh), [*sync, "--require-hashes", venv.requirements]]


def _with_pip(venv: Venv) -> list[list[str | Path]]:
    # pip only adds, so what an older lock had must go first. The lock names every package there is to be: without
    # `--no-deps` a pip before 23.3 looks for `coverage[toml]` anew and refuses the later one it finds.
    fresh: list[str | Path] = [sys.executable, "-m", "venv", "--clear", venv.directory]
    install: list[str | Path] = [
        venv.python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]
    return [
        fresh,
        [*install, "--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", venv.requirements],
    ]


def _same_python(venv: Venv) -> bool:
    """Whether the venv has a Python that runs and is of the version that runs us."""
    try:
        answer = subprocess.run(
            [venv.python, "-c", "import sys; print(sys.version)"], capture_output=True, text=True, check=False
        )
    except OSError:
        return False
    return answer.stdout.strip() == sys.version.strip()
