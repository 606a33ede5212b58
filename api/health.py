"""Two questions for those who watch the servers: are you alive, and can you work?"""

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import Error as DatabaseError
from django.http import HttpRequest, JsonResponse
from redis.exceptions import RedisError

from cases.files import can_be_written


def alive(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "alive"})


def ready(request: HttpRequest) -> JsonResponse:
    """The database is migrated, the broker answers, documents can be filed: 200; else 503 and what is missing."""
    missing = [
        name
        for name, works in (
            ("database", _database_works()),
            ("redis", _redis_works()),
            ("documents", can_be_written()),
        )
        if not works
    ]
    status = {"status": "not ready", "missing": missing} if missing else {"status": "ready"}
    return JsonResponse(status, status=503 if missing else 200)


def _database_works() -> bool:
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def _redis_works() -> bool:
    try:
        cache.set("ready", 1, timeout=5)
    except RedisError:
        return False
    return True
