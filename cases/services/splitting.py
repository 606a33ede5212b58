"""One question turns out to be two: the second gets what was said of it, in copies."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cases.errors import CaseError
from cases.models.dossier import Dossier, DossierKind, DossierLink, LinkKind, State
from cases.models.message import Message, MessageKind
from cases.models.question import Question
from cases.services.dossiers import Opening, note, open_dossier
from cases.services.questions import Asker, contact_of
from cases.status import state_after
from helpdesk.acts import Act

# What the second question takes over from the first as it stands.
TAKEN_OVER = (
    "channel",
    "urgent_on",
    "authority",
    "country_of_origin",
    "has_consent",
    "is_safe_to_contact",
    "is_vulnerable",
    "needs_interpreter",
)


@dataclass(frozen=True, kw_only=True)
class Part:
    """What becomes a question of its own: its words, if not those of the first, and who asks it, if another does."""

    title: str
    messages: Sequence[UUID] = ()
    body: str = ""
    asker: Asker | None = None


def split_off(
    act: Act, question: Dossier, part: Part, *, due: Callable[[datetime], datetime | None]
) -> Dossier:
    """A new question beside a locked one. The asker has waited since she first said what it is about.

    What was said is not moved: both questions tell it, each copy with where it came from. Call it inside a transaction.
    """
    state_after(question, "record")
    messages = _chosen(question, part.messages)
    first = question.question
    contact = contact_of(act, question.team, part.asker) if part.asker else first.handed_in_as
    asker = contact.standing
    is_hers = asker == first.asker and all(message.said_in_id == question.pk for message in messages)
    asked = [message.at for message in messages if message.kind == MessageKind.ASKER_SAID]
    answered = [message.at for message in messages if message.kind == MessageKind.ANSWER]
    waits_from = min(asked, default=first.clock_started_at)
    dossier = open_dossier(
        act,
        DossierKind.QUESTION,
        _opening(question, part, is_hers=is_hers),
        state=State(question.state),
        own=lambda dossier: Question(
            dossier=dossier,
            asker=asker,
            handed_in_as=contact,
            body=part.body or first.body,
            answered_in=dossier,
            clock_started_at=waits_from,
            due_for_answer_at=due(waits_from),
            answered_at=min(answered, default=None),
            **{name: getattr(first, name) for name in TAKEN_OVER},
        ),
    )
    _copy(messages, dossier)
    DossierLink.objects.create(from_dossier=question, to_dossier=dossier, kind=LinkKind.SPLIT_INTO)
    copied = [message.pk for message in messages]
    note(act, question, "question.split", into=dossier.reference, messages=copied)
    note(act, dossier, "question.began_by_split", origin=question.reference, messages=copied)
    return dossier


def _chosen(question: Dossier, ids: Sequence[UUID]) -> list[Message]:
    found = list(question.messages.filter(pk__in=ids).prefetch_related("mentions").order_by("at", "id"))
    if unknown := set(ids) - {message.pk for message in found}:
        raise CaseError("message_unknown", field="messages", message=sorted(map(str, unknown)))
    return found


def _opening(question: Dossier, part: Part, *, is_hers: bool) -> Opening:
    """Who handed in the first question sees the second too, unless another asks it or is heard in it."""
    return Opening(
        team=question.team,
        title=part.title,
        language=question.language,
        themes=question.themes,
        person_concerned=question.person_concerned,
        owner=question.owner,
        opened_by=question.opened_by if is_hers else None,
    )


def _copy(messages: Sequence[Message], dossier: Dossier) -> None:
    """The same words by the same colleagues; a reply hangs on the copy of what it answers, where that came too."""
    copies: dict[UUID | None, Message] = {}
    for message in messages:
        copies[message.pk] = Message(
            dossier=dossier,
            said_in=dossier,
            copied_from=message,
            kind=message.kind,
            reply_to=copies.get(message.reply_to_id),
            corrects=copies.get(message.corrects_id),
            template_id=message.template_id,
            body=message.body,
            language=message.language,
            channel=message.channel,
            author_id=message.author_id,
            at=message.at,
        )
    Message.objects.bulk_create(copies.values())
    mentions = Message.mentions.through
    mentions.objects.bulk_create(
        mentions(message=copies[message.pk], user=user)
        for message in messages
        for user in message.mentions.all()
    )
