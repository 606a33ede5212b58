"""When the packages of `web/` are used as they are, when they are installed, and what is said where they cannot be."""

import shutil
import sys
from pathlib import Path

import pytest

from launcher import web
from launcher.errors import LauncherError
from launcher.processes import Processes
from launcher.venv import Venv
from launcher.web import Web
from tests.launcher.driving import CHECKOUT

MADE = Venv(Path(sys.prefix), CHECKOUT / "requirements" / "dev.txt")


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with a web folder that has no packages yet, nor a registry within reach."""
    (tmp_path / "web").mkdir()
    for name in (".npmrc", "package.json", "package-lock.json"):
        shutil.copy(CHECKOUT / "web" / name, tmp_path / "web")
    monkeypatch.setattr(web, "CHECKOUT", tmp_path)
    monkeypatch.setattr(web, "VAR", tmp_path / "var")
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:1")
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    return tmp_path


def test_node_is_that_of_the_venv_and_its_npm_runs(checkout: Path) -> None:
    found = web.web_of(MADE)
    assert found.node.is_relative_to(sys.prefix)
    assert found.environment()["PATH"].startswith(str(found.node.parent))
    with Processes() as processes:
        log = checkout / "npm.log"
        said = processes.run("npm", [*found.npm, "--version"], log=log, env=found.environment(), cwd=checkout)
    assert int(said.split(".")[0]) >= 11


def test_venv_without_node_says_how_it_gets_there(tmp_path: Path) -> None:
    (tmp_path / "lib" / "python3.11" / "site-packages").mkdir(parents=True)
    with pytest.raises(LauncherError, match="`make venv` puts it there"):
        web.web_of(Venv(tmp_path, tmp_path))


def test_registry_out_of_reach_is_said_and_leaves_nothing_that_looks_whole(checkout: Path) -> None:
    with Processes() as processes, pytest.raises(LauncherError, match="registry must be within reach"):
        web.ready_web(MADE, processes)
    assert not web.web_of(MADE).is_current()


def test_installed_packages_are_used_until_the_lock_changes(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (checkout / "web" / "node_modules").mkdir()
    here: Web = web.web_of(MADE)
    here.mark_as_current()
    with Processes() as processes:
        assert web.ready_web(MADE, processes) == here
    assert "as they were" in capsys.readouterr().out
    with (checkout / "web" / "package-lock.json").open("a") as lock:
        lock.write("\n")
    assert not here.is_current()
