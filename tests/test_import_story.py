"""A book loaded into a desk as it runs in the world: uploaded, followed while the worker is at it, and taken back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from deadlines.demo_desk import ALICE, password
from tests.cases.files import HEADER, row
from tests.cases.workbooks import tables
from tests.living_desk import Caller, LivingDesk, await_true, living_desk

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ROWS = 1_500


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[LivingDesk]:
    with living_desk(connection.settings_dict["NAME"], tmp_path, "2026-06-15") as running:
        running.manage("load_demo_desk")
        yield running


def followed(alice: Caller, address: str, *, until: str) -> list[dict[str, Any]]:
    """What the import said of itself, again and again, until it came to rest."""
    seen = []

    def rests() -> bool:
        seen.append(alice.get(address).body)
        return seen[-1]["state"] == until

    await_true(rests)
    return seen


def of_the_book(alice: Caller) -> int:
    found = alice.get("/api/v1/condemnations?court=Invented%20court&page_size=200").body
    return len(found["results"])


def test_book_of_many_orders_is_loaded_and_taken_back(desk: LivingDesk) -> None:
    alice = desk.caller()
    assert alice.sign_in(ALICE.email, password()).status == 200
    book = tables(HEADER, *(row(role_number=f"22/{number}/K") for number in range(ROWS)))
    uploaded = alice.upload("/api/v1/imports", {"kind": "condemnations"}, "book.xlsx", book)
    assert uploaded.status == 201, uploaded.body
    address = f"/api/v1/imports/{uploaded.body['id']}"
    checked = followed(alice, address, until="checked")[-1]
    assert (checked["counts"]["new"], checked["total"], of_the_book(alice)) == (ROWS, ROWS + 1, 0)
    assert alice.post(f"{address}/confirm").body["state"] == "writing"
    seen = followed(alice, address, until="written")
    assert {one["state"] for one in seen} <= {"writing", "written"}
    assert [one["done"] for one in seen] == sorted(one["done"] for one in seen)
    assert any(0 < one["done"] < one["total"] for one in seen)
    assert of_the_book(alice) == 200
    asked = alice.post(f"{address}/undo", {"reason": "The book of another desk."})
    assert asked.body["state"] == "undoing"
    followed(alice, address, until="undone")
    assert of_the_book(alice) == 0
