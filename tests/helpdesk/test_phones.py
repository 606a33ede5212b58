"""Telephone numbers: one way of writing them where it is sure, none where it is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.people.phones import e164


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("0470 12 34 56", "+32470123456"),
        ("0470/12.34.56", "+32470123456"),
        ("+32 470 12 34 56", "+32470123456"),
        ("0032470123456", "+32470123456"),
        ("+32 (0)470 12 34 56", "+32470123456"),
        ("+32 0470 12 34 56", "+32470123456"),
        ("(02) 205 00 55", "+3222050055"),
        ("02/205.00.55", "+3222050055"),
        ("09 224 00 00", "+3292240000"),
        ("011 22 33 44", "+3211223344"),
        ("+31 20 123 45 67", "+31201234567"),
        ("0049 30 1234567", "+49301234567"),
        ("+1 202 555 0100", "+12025550100"),
    ],
)
def test_number_that_is_sure_is_written_in_one_way(typed: str, read: str) -> None:
    assert e164(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "", "12", "470 12 34 56", "0470 12 34 5", "0470 12 34 567", "02 205 00 5", "02 205 00 55 ext. 3", "ask An",
        "02 205 00 55 / 0470 12 34 56", "+31 20 123 45 67/68", "+32 2 205 00 55/56", "+0 470 12 34 56", "+32",
        "٠٤٧٠١٢٣٤٥٦", "+" + "1" * 16, "04 53 12 34 5",
    ],
)  # fmt: skip
def test_number_that_is_not_sure_is_read_as_none(typed: str) -> None:
    assert e164(typed) == ""


@given(st.text(alphabet="+0123456789 ./-()\u00a0x", max_size=24))
def test_what_was_read_is_read_as_itself_and_fits_the_standard(typed: str) -> None:
    read = e164(typed)
    assert e164(read) == read
    assert not read or (read[0] == "+" and read[1:].isdecimal() and 8 <= len(read[1:]) <= 15)


@given(
    st.from_regex(r"4[5-9][0-9]{7}", fullmatch=True), st.sampled_from(["0", "+32", "0032", "+32 (0)", "+320"])
)
def test_every_prefix_of_a_belgian_mobile_number_leads_to_the_same(number: str, prefix: str) -> None:
    assert e164(prefix + number) == f"+32{number}"
