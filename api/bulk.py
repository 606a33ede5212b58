"""Many dossiers acted on in one request, each as it would be alone."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.fields import empty
from rest_framework.request import Request
from rest_framework.response import Response

from api.access import act_of
from api.assignment import AwayOut, warnings_about
from api.bodies import read_body
from api.dossiers import DescriptionIn
from api.errors import told
from api.limits import weigh
from api.problem_told import ProblemField
from api.views import DeskView
from cases.models import Dossier
from cases.services.dossiers import AMENDABLE
from cases.status import CLOSED_WITH
from deadlines.bulk import SERVICES, Asked, Outcome, do_all, do_each
from helpdesk.acts import Act
from helpdesk.people.models import Scope, User

MOST_AT_ONCE = 200
# What each act must be told, and what it may.
NEEDED = {"assign": ("to",), "close": ("outcome",), "amend": ("revision",)}
TAKEN = {"assign": ("to",), "close": ("outcome",), "amend": AMENDABLE}


class BulkItemIn(DescriptionIn):
    """One act on one dossier, with the members that the same act takes alone; those of a PATCH for `amend`."""

    id = serializers.UUIDField(help_text="The dossier.")
    act = serializers.ChoiceField(choices=list(SERVICES))
    revision = serializers.IntegerField(
        allow_null=True,
        default=None,
        min_value=0,
        max_value=999_999_999,
        help_text="What its ETag begins with, and `/changes` tells: where it has changed since, it is refused. "
        "`amend` needs it; null: whatever stands there.",
    )
    to = serializers.UUIDField(
        required=False, help_text="For `assign`: a colleague who works on the dossiers of its team."
    )
    outcome = serializers.ChoiceField(
        choices=CLOSED_WITH,
        required=False,
        help_text="For `close`: how it ended; which, of which kind, says `/close`.",
    )

    def get_fields(self) -> dict[str, Any]:
        """What is left out of an `amend` stands for "as it is", not for a default."""
        fields = super().get_fields()
        for name in AMENDABLE:
            fields[name].required, fields[name].default = False, empty
        return fields

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        missing = [name for name in NEEDED.get(said["act"], ()) if said.get(name) is None]
        if missing:
            raise _left_out(self, *missing)
        strangers = set(said) - {"id", "act", "revision", *TAKEN.get(said["act"], ())}
        if strangers:
            text = _("`%(act)s` takes no such member.") % {"act": said["act"]}
            raise ValidationError({name: [ErrorDetail(text, code="member_unknown")] for name in strangers})
        return said


class BulkIn(serializers.Serializer[Any]):
    all_or_nothing = serializers.BooleanField(
        default=False, help_text="Where one is refused, none is done (422 `bulk_not_done`)."
    )
    reason = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        help_text="Why; it stands in the trail of each. Needed where one is assigned.",
    )
    items = serializers.ListField(
        child=BulkItemIn(), allow_empty=False, max_length=MOST_AT_ONCE, help_text="Each dossier once."
    )

    def validate_items(self, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len({item["id"] for item in items}) < len(items):
            raise ValidationError(_("Name each dossier once."), code="repeated")
        return items

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        if not said["reason"] and any(item["act"] == "assign" for item in said["items"]):
            raise _left_out(self, "reason")
        return said


class BulkItemOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    status = serializers.IntegerField(
        help_text="What the act would have answered alone: 200 where it is done."
    )
    revision = serializers.IntegerField(allow_null=True, help_text="Its revision now; null where refused.")
    warnings = AwayOut(many=True, help_text="What to know of the new owner; none stands against it.")
    problem = ProblemField(allow_null=True, help_text="Problem details, as for a single act.")


class BulkOut(serializers.Serializer[Any]):
    done = serializers.IntegerField()
    refused = serializers.IntegerField()
    items = BulkItemOut(many=True, help_text="In the order asked.")


class BulkView(DeskView):
    scopes = {"write": Scope.DOSSIERS_WRITE}

    @extend_schema(
        operation_id="dossiers_bulk",
        request=BulkIn,
        responses=BulkOut,
        summary="Assign, release, take, close or amend many",
    )
    def post(self, request: Request) -> Response:
        """Each with the checks and the trail of the act alone. One that is refused stops no other, unless asked so.

        In the limits it counts as so many requests as it has items.
        """
        said = read_body(BulkIn, request)
        weigh(request, len(said["items"]))
        act = act_of(request, said["reason"])
        asked = [_asked(item) for item in said["items"]]
        outcomes = (do_all if said["all_or_nothing"] else do_each)(act, asked)
        warnings = _warnings_by_owner(act, asked)
        items = [_item(one, each, warnings) for one, each in zip(asked, outcomes, strict=True)]
        done = sum(item["problem"] is None for item in items)
        return self.tell(BulkOut, {"done": done, "refused": len(items) - done, "items": items})


def _left_out(shape: serializers.Serializer[Any], *names: str) -> ValidationError:
    texts = {name: str(shape.fields[name].error_messages["required"]) for name in names}
    return ValidationError({name: [ErrorDetail(text, code="required")] for name, text in texts.items()})


def _asked(item: Mapping[str, Any]) -> Asked:
    said = {name: item[name] for name in TAKEN.get(item["act"], ()) if name in item}
    return Asked(dossier_id=item["id"], act=item["act"], said=said, unchanged_since=item["revision"])


def _warnings_by_owner(act: Act, asked: Iterable[Asked]) -> dict[UUID, list[dict[str, Any]]]:
    """What to know of each colleague who is given something, asked once for each of them."""
    owners = User.objects.filter(pk__in={one.said["to"] for one in asked if one.act == "assign"})
    return {owner.pk: warnings_about(owner, act.on) for owner in owners}


def _item(one: Asked, outcome: Outcome, warnings: Mapping[UUID, list[dict[str, Any]]]) -> dict[str, Any]:
    item = {"id": one.dossier_id, "status": 200, "revision": None, "warnings": [], "problem": None}
    if isinstance(outcome, Dossier):
        known = warnings.get(one.said["to"], []) if one.act == "assign" else []
        return item | {"revision": outcome.revision, "warnings": known}
    problem = told(outcome)
    return item | {"status": problem["status"], "problem": problem}
