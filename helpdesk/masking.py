"""What must not stand in a log: a key, and the token in an address that opens something to whoever reads it."""

import logging
import re
from typing import Any

TOKEN = re.compile(r"(hd_cal_|\bhdt?_|/calendar/|/acknowledge/|/unsubscribe/)[^\s\"'\\]+")
# Each writes whole request lines, past the formatter of the settings or before it.
WRITERS_OF_REQUEST_LINES = ("gunicorn.access", "gunicorn.error", "django.server")


def masked(text: str) -> str:
    return TOKEN.sub(r"\1…", text)


def mask_line(logger: Any, name: str, line: Any) -> str:
    """The last processor of the log: it gets the line as it will be written."""
    return masked(str(line))


def mask_request_lines() -> None:
    """Mask what the web server itself logs, whatever the command it was started with."""
    for name in WRITERS_OF_REQUEST_LINES:
        logging.getLogger(name).addFilter(_mask_record)


def _mask_record(record: logging.LogRecord) -> bool:
    record.msg, record.args = masked(record.getMessage()), None
    return True
