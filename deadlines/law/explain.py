"""Answers, rules and words put into the reader's language, as plain mappings of texts and ISO dates."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from deadlines.law.answers import Answer, Band, ClosedDay, Result, Step
from deadlines.law.periods import Period
from deadlines.law.rules import Condition, LeadTimes, Rule, RuleVersion
from deadlines.law.select import Warned
from deadlines.law.starts import Article, Source
from deadlines.law.texts import VOCABULARIES, Voice, voice

Shown = dict[str, Any]


def answer_as_dict(answer: Answer, language: str) -> Shown:
    """The whole answer; `governing` is the index of the result to act on, `leading` those of every remedy's first."""
    return {
        "governing": answer.governing,
        "leading": list(answer.leading),
        "results": [result_as_dict(result, language) for result in answer.results],
    }


def result_as_dict(result: Result, language: str) -> Shown:
    """One result with its steps and warnings in words."""
    speaks = voice(language)
    return {
        "rule": result.rule,
        "version": result.version,
        "rule_kind": result.rule_kind.value,
        "remedy": {"code": result.remedy.value, "meaning": speaks.meaning(result.remedy)},
        "title": result.titles[language],
        "forum": result.forum.value,
        "legal_date": result.legal_date.isoformat(),
        "safe_date": result.safe_date.isoformat(),
        "raw_date": result.raw_date.isoformat(),
        "band": _band(result.band),
        "steps": [_step(step, speaks) for step in result.steps],
        "warnings": [_warning(warning, speaks) for warning in result.warnings],
        "confidence": result.confidence.value,
        "needs_confirmation": result.needs_confirmation,
        "suspensive": {"code": result.suspensive.value, "meaning": speaks.meaning(result.suspensive)},
        "sources": [_source(source) for source in result.sources],
        "content_hash": result.content_hash,
    }


def rule_as_dict(rule: Rule, language: str, as_of: date | None = None) -> Shown:
    """A rule with all its versions, or only the one in force on a day (an empty list where none is)."""
    speaks = voice(language)
    versions = rule.versions if as_of is None else tuple(v for v in rule.versions if v.overlaps(as_of, as_of))
    return {
        "id": rule.id,
        "kind": rule.kind.value,
        "remedy": rule.remedy.value,
        "forum": rule.forum.value,
        "title": rule.titles[language],
        "versions": [_version(version, speaks) for version in versions],
        "open_questions": list(rule.open_questions),
    }


def vocabulary(language: str) -> Shown:
    """Every word a question or an answer may hold, with its meaning."""
    speaks = voice(language)
    words: Shown = {name: dict(speaks.vocabulary[name]) for name in VOCABULARIES}
    return words | {"warning_code": dict(speaks.warnings)}


def _band(band: Band | None) -> Shown | None:
    if band is None:
        return None
    latest = band.latest_arguable
    return {
        "earliest_safe": band.earliest_safe.isoformat(),
        "latest_arguable": latest.isoformat() if latest else None,
    }


def _step(step: Step, speaks: Voice) -> Shown:
    values = {name: _spoken(value, speaks) for name, value in step.values.items()}
    if step.key == "act":
        values["act"] = _without_hint(values["mode"])
    if step.key == "day_one_working":
        values["number"] = speaks.ordinal(int(values["number"]))
        values["closed"] = speaks.passed_over.format(days=values["closed"]) if values["closed"] else ""
    if "period" in values:
        values["amount"] = values["period"].partition(" ")[0]
    return {
        "what": speaks.steps[step.key].format(on=speaks.day(step.on), **values),
        "date": step.on.isoformat(),
        "article": _articles(step.articles, speaks),
    }


def _without_hint(meaning: str) -> str:
    """The name of a mode without the bracket that says which day its date is, as the start of a sentence."""
    name = meaning.partition(" (")[0]
    return name[0].upper() + name[1:]


def _articles(articles: Iterable[Article], speaks: Voice) -> str:
    return "; ".join(speaks.article(article) for article in articles)


def _warning(warning: Warned, speaks: Voice) -> Shown:
    spoken = {name: _spoken(value, speaks) for name, value in warning.values}
    return {
        "code": warning.code.value,
        "text": speaks.warnings[warning.code].format(**spoken),
        "values": {name: _plain(value) for name, value in warning.values},
    }


def _spoken(value: object, speaks: Voice) -> str:
    """A value in the words of the language."""
    match value:
        case StrEnum():
            return speaks.meaning(value)
        case ClosedDay():
            day = speaks.day(value.on)
            return f"{day}, {value.holiday[speaks.language]}" if value.holiday else day
        case date():
            return speaks.day(value)
        case Period():
            return speaks.period(value)
        case Mapping():
            return str(value[speaks.language])
        case tuple():
            return "; ".join(_spoken(each, speaks) for each in value)
    return str(value)


def _plain(value: object) -> object:
    """A value as JSON can carry it."""
    match value:
        case StrEnum():
            return value.value
        case date():
            return value.isoformat()
        case Period():
            return f"{value.amount} {value.unit}"
        case tuple():
            return [_plain(each) for each in value]
    return value


def _source(source: Source) -> Shown:
    return {"key": source.key, "title": source.title, "url": source.url}


def _version(version: RuleVersion, speaks: Voice) -> Shown:
    """A version; a period of null means that the rule has ended or that the printed term governs."""
    return {
        "version": version.name,
        "starts_on": version.starts_on.isoformat(),
        "ends_before": version.ends_on.isoformat() if version.ends_on else None,
        "is_repealed": version.is_repealed,
        "counts_from": {"code": version.event.value, "meaning": speaks.meaning(version.event)},
        "start_rule": version.start.titles[speaks.language],
        "period": _period(version.period),
        "period_text": speaks.period(version.period) if version.period else None,
        "minimum": _period(version.minimum),
        "delay": _period(version.delay),
        "printed_terms": list(version.printed_terms),
        "extendable_by": [_period(period) for period in version.extendable_by],
        "at_most": _period(version.at_most),
        "counted_back": version.counted_back,
        "rolls_to_working_day": version.rolls,
        "suspensive": {"code": version.suspensive.value, "meaning": speaks.meaning(version.suspensive)},
        "conditions": [_condition(condition) for condition in version.conditions],
        "article": _articles(version.articles, speaks),
        "sources": [_source(source) for source in version.sources],
        "confidence": version.confidence.value,
        "needs_confirmation": version.needs_confirmation,
        "checked_on": version.checked_on.isoformat(),
        "replaced_by": version.replaced_by,
        "reminders": _reminders(version.reminders),
        "note": version.note,
        "content_hash": version.content_hash,
    }


def _period(period: Period | None) -> Shown | None:
    return {"amount": period.amount, "unit": period.unit} if period else None


def _reminders(stated: LeadTimes | None) -> Shown | None:
    """What the version states of when it is announced; null where the length of the term decides."""
    return {"unit": stated.unit, "before": list(stated.before)} if stated else None


def _condition(condition: Condition) -> Shown:
    facts = {test.fact.value: f"{test.value}+" if test.or_more else test.value for test in condition.facts}
    return {
        "authority": sorted(condition.authorities),
        "kind": sorted(condition.kinds),
        "grounds": sorted(condition.grounds),
        "facts": facts,
        "disputed": condition.disputed,
    }
