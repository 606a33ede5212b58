"""Who stands in for whom: along the chain, never in a circle, and nobody where the chain ends in someone away."""

from contextlib import suppress
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from helpdesk.errors import DeskError
from helpdesk.people.absences import Leave, plan_absence, stand_in_for, standing_in
from helpdesk.people.absences import away as people_away
from helpdesk.people.models import Absence, Role, Team, User
from tests.conftest import member
from tests.factories import act

FIRST, LAST = date(2026, 7, 1), date(2026, 7, 10)


def away(who: User, stand_in: User | None, first: date = FIRST, last: date = LAST) -> Absence:
    leave = Leave(from_on=first, until_on=last, stand_in=stand_in.pk if stand_in else None)
    return plan_absence(act(who), who.pk, leave)


def refusal(*told: object) -> tuple[str, str | None]:
    with pytest.raises(DeskError) as caught:
        away(*told)
    return caught.value.code, caught.value.field


def test_chain_is_followed_to_the_first_who_is_there(alice: User, bob: User, cora: User) -> None:
    away(alice, bob)
    away(bob, cora, date(2026, 7, 3), date(2026, 7, 5))
    found = [stand_in_for(alice, date(2026, 7, day)) for day in (2, 3, 5, 6)]
    assert found == [bob, cora, cora, bob]


def test_first_and_last_day_are_days_away(alice: User, bob: User) -> None:
    away(alice, bob)
    days = [FIRST - timedelta(days=1), FIRST, LAST, LAST + timedelta(days=1)]
    assert [stand_in_for(alice, on) for on in days] == [alice, bob, bob, alice]


def test_chain_that_ends_in_someone_away_leads_to_nobody(alice: User, bob: User) -> None:
    away(alice, bob)
    away(bob, None, date(2026, 7, 4), date(2026, 7, 4))
    assert stand_in_for(alice, date(2026, 7, 4)) is None
    assert stand_in_for(alice, date(2026, 7, 5)) == bob


def test_circle_is_refused_where_it_would_close(alice: User, bob: User, cora: User) -> None:
    away(alice, bob)
    away(bob, cora, date(2026, 7, 5), date(2026, 7, 20))
    assert refusal(cora, alice, LAST, date(2026, 7, 30)) == ("stand_in_circle", "stand_in")
    away(cora, alice, LAST + timedelta(days=1), date(2026, 7, 30))
    assert refusal(alice, alice, date(2026, 8, 1), date(2026, 8, 2)) == ("stand_in_circle", "stand_in")


def test_days_away_twice_are_refused(alice: User, bob: User) -> None:
    away(alice, bob)
    assert refusal(alice, None, LAST, LAST) == ("away_already", "from_on")
    assert refusal(alice, None, LAST, FIRST) == ("days_reversed", "until_on")
    away(alice, None, LAST + timedelta(days=1), date(2026, 7, 12))


def test_stand_in_works_in_one_of_her_teams(alice: User, rita: User, charlie: User, sam: User) -> None:
    for stranger in (rita, charlie, sam):
        assert refusal(alice, stranger) == ("colleague_elsewhere", "stand_in")
    assert Absence.objects.count() == 0


def test_database_knows_no_absence_that_ends_first_or_stands_in_for_itself(alice: User) -> None:
    for wrong in ({"until_on": FIRST - timedelta(days=1)}, {"until_on": LAST, "stand_in": alice}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Absence.objects.create(colleague=alice, from_on=FIRST, **wrong)


@pytest.fixture
def six(desk: Team) -> list[User]:
    return [member(desk, f"Nr{number}", Role.LAWYER) for number in range(6)]


PLANS = st.lists(
    st.tuples(
        st.integers(0, 5), st.one_of(st.none(), st.integers(0, 5)), st.integers(0, 9), st.integers(0, 4)
    ),
    max_size=12,
)


def test_whatever_was_planned_no_day_holds_a_circle(six: list[User]) -> None:
    @settings(max_examples=40, deadline=None)
    @given(PLANS)
    def holds(plans: list[tuple[int, int | None, int, int]]) -> None:
        with transaction.atomic():
            for who, instead, start, length in plans:
                first = FIRST + timedelta(days=start)
                stand_in = None if instead is None else six[instead]
                with suppress(DeskError):
                    away(six[who], stand_in, first, first + timedelta(days=length))
            for day in range(15):
                assert_no_circle(people_away(FIRST + timedelta(days=day)))
            transaction.set_rollback(True)

    holds()


def assert_no_circle(absent: dict[UUID, UUID | None]) -> None:
    for who in absent:
        passed: list[UUID] = []
        link: UUID | None = who
        while link in absent:
            assert link not in passed
            passed.append(link)
            link = absent[link]


IDS = [uuid4() for _ in range(5)]


@given(st.dictionaries(st.sampled_from(IDS), st.one_of(st.none(), st.sampled_from(IDS))))
def test_stand_in_is_present_or_nobody_even_in_a_circle(absent: dict[UUID, UUID | None]) -> None:
    for who in IDS:
        found = standing_in(who, absent)
        assert found is None or found not in absent
        assert who in absent or found == who
