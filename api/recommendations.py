"""The numbered policy recommendations, and the dossiers that are evidence for them."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters
from api.access import act_of, dossier_read, user_of
from api.bodies import read_body
from api.concurrency import IF_MATCH, etag_of, revision_asked
from api.dossiers import ColleagueOut
from api.pagination import KeysetPages
from api.views import DeskViewSet
from cases.access import Action, get_dossier
from cases.models import Dossier, Recommendation, RecommendationLink
from cases.models.recommendation import LAST_NUMBER, Chapter, Level
from cases.recommendations import with_evidence
from cases.services.recommendations import link_recommendations, unlink_recommendation
from helpdesk.people.models import Scope

SCOPES = {"read": Scope.DOSSIERS_READ, "write": Scope.DOSSIERS_WRITE}
FIELDS = ["number", "levels", "chapter", "chapter_name", "short_title"]


class RecommendationOut(serializers.ModelSerializer[Recommendation]):
    chapter_name = serializers.CharField(
        source="get_chapter_display", read_only=True, help_text="In the caller's language."
    )

    class Meta:
        model = Recommendation
        fields = FIELDS
        read_only_fields = fields
        extra_kwargs = {
            "number": {"help_text": "Its number in the manifesto of 2019."},
            "levels": {"help_text": "Who can follow it."},
            "short_title": {"help_text": "In the desk's own words, in English."},
        }


class EvidenceOut(RecommendationOut):
    """A recommendation with how many dossiers of each kind the caller can see as evidence for it."""

    questions = serializers.IntegerField(read_only=True)
    litigations = serializers.IntegerField(read_only=True)
    condemnations = serializers.IntegerField(read_only=True)

    class Meta(RecommendationOut.Meta):
        fields = [*FIELDS, "questions", "litigations", "condemnations"]
        read_only_fields = fields


class LinkedRecommendationOut(serializers.ModelSerializer[RecommendationLink]):
    recommendation = RecommendationOut(read_only=True)
    linked_by = ColleagueOut(read_only=True)

    class Meta:
        model = RecommendationLink
        fields = ["recommendation", "linked_by", "linked_at"]
        read_only_fields = fields


class RecommendationNumbersIn(serializers.Serializer[Any]):
    numbers = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LAST_NUMBER),
        min_length=1,
        max_length=LAST_NUMBER,
        help_text="Numbers of the recommendations. Those linked already stay.",
    )


class UnlinkIn(serializers.Serializer[Any]):
    reason = serializers.CharField(help_text="Why it is no evidence after all; it stands in the trail.")


class RecommendationPages(KeysetPages):
    ordering = ("number",)


def a_level(text: str) -> list[str]:
    return [filters.one_of(Level.values)(text)]


FILTERS = {
    "level": filters.Filter(
        lookup="levels__contains", read=a_level, means="Who can follow it, alone or with others.",
        choices=tuple(Level.values),
    ),
    "chapter": filters.choice("chapter", Chapter.values, "Where it stands in the manifesto."),
}  # fmt: skip


class RecommendationViews(DeskViewSet[Recommendation]):
    """The recommendations by number, each with the evidence the caller may see."""

    scopes = SCOPES
    serializer_class = EvidenceOut
    pagination_class = RecommendationPages
    queryset = Recommendation.objects.none()

    def get_queryset(self) -> QuerySet[Recommendation]:
        return with_evidence(user_of(self.request))

    @extend_schema(
        parameters=filters.parameters(FILTERS), summary="Policy recommendations and their evidence"
    )
    def list(self, request: Request) -> Response:
        return self.tell_page(EvidenceOut, FILTERS)


class DossierRecommendationViews(DeskViewSet[RecommendationLink]):
    """What a dossier is evidence for, by number."""

    scopes = SCOPES
    serializer_class = LinkedRecommendationOut
    pagination_class = None
    lookup_value_converter = "int"
    queryset = RecommendationLink.objects.none()

    @extend_schema(responses=LinkedRecommendationOut(many=True), summary="What the dossier is evidence for")
    def list(self, request: Request, dossier_id: UUID) -> Response:
        return self._answer(dossier_read(request, dossier_id))

    @extend_schema(
        request=RecommendationNumbersIn,
        responses={201: LinkedRecommendationOut(many=True)},
        summary="Make the dossier evidence for recommendations",
    )
    def create(self, request: Request, dossier_id: UUID) -> Response:
        """Those it is evidence for already stay as they are; where one is unknown, none is added."""
        said = read_body(RecommendationNumbersIn, request)
        return self._answer(link_recommendations(act_of(request), dossier_id, said["numbers"]), status=201)

    @extend_schema(
        request=UnlinkIn,
        parameters=[IF_MATCH],
        responses={204: None},
        summary="Say that it is no evidence after all",
    )
    def destroy(self, request: Request, dossier_id: UUID, pk: int) -> Response:
        """Why stands in the trail."""
        get_dossier(user_of(request), dossier_id, Action.CHANGE)
        revision = revision_asked(request)
        act = act_of(request, read_body(UnlinkIn, request)["reason"])
        dossier = unlink_recommendation(act, dossier_id, pk, unchanged_since=revision)
        return Response(status=204, headers={"ETag": etag_of(dossier)})

    def _answer(self, dossier: Dossier, status: int = 200) -> Response:
        rows = dossier.recommendation_links.select_related("recommendation", "linked_by")
        links = rows.order_by("recommendation_id")
        headers = {"ETag": etag_of(dossier)}
        return self.tell_all(LinkedRecommendationOut, links, status=status, headers=headers)
