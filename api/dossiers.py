"""Dossiers of every kind: the caseload, one dossier whole, and what is done with it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, F, OuterRef, Q, QuerySet, Value, When
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters
from api.access import act_of, dossier_read, user_of
from api.bodies import read_body, read_changes
from api.caseload import FILTERS, CaseloadPages
from api.concurrency import IF_MATCH, etag_of, revision_asked
from api.deadline_brief import DeadlineBriefOut, open_deadlines_seen_by
from api.document_brief import DocumentBriefOut
from api.expanding import MOST, Expansion, Expansions
from api.fields import PartialShape
from api.parties import PartyOut
from api.reminder_brief import ReminderBriefOut, reminders_of_dossiers_to
from api.telling import told
from api.views import DeskViewSet
from cases.access import Action, get_dossier, may_be_seen_by, visible_to
from cases.documents import papers_seen_by
from cases.models import Dossier, DossierLink, Party
from cases.models.dossier import LinkKind
from cases.services import dossiers as services
from cases.services.confidentiality import note_reading
from cases.services.time import minutes_seen
from cases.status import CLOSED_WITH, ENDED_AS, OUTCOMES
from cases.trail import told_to
from deadlines.closing import close_dossier, reopen_dossier
from helpdesk.along import Along
from helpdesk.errors import NotFoundError
from helpdesk.people.models import Language, Scope, User
from helpdesk.trail.models import TrailEntry
from helpdesk.written import written_once


class ColleagueOut(serializers.ModelSerializer[User]):
    class Meta:
        model = User
        fields = ["id", "name"]
        read_only_fields = fields


def parties_seen_by(user: User) -> QuerySet[Party]:
    seen = Party.objects.filter(may_be_seen_by(user, "dossier__"))
    return seen.select_related("dossier", "organisation").order_by("id")


class DossierOut(PartialShape[Dossier]):
    """The row every list shows."""

    team = serializers.SlugRelatedField[Any](
        slug_field="slug", read_only=True, help_text="The team's short name."
    )
    owner = ColleagueOut(read_only=True, allow_null=True, help_text="The colleague who has taken it.")
    outcome = serializers.ChoiceField(
        choices=ENDED_AS,
        allow_blank=True,
        read_only=True,
        help_text="How it ended; empty while it is not closed.",
    )

    expands = Expansions(
        "DossierExpandedOut",
        {
            "deadlines": Expansion(
                shape=DeadlineBriefOut,
                means=f"The open ones by day, {MOST} at most.",
                rows=open_deadlines_seen_by,
                link="dossier_id",
                most=MOST,
            ),
            "parties": Expansion(
                shape=PartyOut,
                means=f"Who takes part, the first {MOST} entered.",
                rows=parties_seen_by,
                link="dossier_id",
                most=MOST,
                noted=True,
            ),
            "documents": Expansion(
                shape=DocumentBriefOut,
                means=f"The last {MOST} filed, withdrawn ones too; none for who only handed it in.",
                rows=papers_seen_by,
                link="dossier_id",
                most=MOST,
                noted=True,
            ),
            "reminders": Expansion(
                shape=ReminderBriefOut,
                means=f"The last {MOST} that were sent to me.",
                rows=reminders_of_dossiers_to,
                link="dossier_id",
                most=MOST,
            ),
        },
    )

    class Meta:
        model = Dossier
        fields = [
            "id", "kind", "reference", "title", "summary", "state", "outcome", "team", "owner", "confidentiality",
            "language", "themes", "person_concerned", "opened_on", "closed_on", "next_due_on",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {
            "next_due_on": {
                "help_text": "The earliest day on which an open deadline rings; null when none stands open."
            },
            "confidentiality": {"help_text": "Who sees it: the team, those who take part, or those named."},
        }


def dossiers_seen_by(user: User) -> QuerySet[Dossier]:
    """With what their row shows."""
    return visible_to(user).select_related("team", "owner")


def caseload(user: User, _today: date) -> QuerySet[Dossier]:
    return dossiers_seen_by(user)


ITS_DOSSIER = Expansion(
    shape=DossierOut,
    means="The row of its dossier; null where that is closed to me.",
    rows=dossiers_seen_by,
    key="dossier_id",
)


class LinkOut(serializers.Serializer[Any]):
    """A tie to another dossier that the caller may see."""

    link = serializers.UUIDField(help_text="What the tie itself is known by.")
    kind = serializers.ChoiceField(choices=LinkKind.choices)
    direction = serializers.ChoiceField(
        choices=["to", "from"], help_text="to: this one became, follows or is part of that one."
    )
    id = serializers.UUIDField(source="other", help_text="The other dossier.")
    reference = serializers.CharField()


# Of a dossier that was read with `read_whole`.
class DossierWholeOut(DossierOut):
    links = LinkOut(many=True, read_only=True)
    minutes_spent = serializers.IntegerField(
        read_only=True,
        allow_null=True,
        help_text="Time spent on it in all; null for who only handed it in.",
    )

    class Meta(DossierOut.Meta):
        fields = [*DossierOut.Meta.fields, "links", "minutes_spent"]
        read_only_fields = fields


def read_whole(dossiers: QuerySet[Dossier], user: User) -> QuerySet[Dossier]:
    """With what is told of one whole to this user, in the same query."""
    return dossiers.select_related("team", "owner").annotate(
        links=Along(ties_seen(user)), minutes_spent=minutes_seen(user)
    )


@written_once
def one_dossier(user: User, pk: UUID) -> QuerySet[Dossier]:
    return read_whole(visible_to(user), user).filter(pk=pk)


@written_once
def left_by_an_act(user: User, pk: UUID) -> QuerySet[Dossier]:
    return read_whole(Dossier.objects.filter(pk=pk), user)


def answer_of(shape: type[DossierWholeOut], dossier: Dossier, request: Request) -> Response:
    """The answer to an act: the dossier as it is now, even where the act took it out of the caller's sight."""
    [whole] = left_by_an_act(user_of(request), dossier.pk)
    return Response(told(shape, whole, request), headers={"ETag": etag_of(whole)})


def ties_seen(user: User) -> QuerySet[DossierLink, Any]:
    """The ties of each dossier whose other end the user sees too; those that lead away from it first."""
    leads_away = Q(from_dossier=OuterRef("pk"))
    seen = DossierLink.objects.filter(
        (leads_away & may_be_seen_by(user, "to_dossier__"))
        | (Q(to_dossier=OuterRef("pk")) & may_be_seen_by(user, "from_dossier__"))
    )
    return seen.values(
        "kind",
        link=F("pk"),
        direction=Case(When(leads_away, then=Value("to")), default=Value("from")),
        other=Case(When(leads_away, then=F("to_dossier")), default=F("from_dossier")),
        reference=Case(
            When(leads_away, then=F("to_dossier__reference")), default=F("from_dossier__reference")
        ),
    ).order_by("-direction", "link")


class DescriptionIn(serializers.Serializer[Any]):
    """What a dossier of any kind says of itself."""

    title = serializers.CharField(
        max_length=300, help_text="A line that tells it from the others; no names of clients."
    )
    summary = serializers.CharField(required=False, allow_blank=True, default="", help_text="A few lines.")
    language = serializers.ChoiceField(
        choices=Language.choices, default="nl", help_text="Language of the matter."
    )
    themes = serializers.ListField(
        child=serializers.SlugField(max_length=40),
        default=list,
        max_length=20,
        help_text="Codes of the theme list.",
    )
    person_concerned = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=80,
        help_text="A pseudonym or initials, never a name.",
    )


class OpeningIn(DescriptionIn):
    """What every new dossier is given."""

    team = serializers.SlugField(
        required=False, help_text="The team's short name; not needed by who is in one only."
    )


class CloseIn(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(
        choices=CLOSED_WITH,
        help_text="How it ended. Of a "
        + "; of a ".join(f"{kind.value}: {', '.join(sorted(known))}" for kind, known in OUTCOMES.items())
        + ".",
    )


class TrailOut(serializers.ModelSerializer[TrailEntry]):
    actor = ColleagueOut(read_only=True, allow_null=True, help_text="Null for the desk's own clockwork.")
    changes = serializers.DictField(
        read_only=True,
        help_text="By the name of a field its value, or [before, after] where it changed: codes, days, euros and ids. "
        "Of words that were typed, no more than that they were.",
    )

    class Meta:
        model = TrailEntry
        fields = ["id", "at", "actor", "verb", "subject_id", "reason", "changes", "request_id"]
        read_only_fields = fields


class DossierViews(DeskViewSet[Dossier]):
    """The caseload: dossiers of all kinds that the caller may see."""

    scopes = {"read": Scope.DOSSIERS_READ, "write": Scope.DOSSIERS_WRITE}
    serializer_class = DossierOut
    pagination_class = CaseloadPages
    lookup_value_converter = "uuid"
    rows_of = caseload
    queryset = Dossier.objects.none()

    @extend_schema(parameters=filters.parameters(FILTERS), summary="The caseload")
    def list(self, request: Request) -> Response:
        return self.listed(FILTERS, DossierOut)

    @extend_schema(responses=DossierWholeOut, summary="One dossier")
    def retrieve(self, request: Request, pk: UUID) -> Response:
        """What every kind has in common; what is special to a kind stands at the address of that kind."""
        act = act_of(request)
        for dossier in one_dossier(act.by, pk):
            note_reading(act, dossier)
            return self.detail_of(dossier, DossierWholeOut, {"ETag": etag_of(dossier)})
        raise NotFoundError

    @extend_schema(
        request=DescriptionIn,
        parameters=[IF_MATCH],
        responses=DossierWholeOut,
        summary="Put what it says right",
    )
    def partial_update(self, request: Request, pk: UUID) -> Response:
        """What every dossier says of itself, whatever its state. What is left out stays as it is."""
        get_dossier(user_of(request), pk, Action.CHANGE)
        revision = revision_asked(request)
        said = read_changes(DescriptionIn, request)
        return self._answer(services.amend(act_of(request), pk, said, unchanged_since=revision))

    @extend_schema(request=None, responses=DossierWholeOut, summary="Take it on")
    @action(detail=True, methods=["post"])
    def take(self, request: Request, pk: UUID) -> Response:
        """The caller becomes its owner."""
        return self._answer(services.take(act_of(request), pk))

    @extend_schema(request=CloseIn, responses=DossierWholeOut, summary="Close it with an outcome")
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: UUID) -> Response:
        """Refused while a deadline stands open, and where its events do not bear the outcome out."""
        said = read_body(CloseIn, request)
        return self._answer(close_dossier(act_of(request), pk, outcome=said["outcome"]))

    @extend_schema(request=None, responses=DossierWholeOut, summary="Open it again")
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: UUID) -> Response:
        """A question gets another moment by which to answer it. One that was merged is taken out of the other
        instead."""
        return self._answer(reopen_dossier(act_of(request), pk))

    @extend_schema(responses=TrailOut(many=True), summary="Who did what, when and why")
    @action(detail=True, methods=["get"], pagination_class=None)
    def trail(self, request: Request, pk: UUID) -> Response:
        """Every act on the dossier and on what hangs on it, and who read it where that is noted."""
        dossier = dossier_read(request, pk, Action.LOOK_INSIDE)
        entries = TrailEntry.objects.filter(dossier_id=dossier.pk).select_related("actor").order_by("id")
        return Response(TrailOut(told_to(user_of(request), entries), many=True).data)

    def _answer(self, dossier: Dossier) -> Response:
        return answer_of(DossierWholeOut, dossier, self.request)
