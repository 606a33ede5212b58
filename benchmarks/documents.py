"""How fast 25 MB go in and out through the API, beside a bare copy on the same disk, and in how much memory.

Run: python -m benchmarks.documents [ROUNDS], with the settings of the desk in the environment.

It works in a test database and a directory of its own, both thrown away. One gunicorn worker serves; the client sends
and reads in pieces. The three take turns, so that what else the machine does weighs on each alike. The bare copy reads,
writes and brings to the disk. An upload does the same and also hashes and looks at the content; a download hashes the
whole file before its first byte.
"""

import hashlib
import http.client
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit, urlunsplit

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from cases.services.dossiers import Opening  # noqa: E402
from cases.services.litigations import LitigationDetails, open_litigation  # noqa: E402
from helpdesk.acts import Act  # noqa: E402
from helpdesk.people.keys import issue_key  # noqa: E402
from helpdesk.people.models import Membership, Role, Scope, Team, User  # noqa: E402

SIZE = 25 * 2**20 - 1024
PIECE = 256 * 1024
BOUNDARY = "benchmark"
MEGABYTE = 1e6


def invented_file(place: Path) -> Path:
    """Looks like a PDF and packs into nothing."""
    file = place / "large.pdf"
    with file.open("wb") as out:
        out.write(b"%PDF-1.7\n")
        for _ in range(SIZE // PIECE):
            out.write(secrets.token_bytes(PIECE))
        out.write(b"\n%%EOF\n")
    return file


def renewed(file: Path) -> None:
    """Other bytes, or the second upload would be refused as the same version."""
    with file.open("r+b") as out:
        out.seek(4096)
        out.write(secrets.token_bytes(32))


def a_dossier() -> tuple[str, str]:
    """An invented dossier, and a key of one who works on it."""
    user = User.objects.create_user("benchmark@example.invalid", name="benchmark")
    team = Team.objects.create(slug="benchmark", name="benchmark")
    Membership.objects.create(user=user, team=team, role=Role.LAWYER)
    now = timezone.now()
    act = Act(by=user, at=now, on=timezone.localdate(now))
    dossier = open_litigation(act, Opening(team=team, title="benchmark"), details=LitigationDetails(aim=""))
    _, key = issue_key(user, name="benchmark", scopes=[Scope.DOSSIERS_READ, Scope.DOSSIERS_WRITE])
    return str(dossier.pk), key


@contextmanager
def a_server(database: str, place: Path) -> Iterator[tuple[int, int]]:
    """One worker on a free port; its port and its process."""
    address = urlsplit(os.environ["DATABASE_URL"])
    env = os.environ | {
        "DATABASE_URL": urlunsplit(address._replace(path=f"/{database}")),
        "DOCUMENTS_DIR": str(place / "documents"),
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECURE_COOKIES": "false",
    }
    with socket.create_server(("127.0.0.1", 0)) as web:
        command = [
            sys.executable, "-m", "gunicorn", "helpdesk.wsgi", "--workers", "1", "--threads", "2",
            "--no-control-socket", "--bind", f"fd://{web.fileno()}",
        ]  # fmt: skip
        server = subprocess.Popen(command, env=env, pass_fds=(web.fileno(),), stderr=subprocess.DEVNULL)
        try:
            port = web.getsockname()[1]
            ask(port, "GET", "/healthz").close()
            children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text()
            yield port, int(children.split()[0])
        finally:
            server.terminate()
            server.wait()


def ask(
    port: int, method: str, path: str, body: Iterator[bytes] | None = None, **headers: str
) -> http.client.HTTPResponse:
    caller = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    caller.request(method, path, body, {name.replace("_", "-"): said for name, said in headers.items()})
    return caller.getresponse()


def pieces_of(file: Path, *, described: bool) -> Iterator[bytes]:
    """The form, piece by piece; `described` for a new document, not for a version."""
    for name, said in {"title": "benchmark", "kind": "other"}.items() if described else ():
        yield f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{said}\r\n'.encode()
    yield f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'.encode()
    with file.open("rb") as source:
        while piece := source.read(PIECE):
            yield piece
    yield f"\r\n--{BOUNDARY}--\r\n".encode()


class Desk:
    """One who files a large document, then better scans of it, and reads it back."""

    def __init__(self, port: int, key: str, dossier: str, file: Path) -> None:
        self.port, self.key, self.file = port, key, file
        filed = self.send(f"/api/v1/dossiers/{dossier}/documents", described=True)
        self.document = filed.split(b'"id":"')[1][:36].decode()

    def send(self, path: str, *, described: bool) -> bytes:
        length = sum(map(len, pieces_of(self.file, described=described)))
        answer = ask(
            self.port, "POST", path, pieces_of(self.file, described=described),
            Authorization=f"Bearer {self.key}", Content_Type=f"multipart/form-data; boundary={BOUNDARY}",
            Content_Length=str(length),
        )  # fmt: skip
        said = answer.read()
        assert answer.status == 201, said
        return said

    def upload(self) -> None:
        self.send(f"/api/v1/documents/{self.document}/versions", described=False)

    def download(self) -> None:
        path = f"/api/v1/documents/{self.document}/content"
        answer = ask(self.port, "GET", path, Authorization=f"Bearer {self.key}")
        received = 0
        while piece := answer.read(PIECE):
            received += len(piece)
        assert received == self.file.stat().st_size


def bare_copy(file: Path) -> None:
    target = file.with_suffix(".copy")
    with file.open("rb") as source, target.open("wb") as out:
        shutil.copyfileobj(source, out, PIECE)
        out.flush()
        os.fsync(out.fileno())
    target.unlink()


def bare_hash(file: Path) -> None:
    with file.open("rb") as source:
        hashlib.file_digest(source, "sha256")


def peak_megabytes(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    [kilobytes] = [line.split()[1] for line in lines if line.startswith("VmHWM")]
    return int(kilobytes) / 1024


def measure(desk: Desk, process: int, rounds: int) -> None:
    doings: dict[str, Callable[[], None]] = {
        "bare copy": lambda: bare_copy(desk.file),
        "bare sha256": lambda: bare_hash(desk.file),
        "upload": desk.upload,
        "download": desk.download,
    }
    took: dict[str, list[float]] = {name: [] for name in doings}
    for _ in range(rounds):
        renewed(desk.file)
        for name, doing in doings.items():
            began = time.perf_counter()
            doing()
            took[name].append(time.perf_counter() - began)
    size = desk.file.stat().st_size / MEGABYTE
    print(f"{size:.1f} MB, median of {rounds} rounds")
    for name, seconds in took.items():
        ratio = median(seconds) / median(took["bare copy"])
        print(
            f"{name:12} {median(seconds) * 1000:7.0f} ms {size / median(seconds):7.0f} MB/s  {ratio:5.1f} x the copy"
        )


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    database = connection.creation.create_test_db(verbosity=0)
    try:
        with TemporaryDirectory() as found:
            place = Path(found)
            with a_server(database, place) as (port, process):
                dossier, key = a_dossier()
                ask(
                    port, "GET", f"/api/v1/dossiers/{dossier}/documents", Authorization=f"Bearer {key}"
                ).read()
                before = peak_megabytes(process)
                measure(Desk(port, key, dossier, invented_file(place)), process, rounds)
                print(
                    f"peak memory of the worker {before:.0f} MB before, {peak_megabytes(process):.0f} MB after"
                )
    finally:
        connection.creation.destroy_test_db(database, verbosity=0)


if __name__ == "__main__":
    main()
