"""Caught mails as files: one .eml each, so that they outlive a restart and any mail program can open them."""

import re
import time
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from functools import lru_cache
from itertools import count
from pathlib import Path

IDENTIFIER = re.compile(r"\d{1,20}-\d{1,9}")
_next = count()


@dataclass(frozen=True)
class Mail:
    """One caught mail, read."""

    identifier: str
    headers: tuple[tuple[str, str], ...]
    text: str
    html: str
    attachments: tuple[str, ...]

    def header(self, name: str) -> str:
        """The first header of that name; empty when there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    def as_json(self) -> dict[str, str | list[str]]:
        """What a test wants to know."""
        summary = {name: self.header(name) for name in ("subject", "from", "to", "date")}
        attachments = list(self.attachments)
        return {
            "id": self.identifier,
            **summary,
            "text": self.text,
            "html": self.html,
            "attachments": attachments,
        }


class Mailbox:
    """A directory of .eml files."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)

    def keep(self, content: bytes) -> str:
        """Store a mail as it came and return its identifier; identifiers sort by time of arrival."""
        identifier = f"{time.time_ns()}-{next(_next)}"
        draft = self.directory / f"{identifier}.draft"
        draft.write_bytes(content)
        draft.rename(self.directory / f"{identifier}.eml")
        return identifier

    def newest(self, limit: int = 500) -> list[Mail]:
        """The mails that came last, the last one first."""
        names = sorted((file.stem for file in self.directory.glob("*.eml")), key=_arrival, reverse=True)
        return [mail for name in names[:limit] if (mail := self.mail(name))]

    def mail(self, identifier: str) -> Mail | None:
        """One mail; none when there is no such."""
        content = self.raw(identifier)
        return None if content is None else _read(identifier, content)

    def raw(self, identifier: str) -> bytes | None:
        """One mail as it came; none when there is no such, or the name is no name of a mail."""
        if not IDENTIFIER.fullmatch(identifier):
            return None
        try:
            return (self.directory / f"{identifier}.eml").read_bytes()
        except OSError:
            return None


def _arrival(identifier: str) -> tuple[int, ...]:
    return tuple(int(part) for part in identifier.split("-")) if IDENTIFIER.fullmatch(identifier) else (0,)


@lru_cache(maxsize=500)
def _read(identifier: str, content: bytes) -> Mail:
    message = message_from_bytes(content, policy=modern)
    headers = tuple((name, str(value)) for name, value in message.items())
    names = tuple(part.get_filename() or part.get_content_type() for part in message.iter_attachments())
    return Mail(identifier, headers, _body(message, "plain"), _body(message, "html"), names)


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    if part is None:
        return ""
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    try:
        return content.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:  # a character set Python has never heard of
        return content.decode("utf-8", "replace")
