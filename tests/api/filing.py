"""Filing papers through the API in a test."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from rest_framework.test import APIClient

from tests.small_files import pdf


def form(**members: Any) -> bytes:
    """A form as a browser sends it; a pair is a file by its name and bytes."""
    named = {
        name: SimpleUploadedFile(*said) if isinstance(said, tuple) else said for name, said in members.items()
    }
    return encode_multipart(BOUNDARY, named)


def send_form(client: APIClient, path: str, content: bytes, **headers: str) -> Any:
    return client.post(f"/api/v1/{path}", content, content_type=MULTIPART_CONTENT, headers=headers)


def file(
    client: APIClient, dossier: str, content: bytes | None = None, name: str = "letter.pdf", **said: Any
) -> Any:
    """File a document in a dossier and give the whole answer, whatever it is."""
    described = {"title": "A letter", "kind": "letter", **said}
    content = pdf() if content is None else content
    return send_form(client, f"dossiers/{dossier}/documents", form(file=(name, content), **described))


def filed(
    client: APIClient, dossier: str, content: bytes | None = None, name: str = "letter.pdf", **said: Any
) -> Any:
    answer = file(client, dossier, content, name, **said)
    assert answer.status_code == 201, answer.content
    return answer.json()["document"]


def add_version(client: APIClient, document: str, content: bytes, name: str = "letter.pdf") -> Any:
    return send_form(client, f"documents/{document}/versions", form(file=(name, content)))


def content_of(client: APIClient, document: str, version: int | None = None, **headers: str) -> Any:
    """The answer that gives the file; its bytes are in `streamed`."""
    place = "content" if version is None else f"versions/{version}/content"
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get(f"/api/v1/documents/{document}/{place}", headers=named)


def streamed(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)
