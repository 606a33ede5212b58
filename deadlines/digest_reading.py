"""Her digests after they were written: read as they were mailed, or sent once more word for word.

What was closed to her since is closed in them too, and one that still waits to be sent does not leave.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from cases.access import visible_to
from deadlines.errors import DeadlineError
from deadlines.models import Digest
from helpdesk.acts import Act
from helpdesk.errors import NotFoundError
from helpdesk.outbox.models import OutgoingMail
from helpdesk.outbox.services import queue_copy
from helpdesk.people.models import User
from helpdesk.trail.services import record

MOST_COPIES = 5


def digests_of(user: User) -> QuerySet[Digest]:
    """Those written for her, each with whether it names what is closed to her now."""
    named = Digest.names.through.objects.filter(digest=OuterRef("pk"))
    closed = named.exclude(dossier__in=visible_to(user))
    return Digest.objects.filter(user=user).annotate(names_closed=Exists(closed))


def names_what_is_closed(digest: Digest) -> bool:
    """Whether one of `digests_of` names a dossier that its reader may no longer see."""
    is_so: bool = digest.names_closed  # type: ignore[attr-defined]  # the annotation
    return is_so


@transaction.atomic
def send_digest_again(act: Act, digest_id: UUID) -> None:
    """Queue her own digest again as it was written.

    Refuses the sixth copy (`enough_copies`), and one that names what is closed to her now (`digest_names_closed`).
    """
    found = digests_of(act.by).select_for_update(of=("self",)).filter(pk=digest_id)
    digest = found.select_related("mail__addressee").first()
    if digest is None:
        raise NotFoundError
    if names_what_is_closed(digest):
        raise DeadlineError("digest_names_closed")
    count = OutgoingMail.objects.filter(copy_of=digest.mail).count()
    if count >= MOST_COPIES:
        raise DeadlineError("enough_copies", most=MOST_COPIES)
    queue_copy(digest.mail, f"digest-again:{digest.pk}:{count + 1}", act.at)
    record("digest.sent_again", actor=act.by, at=act.at, subject_id=digest.pk)


def closed_to(user: User) -> Q:
    """The digests, and copies of them, that name a dossier she may not see."""
    named = Digest.names.through.objects.filter(digest__mail=Coalesce(OuterRef("copy_of"), OuterRef("pk")))
    return Q(Exists(named.exclude(dossier__in=visible_to(user))))


def write_anew(mail: OutgoingMail, at: datetime) -> None:
    """Forget the digest whose mail was called off: the next look writes it again, without what was closed."""
    Digest.objects.filter(mail=mail).delete()
