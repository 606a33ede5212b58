"""A mail server for a demo desk: takes every mail, delivers none, and shows them in the browser.

Runs inside the venv, on two sockets that its parent already listens on: nobody else can take the ports.
"""

import argparse
import asyncio
import json
import signal
import socket
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from aiosmtpd.smtp import SMTP, Envelope, Session

from launcher.mail_pages import MAIL_POLICY, PAGE_POLICY, framed_html, list_page, mail_page
from launcher.mailbox import Mailbox

LARGEST_MAIL = 32 * 1024 * 1024
OUR_NAMES = ("127.0.0.1", "localhost")


class Catcher:
    """What the SMTP server does with a mail: keep it, with the names of those it was really sent to."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Called by the server at the end of each mail."""
        content = envelope.original_content or b""
        to = ", ".join(envelope.rcpt_tos).encode("ascii", "backslashreplace")
        self._mailbox.keep(b"X-Envelope-To: " + to + b"\r\n" + content)
        return "250 Kept, and delivered to nobody"


class Pages(BaseHTTPRequestHandler):
    """The web page: a list, one page for each mail, its parts, and the list as JSON."""

    mailbox: Mailbox
    protocol_version = "HTTP/1.1"
    server_version = "mailcatcher"
    sys_version = ""
    timeout = 30

    def do_GET(self) -> None:
        """Answer one address."""
        # A page elsewhere could otherwise read the mails by giving its own name our number.
        if urlsplit(f"//{self.headers.get('Host', '')}").hostname not in OUR_NAMES:
            return self._answer(HTTPStatus.FORBIDDEN, "text/plain", "This is not our name.")
        path = urlsplit(self.path).path
        if path == "/":
            return self._answer(HTTPStatus.OK, "text/html", list_page(self.mailbox.newest()))
        if path == "/mails.json":
            listed = [mail.as_json() for mail in self.mailbox.newest()]
            return self._answer(HTTPStatus.OK, "application/json", json.dumps(listed))
        return self._answer_for_one(path)

    def _answer_for_one(self, path: str) -> None:
        """/mails/ID, /mails/ID/html, /mails/ID.eml"""
        name = path.removeprefix("/mails/")
        identifier = name.removesuffix("/html").removesuffix(".eml")
        mail, raw = self.mailbox.mail(identifier), self.mailbox.raw(identifier)
        if not path.startswith("/mails/") or mail is None or raw is None:
            return self._answer(HTTPStatus.NOT_FOUND, "text/plain", "There is no such mail.")
        if name.endswith("/html"):
            return self._answer(HTTPStatus.OK, "text/html", framed_html(mail), MAIL_POLICY)
        if name.endswith(".eml"):
            return self._answer(HTTPStatus.OK, "message/rfc822", raw, download=f"{identifier}.eml")
        return self._answer(HTTPStatus.OK, "text/html", mail_page(mail))

    def _answer(
        self, status: HTTPStatus, kind: str, body: str | bytes, policy: str = PAGE_POLICY, download: str = ""
    ) -> None:
        content = body if isinstance(body, bytes) else body.encode("utf-8", "replace")
        self.send_response(status)
        self.send_header("Content-Type", kind if isinstance(body, bytes) else f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        if download:
            self.send_header("Content-Disposition", f'attachment; filename="{download}"')
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_words: object) -> None:
        """Say nothing: the page asks again every few seconds."""


def serve_pages(mailbox: Mailbox, listener: socket.socket) -> ThreadingHTTPServer:
    """Serve the pages from a thread that ends with the process."""
    pages = type("PagesOfThisMailbox", (Pages,), {"mailbox": mailbox})
    server = ThreadingHTTPServer(listener.getsockname(), pages, bind_and_activate=False)
    server.socket.close()
    server.socket = listener
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    return server


async def catch(mailbox: Mailbox, listener: socket.socket) -> None:
    """Take mail until SIGTERM or Ctrl-C."""
    loop, asked_to_stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked_to_stop.set)

    def conversation() -> SMTP:
        return SMTP(
            Catcher(mailbox), hostname="localhost", data_size_limit=LARGEST_MAIL, enable_SMTPUTF8=True
        )

    server = await loop.create_server(conversation, sock=listener)
    await asked_to_stop.wait()
    server.close()


def main() -> None:
    """Read the two sockets and the directory from the command line."""
    parser = argparse.ArgumentParser(prog="python -m launcher.mailcatcher", description=__doc__)
    parser.add_argument("--smtp-fd", type=int, required=True)
    parser.add_argument("--web-fd", type=int, required=True)
    parser.add_argument("--keep", type=Path, required=True, help="where the mails are kept")
    asked = parser.parse_args()
    mailbox = Mailbox(asked.keep)
    serve_pages(mailbox, socket.socket(fileno=asked.web_fd))
    asyncio.run(catch(mailbox, socket.socket(fileno=asked.smtp_fd)))


if __name__ == "__main__":
    main()
