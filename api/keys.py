"""Keys of integrations, for those who manage these: the key itself is shown once. A key never opens this."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters
from api.access import act_of, user_of
from api.bodies import ReasonIn, read_body, read_changes
from api.concurrency import IF_MATCH, etag_of, revision_asked
from api.dossiers import ColleagueOut
from api.views import DeskViewSet
from helpdesk.people.models import ApiKey, Scope
from helpdesk.people.oversight import keys_managed_by
from helpdesk.people.services import keys

LONGEST_OVERLAP_HOURS = 24 * 7
MOST_NETWORKS = 50
LONGEST_NETWORK = 80


def limit(window: str) -> serializers.IntegerField:
    return serializers.IntegerField(
        min_value=1,
        max_value=keys.LARGEST_LIMIT,
        required=False,
        allow_null=True,
        help_text=f"Requests within one {window}, in the place of the desk's limit.",
    )


class TermsIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=120, help_text="What it is for.")
    scopes = serializers.ListField(
        child=serializers.ChoiceField(choices=Scope.choices),
        min_length=1,
        max_length=len(Scope),
        help_text="What it opens, within what its integration may do.",
    )
    expires_at = serializers.DateTimeField(
        required=False,
        help_text="The moment it ends, within two years of its issue; after a year where it is not said.",
    )
    networks = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_NETWORK),
        max_length=MOST_NETWORKS,
        required=False,
        help_text="IPv4 and IPv6 networks, such as 192.0.2.0/24, from which alone it opens; empty: from everywhere.",
    )
    per_minute = limit("minute")
    per_hour = limit("hour")
    per_day = limit("day")


class ApiKeyIn(TermsIn):
    integration = serializers.UUIDField()


class RotateKeyIn(serializers.Serializer[Any]):
    overlap_hours = serializers.IntegerField(
        min_value=0,
        max_value=LONGEST_OVERLAP_HOURS,
        default=24,
        help_text="For so long the former key opens too, unless it ends before.",
    )


class ApiKeyOut(serializers.ModelSerializer[ApiKey]):
    integration = ColleagueOut(source="user", read_only=True)

    class Meta:
        model = ApiKey
        fields = [
            "id", "integration", "name", "scopes", "networks", "per_minute", "per_hour", "per_day", "created_at",
            "expires_at", "revoked_at", "last_used_at", "replaces",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {
            "expires_at": {"help_text": "From this moment on it opens nothing."},
            "last_used_at": {"help_text": "To within five minutes; null while it was never used."},
            "per_minute": {"help_text": "Null where the desk's limit holds; so for the other two."},
            "replaces": {"help_text": "The key that was rotated to this one."},
        }


class WithKeyOut(serializers.Serializer[Any]):
    api_key = ApiKeyOut()
    key = serializers.CharField(help_text="`hd_…`, for the Authorization header. It is shown this once.")


FILTERS = {
    "integration": filters.identifier("user_id", "Of this integration."),
    "is_revoked": filters.flag("revoked_at__isnull", "Whether it was revoked.", of_true=False),
}


class ApiKeyViews(DeskViewSet[ApiKey]):
    """The keys of the integrations that the caller manages, newest first."""

    shown_once = ("key",)
    serializer_class = ApiKeyOut
    lookup_value_converter = "uuid"
    queryset = ApiKey.objects.none()

    def get_queryset(self) -> QuerySet[ApiKey]:
        return keys_managed_by(user_of(self.request)).select_related("user")

    @extend_schema(parameters=filters.parameters(FILTERS), summary="The keys I manage")
    def list(self, request: Request) -> Response:
        return self.tell_page(ApiKeyOut, FILTERS)

    @extend_schema(request=ApiKeyIn, responses={201: WithKeyOut}, summary="Issue a key")
    def create(self, request: Request) -> Response:
        """Its text is shown this once. It ends within two years; after one where nothing is said."""
        said = read_body(ApiKeyIn, request)
        integration = said.pop("integration")
        key, plain = keys.issue(act_of(request), integration, keys.Terms(**said))
        return self.tell(WithKeyOut, {"api_key": key, "key": plain}, status=201)

    @extend_schema(summary="One key, without its text")
    def retrieve(self, request: Request, pk: UUID) -> Response:
        """Its terms and its end. The text of a key is not kept."""
        return _answer(keys.managed_key(act_of(request), pk))

    @extend_schema(request=TermsIn, parameters=[IF_MATCH], summary="Give a key other terms")
    def partial_update(self, request: Request, pk: UUID) -> Response:
        """They hold within seconds (two, unless the desk says otherwise), for the tokens it has lent too."""
        keys.managed_key(act_of(request), pk)
        revision = revision_asked(request)
        said = read_changes(TermsIn, request)
        return _answer(keys.amend(act_of(request), pk, said, unchanged_since=revision))

    @extend_schema(request=RotateKeyIn, responses=WithKeyOut, summary="Another key on the same terms")
    @action(detail=True, methods=["post"])
    def rotate(self, request: Request, pk: UUID) -> Response:
        """The new key is shown this once; the former one ends after the overlap, or as it was to."""
        keys.managed_key(act_of(request), pk)
        overlap = timedelta(hours=read_body(RotateKeyIn, request)["overlap_hours"])
        key, plain = keys.rotate(act_of(request), pk, overlap=overlap)
        return self.tell(WithKeyOut, {"api_key": key, "key": plain})

    @extend_schema(request=ReasonIn, responses=ApiKeyOut, summary="Let a key open nothing any more")
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: UUID) -> Response:
        """Within two seconds, and for good."""
        keys.managed_key(act_of(request), pk)
        act = act_of(request, read_body(ReasonIn, request)["reason"])
        return _answer(keys.revoke(act, pk))


def _answer(key: ApiKey) -> Response:
    return Response(ApiKeyOut(key).data, headers={"ETag": etag_of(key)})
