"""A milestone told in the shape of an answer of the law, so that whoever reads deadlines can read watches."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from deadlines.law.penalties.milestones import Milestone, MilestoneKind
from deadlines.law.penalties.wording import sentence, texts
from deadlines.law.reading import fingerprint
from deadlines.law.rules import Law, RuleVersion
from deadlines.law.texts import voice
from deadlines.law.vocabulary import LANGUAGES, Confidence, Forum, Language, Remedy, RuleKind, Suspensive

# What lapses is this rule's; its version and sources are theirs. Of the rest it lends the version only.
PRESCRIPTION_RULE: Final = "penalty-prescription"
OF_UNITS: Final = frozenset({MilestoneKind.OLDEST_UNIT, MilestoneKind.SECURED_UNITS})
# The first day that counts is contested, wherever the judge gave a respite or none.
CONFIDENCE: Final = {MilestoneKind.RESPITE: Confidence.MEDIUM}


@dataclass(frozen=True)
class Watched:
    """What a stored watch keeps of a milestone besides its days."""

    rule_version: str
    confidence: str
    content_hash: str
    answer: Mapping[Language, Mapping[str, Any]]


def watched(milestone: Milestone, law: Law) -> Watched:
    """The milestone in every language; `content_hash` names its kind, the law of prescription and the calendar."""
    prescription = law.rules[PRESCRIPTION_RULE].versions[-1]
    return Watched(
        rule_version=prescription.name,
        confidence=_confidence(milestone, prescription).value,
        content_hash=_hash(milestone, prescription),
        answer={language: _answer(milestone, prescription, language) for language in LANGUAGES},
    )


def _confidence(milestone: Milestone, prescription: RuleVersion) -> Confidence:
    return CONFIDENCE.get(milestone.kind, prescription.confidence)


def _hash(milestone: Milestone, prescription: RuleVersion) -> str:
    return fingerprint(milestone.kind, prescription.content_hash)


def _answer(milestone: Milestone, prescription: RuleVersion, language: Language) -> dict[str, Any]:
    return {"governing": 0, "leading": [0], "results": [_result(milestone, prescription, language)]}


def _result(milestone: Milestone, prescription: RuleVersion, language: Language) -> dict[str, Any]:
    speaks = voice(language)
    is_of_units = milestone.kind in OF_UNITS
    sources = prescription.sources if is_of_units else ()
    return {
        "rule": milestone.kind.value,
        "version": prescription.name,
        "rule_kind": RuleKind.WATCH.value,
        "remedy": {"code": Remedy.ENFORCEMENT.value, "meaning": speaks.meaning(Remedy.ENFORCEMENT)},
        "title": texts()["milestones"][milestone.kind][language],
        "forum": (Forum.SEIZURE_JUDGE if is_of_units else Forum.ORDERING_JUDGE).value,
        "legal_date": milestone.last_on.isoformat(),
        "safe_date": milestone.due_on.isoformat(),
        "raw_date": milestone.last_on.isoformat(),
        "band": None,
        "steps": _steps(milestone, language),
        "warnings": [],
        "confidence": _confidence(milestone, prescription).value,
        "needs_confirmation": False,
        "suspensive": {
            "code": Suspensive.NOT_APPLICABLE.value,
            "meaning": speaks.meaning(Suspensive.NOT_APPLICABLE),
        },
        "sources": [{"key": one.key, "title": one.title, "url": one.url} for one in sources],
        "content_hash": _hash(milestone, prescription),
    }


def _steps(milestone: Milestone, language: Language) -> list[dict[str, str]]:
    """As the steps of any answer: without the full stop, which belongs to whoever puts them one after the other."""
    articles = texts()["articles"]
    return [
        {
            "what": sentence(line, language).removesuffix("."),
            "date": on.isoformat(),
            "article": articles[line.article][language],
        }
        for on, line in milestone.steps
    ]
