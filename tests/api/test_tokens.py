"""A key exchanged for a token by an OAuth client: it opens no more than the key, and nothing once the key does not."""

from base64 import b64encode
from datetime import timedelta
from typing import Any
from urllib.parse import quote_plus, urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient
from structlog.testing import capture_logs

from api.models import KeptAnswer
from helpdesk.people.keys import issue_key
from helpdesk.people.models import ApiKey, Scope, User
from helpdesk.trail.models import TrailEntry
from tests.api.asking import post, problem
from tests.api.permission_table import URL_ENCODED
from tests.conftest import client_of

GRANT = {"grant_type": "client_credentials"}
OFFICE, ELSEWHERE = "192.0.2.7", "198.51.100.1"


@pytest.fixture
def client_id(sam: User) -> str:
    return str(sam.api_keys.get().pk)


@pytest.fixture(autouse=True)
def secret(sam: User) -> str:
    return issue_key(sam, name="Form", scopes=[Scope.LAW_READ, Scope.QUESTIONS_READ])[1]


@pytest.fixture
def shown(client_id: str, secret: str) -> dict[str, str]:
    return {"client_id": client_id, "client_secret": secret}


def exchange(
    fields: Any, headers: dict[str, str] | None = None, kind: str = URL_ENCODED, peer: str = OFFICE
) -> Any:
    body = fields if isinstance(fields, str | bytes) else urlencode(fields)
    return APIClient(headers=headers or {}).post("/oauth/token", body, content_type=kind, REMOTE_ADDR=peer)


def basic(client_id: str, secret: str) -> dict[str, str]:
    pair = f"{quote_plus(client_id)}:{quote_plus(secret)}"
    return {"authorization": "Basic " + b64encode(pair.encode()).decode()}


def ask(told: Any, path: str = "me", peer: str = OFFICE) -> Any:
    token = told.json()["access_token"]
    return APIClient().get(f"/api/v1/{path}", headers={"authorization": f"Bearer {token}"}, REMOTE_ADDR=peer)


def refusal(answer: Any) -> tuple[int, str]:
    """Status and error, once it was seen that it is told as OAuth clients expect."""
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json().keys() == {"error", "error_description"}
    assert answer.json()["error_description"].isascii()
    return answer.status_code, answer.json()["error"]


def test_key_is_exchanged_by_basic_and_by_form(shown: dict[str, str]) -> None:
    by_form = exchange(GRANT | shown)
    by_basic = exchange(GRANT, basic(*shown.values()))
    for told in (by_form, by_basic):
        assert (told.status_code, told.headers["Cache-Control"], told.headers["Pragma"]) == (
            200, "no-store", "no-cache",
        )  # fmt: skip
        assert told.json() | {"access_token": ""} == {
            "access_token": "", "token_type": "Bearer", "expires_in": 600, "scope": "law:read questions:read",
        }  # fmt: skip
        assert ask(told).json()["email"] == "centre@example.org"


def test_name_of_the_client_may_stand_beside_basic_where_it_is_the_same(
    shown: dict[str, str], sam: User
) -> None:
    name = {"client_id": shown["client_id"]}
    assert exchange(GRANT | name, basic(*shown.values())).status_code == 200
    other = {"client_id": str(sam.pk)}
    assert refusal(exchange(GRANT | other, basic(*shown.values()))) == (400, "invalid_request")


def test_narrowed_token_cannot_do_more(shown: dict[str, str]) -> None:
    told = exchange(GRANT | shown | {"scope": "law:read"})
    assert told.json()["scope"] == "law:read"
    assert ask(told).status_code == 200
    answer = ask(told, "questions")
    assert problem(answer) == (403, "scope_missing")
    challenge = 'Bearer realm="api", error="insufficient_scope", scope="questions:read"'
    assert answer.headers["WWW-Authenticate"] == challenge


@pytest.mark.parametrize(
    "scope", ["dossiers:read", "law:read dossiers:read", "all", "law:read,questions:read", " ", "\0"]
)
def test_scope_that_the_key_does_not_have_is_refused(shown: dict[str, str], scope: str) -> None:
    assert refusal(exchange(GRANT | shown | {"scope": scope})) == (400, "invalid_scope")


def test_scope_left_empty_counts_as_left_out(shown: dict[str, str]) -> None:
    assert exchange(GRANT | shown | {"scope": ""}).json()["scope"] == "law:read questions:read"


def test_token_of_a_revoked_key_stops_at_once(shown: dict[str, str], cora: User) -> None:
    told = exchange(GRANT | shown)
    post(client_of(cora), f"api-keys/{shown['client_id']}/revoke", {"reason": "It was in a mail."})
    answer = ask(told)
    assert problem(answer) == (401, "key_invalid")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="api", error="invalid_token"'
    assert refusal(exchange(GRANT | shown)) == (401, "invalid_client")


def test_token_of_a_key_that_was_rotated_out_stops_at_once(shown: dict[str, str], cora: User) -> None:
    told = exchange(GRANT | shown)
    new = post(client_of(cora), f"api-keys/{shown['client_id']}/rotate", {"overlap_hours": 0}).json()
    assert problem(ask(told)) == (401, "key_invalid")
    again = {"client_id": new["api_key"]["id"], "client_secret": new["key"]}
    assert ask(exchange(GRANT | again)).status_code == 200


def test_token_stops_with_the_end_of_its_key_and_with_its_integration(
    shown: dict[str, str], sam: User
) -> None:
    told = exchange(GRANT | shown)
    ApiKey.objects.update(expires_at=timezone.now())
    assert problem(ask(told)) == (401, "key_invalid")
    ApiKey.objects.update(expires_at=None)
    User.objects.filter(pk=sam.pk).update(is_active=False)
    assert problem(ask(told)) == (401, "key_invalid")


def test_token_is_bound_to_the_networks_of_its_key(shown: dict[str, str]) -> None:
    ApiKey.objects.update(networks=["192.0.2.0/24"])
    told = exchange(GRANT | shown)
    assert (ask(told).status_code, ask(told, peer=ELSEWHERE).status_code) == (200, 401)
    assert refusal(exchange(GRANT | shown, peer=ELSEWHERE)) == (401, "invalid_client")


def test_token_spends_the_limits_of_its_key(clock_stands_still: None, shown: dict[str, str]) -> None:
    ApiKey.objects.update(per_minute=3)
    told = exchange(GRANT | shown)
    assert told.headers["RateLimit"].startswith('"minute";r=2;')
    assert [ask(told).status_code for _ in range(3)] == [200, 200, 429]
    answer = exchange(GRANT | shown)
    assert refusal(answer) == (429, "temporarily_unavailable")
    assert 0 < int(answer.headers["Retry-After"]) <= 60


def test_token_costs_no_query_more_than_its_key(shown: dict[str, str], secret: str) -> None:
    told, asked = exchange(GRANT | shown), list[int]()
    for bearer in (secret, told.json()["access_token"]):
        with CaptureQueriesContext(connection) as queries:
            assert (
                APIClient().get("/api/v1/me", headers={"authorization": f"Bearer {bearer}"}).status_code
                == 200
            )
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_token_is_exchanged_for_no_other_and_manages_no_key(shown: dict[str, str]) -> None:
    told = exchange(GRANT | shown)
    token = told.json()["access_token"]
    again = shown | {"client_secret": token}
    assert refusal(exchange(GRANT | again)) == (401, "invalid_client")
    assert refusal(exchange(GRANT, {"authorization": f"Bearer {token}"})) == (401, "invalid_client")
    assert problem(ask(told, "api-keys")) == (403, "scope_missing")


def test_session_of_a_colleague_is_exchanged_for_nothing(cora: User) -> None:
    assert refusal(client_of(cora).post("/oauth/token", urlencode(GRANT), content_type=URL_ENCODED)) == (
        401,
        "invalid_client",
    )


@pytest.mark.parametrize(
    "change",
    [
        {"client_id": ""}, {"client_secret": ""}, {"client_secret": "hd_unknown"}, {"client_secret": "\0"},
        {"client_secret": "hd_\0"}, {"client_secret": "hd_é"}, {"client_id": "\0"}, {"client_id": "x" * 100_000},
        {"client_id": "01976f00-0000-7000-8000-000000000001"},
    ],
    ids=str,
)  # fmt: skip
def test_client_that_is_not_known_is_told_how_to_authenticate(
    shown: dict[str, str], change: dict[str, str]
) -> None:
    answer = exchange(GRANT | shown | change)
    assert refusal(answer) == (401, "invalid_client")
    assert answer.headers["WWW-Authenticate"] == 'Basic realm="api"'


@pytest.mark.parametrize(
    "told", ["", "no base64", "é", "YTpi", "/////w==", b64encode(b"\0:\0").decode(), "Og=="]
)
def test_header_that_cannot_be_read_is_a_client_not_known(told: str) -> None:
    assert refusal(exchange(GRANT, {"authorization": f"Basic {told}"})) == (401, "invalid_client")


def test_client_authenticates_in_one_way(shown: dict[str, str], secret: str) -> None:
    for headers in (
        basic(*shown.values()),
        {"authorization": f"Bearer {secret}"},
        {"authorization": "Digest x"},
    ):
        assert refusal(exchange(GRANT | shown, headers)) == (400, "invalid_request")


def test_address_with_the_secret_in_it_opens_nothing(shown: dict[str, str]) -> None:
    answer = APIClient().post(f"/oauth/token?{urlencode(GRANT | shown)}", "", content_type=URL_ENCODED)
    assert refusal(answer) == (401, "invalid_client")


@pytest.mark.parametrize("grant", ["password", "authorization_code", "refresh_token", "\0", "x" * 100_000])
def test_other_grants_are_not_known(shown: dict[str, str], grant: str) -> None:
    assert refusal(exchange(shown | {"grant_type": grant})) == (400, "unsupported_grant_type")


def test_form_that_is_none_is_an_invalid_request(shown: dict[str, str]) -> None:
    right = urlencode(GRANT | shown)
    told = [
        exchange(urlencode(shown)),
        exchange(right + "&grant_type=client_credentials"),
        exchange(right + f"&client_secret={shown['client_secret']}"),
        exchange('{"grant_type": "client_credentials"}', kind="application/json"),
        exchange(right, kind="text/plain"),
        exchange(right, kind="multipart/form-data; boundary=x"),
        exchange(right + "&x=" + "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0)),
        exchange("&".join(f"x{number}=1" for number in range(2000))),
    ]
    assert [refusal(answer) for answer in told] == [(400, "invalid_request")] * len(told)


@pytest.mark.parametrize("charset", ["hex", "utf-7", "utf-16", "none-such", "latin-1", "UTF-8"])
def test_form_is_read_in_utf8_whatever_the_header_says(shown: dict[str, str], charset: str) -> None:
    assert exchange(GRANT | shown, kind=f"{URL_ENCODED}; charset={charset}").status_code == 200
    assert refusal(exchange(b"grant_type=\xff&\xfe", kind=f"{URL_ENCODED}; charset={charset}"))[0] == 401


def test_guessing_from_one_address_is_stopped_after_ten_tries(
    clock_stands_still: None, shown: dict[str, str]
) -> None:
    wrong = GRANT | shown | {"client_secret": "hd_guess"}
    assert {exchange(wrong).status_code for _ in range(10)} == {401}
    answer = exchange(GRANT | shown)
    assert refusal(answer) == (429, "temporarily_unavailable")
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert exchange(GRANT | shown, peer=ELSEWHERE).status_code == 200


def test_neither_secret_nor_token_is_written_down(
    shown: dict[str, str], secret: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    with capture_logs() as logs:
        told = exchange(GRANT | shown, {"idempotency-key": "once"})
        again = exchange(GRANT | shown, {"idempotency-key": "once"})
        exchange(GRANT | shown, {"authorization": f"Bearer {secret}"})
        exchange(GRANT | shown | {"client_id": ""})
        ask(told)
    kept, entries = bytes(KeptAnswer.objects.get().body), list(TrailEntry.objects.values())
    written = f"{logs} {caplog.text} {kept!r} {entries} {list(ApiKey.objects.values())}"
    assert [word for word in (secret, told.json()["access_token"]) if word in written] == []
    assert again.json() == told.json() | {"access_token": ""}


def test_methods_that_it_does_not_know_need_a_client_too(shown: dict[str, str]) -> None:
    assert problem(APIClient().get("/oauth/token")) == (401, "authentication_failed")
    answer = APIClient().get("/oauth/token", headers=basic(*shown.values()))
    assert problem(answer) == (405, "method_not_allowed")


def test_clients_find_the_address_that_gives_tokens(shown: dict[str, str]) -> None:
    told = APIClient().get("/.well-known/oauth-authorization-server").json()
    assert (told["issuer"], told["token_endpoint"]) == (settings.SITE_URL, f"{settings.SITE_URL}/oauth/token")
    assert told["scopes_supported"] == list(Scope.values)


def test_token_of_a_key_that_ends_soon_ends_with_it(shown: dict[str, str]) -> None:
    ApiKey.objects.update(expires_at=timezone.now() + timedelta(seconds=30))
    assert 25 < exchange(GRANT | shown).json()["expires_in"] <= 30
