"""The chain of the trail: every entry once, in one order, and nothing changed, taken out or slipped in unseen."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Event
from typing import Any

import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpdesk.identifiers import new_id
from helpdesk.outbox.models import OutgoingMail
from helpdesk.people.models import User
from helpdesk.trail.anchors import send_anchors
from helpdesk.trail.models import Seal, TrailEntry, UnsealedEntry
from helpdesk.trail.seals import Link, first_broken_link, last_link, seal_all
from helpdesk.trail.services import record
from helpdesk.trail.tasks import seal_trail
from tests.helpdesk.side_by_side import elsewhere, side_by_side

NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc"), inner, max_size=3),
    max_leaves=6,
)


def an_entry(user: User, **changes: Any) -> TrailEntry:
    return record("deadline.met", actor=user, at=NOW, subject_id=new_id(), changes=changes)


@contextmanager
def owner_of_the_database() -> Iterator[None]:
    """Somebody who can lift the triggers."""
    with pgtrigger.ignore():
        yield


def tampered(sql: str, *values: Any) -> None:
    with owner_of_the_database(), connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.fixture
def chain(alice: User) -> list[TrailEntry]:
    entries = [an_entry(alice, number=number) for number in range(5)]
    seal_all(NOW)
    return entries


def test_every_entry_is_sealed_once_and_numbers_have_no_gap(chain: list[TrailEntry], alice: User) -> None:
    an_entry(alice)
    assert seal_all(NOW + timedelta(minutes=1)) == 1
    assert seal_all(NOW + timedelta(minutes=2)) == 0
    assert list(Seal.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert not UnsealedEntry.objects.exists()
    assert first_broken_link() is None


def test_entries_written_in_bulk_are_sealed_too(alice: User) -> None:
    TrailEntry.objects.bulk_create(
        TrailEntry(at=NOW, actor=alice, verb="event.recorded", subject_id=new_id()) for _ in range(10)
    )
    assert seal_all(NOW) == 10


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(changes=st.dictionaries(st.text("abc"), JSON, max_size=4))
def test_whatever_an_entry_holds_it_reads_back_as_it_was_sealed(alice: User, changes: dict[str, Any]) -> None:
    an_entry(alice, **{f"_{name}": value for name, value in changes.items()})
    seal_all(NOW)
    assert first_broken_link() is None


def test_empty_trail_has_an_empty_chain(db: None) -> None:
    assert (seal_all(NOW), first_broken_link(), last_link().number) == (0, None, 0)


# Side by side


@pytest.mark.django_db(transaction=True)
def test_entry_that_commits_late_comes_late_and_is_not_lost(alice: User) -> None:
    written, may_end = Event(), Event()

    def slowly() -> int:
        with transaction.atomic():
            entry = an_entry(alice, slow=True)
            written.set()
            assert may_end.wait(10)
        return entry.pk

    def meanwhile() -> int:
        assert written.wait(10)
        quick = an_entry(alice, slow=False)
        assert seal_all(NOW) == 1
        may_end.set()
        return quick.pk

    slow_id, quick_id = side_by_side(slowly, meanwhile)
    assert slow_id < quick_id
    assert seal_all(NOW) == 1
    assert list(Seal.objects.order_by("number").values_list("entry_id", flat=True)) == [quick_id, slow_id]
    assert first_broken_link() is None


@pytest.mark.django_db(transaction=True)
def test_three_sealers_at_once_make_one_chain(alice: User) -> None:
    for number in range(60):
        an_entry(alice, number=number)
    assert sum(side_by_side(*[partial(seal_all, NOW)] * 3)) == 60
    assert first_broken_link() is None


@pytest.mark.django_db(transaction=True)
def test_sealing_that_fails_leaves_everything_waiting(alice: User) -> None:
    an_entry(alice)
    with transaction.atomic():
        seal_all(NOW)
        transaction.set_rollback(True)
    assert elsewhere(UnsealedEntry.objects.count) == 1


# Tampering


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE trail_trailentry SET reason = 'another' WHERE id = %s", "is not what was sealed"),
        ("UPDATE trail_trailentry SET changes = '{}' WHERE id = %s", "is not what was sealed"),
        ("UPDATE trail_trailentry SET at = at + interval '1 second' WHERE id = %s", "is not what was sealed"),
        ("DELETE FROM trail_seal WHERE entry_id = %s", "is missing"),
    ],
)
def test_what_was_changed_behind_the_triggers_is_named(chain: list[TrailEntry], sql: str, said: str) -> None:
    tampered(sql, chain[2].pk)
    assert first_broken_link() == f"3 {said}"
    with pytest.raises(CommandError, match="The chain is broken: 3"):
        call_command("verify_register")


def test_entry_slipped_in_past_the_trigger_is_named(chain: list[TrailEntry], alice: User) -> None:
    entry = an_entry(alice)
    tampered("DELETE FROM trail_unsealedentry WHERE entry_id = %s", entry.pk)
    assert first_broken_link() == f"entry {entry.pk} has no seal and waits for none"


def test_end_cut_off_and_made_anew_is_shown_by_an_anchor(chain: list[TrailEntry], alice: User) -> None:
    anchor = last_link()
    tampered("DELETE FROM trail_seal WHERE number >= 4")
    tampered("DELETE FROM trail_trailentry WHERE id >= %s", chain[3].pk)
    assert first_broken_link() is None
    assert first_broken_link(anchor) == "4 is missing, though the anchor names it"
    for _ in range(3):
        an_entry(alice)
    seal_all(NOW)
    assert first_broken_link() is None
    assert first_broken_link(anchor) == "5 is not what the anchor says"


@pytest.mark.parametrize("table", ["trail_trailentry", "trail_seal"])
@pytest.mark.parametrize("act", ["DELETE FROM {}", "TRUNCATE {} CASCADE"])
@pytest.mark.django_db(transaction=True)
def test_trail_and_chain_can_neither_be_deleted_nor_emptied(alice: User, table: str, act: str) -> None:
    an_entry(alice)
    seal_all(NOW)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act.format(table))
    assert (TrailEntry.objects.count(), Seal.objects.count()) == (1, 1)


# The command, the task and the evening's mail


def test_command_says_how_far_the_chain_holds(chain: list[TrailEntry], capsys: Any) -> None:
    call_command("verify_register", "--anchor", str(last_link()))
    assert capsys.readouterr().out == f"The chain holds from 1 to {last_link()}.\n"


@pytest.mark.parametrize("anchor", ["", "5", "x:" + "0" * 64, "5:00"])
def test_anchor_that_is_none_is_refused(db: None, anchor: str) -> None:
    with pytest.raises(CommandError, match="anchor"):
        call_command("verify_register", "--anchor", anchor)


def test_coordinators_get_the_end_of_the_chain_once_an_evening(
    chain: list[TrailEntry], alice: User, cora: User
) -> None:
    evening = datetime(2026, 6, 15, 16, tzinfo=UTC)
    assert send_anchors(evening - timedelta(seconds=1)) == 0
    assert [send_anchors(evening), send_anchors(evening + timedelta(hours=1))] == [1, 0]
    mail = OutgoingMail.objects.get()
    assert (mail.addressee, mail.key) == (cora, f"anchor:2026-06-15:{cora.pk}")
    assert last_link().digest in mail.text
    assert f"verify_register \\\n  --anchor={last_link()}\n" in mail.text
    assert send_anchors(evening + timedelta(days=1)) == 1


def test_no_anchor_is_sent_of_an_empty_chain(cora: User) -> None:
    assert send_anchors(datetime(2026, 6, 15, 18, tzinfo=UTC)) == 0


def test_clock_seals_and_leaves_its_mark(alice: User) -> None:
    an_entry(alice)
    seal_trail()
    assert last_link() != Link(0, "0" * 64)
