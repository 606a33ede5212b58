"""`make check` runs every gate, whatever the earlier ones said."""

from pathlib import Path

import pytest

from launcher import gates
from launcher.errors import LauncherError
from launcher.processes import Processes
from launcher.venv import Venv
from launcher.web import Web

ENV = {"PATH": "/usr/bin:/bin"}


def run(
    commands: dict[str, list[str | Path]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    committed: str = "openapi: 3",
    by_node: str = "true",
) -> list[str]:
    (tmp_path / "committed.yaml").write_text(committed)
    monkeypatch.setattr(gates, "VAR", tmp_path)
    monkeypatch.setattr(gates, "SCHEMA", tmp_path / "committed.yaml")
    writing = ["sh", "-c", 'echo "openapi: 3" > "$0"']
    monkeypatch.setattr(gates, "ready_web", lambda _made, _processes: Web(tmp_path, tmp_path / "node"))
    monkeypatch.setattr(gates, "web_gates", lambda _web: {"by Node": ["sh", "-c", by_node]})
    monkeypatch.setattr(gates, "gates", lambda _made, schema: commands | {"API document": [*writing, schema]})
    with Processes() as processes:
        return gates.failing_gates(Venv(tmp_path, tmp_path), ENV, processes)


def test_all_gates_passed_names_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run({"one": ["true"]}, tmp_path, monkeypatch) == []


def test_failing_gates_are_named_and_show_what_they_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    commands: dict[str, list[str | Path]] = {
        "one": ["sh", "-c", "echo line 7 is wrong; exit 3"],
        "two": ["true"],
        "three": ["false"],
    }
    assert run(commands, tmp_path, monkeypatch) == ["one", "three"]
    assert "line 7 is wrong" in capsys.readouterr().out


def test_outdated_api_document_is_a_failure_that_says_how_to_write_it_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run({}, tmp_path, monkeypatch, committed="openapi: 2") == ["API document"]
    said = capsys.readouterr().out
    assert "`make schema` writes it anew" in said
    assert "-openapi: 2\n+openapi: 3" in said


def test_failing_gate_of_node_is_named_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run({}, tmp_path, monkeypatch, by_node="echo TS2339; exit 2") == ["by Node"]
    assert "TS2339" in capsys.readouterr().out


def test_packages_out_of_reach_fail_as_one_gate_and_say_what_was_not_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_made: Venv, _processes: Processes) -> Web:
        raise LauncherError("npm's registry must be within reach the first time.")

    monkeypatch.setattr(gates, "ready_web", refuse)
    with Processes() as processes:
        assert gates._failing_web_gates(Venv(tmp_path, tmp_path), processes) == ["npm packages"]
    said = capsys.readouterr().out
    assert "registry must be within reach" in said
    assert "What is asked of web/ could not be" in said


def test_every_gate_of_the_house_is_there(tmp_path: Path) -> None:
    assert list(gates.gates(Venv(tmp_path, tmp_path), tmp_path)) == [
        "ruff format",
        "ruff check",
        "mypy",
        "import contract",
        "deptry",
        "system checks",
        "migrations",
        "API document",
    ]
    assert list(gates.web_gates(Web(tmp_path, tmp_path / "bin" / "node"))) == [
        "Redocly",
        "Spectral",
        "TypeScript",
        "ESLint",
        "built client",
    ]
