"""One furnished desk for all tests of a file: furnishing takes longer than most questions that are asked of it.

It stands in a transaction that is never committed; each test changes it in a savepoint of its own, which is taken back.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from helpdesk.people.models import Team, User
from tests.api.conftest import Desk, furnish
from tests.conftest import TODAY, Cast


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


for_a_file = pytest.fixture(scope="module")
alice, bob, cora = for_a_file(Cast.alice), for_a_file(Cast.bob), for_a_file(Cast.cora)
rita, charlie, sam = for_a_file(Cast.rita), for_a_file(Cast.charlie), for_a_file(Cast.sam)


@pytest.fixture(scope="module")
def everybody(alice: User, bob: User, cora: User, rita: User, charlie: User, sam: User) -> None:
    """The whole cast, before the first test: who comes in one test's savepoint would be gone in the next."""


@pytest.fixture(scope="module")
def furnished(everybody: None, desk: Team, alice: User, cora: User, sam: User) -> Desk:
    return furnish(desk, alice, cora, sam)


@pytest.fixture(autouse=True)
def in_a_savepoint(furnished: Desk, db: None) -> None:
    """The desk stands first; what `db` opens is then a savepoint in it."""
