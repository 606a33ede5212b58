"""The static gates of `make check`, each a command that must end with zero."""

import difflib
from collections.abc import Mapping
from pathlib import Path

from launcher.errors import LauncherError
from launcher.places import CHECKOUT, VAR, private
from launcher.processes import Processes
from launcher.screen import say, step
from launcher.venv import Venv
from launcher.web import Web, ready_web

SCHEMA = CHECKOUT / "api" / "openapi.yaml"
# `check --deploy` looks at the desk as it would run in the open.
AS_DEPLOYED = {
    "SECURE_COOKIES": "true",
    "ALLOWED_HOSTS": "helpdesk.example.org",
    "SITE_URL": "https://helpdesk.example.org",
}


def gates(made: Venv, schema: Path) -> dict[str, list[str | Path]]:
    """Name and command of each gate; `schema` is where the freshly generated API document goes."""
    manage: list[str | Path] = [made.python, "manage.py"]
    programs = made.directory / "bin"
    return {
        "ruff format": [programs / "ruff", "format", "--check", "."],
        "ruff check": [programs / "ruff", "check", "."],
        "mypy": [made.python, "-m", "mypy"],
        "import contract": [
            made.python,
            "-c",
            "import sys; from importlinter.cli import lint_imports_command as c; sys.exit(c())",
            "--no-cache",
        ],
        "deptry": [made.python, "-m", "deptry", "."],
        "system checks": [*manage, "check", "--deploy", "--fail-level", "WARNING"],
        "migrations": [*manage, "makemigrations", "--check", "--dry-run"],
        "API document": [
            *manage,
            "spectacular",
            "--lang",
            "en",
            "--validate",
            "--fail-on-warn",
            "--file",
            schema,
        ],
    }


def web_gates(web: Web) -> dict[str, list[str | Path]]:
    """Name and command of each gate that Node runs: the committed API document, the client and its build."""
    return {
        "Redocly": [web.node, "--run", "redocly"],
        "Spectral": [web.node, "--run", "spectral"],
        "TypeScript": [web.node, "--run", "check"],
        "ESLint": [web.node, "--run", "lint"],
        "built client": [web.node, "--run", "rebuilt"],
    }


def failing_gates(made: Venv, env: Mapping[str, str], processes: Processes) -> list[str]:
    """Run all gates and return the names of those that failed, having shown what they said."""
    fresh = private(VAR / "logs") / "openapi.yaml"
    failed = []
    for name, command in gates(made, fresh).items():
        extra = AS_DEPLOYED if name == "system checks" else {}
        if not _passes(name, command, CHECKOUT, {**env, **extra}, processes):
            failed.append(name)
    if "API document" not in failed and not _same_document(fresh):
        failed.append("API document")
    return failed + _failing_web_gates(made, processes)


def _failing_web_gates(made: Venv, processes: Processes) -> list[str]:
    try:
        web = ready_web(made, processes)
    except LauncherError as failure:
        say(f"{failure}\nWhat is asked of web/ could not be.\n")
        return ["npm packages"]
    env = web.environment()
    return [
        name
        for name, command in web_gates(web).items()
        if not _passes(name, command, web.directory, env, processes)
    ]


def _passes(
    name: str, command: list[str | Path], place: Path, env: Mapping[str, str], processes: Processes
) -> bool:
    log = private(VAR / "logs") / f"check-{name.replace(' ', '-')}.log"
    said = ""
    with step(name) as progress:
        try:
            processes.run(name, command, log=log, env=env, cwd=place)
        except LauncherError:
            progress.note = "FAILED"
            said = log.read_text(errors="replace")
    if said:
        say(said.rstrip() + "\n")
    return not progress.note


def _same_document(fresh: Path) -> bool:
    """Whether the committed API document is the one the code gives; shows the first differences if not."""
    committed = SCHEMA.read_text().splitlines() if SCHEMA.exists() else []
    differences = list(
        difflib.unified_diff(committed, fresh.read_text().splitlines(), "committed", "generated", lineterm="")
    )
    if differences:
        say("api/openapi.yaml is not what the code gives; `make schema` writes it anew.")
        say("\n".join(differences[:40]))
    return not differences
