"""What the digests say besides the days: what moved and why, what lies further ahead, kept searches, a whole team."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cases.models.saved_search import SearchedList
from cases.services.dossiers import take
from cases.services.saved_searches import keep_search
from deadlines.corrections import Grounds, override, withdraw_override
from deadlines.digests import preview, write_digests
from deadlines.models import Digest, DigestKind
from deadlines.services import give_receipt, meet
from helpdesk.outbox.models import OutgoingMail
from helpdesk.outbox.services import Letter
from helpdesk.people.models import Role, Team, User
from tests.conftest import member
from tests.factories import (
    a_condemnation,
    a_deadline,
    a_litigation,
    a_question,
    a_wall,
    act,
    at_level,
    lodged,
)

MONDAY = date(2026, 6, 15)
AT = datetime(2026, 6, 15, 5, 30, tzinfo=UTC)
BY_HAND = Grounds(reason="The court said so to Mrs Example.")


def digest(user: User, kind: DigestKind = DigestKind.WEEKLY, day: date = MONDAY) -> Letter:
    user.language = "en"
    return preview(user, day, kind)[1]


def moved(user: User) -> list[tuple[str, str]]:
    content = preview(user, MONDAY)[0]
    return [(str(one.was_on), str(one.deadline.due_on)) for one in content.moves]


# What moved


def test_deadline_that_moved_is_told_with_both_days_and_the_kind_of_act_and_not_its_reason(
    alice: User, desk: Team
) -> None:
    deadline = a_deadline(alice, a_litigation(alice, desk))
    before = deadline.due_on
    override(act(alice), deadline.pk, due_on=before + timedelta(days=3), grounds=BY_HAND)
    assert moved(alice) == [(str(before), str(before + timedelta(days=3)))]
    letter = digest(alice)
    for words in (letter.text, letter.html):
        assert "A colleague set this day by hand." in " ".join(words.split())
        assert "Mrs Example" not in words


def test_day_that_moved_away_and_back_did_not_move(alice: User, desk: Team) -> None:
    deadline = a_deadline(alice, a_litigation(alice, desk))
    override(act(alice), deadline.pk, due_on=deadline.due_on + timedelta(days=3), grounds=BY_HAND)
    withdraw_override(act(alice), deadline.pk, reason="Misread.")
    assert moved(alice) == []


def test_several_moves_are_one_from_the_first_day_to_the_last(alice: User, desk: Team) -> None:
    deadline = a_deadline(alice, a_litigation(alice, desk))
    before = deadline.due_on
    for days in (2, 7, 4):
        override(act(alice), deadline.pk, due_on=before + timedelta(days=days), grounds=BY_HAND)
    assert moved(alice) == [(str(before), str(before + timedelta(days=4)))]


def test_what_the_last_digest_told_is_not_told_again(alice: User, desk: Team) -> None:
    deadline = a_deadline(alice, a_litigation(alice, desk))
    override(act(alice), deadline.pk, due_on=deadline.due_on + timedelta(days=3), grounds=BY_HAND)
    write_digests(today=MONDAY, at=datetime(2026, 6, 15, 23, tzinfo=UTC))
    week_later = preview(alice, MONDAY + timedelta(days=7))[0]
    assert week_later.moves == []


def test_moves_of_what_others_have_are_not_told(alice: User, bob: User, desk: Team) -> None:
    litigation = a_litigation(alice, desk)
    deadline = a_deadline(alice, litigation)
    override(act(alice), deadline.pk, due_on=deadline.due_on + timedelta(days=3), grounds=BY_HAND)
    assert moved(bob) == []


# What lies further ahead


def test_terms_beyond_four_weeks_are_counted_with_the_first_day_and_never_left_out(
    alice: User, desk: Team
) -> None:
    near, far, farther = (a_deadline(alice, a_litigation(alice, desk, number)) for number in (1, 2, 3))
    override(act(alice), near.pk, due_on=MONDAY + timedelta(days=28), grounds=BY_HAND)
    override(act(alice), far.pk, due_on=MONDAY + timedelta(days=29), grounds=BY_HAND)
    override(act(alice), farther.pk, due_on=MONDAY + timedelta(days=90), grounds=BY_HAND)
    content = preview(alice, MONDAY)[0]
    assert [deadline.pk for deadline in content.deadlines] == [near.pk]
    assert (content.later, content.first_later_on) == (2, MONDAY + timedelta(days=29))
    assert content.deadline_count == 3
    assert "2 deadlines lie further ahead, the first on Tuesday 14 July 2026." in digest(alice).text


def test_daily_digest_looks_one_week_ahead(alice: User, desk: Team) -> None:
    near, far = (a_deadline(alice, a_litigation(alice, desk, number)) for number in (1, 2))
    override(act(alice), near.pk, due_on=MONDAY + timedelta(days=8), grounds=BY_HAND)
    override(act(alice), far.pk, due_on=MONDAY + timedelta(days=9), grounds=BY_HAND)
    content = preview(alice, MONDAY + timedelta(days=1), DigestKind.DAILY)[0]
    assert ([one.pk for one in content.deadlines], content.later) == ([near.pk], 1)
    letter = digest(alice, DigestKind.DAILY, MONDAY + timedelta(days=1))
    assert letter.subject == "Tuesday 16 June 2026: 2 open deadlines"


# Receipts


def test_lodged_without_a_receipt_is_told_until_the_receipt_is_given(alice: User, desk: Team) -> None:
    deadline = a_deadline(alice, a_litigation(alice, desk))
    meet(act(alice), deadline.pk, lodged(MONDAY, receipt="", receipt_to_follow=True))
    for words in (digest(alice).text, digest(alice).html):
        assert "Receipts still to come" in words
        assert "lodged on Monday 15 June 2026" in words
    assert preview(alice, MONDAY)[0].named == {deadline.dossier_id}
    give_receipt(act(alice), deadline.pk, receipt="J-Box, deposit 7")
    assert "Receipts still to come" not in digest(alice).text


# Kept searches


def test_new_hits_of_her_searches_are_told_by_reference(alice: User, bob: User, desk: Team) -> None:
    keep_search(act(alice), name="Mine", searched=SearchedList.LITIGATIONS, query="owner=me")
    keep_search(act(bob), name="Bob's", searched=SearchedList.DOSSIERS, query="")
    assert "Your saved searches" not in digest(alice).text
    later = act(alice, MONDAY + timedelta(days=1))
    for number in range(1, 8):
        take(later, a_question(alice, desk, number).pk)
    kept = keep_search(act(alice), name="Questions", searched=SearchedList.QUESTIONS, query="owner=me")
    text = digest(alice).text
    assert f"/api/v1/saved-searches/{kept.pk}/hits" in text
    assert "· Questions: 7 new or changed since you looked" in text
    assert text.count("V-2026-0000") == 5
    assert "Mine" not in text
    assert "Bob's" not in text


def test_search_that_can_no_longer_be_run_is_told_and_not_passed_over(alice: User) -> None:
    keep_search(act(alice), name="Old", searched=SearchedList.DOSSIERS, query="colour=red")
    assert "· Old: this search can no longer be run" in digest(alice).text


def test_search_for_money_on_a_day_that_is_not_reckoned_yet_is_not_called_unreadable(
    alice: User, desk: Team
) -> None:
    a_condemnation(alice, desk)
    keep_search(act(alice), name="Money", searched=SearchedList.CONDEMNATIONS, query="claimable_from=1")
    text = " ".join(digest(alice, day=MONDAY + timedelta(weeks=1)).text.split())
    assert "· Money: the figures it asks about are not yet reckoned for this day" in text


# A team


@pytest.fixture
def team_of_three(alice: User, bob: User, sam: User, desk: Team) -> None:
    a_deadline(alice, a_litigation(alice, desk, 1))
    a_deadline(alice, a_litigation(bob, desk, 2))
    a_deadline(alice, a_question(sam, desk, 1))


def test_team_digest_comes_by_owner_those_of_nobody_first(
    team_of_three: None, cora: User, desk: Team
) -> None:
    letter = digest(cora, DigestKind.TEAM)
    places = [
        letter.text.index(words)
        for words in ("nobody", "V-2026-00001", "Alice", "L-2026-00001", "Bob", "L-2026-00002")
    ]
    assert places == sorted(places)
    assert letter.subject == f"Week 25, team {desk.name}: 3 open deadlines"


def test_team_digest_holds_only_what_its_coordinator_may_see(
    team_of_three: None, alice: User, cora: User, desk: Team
) -> None:
    carl = member(desk, "Carl", Role.COORDINATOR)
    sealed, walled = a_litigation(alice, desk, 5), a_litigation(alice, desk, 6)
    a_deadline(alice, sealed)
    a_deadline(alice, walled)
    at_level(alice, sealed, "sealed")
    a_wall(carl, walled, cora)
    text, carls = digest(cora, DigestKind.TEAM).text, digest(carl, DigestKind.TEAM).text
    assert "L-2026-00001" in text
    assert (sealed.reference in text, walled.reference in text) == (False, False)
    assert (sealed.reference in carls, walled.reference in carls) == (False, True)


def test_weekly_digest_cannot_be_left_and_the_others_say_how(team_of_three: None, cora: User) -> None:
    assert digest(cora).headers == {}
    assert "unsubscribe" not in digest(cora).text
    for kind in (DigestKind.TEAM, DigestKind.DAILY):
        letter = digest(cora, kind)
        address = letter.headers["List-Unsubscribe"].strip("<>")
        assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert address in letter.text
        assert address in letter.html


def test_kinds_are_counted_and_kept_apart(team_of_three: None, cora: User) -> None:
    write_digests(today=MONDAY, at=AT)
    told = dict(Digest.objects.filter(user=cora).values_list("kind", "deadline_count"))
    assert told == {"weekly": 1, "team": 3}
    assert OutgoingMail.objects.filter(addressee=cora).count() == 2


def test_team_digest_tells_a_watch_by_its_last_day_to_act(alice: User, cora: User, desk: Team) -> None:
    """Served on 9 March: it rings on 10 August, and the oldest unit is lost after 10 September."""
    a_condemnation(alice, desk)
    letter = digest(cora, DigestKind.TEAM, date(2026, 8, 17))
    assert "! C-2026-00001 · 10 September 2026 · in 18 working days" in letter.text
    assert letter.subject.endswith(": no open deadline, 1 watch, 1 past its safe day")
