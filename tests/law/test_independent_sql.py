"""A second implementation, thought out otherwise: joins over a table of days in PostgreSQL, no loop, no rule file.

What the rules say is written here a second time, by hand, and the open days come from the `holidays` library.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

import holidays
import pytest
from django.db import connection

from deadlines.law.answers import Result
from deadlines.law.compute import answer
from deadlines.law.load import load_law
from deadlines.law.query import parse_query

CASES = 100_000
SEED = 20260612
AT_MOST_SHOWN = 5
FREE = {"detained_at_notification": False}
DETAINED = {"detained_at_notification": True}
REMOVAL = {"removal_imminent": True}
BEFORE_2011 = ("registered_with_receipt", "registered", "ordinary_post", "by_hand", "fax")
SINCE_2011 = (*BEFORE_2011, "courier", "bailiff")
SINCE_2013 = (*SINCE_2011, "email", "jbox", "other_lawful")
COUNCIL = (
    "registered_with_receipt",
    "judicial_letter",
    "by_hand",
    "jbox",
    "email",
    "registered",
    "ordinary_post",
)
COURTS = ("bailiff", "registered_with_receipt", "judicial_letter", "registered", "ordinary_post", "by_hand")
NONE = (None,)


class Family(NamedTuple):
    """A rule version as this test reads it; `until` is exclusive. `decision` is another way to ask for it."""

    rule: str
    version: date
    since: date
    until: date
    modes: tuple[str | None, ...]
    amount: int
    unit: str
    rolls: bool = True
    delay_months: int = 0
    post_takes_three_days: bool = True
    covid_until: date | None = None
    vacation: str = "none"
    is_ours: bool = True
    decision: tuple[str, str, dict[str, object]] | None = None
    printed: bool = False


FIRST, START_2011, E_MAIL = date(2007, 6, 1), date(2011, 1, 10), date(2013, 9, 1)
Y2009, Y2014, Y2018, Y2026 = date(2009, 5, 29), date(2014, 5, 31), date(2018, 3, 22), date(2026, 6, 12)
CODE, LATEST = date(2012, 4, 1), date(2039, 6, 1)
COVID, COVID_DETAINED = date(2020, 6, 2), date(2020, 5, 18)
ORDER = ("immigration_office", "removal_order")
FAMILIES = (
    # before the Council: days, rolled
    Family("rvv-appeal-ordinary", FIRST, FIRST, Y2009, BEFORE_2011, 30, "days", post_takes_three_days=False),
    Family("rvv-appeal-ordinary", Y2009, START_2011, E_MAIL, SINCE_2011, 30, "days",
           decision=("cgrs", "refusal", FREE)),
    Family("rvv-appeal-ordinary", Y2018, Y2018, Y2026, SINCE_2013, 30, "days", covid_until=COVID,
           decision=("cgrs", "exclusion", FREE)),
    Family("rvv-appeal-while-detained", Y2014, Y2014, Y2018, SINCE_2013, 15, "days",
           decision=("cgrs", "refusal", DETAINED)),
    Family("rvv-appeal-while-detained", Y2018, Y2018, Y2026, SINCE_2013, 10, "days", covid_until=COVID_DETAINED,
           decision=("immigration_office", "stay_refusal", DETAINED)),
    Family("rvv-appeal-inadmissibility", Y2018, Y2018, Y2026, SINCE_2013, 10, "days", covid_until=COVID),
    Family("rvv-appeal-subsequent-application-lodged-in-detention", Y2018, Y2018, Y2026, SINCE_2013, 5, "days",
           covid_until=COVID_DETAINED),
    Family("rvv-annulment", Y2014, Y2014, Y2026, SINCE_2013, 30, "days", covid_until=COVID,
           decision=("immigration_office", "stay_refusal", FREE)),
    Family("rvv-extreme-urgency-first-measure", Y2014, Y2014, Y2026, SINCE_2013, 10, "days",
           decision=(*ORDER, FREE | REMOVAL | {"removal_measure_number": 1})),
    Family("rvv-extreme-urgency-further-measure", Y2014, Y2014, Y2026, SINCE_2013, 5, "days",
           decision=(*ORDER, DETAINED | REMOVAL | {"removal_measure_number": 3})),
    Family("rvv-appeal-printed-term", Y2026, Y2026, LATEST, SINCE_2013, 10, "days", printed=True,
           decision=("cgrs", "refusal", FREE)),
    Family("rvv-request-hearing", START_2011, START_2011, Y2026, ("jbox", "registered"), 15, "days",
           post_takes_three_days=False, covid_until=COVID),
    # other courts: days and months, with and without a roll, the vacation
    Family("council-of-state-annulment", date(2007, 1, 1), date(2007, 1, 1), LATEST, COUNCIL, 60, "days", rolls=False),
    Family("cassation-of-rvv-judgment", date(2022, 5, 8), date(2022, 5, 8), LATEST, COUNCIL, 30, "days",
           decision=("rvv", "rvv_judgment", {"remedies_mentioned": True})),
    Family("cassation-of-rvv-judgment-without-remedies", date(2022, 5, 8), date(2022, 5, 8), LATEST, COUNCIL, 30,
           "days", delay_months=4),
    Family("appeal-against-judgment", date(2006, 1, 1), CODE, LATEST, COURTS, 1, "months", vacation="certain",
           decision=("labour_court", "court_judgment", {})),
    Family("appeal-against-summary-order", date(2006, 1, 1), CODE, LATEST, COURTS, 1, "months", vacation="arguable"),
    Family("third-party-opposition", date(2006, 1, 1), CODE, LATEST, COURTS, 1, "months", is_ours=False),
    Family("cassation-of-court-judgment", date(2006, 1, 1), CODE, LATEST, COURTS, 3, "months"),
    Family("labour-court-against-reception-decision", date(2007, 1, 12), CODE, LATEST, COURTS, 3, "months",
           rolls=False),
    # after an event: months that never roll, working days, days
    Family("ecthr-application", date(2022, 2, 1), date(2022, 2, 1), LATEST, NONE, 4, "months", rolls=False),
    Family("ecthr-form-after-interim-measure", date(2022, 1, 1), date(2022, 1, 1), LATEST, NONE, 28, "days",
           rolls=False),
    Family("constitutional-court-annulment", date(1989, 1, 6), date(2001, 1, 1), LATEST, NONE, 6, "months",
           rolls=False),
    Family("penalty-prescription", date(2000, 1, 1), date(2001, 1, 1), LATEST, NONE, 6, "months", rolls=False),
    Family("asylum-application-after-entry", Y2018, Y2018, LATEST, NONE, 8, "working_days", rolls=False),
)  # fmt: skip


class Case(NamedTuple):
    """One question, and how to find its result among the answers."""

    family: Family
    mode: str | None
    act_on: date
    amount: int
    by_decision: bool

    def question(self) -> dict[str, object]:
        notification = {"mode": self.mode, "date": self.act_on}
        printed = {"printed_term_days": self.amount} if self.family.printed else {}
        if not self.by_decision or self.family.decision is None:
            return {"rule": self.family.rule, "notification": notification, **printed}
        authority, kind, facts = self.family.decision
        decision = {"authority": authority, "kind": kind}
        return {"decision": decision, "facts": facts, "notification": notification, **printed}


Days = tuple[date, date, date, date, date]
"""Day one, raw last day, legal day, safe day, latest arguable day."""


def _cases() -> Iterator[Case]:
    chance = Random(SEED)
    for _ in range(CASES):
        family = chance.choice(FAMILIES)
        act_on = family.since + timedelta(days=chance.randrange((family.until - family.since).days))
        amount = chance.choice((5, 10, 30)) if family.printed else family.amount
        yield Case(family, chance.choice(family.modes), act_on, amount, chance.random() < 0.5)


def _computed(case: Case) -> Days:
    results = answer(load_law(), parse_query(case.question())).results
    version = case.family.version.isoformat()
    [result] = [each for each in results if (each.rule, each.version) == (case.family.rule, version)]
    return _days_of(result)


def _days_of(result: Result) -> Days:
    [day_one] = [step.on for step in result.steps if step.key in ("day_one", "day_one_working")]
    latest = result.band.latest_arguable if result.band else None
    return day_one, result.raw_date, result.legal_date, result.safe_date, latest or result.legal_date


CALENDAR = """
CREATE TEMP TABLE calendar ON COMMIT DROP AS
SELECT day, is_open,
       count(*) FILTER (WHERE is_open) OVER (ORDER BY day) AS open_rank,
       min(day) FILTER (WHERE is_open) OVER (ORDER BY day DESC) AS next_open,
       (extract(year FROM day) * 12 + extract(month FROM day))::int AS month_index,
       extract(day FROM day)::int AS day_of_month
  FROM (SELECT each::date AS day, extract(isodow FROM each) < 6 AND each::date <> ALL (%s::date[]) AS is_open
          FROM generate_series(timestamp '2000-01-01', timestamp '2040-12-31', interval '1 day') AS each) AS days;
CREATE UNIQUE INDEX ON calendar (day);
CREATE INDEX ON calendar (open_rank) WHERE is_open;
CREATE INDEX ON calendar (month_index);
ANALYZE calendar;
"""

# From the so-many-eth to the day before; the earlier reading keeps the day number of the eve.
MONTH_ENDS = """
CREATE TEMP TABLE month_end ON COMMIT DROP AS
SELECT first.day AS first_on, months,
       max(last.day) FILTER (WHERE CASE first.day_of_month
           WHEN 1 THEN last.month_index = first.month_index + months - 1
           ELSE last.month_index = first.month_index + months AND last.day_of_month < first.day_of_month
       END) AS legal_on,
       max(last.day) FILTER (WHERE last.month_index = eve.month_index + months
                               AND last.day_of_month <= eve.day_of_month) AS safe_on
  FROM calendar AS first
  JOIN calendar AS eve ON eve.day = first.day - 1
 CROSS JOIN unnest(ARRAY[1, 3, 4, 6]) AS months
  JOIN calendar AS last ON last.month_index BETWEEN first.month_index + months - 1 AND first.month_index + months
 GROUP BY first.day, months;
CREATE UNIQUE INDEX ON month_end (first_on, months);
ANALYZE month_end;
"""

CASE_TABLE = """
CREATE TEMP TABLE asked (
    id int PRIMARY KEY, act_on date, is_post_of_three_days bool, amount int, unit text, rolls bool,
    delay_months int, covid_until date, vacation text, is_ours bool
) ON COMMIT DROP
"""

SUM = """
WITH begun AS (
    SELECT asked.*, CASE WHEN is_post_of_three_days THEN third.day ELSE act_on + 1 END AS day_one
      FROM asked
      JOIN calendar AS act ON act.day = act_on
      JOIN calendar AS third ON third.is_open AND third.open_rank = act.open_rank + 3
), running AS (
    SELECT begun.*,
           coalesce(delay.legal_on + 1, day_one) AS legal_first, coalesce(delay.safe_on + 1, day_one) AS safe_first
      FROM begun LEFT JOIN month_end AS delay ON delay.first_on = day_one AND delay.months = delay_months
), counted AS (
    SELECT running.*,
           CASE unit WHEN 'days' THEN legal_first + amount - 1
                     WHEN 'months' THEN months.legal_on ELSE nth.day END AS raw_on,
           CASE unit WHEN 'days' THEN safe_first + amount - 1
                     WHEN 'months' THEN months.safe_on ELSE nth.day END AS safe_raw_on
      FROM running
      LEFT JOIN month_end AS months ON unit = 'months' AND months.first_on = legal_first AND months.months = amount
      LEFT JOIN calendar AS eve ON unit = 'working_days' AND eve.day = legal_first - 1
      LEFT JOIN calendar AS nth ON nth.is_open AND nth.open_rank = eve.open_rank + amount
), bounded AS (
    SELECT counted.*, CASE WHEN rolls THEN raw.next_open ELSE raw_on END AS rolled_on,
           make_date(extract(year FROM raw_on)::int, 7, 1) AS vacation_from,
           make_date(extract(year FROM raw_on)::int, 8, 31) AS vacation_until
      FROM counted JOIN calendar AS raw ON raw.day = raw_on
), lengthened AS (
    SELECT bounded.*,
           CASE WHEN covid_until IS NOT NULL AND raw_on BETWEEN '2020-04-09' AND '2020-05-03' THEN covid_until
                WHEN vacation <> 'none' AND raw_on <= vacation_until AND day_one >= vacation_from
                THEN make_date(extract(year FROM raw_on)::int, 9, 15) END AS longest_on,
           CASE WHEN covid_until IS NOT NULL THEN rolled_on <= '2020-05-03'
                ELSE vacation = 'certain' AND act_on >= vacation_from AND rolled_on <= vacation_until
           END AS is_certain
      FROM bounded
), moved AS (
    SELECT lengthened.*,
           CASE WHEN is_certain THEN coalesce(longest_on, raw_on) ELSE raw_on END AS last_on,
           CASE WHEN is_certain THEN coalesce(longest_on, safe_raw_on) ELSE safe_raw_on END AS safe_last_on
      FROM lengthened
)
SELECT day_one, raw_on,
       CASE WHEN rolls THEN last.next_open ELSE last_on END,
       CASE WHEN NOT is_ours THEN CASE WHEN rolls THEN last.next_open ELSE last_on END
            WHEN rolls THEN safe.next_open ELSE safe_last_on END,
       CASE WHEN rolls THEN latest.next_open ELSE coalesce(longest_on, raw_on) END
  FROM moved
  JOIN calendar AS last ON last.day = last_on
  JOIN calendar AS safe ON safe.day = safe_last_on
  JOIN calendar AS latest ON latest.day = coalesce(longest_on, raw_on)
 ORDER BY id
"""


def _row(index: int, case: Case) -> tuple[object, ...]:
    family = case.family
    posted = family.post_takes_three_days and case.mode in ("registered", "ordinary_post")
    return (
        index, case.act_on, posted, case.amount, family.unit, family.rolls,
        family.delay_months, family.covid_until, family.vacation, family.is_ours,
    )  # fmt: skip


def _summed_in_sql(cases: list[Case]) -> list[Days]:
    closed = sorted(holidays.country_holidays("BE", years=range(2000, 2041)))
    with connection.cursor() as cursor:
        cursor.execute(CALENDAR, [closed])
        cursor.execute(MONTH_ENDS)
        cursor.execute(CASE_TABLE)
        with cursor.copy("COPY asked FROM STDIN") as copy:
            for index, case in enumerate(cases):
                copy.write_row(_row(index, case))
        cursor.execute("ANALYZE asked")
        cursor.execute(SUM)
        return cursor.fetchall()


@pytest.mark.django_db
def test_a_hundred_thousand_cases_agree_with_set_based_sql_to_the_day() -> None:
    cases = list(_cases())
    summed = _summed_in_sql(cases)
    assert len(summed) == CASES
    differing = (
        (case.question(), found, expected)
        for case, expected in zip(cases, summed, strict=True)
        if (found := _computed(case)) != expected
    )
    assert [each for _, each in zip(range(AT_MOST_SHOWN), differing, strict=False)] == []


def test_the_cases_reach_every_family_mode_extension_and_reading() -> None:
    """Guards the comparison itself: what no case touches, no agreement proves."""
    cases = list(_cases())
    assert {(case.family.rule, case.family.version, case.mode) for case in cases} == {
        (family.rule, family.version, mode) for family in FAMILIES for mode in family.modes
    }
    results = [answer(load_law(), parse_query(case.question())).governing_result for case in cases[:20_000]]
    keys = {step.key for result in results for step in result.steps}
    assert {"extended", "extension_arguable", "earlier_reading", "rolled", "delay", "printed_term"} <= keys
