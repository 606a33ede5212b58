"""The yardstick: the same questions to the database behind a server that does nothing else.

No framework, no check of what is sent, no translation: one prepared statement, look-ups held in memory, one key that
is known. Nobody would deliver this; it says how fast an answer can be.
"""

import json
import os
import threading
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID, uuid4

import orjson
import psycopg

PLAN = json.loads(os.environ["BENCHMARK_PLAN"])


class Connections(threading.local):
    """One to each thread, open as long as it lives."""

    def __init__(self) -> None:
        self.own = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True, prepare_threshold=0)


connections = Connections()
with connections.own.cursor() as first:
    TEAMS: dict[UUID, str] = dict(first.execute("SELECT id, slug FROM people_team").fetchall())
    OWNERS = {
        pk: {"id": pk, "name": name}
        for pk, name in first.execute("SELECT id, name FROM people_user").fetchall()
    }

ROW = (
    "SELECT id, kind, reference, title, summary, state, outcome, team_id, owner_id, confidentiality, language, themes,"
    " person_concerned, opened_on, closed_on, next_due_on, revision FROM cases_dossier WHERE "
)
NAMES = (
    "id", "kind", "reference", "title", "summary", "state", "outcome", "team", "owner", "confidentiality", "language",
    "themes", "person_concerned", "opened_on", "closed_on", "next_due_on",
)  # fmt: skip
LIST = f"{ROW} id IN ({PLAN['seen']}) ORDER BY id DESC LIMIT 51"

Answer = tuple[str, bytes, str]


def told(row: tuple[Any, ...]) -> dict[str, Any]:
    said = dict(zip(NAMES, row, strict=False))
    said["team"], said["owner"] = TEAMS[row[7]], OWNERS.get(row[8])
    return said


def a_list(_body: bytes, _path: str) -> Answer:
    rows = connections.own.execute(LIST).fetchall()
    page = rows[:50]
    content = orjson.dumps(
        {"next": str(page[-1][0]), "previous": None, "results": [told(row) for row in page]}
    )
    return "200 OK", content, f'W/"{hash(content)}"'


def one(_body: bytes, path: str) -> Answer:
    """The row behind one case, as it comes."""
    pk = path.rpartition("/")[2]
    values = [pk if value == PLAN["case"] else value for value in PLAN["values"]]
    rows = psycopg.RawCursor(connections.own).execute(PLAN["detail"], values).fetchall()
    content = orjson.dumps(rows, default=str)
    return ("200 OK", content, f'"{hash(content)}"') if rows else ("404 Not Found", b"", "")


def created(body: bytes, _path: str) -> Answer:
    said, pk, connection = orjson.loads(body), uuid4(), connections.own
    with connection.transaction():
        number = connection.execute(
            "INSERT INTO cases_referencecounter (kind, year, last_number) VALUES ('litigation', 2025, 1)"
            " ON CONFLICT (kind, year) DO UPDATE SET last_number = cases_referencecounter.last_number + 1"
            " RETURNING last_number"
        ).fetchone()
        reference = f"BARE-{number[0] if number else 0:06d}"
        connection.execute(
            "INSERT INTO cases_dossier (id, kind, reference, title, summary, state, outcome, team_id, opened_by_id,"
            " owner_id, confidentiality, language, themes, person_concerned, opened_on, revision, created_at,"
            " updated_at) VALUES (%s, 'litigation', %s, %s, '', 'open', '', %s, %s, %s, 'team', 'nl', '{}', '',"
            " current_date, 1, now(), now())",
            [pk, reference, said["title"], PLAN["team"], PLAN["user"], PLAN["user"]],
        )
        connection.execute(
            "INSERT INTO cases_litigation (dossier_id, aim, precedent_wanted, target_kind, target_title,"
            " target_citation, target_source_url, result, source_url) VALUES (%s, '', '', '', '', '', '', '', '')",
            [pk],
        )
        connection.execute(
            "INSERT INTO trail_trailentry (at, actor_id, verb, subject_id, dossier_id, request_id, reason, changes)"
            " VALUES (now(), %s, 'litigation.opened', %s, %s, '', '', %s)",
            [PLAN["user"], pk, pk, '{"state": "open"}'],
        )
    return "201 Created", orjson.dumps({"id": pk, "reference": reference, **said}), '"1"'


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    if environ.get("HTTP_AUTHORIZATION") != f"Bearer {PLAN['key']}":
        start_response("401 Unauthorized", [("Content-Length", "0")])
        return [b""]
    path = environ["PATH_INFO"]
    answer = a_list if path.endswith("dossiers") else one
    if environ["REQUEST_METHOD"] == "POST":
        answer = created
    status, content, etag = answer(environ["wsgi.input"].read(), path)
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(content))), ("ETag", etag)]
    start_response(status, headers)
    return [content]
