"""The shape of a question to the law and of its answer, the same wherever a date is computed."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.law_words import (
    AUTHORITIES,
    CONFIDENCES,
    DECISION_KINDS,
    FACTS,
    FORUMS,
    GROUNDS,
    MODES,
    RULE_KINDS,
    WARNING_CODES,
    one_of,
)
from api.problem_told import ProblemField, ValuesField
from api.shaped import Shaped
from deadlines.law.query import LONGEST_PRINTED_TERM

UNSAID: dict[str, Any] = {"required": False, "allow_null": True}
COUNTED: dict[str, Any] = {**UNSAID, "min_value": 1, "max_value": LONGEST_PRINTED_TERM}
ASKED = ("decision", "facts", "notification", "printed_term_days", "rule", "event")


@extend_schema_field(
    {
        "anyOf": [
            {"type": "array", "items": {"type": "string", "enum": [code for code, _ in GROUNDS]}},
            {"type": "string", "enum": [code for code, _ in GROUNDS]},
        ]
    }
)
class GroundsField(serializers.ListField):
    """Several, or one that stands alone."""


class DecisionAsked(serializers.Serializer[Any]):
    """The decision against which something can be done."""

    authority = one_of(AUTHORITIES, "Who decided. Needed, unless a rule is named.", **UNSAID)
    kind = one_of(DECISION_KINDS, "What it decides. Needed, unless a rule is named.", **UNSAID)
    grounds = GroundsField(**UNSAID, help_text="What it rests on, where that matters.")
    decided_on = serializers.DateField(**UNSAID, help_text="The day of the decision itself.")


class FactsAsked(serializers.Serializer[Any]):
    """What matters of the person and the procedure. What is left out or null is unknown, and may be warned about."""

    detained_at_notification = serializers.BooleanField(**UNSAID, help_text=FACTS["detained_at_notification"])
    detained_at_application = serializers.BooleanField(**UNSAID, help_text=FACTS["detained_at_application"])
    removal_imminent = serializers.BooleanField(**UNSAID, help_text=FACTS["removal_imminent"])
    removal_measure_number = serializers.IntegerField(**COUNTED, help_text=FACTS["removal_measure_number"])
    non_consideration_number = serializers.IntegerField(
        **COUNTED, help_text=FACTS["non_consideration_number"]
    )
    ten_day_clause = serializers.BooleanField(**UNSAID, help_text=FACTS["ten_day_clause"])
    decided_within_fifteen_working_days = serializers.BooleanField(
        **UNSAID, help_text=FACTS["decided_within_fifteen_working_days"]
    )
    remedies_mentioned = serializers.BooleanField(**UNSAID, help_text=FACTS["remedies_mentioned"])
    application_on = serializers.DateField(**UNSAID, help_text=FACTS["application_on"])


class DeliveryAsked(serializers.Serializer[Any]):
    """How and when it reached her."""

    mode = one_of(MODES, "Null: not known.", **UNSAID)
    date = serializers.DateField(
        allow_null=True,
        help_text="The day of the act of that mode: handing to the post, presentation of a letter with receipt, "
        "delivery by hand, sending of fax or e-mail, service by bailiff. Null: not known.",
    )
    received_on = serializers.DateField(**UNSAID, help_text="The day it was really received, where known.")


class QueryIn(serializers.Serializer[Any]):
    """By the decision and its facts, or by a rule. What each word means: `GET /api/v1/vocabulary`."""

    decision = Shaped(DecisionAsked, required=False, help_text="The decision; needed unless a rule is named.")
    facts = Shaped(FactsAsked, required=False, help_text="What is known besides.")
    notification = Shaped(
        DeliveryAsked, required=False, help_text="How and when the decision was notified; this or `event`."
    )
    printed_term_days = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=1,
        max_value=365,
        help_text="The term printed in the decision, in days.",
    )
    rule = serializers.CharField(required=False, help_text="The id of a rule, instead of `decision`.")
    event = Shaped(DeliveryAsked, required=False, help_text="The event a rule counts from, by its `date`.")


class StepOut(serializers.Serializer[Any]):
    what = serializers.CharField(help_text="What this step does, in the caller's language.")
    date = serializers.DateField(allow_null=True, help_text="The day it leads to.")
    article = serializers.CharField(help_text="Where the law says so.")


class BandOut(serializers.Serializer[Any]):
    earliest_safe = serializers.DateField(
        help_text="Who acts by this day, included, is in time on every reading."
    )
    latest_arguable = serializers.DateField(allow_null=True, help_text="The last day anybody could defend.")


class WarningOut(serializers.Serializer[Any]):
    code = one_of(WARNING_CODES, "Stable; what it means: `GET /api/v1/vocabulary`.")
    text = serializers.CharField(help_text="The warning in the caller's language.")
    values = ValuesField()


class MeaningOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    meaning = serializers.CharField(help_text="The code in the caller's language.")


class SourceOut(serializers.Serializer[Any]):
    key = serializers.CharField()
    title = serializers.CharField(help_text="Where it was read.")
    url = serializers.CharField(
        allow_null=True, help_text="As a browser shows it; null where it stands on paper."
    )


class ResultOut(serializers.Serializer[Any]):
    rule = serializers.CharField()
    rule_kind = one_of(RULE_KINDS, "Against whom the term runs.")
    title = serializers.CharField()
    forum = one_of(FORUMS, "Before which court or authority.")
    version = serializers.CharField(help_text="The version of the rule, by the day it came into force.")
    legal_date = serializers.DateField(
        allow_null=True, help_text="The last day by the letter of the rule, included."
    )
    safe_date = serializers.DateField(
        allow_null=True, help_text="The earlier day on which every reading agrees."
    )
    raw_date = serializers.DateField(
        help_text="The last day before it is extended or moved to a working day."
    )
    band = BandOut(
        allow_null=True, help_text="Instead of a date, where mode or day of delivery is not known."
    )
    steps = StepOut(many=True)
    warnings = WarningOut(many=True)
    confidence = one_of(CONFIDENCES, "How sure its sources make it.")
    needs_confirmation = serializers.BooleanField(
        help_text="A lawyer must confirm this before it is relied on."
    )
    remedy = MeaningOut(
        help_text="What can be lodged. Results of one remedy are alternatives of one another."
    )
    suspensive = MeaningOut(help_text="Whether acting in time suspends the decision.")
    sources = SourceOut(many=True)
    content_hash = serializers.CharField(
        help_text="Names the rule version and calendar this was computed with."
    )


class AnswerOut(serializers.Serializer[Any]):
    governing = serializers.IntegerField(help_text="Index in `results` of the one to go by: the earliest.")
    leading = serializers.ListField(
        child=serializers.IntegerField(),
        help_text="Indexes in `results`: per remedy the decision opens, the result that leads; each can be missed.",
    )
    results = ResultOut(many=True)


class ComputeIn(QueryIn):
    queries = serializers.ListField(
        child=Shaped(QueryIn),
        required=False,
        allow_empty=False,
        max_length=500,
        help_text="Many questions at once, each shaped as one; then nothing else is given.",
    )


class AnswerOrProblemOut(serializers.Serializer[Any]):
    """One of the two; a question that cannot be answered stops no other."""

    answer = AnswerOut(allow_null=True)
    problem = ProblemField(allow_null=True, help_text="Problem details, as for a single question.")


class AnswersOut(serializers.Serializer[Any]):
    answers = AnswerOrProblemOut(many=True, help_text="In the order of the questions.")


def asks_the_law(said: Mapping[str, Any]) -> bool:
    """Whether any member of a question to the law was given, enough of them or not."""
    return any(said.get(name) is not None for name in ASKED)


def query_from(said: Mapping[str, Any]) -> dict[str, Any] | None:
    """The question to the law among the members of a request; none where nothing is to be computed."""
    query = {name: said[name] for name in ASKED if said.get(name) is not None}
    return query if "decision" in query or "rule" in query else None
