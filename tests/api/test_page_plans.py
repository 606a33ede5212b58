"""Each order that a whole list can be asked for is that of an index, in the one plan that serves every caller.

PostgreSQL keeps that plan for all values. Where an index is on an expression with a constant, a plan made for any value
does not find it: the page then costs what the whole list costs.
"""

from typing import Any

import pytest
from django.db import connection
from rest_framework.test import APIClient

from api.caseload import CaseloadPages
from helpdesk.people.models import Team, User
from tests.factories import a_litigation, a_question

NEWEST_FIRST = ""
ORDERS = [
    *(("dossiers", order) for order in (NEWEST_FIRST, *CaseloadPages.orderings)),
    ("questions", NEWEST_FIRST),
    ("litigations", NEWEST_FIRST),
]


@pytest.fixture
def few_rows_seem_many(db: None) -> None:
    """Of the few rows of a test PostgreSQL reads all and sorts them, unless it is kept from it."""
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
        cursor.execute(
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off"
        )


def plans_kept(page: str) -> list[str]:
    """How PostgreSQL goes about the pages that it keeps a plan for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, cardinality(parameter_types) FROM pg_prepared_statements WHERE statement LIKE %s",
            [page],
        )
        kept = cursor.fetchall()
        return [_plan(cursor, name, count) for name, count in kept]


def _plan(cursor: Any, name: str, count: int) -> str:
    cursor.execute(f'EXPLAIN EXECUTE "{name}" ({", ".join(["NULL"] * count)})')
    return "\n".join(line for (line,) in cursor.fetchall())


@pytest.mark.parametrize(("kind", "order"), ORDERS)
def test_pages_of_a_whole_list_follow_an_index(
    few_rows_seem_many: None, as_alice: APIClient, alice: User, sam: User, desk: Team, kind: str, order: str
) -> None:
    for number in range(1, 4):
        a_question(sam, desk, number)
        a_litigation(alice, desk, number)
    asked = {"page_size": 1, **({"ordering": order} if order else {})}
    first = as_alice.get(f"/api/v1/{kind}", asked).json()
    assert as_alice.get(first["next"]).json()["results"]
    plans = plans_kept("%cases_dossier%LIMIT 2%")
    assert len(plans) == 2
    assert not any("Sort" in plan for plan in plans), plans
