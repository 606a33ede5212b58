"""Digests over the API: which were sent, how one would look, and one sent again."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from rest_framework.test import APIClient

from cases.models import Dossier
from cases.services.walls import lift_wall
from deadlines.digests import write_digests
from deadlines.models import Digest
from deadlines.wishes import change_wishes
from helpdesk.outbox.models import OutgoingMail
from helpdesk.people.models import Membership, Role, Team, User
from tests.api.asking import pointers, post, problem
from tests.conftest import client_of
from tests.factories import a_deadline, a_question, a_wall, act, with_reason

TUESDAY = date(2026, 6, 16)
AT = datetime(2026, 6, 16, 6, tzinfo=UTC)


@pytest.fixture
def digest(alice: User, sam: User, desk: Team) -> Digest:
    a_deadline(alice, a_question(sam, desk))
    change_wishes(act(alice), {"wants_daily": True})
    write_digests(today=TUESDAY, at=AT)
    return Digest.objects.get(kind="weekly", user=alice)


def ask(client: APIClient, **query: Any) -> Any:
    return client.get("/api/v1/digests", query)


def test_list_tells_them_by_kind_and_week(as_alice: APIClient, digest: Digest) -> None:
    told = [(one["kind"], one["day"], one["team"]) for one in ask(as_alice).json()["results"]]
    assert told == [("daily", "2026-06-16", None), ("weekly", None, None)]
    assert [one["kind"] for one in ask(as_alice, kind="daily").json()["results"]] == ["daily"]
    assert ask(as_alice, week="2026-W24").json()["results"] == []
    assert pointers(ask(as_alice, week="2026-24")) == [("#/week", "filter_invalid")]
    assert pointers(ask(as_alice, kind="hourly")) == [("#/kind", "filter_invalid")]


def test_sent_again_it_is_the_same_word_for_word_and_a_mail_of_its_own(
    as_alice: APIClient, alice: User, digest: Digest
) -> None:
    User.objects.filter(pk=alice.pk).update(email="alice.new@example.org", language="fr")
    answer = post(as_alice, f"digests/{digest.pk}/resend", {})
    assert answer.status_code == 200
    [copy] = answer.json()["copies"]
    assert (copy["address"], copy["state"]) == ("alice.new@example.org", "queued")
    first, again = digest.mail, OutgoingMail.objects.get(pk=copy["id"])
    for name in ("subject", "text", "html", "headers", "language"):
        assert getattr(again, name) == getattr(first, name), name
    assert again.message_id != first.message_id
    assert Digest.objects.filter(kind="weekly").count() == 1


def test_sixth_copy_is_refused(as_alice: APIClient, digest: Digest) -> None:
    for _copy in range(5):
        assert post(as_alice, f"digests/{digest.pk}/resend", {}).status_code == 200
    assert problem(post(as_alice, f"digests/{digest.pk}/resend", {})) == (409, "enough_copies")
    assert OutgoingMail.objects.filter(copy_of=digest.mail).count() == 5


def test_digest_of_a_colleague_is_not_there(as_charlie: APIClient, cora: User, digest: Digest) -> None:
    for client in (as_charlie, client_of(cora)):
        assert client.get(f"/api/v1/digests/{digest.pk}").status_code == 404
        assert post(client, f"digests/{digest.pk}/resend", {}).status_code == 404
    assert not OutgoingMail.objects.filter(copy_of__isnull=False).exists()


def test_digest_closes_with_a_dossier_it_names_and_opens_with_it_again(
    as_alice: APIClient, alice: User, cora: User, desk: Team, digest: Digest
) -> None:
    wall = a_wall(cora, question := Dossier.objects.get(), alice)
    address = f"/api/v1/digests/{digest.pk}"
    told = as_alice.get(address).json()
    assert (told["mail"], told["week"]) == (None, "2026-W25")
    assert question.reference not in ask(as_alice).content.decode()
    assert problem(post(as_alice, f"digests/{digest.pk}/resend", {})) == (409, "digest_names_closed")
    lift_wall(with_reason(cora), question.pk, wall.pk)
    assert question.reference in as_alice.get(address).json()["mail"]["text"]


def preview(client: APIClient, **query: Any) -> Any:
    return client.get("/api/v1/digests/preview", query)


def test_each_kind_can_be_looked_at_for_any_day(as_alice: APIClient, digest: Digest) -> None:
    weekly = preview(as_alice, day="2026-06-18").json()
    daily = preview(as_alice, day="2026-06-18", kind="daily").json()
    assert (weekly["week"], weekly["deadline_count"]) == ("2026-W25", 1)
    assert daily["subject"] != weekly["subject"]
    assert "/unsubscribe/" in daily["text"]
    assert Digest.objects.count() == 2


def test_look_at_a_week_or_day_names_the_digest_that_was_written_for_it(
    as_alice: APIClient, cora: User, digest: Digest
) -> None:
    weekly = preview(as_alice, day="2026-06-21").json()
    assert (weekly["digest"], weekly["written_at"]) == (str(digest.pk), "2026-06-16T08:00:00+02:00")
    daily = Digest.objects.get(kind="daily", user__email="alice@example.org")
    assert preview(as_alice, day="2026-06-16", kind="daily").json()["digest"] == str(daily.pk)
    for query in ({"day": "2026-06-22"}, {"day": "2026-06-17", "kind": "daily"}):
        told = preview(as_alice, **query).json()
        assert (told["digest"], told["written_at"]) == (None, None)
    of_team = Digest.objects.get(kind="team", user=cora)
    assert preview(client_of(cora), day="2026-06-15", kind="team").json()["digest"] == str(of_team.pk)


def test_digest_of_a_team_is_looked_at_by_its_coordinators_only(
    as_alice: APIClient, cora: User, desk: Team, digest: Digest
) -> None:
    assert problem(preview(as_alice, kind="team")) == (422, "team_needed")
    assert problem(preview(as_alice, kind="team", team=desk.slug)) == (422, "team_unknown")
    as_cora = client_of(cora)
    assert "V-2026-00001" in preview(as_cora, kind="team").json()["text"]
    other = Team.objects.create(slug="other", name="Other")
    Membership.objects.create(user=cora, team=other, role=Role.COORDINATOR)
    assert problem(preview(as_cora, kind="team")) == (422, "team_needed")
    assert "V-2026-00001" not in preview(as_cora, kind="team", team="other").json()["text"]
