"""The published strategic cases, with the courts, parties and grievances that a source names, and no others."""

from datetime import date

import pytest

from cases.litigations import grievances_by_outcome
from cases.models import Decision, Dossier, FollowUp, Grievance, Impact, Instance, Party
from cases.records import load_public_records
from helpdesk.people.models import Organisation, Team, User
from tests.cases.conftest import act_of


@pytest.fixture(autouse=True)
def loaded(alice: User, desk: Team) -> None:
    load_public_records(act_of(alice), desk)


def case(title: str) -> Dossier:
    return Dossier.objects.get(kind="litigation", title=title)


def test_constitutional_case_has_22_grievances_each_with_its_outcome() -> None:
    dossier = case("The 2017 asylum acts before the Constitutional Court")
    assert grievances_by_outcome(dossier.pk) == {
        "total": 22, "pending": 0, "annulled": 7, "interpreted": 7, "rejected": 8, "inadmissible": 0,
    }  # fmt: skip
    decided = Grievance.objects.filter(litigation=dossier.pk).order_by("number")
    assert [one.number for one in decided] == list(range(1, 23))
    assert {(one.instance.court, one.decided_on) for one in decided} == {
        ("Constitutional Court", date(2021, 2, 25))
    }
    assert {one.note for one in decided} == {"Published as a count by outcome; the number is the desk's own."}


def test_number_of_a_judgment_is_that_of_the_decision_and_no_role_number() -> None:
    decision = Decision.objects.get(number="23/2021")
    assert (decision.kind, decision.on, decision.ecli) == (
        "judgment", date(2021, 2, 25), "ECLI:BE:GHCC:2021:ARR.023",
    )  # fmt: skip
    assert (decision.instance.role_number, decision.instance.outcome) == ("", "partly_granted")


def test_parties_are_those_a_source_names_and_the_others_stand_in_the_summary() -> None:
    dossier = case("The collective reception proceedings")
    parties = Party.objects.filter(dossier=dossier).select_related("organisation")
    assert {(one.name, one.role) for one in parties} == {
        ("Bar of the French- and German-speaking lawyers (OBFG)", "claimant"),
        ("Vluchtelingenwerk Vlaanderen", "claimant"),
        ("CIRÉ", "claimant"),
        ("Médecins sans frontières", "claimant"),
        ("Médecins du monde", "claimant"),
        ("Ligue des droits humains", "claimant"),
        ("Belgian State", "defendant"),
        ("Fedasil", "defendant"),
    }
    assert dossier.summary.endswith("Not named by the source: four other claimants.")
    assert Organisation.objects.filter(name="Vluchtelingenwerk Vlaanderen").count() == 1
    assert not Party.objects.exclude(pseudonym="").exists()


def test_order_and_merits_of_the_collective_case_stand_side_by_side() -> None:
    instances = Instance.objects.filter(litigation__dossier=case("The collective reception proceedings"))
    told = ("role_number", "procedure", "introduced_on", "closed_on", "previous")
    assert list(instances.order_by("id").values_list(*told)) == [
        ("2021/164/C", "summary", date(2021, 11, 18), date(2022, 1, 19), None),
        ("2022/4618/A", "merits", None, date(2023, 6, 29), None),
        ("", "enforcement", None, date(2024, 1, 23), None),
    ]


def test_camara_branches_at_strasbourg_into_the_measure_and_the_judgment() -> None:
    dossier = case("Camara v. Belgium")
    tribunal, measure, judgment = Instance.objects.filter(litigation=dossier.pk).order_by("id")
    assert (measure.previous, judgment.previous) == (tribunal, tribunal)
    assert (measure.procedure, measure.ecli) == ("interim_measure", "")
    assert (judgment.ecli, judgment.role_number) == ("ECLI:CE:ECHR:2023:0718JUD004925522", "49255/22")
    [step] = FollowUp.objects.filter(litigation=dossier.pk)
    assert (step.kind, step.on) == ("committee_meeting", None)


def test_case_whose_outcome_was_not_read_stands_open() -> None:
    [instance] = Instance.objects.filter(litigation=case("The cap of fifty registrations a day").pk)
    assert (instance.introduced_on, instance.closed_on, instance.outcome) == (date(2018, 12, 4), None, "")
    assert not Decision.objects.filter(instance=instance).exists()


def test_no_impact_is_made_up() -> None:
    assert not Impact.objects.exists()
