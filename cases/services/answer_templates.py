"""Answer templates: written by those who answer, filled in for one dossier, archived when they have had their day."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, Q, QuerySet
from django.utils.translation import override

from cases.access import ROLES_THAT_CHANGE, Action, get_dossier
from cases.errors import CaseError
from cases.models.answer_template import AnswerTemplate
from cases.models.dossier import Dossier
from cases.models.question import Question
from cases.themes import checked_themes
from cases.variables import check_text, filled
from helpdesk.acts import Act, AnyAct, DeskAct
from helpdesk.days import short_day
from helpdesk.errors import NotFoundError
from helpdesk.people.colleagues import teams_of
from helpdesk.people.models import Role, Team, User
from helpdesk.revisions import refuse_if_changed
from helpdesk.trail.services import record

CODED = ("code", "themes")
FIELDS = (*CODED, "title", "texts")


def templates_seen_by(user: User) -> QuerySet[AnswerTemplate]:
    """Those of her teams and those of the whole desk, archived ones too; none for who only hands in."""
    teams = teams_of(user)
    seen = AnswerTemplate.objects.filter(Q(team__in=teams) | Q(team=None), Exists(teams))
    return seen.select_related("team")


def get_template(
    user: User, template_id: UUID, *, unchanged_since: int | None = None, lock: bool = False
) -> AnswerTemplate:
    """The template, for one who may write it: who answers in its team; for one of the whole desk, a coordinator."""
    rows = templates_seen_by(user)
    template = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=template_id).first()
    if template is None:
        raise NotFoundError
    _require_writer(user, template.team)
    refuse_if_changed(template, unchanged_since)
    return template


def _require_writer(user: User, team: Team | None) -> None:
    if team is None:
        if not teams_of(user, [Role.COORDINATOR]).exists():
            raise CaseError("coordinator_needed")
    elif not teams_of(user, ROLES_THAT_CHANGE).filter(pk=team.pk).exists():
        raise CaseError("role_forbids", needed=[role.value for role in ROLES_THAT_CHANGE])


@transaction.atomic
def enter_template(act: Act, said: Mapping[str, Any], *, team: str | None) -> AnswerTemplate:
    """A new template, of a team by its short name or of the whole desk."""
    owner = _team(act.by, team) if team else None
    _require_writer(act.by, owner)
    return _enter(act, AnswerTemplate(team=owner), said)


def _team(user: User, slug: str) -> Team:
    team = teams_of(user).filter(slug=slug).first()
    if team is None:
        raise CaseError("team_unknown", field="team", team=slug)
    return team


@transaction.atomic
def amend_template(
    act: Act, template_id: UUID, said: Mapping[str, Any], *, unchanged_since: int | None = None
) -> AnswerTemplate:
    """Put it right. The trail says in which languages the text changed; sent answers stand in their dossiers."""
    template = _in_use(get_template(act.by, template_id, unchanged_since=unchanged_since, lock=True))
    return _amend(act, template, said)


@transaction.atomic
def archive_template(act: Act, template_id: UUID) -> AnswerTemplate:
    """It is offered no longer; the answers made of it go on naming it."""
    return _archive(act, _in_use(get_template(act.by, template_id, lock=True)))


@transaction.atomic
def restore_template(act: Act, template_id: UUID) -> AnswerTemplate:
    """It is offered again, unless another in use has its code by now."""
    template = get_template(act.by, template_id, lock=True)
    if template.archived_at is None:
        raise CaseError("not_archived")
    template.archived_at = None
    template.revision += 1
    _save(template)
    _record(act, template, "restored", {})
    return template


def template_in_use(team: Team | None, code: str) -> AnswerTemplate | None:
    """The one a team, or the whole desk, has by this code; locked, so call it inside a transaction."""
    rows = AnswerTemplate.objects.filter(team=team, code=code, archived_at=None)
    return rows.select_for_update(of=("self",)).first()


@transaction.atomic
def put_template(act: DeskAct, said: Mapping[str, Any], *, team: Team | None) -> AnswerTemplate:
    """The desk's own configuration: the one in use by this code put right, or else a new one."""
    template = template_in_use(team, said["code"])
    return _amend(act, template, said) if template else _enter(act, AnswerTemplate(team=team), said)


@transaction.atomic
def retire_template(act: DeskAct, code: str, *, team: Team | None) -> None:
    """The desk's own configuration: archive the one in use by this code, where there is one."""
    template = template_in_use(team, code)
    if template is not None:
        _archive(act, template)


def _enter(act: AnyAct, template: AnswerTemplate, said: Mapping[str, Any]) -> AnswerTemplate:
    _set(template, said)
    _save(template)
    _record(act, template, "entered", {name: getattr(template, name) for name in CODED})
    return template


def _amend(act: AnyAct, template: AnswerTemplate, said: Mapping[str, Any]) -> AnswerTemplate:
    before = {name: getattr(template, name) for name in FIELDS}
    _set(template, said)
    changed = [name for name in FIELDS if before[name] != getattr(template, name)]
    if changed:
        template.revision += 1
        _save(template)
        coded = {name: [before[name], getattr(template, name)] for name in CODED if name in changed}
        languages = rewritten(before["texts"], template.texts)
        _record(act, template, "amended", {"fields": changed, "languages": languages, **coded})
    return template


def rewritten(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """The languages in which the text changed, came or went."""
    return sorted(one for one in {**before, **after} if before.get(one) != after.get(one))


def _archive(act: AnyAct, template: AnswerTemplate) -> AnswerTemplate:
    template.archived_at = act.at
    template.revision += 1
    template.save(update_fields=["archived_at", "revision"])
    _record(act, template, "archived", {})
    return template


def _in_use(template: AnswerTemplate) -> AnswerTemplate:
    if template.archived_at is not None:
        raise CaseError("template_archived", archived_at=template.archived_at)
    return template


def _set(template: AnswerTemplate, said: Mapping[str, Any]) -> None:
    """Give it what was said, once that can be filled in some day. A language without a text is left out."""
    for name, value in said.items():
        setattr(template, name, checked_themes(value) if name == "themes" else value)
    template.texts = {language: text for language, text in template.texts.items() if text.strip()}
    if not template.texts:
        raise CaseError("text_needed", field="texts")
    for language, text in template.texts.items():
        check_text(text, field=f"texts.{language}")


def _save(template: AnswerTemplate) -> None:
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError as clash:
        raise CaseError("template_known", field="code", template=template.code) from clash


def _record(act: AnyAct, template: AnswerTemplate, verb: str, changes: Mapping[str, object]) -> None:
    told = {"team": template.team.slug if template.team else "", **changes}
    record(
        f"template.{verb}", actor=act.by, at=act.at, subject_id=template.pk, reason=act.reason, changes=told
    )


def fill_template(act: Act, template_id: UUID, *, dossier_id: UUID, language: str) -> tuple[str, str]:
    """The text to be sent in a dossier, and its language: that of the dossier where none is asked for."""
    template = templates_seen_by(act.by).filter(pk=template_id).first()
    if template is None:
        raise NotFoundError
    dossier = get_dossier(act.by, dossier_id, Action.VIEW)
    usable_in(dossier, _in_use(template), field="dossier")
    language = language or dossier.language
    if language not in template.texts:
        raise CaseError(
            "text_not_written", field="language", language=language, allowed=sorted(template.texts)
        )
    with override(language):
        return filled(template.texts[language], _values(act, dossier)), language


def usable_in(dossier: Dossier, template: AnswerTemplate, *, field: str) -> None:
    """Refuses with `template_of_another_team` one that is neither of the dossier's team nor of the whole desk."""
    if template.team_id not in (None, dossier.team_id):
        raise CaseError("template_of_another_team", field=field)


def _values(act: Act, dossier: Dossier) -> dict[str, str]:
    """What each variable stands for here, in the language that is switched on; empty where it is not known."""
    question = Question.objects.filter(dossier=dossier).select_related("asker__organisation").first()
    asker = question.asker if question else None
    days = {
        "received_on": dossier.opened_on,
        "next_due_on": dossier.next_due_on,
        "urgent_on": question.urgent_on if question else None,
        "today": act.on,
    }
    return {
        "asker_name": asker.name if asker else "",
        "asker_organisation": asker.organisation.name if asker and asker.organisation else "",
        "reference": dossier.reference,
        "colleague_name": act.by.name,
        "team_name": dossier.team.name,
        **{name: short_day(on) if on else "" for name, on in days.items()},
    }
