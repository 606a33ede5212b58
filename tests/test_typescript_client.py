"""The typed client of `web/` walks the README to its end; `make check` asks the compiler whether its types hold."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from deadlines.demo_desk import intake_key, password
from launcher.processes import Processes
from launcher.venv import Venv
from launcher.web import Web, ready_web
from tests.living_desk import CHECKOUT, living_desk

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def web() -> Web:
    with Processes() as processes:
        return ready_web(Venv(Path(sys.prefix), CHECKOUT / "requirements" / "dev.txt"), processes)


def run_tests(web: Web, name: str, **more: str) -> None:
    command = [web.node, "--test", f"tests/{name}.test.ts"]
    ran = subprocess.run(
        command, cwd=web.directory, env=web.environment() | more, capture_output=True, text=True, timeout=300
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "pass 0" not in ran.stdout


def test_client_says_who_calls_and_tells_refusals_as_errors(web: Web) -> None:
    run_tests(web, "client")


@pytest.mark.django_db(transaction=True)
def test_typed_client_walks_the_readme(web: Web, tmp_path: Path) -> None:
    with living_desk(connection.settings_dict["NAME"], tmp_path, "2026-06-15") as desk:
        desk.manage("load_demo_desk")
        said = {"DESK_SITE": desk.site, "DESK_KEY": intake_key(), "DESK_PASSWORD": password()}
        run_tests(web, "story", **(desk.env | said), DESK_PYTHON=sys.executable)
