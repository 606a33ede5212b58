"""Telling people outside the outbox, which may be what is broken: once when something begins, once when it is over."""

from collections.abc import Collection, Mapping
from datetime import datetime
from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from helpdesk.people.models import User
from helpdesk.watch.models import Alarm

log = structlog.get_logger(__name__)


@transaction.atomic
def keep_alarms(found: Mapping[str, str], now: datetime) -> bool:
    """Enter what is found wrong and what is over, and mail both. False where a mail is owed and could not be sent.

    What could not be told is told at the next look: `told_at` is written only after the mail server took the mail.
    """
    standing = {
        alarm.name: alarm for alarm in Alarm.objects.select_for_update().filter(ended_at__isnull=True)
    }
    over = [alarm for name, alarm in standing.items() if name not in found]
    for name in found.keys() - standing.keys():
        standing[name] = Alarm.objects.create(name=name, began_at=now)
    untold = [standing[name] for name in found if standing[name].told_at is None]
    ended = [alarm for alarm in over if alarm.told_at is not None]
    if (untold or ended) and not _mail(found, untold, ended):
        return False
    Alarm.objects.filter(pk__in=[alarm.pk for alarm in untold]).update(told_at=now)
    Alarm.objects.filter(pk__in=[alarm.pk for alarm in over]).update(ended_at=now)
    return True


def _mail(found: Mapping[str, str], untold: Collection[Alarm], ended: Collection[Alarm]) -> bool:
    addresses = _addresses()
    lines = [f"WRONG  {found[alarm.name]}" for alarm in untold] + [f"OVER   {alarm}" for alarm in ended]
    log.error("desk_alarm", wrong=[alarm.name for alarm in untold], over=[alarm.name for alarm in ended])
    if not addresses:
        log.error("nobody_to_alarm")
        return False
    subject = f"Legal helpdesk: {len(untold)} wrong, {len(ended)} over"
    text = "\n".join([*lines, "", f"Now: {settings.SITE_URL}/readyz", ""])
    try:
        EmailMessage(subject, text, to=addresses, headers={"Auto-Submitted": "auto-generated"}).send()
    except (SMTPException, OSError) as failure:
        log.error("alarm_not_sent", error=f"{type(failure).__name__}: {failure}")
        return False
    return True


def _addresses() -> list[str]:
    """The administrators of the desk, and the addresses that the settings name besides."""
    admins = User.objects.filter(is_admin=True, is_active=True, is_service=False).order_by("email")
    return list(dict.fromkeys([*settings.ALARM_ADDRESSES, *admins.values_list("email", flat=True)]))
