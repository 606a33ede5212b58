"""References: by kind and year, in order, none twice and none lost, also with several writers."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from cases.models import DossierKind
from cases.services.references import next_references

CONDEMNATION = DossierKind.CONDEMNATION


@pytest.mark.django_db
def test_each_kind_and_year_counts_for_itself() -> None:
    assert next_references(DossierKind.QUESTION, 2026) == ["V-2026-00001"]
    assert next_references(DossierKind.LITIGATION, 2026) == ["L-2026-00001"]
    assert next_references(CONDEMNATION, 2026, 3) == ["C-2026-00001", "C-2026-00002", "C-2026-00003"]
    assert next_references(CONDEMNATION, 2027) == ["C-2027-00001"]
    assert next_references(CONDEMNATION, 2026) == ["C-2026-00004"]


@pytest.mark.django_db
def test_numbers_of_an_undone_transaction_are_given_again() -> None:
    with transaction.atomic():
        next_references(CONDEMNATION, 2026, 5)
        transaction.set_rollback(True)
    assert next_references(CONDEMNATION, 2026) == ["C-2026-00001"]


def in_own_connection(work):
    """Run in this thread's own connection and close it."""
    try:
        return work()
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_eight_writers_at_once_get_every_number_once() -> None:
    together = threading.Barrier(8)

    def write() -> list[str]:
        together.wait(timeout=20)
        found = []
        for _ in range(10):
            with transaction.atomic():
                found += next_references(CONDEMNATION, 2026)
        return found

    with ThreadPoolExecutor(8) as pool:
        given = [name for found in pool.map(lambda _: in_own_connection(write), range(8)) for name in found]
    assert sorted(given) == [f"C-2026-{number:05d}" for number in range(1, 81)]


def wait_until_one_waits_for_a_lock() -> None:
    for _ in range(1200):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    pytest.fail("no writer waited for another")


@pytest.mark.django_db(transaction=True)
def test_second_writer_waits_for_the_first_and_takes_up_its_undone_number() -> None:
    reserved, may_undo = threading.Event(), threading.Event()

    def first() -> list[str]:
        with transaction.atomic():
            found = next_references(CONDEMNATION, 2026)
            reserved.set()
            assert may_undo.wait(timeout=20)
            transaction.set_rollback(True)
        return found

    def second() -> list[str]:
        assert reserved.wait(timeout=20)
        with transaction.atomic():
            return next_references(CONDEMNATION, 2026)

    with ThreadPoolExecutor(2) as pool:
        answers = [pool.submit(in_own_connection, work) for work in (first, second)]
        wait_until_one_waits_for_a_lock()
        may_undo.set()
        assert [answer.result(timeout=30) for answer in answers] == [["C-2026-00001"], ["C-2026-00001"]]
