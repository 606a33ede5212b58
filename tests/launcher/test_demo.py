"""`make demo` as a person meets it: one desk opened, asked, stopped, opened again."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from celery import Celery

from launcher.processes import PATIENCE_WITH_ENGINES, PATIENCE_WITH_PROGRAMS
from tests.launcher.driving import (
    PATIENCE,
    SOON,
    Launch,
    copy_of_the_launcher,
    copy_of_the_product,
    environment,
    outside,
    processes_of,
)

pytestmark = pytest.mark.slow
Start = Callable[..., Launch]


def get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        return str(answer.read().decode())


def await_no_process(place: Path) -> list[str]:
    """What is left after a moment.

    The children of a killed launcher, and of a PostgreSQL that outstayed its patience, are told to end and no more.
    """
    until = time.monotonic() + SOON
    while (left := processes_of(place)) and time.monotonic() < until:
        time.sleep(0.05)
    return left


def test_opened_desk_answers_and_names_its_addresses_and_sign_ins(checkout: Path, launch: Start) -> None:
    desk = launch(checkout, "demo").open()
    site = desk.address("Sign-in")
    assert len(processes_of(checkout)) > 10
    assert get(f"{site}/readyz").endswith("secret 67 debug false")
    assert f"The desk       {site}/desk/" in desk.said
    assert f"Documentation  {site}/docs/" in desk.said
    assert get(f"{desk.address('Mail')}/mails.json") == "[]"
    assert "opened 1 times; sign in as elise@example.org" in desk.said
    for step in (
        "PostgreSQL",
        "Valkey",
        "Mail catcher",
        "Database tables",
        "Demo desk",
        "API",
        "Worker",
        "Beat",
    ):
        assert f"  {step} ..." in desk.said
    second = launch(checkout, "demo")
    assert second.end() == 1
    assert f"A demo desk of this checkout runs already at {site}." in second.said
    day = launch(checkout, "day", "2026-12-07")
    assert day.end() == 0
    assert f"the day 2026-12-07 has passed at {site}" in day.said


def test_ctrl_c_amid_a_long_task_leaves_no_process_and_the_next_start_keeps_the_data(
    checkout: Path, launch: Start
) -> None:
    desk = launch(checkout, "demo").open()
    give_the_worker_a_task_without_end(checkout)
    assert desk.send(signal.SIGINT) < SOON
    assert (desk.process.returncode, await_no_process(checkout)) == (0, [])
    assert desk.said.rstrip().endswith("The data is kept; `make demo` goes on with it.")
    again = launch(checkout, "demo").open()
    assert again.address("Sign-in") == desk.address("Sign-in")
    assert "opened 2 times" in again.said
    assert again.send(signal.SIGTERM) < SOON
    assert await_no_process(checkout) == []
    assert launch(checkout, "reset").end() == 0
    assert [entry.name for entry in (checkout / "var" / "demo").iterdir()] == ["lock"]
    assert list((checkout / "var" / "engines").glob("*")) == []
    # In a closed place the programs themselves were copied out, as the venv was made: they hold no data and stay.
    assert {entry.name.split("-")[0] for entry in outside(checkout).glob("*")} <= {"postgres", "valkey"}


def test_parts_that_do_not_listen_are_ended_within_five_seconds() -> None:
    assert PATIENCE_WITH_PROGRAMS + PATIENCE_WITH_ENGINES < 5


def give_the_worker_a_task_without_end(checkout: Path) -> None:
    running = (checkout / "var" / "demo" / "addresses.json").read_text()
    broker = running.split('"REDIS_URL": "')[1].split('"')[0]
    # Not the current app: what later tests of this process send would go to this broker, which is gone by then.
    Celery(broker=broker, set_as_current=False).send_task("never_ends")
    log = checkout / "var" / "demo" / "logs" / "worker.log"
    while "never_ends" not in log.read_text().partition("ready.")[2]:
        time.sleep(0.02)


def test_the_product_itself_opens_lives_through_a_monday_and_closes(tmp_path: Path, launch: Start) -> None:
    checkout = copy_of_the_product(tmp_path / "the real desk")
    desk = launch(checkout, "demo").open()
    assert json.loads(get(f"{desk.address('Sign-in')}/readyz")) == {"status": "ready"}
    assert "alice@helpdesk.example" in desk.said
    day = launch(checkout, "day", "2026-12-07")
    assert day.end() == 0, day.said
    recipients = {mail["to"] for mail in json.loads(get(f"{desk.address('Mail')}/mails.json"))}
    assert {"alice@helpdesk.example", "bertrand@helpdesk.example"} <= recipients
    assert desk.send(signal.SIGINT) < SOON
    assert (desk.process.returncode, await_no_process(checkout)) == (0, [])


def test_two_desks_started_side_by_side_have_their_own_addresses(tmp_path: Path, launch: Start) -> None:
    desks = [launch(copy_of_the_launcher(tmp_path / name), "demo") for name in ("one", "two")]
    addresses = {desk.open().address(label) for desk in desks for label in ("Sign-in", "Mail")}
    assert len(addresses) == 4
    assert "opened 1 times" in desks[0].said
    assert "opened 1 times" in desks[1].said


def test_killed_launcher_leaves_no_process_and_the_next_start_recovers(checkout: Path, launch: Start) -> None:
    launch(checkout, "demo").open().send(signal.SIGKILL)
    if sys.platform == "linux":
        assert await_no_process(checkout) == []
    assert "opened 2 times" in launch(checkout, "demo").open().said


def test_dead_part_is_named_with_its_log_and_the_rest_is_stopped(checkout: Path, launch: Start) -> None:
    desk = launch(checkout, "demo").open()
    words = "celery -A helpdesk beat"
    beat = next(entry for entry in Path("/proc").glob("[0-9]*") if is_running(entry, words, checkout))
    os.kill(int(beat.name), signal.SIGKILL)
    assert desk.end() == 1
    assert "Beat has stopped by itself (killed by SIGKILL)." in desk.said
    assert "beat: Starting..." in desk.said
    assert await_no_process(checkout) == []


def is_running(entry: Path, words: str, checkout: Path) -> bool:
    try:
        command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        return words in command and str(checkout) in command
    except OSError:
        return False


def test_vanished_terminal_stops_everything(checkout: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", TAKE_THE_TERMINAL, "engines"]
    engines = subprocess.Popen(
        command,
        cwd=checkout,
        env=environment(),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    shown = b""
    while b"gone after Ctrl-C" not in shown:
        shown += os.read(ours, 4096)
    data = engines_of(engines.pid)
    os.close(ours)
    engines.wait(timeout=PATIENCE)
    assert len(data) == 2
    assert [pid for pid in data if Path(f"/proc/{pid}").exists()] == []


def engines_of(launcher: int) -> list[int]:
    children = Path(f"/proc/{launcher}/task/{launcher}/children").read_text()
    return [int(child) for child in children.split()]


# What a login shell does for the programs it starts.
TAKE_THE_TERMINAL = """
import fcntl, runpy, signal, sys, termios
signal.signal(signal.SIGHUP, signal.SIG_DFL)
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
sys.argv[0] = "launcher"
runpy.run_module("launcher", run_name="__main__")
"""


def test_failing_step_ends_the_start_with_its_log(checkout: Path, launch: Start) -> None:
    (checkout / "manage.py").write_text("raise SystemExit('the tables cannot be made')\n")
    desk = launch(checkout, "demo")
    assert desk.end() == 1
    assert "manage.py migrate failed (exit code 1)." in desk.said
    assert "    the tables cannot be made" in desk.said
    assert await_no_process(checkout) == []


def test_day_without_a_running_desk_says_how_to_start_one(checkout: Path, launch: Start) -> None:
    day = launch(checkout, "day", "2026-12-07")
    assert day.end() == 1
    assert "No demo desk of this checkout is running. Start one with `make demo`." in day.said


def test_interrupt_during_the_start_leaves_no_process(checkout: Path, launch: Start) -> None:
    desk = launch(checkout, "demo")
    desk.wait_for("Mail catcher")
    assert desk.send(signal.SIGINT) < SOON
    assert (desk.process.returncode, await_no_process(checkout)) == (0, [])
