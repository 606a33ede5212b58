"""Where a message may go: never to this machine, a private network or a cloud's metadata, however it is written."""

import socket
from typing import Any

import pytest

from helpdesk.webhooks.addresses import AddressRefusedError, check_url, post, target_of
from tests.helpdesk.webhook_receiver import receiver


def names(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """A name server of the outside world that answers these, one after another."""
    asked: list[str] = []
    waiting = list(answers)

    really = socket.getaddrinfo

    def look_up(host: str, port: int, *options: Any, **named: Any) -> list[Any]:
        if host[0].isdigit():
            return list(really(host, port, *options, **named))
        asked.append(host)
        found = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        return [
            (socket.AF_INET6 if ":" in each else socket.AF_INET, 1, 6, "", (each, port)) for each in found
        ]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


@pytest.mark.parametrize(
    "url",
    [
        "", "hook", "//example.org/", "http://example.org/", "ftp://example.org/", "https://", "https:///hook",
        "https://user:word@example.org/", "https://example.org/#part", "javascript:alert(1)", "data:text/plain,x",
        "gopher://example.org/",
    ],
)  # fmt: skip
def test_what_is_no_plain_https_address_is_refused(url: str) -> None:
    with pytest.raises(AddressRefusedError):
        check_url(url)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.8", "172.16.5.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "2002:7f00:1::",
        "fe80::1%eth0", "64:ff9b:1::1",
    ],
)  # fmt: skip
def test_name_that_stands_for_a_private_address_is_refused(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    names(monkeypatch, [address])
    with pytest.raises(AddressRefusedError, match="not public"):
        target_of("https://hooks.example.org/desk")


def test_one_private_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, ["93.184.215.14", "10.0.0.8"])
    with pytest.raises(AddressRefusedError):
        target_of("https://hooks.example.org/desk")


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f.1", "0177.0.0.1", "[::1]", "localhost", "127.1"]
)
def test_this_machine_is_refused_however_it_is_written(host: str) -> None:
    with pytest.raises(AddressRefusedError):
        target_of(f"https://{host}/")


@pytest.mark.parametrize(
    "url", ["https://example.org:99999/", "https://\u2603.\ud800/", "https://" + "a" * 300 + "/"]
)
def test_name_that_cannot_be_looked_up_is_refused_and_nothing_breaks(url: str) -> None:
    with pytest.raises(AddressRefusedError):
        target_of(url)


def test_connection_is_made_to_the_address_that_was_looked_at(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """A name that points elsewhere a moment later (DNS rebinding) is not asked a second time."""
    settings.WEBHOOKS_MAY_STAY_HERE = True
    with receiver() as here:
        port = here.url.split(":")[2].partition("/")[0]
        asked = names(monkeypatch, ["127.0.0.1"], ["10.255.255.1"])
        assert post(f"http://hooks.example.org:{port}/desk", b"{}", {}) == (200, "seen")
    assert asked == ["hooks.example.org"]
    assert here.came[0][0]["Host"] == f"hooks.example.org:{port}"


def test_answer_is_read_only_so_far(settings: Any) -> None:
    settings.WEBHOOKS_MAY_STAY_HERE = True
    with receiver() as here:
        assert post(here.url, b"{}", {}) == (200, "seen")
