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


def run(web: Web, command: list[str | Path], **more: str) -> None:
    ran = subprocess.run(
        command, cwd=web.directory, env=web.environment() | more, capture_output=True, text=True, timeout=300
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "pass 0" not in ran.stdout


def test_logic_of_the_client_is_proved_without_a_browser(web: Web) -> None:
    """Who calls, how refusals are told, and that every language says everything."""
    run(web, [web.node, "--run", "test"])


@pytest.mark.django_db(transaction=True)
def test_typed_client_walks_the_readme(web: Web, tmp_path: Path) -> None:
    with living_desk(connection.settings_dict["NAME"], tmp_path, "2026-06-15") as desk:
        desk.manage("load_demo_desk")
        said = {"DESK_SITE": desk.site, "DESK_KEY": intake_key(), "DESK_PASSWORD": password()}
        run(web, [web.node, "--test", "tests/story.test.ts"], **(desk.env | said), DESK_PYTHON=sys.executable)
