"""Writers side by side, and one that commits late: whoever follows the changes misses none of them."""

from threading import Event, Thread

import pytest
from django.db import connection, transaction

from cases.changes import changes_since
from cases.models import Dossier
from cases.services.dossiers import amend
from helpdesk.people.models import Team, User
from tests.factories import a_litigation, act
from tests.helpdesk.side_by_side import elsewhere, side_by_side

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_SECONDS = 20


class Follower:
    """Keeps the revision of each dossier by what it is told."""

    def __init__(self, user: User) -> None:
        self.user, self.number, self.held = user, 0, {}  # type: ignore[var-annotated]

    def follow(self) -> list[str]:
        told, has_more = [], True
        while has_more:
            found, has_more = changes_since(self.user, self.number, 3)
            for each in found:
                assert each.number > self.number
                self.number, self.held[each.id] = each.number, each.dossier.revision if each.dossier else None
            told += [str(each.id) for each in found]
        return told


def keep_following(follower: Follower, done: Event) -> None:
    try:
        while not done.is_set():
            follower.follow()
    finally:
        connection.close()


def revisions() -> dict[object, int]:
    return dict(Dossier.objects.values_list("pk", "revision"))


def test_change_that_commits_after_later_ones_is_told_when_it_does(
    alice: User, bob: User, desk: Team
) -> None:
    late, early = a_litigation(alice, desk, 1), a_litigation(alice, desk, 2)
    follower = Follower(bob)
    follower.follow()
    with transaction.atomic():
        amend(act(alice), late.pk, {"title": "Written first, committed last"})
        new = a_litigation(alice, desk, 3)
        elsewhere(lambda: amend(act(bob), early.pk, {"title": "Written last, committed first"}))
        # Nobody waits for the long transaction, and the others are told of at once.
        assert elsewhere(follower.follow) == [str(early.pk)]
        assert elsewhere(follower.follow) == []
    assert set(follower.follow()) == {str(late.pk), str(new.pk)}
    assert follower.held == revisions()


def test_change_that_meets_one_under_way_is_told_with_it(alice: User, bob: User, desk: Team) -> None:
    dossier = a_litigation(alice, desk, 1)
    follower = Follower(bob)
    follower.follow()
    amend(act(alice), dossier.pk, {"title": "Committed, not numbered yet"})
    with transaction.atomic():
        amend(act(alice), dossier.pk, {"title": "Under way"})
        elsewhere(follower.follow)
    follower.follow()
    assert follower.held == revisions()


def test_many_writers_and_readers_side_by_side_lose_nothing(
    alice: User, bob: User, cora: User, desk: Team
) -> None:
    dossiers = [a_litigation(alice, desk, number) for number in range(1, 5)]
    followers = [Follower(bob), Follower(cora)]
    done = Event()

    def write(writer: User, number: int) -> None:
        for turn in range(12):
            one = dossiers[(number + turn) % len(dossiers)]
            with transaction.atomic():
                amend(act(writer), one.pk, {"title": f"{number} {turn}"})
                if turn % 4 == 0:
                    a_litigation(writer, desk, 100 * number + turn)

    readers = [Thread(target=keep_following, args=[follower, done]) for follower in followers]
    for reader in readers:
        reader.start()
    try:
        side_by_side(*(lambda number=number: write(alice, number) for number in range(1, 4)))
    finally:
        done.set()
        for reader in readers:
            reader.join(PATIENCE_SECONDS)
    for follower in followers:
        follower.follow()
        assert follower.held == revisions()
