"""A second way of counting, written apart: plain loops over the days of the `holidays` library."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from deadlines.law.compute import answer
from deadlines.law.load import load_law
from deadlines.law.select import parse_query

LAW = load_law()
CLOSED = holidays.country_holidays("BE", years=range(2011, 2042))
ONE_DAY = timedelta(days=1)
RULES = [
    ("rvv-appeal-ordinary", 30, date(2018, 3, 22)),
    ("rvv-appeal-while-detained", 15, date(2014, 5, 31)),
    ("rvv-appeal-while-detained", 10, date(2018, 3, 22)),
    ("rvv-appeal-inadmissibility", 10, date(2018, 3, 22)),
    ("rvv-extreme-urgency-further-measure", 5, date(2014, 5, 31)),
    ("cassation-of-rvv-judgment", 30, date(2022, 5, 8)),
]
POSTED = ("registered", "ordinary_post")
DELIVERED = ("registered_with_receipt", "by_hand")
CASES = [pytest.param(*rule, id=f"{rule[0]} {rule[1]}") for rule in RULES]


def _is_open(day: date) -> bool:
    return day.weekday() < 5 and day not in CLOSED


def _plain_deadline(act_on: date, mode: str, days: int) -> date:
    """Walk to day one, walk the days, walk on to an open one."""
    left, day = (3 if mode in POSTED else 1), act_on
    while left:
        day += ONE_DAY
        left -= mode in DELIVERED or _is_open(day)
    for _ in range(days - 1):
        day += ONE_DAY
    while not _is_open(day):
        day += ONE_DAY
    return day


@pytest.mark.parametrize(("rule", "days", "version_from"), CASES)
@settings(max_examples=300)
@given(offset=st.integers(0, 1300), mode=st.sampled_from(POSTED + DELIVERED))
def test_an_appeal_ends_where_walking_day_by_day_ends(rule, days, version_from, offset, mode):
    act_on = version_from + timedelta(days=offset)
    found = answer(LAW, parse_query({"rule": rule, "notification": {"mode": mode, "date": act_on}}))
    [result] = [each for each in found.results if each.version == version_from.isoformat()]
    assume(not {"extended", "extension_arguable"} & {step.key for step in result.steps})
    assert result.legal_date == _plain_deadline(act_on, mode, days)
