"""Answer templates as a file: of a team or of the whole desk, put right in place, archived and never deleted."""

from cases.models import AnswerTemplate
from helpdesk.people.models import Team, User
from helpdesk.trail.models import TrailEntry
from tests.factories import a_template
from tests.helpdesk.conftest import Apply

TERM = (
    '{team: desk, code: term, title: A term, texts: {nl: "Dag {{asker_name}}, uw vraag is {{reference}}."}}'
)


def test_template_of_the_whole_desk_stands_beside_that_of_a_team(apply: Apply, desk: Team) -> None:
    said = apply(
        f"answer_templates: [{TERM}, {{code: term, title: Of all, themes: [detention, detention], "
        "texts: {fr: Bonjour, en: Hello}}]"
    )
    assert said[:2] == [
        "added       answer_templates    desk/term: A term; nl",
        "added       answer_templates    term: Of all; fr, en",
    ]
    of_all = AnswerTemplate.objects.get(team=None)
    assert (of_all.themes, of_all.texts) == (["detention"], {"fr": "Bonjour", "en": "Hello"})
    assert AnswerTemplate.objects.get(team=desk).themes == []


def test_template_of_the_api_is_as_the_file_says(apply: Apply, alice: User, desk: Team) -> None:
    a_template(alice, desk)
    assert apply(f"answer_templates: [{TERM}]")[-1] == "Nothing to do."


def test_blank_line_at_the_end_of_a_text_is_no_difference(apply: Apply, desk: Team) -> None:
    words = "answer_templates:\n  - code: term\n    title: A term\n    texts:\n      nl: |\n        Dag\n\n        U\n"
    apply(words)
    assert AnswerTemplate.objects.get().texts == {"nl": "Dag\n\nU"}
    assert apply(words)[-1] == "Nothing to do."


def test_what_differs_is_told_without_the_text(apply: Apply, alice: User, desk: Team) -> None:
    template = a_template(alice, desk)
    said = apply(
        "answer_templates: [{team: desk, code: term, title: Another, themes: [dublin], texts: {fr: Bonjour}}]"
    )
    assert said[0] == (
        "changed     answer_templates    desk/term: title A term → Another; themes none → dublin; texts in fr, nl"
    )
    template.refresh_from_db()
    assert (template.title, template.themes, template.texts, template.revision) == (
        "Another", ["dublin"], {"fr": "Bonjour"}, 2,
    )  # fmt: skip
    amended = TrailEntry.objects.get(verb="template.amended")
    assert (amended.actor, amended.reason, amended.subject_id) == (None, "apply_config", template.pk)
    assert "Bonjour" not in str(amended.changes)


def test_themes_are_left_where_the_file_does_not_speak_of_them(apply: Apply, desk: Team) -> None:
    apply("answer_templates: [{code: term, title: A term, themes: [dublin], texts: {fr: Bonjour}}]")
    said = apply("answer_templates: [{code: term, title: A term, texts: {fr: Bonjour}}]")
    assert said[-1] == "Nothing to do."
    apply("answer_templates: [{code: term, title: A term, themes: [], texts: {fr: Bonjour}}]")
    assert AnswerTemplate.objects.get().themes == []


def test_absent_archives_and_the_second_time_does_nothing(apply: Apply, alice: User, desk: Team) -> None:
    template = a_template(alice, desk)
    words = "answer_templates: [{team: desk, code: term, absent: true}, {code: term, absent: true}]"
    said = apply(words)
    assert said[0] == "left alone  answer_templates    term: not in use"
    assert said[-1] == "removed     answer_templates    desk/term: archived"
    template.refresh_from_db()
    assert template.archived_at is not None
    assert apply(words)[-1] == "Nothing to do."


def test_code_of_an_archived_one_is_entered_anew(apply: Apply, alice: User, desk: Team) -> None:
    first = a_template(alice, desk)
    apply("answer_templates: [{team: desk, code: term, absent: true}]")
    apply(f"answer_templates: [{TERM}]")
    assert AnswerTemplate.objects.get(archived_at=None).pk != first.pk
    assert AnswerTemplate.objects.count() == 2


def test_what_the_file_does_not_speak_of_is_left(apply: Apply, alice: User, desk: Team) -> None:
    a_template(alice, desk)
    said = apply("answer_templates: [{code: other, title: Other, texts: {en: Hello}}]")
    assert "left alone  answer_templates    desk/term: not in the file" in said
    assert AnswerTemplate.objects.filter(archived_at=None).count() == 2
