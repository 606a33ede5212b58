"""What litigation told of one court, before cases had instances, is kept as the first instance."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

NAME = "where_a_case_is_fought_and_what_came_of_it"
IDENTIFIERS = ("court", "role_number", "ecli")


def before_and_after() -> tuple[tuple[str, str], tuple[str, str]]:
    """The migration that made the instances, and the one it follows."""
    graph = MigrationExecutor(connection).loader.graph
    [after] = [key for key in graph.nodes if key[1].endswith(NAME)]
    [before] = [parent.key for parent in graph.node_map[after].parents if parent.key[0] == "cases"]
    return before, after


def at(migration: tuple[str, str]) -> Any:
    """The tables as they are after a migration."""
    MigrationExecutor(connection).migrate([migration])
    return MigrationExecutor(connection).loader.project_state([migration]).apps


def a_case(apps: Any, team: Any, user: Any, number: int, **told: str) -> UUID:
    dossier = apps.get_model("cases", "Dossier").objects.create(
        kind="litigation", reference=f"L-2025-0000{number}", title="A case", state="open", team=team, opened_by=user,
        opened_on="2025-01-01",
    )  # fmt: skip
    case = apps.get_model("cases", "Litigation").objects.create(dossier=dossier, aim="A precedent", **told)
    pk: UUID = case.pk
    return pk


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_court_of_a_case_becomes_its_first_instance_and_goes_back() -> None:
    before, after = before_and_after()
    apps = at(before)
    try:
        team = apps.get_model("people", "Team").objects.create(slug="desk", name="Desk")
        user = apps.get_model("people", "User").objects.create(email="a@example.org", name="A")
        told = {"court": "Council of State", "role_number": "A. 1", "ecli": "ECLI:BE:RVSCE:2023:ARR.257.300"}
        whole, bare = a_case(apps, team, user, 1, **told), a_case(apps, team, user, 2)
        only_a_number = a_case(apps, team, user, 3, role_number="C-651/19")
        instances = at(after).get_model("cases", "Instance").objects
        assert set(instances.values_list("litigation", *IDENTIFIERS)) == {
            (whole, *told.values()),
            (only_a_number, "", "C-651/19", ""),
        }
        cases = at(before).get_model("cases", "Litigation").objects
        assert set(cases.values_list("pk", *IDENTIFIERS)) == {
            (whole, *told.values()),
            (bare, "", "", ""),
            (only_a_number, "", "C-651/19", ""),
        }
    finally:
        MigrationExecutor(connection).migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())
