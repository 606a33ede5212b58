"""The two questions of those who watch the servers."""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db.utils import OperationalError
from django.test import Client
from redis.exceptions import ConnectionError as RedisGone

from api import health

MIGRATIONS = "api.health.MigrationExecutor"


def gone(error: Exception) -> Any:
    def fail(*args: Any, **kwargs: Any) -> Any:
        raise error

    return fail


def test_process_that_answers_is_alive_even_without_its_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MIGRATIONS, gone(OperationalError()))
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


def test_desk_with_both_engines_and_all_migrations_is_ready(db: None) -> None:
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})


def test_missing_database_is_named(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MIGRATIONS, gone(OperationalError()))
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "not ready", "missing": ["database"]})


def test_database_that_is_not_migrated_is_not_ready(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: ["0002"])
    assert Client().get("/readyz").json()["missing"] == ["database"]


def test_place_that_cannot_be_written_is_named(db: None, settings: Any, tmp_path: Path) -> None:
    (tmp_path / "a file").touch()
    settings.DOCUMENTS_DIR = tmp_path / "a file"
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["missing"]) == (503, ["documents"])


def test_missing_redis_is_named(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "set", gone(RedisGone()))
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "not ready", "missing": ["redis"]})
