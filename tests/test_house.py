"""The house rules that a machine can check. Those that ruff, mypy and the import contract check are not repeated."""

import ast
import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from inspect import getsource
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.serializers import BaseSerializer

from api.views import DeskView

CHECKOUT = Path(__file__).parents[1]
KEEPS = re.compile(r"\bself\.\w+(\[.*\])? = |setattr\(self|cached_property")
LONGEST_FILE = 400
MEDIAN_FUNCTION, P95_FUNCTION = 10, 45
DRAWERS = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "manager",
    "managers",
    "misc",
    "info",
    "lib",
    "base",
}
# Folders of somebody's machine, and addresses of package indexes.
MACHINE = re.compile(
    r"(?<![\w.-])/(?:work|root|home|farm|Users)/\w|(?<![\w.-])/tmp/[\w.]|\b[A-Z]:\\\\|file://|"
    r"--(?:extra-)?index-url|--find-links|https?://[^\s\"']*(?:/simple/|pypi|artifactory|nexus|registry)",
    re.IGNORECASE,
)
# Their /tmp is that of a container.
OF_CONTAINERS = {"Dockerfile", "docker-compose.yml"}


def contract() -> dict[str, object]:
    with (CHECKOUT / "pyproject.toml").open("rb") as file:
        found: dict[str, object] = tomllib.load(file)["tool"]["importlinter"]
    return found


def tracked() -> list[Path]:
    """Every file under version control that still stands."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    files = [CHECKOUT / name for name in listed.stdout.split("\0") if name]
    return [file for file in files if file.is_file()]


def sources() -> list[Path]:
    """Our Python, without what Django wrote."""
    return [file for file in tracked() if file.suffix == ".py" and "migrations" not in file.parts]


def web() -> list[Path]:
    """Our TypeScript."""
    return [file for file in tracked() if file.suffix in {".ts", ".tsx"}]


def product() -> list[Path]:
    return [file for file in sources() if file.relative_to(CHECKOUT).parts[0] != "tests"]


def name_of(file: Path) -> str:
    return str(file.relative_to(CHECKOUT))


def functions(files: list[Path]) -> Iterator[tuple[str, int]]:
    """Every function with the number of lines from its `def` to its end, docstring left out."""
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                spoken = node.body[0] if ast.get_docstring(node) else None
                said = (spoken.end_lineno or 0) - spoken.lineno + 1 if spoken else 0
                yield (
                    f"{name_of(file)}:{node.lineno} {node.name}",
                    (node.end_lineno or 0) - node.lineno + 1 - said,
                )


def test_every_top_level_package_is_in_the_import_contract() -> None:
    packages = {file.relative_to(CHECKOUT).parts[0] for file in product() if file.name == "__init__.py"}
    assert packages == set(contract()["root_packages"])  # type: ignore[call-overload]


def test_layers_are_those_of_the_picture_from_top_to_bottom() -> None:
    kept = {one["id"]: one for one in contract()["contracts"]}  # type: ignore[attr-defined]
    assert kept["arrows"]["layers"] == ["api", "deadlines", "cases", "helpdesk"]
    assert {"django", "rest_framework", "celery", "helpdesk", "cases", "api"} <= set(
        kept["pure-law"]["forbidden_modules"]
    )


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    files = sources() + web()
    lengths = {name_of(file): len(file.read_text(encoding="utf-8").splitlines()) for file in files}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_functions_are_short() -> None:
    lengths = [lines for _, lines in functions(product())]
    assert median(lengths) <= MEDIAN_FUNCTION
    assert quantiles(lengths, n=20)[-1] < P95_FUNCTION


def test_no_module_is_a_drawer() -> None:
    files = sources() + web()
    names = {name_of(file): {file.stem, *file.relative_to(CHECKOUT).parts[:-1]} for file in files}
    assert {name for name, words in names.items() if words & DRAWERS} == set()


@pytest.mark.parametrize(
    "label", ["people", "trail", "outbox", "watch", "webhooks", "cases", "deadlines", "api"]
)
def test_every_model_says_what_personal_data_it_holds(label: str) -> None:
    models = list(apps.get_app_config(label).get_models())
    assert models
    unsaid = [
        model.__name__ for model in models if not re.search(r"^ *pii: \S", model.__doc__ or "", re.MULTILINE)
    ]
    assert unsaid == []


def test_no_app_of_ours_is_left_out_of_the_pii_check() -> None:
    ours = {config.label for config in apps.get_app_configs() if Path(config.path).is_relative_to(CHECKOUT)}
    here = {label for label in ours if ".venv" not in apps.get_app_config(label).path}
    assert {label for label in here if list(apps.get_app_config(label).get_models())} == {
        "people",
        "trail",
        "outbox",
        "watch",
        "webhooks",
        "cases",
        "deadlines",
        "api",
    }


def test_no_file_names_a_machine_or_a_package_index() -> None:
    found = {}
    for file in tracked():
        if file == Path(__file__) or file.name in OF_CONTAINERS or b"\0" in (content := file.read_bytes()):
            continue
        lines = content.decode("utf-8").splitlines()
        marks = [
            f"{number}: {line.strip()[:80]}" for number, line in enumerate(lines, 1) if MACHINE.search(line)
        ]
        if marks:
            found[name_of(file)] = marks
    assert found == {}


def test_locks_hold_hashes_and_no_address() -> None:
    locks = sorted((CHECKOUT / "requirements").glob("*.txt"))
    assert [lock.name for lock in locks] == ["base.txt", "demo.txt", "dev.txt"]
    for lock in locks:
        text = lock.read_text()
        pins = re.findall(r"^[\w.\[\],-]+==\S+", text, re.MULTILINE)
        assert len(pins) > 20
        assert "://" not in text
        assert text.count("--hash=sha256:") >= len(pins)


def test_lock_of_npm_holds_hashes_and_no_address_of_a_registry() -> None:
    lock = json.loads((CHECKOUT / "web" / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert len(packages) > 20
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if "integrity" not in package] == []


def test_packages_of_npm_are_pinned_and_run_nothing_when_installed() -> None:
    said = json.loads((CHECKOUT / "web" / "package.json").read_text())
    pins = (said["dependencies"] | said["devDependencies"]).items()
    assert {name: version for name, version in pins if not re.fullmatch(r"\d+\.\d+\.\d+", version)} == {}
    assert {"ignore-scripts=true", "omit-lockfile-registry-resolved=true"} <= set(
        (CHECKOUT / "web" / ".npmrc").read_text().splitlines()
    )


def test_every_view_of_the_api_is_one_of_ours() -> None:
    """What `api.views` gives to all of them, such as a POST that acts once, must not be forgotten by one."""
    classes = {
        view.cls
        for pattern in walked(get_resolver().url_patterns)
        if hasattr(view := pattern.callback, "cls") and view.cls.__module__.startswith("api.")
    }
    assert len(classes) > 20
    assert {each.__name__ for each in classes if not issubclass(each, DeskView)} == set()


def test_no_shape_keeps_what_it_read_of_a_row() -> None:
    """Shapes tell one row after the other, of one request after the other (`api.telling`)."""
    classes = [each for each in descendants(BaseSerializer) if each.__module__.startswith("api.")]
    assert len(classes) > 100
    assert {each.__name__ for each in classes if KEEPS.search(getsource(each))} == set()


def descendants(of: type) -> Iterator[type]:
    for each in of.__subclasses__():
        yield each
        yield from descendants(each)


def walked(patterns: list[Any]) -> Iterator[URLPattern]:
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from walked(each.url_patterns)
        else:
            yield each
