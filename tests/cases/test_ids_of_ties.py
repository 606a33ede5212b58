"""Ties that had numbers are known by UUIDs in the same order, merges find theirs again, and all of it goes back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.cases.test_first_instances import at

BEFORE = ("cases", "0016_let_acts_say_when_a_dossier_changed")
AFTER = ("cases", "0017_name_ties_by_opaque_ids")
MOMENT = datetime(2026, 6, 15, 10, tzinfo=UTC)
FROM, TO = "dossierlink.from_dossier", "dossierlink.to_dossier"


def dossiers(apps: Any, count: int) -> list[Any]:
    team = apps.get_model("people", "Team").objects.create(slug="desk", name="Desk")
    user = apps.get_model("people", "User").objects.create(email="a@example.org", name="A")
    made = {
        "kind": "question",
        "title": "Q",
        "state": "open",
        "team": team,
        "opened_by": user,
        "opened_on": MOMENT,
    }
    rows = apps.get_model("cases", "Dossier").objects
    return [rows.create(reference=f"V-2026-0000{number}", **made) for number in range(count)]


def tied(apps: Any, one: Any, other: Any, *, at: datetime) -> Any:
    """A tie as it was made; the moment is that of the row and not of this test."""
    ties = apps.get_model("cases", "DossierLink").objects
    tie = ties.create(from_dossier=one, to_dossier=other, kind="related")
    ties.filter(pk=tie.pk).update(created_at=at)
    return tie.pk


def ends(apps: Any) -> list[tuple[Any, ...]]:
    """The ties in the order of their ids."""
    ties = apps.get_model("cases", "DossierLink").objects.order_by("id")
    return list(ties.values_list("from_dossier__reference", "to_dossier__reference", "kind", "created_at"))


def moved(apps: Any) -> Any:
    [merge] = apps.get_model("cases", "Merge").objects.all()
    return merge.moved


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_ties_and_what_merges_keep_of_them_get_uuids_and_go_back() -> None:
    apps = at(BEFORE)
    try:
        a, b, c, d = dossiers(apps, 4)
        numbers = [
            tied(apps, a, b, at=MOMENT),
            tied(apps, c, a, at=MOMENT),
            tied(apps, d, b, at=MOMENT + timedelta(seconds=1)),
        ]
        kept = {FROM: [numbers[0], 999_999], TO: [], "event.dossier": ["an-id"]}
        user = apps.get_model("people", "User").objects.get()
        apps.get_model("cases", "Merge").objects.create(
            merged=a, survivor=b, state_before="open", moved=kept, made_by=user, made_at=MOMENT
        )
        told = ends(apps)

        after = at(AFTER)
        ids = list(
            after.get_model("cases", "DossierLink").objects.order_by("id").values_list("id", flat=True)
        )
        assert ends(after) == told
        assert [each.version for each in ids] == [7, 7, 7]
        milliseconds = int(MOMENT.timestamp() * 1000)
        assert [each.int >> 80 for each in ids] == [milliseconds, milliseconds, milliseconds + 1000]
        assert moved(after) == {FROM: [str(ids[0])], TO: [], "event.dossier": ["an-id"]}

        back = at(BEFORE)
        assert ends(back) == told
        assert list(
            back.get_model("cases", "DossierLink").objects.order_by("id").values_list("id", flat=True)
        ) == [
            1,
            2,
            3,
        ]
        assert moved(back) == {FROM: [1], TO: [], "event.dossier": ["an-id"]}
        assert (
            tied(back, *back.get_model("cases", "Dossier").objects.order_by("reference")[1:3], at=MOMENT) == 4
        )
    finally:
        MigrationExecutor(connection).migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())
