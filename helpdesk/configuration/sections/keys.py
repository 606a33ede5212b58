"""Keys of integrations. A new one is shown once; one that is there by its name is left as it is, also when it ended."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time

from django.core.validators import validate_email
from django.db.models import QuerySet
from django.utils import timezone

from helpdesk.acts import DeskAct
from helpdesk.configuration.section import AS_IT_IS, Difference, Does, EntryError, Section
from helpdesk.configuration.strict import Block
from helpdesk.people.models import ApiKey, Scope, User
from helpdesk.people.networks import read_networks
from helpdesk.people.services.keys import LARGEST_LIMIT, Terms, issue, revoke

LONGEST_NAME = 120
LIMITS = ("per_minute", "per_hour", "per_day")


@dataclass(frozen=True)
class KeyEntry:
    """Without terms the key is to be revoked."""

    integration: str
    title: str
    terms: Terms | None

    @property
    def name(self) -> str:
        return f"{self.integration}/{self.title}"


class Keys(Section[KeyEntry]):
    key = "keys"
    called = {"expires_at": "expires_on"}

    def read(self, block: Block) -> KeyEntry:
        integration = block.text("integration", check=validate_email).lower()
        title = block.text("name", longest=LONGEST_NAME)
        if block.has("absent") and block.flag("absent"):
            return KeyEntry(integration, title, None)
        with block.naming():
            networks = read_networks(block.texts("networks") if block.has("networks") else [])
        limits = {name: block.number(name, 1, LARGEST_LIMIT) for name in LIMITS if block.has(name)}
        # The day named is the last one.
        end = datetime.combine(block.day("expires_on"), time.max, timezone.get_default_timezone())
        scopes = block.words("scopes", Scope.values)
        terms = Terms(name=title, scopes=scopes, expires_at=end, networks=networks, **limits)
        return KeyEntry(integration, title, terms)

    def compare(self, entry: KeyEntry) -> Difference:
        if entry.terms is None:
            stands = _stands(entry).exists()
            return Difference(Does.REMOVED, "revoked") if stands else Difference(Does.LEFT, "not in use")
        _integration(entry)
        key = _found(entry).order_by("-created_at").first()
        return Difference(Does.ADDED, _said(entry.terms)) if key is None else _left(key, entry.terms)

    def apply(self, act: DeskAct, entry: KeyEntry) -> str:
        if entry.terms is None:
            for key in _stands(entry):
                revoke(act, key.pk)
            return ""
        _, plain = issue(act, _integration(entry).pk, entry.terms)
        return f"Key {entry.name}, shown this once: {plain}"

    def names(self) -> Collection[str]:
        keys = ApiKey.objects.filter(revoked_at=None).values_list("user__email", "name")
        return {f"{email}/{name}" for email, name in keys}


def _integration(entry: KeyEntry) -> User:
    user = User.objects.filter(email__iexact=entry.integration, is_service=True).first()
    if user is None:
        raise EntryError("not_known", field="integration", integration=entry.integration)
    return user


def _found(entry: KeyEntry) -> QuerySet[ApiKey]:
    return ApiKey.objects.filter(user__email__iexact=entry.integration, name=entry.title)


def _stands(entry: KeyEntry) -> QuerySet[ApiKey]:
    return _found(entry).filter(revoked_at=None)


def _left(key: ApiKey, terms: Terms) -> Difference:
    """Left alone; the fields in which it is not what the file says are named."""
    differ = [name for name in ("networks", *LIMITS) if getattr(key, name) != getattr(terms, name)]
    if sorted(key.scopes) != sorted(set(terms.scopes)):
        differ.insert(0, "scopes")
    if key.revoked_at:
        return Difference(Does.LEFT, "was revoked; a new key needs another name")
    return (
        Difference(Does.LEFT, f"differs in {', '.join(differ)}; change it or issue another")
        if differ
        else AS_IT_IS
    )


def _said(terms: Terms) -> str:
    networks = f"; from {', '.join(terms.networks)}" if terms.networks else ""
    return f"{', '.join(terms.scopes)}; until {terms.expires_at:%Y-%m-%d}{networks}"
