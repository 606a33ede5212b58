"""Starting children, watching them, and stopping every one of them, whatever way the launcher ends."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, Self

from launcher.account import Account
from launcher.errors import Interrupted, LauncherError
from launcher.screen import tail

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# Together under the five seconds a person waits after Ctrl-C.
PATIENCE_WITH_PROGRAMS = 2.5
PATIENCE_WITH_ENGINES = 1.8
PR_SET_PDEATHSIG = 1


def heed_signals() -> None:
    """Turn Ctrl-C, SIGTERM and a vanished terminal into `Interrupted`, once."""
    for number in STOP_SIGNALS:
        if number is signal.SIGHUP and signal.getsignal(number) is signal.SIG_IGN:
            continue  # started with nohup: it wants to outlive its terminal
        signal.signal(number, _interrupt)


def _interrupt(number: int, _frame: FrameType | None) -> None:
    # A second Ctrl-C must not interrupt the stopping itself.
    for each in STOP_SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    raise Interrupted(signal.Signals(number).name)


@dataclass(frozen=True)
class Child:
    """A process of ours, in a session of its own unless it needs the terminal."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path | None
    stop_signal: signal.Signals
    engine: bool
    own_session: bool

    def ask_to_stop(self) -> None:
        """Send the signal that makes it end in order."""
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signal)

    def end(self) -> None:
        """Leave nothing of it: neither the process nor what it started."""
        try:
            if self.own_session:
                os.killpg(self.process.pid, signal.SIGKILL)
            elif self.process.poll() is None:
                self.process.kill()
        except (ProcessLookupError, PermissionError):
            pass  # already gone; macOS answers "not permitted" for a group that is empty
        self.process.wait()


class Processes:
    """All children of one launcher, as a context: leaving it, by any door, stops them."""

    def __init__(self) -> None:
        self._children: list[Child] = []
        self._afterwards: list[Callable[[], None]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        env: Mapping[str, str],
        log: Path | None = None,
        cwd: Path | None = None,
        stdin: bytes | None = None,
        pass_fds: Iterable[int] = (),
        account: Account | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
        engine: bool = False,
        own_session: bool = True,
    ) -> Child:
        """Start a child. Without `log` it writes to the terminal; `stdin` is handed to it and closed."""
        options: dict[str, Any] = {
            "env": dict(env),
            "cwd": cwd,
            "pass_fds": tuple(pass_fds),
            "start_new_session": own_session,
            "preexec_fn": lambda: _in_the_child(stop_signal),
            **(account.popen_options() if account else {}),
        }
        if stdin is not None:
            options["stdin"] = subprocess.PIPE
        elif own_session:
            options["stdin"] = subprocess.DEVNULL
        # A signal between the fork and the append would leave a child that nobody knows.
        signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
        try:
            process = _popen(command, log, options)
            child = Child(name, process, log, stop_signal, engine, own_session)
            self._children.append(child)
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
        if stdin is not None and process.stdin:
            _hand_over(process, stdin)
        return child

    def run(self, name: str, command: Sequence[str | Path], *, log: Path, **options: Any) -> str:
        """Run a child to its end and return what it wrote; a failure shows the end of its log."""
        child = self.start(name, command, log=log, **options)
        code = child.process.wait()
        self.forget(child)
        if code != 0:
            raise LauncherError(f"{name} failed ({ended_how(code)}). The end of {log}:\n{tail(log)}")
        return log.read_text(errors="replace")

    def forget(self, child: Child) -> None:
        """End a child now and watch it no longer."""
        child.end()
        self._children.remove(child)

    def afterwards(self, action: Callable[[], None]) -> None:
        """Something to do when every child has ended, whatever happens before."""
        self._afterwards.append(action)

    def watch(self) -> None:
        """Wait until a child dies, which is an error, or until someone asks to stop."""
        while True:
            self.raise_if_dead()
            time.sleep(0.2)

    def raise_if_dead(self) -> None:
        """An error that names the child that has ended and shows its log."""
        for child in self._children:
            code = child.process.poll()
            if code is not None:
                shown = f" The end of {child.log}:\n{tail(child.log)}" if child.log else ""
                raise LauncherError(f"{child.name} has stopped by itself ({ended_how(code)}).{shown}")

    def stop(self) -> None:
        """Stop the programs together, then the engines under them; what does not listen is ended."""
        heeded = {number: signal.signal(number, signal.SIG_IGN) for number in STOP_SIGNALS}
        programs = [child for child in self._children if not child.engine]
        engines = [child for child in self._children if child.engine]
        _stop_together(programs, PATIENCE_WITH_PROGRAMS)
        _stop_together(engines, PATIENCE_WITH_ENGINES)
        self._children.clear()
        while self._afterwards:
            self._afterwards.pop()()
        for number, heed in heeded.items():
            signal.signal(number, heed)


def ended_how(code: int) -> str:
    """An exit code in words."""
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def _stop_together(children: list[Child], patience: float) -> None:
    for child in children:
        child.ask_to_stop()
    until = time.monotonic() + patience
    while time.monotonic() < until and any(child.process.poll() is None for child in children):
        time.sleep(0.02)
    for child in children:
        child.end()


def _popen(
    command: Sequence[str | Path], log: Path | None, options: dict[str, Any]
) -> subprocess.Popen[bytes]:
    words = [str(word) for word in command]
    try:
        if log is None:
            return subprocess.Popen(words, **options)
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as sink:
            return subprocess.Popen(words, stdout=sink, stderr=subprocess.STDOUT, **options)
    except OSError as mistake:
        raise LauncherError(f"{words[0]} cannot be run: {mistake.strerror}.") from mistake


def _hand_over(process: subprocess.Popen[bytes], content: bytes) -> None:
    if process.stdin is None:
        return
    try:
        process.stdin.write(content)
        process.stdin.close()
    except BrokenPipeError:
        pass  # it died at once; whoever waits for it will see that and show the log


def _in_the_child(stop_signal: signal.Signals) -> None:
    """Runs between fork and exec, after the change of user."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    if sys.platform == "linux":
        # Even a launcher killed with -9 takes its children along.
        _LIBC.prctl(PR_SET_PDEATHSIG, int(stop_signal), 0, 0, 0)


_LIBC = ctypes.CDLL(None)
