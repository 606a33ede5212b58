"""A digest once more, word for word, for whoever lost hers."""

from uuid import UUID

from django.db import transaction

from deadlines.errors import DeadlineError
from deadlines.models import Digest
from helpdesk.acts import Act
from helpdesk.errors import NotFoundError
from helpdesk.outbox.models import OutgoingMail
from helpdesk.outbox.services import queue_copy
from helpdesk.trail.services import record

MOST_COPIES = 5


@transaction.atomic
def send_digest_again(act: Act, digest_id: UUID) -> Digest:
    """Queue her own digest again as it was written. Refuses the sixth copy (`enough_copies`)."""
    found = Digest.objects.select_for_update(of=("self",)).filter(user=act.by, pk=digest_id)
    digest = found.select_related("mail__addressee").first()
    if digest is None:
        raise NotFoundError
    count = OutgoingMail.objects.filter(copy_of=digest.mail).count()
    if count >= MOST_COPIES:
        raise DeadlineError("enough_copies", most=MOST_COPIES)
    queue_copy(digest.mail, f"digest-again:{digest.pk}:{count + 1}", act.at)
    record("digest.sent_again", actor=act.by, at=act.at, subject_id=digest.pk)
    return digest
