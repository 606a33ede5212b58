"""Any program can speak to the desk through a typed client made of the document: it walks the README to its end."""

import compileall
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection

from tests.api import contract
from tests.generated_client import TypedCaller, generate
from tests.living_desk import CHECKOUT, Caller, living_desk
from tests.test_readme import Walk, follow

pytestmark = pytest.mark.slow


@dataclass
class TypedWalk(Walk):
    package: Path = Path()

    def caller(self, name: str) -> Caller:
        signed_in = super().caller(name)
        return TypedCaller(
            signed_in.site, signed_in.key, signed_in.language, signed_in.cookies, package=self.package
        )


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate(tmp_path_factory.mktemp("generated"))


def test_generator_leaves_out_no_operation_and_its_code_compiles(package: Path) -> None:
    written = {
        each["operationId"] for path in contract.document()["paths"].values() for each in path.values()
    }
    assert {file.stem for file in (package / "api").rglob("*.py")} - {"__init__"} == written
    assert compileall.compile_dir(package, quiet=1)


@pytest.mark.django_db(transaction=True)
def test_generated_client_walks_the_readme(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(package.parent))
    with living_desk(connection.settings_dict["NAME"], tmp_path, "2026-06-15") as desk:
        desk.manage("load_demo_desk")
        follow(TypedWalk(desk, package=package), (CHECKOUT / "README.md").read_text())
