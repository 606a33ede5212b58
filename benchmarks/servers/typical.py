"""What one would write in an hour with the framework's own means: ModelViewSet, ModelSerializer, page numbers."""

import os
from typing import Any

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.db.models import Count, Min, Q, Sum
from django.urls import include, path
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
django.setup()

from rest_framework import serializers  # noqa: E402
from rest_framework.authentication import BaseAuthentication  # noqa: E402
from rest_framework.pagination import PageNumberPagination  # noqa: E402
from rest_framework.renderers import JSONRenderer  # noqa: E402
from rest_framework.routers import SimpleRouter  # noqa: E402
from rest_framework.viewsets import ModelViewSet  # noqa: E402

from cases.access import visible_to  # noqa: E402
from cases.models import (  # noqa: E402
    Argument,
    Dossier,
    DossierKind,
    DossierLink,
    Hearing,
    Instance,
    Litigation,
)
from cases.services.references import next_references  # noqa: E402
from helpdesk.people.keys import digest_of  # noqa: E402
from helpdesk.people.models import ApiKey, User  # noqa: E402
from helpdesk.trail.models import TrailEntry  # noqa: E402


class KeyInTheTable(BaseAuthentication):
    """A key looked up on every call, as the framework's own tokens are."""

    def authenticate(self, request: Any) -> Any:
        plain = request.headers.get("Authorization", "").removeprefix("Bearer ")
        key = ApiKey.objects.select_related("user").get(digest=digest_of(plain))
        return key.user, key


class Pages(PageNumberPagination):
    page_size = 50


class Colleague(serializers.ModelSerializer[User]):
    class Meta:
        model = User
        fields = ["id", "name"]


class DossierSerializer(serializers.ModelSerializer[Dossier]):
    team = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)
    owner = Colleague(read_only=True)

    class Meta:
        model = Dossier
        fields = [
            "id", "kind", "reference", "title", "summary", "state", "outcome", "team", "owner", "confidentiality",
            "language", "themes", "person_concerned", "opened_on", "closed_on", "next_due_on",
        ]  # fmt: skip
        read_only_fields = [name for name in fields if name not in ("title", "summary", "language", "themes")]


class LinkSerializer(serializers.ModelSerializer[DossierLink]):
    from_dossier = serializers.SlugRelatedField[Any](slug_field="reference", read_only=True)
    to_dossier = serializers.SlugRelatedField[Any](slug_field="reference", read_only=True)

    class Meta:
        model = DossierLink
        fields = ["id", "kind", "from_dossier", "to_dossier"]


class ArgumentSerializer(serializers.ModelSerializer[Argument]):
    class Meta:
        model = Argument
        fields = ["id", "position", "heading", "text", "authorities"]


class InstanceSerializer(serializers.ModelSerializer[Instance]):
    class Meta:
        model = Instance
        exclude = ["litigation"]


class LitigationSerializer(serializers.ModelSerializer[Litigation]):
    arguments = ArgumentSerializer(many=True, read_only=True)
    instances = InstanceSerializer(many=True, read_only=True)
    grievances = serializers.SerializerMethodField()
    costs = serializers.SerializerMethodField()

    class Meta:
        model = Litigation
        exclude = ["dossier"]

    def get_grievances(self, case: Litigation) -> Any:
        return dict(case.grievances.order_by().values_list("outcome").annotate(Count("pk")))

    def get_costs(self, case: Litigation) -> Any:
        awarded = Q(kind="indemnity_awarded")
        return case.costs.aggregate(
            spent=Sum("amount", filter=~awarded), awarded=Sum("amount", filter=awarded),
            recovered=Sum("amount", filter=Q(recovered_on__isnull=False)),
        )  # fmt: skip


class CaseSerializer(DossierSerializer):
    """The same members as the product tells of one case."""

    litigation = LitigationSerializer(read_only=True)
    links = serializers.SerializerMethodField()
    minutes_spent = serializers.SerializerMethodField()
    next_hearing_on = serializers.SerializerMethodField()

    class Meta(DossierSerializer.Meta):
        fields = [*DossierSerializer.Meta.fields, "litigation", "links", "minutes_spent", "next_hearing_on"]

    def get_links(self, dossier: Dossier) -> Any:
        seen = visible_to(self.context["request"].user)
        links = DossierLink.objects.filter(
            Q(from_dossier=dossier, to_dossier__in=seen) | Q(to_dossier=dossier, from_dossier__in=seen)
        )
        return LinkSerializer(links.select_related("from_dossier", "to_dossier"), many=True).data

    def get_minutes_spent(self, dossier: Dossier) -> Any:
        return dossier.time_entries.aggregate(total=Sum("minutes"))["total"]

    def get_next_hearing_on(self, dossier: Dossier) -> Any:
        ahead = Hearing.objects.filter(
            instance__litigation=dossier.pk, outcome="", on__gte=timezone.localdate()
        )
        return ahead.aggregate(first=Min("on"))["first"]


class Dossiers(ModelViewSet[Dossier]):
    authentication_classes = [KeyInTheTable]
    permission_classes: list[Any] = []
    throttle_classes: list[Any] = []
    renderer_classes = [JSONRenderer]
    pagination_class = Pages
    serializer_class = DossierSerializer

    def get_queryset(self) -> Any:
        return visible_to(self.request.user).select_related("team", "owner").order_by("-id")

    @transaction.atomic
    def perform_create(self, serializer: Any) -> None:
        user = self.request.user
        team = user.memberships.select_related("team").get().team
        today = timezone.localdate()
        dossier = serializer.save(
            kind=DossierKind.LITIGATION, reference=next_references(DossierKind.LITIGATION, today.year)[0], team=team,
            owner=user, opened_by=user, state="open", opened_on=today,
        )  # fmt: skip
        Litigation.objects.create(dossier=dossier)
        TrailEntry.objects.create(
            at=timezone.now(), actor=user, verb="litigation.opened", subject_id=dossier.pk,
            dossier_id=dossier.pk, changes={"state": "open"},
        )  # fmt: skip


class Cases(Dossiers):
    serializer_class = CaseSerializer

    def get_queryset(self) -> Any:
        cases = super().get_queryset().select_related("litigation")
        return cases.prefetch_related("litigation__arguments", "litigation__instances")


router = SimpleRouter(trailing_slash=False)
router.register("dossiers", Dossiers, basename="dossier")
router.register("litigations", Cases, basename="litigation")
urlpatterns = [path("api/v1/", include(router.urls))]
settings.ROOT_URLCONF = __name__
application = get_wsgi_application()
