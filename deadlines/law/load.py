"""From the YAML files to the checked `Law`; unknown words and dangling references are refused by name."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path

from deadlines.law.calendars import Calendar
from deadlines.law.errors import LawError
from deadlines.law.read_rules import Shelf, read_extension, read_rule
from deadlines.law.reading import check_in_order, fingerprint, read_articles, read_id, read_sources
from deadlines.law.rules import Extension, Law, Rule
from deadlines.law.starts import Opening, Source, StartRule, StartVersion
from deadlines.law.strict import Block, Names, names_by_key, names_of, naming, read_yaml
from deadlines.law.vocabulary import Authority, Confidence, DecisionKind, Forum, Mode

PACKAGED_FOLDER = Path(__file__).parent / "data"
HOLIDAYS_IN_A_YEAR = 10


def load_law(folder: Path | None = None) -> Law:
    """The law of a data folder; the packaged one, read once, where none is named."""
    return _packaged_law() if folder is None else _read_law(folder)


@cache
def _packaged_law() -> Law:
    return _read_law(PACKAGED_FOLDER)


def _read_law(folder: Path) -> Law:
    acts = names_by_key(read_yaml(folder / "texts" / "acts.yaml"))
    sources = _read_sources(folder / "texts" / "sources.yaml")
    calendar, closures = _read_calendar(folder / "calendars" / "belgium.yaml", acts, sources)
    starts, start_hashes = _read_starts(folder / "starts", acts, sources)
    extension_hashes = _hashes_of_extensions(folder / "extensions")
    shelf = Shelf(acts, sources, starts, start_hashes, calendar.content_hash, extension_hashes)
    rules = _read_rules(folder / "rules", shelf)
    extensions = _read_extensions(folder / "extensions", shelf, rules)
    hashes = sorted(version.content_hash for rule in rules.values() for version in rule.versions)
    return Law(rules, starts, _by_decision(rules), calendar, closures, extensions, fingerprint(hashes))


def _by_decision(
    rules: Mapping[str, Rule],
) -> Mapping[tuple[Authority | None, DecisionKind | None], tuple[Rule, ...]]:
    """Which rules have a condition on each kind of decision, so that choosing need not try them all."""
    found: dict[tuple[Authority | None, DecisionKind | None], dict[Rule, None]] = {}
    for rule in rules.values():
        for condition in (each for version in rule.versions for each in version.conditions):
            for pair in product(condition.authorities, condition.kinds):
                found.setdefault(pair, {})[rule] = None
    return {pair: tuple(chosen) for pair, chosen in found.items()}


def _files(folder: Path) -> Iterable[Path]:
    return sorted(folder.glob("*.yaml"))


def _read_sources(file: Path) -> Mapping[str, Source]:
    block = read_yaml(file)
    with naming(file):
        return {key: _read_source(key, block.block(key)) for key in block.keys}


def _read_source(key: str, block: Block) -> Source:
    source = Source(key, block.text("title"), block.text("url") if block.has("url") else None)
    block.close()
    return source


def _read_calendar(
    file: Path, acts: Mapping[str, Names], sources: Mapping[str, Source]
) -> tuple[Calendar, Mapping[Forum, Calendar]]:
    block = read_yaml(file)
    with naming(file):
        read_id(block, file.stem)
        confirmed_from, confirmed_until = block.day("confirmed_from"), block.day("confirmed_until")
        holidays = _read_holidays(block, range(confirmed_from.year, confirmed_until.year + 1))
        calendar = Calendar(
            confirmed_from, confirmed_until, holidays, content_hash=fingerprint(block.content)
        )
        read_articles(block, "article", acts)
        read_sources(block, sources)
        block.word("confidence", Confidence)
        block.day("checked_on")
        closures = _read_closures(block, calendar)
        block.close()
    return calendar, closures


def _read_holidays(block: Block, years: range) -> Mapping[date, Names]:
    names = tuple(names_of(each) for each in block.blocks("holidays"))
    table = block.block("years")
    holidays: dict[date, Names] = {}
    for year in years:
        days = table.texts(year)
        if len(days) != HOLIDAYS_IN_A_YEAR or len(names) != HOLIDAYS_IN_A_YEAR:
            raise table.refuse(year, "wrong_number_of_days", wanted=HOLIDAYS_IN_A_YEAR)
        for day, holiday in zip(days, names, strict=True):
            on = _day_of_year(table, year, day)
            earlier = holidays.get(on)
            holidays[on] = {key: f"{earlier[key]}, {holiday[key]}" for key in holiday} if earlier else holiday
    table.close()
    return holidays


def _day_of_year(table: Block, year: int, day: str) -> date:
    try:
        return date.fromisoformat(f"{year}-{day}")
    except ValueError:
        raise table.refuse(year, "date_impossible", value=day) from None


def _read_closures(block: Block, calendar: Calendar) -> Mapping[Forum, Calendar]:
    closures: dict[Forum, Calendar] = {}
    for closure in block.blocks("closures", required=False):
        forum, on = closure.word("forum", Forum), closure.day("day")
        closure.names("reason")
        closure.text("source")
        closure.close()
        closures[forum] = closures.get(forum, calendar).with_closed([on])
    return closures


def _read_starts(
    folder: Path, acts: Mapping[str, Names], sources: Mapping[str, Source]
) -> tuple[Mapping[str, StartRule], Mapping[str, str]]:
    starts: dict[str, StartRule] = {}
    hashes: dict[str, str] = {}
    for file in _files(folder):
        block = read_yaml(file)
        with naming(file):
            rule = _read_start_rule(block, file.stem, acts, sources)
        starts[rule.id], hashes[rule.id] = rule, fingerprint(block.content)
    return starts, hashes


def _read_start_rule(
    block: Block, file_stem: str, acts: Mapping[str, Names], sources: Mapping[str, Source]
) -> StartRule:
    versions = block.blocks("versions")
    check_in_order(versions, tuple(version.day("from") for version in versions))
    rule = StartRule(
        id=read_id(block, file_stem),
        titles=block.names("title"),
        versions=tuple(_read_start_version(version, acts, sources) for version in versions),
    )
    block.close()
    return rule


def _read_start_version(
    block: Block, acts: Mapping[str, Names], sources: Mapping[str, Source]
) -> StartVersion:
    modes = block.blocks_by_word("modes", Mode)
    version = StartVersion(
        starts_on=block.day("from"),
        modes={mode: _read_opening(opening, acts) for mode, opening in modes.items()},
        opening=_read_opening(block.block("opening"), acts) if block.has("opening") else None,
        roll_articles=read_articles(block, "roll_article", acts, required=False),
        provisional=block.flag("provisional", default=False),
        checked_on=block.day("checked_on"),
        sources=read_sources(block, sources),
        note=block.text("note", ""),
    )
    block.close()
    if bool(version.modes) == (version.opening is not None):
        raise block.refuse("modes", "contradicts", value="opening")
    return version


def _read_opening(block: Block, acts: Mapping[str, Names]) -> Opening:
    working = block.has("working_days")
    opening = Opening(
        days=block.number("working_days") if working else block.number("calendar_days"),
        working=working,
        articles=read_articles(block, "article", acts),
        confidence=block.word("confidence", Confidence),
        rebuttable=block.flag("rebuttable", default=False),
        listed=block.flag("listed", default=True),
    )
    block.close()
    return opening


def _read_rules(folder: Path, shelf: Shelf) -> Mapping[str, Rule]:
    rules: dict[str, Rule] = {}
    for file in _files(folder):
        block = read_yaml(file)
        with naming(file):
            rules[file.stem] = read_rule(block, file.stem, shelf)
    for file in _files(folder):
        with naming(file):
            _check_references(rules[file.stem], rules)
    return rules


def _check_references(rule: Rule, rules: Mapping[str, Rule]) -> None:
    for index, version in enumerate(rule.versions):
        for named in (*version.brackets.values(), *filter(None, [version.replaced_by])):
            if named not in rules:
                raise LawError("file_broken", f"versions[{index}]", reason="unknown_reference", value=named)


def _hashes_of_extensions(folder: Path) -> Mapping[str, list[str]]:
    """For each rule, the hashes of the extensions that name it."""
    hashes: dict[str, list[str]] = {}
    for file in _files(folder):
        block = read_yaml(file)
        with naming(file):
            for rule in (*block.texts("rules"), *block.texts("arguable_for", required=False)):
                hashes.setdefault(rule, []).append(fingerprint(block.content))
    return hashes


def _read_extensions(folder: Path, shelf: Shelf, rules: Mapping[str, Rule]) -> tuple[Extension, ...]:
    return tuple(_read_extension_file(file, shelf, rules) for file in _files(folder))


def _read_extension_file(file: Path, shelf: Shelf, rules: Mapping[str, Rule]) -> Extension:
    block = read_yaml(file)
    with naming(file):
        extension = read_extension(block, file.stem, shelf)
        for named in sorted((extension.rules | extension.arguable_for) - rules.keys()):
            raise LawError("file_broken", "rules", reason="unknown_reference", value=named)
    return extension
