"""Files and rows stay together: leftovers are cleared away, damage is found, and what is purged is gone."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction

from cases.errors import CaseError
from cases.files import Draft, drafts, keep, kept_files, path_of
from cases.models import Document, DocumentVersion, Dossier
from cases.services import documents as services
from cases.services.documents import Description, file_document, purge, withdraw
from cases.services.orphans import clear_orphans
from cases.tasks import clear_orphan_files
from cases.uploads import made_here
from helpdesk.acts import Act
from helpdesk.celery import app
from helpdesk.people.models import Team, User
from helpdesk.trail.models import TrailEntry
from tests.conftest import TODAY
from tests.factories import a_document, a_litigation, act


@pytest.fixture
def dossier(alice: User, desk: Team) -> Dossier:
    return a_litigation(alice, desk)


def said(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out, stderr=StringIO())
    return out.getvalue()


def withdrawn(by: User, document: Document) -> Act:
    doing = act(by)
    return Act(by=by, at=doing.at, on=doing.on, reason="It is another's.")


def kept() -> set[str]:
    return {file.name for file in kept_files()}


# A crash between the file and its row


class PowerCutError(Exception):
    pass


def test_crash_after_the_file_was_moved_leaves_a_file_and_no_row(
    alice: User, dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    def keep_and_fail(draft: Draft) -> str:
        keep(draft)
        raise PowerCutError

    monkeypatch.setattr(services, "keep", keep_and_fail)
    with pytest.raises(PowerCutError):
        a_document(alice, dossier)
    assert (Document.objects.count(), DocumentVersion.objects.count(), len(kept())) == (0, 0, 1)
    assert TrailEntry.objects.filter(verb="document.filed").count() == 0


def test_refusal_leaves_neither_file_nor_row(alice: User, dossier: Dossier) -> None:
    later = Description(title="A letter", kind="letter", dated_on=TODAY + timedelta(days=1))
    with pytest.raises(CaseError, match="date_in_future"):
        file_document(act(alice), dossier.pk, later, made_here(b"Words.", "letter.txt"))
    assert (kept(), list(drafts()), Document.objects.count()) == (set(), [], 0)


def test_row_is_written_only_when_the_file_is_in_its_place(
    alice: User, dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Path, target: Path) -> None:
        raise OSError("no space left on the disk")

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OSError, match="no space"):
        a_document(alice, dossier)
    assert DocumentVersion.objects.count() == 0


def test_draft_that_is_let_go_is_gone() -> None:
    draft = Draft()
    draft.file.write(b"Words.")
    assert [file.stat().st_mode & 0o777 for file in drafts()] == [0o600]
    del draft
    assert list(drafts()) == []


def test_two_that_file_the_same_words_have_a_file_each(alice: User, dossier: Dossier) -> None:
    for _ in range(2):
        file_document(
            act(alice),
            dossier.pk,
            Description(title="A letter", kind="letter"),
            made_here(b"Words.", "a.txt"),
        )
    assert len(kept()) == 2


# Clearing away


def orphan(words: bytes = b"Words.") -> str:
    draft = Draft()
    draft.file.write(words)
    draft.bring_to_disk()
    return keep(draft)


def in_two_days() -> datetime:
    return datetime.now().astimezone() + timedelta(days=2)


def test_only_files_without_a_row_and_older_than_a_day_are_removed(alice: User, dossier: Dossier) -> None:
    document = a_document(alice, dossier)
    lost = orphan()
    left = Draft()
    young = clear_orphans(datetime.now().astimezone())
    assert (young.orphans, young.files) == ([], 2)
    cleared = clear_orphans(in_two_days())
    assert {file.name for file in cleared.orphans} == {lost, left.path.name}
    assert kept() == {document.versions.get().stored_as}
    assert list(drafts()) == []


def test_many_at_once_are_no_accident_and_are_left_unless_it_is_said(
    db: None, caplog: pytest.LogCaptureFixture
) -> None:
    lost = {orphan() for _ in range(21)}
    cleared = clear_orphans(in_two_days())
    assert (len(cleared.orphans), cleared.was_removed, kept()) == (21, False, lost)
    assert "orphans_too_many" in [
        record.msg["event"] for record in caplog.records if record.levelno == logging.ERROR
    ]
    assert clear_orphans(in_two_days(), even_if_many=True).was_removed
    assert kept() == set()


def test_command_names_what_it_removed(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.services.orphans.LEFT_ALONE_FOR", timedelta(seconds=-5))
    lost = orphan()
    assert said("clear_orphan_files") == f"{lost}\n1 removed, 1 files in all\n"
    for _ in range(21):
        orphan()
    with pytest.raises(CommandError, match="21 of 21 files have no row"):
        said("clear_orphan_files")
    assert said("clear_orphan_files", "--even-if-many").endswith("21 removed, 21 files in all\n")


def test_beat_asks_for_it_once_a_day(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = settings.CELERY_BEAT_SCHEDULE["clear-orphan-files"]
    assert entry["task"] in app.tasks
    assert (entry["schedule"].hour, entry["schedule"].minute) == ({3}, {40})
    lost = orphan()
    clear_orphan_files()
    assert kept() == {lost}


# Verifying


def test_verification_names_each_file_that_is_not_what_was_filed(alice: User, dossier: Dossier) -> None:
    first, second, third = (a_document(alice, dossier, number).versions.get() for number in (1, 2, 3))
    assert said("verify_documents") == "3 files, all as they were filed\n"
    path_of(first.stored_as).unlink()
    path_of(third.stored_as).write_bytes(b"Other words.")
    out = StringIO()
    with pytest.raises(CommandError, match="2 of 3 files are damaged"):
        call_command("verify_documents", stdout=out)
    where = f"{dossier.reference} document"
    assert out.getvalue().splitlines() == [
        f"{where} {first.document_id} version 1: missing",
        f"{where} {third.document_id} version 1: altered",
    ]
    assert second.stored_as in kept()


# Purging


@transaction.atomic
def purge_and_fail(doing: Act, document: Document) -> None:
    purge(doing, document.pk)
    raise PowerCutError


@pytest.mark.django_db(transaction=True)
def test_purged_document_keeps_its_row_and_loses_its_bytes_once_that_is_certain(
    alice: User, dossier: Dossier
) -> None:
    document = a_document(alice, dossier)
    version = document.versions.get()
    doing = withdrawn(alice, document)
    withdraw(doing, document.pk)
    with pytest.raises(PowerCutError):
        purge_and_fail(doing, document)
    assert kept() == {version.stored_as}
    purge(doing, document.pk)
    assert kept() == set()
    document.refresh_from_db()
    assert (document.purged_at, document.versions.get().sha256) == (doing.at, version.sha256)
    entry = TrailEntry.objects.latest("id")
    assert (entry.verb, entry.reason) == ("document.purged", "It is another's.")
    assert said("verify_documents") == "0 files, all as they were filed\n"
    with pytest.raises(CaseError, match="document_not_withdrawn"):
        purge(doing, document.pk)


def test_file_of_a_purged_document_that_a_crash_left_is_cleared_away(
    alice: User, dossier: Dossier, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    document = a_document(alice, dossier)
    withdraw(withdrawn(alice, document), document.pk)
    with django_capture_on_commit_callbacks(execute=False):
        purge(withdrawn(alice, document), document.pk)
    assert len(kept()) == 1
    clear_orphans(in_two_days())
    assert kept() == set()


def test_purging_by_command_needs_a_withdrawn_document_and_one_who_works_on_it(
    alice: User, charlie: User, rita: User, dossier: Dossier
) -> None:
    document = a_document(alice, dossier)
    words = ("purge_document", str(document.pk), "--by", alice.email, "--reason", "Retention is over.")
    with pytest.raises(CommandError, match="only a withdrawn document is purged"):
        said(*words)
    withdraw(withdrawn(alice, document), document.pk)
    for other in (charlie, rita):
        with pytest.raises(CommandError, match=other.email):
            said("purge_document", str(document.pk), "--by", other.email, "--reason", "Retention is over.")
    with pytest.raises(CommandError, match="no such document"):
        said("purge_document", str(dossier.pk), "--by", alice.email, "--reason", "Retention is over.")
    assert said(*words) == f"{dossier.reference}: the bytes of {document.pk} are gone\n"
