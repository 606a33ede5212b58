"""Settings: what is missing is named and stops the start; what is left out is safe."""

import os
import re
import runpy
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import environ
import pytest
import structlog
from django.core.exceptions import ImproperlyConfigured

CHECKOUT = Path(__file__).parents[2]
NEEDED = {
    "SECRET_KEY": "a long random text",
    "ALLOWED_HOSTS": "helpdesk.example.org",
    "SITE_URL": "https://helpdesk.example.org/",
    "DATABASE_URL": "postgresql://helpdesk:word@db:5432/helpdesk",
    "REDIS_URL": "redis://redis:6379/0",
    "DOCUMENTS_DIR": "/srv/helpdesk/documents",
    "EMAIL_URL": "smtp+tls://user:word@mail.example.org:587",
    "DEFAULT_FROM_EMAIL": "Legal helpdesk <helpdesk@example.org>",
}
Read = Callable[..., dict[str, Any]]


def written() -> set[str]:
    """The variables that the example file lists."""
    return set(re.findall(r"^([A-Z_]+)=", (CHECKOUT / ".env.example").read_text(), re.MULTILINE))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Iterator[Read]:
    """The settings as the module gives them for exactly these variables, whatever stands in a .env.

    Reading them sets the log up anew. Loggers in use keep the old one, so it is put back for the tests that follow.
    """
    for name in written():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(environ.Env, "read_env", lambda *args, **kwargs: None)
    log = structlog.get_config()

    def read_with(**variables: str) -> dict[str, Any]:
        for name, value in (NEEDED | variables).items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(CHECKOUT / "helpdesk" / "settings.py"))

    yield read_with
    structlog.configure(**log)


@pytest.mark.parametrize("name", sorted(NEEDED))
def test_missing_variable_stops_the_start_and_is_named(read: Read, name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=rf"^{name} is not set\..*\.env\.example"):
        read(**{name: ""})


def test_process_that_lacks_a_variable_ends_with_its_name() -> None:
    env = {**os.environ, **NEEDED, "SECRET_KEY": ""}
    command = [sys.executable, "manage.py", "check"]
    ended = subprocess.run(command, cwd=CHECKOUT, env=env, capture_output=True, text=True, timeout=60)
    assert ended.returncode != 0
    assert "SECRET_KEY is not set" in ended.stderr


def test_what_is_left_out_is_safe(read: Read) -> None:
    found = read()
    safe = {
        "DEBUG": False,
        "DEMO_DESK": False,
        "DESK_DAY": None,
        "SECURE_COOKIES": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "X_FRAME_OPTIONS": "DENY",
        "CSRF_TRUSTED_ORIGINS": [],
        "ALLOWED_HOSTS": ["helpdesk.example.org"],
        "SITE_URL": "https://helpdesk.example.org",
        "TIME_ZONE": "Europe/Brussels",
        "LANGUAGE_CODE": "nl",
        "USE_TZ": True,
    }
    assert {name: found[name] for name in safe} == safe


def test_mail_address_becomes_the_settings_of_mail(read: Read) -> None:
    found = read()
    names = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_USE_TLS", "EMAIL_TIMEOUT")
    assert [found[name] for name in names] == ["mail.example.org", 587, "user", True, 20]


@pytest.mark.parametrize("name", ["DEBUG", "DEMO_DESK", "SECURE_COOKIES"])
def test_word_that_is_neither_yes_nor_no_is_refused_by_name(read: Read, name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=rf"^{name} must be true or false, not 'ja'"):
        read(**{name: "ja"})


@pytest.mark.parametrize(("text", "expected"), [("", True), ("TRUE", True), ("no", False), ("0", False)])
def test_cookies_are_secure_unless_it_is_said_plainly(read: Read, text: str, expected: bool) -> None:
    assert read(SECURE_COOKIES=text)["SESSION_COOKIE_SECURE"] is expected


@pytest.mark.parametrize("text", ["many", "-1", "1.5"])
def test_number_that_is_none_is_refused_by_name(read: Read, text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_POOL_SIZE must be a whole number"):
        read(DATABASE_POOL_SIZE=text)


def test_keys_are_not_kept_for_long(read: Read) -> None:
    assert read()["KEYS_KEPT_SECONDS"] == 2
    assert read(KEYS_KEPT_SECONDS="10")["KEYS_KEPT_SECONDS"] == 10
    with pytest.raises(ImproperlyConfigured, match=r"^KEYS_KEPT_SECONDS must be at most 10"):
        read(KEYS_KEPT_SECONDS="11")


def test_hosts_are_read_with_or_without_spaces(read: Read) -> None:
    assert read(ALLOWED_HOSTS="a.example.org, b.example.org,")["ALLOWED_HOSTS"] == [
        "a.example.org",
        "b.example.org",
    ]


def test_day_of_the_desk_is_refused_unless_it_is_a_demo(read: Read) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^DESK_DAY .* unless DEMO_DESK"):
        read(DESK_DAY="2026-06-15")
    assert read(DESK_DAY="2026-06-15", DEMO_DESK="true")["DESK_DAY"] == date(2026, 6, 15)


def test_day_that_is_none_is_refused_by_name(read: Read) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^DESK_DAY must be a date such as 2026-06-15"):
        read(DESK_DAY="15/06/2026", DEMO_DESK="true")


@pytest.mark.parametrize("address", ["sqlite:///desk.db", "mysql://u:p@h/desk"])
def test_other_database_is_refused_by_name(read: Read, address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_URL must be a postgresql://"):
        read(DATABASE_URL=address)


@pytest.mark.parametrize(
    ("name", "address"), [("DATABASE_URL", "what://ever"), ("EMAIL_URL", "pigeon://loft")]
)
def test_address_of_an_unknown_kind_is_refused_by_name(read: Read, name: str, address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=name):
        read(**{name: address})


def test_place_of_documents_is_a_whole_path(read: Read) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^DOCUMENTS_DIR must be a whole path, not 'documents'"):
        read(DOCUMENTS_DIR="documents")


def test_largest_document_is_said_in_megabytes(read: Read) -> None:
    assert read()["LARGEST_DOCUMENT"] == 25 * 1024 * 1024
    assert read(DOCUMENT_MAX_MB="100")["LARGEST_DOCUMENT"] == 100 * 1024 * 1024


def test_pool_is_for_who_asks_for_it(read: Read) -> None:
    assert "pool" not in read()["DATABASES"]["default"].get("OPTIONS", {})
    pooled = read(DATABASE_POOL_SIZE="8")["DATABASES"]["default"]["OPTIONS"]["pool"]
    assert pooled == {"min_size": 1, "max_size": 8}


def test_example_lists_every_variable_that_is_read() -> None:
    source = (CHECKOUT / "helpdesk" / "settings.py").read_text()
    named = set(re.findall(r'(?:env\.\w+|required|url_of|day|flag|whole_number)\(\s*"([A-Z_]+)"', source))
    assert set(NEEDED) | {"DEBUG", "DESK_DAY", "DATABASE_POOL_SIZE"} <= named
    assert named <= written()
