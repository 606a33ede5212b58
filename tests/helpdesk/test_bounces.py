"""Reports of mails that did not arrive: read, placed, acted on once."""

import io
import sys
from datetime import UTC, datetime
from mailbox import Maildir
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.outbox.bounces import take_reports
from helpdesk.outbox.models import Bounce, MailState, OutgoingMail
from helpdesk.outbox.reports import read_reports
from helpdesk.people.models import User
from tests.helpdesk.test_outbox import NOW, queued

LATER = datetime(2026, 6, 15, 11, tzinfo=UTC)
REPORT = """\
From: Mail Delivery System <MAILER-DAEMON@mx.example.net>
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="edge"

--edge
Content-Type: text/plain; charset=us-ascii

I could not deliver it.

--edge
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
Arrival-Date: Mon, 15 Jun 2026 12:00:00 +0200

Original-Recipient: rfc822;alice@example.org
Final-Recipient: rfc822; alice@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <alice@example.org>:
  user unknown

--edge
Content-Type: {quoted}

{headers}

--edge--
"""


def report(
    message_id: str = "", *, to: str = "bounces@example.org", action: str = "failed", status: str = "5.1.1",
    quoted: str = "text/rfc822-headers",
) -> bytes:  # fmt: skip
    headers = f"Message-ID: {message_id}\nSubject: Anything" if message_id else "Subject: Anything"
    text = REPORT.format(to=to, action=action, status=status, quoted=quoted, headers=headers)
    return text.replace("\n", "\r\n").encode()


def sent(user: User, key: str = "reminder:1") -> OutgoingMail:
    mail = queued(user, key)
    OutgoingMail.objects.filter(pk=mail.pk).update(state=MailState.SENT, sent_at=NOW)
    return mail


@pytest.mark.parametrize("quoted", ["text/rfc822-headers", "message/rfc822"])
def test_report_says_which_mail_for_whom_and_why(alice: User, quoted: str) -> None:
    mail = sent(alice)
    (read,) = read_reports(report(mail.message_id, quoted=quoted))
    assert (read.mail_id, read.address, read.action, read.status) == (
        mail.pk, "alice@example.org", "failed", "5.1.1",
    )  # fmt: skip
    assert read.diagnostic == "smtp; 550 5.1.1 <alice@example.org>: user unknown"


def test_report_that_quotes_nothing_is_placed_by_the_address_it_came_back_to(alice: User) -> None:
    mail = sent(alice)
    (read,) = read_reports(report(to=f"bounces+{mail.pk.hex}@example.org"))
    assert read.mail_id == mail.pk


@pytest.mark.parametrize(
    "raw",
    [b"", b"Subject: I am away\r\nAuto-Submitted: auto-replied\r\n\r\nUntil Monday.", b"\0\xff" * 50],
)
def test_mail_that_is_no_report_says_nothing(raw: bytes) -> None:
    assert read_reports(raw) == []


@given(st.binary(max_size=400))
def test_no_mail_can_break_the_reader(raw: bytes) -> None:
    broken = report("<x@y>")
    for text in (raw, broken[: len(raw)] + raw + broken[len(raw) :]):
        read_reports(text)


def test_permanent_failure_flags_the_address_and_tells_the_coordinator(alice: User, cora: User) -> None:
    mail = sent(alice)
    (bounce,) = take_reports(report(mail.message_id), LATER)
    mail.refresh_from_db()
    alice.refresh_from_db()
    assert (mail.state, bounce.mail_id, bounce.is_permanent) == ("bounced", mail.pk, True)
    assert alice.mail_refused_at == LATER
    assert OutgoingMail.objects.get(key__startswith="undelivered:").addressee == cora


def test_same_report_twice_is_taken_once(alice: User, cora: User) -> None:
    mail = sent(alice)
    assert len(take_reports(report(mail.message_id), LATER)) == 1
    assert take_reports(report(mail.message_id), LATER) == []
    assert Bounce.objects.count() == 1


@pytest.mark.parametrize(
    ("action", "status"), [("delayed", "4.4.1"), ("failed", "4.2.2"), ("delivered", "2.0.0")]
)
def test_report_that_is_not_final_is_kept_and_changes_nothing(
    alice: User, cora: User, action: str, status: str
) -> None:
    mail = sent(alice)
    (bounce,) = take_reports(report(mail.message_id, action=action, status=status), LATER)
    mail.refresh_from_db()
    alice.refresh_from_db()
    assert (mail.state, bounce.is_permanent, alice.mail_refused_at) == ("sent", False, None)


def test_report_of_no_mail_of_ours_is_kept_and_changes_nothing(alice: User) -> None:
    (bounce,) = take_reports(report("<0198a1b2-0000-7000-8000-000000000000@example.org>"), LATER)
    alice.refresh_from_db()
    assert (bounce.mail, alice.mail_refused_at) == (None, None)


def test_address_that_was_changed_meanwhile_is_not_flagged(alice: User) -> None:
    mail = sent(alice)
    alice.email = "alice.new@example.org"
    alice.save()
    take_reports(report(mail.message_id), LATER)
    alice.refresh_from_db()
    assert alice.mail_refused_at is None


def test_mail_server_can_pipe_a_report_into_the_command(
    alice: User, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    mail = sent(alice)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(report(mail.message_id))))
    call_command("take_bounces")
    assert "1 reports taken, 1 of them about mails of this desk." in capsys.readouterr().out


def test_reports_in_a_maildir_are_taken_once_and_marked_as_seen(alice: User, tmp_path: Path) -> None:
    box = Maildir(tmp_path / "box", create=True)
    box.add(report(sent(alice).message_id))
    call_command("take_bounces", "--maildir", str(tmp_path / "box"))
    assert Bounce.objects.count() == 1
    (message,) = Maildir(tmp_path / "box").values()
    assert (message.get_subdir(), message.get_flags()) == ("cur", "S")
    call_command("take_bounces", "--maildir", str(tmp_path / "box"))
    assert Bounce.objects.count() == 1
