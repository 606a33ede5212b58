"""A whole desk as it runs in the world: gunicorn, a Celery worker, an SMTP server, on the test database."""

import http.cookiejar
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

CHECKOUT = Path(__file__).resolve().parent.parent
# A machine that runs other tests beside this one may let it wait; what does not come at all does not come then either.
PATIENCE_SECONDS = 120
NO_MORE_HEADERS: Mapping[str, str] = {}
WORKER = [
    "celery", "-A", "helpdesk", "worker", "--loglevel", "INFO", "-P", "threads", "-c", "2", "--without-gossip",
    "--without-mingle",
]  # fmt: skip


@dataclass
class Answer:
    status: int
    body: Any
    headers: dict[str, str]


@dataclass
class Caller:
    """Someone who talks HTTP to the desk: a browser with cookies, or a program with a key."""

    site: str
    key: str = ""
    language: str = "en"
    cookies: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)

    def ask(
        self, method: str, path: str, body: Any = None, more: Mapping[str, str] = NO_MORE_HEADERS
    ) -> Answer:
        content = None if body is None else json.dumps(body).encode()
        return self.send(method, path, content, "application/json", more)

    def send(
        self,
        method: str,
        path: str,
        content: bytes | None,
        content_type: str,
        more: Mapping[str, str] = NO_MORE_HEADERS,
    ) -> Answer:
        headers = {"Accept-Language": self.language, "Content-Type": content_type, **more}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        for cookie in self.cookies:
            if cookie.name == "csrftoken" and cookie.value:
                headers["X-CSRFToken"] = cookie.value
        request = urllib.request.Request(self.site + path, content, headers, method=method)
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        try:
            with opener.open(request, timeout=PATIENCE_SECONDS) as reply:
                return _read(reply)
        except urllib.error.HTTPError as refusal:
            return _read(refusal)

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def post(self, path: str, body: Any = None) -> Answer:
        return self.ask("POST", path, {} if body is None else body)

    def upload(self, path: str, fields: dict[str, str], name: str, content: bytes) -> Answer:
        """A form with a file, as a browser sends it."""
        form = {**fields, "file": SimpleUploadedFile(name, content)}
        return self.send("POST", path, encode_multipart(BOUNDARY, form), MULTIPART_CONTENT)

    def sign_in(self, email: str, password: str) -> Answer:
        """As the sign-in page does: fetch the page for the CSRF cookie, then post."""
        self.get("/sign-in/")
        return self.post("/_allauth/browser/v1/auth/login", {"email": email, "password": password})


def _read(reply: Any) -> Answer:
    text = reply.read().decode()
    is_json = "json" in (reply.headers.get("Content-Type") or "")
    return Answer(reply.status, json.loads(text) if is_json and text else text, dict(reply.headers))


@dataclass
class LivingDesk:
    site: str
    mail_site: str
    env: dict[str, str]

    def caller(self, *, key: str = "", language: str = "en") -> Caller:
        return Caller(self.site, key=key, language=language)

    def manage(self, *words: str) -> str:
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(
            command, cwd=CHECKOUT, env=self.env, capture_output=True, text=True, timeout=PATIENCE_SECONDS
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def mails(self) -> list[dict[str, Any]]:
        """What the SMTP server took, newest first."""
        return list(Caller(self.mail_site).get("/mails.json").body)


@contextmanager
def living_desk(database: str, keep: Path, day: str, *, works: bool = True) -> Iterator[LivingDesk]:
    """Start everything on the named test database; `day` is the day the desk takes it to be.

    One that does not work has no worker: nothing leaves it.
    """
    with ExitStack() as stack:
        web, smtp, pages = (
            stack.enter_context(closing(socket.create_server(("127.0.0.1", 0)))) for _ in range(3)
        )
        site, mail_site = (f"http://127.0.0.1:{one.getsockname()[1]}" for one in (web, pages))
        env = _environment(database, site, smtp.getsockname()[1], day) | {
            "DOCUMENTS_DIR": str(keep / "documents")
        }
        start = _starter(stack, env, keep)
        start(
            "gunicorn",
            [
                "gunicorn",
                "helpdesk.wsgi",
                "--threads",
                "4",
                "--no-control-socket",
                "--bind",
                f"fd://{web.fileno()}",
                "--access-logfile",
                "-",
            ],
            web,
        )
        catcher = ["launcher.mailcatcher", "--smtp-fd", str(smtp.fileno()), "--web-fd", str(pages.fileno())]
        start("mail", [*catcher, "--keep", str(keep / "mails")], smtp, pages)
        if works:
            start("worker", WORKER)
        await_true(lambda: _answers(site + "/readyz") and _answers(mail_site + "/mails.json"))
        await_true(lambda: not works or " ready." in (keep / "worker.log").read_text())
        yield LivingDesk(site, mail_site, env)


def _environment(database: str, site: str, smtp_port: int, day: str) -> dict[str, str]:
    address, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    return os.environ | {
        "DATABASE_URL": f"{address}/{database}",
        "SITE_URL": site,
        "EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}",
        "DEMO_DESK": "true",
        "DESK_DAY": day,
        "LOG_LEVEL": "INFO",
    }


def _starter(stack: ExitStack, env: dict[str, str], keep: Path) -> Callable[..., None]:
    def start(name: str, words: list[str], *sockets: socket.socket) -> None:
        log = stack.enter_context((keep / f"{name}.log").open("wb"))
        handed_over = tuple(one.fileno() for one in sockets)
        command = [sys.executable, "-m", *words]
        child = subprocess.Popen(command, cwd=CHECKOUT, env=env, stdout=log, stderr=log, pass_fds=handed_over)
        stack.callback(_stop, child)

    return start


def _stop(child: "subprocess.Popen[bytes]") -> None:
    child.terminate()
    try:
        child.wait(timeout=5)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as reply:
            return bool(reply.status == 200)
    except OSError:
        return False


def await_true(happened: Callable[[], bool]) -> None:
    """Wait for something of another process; fails after the patience is over."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)
