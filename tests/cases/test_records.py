"""The public records: all of them, once, with nothing made up."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cases.models import (
    Condemnation,
    Dossier,
    DossierKind,
    Event,
    Grievance,
    Instance,
    Party,
    PenaltyOrder,
    StatisticSnapshot,
)
from cases.records import FOLDER, Loaded, load_figures, load_public_records, read_figures
from helpdesk.people.enterprise_numbers import read_enterprise_number
from helpdesk.people.models import Organisation, Team, User
from helpdesk.trail.models import TrailEntry
from tests.cases.conftest import act_of, refusal


@pytest.fixture
def loaded(alice: User, desk: Team) -> dict[str, Loaded]:
    return load_public_records(act_of(alice), desk)


def test_all_orders_cases_and_83_figures_are_loaded(loaded: dict[str, Loaded]) -> None:
    assert loaded == {
        "orders": Loaded(added=13, unchanged=0),
        "strategic cases": Loaded(added=10, unchanged=0),
        "figures": Loaded(added=83, unchanged=0),
        "recommendations": Loaded(added=90, unchanged=0),
        "organisations": Loaded(added=3, unchanged=0),
    }
    assert StatisticSnapshot.objects.count() == 83
    assert Dossier.objects.filter(kind=DossierKind.CONDEMNATION).count() == 13
    assert Dossier.objects.filter(kind=DossierKind.LITIGATION).count() == 10


def test_public_bodies_come_with_their_right_numbers(loaded: dict[str, Loaded]) -> None:
    found = dict(Organisation.objects.values_list("name", "kbo_number"))
    assert (found["Fedasil"], found["Belgische Staat"]) == ("0860.737.913", "0252.796.351")
    assert {read_enterprise_number(number).warning for number in found.values()} == {""}


def test_second_run_changes_nothing(loaded: dict[str, Loaded], alice: User, desk: Team) -> None:
    tables = (
        Dossier,
        Condemnation,
        PenaltyOrder,
        Event,
        StatisticSnapshot,
        TrailEntry,
        Party,
        Instance,
        Grievance,
    )
    before = [list(table.objects.order_by("pk").values()) for table in tables]
    again = load_public_records(act_of(alice), desk)
    assert {what: (one.added, one.unchanged) for what, one in again.items()} == {
        "orders": (0, 13),
        "strategic cases": (0, 10),
        "figures": (0, 83),
        "recommendations": (0, 90),
        "organisations": (0, 3),
    }
    assert [list(table.objects.order_by("pk").values()) for table in tables] == before


def test_camara_has_its_service_and_its_place_and_no_invented_penalty(loaded: dict[str, Loaded]) -> None:
    camara = Condemnation.objects.get(decided_on=date(2022, 7, 22))
    assert list(camara.dossier.events.order_by("occurred_on").values_list("kind", "occurred_on")) == [
        ("order_given", date(2022, 7, 22)),
        ("order_served", date(2022, 7, 29)),
        ("person_housed", date(2022, 11, 4)),
    ]
    assert not PenaltyOrder.objects.filter(condemnation=camara).exists()
    assert camara.dossier.title == "Tribunal du travail francophone de Bruxelles, 2022-07-22"


def test_only_penalties_with_a_known_amount_and_unit_are_entered(loaded: dict[str, Loaded]) -> None:
    told = ("condemnation__role_number", "amount", "unit", "counted_per", "debtor")
    assert sorted(PenaltyOrder.objects.values_list(*told)) == [
        ("09/62/C", Decimal("250.00"), "calendar_day", "person", "fedasil"),
        ("2021/164/C", Decimal("5000.00"), "working_day", "any_person", "both"),
        ("22/1217/K", Decimal("1000.00"), "night", "family", "fedasil"),
    ]


def test_what_no_source_says_stands_in_the_summary(loaded: dict[str, Loaded]) -> None:
    dossier = Dossier.objects.get(condemnation__role_number="22/1217/K")
    assert dossier.summary == (
        "Public record, confidence high. Place ordered under a penalty for each night without one. Not known from the "
        "source: language, penalty counted_per, penalty persons, penalty respite, penalty cap, penalty expires_on, "
        "penalty is_provisionally_enforceable, debtor."
    )


def test_public_orders_say_so_name_their_source_and_belong_to_nobody(loaded: dict[str, Loaded]) -> None:
    dossiers = Dossier.objects.all()
    assert all(dossier.summary.startswith("Public record, confidence ") for dossier in dossiers)
    assert {dossier.owner for dossier in dossiers} == {None}
    without_source = Condemnation.objects.filter(source_url="").values_list("role_number", flat=True)
    assert set(without_source) == {"09/62/C", "11/278/C", "10/01/C"}
    assert set(TrailEntry.objects.values_list("verb", flat=True)) == {
        "condemnation.opened",
        "event.recorded",
        "litigation.opened",
        "party.added",
        "instance.added",
        "decision.added",
        "grievance.added",
        "follow_up.added",
        "organisation.added",
    }


def test_collective_orders_are_marked(loaded: dict[str, Loaded]) -> None:
    collective = Condemnation.objects.filter(is_collective=True).values_list("role_number", flat=True)
    assert sorted(collective) == ["2021/164/C", "2022/4618/A", "257.300"]


def test_figures_are_stored_as_they_were_published(loaded: dict[str, Loaded]) -> None:
    figure = StatisticSnapshot.objects.get(metric="condemnations_year_to_date", scope="counted_by_fedasil")
    assert (figure.on, figure.value, figure.reporter) == (date(2022, 8, 1), Decimal(1216), "defendant")
    assert (figure.unit, figure.counts_petitions, figure.confidence) == ("count", False, "medium")


def test_petitions_are_never_counted_as_condemnations(loaded: dict[str, Loaded]) -> None:
    petitions = StatisticSnapshot.objects.filter(counts_petitions=True)
    assert petitions.count() == 16
    assert not petitions.filter(metric__contains="condemnation").exists()
    [thousand] = petitions.filter(on=date(2020, 9, 28))
    assert (thousand.metric, thousand.value) == ("petitions_year_to_date", Decimal(1000))


def test_figure_stored_with_another_value_is_refused(loaded: dict[str, Loaded]) -> None:
    StatisticSnapshot.objects.filter(scope="counted_by_fedasil").update(value=4500)
    refused = refusal(load_figures, read_figures(FOLDER / "statistic-snapshots.csv"))
    assert (refused.code, refused.field, refused.values["scope"]) == (
        "figure_differs", "value", "counted_by_fedasil",
    )  # fmt: skip


def test_series_that_mixes_petitions_and_condemnations_is_refused(db: None) -> None:
    figures = read_figures(FOLDER / "statistic-snapshots.csv")
    mixed = [figure for figure in figures if figure.metric == "condemnations_since_start"][:2]
    mixed[1].scope, mixed[1].counts_petitions = mixed[0].scope, True
    assert refusal(load_figures, mixed).code == "figures_differ"
    assert StatisticSnapshot.objects.count() == 0


def test_order_entered_by_hand_before_is_left_alone(alice: User, desk: Team) -> None:
    load_public_records(act_of(alice), desk)
    dossier = Dossier.objects.get(condemnation__role_number="22/1217/K")
    Dossier.objects.filter(pk=dossier.pk).update(title="Our own words")
    load_public_records(act_of(alice), desk)
    dossier.refresh_from_db()
    assert dossier.title == "Our own words"


def test_command_says_how_many(alice: User) -> None:
    out = StringIO()
    for _ in range(2):
        call_command("load_public_records", team="desk", by=alice.email, stdout=out)
    assert out.getvalue().splitlines() == [
        "orders: 13 added, 0 unchanged",
        "strategic cases: 10 added, 0 unchanged",
        "figures: 83 added, 0 unchanged",
        "recommendations: 90 added, 0 unchanged",
        "organisations: 3 added, 0 unchanged",
        "orders: 0 added, 13 unchanged",
        "strategic cases: 0 added, 10 unchanged",
        "figures: 0 added, 83 unchanged",
        "recommendations: 0 added, 90 unchanged",
        "organisations: 0 added, 3 unchanged",
    ]


def test_command_that_is_refused_leaves_nothing(alice: User) -> None:
    StatisticSnapshot.objects.bulk_create(read_figures(FOLDER / "statistic-snapshots.csv")[:1])
    StatisticSnapshot.objects.update(value=1)
    with pytest.raises(CommandError, match=r"figure_differs.*nothing was written"):
        call_command("load_public_records", team="desk", by=alice.email)
    assert (Dossier.objects.count(), StatisticSnapshot.objects.count()) == (0, 1)


def test_command_needs_a_team_and_a_name(alice: User) -> None:
    with pytest.raises(CommandError, match="--team"):
        call_command("load_public_records", by=alice.email)
