"""A mail goes in by SMTP and is looked at in the browser, where nothing in it may do harm."""

import json
import smtplib
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from launcher.mail_pages import framed_html
from launcher.mailbox import Mail, Mailbox
from launcher.ports import listening
from tests.launcher.driving import CHECKOUT, PATIENCE

HOSTILE = "<script>alert(1)</script>"


class Catcher:
    """A running mail catcher."""

    def __init__(self, keep: Path) -> None:
        with listening() as smtp, listening() as web:
            self.smtp_port, self.web_port = smtp.getsockname()[1], web.getsockname()[1]
            fds = (smtp.fileno(), web.fileno())
            words = ["--smtp-fd", str(fds[0]), "--web-fd", str(fds[1]), "--keep", str(keep)]
            self.process = subprocess.Popen(
                [sys.executable, "-m", "launcher.mailcatcher", *words], cwd=CHECKOUT, pass_fds=fds
            )

    def deliver(self, message: EmailMessage, to: list[str] | None = None) -> None:
        with smtplib.SMTP("127.0.0.1", self.smtp_port, timeout=PATIENCE) as connection:
            connection.send_message(message, to_addrs=to)

    def get(self, path: str, host: str = "127.0.0.1") -> tuple[str, dict[str, str]]:
        request = urllib.request.Request(f"http://127.0.0.1:{self.web_port}{path}", headers={"Host": host})
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.read().decode(), {name.lower(): value for name, value in answer.headers.items()}

    def listed(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = json.loads(self.get("/mails.json")[0])
        return found

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(timeout=PATIENCE)


@pytest.fixture
def catcher(tmp_path: Path) -> Iterator[Catcher]:
    running = Catcher(tmp_path / "mails")
    yield running
    running.stop()


def a_mail(subject: str = "Uw weekoverzicht: één termijn") -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = (
        subject,
        "desk@example.org",
        "Élise <elise@example.org>",
    )
    message.set_content("Beroep vóór 4 juni.")
    message.add_alternative(f"<html><head></head><body><p>Beroep</p>{HOSTILE}</body></html>", subtype="html")
    return message


def test_delivered_mail_is_listed_with_both_its_parts(catcher: Catcher) -> None:
    catcher.deliver(a_mail(), to=["elise@example.org", "copy@example.org"])
    (mail,) = catcher.listed()
    assert mail["subject"] == "Uw weekoverzicht: één termijn"
    assert mail["to"] == "Élise <elise@example.org>"
    assert mail["text"].strip() == "Beroep vóór 4 juni."
    assert "<p>Beroep</p>" in mail["html"]
    page, _headers = catcher.get("/")
    assert f'<a href="/mails/{mail["id"]}">Uw weekoverzicht: één termijn</a>' in page
    one, _headers = catcher.get(f"/mails/{mail['id']}")
    assert "<th>X-Envelope-To</th><td>elise@example.org, copy@example.org</td>" in one
    raw, headers = catcher.get(f"/mails/{mail['id']}.eml")
    assert raw.startswith("X-Envelope-To: elise@example.org, copy@example.org")
    assert headers["content-disposition"] == f'attachment; filename="{mail["id"]}.eml"'


def test_hostile_mail_is_escaped_on_our_pages_and_locked_in_its_own(catcher: Catcher) -> None:
    message = a_mail(subject=HOSTILE)
    message.replace_header("From", f'"{HOSTILE}" <x@example.org>')
    catcher.deliver(message)
    (mail,) = catcher.listed()
    for path in ("/", f"/mails/{mail['id']}"):
        page, headers = catcher.get(path)
        assert HOSTILE not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert headers["content-security-policy"].startswith(
            "default-src 'none'; style-src 'unsafe-inline'; frame-src"
        )
    one, _headers = catcher.get(f"/mails/{mail['id']}")
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in one
    framed, headers = catcher.get(f"/mails/{mail['id']}/html")
    assert HOSTILE in framed
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "sandbox allow-popups allow-popups-to-escape-sandbox" in headers["content-security-policy"]
    assert "script-src" not in headers["content-security-policy"]


def test_restarted_catcher_still_has_the_mails_newest_first(tmp_path: Path) -> None:
    first = Catcher(tmp_path / "mails")
    first.deliver(a_mail("one"))
    first.deliver(a_mail("two"))
    assert first.stop() == 0
    second = Catcher(tmp_path / "mails")
    try:
        assert [mail["subject"] for mail in second.listed()] == ["two", "one"]
    finally:
        second.stop()


@pytest.mark.parametrize(
    "path", ["/mails/1-1", "/mails/..%2f..%2fetc", "/mails/../secrets.json", "/other", "/mails/"]
)
def test_unknown_address_is_not_found(catcher: Catcher, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refusal:
        catcher.get(path)
    assert refusal.value.code == 404


def test_foreign_host_name_is_refused(catcher: Catcher) -> None:
    with pytest.raises(urllib.error.HTTPError) as refusal:
        catcher.get("/mails.json", host="attacker.example:8025")
    assert refusal.value.code == 403


def test_mail_in_an_unheard_of_character_set_is_shown_all_the_same(tmp_path: Path) -> None:
    mailbox = Mailbox(tmp_path)
    identifier = mailbox.keep(b"Content-Type: text/plain; charset=klingon\r\nSubject: x\r\n\r\nqapla\r\n")
    mail = mailbox.mail(identifier)
    assert mail is not None
    assert mail.text.strip() == "qapla"


def test_mail_without_html_head_still_opens_links_in_a_new_window() -> None:
    mail = Mail("1-1", (), "", "<p>hello</p>", ())
    assert framed_html(mail) == '<base target="_blank"><p>hello</p>'


def test_attachment_is_named(tmp_path: Path) -> None:
    message = a_mail()
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="besluit.pdf")
    mailbox = Mailbox(tmp_path)
    mail = mailbox.mail(mailbox.keep(message.as_bytes()))
    assert mail is not None
    assert mail.attachments == ("besluit.pdf",)
    assert time.time_ns() > int(mail.identifier.split("-")[0])
