"""Keys bound to networks, and the address of a caller behind proxies: nobody can claim another."""

from typing import Any

import pytest
from rest_framework.test import APIClient
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from helpdesk.people.keys import issue_key
from helpdesk.people.models import Scope, User

OFFICE, ELSEWHERE = "192.0.2.7", "198.51.100.1"


@pytest.fixture
def key(sam: User) -> str:
    return issue_key(sam, name="Form", scopes=[Scope.LAW_READ], networks=["192.0.2.0/24"])[1]


def status(key: str, *, peer: str, forwarded: str | None = None) -> int:
    headers = {"authorization": f"Bearer {key}"} | ({"x-forwarded-for": forwarded} if forwarded else {})
    answer: int = APIClient().get("/api/v1/me", headers=headers, REMOTE_ADDR=peer).status_code
    return answer


def test_key_opens_from_its_network_alone(key: str) -> None:
    assert (status(key, peer=OFFICE), status(key, peer=ELSEWHERE)) == (200, 401)


def test_key_used_from_elsewhere_looks_unknown_and_is_logged(key: str, sam: User) -> None:
    told = []
    with capture_logs() as logs:
        for plain in (key, "hd_unknown"):
            answer = APIClient().get(
                "/api/v1/me", headers={"authorization": f"Bearer {plain}"}, REMOTE_ADDR=ELSEWHERE
            )
            told.append((answer.status_code, {**answer.json(), "request_id": ""}, set(answer.headers)))
    assert told[0] == told[1]
    assert told[0][1]["code"] == "key_invalid"
    (entry,) = [log for log in logs if log["event"] == "key_used_from_elsewhere"]
    assert (entry["key"], entry["address"]) == (str(sam.api_keys.get().pk), ELSEWHERE)
    assert sam.api_keys.get().last_used_at is None


def test_header_is_believed_by_nobody_where_no_proxy_is_trusted(key: str) -> None:
    assert status(key, peer=ELSEWHERE, forwarded=OFFICE) == 401


@pytest.mark.parametrize(("proxies", "expected"), [(0, ELSEWHERE), (1, "203.0.113.9"), (3, None)])
def test_log_of_a_request_bears_the_address_that_keys_go_by(
    key: str, settings: Any, proxies: int, expected: str | None
) -> None:
    settings.TRUSTED_PROXIES = proxies
    with capture_logs(processors=[merge_contextvars]) as logs:
        status(key, peer=ELSEWHERE, forwarded=f"{OFFICE}, 203.0.113.9")
    (entry,) = [log for log in logs if log["event"] == "key_used_from_elsewhere"]
    assert (entry["ip"], entry["address"]) == (expected, expected)
    assert entry["request_id"]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (1, OFFICE, 200),
        (1, f"{ELSEWHERE}, {OFFICE}", 200),
        (1, f"{OFFICE}, {ELSEWHERE}", 401),
        (1, None, 401),
        (1, "", 401),
        (1, f"{OFFICE},", 401),
        (1, f"{OFFICE}; for=1", 401),
        (2, f"{OFFICE}, 10.0.0.1", 200),
        (2, f"{OFFICE}, {ELSEWHERE}, 10.0.0.1", 401),
        (2, OFFICE, 401),
    ],
)
def test_outermost_of_our_proxies_says_who_called(
    key: str, settings: Any, proxies: int, forwarded: str | None, expected: int
) -> None:
    """What stands further to the left is what the caller wrote; with too few proxies it is nobody's word."""
    settings.TRUSTED_PROXIES = proxies
    assert status(key, peer="192.0.2.200", forwarded=forwarded) == expected
