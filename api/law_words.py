"""The words of the law as the document lists them, each with its meaning in English."""

from typing import Any

from rest_framework import serializers

from deadlines.law.texts import voice
from deadlines.law.vocabulary import WarningCode

MEANINGS = voice("en").vocabulary
AUTHORITIES = [*MEANINGS["authority"].items()]
DECISION_KINDS = [*MEANINGS["decision_kind"].items()]
GROUNDS = [*MEANINGS["ground"].items()]
MODES = [*MEANINGS["mode"].items()]
FORUMS = [*MEANINGS["forum"].items()]
RULE_KINDS = [*MEANINGS["rule_kind"].items()]
REMEDIES = [*MEANINGS["remedy"].items()]
CONFIDENCES = [*MEANINGS["confidence"].items()]
FACTS = MEANINGS["fact"]
WARNING_CODES = [code.value for code in WarningCode]


def one_of(words: list[Any], help_text: str = "", **said: Any) -> serializers.ChoiceField:
    """One of the words."""
    return serializers.ChoiceField(choices=words, help_text=help_text, **said)
