"""A file that comes in: one, not too large, under any name, in a form that holds together; else refused, and gone."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as now_set
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from cases.models import Document
from cases.uploads import LONGEST_NAME, clean_name
from helpdesk.people.models import Team, User
from helpdesk.trail.models import TrailEntry
from tests.api.asking import pointers, problem
from tests.api.filing import add_version, file, filed, form, send_form
from tests.conftest import client_of
from tests.factories import a_litigation
from tests.small_files import EACH, office, pdf

WORDS = {"title": "A letter", "kind": "letter"}


@pytest.fixture
def dossier(alice: User, desk: Team) -> str:
    return str(a_litigation(alice, desk).pk)


@pytest.fixture(autouse=True)
def nothing_is_left_on_the_way(settings: Any) -> Iterator[None]:
    """Whatever is asked, no file stays behind that no document names."""
    yield
    assert list((settings.DOCUMENTS_DIR / "incoming").glob("*")) == []


def kept() -> list[Path]:
    return [file for file in (now_set.DOCUMENTS_DIR / "kept").rglob("*") if file.is_file()]


def part(name: str, inside: bytes, **more: str) -> bytes:
    said = "".join(f"; {key}={value}" for key, value in more.items())
    return (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{said}\r\n\r\n'.encode()
        + inside
        + b"\r\n"
    )


END = f"--{BOUNDARY}--\r\n".encode()
SAID = part("title", b"A letter") + part("kind", b"letter")
FILE = part("file", b"Words.", filename='"a.txt"')


@pytest.mark.parametrize("name", EACH)
def test_each_kind_is_filed_with_its_true_type(as_alice: APIClient, dossier: str, name: str) -> None:
    [version] = filed(as_alice, dossier, EACH[name], name)["versions"]
    assert (version["original_name"], version["size"]) == (name, len(EACH[name]))
    assert "/" in version["mime"]
    assert [file.read_bytes() for file in kept()] == [EACH[name]]


def test_file_lies_where_only_the_desk_reads_it_under_a_name_that_says_nothing(
    as_alice: APIClient, dossier: str
) -> None:
    filed(as_alice, dossier, name="Jan Janssens.pdf")
    [file] = kept()
    assert file.stat().st_mode & 0o777 == 0o600
    for directory in (file.parent, file.parent.parent, now_set.DOCUMENTS_DIR):
        assert directory.stat().st_mode & 0o777 == 0o700
    assert "ans" not in str(file.relative_to(now_set.DOCUMENTS_DIR))


# Size


def test_file_beyond_the_limit_is_413_and_named(as_alice: APIClient, dossier: str, settings: Any) -> None:
    settings.LARGEST_DOCUMENT = 1000
    assert file(as_alice, dossier, b"a" * 1000, "letter.txt").status_code == 201
    for size in (1001, 70_000, 700_000):
        answer = file(as_alice, dossier, b"a" * size, "letter.txt")
        assert problem(answer) == (413, "file_too_large")
        assert answer.json()["values"] == {"limit_bytes": 1000}
    assert len(kept()) == 1


def test_form_that_is_far_too_long_is_refused_before_it_is_read(as_alice: APIClient, dossier: str) -> None:
    answer = as_alice.generic(
        "POST", f"/api/v1/dossiers/{dossier}/documents", b"", content_type=MULTIPART_CONTENT,
        CONTENT_LENGTH=str(10**12),
    )  # fmt: skip
    assert problem(answer) == (413, "file_too_large")


def test_words_of_a_form_beyond_the_limit_are_413(as_alice: APIClient, dossier: str) -> None:
    words = b"a" * ((now_set.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) + 1)
    answer = send_form(as_alice, f"dossiers/{dossier}/documents", SAID + part("title", words) + END)
    assert problem(answer) == (413, "body_too_large")


def test_pages_that_want_no_file_take_no_large_one_either(db: None, settings: Any) -> None:
    settings.LARGEST_DOCUMENT = 1000
    content = part("file", b"a" * 2000, filename='"a.txt"') + END
    client = Client(enforce_csrf_checks=True)
    client.get("/sign-in/")
    answer = client.generic(
        "POST", "/_allauth/browser/v1/auth/login", content, content_type=MULTIPART_CONTENT
    )
    assert answer.status_code == 400


# Shape


@pytest.mark.parametrize(
    ("content", "expected", "pointer"),
    [
        (SAID + END, (400, "invalid"), "#/file"),
        (SAID + part("file", b"just words") + END, (400, "invalid"), "#/file"),
        (SAID + part("file", b"Words.", filename='""') + END, (400, "invalid"), "#/file"),
        (SAID + part("upload", b"Words.", filename='"a.txt"') + END, (400, "invalid"), "#/upload"),
        (SAID + part("file", b"", filename='"a.txt"') + END, (422, "file_empty"), "#/file"),
        (FILE + END, (400, "invalid"), "#/kind"),
        (SAID + part("dated_on", b"soon") + FILE + END, (400, "invalid"), "#/dated_on"),
        (SAID + part("language", b"xx") + FILE + END, (400, "invalid"), "#/language"),
    ],
)  # fmt: skip
def test_form_that_lacks_something_is_refused_at_its_place(
    as_alice: APIClient, dossier: str, content: bytes, expected: tuple[int, str], pointer: str
) -> None:
    answer = send_form(as_alice, f"dossiers/{dossier}/documents", content)
    assert problem(answer) == expected
    assert pointer in [each for each, _ in pointers(answer)]
    assert kept() == []


def test_member_left_empty_is_one_left_out(as_alice: APIClient, dossier: str) -> None:
    told = filed(as_alice, dossier, dated_on="", language="", anonymises="", is_sensitive="")
    assert (told["dated_on"], told["language"], told["anonymises"], told["is_sensitive"]) == (
        None,
        "",
        None,
        False,
    )


def test_two_files_are_refused(as_alice: APIClient, dossier: str) -> None:
    for name in ("file", "another"):
        two = part("file", b"One.", filename='"a.txt"') + part(name, b"Two.", filename='"b.txt"')
        answer = send_form(as_alice, f"dossiers/{dossier}/documents", SAID + two + END)
        assert problem(answer) == (400, "one_file")


BROKEN = [
    b"", b"nonsense", END, SAID[:40], SAID + FILE[:-9], SAID + part("title", b"Another") + FILE + END,
    SAID + part("file", b"!", filename='"a.txt"\r\nContent-Transfer-Encoding: base64') + END,
    SAID + b"".join(part(f"member{number}", b"x") for number in range(1001)) + END,
]  # fmt: skip


@pytest.mark.parametrize("content", BROKEN)
def test_form_that_does_not_hold_together_is_400(as_alice: APIClient, dossier: str, content: bytes) -> None:
    assert problem(send_form(as_alice, f"dossiers/{dossier}/documents", content))[0] in (400, 422)
    assert Document.objects.count() == 0


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=\x7f", "multipart/mixed"]
)
def test_form_without_its_boundary_is_refused(as_alice: APIClient, dossier: str, kind: str) -> None:
    address = f"/api/v1/dossiers/{dossier}/documents"
    assert problem(as_alice.post(address, SAID + END, content_type=kind))[0] in (400, 415)


def test_json_where_a_form_is_asked_for_is_415_and_the_reverse(as_alice: APIClient, dossier: str) -> None:
    address = f"/api/v1/dossiers/{dossier}/documents"
    answer = as_alice.post(address, json.dumps(WORDS), content_type="application/json")
    assert problem(answer) == (415, "unsupported_media_type")
    answer = send_form(as_alice, f"dossiers/{dossier}/time", form(minutes="5"))
    assert problem(answer) == (415, "unsupported_media_type")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(data=st.data())
def test_form_with_bytes_changed_is_never_500(as_alice: APIClient, dossier: str, data: Any) -> None:
    whole = bytearray(SAID + FILE + END)
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=8)):
        whole[place] = data.draw(st.sampled_from(b'\0\r\n";=-:%\xff\xc3') | st.integers(0, 255))
    answer = send_form(as_alice, f"dossiers/{dossier}/documents", bytes(whole))
    assert answer.status_code in (201, 400, 413, 422)


# Content


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"<html></html>", "page.html", "file_not_accepted"),
        (pdf(), "letter.docx", "file_name_differs"),
        (pdf()[:400], "letter.pdf", "file_damaged"),
        (office(**{"word/vbaProject.bin": b"x"}), "letter.docx", "file_has_macros"),
    ],
)
def test_what_the_content_forbids_is_refused_with_the_reason(
    as_alice: APIClient, dossier: str, content: bytes, name: str, code: str
) -> None:
    entries = TrailEntry.objects.count()
    answer = file(as_alice, dossier, content, name)
    assert problem(answer) == (422, code)
    assert pointers(answer) == [("#/file", code)]
    document = filed(as_alice, dossier)["id"]
    assert problem(add_version(as_alice, document, content, name)) == (422, code)
    assert (TrailEntry.objects.count(), len(kept())) == (entries + 1, 1)


def test_name_and_content_that_differ_are_both_named(as_alice: APIClient, dossier: str) -> None:
    values = file(as_alice, dossier, pdf(), "letter.docx").json()["values"]
    assert values == {"named": "docx", "found": "pdf"}


# Names

HOSTILE_NAMES = {
    "../../etc/passwd.pdf": "passwd.pdf",
    "..\\\\scans\\\\letter.pdf": "letter.pdf",
    "a\0b.pdf": "ab.pdf",
    "invoice\u202efdp.exe": None,
    "letter\u202efdp.pdf": "letterfdp.pdf",
    "x" * 300 + ".pdf": "x" * (LONGEST_NAME - 4) + ".pdf",
    "a" + "." * 250 + "pdf": "a" + "." * (LONGEST_NAME - 4) + "pdf",
    ".pdf": "pdf.pdf",
    "brief": "brief.pdf",
    "nr.12": "nr.12.pdf",
    "brief: <1>?.pdf": "brief_ _1__.pdf",
    "%2e%2e%2fletter.pdf": "%2e%2e%2fletter.pdf",
    "Élise & co.pdf": "Élise & co.pdf",
    "بلاغ.pdf": "بلاغ.pdf",
}


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_name_is_cleaned_for_the_eye_and_never_used_on_the_disk(
    as_alice: APIClient, dossier: str, name: str
) -> None:
    content = SAID + part("file", pdf(), filename=f'"{name}"') + END
    answer = send_form(as_alice, f"dossiers/{dossier}/documents", content)
    if HOSTILE_NAMES[name] is None:
        assert problem(answer) == (422, "file_name_differs")
        return
    assert answer.json()["document"]["versions"][0]["original_name"] == HOSTILE_NAMES[name]
    [file] = kept()
    assert len(file.name) == 32


@given(st.text(max_size=400))
def test_cleaned_name_is_short_visible_and_stays_as_it_is(name: str) -> None:
    clean = clean_name(name)
    assert 0 < len(clean) <= LONGEST_NAME
    assert clean.isprintable()
    assert not set(clean) & set('/\\:*?"<>|')
    assert clean_name(clean) == clean


# Who


def test_reader_and_outsider_upload_nothing(
    rita: User, as_charlie: APIClient, as_alice: APIClient, dossier: str
) -> None:
    assert problem(file(client_of(rita), dossier)) == (403, "role_forbids")
    assert problem(file(as_charlie, dossier, b"<html>", "a.html")) == (404, "not_found")
    assert kept() == []


def test_session_without_the_csrf_token_uploads_nothing(alice: User, dossier: str) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert problem(file(client, dossier)) == (403, "csrf_missing")
    assert kept() == []
