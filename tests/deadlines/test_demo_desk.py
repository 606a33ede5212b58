"""The demo desk: loaded once, only where it belongs, and only invented people in it."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from cases.documents import open_version
from cases.models import Document, Dossier, StatisticSnapshot
from deadlines.demo_desk import COLLEAGUES, password
from deadlines.models import Deadline
from helpdesk.people.keys import digest_of
from helpdesk.people.models import ApiKey, User
from tests.factories import a_litigation


@pytest.fixture
def demo(settings: Any, db: None) -> None:
    settings.DEMO_DESK = True


def load() -> str:
    said = StringIO()
    call_command("load_demo_desk", stdout=said, stderr=StringIO())
    return said.getvalue()


def test_demo_desk_loads_once_and_says_how_to_sign_in(demo: None) -> None:
    first = load()
    counts = (Dossier.objects.count(), Deadline.objects.count(), StatisticSnapshot.objects.count())
    assert load().splitlines()[-6:] == first.splitlines()[-6:]
    assert counts == (Dossier.objects.count(), Deadline.objects.count(), StatisticSnapshot.objects.count())
    assert counts[2] == 83
    for colleague in COLLEAGUES:
        assert f"{colleague.email}  {password()}" in first
        assert User.objects.get(email=colleague.email).check_password(password())
    assert ApiKey.objects.get().digest == digest_of(first.split("key ")[-1].strip())


def test_every_person_of_the_demo_desk_is_marked_as_invented(demo: None) -> None:
    load()
    assert all("verzonnen" in name for name in User.objects.values_list("name", flat=True))


def test_demo_desk_has_the_letter_that_opened_a_deadline_and_a_sensitive_paper(demo: None) -> None:
    load()
    letter, note = Document.objects.order_by("id")
    assert letter.events.get().deadlines.get().due_on
    assert (letter.is_sensitive, note.is_sensitive) == (False, True)
    assert open_version(letter.current).read().startswith(b"%PDF-")
    assert open_version(note.current).read().startswith(b"Verzonnen document")


def test_desk_that_is_no_demo_is_refused(db: None) -> None:
    with pytest.raises(CommandError, match="no demo desk"):
        load()


def test_database_with_other_dossiers_is_refused(demo: None, alice: User, desk: Any) -> None:
    a_litigation(alice, desk)
    with pytest.raises(CommandError, match="other dossiers"):
        load()
    assert Dossier.objects.count() == 1
