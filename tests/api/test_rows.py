"""A list told from its columns says what its serializer would say, to the letter."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from rest_framework import serializers

from api.condemnations import CondemnationOut
from api.contacts import ContactOut
from api.deadlines import DeadlineOut
from api.dossiers import ColleagueOut, DossierOut
from api.fields import PartialShape
from api.rendering import QuickJSONRenderer
from api.rows import columns_of
from cases.models import Dossier
from helpdesk.people.models import User
from helpdesk.trail.models import TrailEntry
from tests.api.conftest import Desk

ALL: frozenset[str] = frozenset()


def told_by_columns(shape: Any, names: frozenset[str] = ALL) -> Any:
    columns = columns_of(shape, names)
    assert columns is not None
    return written(columns.told(shape.Meta.model.objects.order_by("pk").values_list(*columns.paths)))


def told_by_serializer(shape: Any) -> Any:
    return written(shape(shape.Meta.model.objects.order_by("pk"), many=True).data)


def written(told: Any) -> Any:
    """As an answer says it."""
    return json.loads(QuickJSONRenderer().render(told))


def test_row_of_every_kind_is_told_as_its_serializer_would(furnished: Desk) -> None:
    told = told_by_columns(DossierOut)
    assert told == told_by_serializer(DossierOut)
    assert {row["kind"] for row in told} == {"question", "litigation", "condemnation"}


def test_dossier_that_nobody_took_has_no_owner(furnished: Desk) -> None:
    owners = [row["owner"] for row in told_by_columns(DossierOut)]
    assert None in owners
    assert {"id": str(furnished.alice.pk), "name": "Alice"} in owners


def test_members_asked_for_are_read_and_no_others(furnished: Desk) -> None:
    names = frozenset({"id", "owner"})
    columns = columns_of(DossierOut, names)
    assert columns is not None
    assert columns.paths == ("id", "owner_id", "owner__name")
    assert {frozenset(row) for row in told_by_columns(DossierOut, names)} == {names}


@pytest.mark.parametrize("shape", [DeadlineOut, CondemnationOut])
def test_shape_that_computes_a_member_is_left_to_its_serializer(shape: Any) -> None:
    assert columns_of(shape, ALL) is None


def test_computed_member_is_no_hindrance_where_it_is_not_asked_for() -> None:
    columns = columns_of(DeadlineOut, frozenset({"id", "dossier", "reference", "due_on"}))
    assert columns is not None
    assert columns.paths == ("id", "dossier_id", "dossier__reference", "due_on")


def test_moment_and_colleague_are_written_by_the_fields_of_the_shape(alice: User) -> None:
    class EntryOut(PartialShape[TrailEntry]):
        actor = ColleagueOut(read_only=True)

        class Meta:
            model = TrailEntry
            fields = ["id", "at", "actor", "subject_id"]

    moment = datetime(2026, 6, 15, 8, 30, tzinfo=UTC)
    TrailEntry.objects.create(at=moment, actor=alice, verb="a.b", subject_id=alice.pk)
    assert told_by_columns(EntryOut) == told_by_serializer(EntryOut)
    assert told_by_columns(EntryOut)[0]["at"] == "2026-06-15T10:30:00+02:00"


def test_shape_with_words_of_its_own_is_left_to_itself() -> None:
    class Loud(PartialShape[Dossier]):
        class Meta:
            model = Dossier
            fields = ["id", "title"]

        def to_representation(self, instance: Dossier) -> Any:
            return {"id": str(instance.pk), "title": instance.title.upper()}

    assert columns_of(Loud, ALL) is None


def test_value_of_a_property_is_no_column() -> None:
    class Told(PartialShape[Dossier]):
        said = serializers.CharField(source="get_state_display", read_only=True)

        class Meta:
            model = Dossier
            fields = ["id", "said"]

    assert columns_of(Told, ALL) is None
    assert columns_of(ContactOut, ALL) is not None
