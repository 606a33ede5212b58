"""Organisations: for whom people ask, and what they ask about."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters
from api.access import act_of, user_of
from api.address_book import (
    ARCHIVED,
    REVISION,
    EntryViews,
    EntryWholeOut,
    LikenessOut,
    LikenessPages,
    WithDuplicates,
    searched,
)
from api.bodies import read_body, read_changes
from api.concurrency import IF_MATCH
from api.contacts import OF_AN_ORGANISATION, ContactOut
from api.fields import PartialShape
from cases.address_book import CONTACTS, ORGANISATIONS
from cases.organisations import with_membership
from cases.services.organisations import OrganisationDetails, Period, add_organisation, amend_organisation
from cases.theme_counts import questions_by_theme_and_month
from helpdesk.people.enterprise_numbers import read_enterprise_number
from helpdesk.people.models import Language, MembershipPeriod, Organisation, OrganisationKind, Scope

TEXT: dict[str, Any] = {"required": False, "allow_blank": True, "default": ""}
FIELDS = [
    "id", "kind", "name", "abbreviation", "postal_code", "municipality", "language", "archived_at", "revision",
]  # fmt: skip
WARNINGS: dict[str, str | Promise] = {
    "not_an_enterprise_number": _("This is not the ten digits of a KBO number, such as 0860.737.913."),
    "check_digits_wrong": _("The last two digits of this KBO number do not fit the others: a slip."),
    "is_establishment_number": _("This is the number of an establishment, not of the enterprise itself."),
}


class PeriodIn(serializers.Serializer[Any]):
    from_on = serializers.DateField(allow_null=True, default=None, help_text="First day; null: not known.")
    until_on = serializers.DateField(
        allow_null=True, default=None, help_text="Last day, included; null: not over."
    )


class PeriodOut(serializers.ModelSerializer[MembershipPeriod]):
    class Meta:
        model = MembershipPeriod
        fields = ["from_on", "until_on"]
        read_only_fields = fields
        extra_kwargs = {
            "from_on": {"help_text": "The first day; null: not known."},
            "until_on": {"help_text": "The last day, included; null: not over."},
        }


class OrganisationWarningOut(serializers.Serializer[Any]):
    """Something that looks wrong. Nothing is refused for it."""

    field = serializers.ChoiceField(choices=["kbo_number"], help_text="The member it is about.")
    code = serializers.ChoiceField(choices=sorted(WARNINGS), help_text="Stable; what programs read.")
    text = serializers.CharField(help_text="In the caller's language.")


class OrganisationBriefOut(PartialShape[Organisation]):
    """Which one it is; how to reach it stands in the detail only."""

    class Meta:
        model = Organisation
        fields = FIELDS
        read_only_fields = fields
        extra_kwargs = {**REVISION, "name": {"help_text": "The one the desk uses."}}


class OrganisationOut(OrganisationBriefOut):
    """The row every list shows."""

    is_member = serializers.BooleanField(read_only=True, help_text="Today.")

    class Meta(OrganisationBriefOut.Meta):
        fields = [*FIELDS, "is_member"]
        read_only_fields = fields


class OrganisationWholeOut(EntryWholeOut):
    book = ORGANISATIONS
    is_member = serializers.SerializerMethodField(help_text="Today.")
    membership_periods = serializers.SerializerMethodField(help_text="By first day; both days included.")
    email = serializers.CharField(read_only=True, help_text="Empty when there is none.")
    website = serializers.CharField(read_only=True, help_text="Empty when there is none.")
    warnings = serializers.SerializerMethodField()

    class Meta:
        model = Organisation
        fields = [
            *FIELDS, "is_member", "name_nl", "name_fr", "kbo_number", "email", "phone", "phone_e164", "website",
            "membership_periods", "merged_from", "warnings",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {
            **REVISION,
            "name": {"help_text": "The one the desk uses."},
            "name_nl": {"help_text": "Its official name in Dutch, where known and another."},
            "name_fr": {"help_text": "Its official name in French, where known and another."},
            "kbo_number": {"help_text": "Such as 0860.737.913; as typed where something is wrong with it."},
            "phone": {"help_text": "As it was typed."},
            "phone_e164": {"help_text": "As it is compared and dialled; empty where that is not sure."},
        }

    def get_is_member(self, organisation: Organisation) -> bool:
        today = act_of(self.context["request"]).on
        return any(period.holds(today) for period in self._periods(organisation))

    @extend_schema_field(PeriodOut(many=True))
    def get_membership_periods(self, organisation: Organisation) -> Any:
        return PeriodOut(self._periods(organisation), many=True).data

    @extend_schema_field(OrganisationWarningOut(many=True))
    def get_warnings(self, organisation: Organisation) -> list[dict[str, str]]:
        code = read_enterprise_number(organisation.kbo_number).warning
        return [{"field": "kbo_number", "code": code, "text": str(WARNINGS[code])}] if code else []

    def _periods(self, organisation: Organisation) -> list[MembershipPeriod]:
        """Read once for each row, and kept with it."""
        by_day = MembershipPeriod.objects.order_by("from_on", "until_on")
        prefetch_related_objects([organisation], Prefetch("membership_periods", queryset=by_day))
        return list(organisation.membership_periods.all())


class OrganisationAddedOut(WithDuplicates, OrganisationWholeOut):
    class Meta(OrganisationWholeOut.Meta):
        fields = [*OrganisationWholeOut.Meta.fields, "possible_duplicates"]
        read_only_fields = fields


class OrganisationPairOut(LikenessOut):
    newer = OrganisationBriefOut()
    older = OrganisationBriefOut()


class QuestionCountOut(serializers.Serializer[Any]):
    month = serializers.DateField(help_text="Its first day.")
    theme = serializers.CharField(help_text="Empty: questions without a theme.")
    questions = serializers.IntegerField(help_text="A question with two themes counts under both.")


class OrganisationIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200, help_text="The one the desk uses.")
    kind = serializers.ChoiceField(choices=OrganisationKind.choices, default=OrganisationKind.OTHER)
    name_nl = serializers.CharField(**TEXT, max_length=200, help_text="In Dutch, where it is another.")
    name_fr = serializers.CharField(**TEXT, max_length=200, help_text="In French, where it is another.")
    abbreviation = serializers.CharField(**TEXT, max_length=40)
    kbo_number = serializers.CharField(
        **TEXT, max_length=40, help_text="However it is written; warned about, never refused."
    )
    postal_code = serializers.CharField(**TEXT, max_length=10)
    municipality = serializers.CharField(**TEXT, max_length=80)
    language = serializers.ChoiceField(choices=Language.choices, default="nl")
    email = serializers.EmailField(**TEXT)
    phone = serializers.CharField(**TEXT, max_length=40)
    website = serializers.URLField(**TEXT, max_length=300)
    membership_periods = PeriodIn(many=True, default=list, help_text="All of them; those left out go.")


FILTERS = {
    "q": searched("folded_names"),
    "kind": filters.choice("kind", OrganisationKind.values, "What it is."),
    "postal_code": filters.Filter(lookup="postal_code", means="The whole postal code."),
    "municipality": filters.Filter(lookup="municipality__iexact", means="The whole name, capitals or not."),
    "language": filters.choice("language", Language.values, "Its language."),
    "kbo_number": filters.Filter(
        lookup="kbo_number",
        read=lambda text: read_enterprise_number(text).normalised,
        means=_("The whole KBO number, however it is written."),
    ),
    "is_member": filters.flag("is_member", "Members today, or the others."),
    "archived": ARCHIVED,
}
MONTHS = {
    "from": filters.day("dossier__opened_on__gte", "Questions opened on or after this day."),
    "until": filters.day("dossier__opened_on__lte", "Questions opened on or before this day."),
}


@extend_schema_view(
    list=extend_schema(
        parameters=filters.parameters(FILTERS),
        responses=OrganisationOut(many=True),
        summary="Organisations by name",
    ),
    retrieve=extend_schema(summary="One organisation, and how to reach it"),
)
class OrganisationViews(EntryViews):
    """Organisations; an integration sees those of the contacts it handed in."""

    scopes = {**EntryViews.scopes, "question_counts": Scope.DOSSIERS_READ}
    book = ORGANISATIONS
    list_filters = FILTERS
    serializer_class = OrganisationWholeOut
    row_class = OrganisationOut
    queryset = Organisation.objects.none()

    def get_queryset(self) -> QuerySet[Organisation]:
        return with_membership(super().get_queryset(), on=act_of(self.request).on)

    @extend_schema(
        request=OrganisationIn, responses={201: OrganisationAddedOut}, summary="Enter an organisation"
    )
    def create(self, request: Request) -> Response:
        """One that looks like another is entered all the same, and `possible_duplicates` names those."""
        said = read_body(OrganisationIn, request)
        periods = [Period(**one) for one in said.pop("membership_periods")]
        organisation = add_organisation(act_of(request), OrganisationDetails(**said), membership=periods)
        return self.answer(organisation, status=201, shape=OrganisationAddedOut)

    @extend_schema(request=OrganisationIn, parameters=[IF_MATCH], summary="Put right what is known of it")
    def partial_update(self, request: Request, pk: UUID) -> Response:
        """What is left out stays as it is; `membership_periods` are given whole."""
        revision = self.revision(request, pk)
        said = read_changes(OrganisationIn, request)
        told = said.pop("membership_periods", None)
        periods = None if told is None else [Period(**one) for one in told]
        return self.answer(
            amend_organisation(act_of(request), pk, said, membership=periods, unchanged_since=revision)
        )

    @extend_schema(
        parameters=filters.parameters(OF_AN_ORGANISATION),
        responses=ContactOut(many=True),
        summary="Its contacts by name",
    )
    @action(detail=True, methods=["get"])
    def contacts(self, request: Request, pk: UUID) -> Response:
        """As far as the caller may see them."""
        organisation = self.book.get(user_of(request), pk)
        rows = CONTACTS.visible(user_of(request)).filter(organisation=organisation)
        return self.page(rows, OF_AN_ORGANISATION, ContactOut)

    @extend_schema(
        parameters=filters.parameters(MONTHS),
        responses=QuestionCountOut(many=True),
        summary="What it asks about, by theme and month",
    )
    @action(detail=True, methods=["get"], url_path="question-counts", pagination_class=None)
    def question_counts(self, request: Request, pk: UUID) -> Response:
        """Of the questions that the caller may see; the latest month first."""
        organisation = self.book.get_from_inside(user_of(request), pk)
        counts = filters.apply(questions_by_theme_and_month(user_of(request), organisation), request, MONTHS)
        return self.tell_all(QuestionCountOut, counts)

    @extend_schema(responses=OrganisationPairOut(many=True), summary="Organisations that may be the same")
    @action(detail=False, methods=["get"], pagination_class=LikenessPages)
    def duplicates(self, request: Request) -> Response:
        """Pairs, the newest first. A page holds those of `page_size` organisations; it may be empty before the last."""
        return self.pairs(request, OrganisationPairOut)
