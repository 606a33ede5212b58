"""A webhook from the empty list to its removal: in Chromium, on a living desk, with a program that hears it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Page, expect
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError

from cases.tasks import call_webhooks
from deadlines.demo_desk import password
from helpdesk.trail.models import TrailEntry
from tests.chromium import a_browser, keep, needs_chromium
from tests.helpdesk.webhook_receiver import Receiver, receiver
from tests.living_desk import PATIENCE_SECONDS, Caller, LivingDesk, await_true, living_desk

pytestmark = [needs_chromium, pytest.mark.slow]
ALICE = "alice@helpdesk.example"


@contextmanager
def signed_in(desk: LivingDesk) -> Iterator[Page]:
    """Alice's window, in English, that may copy."""
    with a_browser() as chromium:
        context = chromium.new_context(
            locale="en-GB", timezone_id="Europe/Brussels", viewport={"width": 1280, "height": 900}
        )
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        context.add_init_script("localStorage.setItem('desk.language', 'en')")
        page = context.new_page()
        page.goto(f"{desk.site}/desk/webhooks")
        page.wait_for_url("**/sign-in/?next=%2Fdesk%2Fwebhooks")
        page.keyboard.type(ALICE)
        page.keyboard.press("Tab")
        page.keyboard.type(password())
        page.keyboard.press("Enter")
        page.wait_for_url("**/desk/webhooks")
        yield page
        context.close()


def copied(page: Page) -> str:
    """The secret as the button of the page copies it."""
    page.get_by_role("button", name="Copy", exact=True).press("Enter")
    expect(page.get_by_role("status").filter(has_text="Copied.")).to_be_visible()
    secret: str = page.evaluate("navigator.clipboard.readText()")
    assert secret == page.locator("code[aria-label=Secret]").inner_text()
    assert secret.startswith("whsec_")
    return secret


def verified(came: tuple[dict[str, str], bytes], secret: str) -> Any:
    """What a program reads that keeps to the specification."""
    headers, body = came
    return Verifier(secret).verify(body, {name.lower(): value for name, value in headers.items()})


def heard(other: Receiver, count: int) -> None:
    """The clockwork of the desk comes round, until the program has heard so many messages."""
    until = time.monotonic() + PATIENCE_SECONDS
    while len(other.came) < count:
        assert time.monotonic() < until, f"{len(other.came)} of {count} messages came"
        call_webhooks.delay()
        time.sleep(1)


@pytest.mark.django_db(transaction=True)
def test_webhook_is_made_tried_changed_given_another_secret_replayed_and_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = connection.settings_dict["NAME"]
    with living_desk(name, tmp_path, "2026-06-15") as desk, receiver() as other:
        desk.manage("load_demo_desk")
        api = desk.caller()
        assert api.sign_in(ALICE, password()).status == 200
        monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        # What the demo did is sealed before there is a webhook: only by a replay does it hear of that.
        call_webhooks.delay()
        await_true(lambda: not TrailEntry.objects.filter(seal__isnull=True).exists())
        with signed_in(desk) as page:
            first = make(page, other)
            a_test_arrives(page, other, first)
            second = rotate(page)
            both_sign(page, other, (first, second))
            change_that_crosses_another(page, api)
            replay(page, other)
            remove(page, api, other)


def make(page: Page, other: Receiver) -> str:
    """By keyboard alone."""
    expect(page.get_by_role("heading", level=2)).to_have_text("You have no webhooks yet")
    keep(page, "story-1-empty")
    page.get_by_role("link", name="Make a webhook").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    tab_to(page, page.get_by_label("Name"))
    page.keyboard.type("Mirror")
    page.keyboard.press("Tab")
    page.keyboard.type(other.url)
    tab_to(page, page.get_by_role("group", name="Questions").get_by_label("All of this kind"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Make a webhook"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("The webhook was made")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    keep(page, "story-2-secret")
    secret = copied(page)
    page.get_by_role("link", name="I have kept it").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mirror")
    assert secret not in page.content()
    return secret


def tab_to(page: Page, wanted: Any) -> None:
    """Press the tabulator until it is there, as somebody without a mouse does."""
    for _press in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{wanted} was never reached")


def a_test_arrives(page: Page, other: Receiver, secret: str) -> None:
    page.get_by_role("button", name="Send a test").press("Enter")
    expect(page.get_by_role("status").filter(has_text="The test is on its way")).to_be_visible()
    heard(other, 1)
    assert verified(other.came[0], secret)["type"] == "webhook.test"
    expect(page.get_by_role("status").filter(has_text="the address answered 200")).to_be_visible()
    message = page.locator("details").filter(has_text="test").first
    message.locator("summary").press("Enter")
    expect(message).to_contain_text("delivered")
    expect(message).to_contain_text("seen")
    keep(page, "story-3-tested")


def rotate(page: Page) -> str:
    page.get_by_role("button", name="New secret").press("Enter")
    dialog = page.get_by_role("dialog", name="Give it a new secret?")
    dialog.get_by_label("Hours").fill("200")
    dialog.get_by_role("button", name="New secret").press("Enter")
    expect(dialog.get_by_label("Hours")).to_be_focused()
    expect(dialog.get_by_label("Hours")).to_have_attribute("aria-invalid", "true")
    keep(page, "story-4-refused")
    dialog.get_by_label("Hours").fill("2")
    dialog.get_by_role("button", name="New secret").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("The webhook has a new secret")
    secret = copied(page)
    page.get_by_role("button", name="I have kept it").press("Enter")
    expect(page.locator("dl").first).to_contain_text("signs too until")
    return secret


def both_sign(page: Page, other: Receiver, secrets: tuple[str, str]) -> None:
    page.get_by_role("button", name="Send a test").press("Enter")
    heard(other, 2)
    for secret in secrets:
        assert verified(other.came[1], secret)["type"] == "webhook.test"
    with pytest.raises(WebhookVerificationError):
        verified(other.came[1], "whsec_" + "A" * 32)


def change_that_crosses_another(page: Page, api: Caller) -> None:
    page.get_by_role("link", name="Change").press("Enter")
    page.get_by_label("Name").fill("Mirror of mine")
    [webhook] = api.get("/api/v1/webhooks").body["results"]
    path = f"/api/v1/webhooks/{webhook['id']}"
    crossing(api, path, {"events": ["*"]})
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    said = page.get_by_role("alert").filter(has_text="It was changed meanwhile")
    expect(said).to_be_focused()
    expect(said).to_contain_text("everything")
    expect(page.get_by_label("Name")).to_have_value("Mirror of mine")
    keep(page, "story-5-meanwhile")
    crossing(api, path, {"events": ["deadline.met"]})
    said.get_by_role("button", name="Save mine all the same").press("Enter")
    expect(said).to_contain_text("a deadline was met")
    said.get_by_role("button", name="Save mine all the same").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mirror of mine")
    now = api.get(path).body
    assert (now["name"], now["events"]) == ("Mirror of mine", ["question.*"])


def crossing(api: Caller, path: str, body: Any) -> None:
    """A program of hers changes it at the same time."""
    assert api.ask("PATCH", path, body, {"If-Match": "*"}).status == 200


def replay(page: Page, other: Receiver) -> None:
    begun = len(other.came)
    page.get_by_role("button", name="Send again", exact=True).press("Enter")
    dialog = page.get_by_role("dialog", name="Send everything again since a moment?")
    expect(dialog).to_contain_text(other.url)
    dialog.get_by_label("Since").fill("2020-01-01T00:00:00")
    keep(page, "story-6-replay")
    dialog.get_by_role("button", name="Send again").press("Enter")
    expect(page.get_by_role("status").filter(has_text="It is being sent again")).to_be_visible()
    heard(other, begun + 1)
    expect(page.locator("details").filter(has_text="a question came in").first).to_be_visible()
    keep(page, "story-7-replayed")


def remove(page: Page, api: Caller, other: Receiver) -> None:
    page.get_by_role("button", name="Remove").press("Enter")
    dialog = page.get_by_role("dialog", name="Remove Mirror of mine?")
    expect(dialog).to_contain_text(other.url)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Remove")).to_be_focused()
    page.get_by_role("button", name="Remove").press("Enter")
    dialog.get_by_role("button", name="Remove").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Webhooks")
    expect(page.locator("#main")).to_contain_text("Mirror of mine was removed.")
    assert api.get("/api/v1/webhooks").body["results"] == []
