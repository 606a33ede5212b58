"""Answer templates, as a file says them: of a team, or without one of the whole desk; `absent: true` archives one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.validators import validate_slug

from cases.models.answer_template import AnswerTemplate
from cases.services.answer_templates import put_template, retire_template, rewritten, template_in_use
from cases.themes import themes
from helpdesk.acts import DeskAct
from helpdesk.configuration.section import AS_IT_IS, Difference, Does, Section
from helpdesk.configuration.sections.teams import known_team
from helpdesk.configuration.strict import Block
from helpdesk.people.models import Language, Team

LONGEST_CODE = 60
LONGEST_ANSWER = 50_000


@dataclass(frozen=True)
class TemplateEntry:
    """`said` holds the fields that the file gives, others are left as they are; nothing where it is to be archived."""

    team: str | None
    code: str
    said: Mapping[str, Any] | None

    @property
    def name(self) -> str:
        return f"{self.team}/{self.code}" if self.team else self.code


class AnswerTemplates(Section[TemplateEntry]):
    key = "answer_templates"

    def read(self, block: Block) -> TemplateEntry:
        code = block.text("code", longest=LONGEST_CODE, check=validate_slug)
        team = block.text("team") if block.has("team") else None
        if block.has("absent") and block.flag("absent"):
            return TemplateEntry(team, code, None)
        said: dict[str, Any] = {"code": code, "title": block.text("title"), "texts": _read_texts(block)}
        if block.has("themes"):
            said["themes"] = list(dict.fromkeys(block.words("themes", themes(), fewest=0)))
        return TemplateEntry(team, code, said)

    def compare(self, entry: TemplateEntry) -> Difference:
        template = template_in_use(_team(entry), entry.code)
        if entry.said is None:
            return Difference(Does.REMOVED, "archived") if template else Difference(Does.LEFT, "not in use")
        if template is None:
            return Difference(Does.ADDED, f"{entry.said['title']}; {', '.join(entry.said['texts'])}")
        new = _new(template, entry.said)
        return Difference(Does.CHANGED, "; ".join(new)) if new else AS_IT_IS

    def apply(self, act: DeskAct, entry: TemplateEntry) -> str:
        if entry.said is None:
            retire_template(act, entry.code, team=_team(entry))
        else:
            put_template(act, entry.said, team=_team(entry))
        return ""

    def names(self) -> Collection[str]:
        rows = AnswerTemplate.objects.filter(archived_at=None).values_list("team__slug", "code")
        return {TemplateEntry(team, code, None).name for team, code in rows}


def _read_texts(block: Block) -> dict[str, str]:
    inner = block.block("texts")
    texts = {
        language: inner.text(language, longest=LONGEST_ANSWER).strip()
        for language in Language.values
        if inner.has(language)
    }
    inner.close()
    return texts


def _team(entry: TemplateEntry) -> Team | None:
    return known_team(entry.team) if entry.team else None


def _new(template: AnswerTemplate, said: Mapping[str, Any]) -> list[str]:
    """What differs, in words; of the texts, in which languages."""
    new = [] if template.title == said["title"] else [f"title {template.title} → {said['title']}"]
    if template.themes != said.get("themes", template.themes):
        new.append(f"themes {_listed(template.themes)} → {_listed(said['themes'])}")
    if languages := rewritten(template.texts, said["texts"]):
        new.append(f"texts in {', '.join(languages)}")
    return new


def _listed(codes: Collection[str]) -> str:
    return ", ".join(codes) or "none"
