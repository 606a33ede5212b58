"""A row that is added is the row that saving it would have stored."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from cases.models import Dossier
from helpdesk.adding import add, add_together
from helpdesk.people.models import Team, User
from helpdesk.trail.models import TrailEntry, UnsealedEntry

AT = datetime(2026, 6, 15, 8, 30, tzinfo=UTC)


def a_dossier(alice: User, desk: Team, **more: Any) -> Dossier:
    told = {
        "reference": "L-1",
        "title": "Été 100 % «né»",
        "themes": ["dublin", "reception"],
        "opened_on": date(2026, 6, 1),
    }
    return Dossier(kind="litigation", team=desk, opened_by=alice, updated_at=AT, **(told | more))


def test_every_column_is_stored_as_saving_would_have(alice: User, desk: Team) -> None:
    add(a_dossier(alice, desk))
    a_dossier(alice, desk, reference="L-2", owner=None).save()
    first, second = (Dossier.objects.filter(reference=name).values().get() for name in ("L-1", "L-2"))
    own = {"id", "reference", "created_at"}
    assert {name: first[name] for name in first.keys() - own} == {
        name: second[name] for name in second.keys() - own
    }


def test_row_is_known_to_be_stored_and_can_be_changed(
    alice: User, desk: Team, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        dossier = add(a_dossier(alice, desk))
    assert not dossier._state.adding
    dossier.title = "Another"
    dossier.save(update_fields=["title"])
    assert Dossier.objects.get() == dossier
    assert Dossier.objects.get().title == "Another"


def test_key_that_the_database_counts_is_read_back_and_triggers_fire(alice: User) -> None:
    told = {"nested": [1, {"deep": None}], "text": "é"}
    written = [
        add(TrailEntry(at=AT, actor=actor, verb="a.b", subject_id=alice.pk, changes=told))
        for actor in (alice, None)
    ]
    assert [TrailEntry.objects.get(pk=one.pk).changes for one in written] == [told, told]
    assert set(UnsealedEntry.objects.values_list("pk", flat=True)) == {one.pk for one in written}


def test_what_the_database_refuses_is_refused(alice: User, desk: Team) -> None:
    add(a_dossier(alice, desk))
    with pytest.raises(IntegrityError), transaction.atomic():
        add(a_dossier(alice, desk))
    assert Dossier.objects.count() == 1


def test_database_keeps_its_plan(alice: User, desk: Team) -> None:
    for number in range(3):
        add(a_dossier(alice, desk, reference=f"L-{number}"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'INSERT INTO \"cases_dossier\"%'"
        )
        assert cursor.fetchone() == (1,)


def test_rows_that_come_together_are_stored_in_their_order_and_know_their_keys(
    alice: User, desk: Team, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    dossier = a_dossier(alice, desk)
    entries = [
        TrailEntry(at=AT, actor=alice, verb=f"a.{name}", subject_id=dossier.pk, dossier_id=dossier.pk)
        for name in "bc"
    ]
    with django_assert_num_queries(3):
        add_together(dossier, *entries)
    assert Dossier.objects.get() == dossier
    assert list(TrailEntry.objects.order_by("pk").values_list("pk", "verb")) == [
        (entries[0].pk, "a.b"),
        (entries[1].pk, "a.c"),
    ]
    assert not any(row._state.adding for row in (dossier, *entries))


def test_of_rows_that_come_together_none_is_stored_where_one_is_refused(alice: User, desk: Team) -> None:
    add(a_dossier(alice, desk))
    entry = TrailEntry(at=AT, actor=alice, verb="a.b", subject_id=alice.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        add_together(a_dossier(alice, desk), entry)
    with pytest.raises(IntegrityError), transaction.atomic():
        add_together(entry, a_dossier(alice, desk))
    assert (Dossier.objects.count(), TrailEntry.objects.count()) == (1, 0)
    add_together(a_dossier(alice, desk, reference="L-2"))
    assert Dossier.objects.count() == 2
