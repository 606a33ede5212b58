"""Answers the desk gives often: written once, filled in for a dossier, sent as a message."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters
from api.access import act_of, user_of
from api.bodies import read_body, read_changes
from api.concurrency import IF_MATCH, etag_of, revision_asked
from api.views import DeskViewSet
from cases.models import AnswerTemplate
from cases.services.answer_templates import (
    amend_template,
    archive_template,
    enter_template,
    fill_template,
    get_template,
    restore_template,
    templates_seen_by,
)
from cases.themes import themes
from cases.variables import VARIABLES
from helpdesk.errors import NotFoundError
from helpdesk.people.models import Language, Scope

LISTED = "; ".join(f"{{{{{name}}}}}: {means}" for name, means in VARIABLES.items())
TEXT: dict[str, Any] = {"required": False, "allow_blank": True, "default": ""}


class TextsIn(serializers.Serializer[Any]):
    """One text for each language; those left out or empty are not written."""

    nl = serializers.CharField(**TEXT)
    fr = serializers.CharField(**TEXT)
    en = serializers.CharField(**TEXT)
    de = serializers.CharField(**TEXT)


class TemplateChangesIn(serializers.Serializer[Any]):
    code = serializers.SlugField(max_length=60, help_text="What colleagues call it by; one in use per team.")
    title = serializers.CharField(max_length=200)
    themes = serializers.ListField(
        child=serializers.SlugField(max_length=40),
        default=list,
        max_length=20,
        help_text="Codes of the theme list.",
    )
    texts = TextsIn(help_text=f"They are replaced as a whole. Variables: {LISTED}.")


class TemplateIn(TemplateChangesIn):
    team = serializers.SlugField(
        allow_null=True, default=None, help_text="The team's short name; null for the whole desk."
    )


class TemplateOut(serializers.ModelSerializer[AnswerTemplate]):
    team = serializers.SlugRelatedField[Any](
        slug_field="slug", read_only=True, allow_null=True, help_text="Null for the whole desk."
    )
    texts = serializers.DictField(
        child=serializers.CharField(), read_only=True, help_text="By language, those that are written."
    )

    class Meta:
        model = AnswerTemplate
        fields = ["id", "code", "title", "team", "themes", "texts", "archived_at"]
        read_only_fields = fields
        extra_kwargs = {"archived_at": {"help_text": "Since when it is offered no longer; null while it is."}}


class FillIn(serializers.Serializer[Any]):
    dossier = serializers.UUIDField()
    language = serializers.ChoiceField(
        choices=Language.choices, required=False, help_text="The dossier's when left out."
    )


class FilledOut(serializers.Serializer[Any]):
    template = serializers.UUIDField(help_text="To be named in the message that is made of it.")
    language = serializers.ChoiceField(choices=Language.choices)
    text = serializers.CharField(help_text="Ready to be sent; nothing is kept of it until it is.")


def a_theme(text: str) -> list[str]:
    return [filters.one_of(list(themes()))(text)]


FILTERS = {
    "team": filters.Filter(lookup="team__slug", means="The team's short name."),
    "theme": filters.Filter(lookup="themes__contains", read=a_theme, means=_("On this theme.")),
    "language": filters.Filter(
        lookup="texts__has_key", read=filters.one_of(Language.values), means="Written in this language.",
        choices=tuple(Language.values),
    ),
    "in_use": filters.flag("archived_at__isnull", "Offered, or archived."),
}  # fmt: skip


class AnswerTemplateViews(DeskViewSet[AnswerTemplate]):
    """Templates of one's teams and of the whole desk, newest first."""

    scopes = {"read": Scope.DOSSIERS_READ, "write": Scope.DOSSIERS_WRITE}
    serializer_class = TemplateOut
    lookup_value_converter = "uuid"
    queryset = AnswerTemplate.objects.none()

    def get_queryset(self) -> QuerySet[AnswerTemplate]:
        return templates_seen_by(user_of(self.request))

    @extend_schema(parameters=filters.parameters(FILTERS), summary="Answer templates")
    def list(self, request: Request) -> Response:
        return self.tell_page(TemplateOut, FILTERS)

    @extend_schema(request=TemplateIn, responses={201: TemplateOut}, summary="Write a template")
    def create(self, request: Request) -> Response:
        """Of a team, or of the whole desk where none is named: that is for coordinators."""
        said = read_body(TemplateIn, request)
        return self._answer(enter_template(act_of(request), said, team=said.pop("team")), status=201)

    @extend_schema(summary="One template")
    def retrieve(self, request: Request, pk: UUID) -> Response:
        """An archived one too: answers that were made of it name it."""
        template = self.get_queryset().filter(pk=pk).first()
        if template is None:
            raise NotFoundError
        return self._answer(template)

    @extend_schema(
        request=TemplateChangesIn, parameters=[IF_MATCH], responses=TemplateOut, summary="Put it right"
    )
    def partial_update(self, request: Request, pk: UUID) -> Response:
        """What is left out stays as it is; `texts` are replaced as a whole. Sent answers stay as they were."""
        get_template(user_of(request), pk)
        revision = revision_asked(request)
        said = read_changes(TemplateChangesIn, request)
        return self._answer(amend_template(act_of(request), pk, said, unchanged_since=revision))

    @extend_schema(request=None, responses=TemplateOut, summary="Archive it: it is offered no longer")
    @action(detail=True, methods=["post"])
    def archive(self, request: Request, pk: UUID) -> Response:
        """Answers made of it go on naming it."""
        return self._answer(archive_template(act_of(request), pk))

    @extend_schema(request=None, responses=TemplateOut, summary="Take it out of the archive")
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: UUID) -> Response:
        """Refused while another in use has its code."""
        return self._answer(restore_template(act_of(request), pk))

    @extend_schema(request=FillIn, responses=FilledOut, summary="The text to be sent in a dossier")
    @action(detail=True, methods=["post"])
    def fill(self, request: Request, pk: UUID) -> Response:
        """Every variable gets its value, in the language of the text; a value that is wanting is refused."""
        said = read_body(FillIn, request)
        text, language = fill_template(
            act_of(request), pk, dossier_id=said["dossier"], language=said.get("language", "")
        )
        return self.tell(FilledOut, {"template": pk, "language": language, "text": text})

    def _answer(self, template: AnswerTemplate, status: int = 200) -> Response:
        return self.tell(TemplateOut, template, status=status, headers={"ETag": etag_of(template)})
