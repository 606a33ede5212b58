"""The shape of a question to the law and of its answer, the same wherever a date is computed."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

ASKED = ("decision", "facts", "notification", "printed_term_days", "rule", "event")


class QueryIn(serializers.Serializer[Any]):
    """By the decision and its facts, or by a rule. What each word means: `GET /api/v1/vocabulary`."""

    decision = serializers.DictField(
        required=False,
        help_text="`authority` and `kind`, with `grounds` and `decided_on` where they matter.",
    )
    facts = serializers.DictField(
        required=False,
        help_text="`detained_at_notification`, `detained_at_application`, `removal_measure_number` and the like.",
    )
    notification = serializers.DictField(
        required=False,
        help_text=(
            "`mode`, `date` and perhaps `received_on`. The date is the act of that mode: handing to the post, "
            "presentation of a letter with receipt, delivery by hand, sending of fax or e-mail, service by bailiff."
        ),
    )
    printed_term_days = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=1,
        max_value=365,
        help_text="The term printed in the decision, in days.",
    )
    rule = serializers.CharField(required=False, help_text="The id of a rule, instead of `decision`.")
    event = serializers.DictField(required=False, help_text="`date` of the event a rule counts from.")


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
    code = serializers.CharField(help_text="Stable; what it means: `GET /api/v1/vocabulary`.")
    text = serializers.CharField(help_text="The warning in the caller's language.")
    values = serializers.DictField(help_text="The dates and terms in the text, for programs.")


class MeaningOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    meaning = serializers.CharField(help_text="The code in the caller's language.")


class SourceOut(serializers.Serializer[Any]):
    key = serializers.CharField()
    title = serializers.CharField(help_text="Where it was read.")
    url = serializers.CharField(allow_null=True)


class ResultOut(serializers.Serializer[Any]):
    rule = serializers.CharField()
    rule_kind = serializers.CharField(help_text="Against whom the term runs.")
    title = serializers.CharField()
    forum = serializers.CharField(help_text="Before which court or authority.")
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
    confidence = serializers.CharField(help_text="high, medium or low")
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
        child=serializers.DictField(),
        required=False,
        allow_empty=False,
        max_length=500,
        help_text="Many questions at once, each shaped as one; then nothing else is given.",
    )


class AnswerOrProblemOut(serializers.Serializer[Any]):
    """One of the two; a question that cannot be answered stops no other."""

    answer = AnswerOut(allow_null=True)
    problem = serializers.DictField(allow_null=True, help_text="Problem details, as for a single question.")


class AnswersOut(serializers.Serializer[Any]):
    answers = AnswerOrProblemOut(many=True, help_text="In the order of the questions.")


def asks_the_law(said: Mapping[str, Any]) -> bool:
    """Whether any member of a question to the law was given, enough of them or not."""
    return any(said.get(name) is not None for name in ASKED)


def query_from(said: Mapping[str, Any]) -> dict[str, Any] | None:
    """The question to the law among the members of a request; none where nothing is to be computed."""
    query = {name: said[name] for name in ASKED if said.get(name) is not None}
    return query if "decision" in query or "rule" in query else None
