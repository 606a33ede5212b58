"""Reading a delivery status notification (RFC 3464): which mail, for whom, and what became of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from uuid import UUID

# A mail's own id, as `OutgoingMail.message_id` and the return path write it.
OURS = re.compile(
    r"<([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})@|\+([0-9a-f]{32})@",
    re.IGNORECASE,
)
SENT_BACK_TO = ("To", "Delivered-To", "X-Original-To", "Envelope-To")
LONGEST = 2000


@dataclass(frozen=True, kw_only=True)
class Report:
    """What one report says of one recipient. `mail_id` is none where it names no mail that could be ours."""

    mail_id: UUID | None
    address: str
    action: str
    status: str
    diagnostic: str


def read_reports(raw: bytes) -> list[Report]:
    """Every recipient of a report; none where the mail is no report, such as an answer that somebody is away."""
    message = message_from_bytes(raw, policy=policy.compat32)
    blocks = list(_recipient_blocks(message))
    mail_id = _mail_id(message) if blocks else None
    return [_report(block, mail_id) for block in blocks]


def _recipient_blocks(message: Message) -> Iterator[Message]:
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            yield from (block for block in _inside(part) if block.get("Action"))


def _report(block: Message, mail_id: UUID | None) -> Report:
    recipient = _said(block, "Original-Recipient") or _said(block, "Final-Recipient")
    return Report(
        mail_id=mail_id,
        address=recipient.rpartition(";")[2].strip()[:320],
        action=_said(block, "Action").lower()[:16],
        status=_said(block, "Status").partition(" ")[0][:16],
        diagnostic=_said(block, "Diagnostic-Code")[:LONGEST],
    )


def _mail_id(message: Message) -> UUID | None:
    """From the quoted mail, else from the address the report came back to."""
    quoted = (part["Message-ID"] for part in _quoted(message))
    returned = (_said(message, name) for name in SENT_BACK_TO)
    for text in (*quoted, *returned):
        if found := OURS.search(str(text or "")):
            return UUID(found[1] or found[2])
    return None


def _quoted(message: Message) -> Iterator[Message]:
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            yield from _inside(part)
        elif kind == "text/rfc822-headers":
            headers = part.get_payload(decode=True)
            yield message_from_bytes(headers if isinstance(headers, bytes) else b"", policy=policy.compat32)


def _inside(part: Message) -> list[Message]:
    """The messages a part holds; none where it was cut off."""
    held = part.get_payload()
    return [each for each in held if isinstance(each, Message)] if isinstance(held, list) else []


def _said(message: Message, name: str) -> str:
    """A header in one line, without what no column can hold."""
    return re.sub(r"[\s\0]+", " ", str(message.get(name, ""))).strip()
