"""Organisations: one directory for the whole desk, with members from day to day and what they ask about."""

from datetime import date
from typing import Any

import pytest
from rest_framework.test import APIClient

from helpdesk.people.models import Organisation, Scope, Team, User
from tests.api.asking import pointers, post, problem
from tests.api.test_conditional_writes import patch
from tests.api.test_contact_sight import asks
from tests.api.test_contacts import found
from tests.conftest import client_with_key
from tests.factories import an_organisation

ADDRESS = "/api/v1/organisations"


def entered(client: APIClient, name: str = "Invented house", **told: Any) -> dict[str, Any]:
    answer = post(client, "organisations", {"name": name, **told})
    assert answer.status_code == 201, answer.content
    told_back: dict[str, Any] = answer.json()
    return told_back


def test_organisation_is_entered_with_all_that_is_known_of_it(as_alice: APIClient, desk: Team) -> None:
    told = {
        "name": "Invented house", "kind": "reception_centre", "name_nl": "Verzonnen huis",
        "name_fr": "Maison inventée", "abbreviation": "VH", "kbo_number": "BE0860737913", "postal_code": "9000",
        "municipality": "Gent", "language": "nl", "email": "house@example.org", "phone": "09/224.00.00",
        "website": "https://house.example", "membership_periods": [{"from_on": "2020-01-01", "until_on": None}],
    }  # fmt: skip
    answer = entered(as_alice, **told)
    assert {name: answer[name] for name in told} == {**told, "kbo_number": "0860.737.913"}
    assert (answer["phone_e164"], answer["is_member"], answer["warnings"]) == ("+3292240000", True, [])


def test_row_of_a_list_does_not_tell_how_to_reach_it(as_alice: APIClient, alice: User, desk: Team) -> None:
    an_organisation(alice, email="house@example.org", phone="09/224.00.00")
    [row] = as_alice.get(ADDRESS).json()["results"]
    assert {"email", "phone", "phone_e164", "website"} & set(row) == set()


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        ("0860.737.914", "check_digits_wrong", "The last two digits of this KBO number do not fit the others: a slip."),
        ("unknown", "not_an_enterprise_number", "This is not the ten digits of a KBO number, such as 0860.737.913."),
    ],
)  # fmt: skip
def test_number_that_looks_wrong_is_kept_as_typed_and_warned_about(
    as_alice: APIClient, desk: Team, number: str, code: str, text: str
) -> None:
    answer = entered(as_alice, kbo_number=number)
    assert answer["kbo_number"] == number
    assert answer["warnings"] == [{"field": "kbo_number", "code": code, "text": text}]


def test_search_knows_every_name(as_alice: APIClient, alice: User, desk: Team) -> None:
    an_organisation(alice, "Social house", name_fr="Maison sociale", abbreviation="SOHO")
    an_organisation(alice, "House of law", name_nl="Huis van het recht")
    assert found(as_alice, "organisations", q="house") == ["House of law", "Social house"]
    assert found(as_alice, "organisations", q="MAISON") == ["Social house"]
    assert found(as_alice, "organisations", q="soho") == ["Social house"]
    assert found(as_alice, "organisations", q="recht") == ["House of law"]


def test_list_is_filtered_by_kind_place_language_and_number(
    as_alice: APIClient, alice: User, desk: Team
) -> None:
    an_organisation(alice, "A", kind="bar", postal_code="9000", municipality="Gent", kbo_number="0860737913")
    an_organisation(alice, "B", language="fr")
    for wanted in (
        {"kind": "bar"}, {"postal_code": "9000"}, {"municipality": "gent"}, {"kbo_number": "BE 0860.737.913"},
        {"language": "nl"},
    ):  # fmt: skip
        assert found(as_alice, "organisations", **wanted) == ["A"]


def test_members_are_told_by_the_day(as_alice: APIClient, desk: Team) -> None:
    periods = {
        "Always": [{}],
        "From today": [{"from_on": "2026-06-15"}],
        "From tomorrow": [{"from_on": "2026-06-16"}],
        "Until today": [{"until_on": "2026-06-15"}],
        "Until yesterday": [{"from_on": "2020-01-01", "until_on": "2026-06-14"}],
        "Twice": [{"until_on": "2019-12-31"}, {"from_on": "2026-01-01", "until_on": "2026-12-31"}],
        "Never": [],
    }
    for name, told in periods.items():
        answer = entered(as_alice, name, membership_periods=told)
        assert answer["is_member"] is (name in {"Always", "From today", "Until today", "Twice"})
    assert found(as_alice, "organisations", is_member="true") == [
        "Always", "From today", "Twice", "Until today",
    ]  # fmt: skip
    assert found(as_alice, "organisations", is_member="false") == [
        "From tomorrow",
        "Never",
        "Until yesterday",
    ]


def test_flag_that_is_neither_true_nor_false_is_400(as_alice: APIClient) -> None:
    answer = as_alice.get(ADDRESS, {"is_member": "maybe"})
    assert answer.json()["errors"][0]["detail"] == "true or false."


@pytest.mark.parametrize(
    ("periods", "code"),
    [
        ([{"from_on": "2020-01-02", "until_on": "2020-01-01"}], "period_backward"),
        ([{"from_on": "2020-01-01"}, {"from_on": "2021-01-01"}], "periods_overlap"),
        ([{}, {"until_on": "2021-01-01"}], "periods_overlap"),
        ([{"until_on": "2020-01-01"}, {"from_on": "2020-01-01"}], "periods_overlap"),
    ],
)
def test_periods_that_cannot_be_are_refused_and_nothing_is_written(
    as_alice: APIClient, desk: Team, periods: list[dict[str, str]], code: str
) -> None:
    answer = post(as_alice, "organisations", {"name": "House", "membership_periods": periods})
    assert problem(answer) == (422, code)
    assert pointers(answer) == [("#/membership_periods", code)]
    assert Organisation.objects.count() == 0


def test_periods_are_put_right_as_a_whole_and_leave_their_trail(as_alice: APIClient, desk: Team) -> None:
    house = entered(as_alice, membership_periods=[{"from_on": "2020-01-01"}])
    address = f"{ADDRESS}/{house['id']}"
    tag = as_alice.get(address).headers["ETag"]
    change = {"membership_periods": [{"from_on": "2020-01-01", "until_on": "2024-12-31"}]}
    answer = patch(as_alice, address, change, if_match=tag)
    assert (answer.json()["is_member"], answer.headers["ETag"] != tag) == (False, True)
    again = patch(as_alice, address, change, if_match="*")
    assert again.headers["ETag"] == answer.headers["ETag"]
    last = as_alice.get(f"{address}/trail").json()[-1]
    assert (last["verb"], last["changes"]) == (
        "organisation.membership_set", {"periods": [["2020-01-01/.."], ["2020-01-01/2024-12-31"]]},
    )  # fmt: skip
    assert (
        patch(as_alice, address, {"name": "Renamed"}, if_match="*").json()["membership_periods"]
        == (change["membership_periods"])
    )


def test_name_in_use_is_refused_on_entry_and_on_change(as_alice: APIClient, desk: Team) -> None:
    entered(as_alice)
    other = entered(as_alice, "Other house")
    answer = post(as_alice, "organisations", {"name": "Invented house"})
    assert (problem(answer), pointers(answer)) == ((409, "name_taken"), [("#/name", "name_taken")])
    change = patch(as_alice, f"{ADDRESS}/{other['id']}", {"name": "Invented house"}, if_match="*")
    assert problem(change) == (409, "name_taken")


def test_directory_is_the_whole_desks(as_alice: APIClient, as_charlie: APIClient, desk: Team) -> None:
    house = entered(as_alice)
    assert found(as_charlie, "organisations") == ["Invented house"]
    answer = patch(as_charlie, f"{ADDRESS}/{house['id']}", {"municipality": "Gent"}, if_match="*")
    assert answer.json()["municipality"] == "Gent"


def test_intake_sees_the_organisations_of_whom_it_handed_in(
    as_alice: APIClient, as_sam: APIClient, sam: User
) -> None:
    entered(as_alice, "Known to the desk")
    asks(as_sam, organisation="Its own house")
    client = client_with_key(sam, Scope.CONTACTS_READ, Scope.DOSSIERS_READ)
    assert found(client, "organisations") == ["Its own house"]
    house = Organisation.objects.get(name="Its own house").pk
    assert found(client, f"organisations/{house}/contacts") == ["Ann Invented"]
    assert problem(client.get(f"{ADDRESS}/{house}/question-counts")) == (404, "not_found")


def test_asker_s_organisation_is_known_by_any_name_however_it_is_written(
    as_alice: APIClient, desk: Team
) -> None:
    house = entered(as_alice, "Social house", name_nl="Sociaal Huis Gent vzw")
    asks(as_alice, organisation="GENT, sociaal huis")
    asks(as_alice, name="Bea Other", organisation="social house VZW")
    assert Organisation.objects.count() == 1
    contacts = as_alice.get(f"{ADDRESS}/{house['id']}/contacts").json()["results"]
    assert [each["name"] for each in contacts] == ["Ann Invented", "Bea Other"]


def test_questions_are_counted_by_theme_and_month(
    as_alice: APIClient, as_charlie: APIClient, as_sam: APIClient, desk: Team, settings: Any
) -> None:
    def ask(client: APIClient, day: str, themes: list[str], team: str = "desk") -> None:
        settings.DESK_DAY = date.fromisoformat(day)
        asker = {"name": "Ann", "role": "other", "organisation": "Invented house"}
        body = {"title": "?", "channel": "form", "body": "?", "themes": themes, "team": team, "asker": asker}
        assert post(client, "questions", body).status_code == 201

    ask(as_alice, "2026-04-30", ["dublin"])
    ask(as_alice, "2026-05-01", ["dublin", "detention"])
    ask(as_sam, "2026-05-31", ["dublin"])
    ask(as_alice, "2026-06-01", [])
    ask(as_charlie, "2026-06-02", ["dublin"], "elsewhere")
    address = f"{ADDRESS}/{Organisation.objects.get().pk}/question-counts"
    told = [tuple(each.values()) for each in as_alice.get(address).json()]
    assert told == [
        ("2026-06-01", "", 1), ("2026-05-01", "detention", 1), ("2026-05-01", "dublin", 2),
        ("2026-04-01", "dublin", 1),
    ]  # fmt: skip
    may = as_alice.get(address, {"from": "2026-05-01", "until": "2026-05-31"}).json()
    assert [each["questions"] for each in may] == [1, 2]
    assert [tuple(each.values()) for each in as_charlie.get(address).json()] == [("2026-06-01", "dublin", 1)]
