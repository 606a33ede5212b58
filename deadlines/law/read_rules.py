"""One rule file, one `Rule`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from deadlines.law.reading import (
    check_in_order,
    fingerprint,
    read_articles,
    read_id,
    read_period,
    read_periods,
    read_sources,
)
from deadlines.law.rules import LEAD_UNITS, Condition, Extension, FactTest, LeadTimes, Rule, RuleVersion
from deadlines.law.starts import Source, StartRule
from deadlines.law.strict import Block, Names
from deadlines.law.vocabulary import (
    Authority,
    Confidence,
    DecisionKind,
    EventKind,
    Fact,
    Forum,
    Ground,
    Remedy,
    RuleKind,
    Suspensive,
    Transition,
    VersionBy,
)

A_LEAP_YEAR = 2000
LONGEST_LEAD = 365
# No date comes of them: the fingerprint of a version leaves them out.
NO_PART_OF_THE_SUM = frozenset({"reminders"})


@dataclass(frozen=True)
class Shelf:
    """What a rule file may refer to."""

    acts: Mapping[str, Names]
    sources: Mapping[str, Source]
    starts: Mapping[str, StartRule]
    start_hashes: Mapping[str, str]
    calendar_hash: str
    extension_hashes: Mapping[str, Sequence[str]]


def read_rule(block: Block, file_stem: str, shelf: Shelf) -> Rule:
    """A rule with its versions in order."""
    identity = read_id(block, file_stem)
    shared = block.blocks("applies", required=False)
    versions = block.blocks("versions")
    starts_on = tuple(version.day("from") for version in versions)
    check_in_order(versions, starts_on)
    if versions and not versions[0].has("period") and not versions[0].has("printed_terms"):
        raise versions[0].refuse("period", "begins_repealed")
    kind = block.word("kind", RuleKind)
    if kind is RuleKind.WATCH:
        raise block.refuse("kind", "unknown_value", value=kind.value)
    for version in versions:
        if version.has("reminders") and kind is not RuleKind.PARTY_DEADLINE:
            raise version.refuse("reminders", "contradicts", value=kind.value)
    rule = Rule(
        id=identity,
        kind=kind,
        remedy=_read_remedy(block, kind),
        forum=block.word("forum", Forum),
        titles=block.names("title"),
        versions=tuple(
            _read_version(version, following, identity, shared, shelf)
            for version, following in zip(versions, (*versions[1:], None), strict=True)
        ),
        open_questions=block.texts("open_questions", required=False),
        research=block.texts("research"),
    )
    block.close()
    return rule


def _read_remedy(block: Block, kind: RuleKind) -> Remedy:
    """What the term is for; only what a party must do in time is a remedy."""
    remedy = block.word("remedy", Remedy)
    if (remedy is not Remedy.NONE) != (kind in (RuleKind.PARTY_DEADLINE, RuleKind.OPPONENT_DEADLINE)):
        raise block.refuse("remedy", "contradicts", value=kind.value)
    return remedy


def _read_version(
    block: Block, following: Block | None, identity: str, shared: tuple[Block, ...], shelf: Shelf
) -> RuleVersion:
    start_id = block.text("start", "event")
    if start_id not in shelf.starts:
        raise block.refuse("start", "unknown_reference", value=start_id)
    version = RuleVersion(
        starts_on=block.day("from"),
        ends_on=following.day("from") if following else None,
        ended_by=_transition(following) if following else None,
        transition=_transition(block),
        event=block.word("event", EventKind, EventKind.NOTIFICATION),
        version_by=block.word("version_by", VersionBy, VersionBy.EVENT),
        conditions=_read_conditions(block, shared),
        period=read_period(block, "period"),
        minimum=read_period(block, "minimum"),
        delay=read_period(block, "delay"),
        printed_terms=_read_printed_terms(block),
        brackets=_read_brackets(block),
        counted_back=block.flag("counted_back", default=False),
        start=shelf.starts[start_id],
        rolls=block.flag("rolls", default=False),
        roll_articles=read_articles(block, "roll_article", shelf.acts, required=False),
        extendable_by=read_periods(block, "extendable_by"),
        at_most=read_period(block, "at_most"),
        suspensive=block.word("suspensive", Suspensive, Suspensive.NOT_APPLICABLE),
        articles=read_articles(block, "article", shelf.acts),
        sources=read_sources(block, shelf.sources),
        confidence=block.word("confidence", Confidence),
        needs_confirmation=block.flag("needs_confirmation", default=False),
        checked_on=block.day("checked_on"),
        note=block.text("note", ""),
        replaced_by=block.text("replaced_by") if block.has("replaced_by") else None,
        reminders=_read_reminders(block),
        content_hash=fingerprint(
            identity,
            {key: said for key, said in block.content.items() if key not in NO_PART_OF_THE_SUM},
            [condition.content for condition in shared],
            shelf.start_hashes[start_id],
            shelf.calendar_hash,
            shelf.extension_hashes.get(identity, ()),
        ),
    )
    block.close()
    _check_version(block, version)
    return version


def _transition(block: Block) -> Transition:
    return block.word("transition", Transition, Transition.NOTIFICATION)


def _read_conditions(block: Block, shared: tuple[Block, ...]) -> tuple[Condition, ...]:
    """The version's own conditions, which replace those of the whole rule."""
    own = block.blocks("applies", required=False)
    return tuple(_read_condition(Block(each.content, each.path)) for each in own or shared)


def _read_condition(block: Block) -> Condition:
    condition = Condition(
        authorities=block.words("authority", Authority),
        kinds=block.words("kind", DecisionKind),
        grounds=block.words("grounds", Ground),
        facts=tuple(_read_fact_test(block, fact) for fact in Fact if block.has(fact)),
        disputed=block.flag("disputed", default=False),
    )
    block.close()
    if not condition.authorities or not condition.kinds:
        raise block.refuse("kind", "missing_key")
    return condition


def _read_fact_test(block: Block, fact: Fact) -> FactTest:
    """true, false, a number, or a number and more written `2+`."""
    found = block.content[fact.value]
    if isinstance(found, bool | int):
        return FactTest(fact, found)
    if isinstance(found, str) and found.endswith("+") and found[:-1].isdecimal():
        return FactTest(fact, int(found[:-1]), or_more=True)
    raise block.refuse(fact, "wrong_type", wanted="true, false, 1 or 2+")


def _read_printed_terms(block: Block) -> tuple[int, ...]:
    texts = block.texts("printed_terms", required=False)
    if not all(text.isdecimal() for text in texts):
        raise block.refuse("printed_terms", "wrong_type", wanted="texts of days")
    return tuple(sorted(int(text) for text in texts))


def _read_brackets(block: Block) -> Mapping[DecisionKind, str]:
    if not block.has("brackets"):
        return {}
    inner = block.block("brackets")
    brackets = {kind: inner.text(kind) for kind in DecisionKind if inner.has(kind)}
    inner.close()
    return brackets


def _read_reminders(block: Block) -> LeadTimes | None:
    """The lead times a version states, in one unit; the day itself is always among them."""
    if not block.has("reminders"):
        return None
    inner = block.block("reminders")
    said = [unit for unit in LEAD_UNITS if inner.has(unit)]
    inner.close()
    if len(said) != 1:
        raise block.refuse("reminders", "contradicts" if said else "missing_key")
    return LeadTimes(said[0], _read_before(inner, said[0]))


def _read_before(inner: Block, unit: str) -> tuple[int, ...]:
    before = inner.numbers(unit)
    if not all(0 <= count <= LONGEST_LEAD for count in before):
        raise inner.refuse(unit, "wrong_type", wanted=f"whole numbers from 0 to {LONGEST_LEAD}")
    if list(before) != sorted(set(before), reverse=True):
        raise inner.refuse(unit, "out_of_order")
    if before[-1:] != (0,):
        raise inner.refuse(unit, "day_itself_missing")
    return before


def _check_version(block: Block, version: RuleVersion) -> None:
    if version.period and version.printed_terms:
        raise block.refuse("period", "contradicts", value="printed_terms")
    if version.rolls and not _roll_is_founded(version):
        raise block.refuse("roll_article", "missing_key")
    if version.counted_back and (version.period is None or version.period.unit != "calendar_days"):
        raise block.refuse("counted_back", "contradicts", value="period")


def _roll_is_founded(version: RuleVersion) -> bool:
    return bool(version.roll_articles) or all(start.roll_articles for start in version.start.versions)


def read_extension(block: Block, file_stem: str, shelf: Shelf) -> Extension:
    """A one-off extension; the rules it names are checked once all rules are read."""
    yearly = block.flag("yearly", default=False)
    extension = Extension(
        id=read_id(block, file_stem),
        titles=block.names("title"),
        yearly=yearly,
        rules=frozenset(block.texts("rules")),
        arguable_for=frozenset(block.texts("arguable_for", required=False)),
        window_from=_day_of_window(block, "window_from", yearly),
        window_until=_day_of_window(block, "window_until", yearly),
        new_last_day=_day_of_window(block, "new_last_day", yearly),
        research=block.texts("research"),
        articles=read_articles(block, "article", shelf.acts),
        sources=read_sources(block, shelf.sources),
        confidence=block.word("confidence", Confidence),
        checked_on=block.day("checked_on"),
        note=block.text("note", ""),
    )
    block.close()
    return extension


def _day_of_window(block: Block, key: str, yearly: bool) -> date:
    """A day, or the month and day of every year (MM-DD, kept under a leap year)."""
    if not yearly:
        return block.day(key)
    text = block.text(key)
    try:
        return date.fromisoformat(f"{A_LEAP_YEAR}-{text}")
    except ValueError:
        raise block.refuse(key, "date_impossible", value=text) from None
