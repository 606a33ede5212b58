"""The courts a case goes through."""

from typing import Any

from django.db.models import F
from rest_framework import serializers

from api.identifiers import IDENTIFIER_FIELDS, WithIdentifiers
from api.parts import PartViews, documented
from cases.models import Instance
from cases.models.instance import InstanceOutcome, InstanceProcedure
from cases.services.instances import INSTANCE

TEXT: dict[str, Any] = {"required": False, "allow_blank": True}
DAY: dict[str, Any] = {"required": False, "allow_null": True}
# By the day it was brought; what is not brought yet, or on no known day, comes last.
IN_TIME = (F("introduced_on").asc(nulls_last=True), "id")


class InstanceIn(serializers.Serializer[Any]):
    """One court's part of the case. Numbers and ECLI are kept as printed; what looks wrong is warned about."""

    court = serializers.CharField(max_length=200)
    previous = serializers.UUIDField(
        required=False, allow_null=True, help_text="The instance it follows. Several may follow the same one."
    )
    role_number = serializers.CharField(**TEXT, max_length=60, help_text="As the court prints it.")
    appealed_role_number = serializers.CharField(**TEXT, max_length=60, help_text="Of the case below.")
    repertory_number = serializers.CharField(
        **TEXT, max_length=60, help_text="Of the registry; another number than the role's."
    )
    ecli = serializers.CharField(**TEXT, max_length=80, help_text="Of the decision that ended it.")
    procedure = serializers.ChoiceField(choices=InstanceProcedure.choices, **TEXT)
    introduced_on = serializers.DateField(**DAY, help_text="The day it was brought.")
    closed_on = serializers.DateField(
        **DAY, help_text="The day it ended; without it and `outcome` it is open."
    )
    outcome = serializers.ChoiceField(choices=InstanceOutcome.choices, **TEXT)


class InstanceOut(WithIdentifiers, serializers.ModelSerializer[Instance]):
    procedure = serializers.ChoiceField(
        choices=InstanceProcedure.choices, allow_blank=True, read_only=True, help_text="Empty when not known."
    )
    outcome = serializers.ChoiceField(
        choices=InstanceOutcome.choices,
        allow_blank=True,
        read_only=True,
        help_text="Empty while it is open, or where not known.",
    )

    class Meta:
        model = Instance
        fields = [
            "id", "previous", "court", "role_number", "appealed_role_number", "repertory_number", "ecli", "procedure",
            "introduced_on", "closed_on", "outcome", *IDENTIFIER_FIELDS,
        ]  # fmt: skip
        read_only_fields = fields


@documented("an instance", "The courts it goes through", InstanceIn, InstanceOut)
class InstanceViews(PartViews):
    """The instances of a case, by the day they were brought."""

    noun, shape, serializer_class = INSTANCE, InstanceIn, InstanceOut
    ordering = IN_TIME
