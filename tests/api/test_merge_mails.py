"""Whose question went on in another is told so, by the references alone."""

from rest_framework.test import APIClient

from cases.services.dossiers import take
from helpdesk.outbox.models import OutgoingMail
from helpdesk.people.models import Membership, Team, User
from tests.api.test_question_merging import merge, pair
from tests.factories import act


def test_owner_of_a_merged_question_gets_one_mail_in_her_language(
    as_alice: APIClient, alice: User, bob: User, desk: Team
) -> None:
    survivor, merged = pair(alice, desk)
    take(act(bob), merged.pk)
    assert merge(as_alice, survivor, merged).status_code == 200
    mail = OutgoingMail.objects.get()
    assert (mail.addressee, mail.dossier_id) == (bob, survivor.pk)
    assert mail.subject == f"{merged.reference} se poursuit dans {survivor.reference}"
    link = f"http://testserver/sign-in/?next=/api/v1/dossiers/{survivor.pk}"
    assert link in mail.text
    assert link in mail.html
    for secret in (survivor.title, merged.title, "Asker", "Alice", "The same letter"):
        assert secret not in mail.subject + mail.text + mail.html


def test_who_merges_her_own_question_and_a_question_of_nobody_send_no_mail(
    as_alice: APIClient, alice: User, desk: Team
) -> None:
    survivor, merged = pair(alice, desk)
    take(act(alice), merged.pk)
    merge(as_alice, survivor, merged)
    assert OutgoingMail.objects.count() == 0


def test_question_merged_again_is_told_again_and_a_refused_merge_is_not(
    as_alice: APIClient, alice: User, bob: User, desk: Team
) -> None:
    survivor, merged = pair(alice, desk)
    take(act(bob), merged.pk)
    for _ in range(2):
        merge(as_alice, survivor, merged)
        as_alice.post(f"/api/v1/questions/{merged.pk}/unmerge", {"reason": "Another family"}, format="json")
    merge(as_alice, survivor, merged, merged.pk.__class__(int=0))
    assert OutgoingMail.objects.count() == 2


def test_owner_who_left_the_team_is_not_told(as_alice: APIClient, alice: User, bob: User, desk: Team) -> None:
    survivor, merged = pair(alice, desk)
    take(act(bob), merged.pk)
    Membership.objects.filter(user=bob).delete()
    merge(as_alice, survivor, merged)
    assert OutgoingMail.objects.count() == 0
