"""Saying something in a dossier: to the asker, by the asker, or among colleagues."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from cases.access import Action, colleagues_who_may, get_dossier, may
from cases.errors import CaseError
from cases.letters import mention_letter
from cases.models.dossier import Dossier, DossierKind
from cases.models.message import Message, MessageKind
from cases.models.question import Question
from cases.services.dossiers import note
from cases.status import state_after
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


def read_by(user: User, dossier: Dossier) -> QuerySet[Message]:
    """The messages of a dossier the user may see: notes are for those who may look inside it."""
    inside = may(user, Action.LOOK_INSIDE, "dossier__")
    seen = dossier.messages.filter(Q(kind__in=WITH_THE_ASKER) | inside)
    return seen.select_related("author").prefetch_related("mentions").order_by("at", "id")


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
    mentioned = _colleagues(dossier, saying)
    message = Message.objects.create(
        dossier=dossier,
        kind=saying.kind,
        reply_to=reply_to,
        corrects=corrects,
        body=saying.body,
        language=saying.language or dossier.language,
        channel=saying.channel,
        author=act.by,
        at=act.at,
    )
    message.mentions.set(mentioned)
    _note_first_answer(act, message)
    _note(act, message, mentioned)
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


def _note_first_answer(act: Act, message: Message) -> None:
    if message.kind == MessageKind.ANSWER:
        unanswered = Question.objects.filter(dossier_id=message.dossier_id, answered_at=None)
        unanswered.update(answered_at=act.at)


def _note(act: Act, message: Message, mentioned: list[User]) -> None:
    hung_on = {"reply_to": message.reply_to_id, "corrects": message.corrects_id}
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
