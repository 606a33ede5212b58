"""Who has how much to do, and who could take a question on."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.access import act_of, dossier_read, user_of
from api.dossiers import ColleagueOut
from api.views import DeskView, DeskViewSet
from cases.access import Action
from cases.models import Dossier, DossierKind
from cases.workload import LATELY, Suggestion, suggested_owners, workload_of
from helpdesk.days import short_day
from helpdesk.errors import NotFoundError
from helpdesk.people.models import Scope


class LoadOut(serializers.Serializer[Any]):
    """What a colleague has in hand, among the dossiers the caller sees."""

    colleague = ColleagueOut()
    questions = serializers.IntegerField(help_text="Open questions that are hers.")
    litigations = serializers.IntegerField()
    condemnations = serializers.IntegerField()
    unanswered = serializers.IntegerField(help_text="Askers who wait for a first answer in them.")
    next_due_on = serializers.DateField(allow_null=True, help_text="The nearest day that rings in them.")
    absent_until = serializers.DateField(
        source="absence.until_on",
        allow_null=True,
        read_only=True,
        default=None,
        help_text="The last day she is away; null: she is there.",
    )


class SuggestionOut(serializers.Serializer[Any]):
    colleague = ColleagueOut(source="load.colleague")
    speaks_language = serializers.BooleanField(help_text="The question is in her own language.")
    on_its_themes = serializers.IntegerField(
        help_text=f"Her dossiers on these themes, open or closed in the last {LATELY.days} days."
    )
    open_dossiers = serializers.IntegerField(source="load.open_dossiers")
    absent_until = serializers.DateField(
        source="load.absence.until_on",
        allow_null=True,
        read_only=True,
        default=None,
        help_text="The last day she is away, included; null while she is there.",
    )
    why = serializers.SerializerMethodField(help_text="The same in words, in the caller's language.")

    def get_why(self, suggestion: Suggestion) -> list[str]:
        return list(reasons(suggestion))


def reasons(suggestion: Suggestion) -> Iterator[str]:
    """What speaks for her, then what speaks against."""
    load, dossiers = suggestion.load, suggestion.on_its_themes
    if suggestion.speaks_language:
        yield _("Speaks the language of the question.")
    if dossiers:
        said = ngettext(
            "Worked on %(count)d dossier on its themes lately.",
            "Worked on %(count)d dossiers on its themes lately.",
            dossiers,
        )
        yield said % {"count": dossiers}
    if load.absence:
        yield _("Is away until %(day)s.") % {"day": short_day(load.absence.until_on)}
    said = ngettext("Has %(count)d open dossier.", "Has %(count)d open dossiers.", load.open_dossiers)
    yield said % {"count": load.open_dossiers}


class WorkloadView(DeskView):
    """Counted among the dossiers that the caller sees."""

    scopes = {"read": Scope.DOSSIERS_READ}

    @extend_schema(responses=LoadOut(many=True), summary="What each colleague of my teams has in hand")
    def get(self, request: Request) -> Response:
        return self.tell_all(LoadOut, workload_of(user_of(request), act_of(request).on))


class SuggestedOwnerViews(DeskViewSet[Dossier]):
    scopes = {"read": Scope.DOSSIERS_READ}
    serializer_class = SuggestionOut
    lookup_value_converter = "uuid"
    queryset = Dossier.objects.none()

    @extend_schema(responses=SuggestionOut(many=True), summary="Who could take it on, and why")
    @action(detail=True, methods=["get"], url_path="suggested-owners", pagination_class=None)
    def suggested_owners(self, request: Request, pk: UUID) -> Response:
        """Best first: who speaks its language, then who knows its themes, who is there, who has least to do."""
        question = dossier_read(request, pk, Action.CHANGE)
        if question.kind != DossierKind.QUESTION:
            raise NotFoundError
        found = suggested_owners(user_of(request), question, act_of(request).on)
        return self.tell_all(SuggestionOut, found)
