"""Numbering what changed, and what came into and went out of a user's sight. One at a time, after the commit."""

from django.db import connection, transaction
from django.db.models import BigIntegerField, Func, QuerySet, Value

from cases.access import visible_to
from cases.models.change import DossierChange, Mirrored
from cases.models.dossier import Dossier
from helpdesk.people.models import User

BATCH = 2000
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('cases.changes', 0))"
NEXT_NUMBER = Func(Value("cases_change_number"), function="nextval", output_field=BigIntegerField())


@transaction.atomic
def bring_up_to_date(user: User) -> None:
    """Number every committed change, and what the user sees and no longer sees since she was last told.

    A change whose dossier is being changed again is left for the next time: its writer is not waited for.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
    free = DossierChange.objects.filter(waits=True).select_for_update(skip_locked=True)
    DossierChange.objects.filter(pk__in=list(free.values_list("pk", flat=True))).update(
        number=NEXT_NUMBER, waits=False
    )
    told, seen = Mirrored.objects.filter(user=user), visible_to(user)
    ids = seen.values("pk")
    told.filter(is_gone=False).exclude(dossier_id__in=ids).update(is_gone=True, number=NEXT_NUMBER)
    told.filter(is_gone=True, dossier_id__in=ids).update(is_gone=False, number=NEXT_NUMBER)
    _tell_of(user, seen.exclude(pk__in=told.values("dossier_id")))


def _tell_of(user: User, dossiers: QuerySet[Dossier]) -> None:
    new = (
        Mirrored(user=user, dossier_id=pk, number=NEXT_NUMBER)
        for pk in dossiers.order_by("pk").values_list("pk", flat=True)
    )
    Mirrored.objects.bulk_create(new, batch_size=BATCH)
