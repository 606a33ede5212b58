"""The public orders, cases, figures and coded words the desk starts with, checked as files."""

import csv
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

FOLDER = Path(__file__).parents[2] / "cases" / "data"
CONFIDENCE = {"high", "medium", "low"}
FLAGS = ("is_lower_bound", "is_rounded", "is_petition_count")


def rows_of(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def entries_of(name: str):
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


ORDERS = {order["key"]: order for order in entries_of("public-orders.yaml")}
CASES = {case["key"]: case for case in entries_of("strategic-cases.yaml")}
FIGURES = rows_of("statistic-snapshots.csv")


def figure(metric: str, scope: str, on: str) -> dict[str, str]:
    [found] = [row for row in FIGURES if (row["metric"], row["scope"], row["on"]) == (metric, scope, on)]
    return found


# Orders


def test_public_orders_are_those_of_the_sources_with_their_printed_numbers():
    assert [(order["role_number"], str(order["decided_on"])) for order in ORDERS.values()] == [
        (None, "2022-07-22"),
        ("22/1217/K", "2022-06-07"),
        ("2022/KB/14", "2022-09-28"),
        ("2022/CB/4", "2022-12-15"),
        ("2022/KB/22", "2022-12-20"),
        ("2022/KB/23", "2022-12-20"),
        ("2023/CB/3", "2023-05-04"),
        ("2021/164/C", "2022-01-19"),
        ("2022/4618/A", "2023-06-29"),
        ("257.300", "2023-09-13"),
        ("09/62/C", "2009-09-21"),
        ("11/278/C", "2011-12-30"),
        ("10/01/C", "2010-11-04"),
    ]


def test_every_order_has_the_same_fields_and_known_words():
    assert len({frozenset(order) for order in ORDERS.values()}) == 1
    for order in ORDERS.values():
        assert isinstance(order["decided_on"], date)
        assert order["confidence"] in CONFIDENCE
        assert order["language"] in {"nl", "fr", None}
        assert order["procedure"] in {"unilateral", "summary", "merits", "appeal", "extreme_urgency"}
        assert order["outcome"] in {"granted", "suspended", None}
        assert order["shape"] in {"individual", "collective", None}
        assert order["debtor"] in {"fedasil", "belgian_state", "both", None}


def test_penalties_hold_only_what_was_read():
    amounts = {key: order["penalty"] and order["penalty"]["amount"] for key, order in ORDERS.items()}
    assert {key: amount for key, amount in amounts.items() if amount} == {
        "labour-tribunal-1217": "1000.00",
        "collective-summary-164": "5000.00",
        "earlier-crisis-62": "250.00",
    }
    assert len({frozenset(order["penalty"]) for order in ORDERS.values() if order["penalty"]}) == 1
    assert {order["penalty"]["cap"] for order in ORDERS.values() if order["penalty"]} == {None}


def test_camara_holds_the_days_of_the_vector():
    camara = ORDERS["camara"]
    assert (camara["served_on"], camara["housed_on"]) == (date(2022, 7, 29), date(2022, 11, 4))
    assert (camara["penalty"]["counted_per"], camara["penalty"]["persons"]) == ("family", 1)


def test_ecli_built_by_rule_is_marked_unverified():
    with_ecli = {order["ecli"]: order["ecli_is_verified"] for order in ORDERS.values() if order["ecli"]}
    assert with_ecli == {
        "ECLI:BE:CTBRL:2022:ARR.20221215.1": True,
        "ECLI:BE:CTBRL:2023:ARR.20230504.1": True,
        "ECLI:BE:RVSCE:2023:ARR.257.300": False,
    }


# Strategic cases


def test_every_strategic_case_and_instance_has_the_same_fields():
    assert len(CASES) == 10
    assert len({frozenset(case) for case in CASES.values()}) == 1
    instances = [instance for case in CASES.values() for instance in case["instances"]]
    assert len({frozenset(instance) for instance in instances}) == 1
    outcomes = {instance["outcome"] for instance in instances}
    assert outcomes == {"granted", "partly_granted", "suspended", None}
    steps = [step for case in CASES.values() for step in case["follow_up"]]
    assert {frozenset(step) for step in steps} == {frozenset({"kind", "state", "happened_on", "text"})}


def test_constitutional_court_grievances_add_up():
    grievances = dict(CASES["constitutional-court-asylum-acts-2017"]["grievances"])
    assert grievances == {"total": 22, "annulled": 7, "interpreted": 7, "rejected": 8, "pending": 0}
    assert grievances.pop("total") == sum(grievances.values())


def test_cases_not_read_to_the_end_have_no_outcome():
    open_cases = {key for key, case in CASES.items() if case["outcome"] is None}
    assert open_cases == {"council-of-state-fifty-a-day", "council-of-state-reception-refusals-2020"}


# Figures


def test_all_83_published_figures_are_there_and_well_formed():
    assert len(FIGURES) == 83
    for row in FIGURES:
        assert Decimal(row["value"]) > 0
        assert date.fromisoformat(row["on"]) <= date(2026, 2, 7)
        assert row["unit"] in {"eur", "count", "percent", "months"}
        assert row["confidence"] in CONFIDENCE
        assert row["source_url"].startswith(("https://", "http://"))
        assert row["note"].endswith(".")
        assert {row[flag] for flag in FLAGS} <= {"true", "false"}


def test_published_figures_name_each_kind_of_reporter():
    assert Counter(row["reporter"] for row in FIGURES) == {
        "court": 26,
        "defendant": 13,
        "ngo": 5,
        "press": 27,
        "government_or_party": 10,
        "international_body": 2,
    }


def test_figure_has_one_place_in_a_series():
    keys = Counter((row["metric"], row["scope"], row["on"], row["source_url"]) for row in FIGURES)
    assert max(keys.values()) == 1


def test_series_has_one_unit_and_never_mixes_petitions_with_decisions():
    for flag in ("unit", "is_petition_count"):
        kinds: dict[str, set[str]] = {}
        for row in FIGURES:
            kinds.setdefault(row["metric"], set()).add(row[flag])
        assert {metric for metric, found in kinds.items() if len(found) > 1} == set()


def test_petitions_are_never_called_condemnations():
    petitions = {row["metric"] for row in FIGURES if row["is_petition_count"] == "true"}
    assert petitions == {
        "unilateral_petitions_in_year",
        "unilateral_petitions_year_to_date",
        "petitions_year_to_date",
        "procedures_year_to_date",
        "rule39_applicants_asking",
    }


def test_headline_of_september_2020_counts_petitions():
    row = figure("petitions_year_to_date", "court_not_stated", "2020-09-28")
    assert (row["value"], row["is_petition_count"]) == ("1000", "true")


@pytest.mark.parametrize(
    ("scope", "on", "value", "reporter"),
    [
        ("counted_by_fedasil", "2022-08-01", "1216", "defendant"),
        ("ttbrl", "2022-10-06", "4500", "court"),
    ],
)
def test_fedasils_count_and_the_tribunals_stay_apart(scope, on, value, reporter):
    row = figure("condemnations_year_to_date", scope, on)
    assert (row["value"], row["reporter"]) == (value, reporter)


def test_contradicting_totals_of_penalties_due_share_no_scope():
    totals = {row["scope"]: row["value"] for row in FIGURES if row["metric"] == "penalties_due"}
    assert totals == {
        "estimate_minister_party": "240000000",
        "estimate_de_standaard": "278500000",
        "estimate_knack": "168000000",
    }


def test_tribunals_procedures_of_2023_are_the_sum_of_their_kinds():
    kinds = ("unilateral_petitions", "summary_summonses", "merits_cases")
    parts = [int(figure(f"{kind}_year_to_date", "ttbrl", "2023-08-01")["value"]) for kind in kinds]
    assert (parts, sum(parts)) == ([1665, 107, 387], 2159)
    assert figure("procedures_year_to_date", "ttbrl", "2023-08-01")["value"] == "2159"


# Recommendations and coded words


def test_recommendations_run_from_1_to_90_with_known_levels():
    rows = rows_of("recommendations.csv")
    assert [int(row["number"]) for row in rows] == list(range(1, 91))
    levels = {level for row in rows for level in row["level"].split("/")}
    assert levels == {"federal", "flemish", "european", "local", "brussels"}
    assert all(row["chapter"] and row["short_title"] for row in rows)


def test_every_code_has_a_label_in_three_languages_and_stands_once():
    words = entries_of("themes.yaml")
    assert {kind: len(entries) for kind, entries in words.items()} == {
        "asker_roles": 9,
        "channels": 5,
        "themes": 18,
        "outcomes": 5,
    }
    for entries in words.values():
        assert len({entry["code"] for entry in entries}) == len(entries)
        for entry in entries:
            assert set(entry) == {"code", "nl", "fr", "en"}
            assert all(isinstance(label, str) and label for label in entry.values())
            assert len(entry["code"]) <= 40
