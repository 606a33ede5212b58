"""Whether the desk's clockwork runs: the last runs, the work that waits, the alarms that stand."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.health import SINCE
from api.views import DeskView
from deadlines.watch import findings, overdue_work
from helpdesk.people.models import Scope
from helpdesk.watch.models import Alarm, Run

LOOKING_BACK = timedelta(hours=2)


class RunOut(serializers.ModelSerializer[Run]):
    class Meta:
        model = Run
        fields = ["name", "hour", "last_at", "times", "done", "failures", "last_error"]
        read_only_fields = fields


class AlarmOut(serializers.ModelSerializer[Alarm]):
    class Meta:
        model = Alarm
        fields = ["name", "began_at", "told_at"]
        read_only_fields = fields
        extra_kwargs = {"told_at": {"help_text": "When the administrators were mailed; null: not yet."}}


class FindingOut(serializers.Serializer[Any]):
    code = serializers.ChoiceField(
        choices=["run_late", "work_waits", "digests_missed"], help_text="Stable; what programs read."
    )
    about = serializers.CharField(help_text="Which run, which work, or which ISO week that has ended.")
    since = serializers.DateTimeField(allow_null=True, help_text="The last good end of a run that is late.")
    count = serializers.IntegerField(help_text="How much work waits, or how many had no digest; 0 for a run.")


class StatusOut(serializers.Serializer[Any]):
    as_of = serializers.DateTimeField()
    is_well = serializers.BooleanField(help_text="False where anything below is late or waits.")
    findings = FindingOut(many=True)
    waiting = serializers.DictField(
        child=serializers.IntegerField(), help_text="Work that should have been done by now, by what it is."
    )
    runs = RunOut(many=True, help_text="The last two hours of each piece of the clockwork, newest first.")
    alarms = AlarmOut(many=True, help_text="Those that stand.")


class StatusView(DeskView):
    """For every colleague: a week that looks quiet may be a clock that stands still."""

    scopes = {"read": Scope.DOSSIERS_READ}

    @extend_schema(responses=StatusOut, summary="Whether everything that should run has run")
    def get(self, request: Request) -> Response:
        now = timezone.now()
        found = findings(now, SINCE)
        told = {
            "as_of": now,
            "is_well": not found,
            "findings": found,
            "waiting": overdue_work(now),
            "runs": Run.objects.filter(hour__gte=now - LOOKING_BACK).order_by("-hour", "name"),
            "alarms": Alarm.objects.filter(ended_at__isnull=True).order_by("began_at", "id"),
        }
        return self.tell(StatusOut, told)
