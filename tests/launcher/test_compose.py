"""The compose file, read and held against the settings and `.env.example`; no Docker engine is needed."""

import ast
import re
from typing import Any

import pytest
import yaml

from tests.launcher.driving import CHECKOUT

COMPOSE: dict[str, Any] = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
PRODUCT = ("migrate", "web", "worker", "beat", "watch")
DOCKERFILE = (CHECKOUT / "Dockerfile").read_text()


def documented() -> set[str]:
    """The variables of `.env.example`, commented examples included."""
    return set(re.findall(r"^#? ?([A-Z][A-Z_]+)=", (CHECKOUT / ".env.example").read_text(), re.MULTILINE))


def read_by_the_settings() -> set[str]:
    """Every variable name that the settings ask the environment for."""
    names = set()
    for node in ast.walk(ast.parse((CHECKOUT / "helpdesk" / "settings.py").read_text())):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            asked = ast.unparse(node.func)
            if asked.startswith("env.") or asked in ("required", "url_of", "day", "flag", "whole_number"):
                names.add(str(node.args[0].value))
    return names


def test_services_are_the_engines_the_product_and_a_one_shot_for_migrations() -> None:
    assert list(SERVICES) == ["db", "redis", "migrate", "web", "worker", "beat", "watch"]


def test_every_variable_handed_to_the_product_is_read_by_the_settings() -> None:
    for name in PRODUCT:
        assert set(SERVICES[name]["environment"]) - read_by_the_settings() == set(), name


def test_every_setting_without_a_default_is_handed_to_every_process() -> None:
    engines = {"DATABASE_URL", "REDIS_URL", "EMAIL_URL"}
    without_default = engines | {
        "SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "DOCUMENTS_DIR", "DEFAULT_FROM_EMAIL",
    }  # fmt: skip
    assert without_default <= read_by_the_settings()
    for name in PRODUCT:
        assert without_default <= set(SERVICES[name]["environment"]), name


def test_every_variable_the_file_asks_for_is_in_the_example() -> None:
    asked = set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", (CHECKOUT / "docker-compose.yml").read_text()))
    assert asked - documented() == set()
    assert read_by_the_settings() - documented() == set()


def test_no_secret_has_a_default_and_no_development_switch_is_on() -> None:
    text = (CHECKOUT / "docker-compose.yml").read_text()
    for secret in ("SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD", "EMAIL_URL"):
        assert set(re.findall(rf"\$\{{{secret}([^}}]*)\}}", text)) == {":?"}, secret
    for name in PRODUCT:
        assert {"DEBUG", "DEMO_DESK", "DESK_DAY"} & set(SERVICES[name]["environment"]) == set(), name


@pytest.mark.parametrize("name", ["db", "redis", "web", "worker", "beat"])
def test_lasting_service_has_a_health_check_and_comes_back(name: str) -> None:
    check = SERVICES[name]["healthcheck"]
    assert check["test"][0] in ("CMD", "CMD-SHELL")
    assert {"interval", "timeout", "retries"} <= set(check)
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_product_waits_for_healthy_engines_and_finished_migrations(name: str) -> None:
    assert SERVICES[name]["depends_on"] == {
        "db": {"condition": "service_healthy"},
        "redis": {"condition": "service_healthy"},
        "migrate": {"condition": "service_completed_successfully"},
    }


def test_migrations_run_once_and_wait_for_the_database() -> None:
    assert SERVICES["migrate"]["command"] == ["python", "manage.py", "migrate", "--no-input"]
    assert SERVICES["migrate"]["restart"] == "no"
    assert SERVICES["migrate"]["depends_on"]["db"] == {"condition": "service_healthy"}
    assert "migrate" not in SERVICES["migrate"]["depends_on"]


@pytest.mark.parametrize("name", list(SERVICES))
def test_root_file_system_is_read_only_and_no_privilege_can_be_gained(name: str) -> None:
    assert SERVICES[name]["read_only"] is True
    assert "/tmp" in SERVICES[name]["tmpfs"]  # noqa: S108 - inside the container
    assert SERVICES[name]["security_opt"] == ["no-new-privileges:true"]
    if name in PRODUCT:
        assert SERVICES[name]["cap_drop"] == ["ALL"]


def test_only_the_web_service_has_a_port_and_only_on_loopback() -> None:
    assert {name: service["ports"] for name, service in SERVICES.items() if "ports" in service} == {
        "web": ["127.0.0.1:8000:8000"]
    }


def test_named_volumes_are_declared_and_used() -> None:
    used = {mount.split(":")[0] for service in SERVICES.values() for mount in service.get("volumes", [])}
    assert used == set(COMPOSE["volumes"]) == {"database", "broker", "documents"}


def test_files_of_documents_are_in_a_volume_that_only_the_product_reads() -> None:
    for name in PRODUCT:
        assert SERVICES[name]["volumes"] == ["documents:/documents"], name
        assert SERVICES[name]["environment"]["DOCUMENTS_DIR"] == "/documents", name
    assert "install --directory --owner 10001 --group 10001 --mode 700 /documents" in DOCKERFILE
    assert DOCKERFILE.index("/documents") < DOCKERFILE.index("USER 10001:10001")


def test_image_runs_as_a_user_without_rights_and_installs_by_hash() -> None:
    assert re.findall(r"^USER (.+)$", DOCKERFILE, re.MULTILINE) == ["10001:10001"]
    assert "--require-hashes --no-deps --only-binary :all: -r /requirements.txt" in DOCKERFILE
    assert len(re.findall(r"^FROM ", DOCKERFILE, re.MULTILINE)) == 2


def test_image_holds_the_packages_of_the_product_and_nothing_else() -> None:
    let_in = re.findall(r"^!(.+)$", (CHECKOUT / ".dockerignore").read_text(), re.MULTILINE)
    assert let_in == [
        "api",
        "cases",
        "deadlines",
        "helpdesk",
        "manage.py",
        "web/dist",
        "requirements/base.txt",
    ]
    for name in let_in:
        assert (CHECKOUT / name).exists(), name
