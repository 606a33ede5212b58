"""Who sees and who changes what: roles by actions, in one table."""

from uuid import uuid4

import pytest

from cases.access import Action, get_dossier, may_be_seen_by, team_for, visible_to
from cases.models import Condemnation, Dossier
from helpdesk.errors import DeskError
from helpdesk.people.models import Membership, Role, Team, User
from tests.cases.conftest import new_condemnation, new_litigation, new_question, refusal
from tests.conftest import member

# What each gets of a dossier Alice opened in her team: to view it, to change it.
TABLE = {
    "alice": ("granted", "granted"),
    "bob": ("granted", "granted"),
    "cora": ("granted", "granted"),
    "rita": ("granted", "role_forbids"),
    "sam": ("not_found", "not_found"),
    "charlie": ("not_found", "not_found"),
}


def answer(user: User, dossier: Dossier, action: Action) -> str:
    try:
        return "granted" if get_dossier(user, dossier.pk, action) == dossier else "another"
    except DeskError as refused:
        return refused.code


@pytest.mark.parametrize("name", TABLE)
@pytest.mark.parametrize("make", [new_question, new_litigation, new_condemnation])
def test_role_gets_what_the_table_says(name: str, make, alice: User, desk: Team, request) -> None:
    user, dossier = request.getfixturevalue(name), make(alice, desk)
    assert (answer(user, dossier, Action.VIEW), answer(user, dossier, Action.CHANGE)) == TABLE[name]
    assert (dossier in visible_to(user)) == (TABLE[name][0] == "granted")


def test_intake_sees_what_it_handed_in_and_changes_nothing(sam: User, alice: User, desk: Team) -> None:
    own, other = new_question(sam, desk), new_question(alice, desk)
    assert list(visible_to(sam)) == [own]
    assert answer(sam, own, Action.VIEW) == "granted"
    assert answer(sam, own, Action.CHANGE) == "role_forbids"
    assert answer(sam, other, Action.VIEW) == "not_found"


def test_intake_moved_to_another_team_no_longer_sees_what_it_handed_in(sam: User, desk: Team) -> None:
    own = new_question(sam, desk)
    other = Team.objects.create(slug="other", name="Other")
    Membership.objects.filter(user=sam).update(team=other)
    assert answer(sam, own, Action.VIEW) == "not_found"


def test_colleague_without_a_team_sees_nothing(alice: User, desk: Team) -> None:
    new_litigation(alice, desk)
    stranger = User.objects.create_user("stranger@example.org", name="Stranger")
    assert list(visible_to(stranger)) == []


def test_administrator_without_a_team_sees_nothing_either(alice: User, desk: Team) -> None:
    dossier = new_litigation(alice, desk)
    admin = User.objects.create_user("admin@example.org", name="Admin", is_admin=True)
    assert answer(admin, dossier, Action.VIEW) == "not_found"


def test_unseen_and_missing_look_alike(alice: User, charlie: User, desk: Team) -> None:
    dossier = new_litigation(alice, desk)
    unseen = refusal(get_dossier, charlie, dossier.pk, Action.VIEW)
    missing = refusal(get_dossier, charlie, uuid4(), Action.VIEW)
    assert (type(unseen), unseen.code, unseen.values) == (type(missing), missing.code, missing.values)


def test_same_rule_reaches_rows_that_hang_on_a_dossier(alice: User, charlie: User, desk: Team) -> None:
    dossier = new_condemnation(alice, desk)
    assert [row.pk for row in Condemnation.objects.filter(may_be_seen_by(alice, "dossier__"))] == [dossier.pk]
    assert list(Condemnation.objects.filter(may_be_seen_by(charlie, "dossier__"))) == []


def test_new_dossier_goes_to_the_only_team_or_the_one_named(alice: User, desk: Team) -> None:
    assert team_for(alice, None) == desk
    assert team_for(alice, "desk") == desk


def test_team_of_others_is_refused_as_unknown(alice: User, charlie: User) -> None:
    assert refusal(team_for, alice, "elsewhere").code == "team_unknown"
    assert refusal(team_for, alice, "no-such-team").code == "team_unknown"


def test_choice_between_two_teams_is_asked_for(alice: User, desk: Team) -> None:
    second = Team.objects.create(slug="second", name="Second")
    Membership.objects.create(user=alice, team=second, role=Role.LAWYER)
    refused = refusal(team_for, alice, None)
    assert (refused.code, refused.values["allowed"]) == ("team_needed", ["desk", "second"])


def test_reader_has_no_team_to_enter_dossiers_in(rita: User, desk: Team) -> None:
    assert refusal(team_for, rita, "desk").code == "team_unknown"
    assert refusal(team_for, member(desk, "Ron", Role.READER), None).code == "team_needed"
