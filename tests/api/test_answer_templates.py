"""An answer given often is written once, filled in for a question, and sent as a message that names it."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from cases.models import AnswerTemplate, Dossier, Message
from cases.services.dossiers import amend
from helpdesk.people.models import Membership, Role, Team, User
from helpdesk.trail.models import TrailEntry
from tests.api.asking import pointers, post, problem, revision_of, write
from tests.conftest import client_of
from tests.factories import a_deadline, a_litigation, a_question, a_template, act

TEXTS = {
    "nl": "Dag {{asker_name}}, tot {{next_due_on}}. {{colleague_name}}",
    "fr": "Bonjour {{asker_name}}, jusqu'au {{next_due_on}}. {{colleague_name}}",
}
BODY = {"code": "term", "title": "Until when", "team": "desk", "themes": ["dublin"], "texts": TEXTS}


@pytest.fixture
def question(sam: User, desk: Team) -> Dossier:
    return a_question(sam, desk)


def put(client: APIClient, method: str, template: AnswerTemplate, body: Any = None, tag: str = "*") -> Any:
    return write(client, method, f"answer-templates/{template.pk}", body, tag)


def act_on(client: APIClient, template: AnswerTemplate, verb: str) -> Any:
    return post(client, f"answer-templates/{template.pk}/{verb}", {})


def fill(client: APIClient, template: AnswerTemplate, dossier: Dossier, **more: str) -> Any:
    return post(client, f"answer-templates/{template.pk}/fill", {"dossier": str(dossier.pk), **more})


def listed(client: APIClient, query: str = "") -> list[str]:
    found = client.get(f"/api/v1/answer-templates{query}").json()["results"]
    return sorted(each["code"] for each in found)


# Writing


def test_template_is_written_in_the_languages_it_was_given(as_alice: APIClient) -> None:
    texts = {**TEXTS, "en": "", "de": "  "}
    told = post(as_alice, "answer-templates", {**BODY, "texts": texts}).json()
    assert told.pop("id")
    assert told == {**BODY, "archived_at": None}


@pytest.mark.parametrize(
    ("changes", "refusal", "pointer"),
    [
        ({"texts": {"nl": "{{naam}}"}}, (422, "variable_unknown"), "#/texts/nl"),
        ({"texts": {"fr": "{{reference"}}, (422, "braces_open"), "#/texts/fr"),
        ({"texts": {"nl": ""}}, (422, "text_needed"), "#/texts"),
        ({"themes": ["weather"]}, (422, "theme_unknown"), "#/themes"),
        ({"team": "nowhere"}, (422, "team_unknown"), "#/team"),
        ({"code": "a b"}, (400, "invalid"), "#/code"),
        ({"texts": "Dag"}, (400, "invalid"), "#/texts"),
    ],
)
def test_template_that_would_fail_is_refused_on_save(
    as_alice: APIClient, changes: Any, refusal: tuple[int, str], pointer: str
) -> None:
    answer = post(as_alice, "answer-templates", {**BODY, **changes})
    assert problem(answer) == refusal
    assert pointers(answer)[0][0] == pointer
    assert AnswerTemplate.objects.count() == 0


def test_code_is_given_once_in_a_team_and_again_when_archived(
    as_alice: APIClient, alice: User, desk: Team
) -> None:
    first = a_template(alice, desk)
    answer = post(as_alice, "answer-templates", BODY)
    assert (problem(answer), pointers(answer)) == ((409, "template_known"), [("#/code", "template_known")])
    assert act_on(as_alice, first, "archive").json()["archived_at"] is not None
    assert post(as_alice, "answer-templates", BODY).status_code == 201
    assert problem(act_on(as_alice, first, "restore")) == (409, "template_known")


def test_archived_template_that_is_restored_is_offered_again(
    as_alice: APIClient, as_charlie: APIClient, alice: User, desk: Team
) -> None:
    template = a_template(alice, desk)
    assert problem(act_on(as_alice, template, "restore")) == (409, "not_archived")
    act_on(as_alice, template, "archive")
    assert listed(as_alice, "?in_use=true") == []
    assert problem(act_on(as_charlie, template, "restore")) == (404, "not_found")
    assert act_on(as_alice, template, "restore").json()["archived_at"] is None
    assert listed(as_alice, "?in_use=true") == ["term"]
    verbs = TrailEntry.objects.filter(subject_id=template.pk).order_by("id").values_list("verb", flat=True)
    assert [*verbs] == ["template.entered", "template.archived", "template.restored"]


def test_template_of_the_whole_desk_is_written_by_coordinators_and_read_by_every_team(
    as_alice: APIClient, as_charlie: APIClient, cora: User
) -> None:
    body = {**BODY, "team": None}
    assert problem(post(as_alice, "answer-templates", body)) == (403, "coordinator_needed")
    assert post(client_of(cora), "answer-templates", body).status_code == 201
    answer = post(client_of(cora), "answer-templates", body)
    assert problem(answer) == (409, "template_known")
    assert listed(as_charlie) == listed(as_alice) == ["term"]


def test_template_of_a_team_is_seen_by_no_other_and_not_by_the_intake(
    as_charlie: APIClient, alice: User, sam: User, desk: Team
) -> None:
    template = a_template(alice, desk)
    assert listed(as_charlie) == listed(client_of(sam)) == []
    assert problem(as_charlie.get(f"/api/v1/answer-templates/{template.pk}")) == (404, "not_found")


def test_template_is_put_right_by_who_read_it_last(as_alice: APIClient, alice: User, desk: Team) -> None:
    template = a_template(alice, desk)
    tag = as_alice.get(f"/api/v1/answer-templates/{template.pk}").headers["ETag"]
    answer = put(
        as_alice, "PATCH", template, {"texts": {"en": "Dear {{asker_name}}"}, "themes": ["dublin"]}, tag
    )
    assert answer.json()["texts"] == {"en": "Dear {{asker_name}}"}
    assert problem(put(as_alice, "PATCH", template, {"title": "Late"}, tag)) == (412, "changed_meanwhile")
    assert problem(put(as_alice, "PATCH", template, {"title": "Late"}, tag="")) == (
        428,
        "precondition_needed",
    )
    entry = TrailEntry.objects.latest("id")
    assert entry.verb == "template.amended"
    assert entry.changes == {
        "team": "desk", "fields": ["themes", "texts"], "languages": ["en", "nl"], "themes": [[], ["dublin"]],
    }  # fmt: skip


def test_nothing_changed_leaves_the_revision(as_alice: APIClient, alice: User, desk: Team) -> None:
    template = a_template(alice, desk)
    before = as_alice.get(f"/api/v1/answer-templates/{template.pk}")
    answer = put(as_alice, "PATCH", template, {"title": before.json()["title"]})
    assert revision_of(answer) == revision_of(before)


def test_archived_template_is_neither_put_right_nor_filled_in(
    as_alice: APIClient, alice: User, desk: Team, question: Dossier
) -> None:
    template = a_template(alice, desk)
    act_on(as_alice, template, "archive")
    for answer in (
        put(as_alice, "PATCH", template, {"title": "Again"}),
        act_on(as_alice, template, "archive"),
        fill(as_alice, template, question),
    ):
        assert problem(answer) == (409, "template_archived")
    assert (listed(as_alice, "?in_use=true"), listed(as_alice, "?in_use=false")) == ([], ["term"])


def test_templates_are_listed_by_team_theme_and_language(
    as_alice: APIClient, alice: User, cora: User, desk: Team
) -> None:
    post(as_alice, "answer-templates", BODY)
    post(client_of(cora), "answer-templates", {**BODY, "team": None, "code": "all", "texts": {"en": "Hello"}})
    assert listed(as_alice, "?team=desk") == listed(as_alice, "?language=fr") == ["term"]
    assert listed(as_alice, "?theme=dublin") == ["all", "term"]
    assert listed(as_alice, "?language=de") == []


# Filling in


def test_text_is_filled_in_as_its_language_writes_it(
    as_alice: APIClient, alice: User, desk: Team, question: Dossier
) -> None:
    a_deadline(alice, question)
    template = a_template(alice, desk, **TEXTS)
    told = fill(as_alice, template, question).json()
    assert told == {
        "template": str(template.pk), "language": "nl", "text": "Dag Asker 1, tot 16 juni 2026. Alice",
    }  # fmt: skip
    text = fill(as_alice, template, question, language="fr").json()["text"]
    assert text == "Bonjour Asker 1, jusqu'au 16 juin 2026. Alice"


def test_every_variable_has_its_value(as_alice: APIClient, alice: User, desk: Team) -> None:
    asker = {"name": "Ann", "role": "other", "organisation": "Centre"}
    body = {"title": "T", "channel": "form", "body": "?", "asker": asker, "urgent_on": "2026-06-30"}
    question = Dossier.objects.get(pk=post(as_alice, "questions", body).json()["id"])
    text = "{{asker_name}} {{asker_organisation}} {{reference}} {{received_on}} {{urgent_on}} {{today}} {{team_name}}"
    template = a_template(alice, desk, en=text)
    assert fill(as_alice, template, question, language="en").json()["text"] == (
        "Ann Centre V-2026-00001 15 June 2026 30 June 2026 15 June 2026 Legal helpdesk"
    )


def test_value_that_is_wanting_is_refused_and_named(
    as_alice: APIClient, alice: User, desk: Team, question: Dossier
) -> None:
    answer = fill(as_alice, a_template(alice, desk, **TEXTS), question)
    assert (problem(answer), answer.json()["values"]) == (
        (422, "value_missing"),
        {"missing": ["next_due_on"]},
    )
    answer = fill(as_alice, a_template(alice, desk, "other", nl="{{asker_name}}"), a_litigation(alice, desk))
    assert answer.json()["values"] == {"missing": ["asker_name"]}


def test_language_in_which_it_is_not_written_is_refused(
    as_alice: APIClient, alice: User, desk: Team, question: Dossier
) -> None:
    template = a_template(alice, desk, **TEXTS)
    answer = fill(as_alice, template, question, language="de")
    assert (problem(answer), answer.json()["values"]["allowed"]) == ((422, "text_not_written"), ["fr", "nl"])
    amend(act(alice), question.pk, {"language": "en"})
    assert problem(fill(as_alice, template, question)) == (422, "text_not_written")


def test_template_of_another_team_fills_in_nothing(
    as_alice: APIClient, as_charlie: APIClient, alice: User, desk: Team, question: Dossier
) -> None:
    second = Team.objects.create(slug="second", name="Second desk")
    Membership.objects.create(user=alice, team=second, role=Role.LAWYER)
    answer = fill(as_alice, a_template(alice, second), question)
    assert problem(answer) == (422, "template_of_another_team")
    assert problem(fill(as_charlie, a_template(alice, desk), question)) == (404, "not_found")


# Sending


def say(client: APIClient, question: Dossier, template: Any, **more: str) -> Any:
    body = {"kind": "answer", "body": "Dag.", "channel": "mail", "template": str(template), **more}
    return post(client, f"dossiers/{question.pk}/messages", body)


def test_answer_names_the_template_it_was_made_of(
    as_alice: APIClient, alice: User, desk: Team, question: Dossier
) -> None:
    template = a_template(alice, desk)
    told = say(as_alice, question, template.pk).json()
    assert told["template"] == str(template.pk)
    assert TrailEntry.objects.latest("id").changes["template"] == str(template.pk)
    assert list(template.messages.values_list("pk", flat=True)) == [Message.objects.get().pk]


def test_only_an_answer_names_a_template_and_only_one_the_author_sees(
    as_alice: APIClient, alice: User, charlie: User, desk: Team, question: Dossier
) -> None:
    template = a_template(alice, desk)
    foreign = a_template(charlie, charlie.memberships.get().team)
    for answer in (
        say(as_alice, question, template.pk, kind="asker_said"),
        say(as_alice, question, foreign.pk),
        say(as_alice, question, question.pk),
    ):
        assert (problem(answer), pointers(answer)) == (
            (422, "template_unknown"),
            [("#/template", "template_unknown")],
        )
    assert Message.objects.count() == 0
