"""For those who watch the servers: are you alive, can you work, and does the clockwork run?"""

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import Error as DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from redis.exceptions import RedisError

from cases.files import can_be_written
from deadlines.watch import findings

# When this process began to watch; what has never run is late from then.
SINCE = timezone.now()


def alive(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "alive"})


def ready(request: HttpRequest) -> JsonResponse:
    """Database migrated, broker answers, documents can be filed, clockwork in time: 200; else 503 and what is not."""
    missing = [
        name
        for name, works in (
            ("database", _database_works()),
            ("redis", _redis_works()),
            ("documents", can_be_written()),
        )
        if not works
    ]
    late = [] if "database" in missing else [each.name for each in findings(timezone.now(), SINCE)]
    if missing or late:
        return JsonResponse({"status": "not ready", "missing": missing, "late": late}, status=503)
    return JsonResponse({"status": "ready"})


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
