"""The two questions of those who watch the servers."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db.utils import OperationalError
from django.test import Client
from django.utils import timezone
from redis.exceptions import ConnectionError as RedisGone

from api import health
from helpdesk.watch.runs import note_run

MIGRATIONS = "api.health.MigrationExecutor"


@pytest.fixture(autouse=True)
def just_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the tests have been running: a desk that was just started is given a while."""
    monkeypatch.setattr(health, "SINCE", timezone.now())


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
    assert (answer.status_code, answer.json()) == (
        503,
        {"status": "not ready", "missing": ["database"], "late": []},
    )


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
    assert (answer.status_code, answer.json()) == (
        503,
        {"status": "not ready", "missing": ["redis"], "late": []},
    )


def test_clockwork_that_stands_still_turns_it_red_and_is_named(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "SINCE", timezone.now() - timedelta(hours=1))
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["missing"]) == (503, [])
    assert answer.json()["late"] == [f"run_late:{name}" for name in settings.EXPECTED_RUNS]


def test_clockwork_that_runs_keeps_it_green(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "SINCE", timezone.now() - timedelta(hours=1))
    for name in settings.EXPECTED_RUNS:
        note_run(name, timezone.now())
    assert Client().get("/readyz").json() == {"status": "ready"}
