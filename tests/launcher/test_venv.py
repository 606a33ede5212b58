"""When a venv is used as it is, when it is made anew, and by which commands."""

import sys
from pathlib import Path

import pytest

from launcher import venv
from launcher.errors import LauncherError
from launcher.processes import Processes
from launcher.venv import Venv


def made(place: Path) -> Venv:
    """A venv that looks like one: a Python that runs, and a lock."""
    (place / "bin").mkdir(parents=True)
    (place / "bin" / "python").symlink_to(sys.executable)
    lock = place / "lock.txt"
    lock.write_text("django==5.2.19\n")
    return Venv(place, lock)


def test_marked_venv_is_current_until_its_lock_changes(tmp_path: Path) -> None:
    each = made(tmp_path)
    assert each.is_current() is False
    each.mark_as_current()
    assert each.is_current() is True
    each.requirements.write_text("django==5.2.20\n")
    assert each.is_current() is False


def test_venv_whose_python_is_gone_is_not_current(tmp_path: Path) -> None:
    each = made(tmp_path)
    each.mark_as_current()
    each.python.unlink()
    assert each.is_current() is False


def test_venv_that_was_moved_is_not_current(tmp_path: Path) -> None:
    each = made(tmp_path / "here")
    each.mark_as_current()
    (tmp_path / "here").rename(tmp_path / "there")
    assert Venv(tmp_path / "there", tmp_path / "there" / "lock.txt").is_current() is False


@pytest.mark.parametrize(
    ("tool", "flags"),
    [("uv", ["--compile-bytecode", "--require-hashes"]), (None, ["--no-deps", "--require-hashes"])],
)
def test_packages_are_installed_by_hash_with_uv_or_else_pip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tool: str | None, flags: list[str]
) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(venv.shutil, "which", lambda _name: tool)
    monkeypatch.setattr(venv, "VAR", tmp_path)
    monkeypatch.setattr(
        Processes, "run", lambda _self, _name, words, **_options: ran.append([str(w) for w in words])
    )
    monkeypatch.delenv("HELPDESK_VENV", raising=False)
    monkeypatch.setattr(venv, "development", lambda: Venv(tmp_path / "none", tmp_path / "none.txt"))
    wanted = Venv(tmp_path / "new", made(tmp_path / "elsewhere").requirements)
    wanted.directory.mkdir()
    with Processes() as processes:
        assert venv.ready_venv(wanted, processes) == wanted
    assert len(ran) == 2
    assert ran[0][-1] == str(wanted.directory)
    assert ran[1][-1] == str(wanted.requirements)
    assert [flag for flag in flags if flag not in ran[1]] == []


def test_failed_installation_says_the_index_must_be_within_reach(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(venv.shutil, "which", lambda _name: "/bin/false")
    monkeypatch.setattr(venv, "VAR", tmp_path)
    monkeypatch.delenv("HELPDESK_VENV", raising=False)
    wanted = Venv(tmp_path / "new", made(tmp_path / "elsewhere").requirements)
    monkeypatch.setattr(venv, "development", lambda: wanted)
    with Processes() as processes, pytest.raises(LauncherError, match="must be within reach the first time"):
        venv.ready_venv(wanted, processes)


def test_given_venv_is_used_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HELPDESK_VENV", str(tmp_path))
    with Processes() as processes:
        assert venv.ready_venv(venv.demonstration(), processes).directory == tmp_path


def test_child_environment_lets_python_keep_compiled_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert "PYTHONDONTWRITEBYTECODE" not in venv.child_environment()
