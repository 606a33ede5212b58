"""A file given out: whole or in stretches, to those who may read it, on record, and only as it was filed."""

from typing import Any
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.db import transaction
from django.db.utils import DatabaseError
from rest_framework.test import APIClient

from cases.files import path_of
from cases.models import DocumentVersion, Dossier
from helpdesk.people.models import Scope, Team, User
from helpdesk.trail.models import TrailEntry
from tests.api.asking import post, problem
from tests.api.filing import add_version, content_of, filed, streamed
from tests.conftest import client_with_key
from tests.factories import a_litigation, at_level

WORDS = b"0123456789"


@pytest.fixture
def dossier(alice: User, desk: Team) -> str:
    return str(a_litigation(alice, desk).pk)


@pytest.fixture
def letter(as_alice: APIClient, dossier: str) -> dict[str, Any]:
    return dict(filed(as_alice, dossier, WORDS, "brief van Élise.txt"))


def reads(dossier: str) -> list[dict[str, Any]]:
    entries = TrailEntry.objects.filter(dossier_id=dossier, verb="document.downloaded").order_by("id")
    return [entry.changes for entry in entries]


def test_file_is_an_attachment_that_no_browser_opens_as_a_page(
    as_alice: APIClient, letter: dict[str, Any]
) -> None:
    answer = content_of(as_alice, letter["id"])
    assert (answer.status_code, streamed(answer)) == (200, WORDS)
    told = {name: answer.headers[name] for name in (
        "Content-Type", "Content-Disposition", "Content-Length", "X-Content-Type-Options", "Content-Security-Policy",
        "Cache-Control", "Accept-Ranges", "ETag",
    )}  # fmt: skip
    assert told == {
        "Content-Type": "text/plain",
        "Content-Disposition": "attachment; filename*=utf-8''brief%20van%20%C3%89lise.txt",
        "Content-Length": "10",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "no-store",
        "Accept-Ranges": "bytes",
        "ETag": f'"{letter["versions"][0]["sha256"]}"',
    }


def test_name_in_ascii_is_given_plainly(as_alice: APIClient, dossier: str) -> None:
    letter = filed(as_alice, dossier, WORDS, "letter 1.txt")
    assert (
        content_of(as_alice, letter["id"]).headers["Content-Disposition"]
        == 'attachment; filename="letter 1.txt"'
    )


def test_head_tells_the_same_and_is_no_reading(
    as_alice: APIClient, dossier: str, letter: dict[str, Any]
) -> None:
    told = as_alice.head(f"/api/v1/documents/{letter['id']}/content")
    assert (told.status_code, told.content, reads(dossier)) == (200, b"", [])
    whole = content_of(as_alice, letter["id"])
    # Both count against the caller's limits, so what is left of them differs.
    assert told.headers.keys() == whole.headers.keys()
    assert {**told.headers, "RateLimit": ""} == {**whole.headers, "RateLimit": ""}
    assert len(reads(dossier)) == 1


# Who holds the bytes already


def looks(dossier: str, verb: str) -> int:
    return TrailEntry.objects.filter(dossier_id=dossier, verb=verb).count()


@pytest.mark.parametrize("held", ["{tag}", "W/{tag}", '"other", {tag}', "*"])
@pytest.mark.parametrize("number", [None, 1])
def test_who_holds_the_file_is_given_nothing_and_reads_nothing(
    as_alice: APIClient, dossier: str, letter: dict[str, Any], held: str, number: int | None
) -> None:
    tag = f'"{letter["versions"][0]["sha256"]}"'
    answer = content_of(as_alice, letter["id"], number, if_none_match=held.format(tag=tag))
    assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", tag)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Content-Disposition" not in answer.headers
    assert reads(dossier) == []


@pytest.mark.parametrize("held", ['"other"', "nonsense", ""])
def test_who_holds_another_file_is_given_this_one_on_record(
    as_alice: APIClient, dossier: str, letter: dict[str, Any], held: str
) -> None:
    answer = content_of(as_alice, letter["id"], if_none_match=held)
    assert (answer.status_code, streamed(answer), len(reads(dossier))) == (200, WORDS, 1)


def test_next_version_is_another_file_and_the_former_stays(
    as_alice: APIClient, letter: dict[str, Any]
) -> None:
    tag = content_of(as_alice, letter["id"]).headers["ETag"]
    add_version(as_alice, letter["id"], b"Better.", "letter.txt")
    assert streamed(content_of(as_alice, letter["id"], if_none_match=tag)) == b"Better."
    assert content_of(as_alice, letter["id"], 1, if_none_match=tag).status_code == 304


def test_stretch_of_what_is_held_is_held_too(as_alice: APIClient, letter: dict[str, Any]) -> None:
    tag = content_of(as_alice, letter["id"]).headers["ETag"]
    for asked in ("bytes=0-3", "bytes=99-"):
        assert content_of(as_alice, letter["id"], range=asked, if_none_match=tag).status_code == 304


def test_what_is_withdrawn_or_closed_to_the_caller_is_never_said_to_be_held(
    as_alice: APIClient, as_charlie: APIClient, letter: dict[str, Any]
) -> None:
    assert problem(content_of(as_charlie, letter["id"], if_none_match="*")) == (404, "not_found")
    post(as_alice, f"documents/{letter['id']}/withdraw", {"reason": "Another's."})
    assert problem(content_of(as_alice, letter["id"], if_none_match="*")) == (409, "document_withdrawn")


def test_look_that_gives_nothing_out_is_a_look_at_what_is_sensitive(
    as_alice: APIClient, dossier: str, letter: dict[str, Any]
) -> None:
    sensitive = filed(as_alice, dossier, b"Of her health.", "note.txt", kind="medical")["id"]
    for count, place in enumerate((letter["id"], sensitive, sensitive)):
        content_of(as_alice, place, if_none_match="*")
        assert looks(dossier, "document.viewed") == count
    as_alice.head(f"/api/v1/documents/{sensitive}/content")
    assert (looks(dossier, "document.viewed"), reads(dossier)) == (3, [])


@pytest.mark.parametrize("how", ["held", "head", "whole"])
def test_who_reads_in_a_closed_dossier_is_noted_whatever_was_given(
    as_alice: APIClient, alice: User, dossier: str, letter: dict[str, Any], how: str
) -> None:
    at_level(alice, Dossier.objects.get(pk=dossier), "restricted")
    for _ in range(2):
        if how == "head":
            as_alice.head(f"/api/v1/documents/{letter['id']}/content")
        else:
            content_of(as_alice, letter["id"], if_none_match="*" if how == "held" else '"other"')
    assert looks(dossier, "dossier.read") == 1
    assert len(reads(dossier)) == (2 if how == "whole" else 0)


@pytest.mark.parametrize("accept", ["*/*", "application/pdf", "text/html,*/*;q=0.8"])
def test_file_is_given_whatever_was_hoped_for(
    as_alice: APIClient, letter: dict[str, Any], accept: str
) -> None:
    assert streamed(content_of(as_alice, letter["id"], accept=accept)) == WORDS


@pytest.mark.parametrize(
    ("asked", "expected", "place"),
    [
        ("bytes=0-3", b"0123", "bytes 0-3/10"),
        ("bytes=4-", b"456789", "bytes 4-9/10"),
        ("bytes=-3", b"789", "bytes 7-9/10"),
        ("bytes=-99", WORDS, "bytes 0-9/10"),
        ("bytes=8-99", b"89", "bytes 8-9/10"),
        ("bytes=0-0", b"0", "bytes 0-0/10"),
        ("bytes=9-9", b"9", "bytes 9-9/10"),
    ],
)
def test_stretch_is_206_with_its_place(
    as_alice: APIClient, dossier: str, letter: dict[str, Any], asked: str, expected: bytes, place: str
) -> None:
    answer = content_of(as_alice, letter["id"], range=asked)
    assert (answer.status_code, streamed(answer), answer.headers["Content-Range"]) == (206, expected, place)
    assert answer.headers["Content-Length"] == str(len(expected))
    start = WORDS.index(expected)
    assert reads(dossier)[0]["bytes"] == [start, start + len(expected)]


@pytest.mark.parametrize(
    "asked",
    ["bytes=", "bytes=-", "bytes=5-2", "bytes=a-b", "lines=1-2", "bytes=0-1,4-5", "bytes=²-3", "0-3", "bytes=0--1"],
)  # fmt: skip
def test_range_that_cannot_be_read_gives_the_whole(
    as_alice: APIClient, letter: dict[str, Any], asked: str
) -> None:
    answer = content_of(as_alice, letter["id"], range=asked)
    assert (answer.status_code, streamed(answer)) == (200, WORDS)


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=99-100", "bytes=-0", "bytes=" + "9" * 18 + "-"])
def test_range_beyond_the_file_is_416_with_its_size_and_no_reading(
    as_alice: APIClient, dossier: str, letter: dict[str, Any], asked: str
) -> None:
    answer = content_of(as_alice, letter["id"], range=asked)
    assert problem(answer) == (416, "range_not_satisfiable")
    assert answer.headers["Content-Range"] == "bytes */10"
    assert reads(dossier) == []


def test_stretch_of_another_file_than_was_begun_is_the_whole_new_one(
    as_alice: APIClient, letter: dict[str, Any]
) -> None:
    begun = content_of(as_alice, letter["id"]).headers["ETag"]
    assert streamed(content_of(as_alice, letter["id"], range="bytes=5-", if_range=begun)) == b"56789"
    add_version(as_alice, letter["id"], b"abcdefghij", "letter.txt")
    answer = content_of(as_alice, letter["id"], range="bytes=5-", if_range=begun)
    assert (answer.status_code, streamed(answer)) == (200, b"abcdefghij")


def test_large_file_comes_whole_and_in_pieces(as_alice: APIClient, dossier: str) -> None:
    large = bytes(range(32, 127)) * 20_000
    letter = filed(as_alice, dossier, large, "large.txt")
    answer = content_of(as_alice, letter["id"])
    pieces = list(answer.streaming_content)
    assert b"".join(pieces) == large
    assert max(map(len, pieces)) <= 256 * 1024
    part = content_of(as_alice, letter["id"], range="bytes=1000000-")
    assert streamed(part) == large[1_000_000:]


@pytest.mark.parametrize("number", [0, 2, 10**9, 10**40])
def test_version_that_is_not_there_is_404(as_alice: APIClient, letter: dict[str, Any], number: int) -> None:
    assert problem(content_of(as_alice, letter["id"], number)) == (404, "not_found")


def test_key_needs_the_scope_of_dossiers(alice: User, letter: dict[str, Any]) -> None:
    assert streamed(content_of(client_with_key(alice, Scope.DOSSIERS_READ), letter["id"])) == WORDS
    assert problem(content_of(client_with_key(alice, Scope.LAW_READ), letter["id"])) == (403, "scope_missing")


def test_reading_leaves_the_revision_as_it_was(
    as_alice: APIClient, dossier: str, letter: dict[str, Any]
) -> None:
    tag = as_alice.get(f"/api/v1/dossiers/{dossier}").headers["ETag"]
    content_of(as_alice, letter["id"])
    assert as_alice.get(f"/api/v1/dossiers/{dossier}").headers["ETag"] == tag


# What is not what was filed


@pytest.mark.parametrize("how", ["missing", "altered", "emptied", "unreadable"])
def test_damaged_file_is_never_given_and_is_an_error_in_the_log(
    as_alice: APIClient, dossier: str, letter: dict[str, Any], how: str, caplog: pytest.LogCaptureFixture
) -> None:
    file = path_of(DocumentVersion.objects.get().stored_as)
    if how == "unreadable":
        file.unlink()
        file.mkdir()
    elif how == "missing":
        file.unlink()
    else:
        file.write_bytes(b"" if how == "emptied" else b"0123456788")
    for address in (f"documents/{letter['id']}/content", f"dossiers/{dossier}/documents.zip"):
        answer = as_alice.get(f"/api/v1/{address}")
        assert problem(answer) == (409, "document_damaged")
        assert answer.json()["values"]["version"] == 1
    assert [record.levelname for record in caplog.records if "document_damaged" in record.getMessage()] == [
        "ERROR"
    ] * 2
    assert reads(dossier) == []


def test_database_refuses_to_edit_a_version(letter: dict[str, Any]) -> None:
    with pytest.raises(DatabaseError, match="Cannot update rows"), transaction.atomic():
        DocumentVersion.objects.update(sha256="0" * 64)


# All in one


def bundle(client: APIClient, dossier: str, tmp_path: Any, query: str = "") -> dict[str, bytes]:
    answer = client.get(f"/api/v1/dossiers/{dossier}/documents.zip{query}")
    assert answer.status_code == 200, answer.content
    archive = tmp_path / "bundle.zip"
    archive.write_bytes(streamed(answer))
    with ZipFile(archive) as file:
        assert file.testzip() is None
        return {name: file.read(name) for name in file.namelist()}


def test_bundle_holds_the_current_versions_and_an_index_that_leads_back(
    as_alice: APIClient, dossier: str, letter: dict[str, Any], tmp_path: Any
) -> None:
    add_version(as_alice, letter["id"], b"The better scan.", "letter.txt")
    other = filed(
        as_alice, dossier, b"Two.", "letter.txt", title="=HYPERLINK(1)", kind="receipt", dated_on="2026-06-01"
    )
    gone = filed(as_alice, dossier, b"Three.", "letter.txt")
    post(as_alice, f"documents/{gone['id']}/withdraw", {"reason": "Another's."})
    packed = bundle(as_alice, dossier, tmp_path)
    index = packed.pop("index.csv").decode("utf-8-sig").splitlines()
    assert packed == {"001 letter.txt": b"The better scan.", "002 letter.txt": b"Two."}
    lines = [line.split(";") for line in index]
    assert [line[:6] for line in lines[1:]] == [
        ["001 letter.txt", "A letter", "letter", "", "", "2"],
        ["002 letter.txt", "'=HYPERLINK(1)", "receipt", "", "2026-06-01", "1"],
    ]
    records = [f"{settings.SITE_URL}/api/v1/documents/{one['id']}" for one in (letter, other)]
    assert [line[-1] for line in lines[1:]] == records
    entry = TrailEntry.objects.filter(dossier_id=dossier).latest("id")
    assert (entry.verb, entry.changes) == (
        "document.exported",
        {"documents": [[letter["id"], 2], [other["id"], 1]]},
    )


def test_bundle_leaves_out_what_is_sensitive_and_says_so(
    as_alice: APIClient, dossier: str, letter: dict[str, Any], tmp_path: Any
) -> None:
    sensitive = filed(
        as_alice, dossier, b"Of her health.", "note.txt", kind="medical", title="About her health"
    )
    packed = bundle(as_alice, dossier, tmp_path)
    assert "002 note.txt" not in packed
    left_out = packed["index.csv"].decode().splitlines()[-1]
    assert left_out == f"{';' * 10}sensitive;{settings.SITE_URL}/api/v1/documents/{sensitive['id']}"
    assert "health" not in packed["index.csv"].decode()
    asked = bundle(as_alice, dossier, tmp_path, "?with_sensitive=true")
    assert asked["002 note.txt"] == b"Of her health."


def test_bundle_of_one_kind_and_of_nothing(
    as_alice: APIClient, dossier: str, letter: dict[str, Any], tmp_path: Any
) -> None:
    assert set(bundle(as_alice, dossier, tmp_path, "?kind=letter")) == {
        "index.csv",
        "001 brief van Élise.txt",
    }
    assert set(bundle(as_alice, dossier, tmp_path, "?kind=receipt")) == {"index.csv"}
    for query in ("?kind=novel", "?with_sensitive=perhaps", "?colour=red"):
        answer = as_alice.get(f"/api/v1/dossiers/{dossier}/documents.zip{query}")
        assert problem(answer) == (400, "invalid")


def test_bundle_that_is_too_large_is_refused_with_its_bounds(
    as_alice: APIClient, dossier: str, letter: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.bundles.MOST_BYTES", 9)
    answer = as_alice.get(f"/api/v1/dossiers/{dossier}/documents.zip")
    assert problem(answer) == (422, "bundle_too_large")
    assert answer.json()["values"] == {"files": 1, "bytes": 10, "most_files": 1000, "most_bytes": 9}


def test_head_of_a_bundle_packs_nothing(as_alice: APIClient, dossier: str, letter: dict[str, Any]) -> None:
    entries = TrailEntry.objects.count()
    answer = as_alice.head(f"/api/v1/dossiers/{dossier}/documents.zip")
    assert (answer.status_code, answer.content, TrailEntry.objects.count()) == (200, b"", entries)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="L-2026-00001.zip"'
