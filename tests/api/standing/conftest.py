"""One furnished desk for all tests of a file: furnishing takes longer than most questions that are asked of it.

It stands in a transaction that is never committed; each test changes it in a savepoint of its own, which is taken back.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from helpdesk.people.models import Membership, Role, Team, User
from tests.api.conftest import Desk, furnish
from tests.conftest import TODAY, member


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("documents")


@pytest.fixture(autouse=True)
def a_shelf_of_its_own(settings: Any, shelf: Path) -> None:
    """The files of the standing desk, for each test."""
    settings.DOCUMENTS_DIR = shelf


@pytest.fixture(scope="module")
def desk(django_db_setup: None, django_db_blocker: Any, shelf: Path) -> Iterator[Team]:
    standing = override_settings(DESK_DAY=TODAY, DOCUMENTS_DIR=shelf)
    with django_db_blocker.unblock(), transaction.atomic():
        with standing:
            yield Team.objects.create(slug="desk", name="Legal helpdesk")
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def alice(desk: Team) -> User:
    return member(desk, "Alice", Role.LAWYER)


@pytest.fixture(scope="module")
def bob(desk: Team) -> User:
    return member(desk, "Bob", Role.LAWYER, language="fr")


@pytest.fixture(scope="module")
def cora(desk: Team) -> User:
    return member(desk, "Cora", Role.COORDINATOR)


@pytest.fixture(scope="module")
def rita(desk: Team) -> User:
    return member(desk, "Rita", Role.READER)


@pytest.fixture(scope="module")
def charlie(desk: Team) -> User:
    elsewhere = Team.objects.create(slug="elsewhere", name="Another desk")
    return member(elsewhere, "Charlie", Role.LAWYER)


@pytest.fixture(scope="module")
def sam(desk: Team) -> User:
    user = User.objects.create_user("centre@example.org", name="Reception centre", is_service=True)
    Membership.objects.create(user=user, team=desk, role=Role.INTAKE)
    return user


@pytest.fixture(scope="module")
def everybody(alice: User, bob: User, cora: User, rita: User, charlie: User, sam: User) -> None:
    """The whole cast, before the first test: who comes in one test's savepoint would be gone in the next."""


@pytest.fixture(scope="module")
def furnished(everybody: None, desk: Team, alice: User, cora: User, sam: User) -> Desk:
    return furnish(desk, alice, cora, sam)


@pytest.fixture(autouse=True)
def in_a_savepoint(furnished: Desk, db: None) -> None:
    """The desk stands first; what `db` opens is then a savepoint in it."""
