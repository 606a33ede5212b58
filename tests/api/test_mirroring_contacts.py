"""A client that mirrors the address book: by its lists it learns what changed, what is archived and what is gone."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from rest_framework.test import APIClient

from helpdesk.people.models import Contact, Membership, Role, Team, User
from tests.api.asking import post
from tests.api.test_conditional_writes import patch
from tests.api.test_contact_erasure import erased
from tests.api.test_merging import merged
from tests.api.test_unmerging import unmerged
from tests.conftest import client_of
from tests.factories import a_contact

Act = Callable[[APIClient, UUID, UUID], Any]


class Mirror:
    """A copy of the contacts that a colleague may see, kept as docs/api.md says."""

    def __init__(self, user: User) -> None:
        self.client, self.held = client_of(user), {}  # type: ignore[var-annotated]

    def follow(self) -> set[str]:
        """Take in all there is; which details were read for it."""
        told = {**self._listed(""), **self._listed("&archived=true")}
        changed = {pk for pk, revision in told.items() if self.held.get(pk, {}).get("revision") != revision}
        self.held = {pk: self.held.get(pk) for pk in told} | {pk: self._read(pk) for pk in changed}
        return changed

    def _listed(self, query: str) -> dict[str, int]:
        address: str | None = f"/api/v1/contacts?fields=revision&page_size=2{query}"
        told: dict[str, int] = {}
        while address:
            page = self.client.get(address).json()
            told |= {row["id"]: row["revision"] for row in page["results"]}
            address = page["next"]
        return told

    def _read(self, pk: str) -> dict[str, Any]:
        read: dict[str, Any] = self.client.get(f"/api/v1/contacts/{pk}").json()
        return read


@pytest.fixture
def contacts(alice: User, desk: Team) -> list[Contact]:
    return [a_contact(alice, desk, f"Ann {letter}", email="") for letter in "ABCDE"]


@pytest.fixture
def mirror(rita: User, contacts: list[Contact]) -> Mirror:
    kept = Mirror(rita)
    assert kept.follow() == {str(one.pk) for one in contacts}
    return kept


@pytest.mark.parametrize(
    "act",
    [
        lambda client, one, other: patch(client, f"/api/v1/contacts/{one}", {"name": "Zoë"}, if_match="*"),
        lambda client, one, other: patch(
            client, f"/api/v1/contacts/{one}", {"safety": "leave_no_message"}, if_match="*"
        ),
        lambda client, one, other: post(client, f"contacts/{one}/archive", None),
        lambda client, one, other: erased(client, one),
        lambda client, one, other: merged(client, one, other, name=one),
    ],
    ids=["renamed", "detail alone", "archived", "erased", "merged"],
)
def test_mirror_learns_what_changed_and_reads_nothing_else(
    mirror: Mirror, cora: User, rita: User, contacts: list[Contact], act: Act
) -> None:
    one, other = contacts[0].pk, contacts[3].pk
    answer = act(client_of(cora), one, other)
    assert answer.status_code == 200, answer.content
    assert mirror.follow() == {str(one)}
    anew = Mirror(rita)
    anew.follow()
    assert mirror.held == anew.held
    assert mirror.follow() == set()


def test_entry_that_comes_out_of_the_archive_or_of_another_is_told_again(
    mirror: Mirror, cora: User, rita: User, contacts: list[Contact]
) -> None:
    as_cora, [first, second, third, *_] = client_of(cora), [one.pk for one in contacts]
    merged(as_cora, first, second, name=first)
    post(as_cora, f"contacts/{third}/archive", None)
    mirror.follow()
    assert str(second) not in mirror.held
    unmerged(as_cora, first)
    post(as_cora, f"contacts/{third}/restore", None)
    assert mirror.follow() == {str(first), str(second), str(third)}
    assert mirror.held[str(third)]["archived_at"] is None


def test_address_of_one_that_is_not_listed_says_whether_it_is_merged_or_gone(
    mirror: Mirror, cora: User, rita: User, contacts: list[Contact]
) -> None:
    first, second = contacts[0].pk, contacts[1].pk
    merged(client_of(cora), first, second, name=first)
    assert mirror.client.get(f"/api/v1/contacts/{second}").json()["id"] == str(first)
    Membership.objects.filter(user=rita).update(role=Role.INTAKE)
    assert mirror.follow() == set()
    assert mirror.held == {}
    assert mirror.client.get(f"/api/v1/contacts/{first}").status_code == 404


def test_page_that_is_still_so_is_304(mirror: Mirror, cora: User, contacts: list[Contact]) -> None:
    address = "/api/v1/contacts?fields=revision"
    tag = mirror.client.get(address).headers["ETag"]
    assert mirror.client.get(address, headers={"if-none-match": tag}).status_code == 304
    patch(client_of(cora), f"/api/v1/contacts/{contacts[0].pk}", {"phone": "0470 00 00 01"}, if_match="*")
    assert mirror.client.get(address, headers={"if-none-match": tag}).status_code == 200


def test_organisation_tells_its_revision_in_lists_too(as_alice: APIClient) -> None:
    made = post(as_alice, "organisations", {"name": "House", "kind": "ngo"}).json()
    patch(as_alice, f"/api/v1/organisations/{made['id']}", {"website": "https://house.example"}, if_match="*")
    [row] = as_alice.get("/api/v1/organisations?fields=revision").json()["results"]
    assert row == {"id": made["id"], "revision": made["revision"] + 1}
