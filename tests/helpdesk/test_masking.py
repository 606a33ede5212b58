"""The token of a calendar feed stands in no log: not in that of the product, nor in that of its web server."""

import json
import logging
from pathlib import Path

import pytest
import structlog
from django.db import connection

from helpdesk.masking import mask_request_lines, masked
from helpdesk.people.models import User
from tests.factories import a_feed
from tests.living_desk import living_desk

TOKEN = "hd_cal_" + "aB3-_" * 8 + "xyz"


@pytest.mark.parametrize(
    ("line", "written"),
    [
        (f'"GET /calendar/{TOKEN}.ics HTTP/1.1" 200', '"GET /calendar/… HTTP/1.1" 200'),
        (f"Not Found: /calendar/{TOKEN[1:]}.ics", "Not Found: /calendar/…"),
        (f"{{'token': '{TOKEN}'}}", "{'token': 'hd_cal_…'}"),
        (
            f'"POST /oauth/token?client_secret=hd_{"aB3-_" * 8} HTTP/1.1"',
            '"POST /oauth/token?client_secret=hd_… HTTP/1.1"',
        ),
        ("'Bearer hdt_eyJrZXki.aB3-_'", "'Bearer hdt_…'"),
        ('"GET /api/v1/calendar-feeds HTTP/1.1" 200', '"GET /api/v1/calendar-feeds HTTP/1.1" 200'),
    ],
)
def test_token_is_masked_and_the_rest_of_the_line_is_kept(line: str, written: str) -> None:
    assert masked(line) == written


def formatted(record: logging.LogRecord) -> str:
    (handler,) = [each for each in logging.getLogger().handlers if type(each) is logging.StreamHandler]
    return handler.format(record)


@pytest.mark.parametrize("message", ["Too Many Requests: %s", "Internal Server Error: %s"])
def test_log_of_the_product_names_no_token(message: str) -> None:
    path = f"/calendar/{TOKEN}.ics"
    record = logging.makeLogRecord({"name": "django.request", "msg": message, "args": (path,)})
    line = formatted(record)
    assert (TOKEN in line, json.loads(line)["event"]) == (False, message % "/calendar/…")


def test_structured_events_name_no_token(caplog: pytest.LogCaptureFixture) -> None:
    structlog.get_logger("helpdesk.masking").error("request_failed", request=f"GET /calendar/{TOKEN}.ics")
    line = formatted(caplog.records[-1])
    assert (TOKEN in line, json.loads(line)["request"]) == (False, "GET /calendar/…")


def test_request_lines_of_the_web_server_name_no_token(caplog: pytest.LogCaptureFixture) -> None:
    mask_request_lines()
    logging.getLogger("gunicorn.access").info("%(r)s %(s)s", {"r": f"GET /calendar/{TOKEN}.ics", "s": 200})
    assert caplog.records[-1].getMessage() == "GET /calendar/… 200"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_running_desk_writes_no_token_anywhere(alice: User, tmp_path: Path) -> None:
    address = a_feed(alice)[1]
    unknown = f"/calendar/{TOKEN}.ics"
    with living_desk(connection.settings_dict["NAME"], tmp_path, "2026-06-15") as running:
        statuses = [running.caller().get(each).status for each in (address, unknown)]
    written = "".join(log.read_text() for log in tmp_path.glob("*.log"))
    assert statuses == [200, 404]
    assert "GET /calendar/… HTTP/1.1" in written
    assert "hd_cal_" not in written.replace("hd_cal_…", "")
