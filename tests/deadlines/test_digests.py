"""Weekly digests: one per colleague and ISO week, in her language, empty weeks included."""

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
import structlog
from django.conf import settings

from cases.models import Event, EventKind, PenaltyOrder
from cases.services.dossiers import take
from deadlines.digests import iso_week, preview, write_digests
from deadlines.models import Digest
from deadlines.services import meet
from deadlines.standings import lapsing_penalties
from helpdesk.outbox.models import OutgoingMail
from helpdesk.people.models import Membership, Role, Team, User
from tests.factories import (
    POSTED_22_MAY_2018,
    a_condemnation,
    a_deadline,
    a_litigation,
    a_question,
    act,
    lodged,
)
from tests.helpdesk.side_by_side import side_by_side

MONDAY = date(2026, 6, 15)
AT = datetime(2026, 6, 15, 5, 30, tzinfo=UTC)


def write(today: date = MONDAY) -> int:
    return write_digests(today=today, at=AT)


def due(user: User) -> list[str]:
    return [deadline.dossier.reference for deadline in preview(user, MONDAY)[0].deadlines]


# Weeks


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2026, 6, 15), "2026-W25"),
        (date(2026, 6, 21), "2026-W25"),
        (date(2026, 6, 22), "2026-W26"),
        (date(2025, 12, 28), "2025-W52"),
        (date(2025, 12, 29), "2026-W01"),
        (date(2026, 1, 1), "2026-W01"),
        (date(2026, 12, 31), "2026-W53"),
        (date(2027, 1, 3), "2026-W53"),
        (date(2027, 1, 4), "2027-W01"),
        (date(1, 1, 1), "0001-W01"),
        (date(9999, 12, 31), "9999-W52"),
    ],
)
def test_week_is_the_iso_week_with_its_own_year(day: date, week: str) -> None:
    assert iso_week(day) == week


def test_each_colleague_gets_one_digest_a_week_and_none_twice(alice: User, bob: User) -> None:
    days = [MONDAY + timedelta(days=count) for count in range(14)]
    assert [write(day) for day in days] == [2, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0]
    assert list(Digest.objects.filter(user=alice).order_by("week").values_list("week", flat=True)) == [
        "2026-W25",
        "2026-W26",
    ]


def test_new_year_inside_a_week_makes_no_second_digest(alice: User) -> None:
    days = [date(2026, 12, 28), date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 3), date(2027, 1, 4)]
    assert [write(day) for day in days] == [1, 0, 0, 0, 1]


def test_late_start_on_sunday_still_writes_the_week_and_not_the_one_before(alice: User) -> None:
    assert write(date(2026, 6, 28)) == 1
    assert Digest.objects.get().week == "2026-W26"


def test_colleague_who_joins_midweek_gets_hers_at_the_next_look(alice: User, desk: Team) -> None:
    write()
    dora = User.objects.create_user("dora@example.org", name="Dora")
    Membership.objects.create(user=dora, team=desk, role=Role.LAWYER)
    assert write(date(2026, 6, 17)) == 1
    assert Digest.objects.filter(user=dora).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_write_each_digest_once(alice: User, bob: User, cora: User) -> None:
    assert sum(side_by_side(*[partial(write, MONDAY)] * 3)) == 4
    assert OutgoingMail.objects.count() == Digest.objects.count() == 4


# To whom and in what words


def test_those_who_work_get_one_and_those_who_read_or_hand_in_do_not(
    alice: User, cora: User, rita: User, sam: User, charlie: User
) -> None:
    User.objects.filter(pk=charlie.pk).update(is_active=False)
    write()
    assert set(Digest.objects.values_list("user__name", flat=True)) == {"Alice", "Cora"}


def test_empty_week_is_told_too_in_the_language_of_each(alice: User, bob: User) -> None:
    write()
    told = dict(OutgoingMail.objects.values_list("addressee__name", "subject"))
    assert set(Digest.objects.values_list("deadline_count", flat=True)) == {0}
    assert told == {user.name: preview(user, MONDAY)[1].subject for user in (alice, bob)}
    assert told["Alice"] != told["Bob"]
    assert dict(OutgoingMail.objects.values_list("addressee__name", "language")) == {
        "Alice": "nl",
        "Bob": "fr",
    }


def test_digest_is_keyed_by_week_and_colleague_and_holds_the_exact_mail(alice: User, desk: Team) -> None:
    a_deadline(alice, a_litigation(alice, desk))
    expected = preview(alice, MONDAY)[1]
    write()
    digest = Digest.objects.select_related("mail").get()
    assert (digest.deadline_count, digest.written_at) == (1, AT)
    assert digest.mail.key == f"digest:2026-W25:{alice.pk}"
    assert (digest.mail.subject, digest.mail.text) == (expected.subject, expected.text)


def test_looking_ahead_writes_nothing(alice: User) -> None:
    content, letter, _ = preview(alice, MONDAY)
    assert (content.week, content.deadlines) == ("2026-W25", [])
    assert letter.subject
    assert not Digest.objects.exists()
    assert not OutgoingMail.objects.exists()


# What stands in it


def test_deadlines_come_by_day_overdue_ones_first_and_done_ones_not(alice: User, desk: Team) -> None:
    later = a_deadline(alice, a_litigation(alice, desk, 1))
    overdue = a_deadline(alice, a_litigation(alice, desk, 2), POSTED_22_MAY_2018)
    done = a_deadline(alice, a_litigation(alice, desk, 3))
    meet(act(alice), done.pk, lodged(MONDAY))
    found = preview(alice, MONDAY)[0].deadlines
    assert [deadline.pk for deadline in found] == [overdue.pk, later.pk]


def test_colleague_sees_her_own_and_what_nobody_has_taken_but_not_what_others_have(
    alice: User, bob: User, sam: User, desk: Team
) -> None:
    a_deadline(alice, a_litigation(alice, desk))
    a_deadline(alice, a_question(sam, desk))
    assert due(alice) == ["L-2026-00001", "V-2026-00001"]
    assert due(bob) == ["V-2026-00001"]


def test_taking_a_question_takes_it_from_the_digests_of_the_others(
    alice: User, bob: User, sam: User, desk: Team
) -> None:
    question = a_question(sam, desk)
    a_deadline(alice, question)
    take(act(bob), question.pk)
    assert (due(alice), due(bob)) == ([], ["V-2026-00001"])


@pytest.mark.parametrize("gone", ["barred", "left the team", "reads only"])
def test_deadlines_of_an_owner_who_can_no_longer_act_come_to_the_team(
    alice: User, bob: User, desk: Team, gone: str
) -> None:
    a_deadline(alice, a_litigation(alice, desk))
    assert due(bob) == []
    if gone == "barred":
        User.objects.filter(pk=alice.pk).update(is_active=False)
    elif gone == "left the team":
        Membership.objects.filter(user=alice).delete()
    else:
        Membership.objects.filter(user=alice).update(role=Role.READER)
    assert due(bob) == ["L-2026-00001"]


def test_colleague_who_left_the_team_is_told_nothing_of_it(alice: User, bob: User, desk: Team) -> None:
    a_deadline(alice, a_litigation(alice, desk))
    a_condemnation(alice, desk)
    Membership.objects.filter(user=alice).update(team=Team.objects.create(slug="other", name="Other"))
    assert due(alice) == []
    assert list(lapsing_penalties(alice, date(2026, 8, 1))) == []
    assert len(list(lapsing_penalties(bob, date(2026, 8, 1)))) == 1


def test_terms_that_others_must_keep_are_not_in_it(alice: User, desk: Team) -> None:
    query = {"rule": "transfer-to-responsible-state", "event": {"date": "2026-06-01"}}
    made = a_deadline(alice, a_litigation(alice, desk), query)
    assert (made.state, made.rule_kind) == ("open", "authority_deadline")
    assert due(alice) == []


def test_penalty_is_told_from_eight_weeks_before_its_oldest_day_lapses(alice: User, desk: Team) -> None:
    """Served on 9 March: the first day is the 10th, and six months later it lapses on 10 September."""
    dossier = a_condemnation(alice, desk)
    (found,) = lapsing_penalties(alice, date(2026, 7, 16))
    assert (found.reference, found.lapses_on) == (dossier.reference, date(2026, 9, 10))
    assert list(lapsing_penalties(alice, date(2026, 7, 15))) == []


def test_last_day_of_the_calendar_is_no_error(alice: User) -> None:
    assert preview(alice, date.max)[0].penalties == []


@pytest.mark.parametrize("kind", [EventKind.VIOLATION_FOUND, EventKind.ORDER_SERVED_AGAIN])
def test_digest_that_cannot_be_reckoned_is_an_error_and_stops_no_other(
    alice: User, bob: User, desk: Team, kind: EventKind
) -> None:
    """Such an event is refused on entry, by the ledger or by the order of a life; this one came some other way."""
    dossier = a_condemnation(alice, desk)
    Event.objects.create(dossier=dossier, kind=kind, occurred_on=MONDAY, recorded_by=alice, recorded_at=AT)
    with structlog.testing.capture_logs() as said:
        assert write() == 1
    assert list(Digest.objects.values_list("user__name", flat=True)) == ["Bob"]
    assert [(line["event"], line["log_level"], line["user"]) for line in said] == [
        ("digest_not_written", "error", str(alice.pk))
    ]
    assert write() == 0
    Event.objects.filter(kind=kind).delete()
    assert write() == 1


def test_condemnation_without_penalty_or_service_has_nothing_to_lapse(alice: User, desk: Team) -> None:
    dossier = a_condemnation(alice, desk)
    Event.objects.filter(dossier=dossier).delete()
    assert list(lapsing_penalties(alice, date(2026, 8, 1))) == []
    PenaltyOrder.objects.filter(condemnation=dossier.pk).delete()
    assert list(lapsing_penalties(alice, date(2026, 8, 1))) == []
    assert settings.DESK_DAY == MONDAY
