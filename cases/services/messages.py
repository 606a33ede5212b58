"""Saying something in a dossier: to the asker, by the asker, or among colleagues."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet

from cases.access import Action, colleagues_who_may, get_dossier, may
from cases.errors import CaseError
from cases.letters import mention_letter
from cases.models.answer_template import AnswerTemplate
from cases.models.document import Document
from cases.models.dossier import Dossier, DossierKind
from cases.models.merge import standing_merge
from cases.models.message import Message, MessageKind
from cases.models.question import Question
from cases.services.answer_templates import templates_seen_by, usable_in
from cases.services.documents import documents_in
from cases.services.dossiers import note
from cases.status import MERGED, state_after
from helpdesk.acts import Act
from helpdesk.outbox.services import queue_mail
from helpdesk.people.models import User

WITH_THE_ASKER = (MessageKind.ASKER_SAID, MessageKind.ANSWER)


@dataclass(frozen=True, kw_only=True)
class Saying:
    """What is said. Without a language, that of the dossier."""

    kind: MessageKind
    body: str
    channel: str = ""
    language: str = ""
    reply_to: UUID | None = None
    corrects: UUID | None = None
    mentions: Sequence[UUID] = ()
    documents: Sequence[UUID] = ()
    template: UUID | None = None


def read_by(user: User, dossier: Dossier) -> QuerySet[Message]:
    """The messages of a dossier the user may see, those included that went along into the one it was merged into.

    Notes, and what came along from another asker, are for those who may look inside it.
    """
    inside = may(user, Action.LOOK_INSIDE, "dossier__")
    own = Q(said_in=dossier) | _told_since(dossier)
    rows = Message.objects.filter(Q(dossier=dossier) | own)
    seen = rows.filter(inside | (Q(kind__in=WITH_THE_ASKER) & own))
    mentions = Prefetch("mentions", User.objects.order_by("name", "id"))
    documents = Prefetch("documents", Document.objects.order_by("id"))
    return seen.select_related("author").prefetch_related(mentions, documents).order_by("at", "id")


def _told_since(dossier: Dossier) -> Q:
    """The answers given to all in the question it was merged into, and so on, since it went there."""
    told, here = Q(pk__in=[]), dossier.pk
    while dossier.outcome == MERGED and (merge := standing_merge(here)):
        told |= Q(said_in=merge.survivor_id, kind=MessageKind.ANSWER, at__gte=merge.made_at)
        here = merge.survivor_id
    return told


@transaction.atomic
def say(act: Act, dossier_id: UUID, saying: Saying) -> Message:
    """Add a message; mail each colleague it mentions; note the moment of the first answer to a question.

    Who hands in questions may write down what the asker said; the rest is for those who work on the dossier.
    """
    action = Action.HAND_IN if saying.kind is MessageKind.ASKER_SAID else Action.CHANGE
    dossier = get_dossier(act.by, dossier_id, action, lock=True)
    state_after(dossier, "record")
    _refuse_what_goes_nowhere(dossier, saying)
    reply_to, corrects = _replied_to(act, dossier, saying), _corrected(act, dossier, saying)
    mentioned, enclosed = _colleagues(dossier, saying), documents_in(act, dossier, saying.documents)
    template = _template(act, dossier, saying)
    hung_on = corrects or reply_to
    message = Message.objects.create(
        dossier=dossier,
        said_in_id=hung_on.said_in_id if hung_on else dossier.pk,
        kind=saying.kind,
        reply_to=reply_to,
        corrects=corrects,
        template=template,
        body=saying.body,
        language=saying.language or dossier.language,
        channel=saying.channel,
        author=act.by,
        at=act.at,
    )
    message.mentions.set(mentioned)
    message.documents.set(enclosed)
    _note_first_answer(act, message)
    _note(act, message, mentioned, enclosed)
    _tell(act, message, mentioned)
    return message


def _refuse_what_goes_nowhere(dossier: Dossier, saying: Saying) -> None:
    """Words to or from the asker need an asker and a channel; a note has neither."""
    if saying.kind is MessageKind.NOTE:
        if saying.channel:
            raise CaseError("note_stays_inside", field="channel")
        return
    if dossier.kind != DossierKind.QUESTION:
        raise CaseError("nobody_asks", field="kind", kind=dossier.kind)
    if not saying.channel:
        raise CaseError("channel_needed", field="channel")
    if saying.mentions:
        raise CaseError("note_stays_inside", field="mentions")


def _replied_to(act: Act, dossier: Dossier, saying: Saying) -> Message | None:
    message = _known(act, dossier, saying.reply_to, field="reply_to")
    if message and message.kind == MessageKind.NOTE and saying.kind is not MessageKind.NOTE:
        raise CaseError("note_stays_inside", field="reply_to")
    return message


def _corrected(act: Act, dossier: Dossier, saying: Saying) -> Message | None:
    message = _known(act, dossier, saying.corrects, field="corrects")
    if message and message.kind != saying.kind:
        raise CaseError("message_kind_stays", field="kind", kind=message.kind)
    return message


def _known(act: Act, dossier: Dossier, message_id: UUID | None, *, field: str) -> Message | None:
    """The message another one hangs on; a note that the author may not see is as unknown as one of elsewhere."""
    if message_id is None:
        return None
    message = read_by(act.by, dossier).filter(pk=message_id).first()
    if message is None:
        raise CaseError("message_unknown", field=field, message=message_id)
    return message


def _colleagues(dossier: Dossier, saying: Saying) -> list[User]:
    """The colleagues mentioned, by e-mail address; refuses whoever cannot read this dossier's notes."""
    wanted = set(saying.mentions)
    known = colleagues_who_may(Action.LOOK_INSIDE, dossier).filter(pk__in=wanted)
    found = list(known.order_by("email"))
    if unknown := wanted - {user.pk for user in found}:
        raise CaseError("colleague_unknown", field="mentions", unknown=sorted(map(str, unknown)))
    return found


def _template(act: Act, dossier: Dossier, saying: Saying) -> AnswerTemplate | None:
    """The template an answer was made of, kept for the figures; it may have been archived since it was filled in."""
    if saying.template is None:
        return None
    template = templates_seen_by(act.by).filter(pk=saying.template).first()
    if template is None or saying.kind is not MessageKind.ANSWER:
        raise CaseError("template_unknown", field="template", template=saying.template)
    usable_in(dossier, template, field="template")
    return template


def _note_first_answer(act: Act, message: Message) -> None:
    """An answer in the dossier's own conversation is for all who ask in it; one to whoever was merged in, for her.

    The rows are locked in the order in which all lock them.
    """
    if message.kind == MessageKind.ANSWER:
        unanswered = Question.objects.filter(answered_in=message.dossier_id, answered_at=None)
        if message.said_in_id != message.dossier_id:
            unanswered = unanswered.filter(dossier=message.said_in_id)
        waiting = list(unanswered.order_by("pk").select_for_update().values_list("pk", flat=True))
        Question.objects.filter(pk__in=waiting).update(answered_at=act.at)


def _note(act: Act, message: Message, mentioned: list[User], enclosed: list[Document]) -> None:
    hung_on = {
        "reply_to": message.reply_to_id,
        "corrects": message.corrects_id,
        "template": message.template_id,
        "documents": [document.pk for document in enclosed],
    }
    note(
        act,
        message.dossier,
        "message.recorded",
        message=message.pk,
        kind=message.kind,
        mentions=[user.pk for user in mentioned],
        **{name: other for name, other in hung_on.items() if other},
    )


def _tell(act: Act, message: Message, mentioned: list[User]) -> None:
    """A mail to each colleague mentioned, not to the author herself."""
    for user in mentioned:
        if user != act.by:
            key = f"mention:{message.pk}:{user.pk}"
            letter = mention_letter(message.dossier, user)
            queue_mail(key, to=user, letter=letter, at=act.at, dossier_id=message.dossier_id)
