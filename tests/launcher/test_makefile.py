"""The words people type: make targets and the script that continuous integration runs."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.launcher.driving import CHECKOUT


def make(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    # Under `make test` a make in a test would inherit that one's variables and say which directory it enters.
    outer = ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES")
    env = {name: value for name, value in os.environ.items() if name not in outer} | more
    return subprocess.run(["make", *words], cwd=CHECKOUT, env=env, capture_output=True, text=True)


def test_missing_python_is_said_clearly() -> None:
    refused = make("demo", "PYTHON=")
    assert refused.returncode != 0
    assert "Python 3.11 or later is needed and none was found" in refused.stderr


@pytest.mark.parametrize(
    ("words", "launched"),
    [
        (["demo"], "py -m launcher demo"),
        (["demo-reset"], "py -m launcher reset"),
        (["day", "DAY=2026-12-07"], "py -m launcher day 2026-12-07"),
        (["test", 'ARGS=-k "due and not slow" -x'], 'py -m launcher test -k "due and not slow" -x'),
        (["faults"], "py -m launcher test tests/faults -s"),
        (["fuzz"], "py -m launcher test tests/api/test_fuzz.py -s"),
        (["check"], "py -m launcher check"),
        (["npm", "ARGS=run types"], "py -m launcher npm run types"),
        (["venv"], "py -m launcher venv"),
    ],
)
def test_target_starts_the_launcher(words: list[str], launched: str) -> None:
    assert make("--dry-run", "PYTHON=py", *words).stdout.strip().endswith(launched)


def test_lock_keeps_hashes_and_no_address() -> None:
    recipe = make("--dry-run", "lock").stdout
    assert recipe.count("--generate-hashes") == 3
    assert recipe.count("--no-emit-index-url") == 3
    for lock in ("base", "demo", "dev"):
        assert "://" not in (CHECKOUT / "requirements" / f"{lock}.txt").read_text()


@pytest.mark.parametrize(("failing", "code"), [("none", 0), ("test", 1), ("check", 1)])
def test_ci_runs_tests_and_gates_and_fails_when_either_does(tmp_path: Path, failing: str, code: int) -> None:
    # Chromium is there, so that none is installed.
    for name, words in (("make", f'echo "made $1, CI=$CI"\ntest "$1" != {failing}'), ("chromium", "exit 1")):
        (tmp_path / name).write_text(f"#!/bin/sh\n{words}\n")
        (tmp_path / name).chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(
        [CHECKOUT / ".ci" / "run"], env=os.environ | {"PATH": path}, capture_output=True, text=True
    )
    assert ran.stdout.splitlines() == ["made test, CI=true", "made check, CI=true"]
    assert ran.returncode == code


def test_test_command_passes_arguments_and_exit_code_through(tmp_path: Path) -> None:
    failing = tmp_path / "test_failing.py"
    failing.write_text("def test_one():\n    assert 1 == 2\n")
    given = {"DATABASE_URL": "postgresql://a:b@127.0.0.1:1/x", "REDIS_URL": "redis://127.0.0.1:1"}
    ran = make("test", f"ARGS=-c /dev/null -p no:django -q {failing}", **given)
    assert "1 failed" in ran.stdout
    assert ran.returncode == 2
