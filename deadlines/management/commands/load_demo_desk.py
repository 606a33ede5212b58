"""Fill a demo desk with invented people and public records, and say how to sign in."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from deadlines.demo_desk import (
    ALICE,
    COLLEAGUES,
    INTEGRATION,
    OUTSIDER,
    TEAM,
    OtherDossiersError,
    intake_key,
    load,
    password,
)


class Command(BaseCommand):
    help = "Fill a demo desk with invented people and public records. Run again, it changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_DESK:
            raise CommandError(
                "This desk is no demo desk: set DEMO_DESK=true on a desk without real dossiers."
            )
        now = timezone.now()
        try:
            load(at=now, on=settings.DESK_DAY or timezone.localdate(now))
        except OtherDossiersError as refusal:
            raise CommandError(
                "This database holds other dossiers. Give the demo desk one of its own."
            ) from refusal
        call_command("load_public_records", team=TEAM, by=ALICE.email, stdout=self.stdout, stderr=self.stderr)
        call_command("refresh_standings", stdout=self.stdout, stderr=self.stderr)
        for colleague in (*COLLEAGUES, OUTSIDER):
            where = "another team" if colleague is OUTSIDER else "the helpdesk"
            what = f"{colleague.role.value} of {where}, {colleague.language}"
            self.stdout.write(f"{colleague.email}  {password()}  {what}")
        self.stdout.write(f"{INTEGRATION}  key {intake_key()}")
