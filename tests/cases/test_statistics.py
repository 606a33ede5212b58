"""Figures in series: what may stand in one line, and what may be added up."""

from datetime import date
from decimal import Decimal

import pytest

from cases.models import StatisticSnapshot
from cases.records import FOLDER, load_figures, read_figures
from cases.statistics import in_one_series, series, total
from tests.cases.conftest import refusal


@pytest.fixture(autouse=True)
def figures(db: None) -> None:
    load_figures(read_figures(FOLDER / "statistic-snapshots.csv"))


def test_series_of_one_scope_is_given_by_day() -> None:
    found = series("unilateral_petitions_in_year", "ttbrl")
    assert [(figure.on.year, figure.value) for figure in found] == [
        (2014, 21), (2015, 87), (2016, 28), (2017, 38), (2018, 14), (2019, 42), (2020, 1249), (2021, 922),
    ]  # fmt: skip
    assert series("unilateral_petitions_in_year") == found


def test_fedasils_count_and_the_tribunals_are_not_one_series() -> None:
    refused = refusal(series, "condemnations_year_to_date")
    assert (refused.code, refused.field) == ("scopes_differ", "scope")
    assert refused.values["allowed"] == ["counted_by_fedasil", "court_not_stated", "ttbrl"]
    assert [figure.value for figure in series("condemnations_year_to_date", "counted_by_fedasil")] == [1216]


def test_metric_that_is_not_there_has_no_figures() -> None:
    assert series("no_such_metric") == []


def test_whole_years_are_added_up() -> None:
    assert total(series("unilateral_petitions_in_year")) == Decimal(2401)
    assert total([]) == Decimal(0)


def test_figures_of_two_scopes_are_not_added_up() -> None:
    both = StatisticSnapshot.objects.filter(metric="penalties_due")
    assert refusal(total, both).code == "scopes_differ"


def test_petitions_and_condemnations_are_not_one_series() -> None:
    both = StatisticSnapshot.objects.filter(
        metric__in=["condemnations_year_to_date", "unilateral_petitions_year_to_date"], scope="ttbrl"
    )
    assert refusal(in_one_series, both).code == "figures_differ"


def test_figures_since_a_start_contain_one_another_and_are_not_added_up() -> None:
    assert refusal(total, series("condemnations_since_start", "all_labour_courts")).code == "figures_overlap"
    assert refusal(total, series("people_on_waiting_list")).code == "figures_overlap"


def test_two_reports_of_the_same_year_are_not_added_up() -> None:
    one = StatisticSnapshot.objects.get(metric="unilateral_petitions_in_year", on=date(2020, 12, 31))
    assert refusal(total, [one, one]).code == "figures_overlap"
