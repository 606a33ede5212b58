"""Handing mails to the mail server: one connection for many, and the server's own words kept."""

from smtplib import SMTP, SMTPException, SMTPResponseException
from types import TracebackType
from typing import Any, Self

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

TAKEN = frozenset({250, 251, 252})


class RecipientRefusedError(SMTPResponseException):
    """The server does not know this address, or takes nothing for it."""

    @property
    def is_permanent(self) -> bool:
        return self.smtp_code >= 500


class PostOffice:
    """One visit to the mail server, opened for the first mail.

    Once the server cannot be reached, every further mail of the visit is refused with the same error at once: fifty
    mails must not wait for fifty time-outs.
    """

    def __init__(self) -> None:
        self._backend: Any = get_connection()
        self._closed: Exception | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._backend.close()

    def hand_over(self, message: EmailMessage) -> str:
        """Give one mail away; what the server said when it took it.

        Raises SMTPException, OSError or ValueError where it did not; RecipientRefusedError for the address itself.
        """
        content: bytes = message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's own
        if not isinstance(self._backend, EmailBackend):
            self._backend.send_messages([message])
            return ""
        sender, recipient = (_plain_address(each) for each in (message.from_email, message.to[0]))
        try:
            return _converse(self._server(), sender, recipient, content)
        except (SMTPException, OSError):
            # Where the conversation stands is not known: the next mail begins another.
            self._backend.close()
            raise

    def _server(self) -> SMTP:
        if self._closed is not None:
            raise self._closed
        try:
            self._backend.open()
        except (SMTPException, OSError) as failure:
            self._closed = failure
            raise
        server: SMTP = self._backend.connection
        return server


def _converse(server: SMTP, sender: str, recipient: str, content: bytes) -> str:
    server.ehlo_or_helo_if_needed()
    _require(SMTPResponseException, *server.mail(sender))
    _require(RecipientRefusedError, *server.rcpt(recipient))
    return _require(SMTPResponseException, *server.data(content))


def _require(refused: type[SMTPResponseException], code: int, said: bytes) -> str:
    text = said.decode("utf-8", "replace")
    if code not in TAKEN:
        raise refused(code, text)
    return f"{code} {text}"


def _plain_address(address: str) -> str:
    """What the envelope says: no name, and a domain in ASCII. Raises ValueError for what is no address."""
    return str(sanitize_address(address, "utf-8")).rpartition("<")[2].rstrip(">")
