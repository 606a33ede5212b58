"""The commands of those who work on the code: tests, static gates, engines for a shell of their own."""

import subprocess
from pathlib import Path
from shlex import quote

from launcher import engines as engine_room
from launcher.errors import Interrupted
from launcher.gates import SCHEMA, failing_gates
from launcher.places import CHECKOUT, VAR, private
from launcher.processes import Processes
from launcher.screen import say, step
from launcher.venv import Venv, child_environment, development, ready_venv
from launcher.web import web_of

# The whole suite: a process for each core, to which whole files go, since the tests of a file share what they furnish.
WHOLE_SUITE = ["--numprocesses=auto", "--maxprocesses=8", "--dist=loadfile"]


def test(arguments: list[str]) -> int:
    """Run pytest on engines that are thrown away afterwards; its exit code passes through.

    With arguments it is pytest as it is typed, in one process; without, the whole suite on all cores.
    """
    return _python("pytest", ["-m", "pytest", *(arguments or WHOLE_SUITE)])


def bench(arguments: list[str]) -> int:
    """Measure how fast the API answers, on engines that are thrown away afterwards."""
    return _python("benchmark", ["-m", "benchmarks.serving", *arguments])


def check(_arguments: list[str]) -> int:
    """Run every static gate, the later ones even if an earlier one fails; 1 if any did."""
    with Processes() as processes:
        made = ready_venv(development(), processes)
        failed = failing_gates(made, test_environment(made, processes), processes)
    say(f"\n{len(failed)} of the gates failed: {', '.join(failed)}" if failed else "\nEvery gate is passed.")
    return 1 if failed else 0


def schema(_arguments: list[str]) -> int:
    """Write the API document anew."""
    with Processes() as processes:
        made = ready_venv(development(), processes)
        env = test_environment(made, processes)
        words = ["manage.py", "spectacular", "--lang", "en", "--validate", "--fail-on-warn", "--file"]
        log = private(VAR / "logs") / "schema.log"
        with step("API document"):
            processes.run(words[0], [made.python, *words, SCHEMA], env=env, cwd=CHECKOUT, log=log)
    return 0


def engines(_arguments: list[str]) -> int:
    """Start both engines and print how to use them; they run until Ctrl-C."""
    with Processes() as processes:
        made = ready_venv(development(), processes)
        env = test_environment(made, processes)
        say()
        for name in ("DATABASE_URL", "REDIS_URL"):
            say(f"export {name}={quote(env[name])}")
        say("\nBoth are empty, and gone after Ctrl-C.")
        processes.watch()
    return 0


def venv(_arguments: list[str]) -> int:
    """Make the venv for development."""
    with Processes() as processes:
        ready_venv(development(), processes)
    return 0


def npm(arguments: list[str]) -> int:
    """Run npm in `web/`, by the Node of the venv; its exit code passes through."""
    with Processes() as processes:
        web = web_of(ready_venv(development(), processes))
        command = [*web.npm, *arguments]
        return _on_this_screen("npm", command, web.environment(), web.directory, processes)


def test_environment(made: Venv, processes: Processes) -> dict[str, str]:
    """Settings for tests and gates: real engines, everything else invented."""
    quarters = engine_room.passing_quarters(processes)
    running = engine_room.start(quarters, made.site_packages(), processes)
    invented = {
        "SECRET_KEY": "for-tests-only-" + "x" * 50,
        "DEBUG": "false",
        "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
        "SITE_URL": "http://testserver",
        "DOCUMENTS_DIR": str(VAR / "documents-of-tests"),
        "EMAIL_URL": "memorymail://",
        "DEFAULT_FROM_EMAIL": "Helpdesk <helpdesk@example.org>",
        "SECURE_COOKIES": "false",
        # Said outright, so that a developer's own .env cannot make tests of it.
        "DEMO_DESK": "false",
        "DESK_DAY": "",
    }
    return child_environment() | invented | running.environment()


def _python(name: str, words: list[str]) -> int:
    """Run Python on passing engines and on this screen; its exit code."""
    with Processes() as processes:
        made = ready_venv(development(), processes)
        env = test_environment(made, processes)
        return _on_this_screen(name, [made.python, *words], env, CHECKOUT, processes)


def _on_this_screen(
    name: str, command: list[str | Path], env: dict[str, str], place: Path, processes: Processes
) -> int:
    started = processes.start(name, command, env=env, cwd=place, own_session=False)
    try:
        return started.process.wait()
    except Interrupted:
        # Ctrl-C reached it as well: let it end what it began and print what it has.
        _wait_a_little(started.process)
        raise


def _wait_a_little(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(timeout=3)
    except subprocess.TimeoutExpired:
        process.terminate()
