"""Webhooks: owner, name, url, events. The secret of a new one is shown once; `absent: true` removes one."""

from collections.abc import Collection
from dataclasses import dataclass

from django.core.validators import validate_email

from helpdesk.acts import DeskAct
from helpdesk.configuration.section import AS_IT_IS, Difference, Does, EntryError, Section
from helpdesk.configuration.strict import Block
from helpdesk.people.models import User
from helpdesk.webhooks.models import Webhook
from helpdesk.webhooks.services import change, make, remove

LONGEST_NAME = 120
LONGEST_URL = 500


@dataclass(frozen=True)
class WebhookEntry:
    """Without a url it is to be removed."""

    owner: str
    title: str
    url: str = ""
    events: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.owner}/{self.title}"


class Webhooks(Section[WebhookEntry]):
    key = "webhooks"

    def read(self, block: Block) -> WebhookEntry:
        owner = block.text("owner", check=validate_email).lower()
        title = block.text("name", longest=LONGEST_NAME)
        if block.has("absent") and block.flag("absent"):
            return WebhookEntry(owner, title)
        url = block.text("url", longest=LONGEST_URL)
        return WebhookEntry(owner, title, url, tuple(dict.fromkeys(block.texts("events"))))

    def compare(self, entry: WebhookEntry) -> Difference:
        webhook = _found(entry)
        if not entry.url:
            return Difference(Does.REMOVED, webhook.url) if webhook else Difference(Does.LEFT, "not there")
        if webhook is None:
            return Difference(Does.ADDED, f"{entry.url}; {', '.join(entry.events)}")
        new = [] if webhook.url == entry.url else [f"{webhook.url} → {entry.url}"]
        if set(webhook.events) != set(entry.events):
            new.append(f"{', '.join(webhook.events)} → {', '.join(entry.events)}")
        return Difference(Does.CHANGED, "; ".join(new)) if new else AS_IT_IS

    def apply(self, act: DeskAct, entry: WebhookEntry) -> str:
        owner, webhook = _owner(entry), _found(entry)
        if webhook is None:
            _, secret = make(act, owner=owner, url=entry.url, name=entry.title, events=entry.events)
            return f"Secret of webhook {entry.name}, shown this once: {secret}"
        if entry.url:
            change(act, webhook.pk, {"url": entry.url, "events": list(entry.events)}, owner=owner)
        else:
            remove(act, webhook.pk, owner=owner)
        return ""

    def names(self) -> Collection[str]:
        rows = Webhook.objects.values_list("owner__email", "name")
        return {f"{email}/{name}" for email, name in rows}


def _owner(entry: WebhookEntry) -> User:
    owner = User.objects.filter(email__iexact=entry.owner).first()
    if owner is None:
        raise EntryError("not_known", field="owner", owner=entry.owner)
    return owner


def _found(entry: WebhookEntry) -> Webhook | None:
    rows = list(Webhook.objects.filter(owner=_owner(entry), name=entry.title)[:2])
    if len(rows) > 1:
        raise EntryError("several_named_so", field="name", name=entry.title)
    return rows[0] if rows else None
