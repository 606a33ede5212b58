"""The pages of webhooks: readable by all in every state, and true to what the desk answers."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.db import connections
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from api.timeline_words import WORDS
from cases.models import DossierKind
from helpdesk.people.models import User
from helpdesk.webhooks.models import MessageState, Webhook, WebhookAttempt, WebhookMessage
from helpdesk.webhooks.services import make, send_test
from tests.chromium import SITE, needs_chromium
from tests.factories import act
from tests.reading import Reading, read
from tests.web.conftest import READINGS, focused

CHECKOUT = Path(__file__).parents[2]
Arrive = Callable[..., Page]
EVENTS = ["deadline.*", "question.opened", "time.spent"]
pytestmark = [needs_chromium, pytest.mark.slow]


@pytest.fixture
def mirror(alice: User) -> Webhook:
    """A webhook with a message in each state; all but the one that waits were tried twice."""
    webhook, _ = make(
        act(alice), owner=alice, url="https://hooks.example.org/desk", name="Mirror", events=EVENTS
    )
    now = timezone.now()
    for state in MessageState.values:
        message = WebhookMessage.objects.create(
            webhook=webhook,
            number=WebhookMessage.objects.count() + 1,
            event="deadline.met",
            happened_at=now,
            state=state,
            payload={"type": "deadline.met", "version": "1", "data": {"reference": "L-2026-00001"}},
            next_attempt_at=now + timedelta(hours=2),
            delivered_at=now if state == MessageState.DELIVERED else None,
        )
        if state != MessageState.QUEUED:
            two_tries(message)
    return webhook


def two_tries(message: WebhookMessage) -> None:
    """One that the other side answered, and one that it did not."""
    at, answer = message.happened_at, "<h1>Down for maintenance</h1>"
    message.tries.create(at=at, status=500, answer=answer, milliseconds=310)
    message.tries.create(at=at + timedelta(seconds=5), error="TimeoutError: timed out", milliseconds=9999)


@pytest.fixture
def switched_off(alice: User) -> Webhook:
    url = "https://an-address-that-is-long.example.org/" + "and-goes-on" * 8
    webhook, _ = make(act(alice), owner=alice, url=url, name="A mirror with a long name " * 3, events=["*"])
    webhook.disabled_at, webhook.disabled_why = timezone.now(), "503"
    webhook.save()
    return webhook


def to(page: Page, path: str) -> None:
    """To an address by way of the browser's own bar, and wait until the desk has answered."""
    page.goto(f"{SITE}/desk{path}")
    page.wait_for_selector("#main h1")
    page.wait_for_load_state("networkidle")


def press(page: Page, *words: str) -> None:
    """The button or link that is called so, in Dutch or in French."""
    name = re.compile(f"^({'|'.join(words)})$")
    page.locator("button, a", has_text=name).last.click()


@pytest.mark.parametrize("reading", READINGS, ids=str)
def test_empty_list_says_what_webhooks_are_for(as_reader: Arrive, alice: User, reading: Reading) -> None:
    page = as_reader(alice, "/webhooks", reading)
    page.wait_for_selector("h2")
    assert read(page, "webhooks, none", reading) == []
    assert page.locator("#main a[href='/docs/#/Webhooks']").count() == 1


@pytest.mark.parametrize("reading", READINGS, ids=str)
def test_every_state_of_a_webhook_is_readable_by_all(
    as_reader: Arrive, alice: User, mirror: Webhook, switched_off: Webhook, reading: Reading
) -> None:
    page = as_reader(alice, "/webhooks", reading)
    page.wait_for_selector("table")
    wrong = {"list": read(page, "webhooks, list", reading)}
    to(page, f"/webhooks/{switched_off.pk}")
    wrong["switched off"] = read(page, "webhook, switched off", reading)
    to(page, f"/webhooks/{mirror.pk}")
    for summary in page.locator("ol summary").all()[:2]:
        summary.click()
    wrong["log"] = read(page, "webhook, log", reading)
    asks = {
        "rotate": ("Nieuw geheim", "Nouveau secret"),
        "replay": ("Opnieuw versturen", "Renvoyer"),
        "remove": ("Verwijderen", "Supprimer"),
    }
    for name, words in asks.items():
        press(page, *words)
        page.wait_for_selector("dialog[open]")
        wrong[name] = read(page, f"webhook, {name}", reading)
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog", state="detached")
    assert {name: said for name, said in wrong.items() if said} == {}


@pytest.mark.parametrize("reading", READINGS, ids=str)
def test_every_state_of_making_and_changing_one_is_readable_by_all(
    as_reader: Arrive, alice: User, mirror: Webhook, reading: Reading
) -> None:
    page = as_reader(alice, "/webhooks/new", reading)
    press(page, "Een webhook maken", "Créer un webhook")
    page.wait_for_selector("[aria-invalid=true]")
    page.locator("fieldset fieldset summary").first.click()
    wrong = {"refused": read(page, "webhook, refused", reading)}
    page.locator("input").nth(0).fill("Nieuw")
    page.locator("input[type=url]").fill("https://hooks.example.org/other")
    page.locator("input[type=radio]").nth(1).check()
    press(page, "Een webhook maken", "Créer un webhook")
    page.wait_for_selector("code[aria-label]")
    wrong["secret"] = read(page, "webhook, secret", reading)
    to(page, f"/webhooks/{mirror.pk}/change")
    Webhook.objects.filter(pk=mirror.pk).update(revision=2, events=["*"])
    press(page, "Bewaren", "Enregistrer")
    page.wait_for_selector("[role=alert] dl")
    wrong["meanwhile"] = read(page, "webhook, meanwhile", reading)
    assert {name: said for name, said in wrong.items() if said} == {}


def test_refusals_stand_beside_their_fields_and_the_first_has_the_focus(
    as_reader: Arrive, alice: User
) -> None:
    page = as_reader(alice, "/webhooks/new")
    page.get_by_label("Naam").fill("Mirror")
    page.get_by_label("Adres").fill("http://hooks.example.org/")
    page.get_by_label("Andere gebeurtenissen").fill("deadline.met Nonsense")
    press(page, "Een webhook maken")
    address = page.get_by_label("Adres")
    expect(address).to_be_focused()
    expect(address).to_have_attribute("aria-invalid", "true")
    told = page.locator(f"[id='{address.get_attribute('aria-describedby').split()[-1]}']")  # type: ignore[union-attr]
    expect(told).to_contain_text("Het moet een openbaar https-adres zijn")
    address.fill("https://hooks.example.org/")
    press(page, "Een webhook maken")
    expect(page.get_by_text("Nonsense: ")).to_be_focused()
    expect(page.get_by_label("Andere gebeurtenissen")).to_have_value("deadline.met Nonsense")


def test_webhook_that_would_hear_of_nothing_is_refused_in_words_of_the_page(
    as_reader: Arrive, alice: User
) -> None:
    page = as_reader(alice, "/webhooks/new")
    page.get_by_label("Naam").fill("Mirror")
    page.get_by_label("Adres").fill("https://hooks.example.org/")
    press(page, "Een webhook maken")
    expect(page.get_by_text("Kies ten minste één gebeurtenis.")).to_be_focused()
    assert not Webhook.objects.exists()


def test_what_was_typed_outlives_a_desk_that_does_not_answer_and_is_made_once(
    as_reader: Arrive, alice: User
) -> None:
    page = as_reader(alice, "/webhooks/new")
    page.get_by_label("Naam").fill("Mirror")
    page.get_by_label("Adres").fill("https://hooks.example.org/")
    page.get_by_label("Alles, ook").check()
    page.context.route("**/api/v1/webhooks", lambda route: route.abort())
    press(page, "Een webhook maken")
    expect(page.get_by_role("alert").filter(has_text="Wat u hebt ingevuld, staat er nog.")).to_be_focused()
    expect(page.get_by_label("Naam")).to_have_value("Mirror")
    page.context.unroute("**/api/v1/webhooks")
    page.get_by_role("button", name="Een webhook maken").dblclick()
    expect(page.locator("h1")).to_have_text("De webhook is gemaakt")
    assert Webhook.objects.count() == 1


def test_session_that_ends_while_she_types_costs_her_nothing(
    as_reader: Arrive, browser: Client, alice: User
) -> None:
    page = as_reader(alice, "/webhooks/new")
    page.get_by_label("Naam").fill("Mirror")
    page.get_by_label("Adres").fill("https://hooks.example.org/")
    page.get_by_label("Alles, ook").check()
    Session.objects.all().delete()
    press(page, "Een webhook maken")
    refused = page.get_by_role("alert").filter(has_text="Opnieuw aanmelden, in een ander tabblad")
    expect(refused).to_be_focused()
    expect(page.get_by_role("status").first).to_contain_text("U bent niet meer aangemeld.")
    browser.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    press(page, "Een webhook maken")
    expect(page.locator("h1")).to_have_text("De webhook is gemaakt")


def test_answer_that_is_lost_is_asked_for_again_and_says_that_the_secret_is_gone(
    as_reader: Arrive, browser: Client, alice: User
) -> None:
    page = as_reader(alice, "/webhooks/new")
    keys: list[str] = []
    seen = connections["default"]

    def lose(route: Route) -> None:
        """The desk hears it and acts; its answer does not come back."""
        connections["default"] = seen  # Playwright answers in a context of its own
        request = route.request
        keys.append(request.headers["idempotency-key"])
        if len(keys) == 1:
            headers = {name: request.headers[name] for name in ("idempotency-key", "x-csrftoken")}
            body = request.post_data_buffer
            assert (
                browser.post("/api/v1/webhooks", body, "application/json", headers=headers).status_code == 201
            )
            route.abort()
        else:
            route.fallback()

    page.get_by_label("Naam").fill("Mirror")
    page.get_by_label("Adres").fill("https://hooks.example.org/")
    page.get_by_label("Alles, ook").check()
    page.context.route("**/api/v1/webhooks", lose)
    press(page, "Een webhook maken")
    expect(page.get_by_role("alert").filter(has_text="De desk antwoordt niet.")).to_be_visible()
    press(page, "Een webhook maken")
    expect(page.get_by_role("alert").filter(has_text="ging onderweg verloren")).to_be_visible()
    assert len(set(keys)) == 1
    assert Webhook.objects.count() == 1


def test_what_stands_now_is_taken_over_where_she_wants_it(
    as_reader: Arrive, alice: User, mirror: Webhook
) -> None:
    page = as_reader(alice, f"/webhooks/{mirror.pk}/change")
    page.get_by_label("Naam").fill("Mine")
    theirs = ["event.*", "cost.*"]
    Webhook.objects.filter(pk=mirror.pk).update(revision=2, name="Theirs", events=theirs)
    press(page, "Bewaren")
    expect(page.get_by_role("alert").filter(has_text="intussen gewijzigd")).to_be_focused()
    press(page, "Overnemen wat er nu staat")
    expect(page.get_by_label("Naam")).to_be_focused()
    expect(page.get_by_label("Naam")).to_have_value("Theirs")
    expect(page.get_by_label("Andere gebeurtenissen")).to_have_value("cost.*")
    press(page, "Bewaren")
    expect(page.locator("#main")).to_contain_text("Bewaard.")
    mirror.refresh_from_db()
    assert (mirror.name, sorted(mirror.events)) == ("Theirs", sorted(theirs))


def test_webhook_of_another_is_refused_in_the_words_of_the_desk(
    as_reader: Arrive, charlie: User, mirror: Webhook
) -> None:
    page = as_reader(charlie, f"/webhooks/{mirror.pk}")
    expect(page.get_by_role("alert").last).to_contain_text("Hier is niets, of het is niet voor u bestemd.")
    assert "Mirror" not in page.content()


def test_webhook_that_was_switched_off_says_why_and_is_switched_on(
    as_reader: Arrive, alice: User, switched_off: Webhook
) -> None:
    page = as_reader(alice, f"/webhooks/{switched_off.pk}")
    expect(page.locator("#main")).to_contain_text("de laatste poging eindigde met “503”")
    press(page, "Inschakelen")
    expect(page.get_by_role("status").filter(has_text="Hij staat weer aan")).to_be_visible()
    switched_off.refresh_from_db()
    assert switched_off.disabled_at is None


def test_test_that_does_not_arrive_says_what_came_instead_and_when_it_is_tried_again(
    as_reader: Arrive, alice: User, mirror: Webhook
) -> None:
    page = as_reader(alice, f"/webhooks/{mirror.pk}")
    press(page, "Een test versturen")
    expect(page.get_by_role("status").filter(has_text="De test is onderweg")).to_be_visible()
    message = WebhookMessage.objects.get(event="webhook.test")
    WebhookAttempt.objects.create(message=message, at=timezone.now(), status=502, milliseconds=5)
    expect(page.get_by_role("status").filter(has_text="De test kwam niet aan: “502”.")).to_be_visible()


def test_log_is_narrowed_to_a_state_and_goes_on_page_by_page(
    as_reader: Arrive, alice: User, mirror: Webhook
) -> None:
    for _ in range(25):
        send_test(act(alice), mirror.pk)
    page = as_reader(alice, f"/webhooks/{mirror.pk}")
    rows = page.locator("ol > li")
    expect(rows).to_have_count(20)
    press(page, "Meer tonen")
    expect(rows).to_have_count(29)
    page.get_by_label("Toestand").select_option("given_up")
    expect(rows).to_have_count(1)


def test_focus_goes_back_from_a_question_to_the_button_that_asked_it(
    as_reader: Arrive, alice: User, mirror: Webhook
) -> None:
    page = as_reader(alice, f"/webhooks/{mirror.pk}")
    page.get_by_role("button", name="Verwijderen").press("Enter")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    assert focused(page) == "Verwijderen"
    assert Webhook.objects.count() == 1


# What the form offers


def offered() -> Iterator[str]:
    """Each verb that the form has words for."""
    source = (CHECKOUT / "web" / "src" / "webhooks" / "words" / "acts.en.ts").read_text()
    for kind, acts in re.findall(
        r"^  (\w+): {\n(.*?)^  },", source.partition("acts =")[2], re.MULTILINE | re.DOTALL
    ):
        yield from (f"{kind}.{name}" for name in re.findall(r"^    (\w+):", acts, re.MULTILINE))


def test_every_event_that_the_form_offers_is_one_of_the_trail() -> None:
    product = "".join(
        file.read_text()
        for app in ("helpdesk", "cases", "deadlines")
        for file in (CHECKOUT / app).glob("**/*.py")
    )
    verbs = list(offered())
    assert len(verbs) > 30
    unknown = []
    for verb in verbs:
        kind, _, name = verb.partition(".")
        of_every_kind = kind in DossierKind.values and re.search(rf'\}}\.{name}"|verb="{name}"', product)
        built = kind in ("watch", "deadline") and re.search(rf'"{name}"', product)
        if f'"{verb}"' not in product and verb not in WORDS and not of_every_kind and not built:
            unknown.append(verb)
    assert unknown == []
