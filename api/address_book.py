"""What contacts and organisations have in common over HTTP: lists by name, duplicates, merges, the archive."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters
from api.access import act_of, user_of
from api.bodies import ReasonIn, read_body
from api.concurrency import etag_of, revision_asked
from api.dossiers import TrailOut
from api.fields import PartialShape
from api.pagination import KeysetPages
from api.views import DeskViewSet
from cases.access import ROLES_THAT_CHANGE
from cases.address_book import Book
from cases.duplicates import WEIGHTS, comparable_entries, likenesses, likenesses_of_new
from cases.name_search import NOT_SEARCHED, found_by_name
from cases.services import address_book as services
from cases.services.merging import Merging, merge, unmerge
from helpdesk.people.models import Scope
from helpdesk.trail.models import TrailEntry

SHORTEST_SEARCH = 2


class NameOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()


class OtherIn(ReasonIn):
    other = serializers.UUIDField(help_text="The one it looks like.")


class MergeIn(ReasonIn):
    """Which entries become part of this one."""

    keep = serializers.DictField(
        child=serializers.UUIDField(),
        default=dict,
        help_text="From which of them the survivor takes a field, by the field's name. Every field in which they "
        "differ has to be named; the survivor's own id keeps what it has.",
    )

    def get_fields(self) -> dict[str, Any]:
        others = serializers.ListField(
            child=serializers.UUIDField(),
            min_length=1,
            max_length=20,
            help_text="Those that end as pointers.",
        )
        return {"from": others, **super().get_fields()}


class LikenessOut(serializers.Serializer[Any]):
    """An entry that may be the same, and why."""

    score = serializers.FloatField(
        help_text="Between 0 and 1; several reasons add up, and none is certainty."
    )
    reasons = serializers.ListField(
        child=serializers.ChoiceField(choices=sorted(WEIGHTS)),
        help_text="`similar_name` counts within one organisation, or one postal code, only.",
    )


class PossibleDuplicateOut(LikenessOut):
    id = serializers.UUIDField(source="older.id")
    name = serializers.CharField(source="older.name")


class EntryWholeOut(PartialShape[Any]):
    """What every entry shows of itself, to who asks for it by its id."""

    merged_from = serializers.SerializerMethodField(
        help_text="Entries that became part of this one; their ids lead here."
    )
    book: ClassVar[Book]

    @extend_schema_field(NameOut(many=True))
    def get_merged_from(self, entry: Any) -> Any:
        inside = self.book.from_inside(user_of(self.context["request"]))
        rows = entry.merged_from.filter(merged_into__in=inside.values("pk")).order_by("pk")
        return NameOut(rows, many=True).data


class WithDuplicates(serializers.Serializer[Any]):
    """Adds to a new entry those it may be the same as. It is entered all the same."""

    possible_duplicates = serializers.SerializerMethodField(help_text="Only those that the caller may see.")
    book: ClassVar[Book]

    @extend_schema_field(PossibleDuplicateOut(many=True))
    def get_possible_duplicates(self, entry: Any) -> Any:
        found = likenesses_of_new(user_of(self.context["request"]), self.book, entry)
        return PossibleDuplicateOut(found, many=True).data


class NamePages(KeysetPages):
    """By name; where letters were searched, those that begin with them first."""

    ordering = ("rank", "folded_name", "id")


class LikenessPages(KeysetPages):
    """So many entries are held against older ones for one page, however few pairs they make."""

    page_size = largest_page = 500
    counts = False


def some_letters(text: str) -> str:
    letters = text.strip()
    if len(letters) < SHORTEST_SEARCH:
        raise ValueError(text)
    return letters


def searched(names: str) -> filters.Filter:
    """The search by name; `names` is the field in which every name stands."""

    def narrow(rows: QuerySet[Any], letters: str) -> QuerySet[Any]:
        return found_by_name(rows, letters, names=names)

    return filters.Filter(
        narrow=narrow,
        read=some_letters,
        means=format_lazy(
            _("Letters of the name, {least} at least; accents and capitals do not count."),
            least=SHORTEST_SEARCH,
        ),
    )


REVISION = {"revision": {"help_text": "Grows with every change; as the ETag of its detail has it."}}
ARCHIVED = filters.flag("archived_at__isnull", "Those archived instead of those in use.", of_true=False)


class EntryViews(DeskViewSet[Any]):
    """One book, as far as the caller may see it."""

    scopes = {"read": Scope.CONTACTS_READ, "write": Scope.CONTACTS_WRITE}
    book: ClassVar[Book]
    list_filters: ClassVar[Mapping[str, filters.Filter]]
    serializer_class: type[EntryWholeOut]
    row_class: ClassVar[type[PartialShape[Any]]]
    pagination_class = NamePages
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[Any]:
        return self.book.visible(user_of(self.request))

    def list(self, request: Request) -> Response:
        return self.page(self.get_queryset(), self.list_filters)

    def retrieve(self, request: Request, pk: UUID) -> Response:
        """Under the ids of those that became part of it too."""
        entry = self.book.get(user_of(request), pk)
        return self.detail_of(entry, self.serializer_class, {"ETag": etag_of(entry)})

    @extend_schema(request=None, summary="Archive it")
    @action(detail=True, methods=["post"])
    def archive(self, request: Request, pk: UUID) -> Response:
        """No longer offered in lists; what hangs on it stays, and it is read at its address."""
        return self.answer(services.archive(act_of(request), self.book, pk))

    @extend_schema(request=None, summary="Take it out of the archive")
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: UUID) -> Response:
        """It is offered in lists again."""
        return self.answer(services.restore(act_of(request), self.book, pk))

    @extend_schema(request=MergeIn, summary="Make others part of it")
    @action(detail=True, methods=["post"])
    def merge(self, request: Request, pk: UUID) -> Response:
        """All that leads to the others leads to this one, and so do their ids. `unmerge` takes it back."""
        self.book.get(user_of(request), pk)
        said = read_body(MergeIn, request)
        merging = Merging(others=said["from"], keep=said["keep"])
        return self.answer(merge(act_of(request, said["reason"]), self.book, pk, merging))

    @extend_schema(request=ReasonIn, summary="Take the latest merge apart")
    @action(detail=True, methods=["post"])
    def unmerge(self, request: Request, pk: UUID) -> Response:
        """Exactly as it was, or not at all."""
        self.book.get(user_of(request), pk)
        said = read_body(ReasonIn, request)
        return self.answer(unmerge(act_of(request, said["reason"]), self.book, pk))

    @extend_schema(request=OtherIn, summary="Say that it is not the same as another")
    @action(detail=True, methods=["post"])
    def distinct(self, request: Request, pk: UUID) -> Response:
        """The two are no longer shown as duplicates, and cannot be merged."""
        self.book.get(user_of(request), pk)
        said = read_body(OtherIn, request)
        act = act_of(request, said["reason"])
        return self.answer(services.keep_apart(act, self.book, pk, said["other"]))

    @extend_schema(request=OtherIn, summary="Say that it may be the same after all")
    @action(detail=True, methods=["post"], url_path="withdraw-distinct")
    def withdraw_distinct(self, request: Request, pk: UUID) -> Response:
        """The two are shown as duplicates again where they look alike, and can be merged."""
        self.book.get(user_of(request), pk)
        said = read_body(OtherIn, request)
        act = act_of(request, said["reason"])
        return self.answer(services.withdraw_distinct(act, self.book, pk, said["other"]))

    @extend_schema(responses=TrailOut(many=True), summary="Who did what, when and why")
    @action(detail=True, methods=["get"], pagination_class=None)
    def trail(self, request: Request, pk: UUID) -> Response:
        """Of the entry and of those that became part of it."""
        entry = self.book.get_from_inside(user_of(request), pk)
        subjects = [entry.pk, *entry.merged_from.values_list("pk", flat=True)]
        entries = TrailEntry.objects.filter(subject_id__in=subjects).select_related("actor").order_by("id")
        return self.tell_all(TrailOut, entries)

    def pairs(self, request: Request, shape: Any) -> Response:
        """Of each entry of the page the older ones that it may be the same as."""
        user = user_of(request)
        page = self.paginate_queryset(comparable_entries(user, self.book))
        return self.tell_some(shape, likenesses(user, self.book, page or []))

    def revision(self, request: Request, pk: UUID) -> int | None:
        """The revision that is to be changed, once it is plain that the caller may."""
        entry = self.book.get(user_of(request), pk)
        self.book.require_role(user_of(request), [entry.pk], ROLES_THAT_CHANGE)
        return revision_asked(request)

    def page(self, rows: QuerySet[Any], known: Mapping[str, filters.Filter], shape: Any = None) -> Response:
        """A page of these rows by name, in the archive only where it is asked for."""
        if "archived" not in self.request.query_params:
            rows = rows.filter(archived_at=None)
        return self.listed(known, shape or self.row_class, rows.annotate(rank=NOT_SEARCHED))

    def answer(self, entry: Any, status: int = 200, shape: Any = None) -> Response:
        return self.tell(
            shape or self.serializer_class, entry, status=status, headers={"ETag": etag_of(entry)}
        )
