"""Numbering what changed, and what came into and went out of a user's sight. One at a time, after the commit."""

from django.db import connection, transaction
from django.db.models import BigIntegerField, Exists, Func, OuterRef, QuerySet, Value

from cases.access import visible_to
from cases.models.change import DossierChange, Mirrored
from cases.models.dossier import Dossier
from helpdesk.people.models import User

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('cases.changes', 0))"
NEXT_NUMBER = Func(Value("cases_change_number"), function="nextval", output_field=BigIntegerField())
# With rows made one by one, telling of a whole book took about four times as long (`docs/performance.md`).
TELL = """
INSERT INTO cases_mirrored (user_id, dossier_id, number, is_gone)
SELECT %s, new.id, nextval('cases_change_number'), false FROM"""


@transaction.atomic
def bring_up_to_date(user: User) -> None:
    """Number every committed change, and what the user sees and no longer sees since she was last told.

    A change whose dossier is being changed again is left for the next time: its writer is not waited for.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
    free = DossierChange.objects.filter(waits=True).select_for_update(skip_locked=True)
    DossierChange.objects.filter(pk__in=free.values("pk")).update(number=NEXT_NUMBER, waits=False)
    told, seen = Mirrored.objects.filter(user=user), visible_to(user)
    # EXISTS and not IN: PostgreSQL compares each row with each where the inner ones do not fit into its memory.
    is_seen, is_told = (
        Exists(seen.filter(pk=OuterRef("dossier_id"))),
        Exists(told.filter(dossier_id=OuterRef("pk"))),
    )
    told.filter(~is_seen, is_gone=False).update(is_gone=True, number=NEXT_NUMBER)
    told.filter(is_seen, is_gone=True).update(is_gone=False, number=NEXT_NUMBER)
    _tell_of(user, seen.filter(~is_told))


def _tell_of(user: User, dossiers: QuerySet[Dossier]) -> None:
    new, params = dossiers.order_by("pk").values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"{TELL} ({new}) AS new (id)", [user.pk, *params])
