"""Identifiers are UUIDs of version 7 (RFC 9562): unique, valid, and in the order they were made."""

import time
from uuid import RFC_4122, UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk import identifiers
from helpdesk.identifiers import new_id


def at(monkeypatch: pytest.MonkeyPatch, milliseconds: int) -> UUID:
    monkeypatch.setattr(time, "time_ns", lambda: milliseconds * 1_000_000 + 999_999)
    return new_id()


def test_ten_thousand_are_all_different_and_of_version_7() -> None:
    made = {new_id() for _ in range(10_000)}
    assert len(made) == 10_000
    assert {(each.version, each.variant) for each in made} == {(7, RFC_4122)}


@given(st.integers(min_value=0, max_value=2**48 - 1))
def test_first_48_bits_are_the_millisecond(milliseconds: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        assert at(patch, milliseconds).int >> 80 == milliseconds


@given(st.integers(0, 2**48 - 1), st.integers(0, 2**48 - 1))
def test_order_of_ids_is_order_of_time_as_number_and_as_text(one: int, other: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        first, second = at(patch, one), at(patch, other)
    if one != other:
        assert (first < second) == (str(first) < str(second)) == (one < other)


@pytest.mark.parametrize("drawn", [0, 2**80 - 1])
def test_random_bits_never_touch_version_and_variant(monkeypatch: pytest.MonkeyPatch, drawn: int) -> None:
    monkeypatch.setattr(identifiers.secrets, "randbits", lambda bits: drawn % 2**bits)
    made = at(monkeypatch, 0x0190_0000_0000)
    assert (made.version, made.variant) == (7, RFC_4122)
    assert str(made).startswith("01900000-0000-7")
    assert (made.int & (2**62 - 1)) == drawn % 2**62
