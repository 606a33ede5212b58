"""The cast, and a day that does not move.

Alice and Bob are lawyers of the desk (Dutch and French), Cora coordinates it, Rita reads along, Sam is a machine that
hands in questions for a reception centre, and Charlie works elsewhere and must see nothing.
"""

from collections.abc import Iterator
from datetime import date
from secrets import token_hex
from typing import Any

import hypothesis
import pgtrigger
import pytest
from django.core.cache import cache
from django.utils import translation
from rest_framework.test import APIClient

from helpdesk.people.keys import issue_key
from helpdesk.people.models import Membership, Role, Scope, Team, User

TODAY = date(2026, 6, 15)

# A busy machine is no reason to fail: no property here is about speed.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


@pytest.fixture(autouse=True)
def a_fixed_today(settings: Any) -> None:
    settings.DESK_DAY = TODAY
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Tests change keys behind the back of what keeps them; those that keep some say so.
    settings.KEYS_KEPT_SECONDS = 0


NEVER_EMPTIED = ("trail.TrailEntry:trail_is_never_emptied", "trail.Seal:chain_is_never_emptied")


@pytest.fixture(autouse=True)
def tables_that_may_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """A transactional test empties every table at its end; what refuses that stands until then, and from the next."""
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" not in request.fixturenames and not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    pgtrigger.enable(*NEVER_EMPTIED)
    yield
    pgtrigger.disable(*NEVER_EMPTIED)


@pytest.fixture(autouse=True)
def a_shelf_of_its_own(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A place for the files of each test; it is made by the first one that files something."""
    settings.DOCUMENTS_DIR = tmp_path_factory.getbasetemp() / "documents" / token_hex(8)


@pytest.fixture(autouse=True)
def an_empty_cache() -> None:
    """Sign-in limits are counted in the cache and must not leak from one test into the next."""
    cache.clear()


@pytest.fixture(autouse=True)
def language_of_nobody() -> None:
    """Who asked last leaves her language behind in the thread; the next test does not speak it."""
    translation.deactivate()


@pytest.fixture
def desk(db: None) -> Team:
    return Team.objects.create(slug="desk", name="Legal helpdesk")


def member(team: Team, name: str, role: Role, language: str = "nl") -> User:
    user = User.objects.create_user(f"{name.lower()}@example.org", name=name, language=language)
    Membership.objects.create(user=user, team=team, role=role)
    return user


class Cast:
    """Who they are; the fixtures below keep them for one test, those of `tests/api/standing` for a file."""

    @staticmethod
    def alice(desk: Team) -> User:
        return member(desk, "Alice", Role.LAWYER)

    @staticmethod
    def bob(desk: Team) -> User:
        return member(desk, "Bob", Role.LAWYER, language="fr")

    @staticmethod
    def cora(desk: Team) -> User:
        return member(desk, "Cora", Role.COORDINATOR)

    @staticmethod
    def rita(desk: Team) -> User:
        return member(desk, "Rita", Role.READER)

    @staticmethod
    def charlie(desk: Team) -> User:
        elsewhere = Team.objects.create(slug="elsewhere", name="Another desk")
        return member(elsewhere, "Charlie", Role.LAWYER)

    @staticmethod
    def sam(desk: Team) -> User:
        user = User.objects.create_user("centre@example.org", name="Reception centre", is_service=True)
        Membership.objects.create(user=user, team=desk, role=Role.INTAKE)
        return user


alice, bob, cora = pytest.fixture(Cast.alice), pytest.fixture(Cast.bob), pytest.fixture(Cast.cora)
rita, charlie, sam = pytest.fixture(Cast.rita), pytest.fixture(Cast.charlie), pytest.fixture(Cast.sam)


def client_of(user: User, language: str = "en") -> APIClient:
    """A client signed in with a session; CSRF is checked as for a browser only where a test says so."""
    client = APIClient(headers={"accept-language": language})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def client_with_key(user: User, *scopes: Scope, language: str = "en") -> APIClient:
    _, plain = issue_key(user, name="test", scopes=list(scopes))
    return APIClient(headers={"authorization": f"Bearer {plain}", "accept-language": language})


@pytest.fixture
def as_alice(alice: User) -> APIClient:
    return client_of(alice)


@pytest.fixture
def as_charlie(charlie: User) -> APIClient:
    return client_of(charlie)


@pytest.fixture
def as_sam(sam: User) -> APIClient:
    return client_with_key(sam, Scope.QUESTIONS_READ, Scope.QUESTIONS_WRITE)
