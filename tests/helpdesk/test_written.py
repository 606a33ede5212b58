"""A query that is written once answers as the query itself would, for every value and in every thread."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Length
from pytest_django import DjangoAssertNumQueries

from helpdesk.people.models import Membership, Team, User
from helpdesk.written import written_once

TODAY = date(2026, 6, 15)


@written_once
def memberships_of(user: User, team_id: UUID) -> QuerySet[Membership]:
    return Membership.objects.filter(user=user, team_id=team_id).select_related("team", "user")


@written_once
def lengths_of(name: str) -> QuerySet[User, tuple[int, str]]:
    return User.objects.filter(name=name).annotate(long=Length("name")).values_list("long", "name")


@written_once
def named_like_ours(name: str) -> QuerySet[User, UUID]:
    return User.objects.filter(name=name, email__contains="50%_o'f").values_list("pk", flat=True)


@written_once
def away_on(day: date) -> QuerySet[User, UUID]:
    return User.objects.filter(absences__from_on__lte=day, absences__until_on__gte=day).values_list(
        "pk", flat=True
    )


def test_rows_are_those_of_the_query_with_the_rows_they_point_to(
    alice: User, bob: User, desk: Team, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for user in (alice, bob):
        with django_assert_num_queries(1):
            [found] = memberships_of(user, desk.pk)
            assert (found.user, found.team.name) == (user, desk.name)
        assert vars(found.team).keys() == vars(desk).keys()
    assert memberships_of(alice, UUID(int=7)) == []


def test_columns_come_in_the_order_they_were_asked_for(alice: User) -> None:
    assert lengths_of(alice.name) == [(len(alice.name), alice.name)]
    assert lengths_of("'; DROP TABLE people_user; --") == []


@pytest.mark.django_db
def test_what_is_the_same_each_time_stands_in_the_text_to_the_letter() -> None:
    found = User.objects.create(email="50%_o'f@example.org", name="Ann")
    User.objects.create(email="50x_o'f@example.org", name="Ann")
    assert named_like_ours("Ann") == [found.pk]
    sql, values = named_like_ours.sql("Ann")
    assert values == ["Ann"]
    assert "$1" in sql
    assert "$2" not in sql


def test_nothing_of_one_question_is_left_in_the_next(alice: User, bob: User, desk: Team) -> None:
    first = memberships_of(alice, desk.pk)
    assert [one.user for one in memberships_of(bob, desk.pk)] == [bob]
    assert [one.user for one in first] == [alice]


def test_database_keeps_its_plan(alice: User) -> None:
    for _ in range(3):
        lengths_of(alice.name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%LENGTH(%'")
        assert len(cursor.fetchall()) == 1


def test_value_that_no_gap_can_stand_for_is_refused_where_the_query_is_written() -> None:
    def of_many(ids: list[UUID]) -> QuerySet[User]:
        return User.objects.filter(pk__in=ids)

    with pytest.raises(TypeError, match="No gap can stand for"):
        written_once(of_many)


@pytest.mark.django_db
def test_day_nobody_is_away_finds_nobody() -> None:
    assert away_on(TODAY) == []


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_over_its_own_connection() -> None:
    user = User.objects.create(email="thread@example.org", name="Thread")

    def ask(_number: int) -> list[tuple[int, str]]:
        try:
            return lengths_of(user.name)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(ask, range(8))) == [[(6, "Thread")]] * 8
