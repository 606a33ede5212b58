"""The pages of the mail catcher. Everything that came in a mail is escaped or locked in a sandboxed frame."""

import re
from html import escape

from launcher.mailbox import Mail

STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .4rem .8rem .4rem 0; vertical-align: top; }
th, td { border-bottom: 1px solid #8884; }
td { overflow-wrap: anywhere; }
iframe { width: 100%; height: 42rem; border: 1px solid #8886; background: #fff; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid #8884; padding: 1rem; }
"""
# Our own pages: no script at all, frames of our own only.
PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
# A mail's HTML: no script, nothing fetched from anywhere; a link may open a new window.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
SHOWN_HEADERS = ("From", "To", "Cc", "Reply-To", "Date", "X-Envelope-To")


def list_page(mails: list[Mail]) -> str:
    """All mails, newest first; it looks again every five seconds."""
    rows = "".join(_row(mail) for mail in mails)
    head = "<tr><th>Subject</th><th>To</th><th>From</th><th>Date</th></tr>"
    table = (
        f"<table>{head}{rows}</table>"
        if rows
        else "<p>No mail has come yet. This page looks again by itself.</p>"
    )
    return _page("Caught mail", f"<h1>Caught mail ({len(mails)})</h1>{table}", refresh=True)


def mail_page(mail: Mail) -> str:
    """One mail: its headers, its HTML in a frame, its text."""
    link = f"/mails/{mail.identifier}"
    headers = "".join(_header_row(name, mail.header(name)) for name in SHOWN_HEADERS if mail.header(name))
    attached = "".join(_header_row("Attachment", name) for name in mail.attachments)
    html = (
        f'<h2>HTML</h2><iframe src="{link}/html" sandbox="{_sandbox()}" title="The mail"></iframe>'
        if mail.html
        else ""
    )
    every = "\n".join(f"{name}: {value}" for name, value in mail.headers)
    return _page(
        mail.header("Subject"),
        f'<p><a href="/">All mail</a> | <a href="{link}.eml">Download as .eml</a></p>'
        f"<h1>{escape(mail.header('Subject') or '(no subject)')}</h1><table>{headers}{attached}</table>{html}"
        f"<h2>Text</h2><pre>{escape(mail.text)}</pre>"
        f"<details><summary>All headers</summary><pre>{escape(every)}</pre></details>",
    )


def framed_html(mail: Mail) -> str:
    """A mail's own HTML, its links made to open a new window: inside the frame they could not go anywhere."""
    base = '<base target="_blank">'
    with_base, found = re.subn(
        r"<head[^>]*>", lambda head: head[0] + base, mail.html, count=1, flags=re.IGNORECASE
    )
    return with_base if found else base + mail.html


def _sandbox() -> str:
    return "allow-popups allow-popups-to-escape-sandbox"


def _row(mail: Mail) -> str:
    link = f'<a href="/mails/{mail.identifier}">{escape(mail.header("Subject") or "(no subject)")}</a>'
    cells = "".join(f"<td>{escape(mail.header(name))}</td>" for name in ("To", "From", "Date"))
    return f"<tr><td>{link}</td>{cells}</tr>"


def _header_row(name: str, value: str) -> str:
    return f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>"


def _page(title: str, body: str, refresh: bool = False) -> str:
    again = '<meta http-equiv="refresh" content="5">' if refresh else ""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">{again}'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style></head><body>{body}</body></html>"
    )
