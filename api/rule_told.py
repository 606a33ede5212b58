"""The shape of a rule of the law and its versions, as `rule_as_dict` tells them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.computing import MeaningOut, SourceOut
from api.law_words import (
    AUTHORITIES,
    CONFIDENCES,
    DECISION_KINDS,
    FACTS,
    FORUMS,
    GROUNDS,
    REMEDIES,
    RULE_KINDS,
    one_of,
)
from deadlines.law.periods import UNITS

LEAD_UNITS = ["working_days", "days"]


class TermOut(serializers.Serializer[Any]):
    amount = serializers.IntegerField()
    unit = serializers.ChoiceField(choices=list(UNITS))


class LeadTimesOut(serializers.Serializer[Any]):
    unit = serializers.ChoiceField(choices=LEAD_UNITS)
    before = serializers.ListField(
        child=serializers.IntegerField(), help_text="That many before the day; 0 is the day itself."
    )


@extend_schema_field(
    {
        "type": "object",
        "propertyNames": {"enum": [*FACTS]},
        "additionalProperties": {"type": ["boolean", "integer", "string"]},
    }
)
class FactsTested(serializers.DictField):
    """What facts have to be."""


class ConditionOut(serializers.Serializer[Any]):
    """One way to come under the rule: all of it must hold. What is empty asks nothing."""

    authority = serializers.ListField(child=one_of(AUTHORITIES))
    kind = serializers.ListField(child=one_of(DECISION_KINDS))
    grounds = serializers.ListField(child=one_of(GROUNDS), help_text="One of these is enough.")
    facts = FactsTested(
        help_text='The value each fact must have; `"2+"` is two or more. What each means: `GET /api/v1/vocabulary`.'
    )
    disputed = serializers.BooleanField(help_text="A reading that can be defended but is not certain.")


class RuleVersionOut(serializers.Serializer[Any]):
    version = serializers.CharField(help_text="Its name: the day it came into force.")
    starts_on = serializers.DateField()
    ends_before = serializers.DateField(
        allow_null=True,
        help_text="The first day on which it no longer holds; null where nothing has ended it.",
    )
    is_repealed = serializers.BooleanField(help_text="There is no such term any more.")
    counts_from = MeaningOut(help_text="The event that sets the term running.")
    start_rule = serializers.CharField(help_text="How its first day is found.")
    period = TermOut(allow_null=True, help_text="Null where it was repealed or the printed term governs.")
    period_text = serializers.CharField(allow_null=True, help_text="The period in the caller's language.")
    minimum = TermOut(allow_null=True, help_text="The lower limit, where a printed term is checked.")
    delay = TermOut(allow_null=True, help_text="The period only begins to run after this.")
    printed_terms = serializers.ListField(
        child=serializers.IntegerField(), help_text="Days that a decision can print, where its term governs."
    )
    extendable_by = TermOut(
        many=True, help_text="What an authority may give itself besides; shown, not computed."
    )
    at_most = TermOut(allow_null=True, help_text="With all of these.")
    counted_back = serializers.BooleanField(help_text="From a fixed day towards the past.")
    rolls_to_working_day = serializers.BooleanField()
    suspensive = MeaningOut(help_text="Whether acting in time suspends the decision.")
    conditions = ConditionOut(many=True, help_text="One of these is enough.")
    article = serializers.CharField()
    sources = SourceOut(many=True)
    confidence = one_of(CONFIDENCES, "How sure its sources make it.")
    needs_confirmation = serializers.BooleanField(
        help_text="A lawyer must confirm its dates before they are relied on."
    )
    checked_on = serializers.DateField(help_text="When it was last held against its sources.")
    replaced_by = serializers.CharField(allow_null=True, help_text="The rule that took its place.")
    reminders = LeadTimesOut(
        allow_null=True, help_text="When its days are announced; null where the length of the term decides."
    )
    note = serializers.CharField()
    content_hash = serializers.CharField(help_text="Names this very text of the version.")


class RuleOut(serializers.Serializer[Any]):
    id = serializers.CharField()
    kind = one_of(RULE_KINDS, "Against whom the term runs.")
    remedy = one_of(REMEDIES, "What can be lodged.")
    forum = one_of(FORUMS, "Before which court or authority.")
    title = serializers.CharField()
    versions = RuleVersionOut(many=True, help_text="By the day they came into force.")
    open_questions = serializers.ListField(child=serializers.CharField())
