"""What is said in a dossier: answers to the asker and her words, and notes among colleagues."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.access import act_of, dossier_read, user_of
from api.bodies import read_body
from api.dossiers import ColleagueOut
from api.views import DeskViewSet
from cases.access import Action, get_dossier
from cases.models import DossierKind, Message, MessageKind
from cases.models.question import Channel
from cases.services.confidentiality import note_reading
from cases.services.messages import WITH_THE_ASKER, Saying, read_by, say
from helpdesk.errors import NotFoundError
from helpdesk.people.models import Language, Scope


class WordsIn(serializers.Serializer[Any]):
    """What was said. Never edited: say it anew with `corrects`."""

    body = serializers.CharField()
    language = serializers.ChoiceField(
        choices=Language.choices, required=False, help_text="The dossier's language when left out."
    )
    reply_to = serializers.UUIDField(allow_null=True, default=None, help_text="The message it answers.")
    corrects = serializers.UUIDField(
        allow_null=True, default=None, help_text="The message it puts right, of the same kind; both stay."
    )


class AskerWordsIn(WordsIn):
    channel = serializers.ChoiceField(choices=Channel.choices, help_text="How it came in.")


class MessageIn(WordsIn):
    kind = serializers.ChoiceField(choices=MessageKind.choices)
    channel = serializers.ChoiceField(
        choices=Channel.choices,
        required=False,
        help_text="How the answer was sent, or the asker's words came in; a note has none.",
    )
    mentions = serializers.ListField(
        child=serializers.UUIDField(),
        default=list,
        max_length=50,
        help_text="In a note: colleagues who may read it, and get a mail with the reference only.",
    )
    template = serializers.UUIDField(
        allow_null=True, default=None, help_text="The template an answer was made of."
    )

    documents = serializers.ListField(
        child=serializers.UUIDField(), default=list, max_length=50, help_text="What it came or went with."
    )


class MessageOut(serializers.ModelSerializer[Message]):
    mentions = ColleagueOut(many=True, read_only=True)
    author = ColleagueOut(read_only=True, help_text="Who wrote it down.")
    channel = serializers.ChoiceField(
        choices=Channel.choices, allow_blank=True, read_only=True, help_text="Empty for a note."
    )
    said_in = serializers.UUIDField(
        source="said_in_id",
        read_only=True,
        help_text="In whose conversation: that of what it replies to, before that went along with a merge.",
    )
    copied_from = serializers.UUIDField(
        source="copied_from_id",
        read_only=True,
        allow_null=True,
        help_text="The message this is a copy of, in a question that was split off.",
    )

    class Meta:
        model = Message
        fields = [
            "id", "dossier", "kind", "reply_to", "corrects", "body", "mentions", "documents", "language", "channel",
            "template", "author", "at", "said_in", "copied_from",
        ]  # fmt: skip
        read_only_fields = fields


class MessageViews(DeskViewSet[Message]):
    """All that is said in a dossier, oldest first; notes only for those who may look inside it."""

    scopes = {"read": Scope.DOSSIERS_READ, "write": Scope.DOSSIERS_WRITE}
    serializer_class = MessageOut
    pagination_class = None
    queryset = Message.objects.none()

    @extend_schema(responses=MessageOut(many=True), summary="What was said")
    def list(self, request: Request, dossier_id: UUID) -> Response:
        dossier = dossier_read(request, dossier_id)
        return self.tell_all(MessageOut, read_by(user_of(request), dossier))

    @extend_schema(request=MessageIn, responses={201: MessageOut}, summary="Answer, note, or write down")
    def create(self, request: Request, dossier_id: UUID) -> Response:
        """The first answer to a question stops its clock. Colleagues it mentions are mailed."""
        said = read_body(MessageIn, request)
        kind = MessageKind(said.pop("kind"))
        return self.tell(MessageOut, say(act_of(request), dossier_id, Saying(kind=kind, **said)), status=201)


class ConversationViews(DeskViewSet[Message]):
    """What the asker and the desk said to each other, for the integration that handed in the question."""

    scopes = {"read": Scope.QUESTIONS_READ, "write": Scope.QUESTIONS_WRITE}
    serializer_class = MessageOut
    pagination_class = None
    queryset = Message.objects.none()

    @extend_schema(responses=MessageOut(many=True), summary="The asker's words and our answers")
    def list(self, request: Request, dossier_id: UUID) -> Response:
        dossier = self._question(request, dossier_id)
        note_reading(act_of(request), dossier)
        said = read_by(user_of(request), dossier).filter(kind__in=WITH_THE_ASKER)
        return self.tell_all(MessageOut, said)

    @extend_schema(request=AskerWordsIn, responses={201: MessageOut}, summary="Hand in what the asker said")
    def create(self, request: Request, dossier_id: UUID) -> Response:
        """In the question it handed in, under its own address; never in another."""
        self._question(request, dossier_id)
        saying = Saying(kind=MessageKind.ASKER_SAID, **read_body(AskerWordsIn, request))
        return self.tell(MessageOut, say(act_of(request), dossier_id, saying), status=201)

    def _question(self, request: Request, dossier_id: UUID) -> Any:
        dossier = get_dossier(user_of(request), dossier_id, Action.VIEW)
        if dossier.kind != DossierKind.QUESTION:
            raise NotFoundError
        return dossier
