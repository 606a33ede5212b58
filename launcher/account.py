"""Whom the engines run as. PostgreSQL refuses to run as root, so root lends them to `nobody`."""

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from launcher.errors import LauncherError
from launcher.places import checkout_key


@dataclass(frozen=True)
class Account:
    """A user without rights that root starts the engines as."""

    uid: int
    gid: int

    def popen_options(self) -> dict[str, Any]:
        """What makes `subprocess` change to this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def may_run(self, program: Path) -> bool:
        """Whether this user can execute the file: the system is asked, it knows every mount and mode."""
        probe = subprocess.run(
            ["sh", "-c", 'test -x "$0"', str(program)], cwd="/", check=False, **self.popen_options()
        )
        return probe.returncode == 0


def engine_account() -> Account | None:
    """The account for the engines, or none where we are not root and they run as ourselves."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        raise LauncherError("As root the engines run as the user `nobody`, and there is none here.") from None
    return Account(entry.pw_uid, entry.pw_gid)


def outside_place() -> Path:
    """Where that directory is, whether it exists or not: where it outlives a restart, if possible."""
    # What is made there is used only once it is known to be ours.
    lasting = Path("/var/tmp")  # noqa: S108 # nosec B108
    temp = lasting if os.access(lasting, os.W_OK | os.X_OK) else Path(tempfile.gettempdir())
    return temp / f"legal-helpdesk-{checkout_key()}"


def outside_the_checkout() -> Path:
    """A directory of this checkout that `nobody` can look into, for when its own place is closed."""
    place = outside_place()
    place.mkdir(mode=0o755, exist_ok=True)
    found = place.lstat()
    # Anyone may make a name under the temp directory: never use one that is not ours.
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise LauncherError(f"{place} belongs to somebody else. Remove it and start again.")
    place.chmod(0o755)
    return place


def seat(wanted: Path, account: Account | None) -> Path:
    """A directory for engines' files: the wanted one, or one outside where the account cannot enter it."""
    wanted.mkdir(parents=True, exist_ok=True)
    if account is None:
        return wanted
    wanted.chmod(0o711)
    if account.may_run(wanted):
        return wanted
    elsewhere = outside_the_checkout() / wanted.name
    elsewhere.mkdir(mode=0o711, exist_ok=True)
    return elsewhere


def own_directory(directory: Path, account: Account | None) -> Path:
    """A directory that belongs to the engines' account alone."""
    directory.mkdir(exist_ok=True)
    directory.chmod(0o700)
    if account:
        os.chown(directory, account.uid, account.gid)
    return directory


def within_reach(
    program: Path, root: Path, parts: tuple[str, ...], name: str, account: Account | None
) -> Path:
    """The program itself, or, where the account cannot enter `root`, its place in a copy of the parts named.

    `name` tells versions apart: a copy is made once for each.
    """
    if account is None or account.may_run(program):
        return program
    copies = outside_the_checkout() / name
    if not copies.exists():
        draft = copies.with_name(f"{name}.{os.getpid()}")
        for part in parts:
            if (root / part).is_dir():
                shutil.copytree(root / part, draft / part, symlinks=True)
        _open_to_read(draft)
        try:
            draft.rename(copies)
        except OSError:
            shutil.rmtree(draft)  # another start of this checkout was quicker
    return copies / program.relative_to(root)


def _open_to_read(directory: Path) -> None:
    """Let everybody read the files, whatever the umask they were unpacked with."""
    for each in (directory, *directory.rglob("*")):
        if not each.is_symlink():
            each.chmod(0o755 if each.is_dir() or each.stat().st_mode & stat.S_IXUSR else 0o644)
