"""The permission table: one file per resource in `permissions/`, one row per operation, one column per caller.

anon     nobody signed in
dora     a colleague who belongs to no team
ada      likewise, who administers the desk: she sees to it that it runs, and reads no dossier
charlie  a lawyer, of another team
rita     reads along in the team
sam      the intake machine of a reception centre, with a key that hands in and reads questions
bare     the same machine, with a key that opens nothing
stats    the same machine, with a key that opens published figures and no more
alice    a lawyer of the team
cora     its coordinator

An indented line below a row is the JSON body it is asked with; `@rules/...` in it stands for a file of the law, a name
in braces for the id of that thing of the furnished desk. With `form` before it, it is sent as a form: with the file
that `file` gives by its name and words, or of fields alone. A path is below `/api/v1/`, unless it begins with a slash.
"""

import json
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from deadlines.law.load import PACKAGED_FOLDER

URL_ENCODED = "application/x-www-form-urlencoded"
FOLDER = Path(__file__).parent / "permissions"
CALLERS = ("anon", "dora", "ada", "charlie", "rita", "sam", "bare", "stats", "alice", "cora")


@dataclass(frozen=True)
class Row:
    """Who gets which status from one operation. Names in braces in `path` are things of the furnished desk."""

    method: str
    path: str
    expected: dict[str, int]
    body: Any = None
    is_form: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def content(self) -> bytes:
        if self.has_fields_alone:
            return urlencode(self.body, safe="{}").encode()
        if self.is_form:
            name, words = self.body["file"]
            return encode_multipart(BOUNDARY, {**self.body, "file": SimpleUploadedFile(name, words.encode())})
        return b"" if self.body is None else json.dumps(self.body).encode()

    @property
    def content_type(self) -> str:
        if self.has_fields_alone:
            return URL_ENCODED
        return MULTIPART_CONTENT if self.is_form else "application/json"

    @property
    def has_fields_alone(self) -> bool:
        return self.is_form and "file" not in self.body


def absolute(path: str) -> str:
    """A path of the table as it stands after the name of the desk."""
    return path if path.startswith("/") else f"/api/v1/{path}"


@lru_cache(maxsize=1)
def rows() -> list[Row]:
    return [row for file in sorted(FOLDER.glob("*.txt")) for row in _rows_of(file)]


def row(method: str, path: str) -> Row:
    return next(one for one in rows() if (one.method, one.path) == (method, path))


def _rows_of(file: Path) -> list[Row]:
    heading, *lines = file.read_text(encoding="utf-8").splitlines()
    assert tuple(heading.split()) == CALLERS, file.name
    found: list[Row] = []
    for line in lines:
        if line.startswith(" "):
            is_form = line.split()[0] == "form"
            body = _filled(json.loads(line.strip().removeprefix("form")))
            found.append(replace(found.pop(), body=body, is_form=is_form))
            continue
        method, path, *statuses = line.split()
        found.append(Row(method, path, dict(zip(CALLERS, map(int, statuses), strict=True))))
    return found


def _filled(body: Any) -> Any:
    """The body with the files it names in place of their names."""
    if isinstance(body, dict):
        return {name: _filled(value) for name, value in body.items()}
    if isinstance(body, str) and body.startswith("@"):
        return (PACKAGED_FOLDER / body[1:]).read_text(encoding="utf-8")
    return body
