"""A real mail server for tests: it listens on loopback, keeps what it took, and answers as a test tells it to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from socket import socket
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.test import override_settings

from launcher.ports import listening

PATIENCE_SECONDS = 30


@dataclass
class MailServer:
    """`answers` holds what is said instead of "taken", by the address or by the word DATA."""

    port: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    taken: list[Envelope] = field(default_factory=list)
    visits: int = 0
    before_taking: Any = None

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.visits += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.answers.get(address, "250 2.1.5 Known here")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.before_taking:
            self.before_taking()
        answer = self.answers.get("DATA", f"250 2.0.0 Kept as number {len(self.taken) + 1}")
        if answer.startswith("250"):
            self.taken.append(envelope)
        return answer

    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(one.original_content or b"", policy=policy.default) for one in self.taken]

    def read(self) -> list[tuple[str, str]]:
        """Who got what, subject and text as they are read, in the order of names."""
        return sorted((str(one["To"]).split("@")[0], _words(one)) for one in self.messages())


def _words(message: EmailMessage) -> str:
    text = message.get_body(("plain",))
    return f"{message['Subject']}\n{text.get_content() if text else ''}"


class OpenDoor(Controller):
    """It takes over a socket that listens already, so that nobody else can take its port."""

    def __init__(self, server: MailServer, door: socket) -> None:
        host, port = door.getsockname()
        super().__init__(server, hostname=host, port=port, ready_timeout=PATIENCE_SECONDS)
        self.door = door

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self.door)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Start one, and let the product send its mail there."""
    server = MailServer()
    controller = OpenDoor(server, listening())
    controller.start()
    server.port = controller.port
    settings = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": server.port,
        "EMAIL_HOST_USER": "",
        "EMAIL_USE_TLS": False,
    }
    try:
        with override_settings(**settings):
            yield server
    finally:
        controller.stop()
