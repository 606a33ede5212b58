"""Identifiers are UUIDs of version 7 (RFC 9562): unique, valid, and in the order they were made."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise
from uuid import RFC_4122, UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk import identifiers
from helpdesk.identifiers import Moments, new_id

JUST_BEFORE_THE_NEXT = 999_999
# The last version 7 has room for: in the year 10889.
milliseconds = st.integers(min_value=0, max_value=2**48 - 2)


@contextmanager
def clock() -> Iterator[Callable[[int], UUID]]:
    """Makes ids as a process would whose clock has always stood where it is put, in nanoseconds."""
    with pytest.MonkeyPatch.context() as patch:
        moments = Moments()

        def made_at(nanoseconds: int) -> UUID:
            patch.setattr(identifiers, "_moments", moments)
            patch.setattr(time, "time_ns", lambda: nanoseconds)
            return new_id()

        yield made_at


def test_ten_thousand_are_all_different_in_order_and_of_version_7() -> None:
    made = [new_id() for _ in range(10_000)]
    assert all(one < other for one, other in pairwise(made))
    assert {(each.version, each.variant) for each in made} == {(7, RFC_4122)}


def test_threads_of_a_process_never_share_a_moment() -> None:
    moments = Moments()
    with ThreadPoolExecutor(4) as threads:
        rows = list(threads.map(lambda _: [moments.next() for _ in range(2_500)], range(4)))
    assert all(row == sorted(row) for row in rows)
    assert len({each for row in rows for each in row}) == 10_000


@given(milliseconds)
def test_first_48_bits_are_the_millisecond(millisecond: int) -> None:
    with clock() as made_at:
        assert made_at(millisecond * 1_000_000 + JUST_BEFORE_THE_NEXT).int >> 80 == millisecond


@given(milliseconds, milliseconds)
def test_order_of_ids_is_order_of_time_as_number_and_as_text(one: int, other: int) -> None:
    with clock() as first_clock, clock() as second_clock:
        first, second = first_clock(one * 1_000_000), second_clock(other * 1_000_000)
    if one != other:
        assert (first < second) == (str(first) < str(second)) == (one < other)


@given(milliseconds, st.lists(st.integers(-3_600_000_000_000, 1_000), min_size=2, max_size=20))
def test_clock_that_stands_still_or_is_set_back_keeps_the_order(millisecond: int, steps: list[int]) -> None:
    with clock() as made_at:
        made = [made_at(max(0, millisecond * 1_000_000 + step)) for step in steps]
    assert all(str(one) < str(other) for one, other in pairwise(made))


@pytest.mark.parametrize("drawn", [0, 2**80 - 1])
def test_random_bits_never_touch_version_and_variant(monkeypatch: pytest.MonkeyPatch, drawn: int) -> None:
    monkeypatch.setattr(identifiers.secrets, "randbits", lambda bits: drawn % 2**bits)
    with clock() as made_at:
        made = made_at(0x0190_0000_0000 * 1_000_000)
    assert (made.version, made.variant) == (7, RFC_4122)
    assert str(made).startswith("01900000-0000-7000-")
    assert (made.int & (2**62 - 1)) == drawn % 2**62
