"""Imports and the workers: claimed by one, seen while it works, whole or not at all, and taken over from the dead."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from cases.imports.claims import LEASE, MOST_ATTEMPTS, that_wait
from cases.imports.examination import BATCH
from cases.models import Dossier, Import, ImportRow
from cases.services.condemnations import enter_condemnation
from cases.services.dossiers import Opening, amend
from cases.services.imports import cancel, confirm
from deadlines.imports import Clock, work_on
from helpdesk.acts import Act
from helpdesk.people.models import Team, User
from helpdesk.trail.models import TrailEntry
from tests.cases.conftest import NOW, act_of, new_condemnation, order
from tests.cases.files import checked, csv_of, handed_in, imported, many, mistakes, row, worked_on, written
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db(transaction=True)


class KilledError(BaseException):
    """The worker is gone, and nothing of it cleans up."""


def seen_from_outside(sql: str) -> list[tuple[Any, ...]]:
    """What another connection sees now."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())
    finally:
        other.close()


def elsewhere(call: Callable[[], object]) -> None:
    """Do it in another thread, on another connection, and wait for it."""

    def do() -> None:
        try:
            call()
        finally:
            connection.close()

    thread = Thread(target=do)
    thread.start()
    thread.join(timeout=60)
    assert not thread.is_alive()


def work(imported: Import, watch: Callable[[str, int, int], None], at: datetime = NOW) -> Import:
    work_on(imported.pk, Clock(lambda: at, TODAY), watch)
    imported.refresh_from_db()
    return imported


def confirmed(user: User, team: Team, source: bytes) -> Import:
    return confirm(act_of(user), checked(source, user, team).pk)


def killed_at(imported: Import, batch: int, at: datetime = NOW) -> None:
    """A worker dies after so many batches."""
    shown: list[int] = []

    def die(stage: str, done: int, total: int) -> None:
        shown.append(done)
        if len(shown) == batch:
            raise KilledError

    with pytest.raises(KilledError):
        work_on(imported.pk, Clock(lambda: at, TODAY), die)


def test_progress_is_seen_while_nothing_of_the_book_is(alice: User, desk: Team) -> None:
    waiting = confirmed(alice, desk, many(3 * BATCH))
    seen = []

    def look(stage: str, done: int, total: int) -> None:
        seen.append(seen_from_outside("SELECT state, done, total FROM cases_import")[0])
        assert seen_from_outside("SELECT count(*) FROM cases_dossier") == [(0,)]

    assert work(waiting, look).state == "written"
    total = 3 * BATCH + 1
    assert seen == [("writing", BATCH * batch + 1, total) for batch in (1, 2, 3)]
    assert Dossier.objects.count() == 3 * BATCH


def test_check_shows_its_progress_too(alice: User, desk: Team) -> None:
    seen = []

    def look(stage: str, done: int, total: int) -> None:
        seen.append(seen_from_outside("SELECT state, done, total FROM cases_import")[0])

    work(handed_in(many(BATCH + 1), alice, desk), look)
    assert seen[:2] == [("checking", BATCH + 1, BATCH + 2), ("checking", BATCH + 2, BATCH + 2)]


def test_killed_write_leaves_nothing_and_another_worker_takes_over(alice: User, desk: Team) -> None:
    waiting = confirmed(alice, desk, many(2 * BATCH))
    killed_at(waiting, batch=2)
    assert (Dossier.objects.count(), TrailEntry.objects.count()) == (0, 0)
    later = NOW + LEASE + timedelta(seconds=1)
    assert list(that_wait(NOW)) == []
    assert list(that_wait(later)) == [waiting]
    assert worked_on(waiting).state == "writing"
    assert work(waiting, lambda *told: None, at=later).state == "written"
    assert Dossier.objects.count() == 2 * BATCH


def test_killed_check_is_begun_anew(alice: User, desk: Team) -> None:
    waiting = handed_in(many(2 * BATCH), alice, desk)
    killed_at(waiting, batch=2)
    assert ImportRow.objects.count() == BATCH
    found = work(waiting, lambda *told: None, at=NOW + LEASE + timedelta(seconds=1))
    assert (found.state, found.rows.count(), found.counts["new"]) == ("checked", 2 * BATCH, 2 * BATCH)


def test_import_that_kills_its_workers_is_given_up(alice: User, desk: Team) -> None:
    waiting = confirmed(alice, desk, many(2))
    moment = NOW
    for _ in range(MOST_ATTEMPTS):
        killed_at(waiting, batch=1, at=moment)
        moment += LEASE + timedelta(seconds=1)
    given_up = work(waiting, lambda *told: None, at=moment)
    assert (given_up.state, given_up.problem["code"]) == ("failed", "worker_lost")
    assert (Dossier.objects.count(), given_up.claim) == (0, None)


def test_of_two_workers_one_does_it(alice: User, desk: Team) -> None:
    waiting = confirmed(alice, desk, many(2 * BATCH))

    def let_another_try(stage: str, done: int, total: int) -> None:
        elsewhere(lambda: work_on(waiting.pk, Clock(lambda: NOW, TODAY)))
        assert seen_from_outside("SELECT attempts FROM cases_import") == [(1,)]

    assert work(waiting, let_another_try).state == "written"
    assert Dossier.objects.count() == 2 * BATCH


def test_two_workers_at_the_same_moment_write_it_once(alice: User, desk: Team) -> None:
    waiting = confirmed(alice, desk, many(BATCH))
    both = [
        Thread(target=lambda: elsewhere(lambda: work_on(waiting.pk, Clock(lambda: NOW, TODAY))))
        for _ in range(2)
    ]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    waiting.refresh_from_db()
    assert (waiting.state, Dossier.objects.count()) == ("written", BATCH)
    assert TrailEntry.objects.filter(verb="import.written").count() == 1


def test_worker_that_slept_and_was_overtaken_writes_nothing(alice: User, desk: Team) -> None:
    waiting = confirmed(alice, desk, many(2 * BATCH))

    def overtake(stage: str, done: int, total: int) -> None:
        elsewhere(lambda: Import.objects.update(claim=uuid4(), claimed_at=NOW))

    assert work(waiting, overtake).state == "writing"
    assert (Dossier.objects.count(), TrailEntry.objects.count()) == (0, 0)


def test_import_called_off_while_it_is_written_is_not_written(alice: User, desk: Team) -> None:
    waiting = confirmed(alice, desk, many(2 * BATCH))

    def call_off(stage: str, done: int, total: int) -> None:
        elsewhere(lambda: cancel(act_of(alice), waiting.pk))

    assert work(waiting, call_off).state == "cancelled"
    assert (Dossier.objects.count(), TrailEntry.objects.count()) == (0, 0)


def test_order_entered_since_the_check_is_found_and_nothing_is_written(alice: User, desk: Team) -> None:
    found = checked(many(2), alice, desk)
    new_condemnation(alice, desk, order("22/2/K"))
    anew = written(alice, found)
    assert (anew.state, anew.problem["code"]) == ("refused", "desk_changed")
    assert {row.line for row in anew.rows.filter(result="refused")} == {3}
    assert Dossier.objects.count() == 1
    assert new_condemnation(alice, desk, order("22/7/K")).reference == "C-2026-00002"


def test_order_entered_while_it_is_written_is_found_too(alice: User, desk: Team) -> None:
    waiting = confirmed(alice, desk, many(2 * BATCH))
    # This year's references are given out by the writing until it ends.
    last_year = Act(by=alice, at=NOW, on=date(2025, 6, 16))
    opening = Opening(team=desk, title="Entered by hand", owner=alice)
    the_last = order(f"22/{2 * BATCH}/K")

    def enter(stage: str, done: int, total: int) -> None:
        if not seen_from_outside("SELECT 1 FROM cases_dossier"):
            elsewhere(lambda: enter_condemnation(last_year, opening, order=the_last, penalty=None))

    anew = work(waiting, enter)
    assert (anew.state, anew.problem["code"]) == ("refused", "desk_changed")
    assert Dossier.objects.get().title == "Entered by hand"


def test_change_that_makes_no_difference_to_the_rows_is_none(alice: User, desk: Team) -> None:
    imported(many(1), alice, desk)
    found = checked(many(2), alice, desk)
    new_condemnation(alice, desk, order("22/9/K"))
    amend(act_of(alice), Dossier.objects.get(reference="C-2026-00001").pk, {"summary": "Three lines."})
    assert written(alice, found).state == "written"


def test_change_of_what_would_be_updated_is_shown_before_it_is_confirmed_again(
    alice: User, desk: Team
) -> None:
    imported(csv_of(row()), alice, desk)
    found = checked(csv_of(row(title="From the file")), alice, desk, existing="update")
    dossier = Dossier.objects.get()
    amend(act_of(alice), dossier.pk, {"title": "From a colleague"})
    anew = written(alice, found)
    assert (anew.state, anew.problem["code"]) == ("checked", "desk_changed")
    assert anew.rows.get().changes == {"title": ["From a colleague", "From the file"]}
    assert written(alice, anew).state == "written"
    dossier.refresh_from_db()
    assert dossier.title == "From the file"
    anew.refresh_from_db()
    assert anew.problem is None


def test_who_has_left_the_team_writes_nothing(alice: User, desk: Team) -> None:
    waiting = confirmed(alice, desk, many(1))
    alice.memberships.update(role="reader")
    done = worked_on(waiting)
    assert (done.state, done.problem["code"]) == ("failed", "team_unknown")
    assert Dossier.objects.count() == 0


def test_everything_an_import_did_bears_its_id_in_the_trail(alice: User, desk: Team) -> None:
    found = checked(many(2), alice, desk)
    written(alice, found)
    assert set(TrailEntry.objects.values_list("request_id", flat=True)) == {str(found.pk)}
    said = TrailEntry.objects.get(verb="import.written")
    assert (said.actor, said.subject_id, said.changes["new"]) == (alice, found.pk, 2)


def test_file_with_mistakes_is_never_written(alice: User, desk: Team) -> None:
    assert mistakes(many(1) + b"a,b\n", alice, desk) == [(3, "", "cell_count")]
    assert Dossier.objects.count() == 0
