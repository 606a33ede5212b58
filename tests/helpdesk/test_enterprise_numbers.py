"""KBO numbers: the checksum is read, and nothing is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.people.enterprise_numbers import read_enterprise_number


def number(first: int) -> str:
    """The ten digits that begin with these eight."""
    return f"{first:08d}{97 - first % 97:02d}"


@pytest.mark.parametrize(
    "printed",
    ["0860.737.913", "0860737913", "BE 0860.737.913", "be0860-737-913", "860 737 913", "0860/737/913"],
)
def test_number_is_written_in_one_way(printed: str) -> None:
    read = read_enterprise_number(printed)
    assert (read.normalised, read.warning, read.printed) == ("0860.737.913", "", printed)


@pytest.mark.parametrize("printed", ["0252.796.351", "0308.356.862"])
def test_numbers_of_public_bodies_are_right(printed: str) -> None:
    assert read_enterprise_number(printed).normalised == printed


@pytest.mark.parametrize(
    ("printed", "warning"),
    [
        ("0860.737.914", "check_digits_wrong"),
        ("0860.737.93", "check_digits_wrong"),
        ("12345678", "not_an_enterprise_number"),
        ("0860.737.9133", "not_an_enterprise_number"),
        ("NL123", "not_an_enterprise_number"),
        ("٠٨٦٠٧٣٧٩١٣", "not_an_enterprise_number"),
        (number(20_000_000), "is_establishment_number"),
    ],
)
def test_what_looks_wrong_stays_as_printed_and_is_warned_about(printed: str, warning: str) -> None:
    read = read_enterprise_number(printed)
    assert (read.normalised, read.warning) == (printed, warning)


def test_no_number_is_no_mistake() -> None:
    assert read_enterprise_number("").warning == ""


@given(st.integers(0, 19_999_999))
def test_every_right_number_is_read_and_read_again_as_itself(first: int) -> None:
    read = read_enterprise_number(number(first))
    assert read.warning == ""
    assert read_enterprise_number(read.normalised).normalised == read.normalised


@given(st.integers(0, 19_999_999), st.integers(0, 9), st.integers(0, 9))
def test_one_wrong_digit_is_always_seen(first: int, place: int, digit: int) -> None:
    right = number(first)
    wrong = right[:place] + str(digit) + right[place + 1 :]
    assert wrong == right or read_enterprise_number(wrong).warning in {
        "check_digits_wrong", "is_establishment_number",
    }  # fmt: skip
