"""The law on the command line, for lawyers: check, show, explain, stale, diff."""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from deadlines.law.changes import changes_between
from deadlines.law.compute import answer
from deadlines.law.errors import CODES, LawError
from deadlines.law.examples import load_examples, read_examples
from deadlines.law.explain import answer_as_dict, rule_as_dict
from deadlines.law.load import load_law
from deadlines.law.query import DECISION_KEYS, DELIVERY_KEYS, parse_query
from deadlines.law.rules import Law
from deadlines.law.vocabulary import LANGUAGES, Fact

FINE, WRONG, NOT_UNDERSTOOD = 0, 1, 2
DAYS_UNTIL_STALE = 365


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 is fine, 1 means something is wrong or stale, 2 that the question was refused."""
    asked = _parser().parse_args(arguments)
    try:
        return int(asked.run(asked))
    except LawError as error:
        print(f"{error}: {CODES[error.code]}", file=sys.stderr)
        return NOT_UNDERSTOOD


def check(asked: argparse.Namespace) -> int:
    """Read every file strictly and work every example."""
    law = load_law(asked.folder)
    examples = read_examples(asked.folder / "examples") if asked.folder else load_examples()
    wrong = [(each, found) for each in examples if (found := each.found(law)) != each.expect]
    for example, found in wrong:
        print(f"wrong: {example.name}: expected {_listed(example.expect)}, found {_listed(found)}")
    versions = sum(len(rule.versions) for rule in law.rules.values())
    print(f"{len(law.rules)} rules, {versions} versions, {len(examples)} examples")
    return WRONG if wrong else FINE


def show(asked: argparse.Namespace) -> int:
    """Print a rule with its versions."""
    shown = rule_as_dict(load_law(asked.folder).rule(asked.rule), asked.language)
    for key in ("id", "title", "kind", "remedy", "forum"):
        print(f"{key}: {shown[key]}")
    for version in shown["versions"]:
        print(f"\n{version['starts_on']} – {version['ends_before'] or '…'}")
        for key in ("period_text", "delay", "printed_terms", "start_rule", "article", "confidence", "note"):
            if version[key]:
                print(f"  {key}: {version[key]}")
        if version["reminders"]:
            before = ", ".join(map(str, version["reminders"]["before"]))
            print(f"  reminders: {before} {version['reminders']['unit']} before")
        print(f"  checked_on: {version['checked_on']}")
    for question in shown["open_questions"]:
        print(f"\nopen question: {question}")
    return FINE


def explain(asked: argparse.Namespace) -> int:
    """Compute a rule from facts and print every step."""
    law = load_law(asked.folder)
    shown = answer_as_dict(answer(law, parse_query(_question(asked.rule, asked.facts))), asked.language)
    for result in shown["results"]:
        print(f"{result['title']} ({result['rule']}, {result['version']})")
        for step in result["steps"]:
            print(f"  {step['date']}  {step['what']}  [{step['article']}]")
        for warning in result["warnings"]:
            print(f"  ! {warning['text']}")
        print(
            f"  = {result['legal_date']} (safe: {result['safe_date']}, confidence: {result['confidence']})\n"
        )
    return FINE


def stale(asked: argparse.Namespace) -> int:
    """List what nobody checked for long."""
    today = asked.on or date.today()  # noqa: DTZ011 -- a lawyer's own day, on her own machine
    late = [line for line in _checked(load_law(asked.folder)) if (today - line[0]).days > asked.days]
    for checked_on, place in sorted(late):
        print(f"{checked_on}  {place}")
    print(f"{len(late)} not checked for more than {asked.days} days")
    return WRONG if late else FINE


def diff(asked: argparse.Namespace) -> int:
    """What changed since an older data folder."""
    changes = changes_between(load_law(asked.old_folder), load_law(asked.folder))
    for change in changes:
        print(f"{change.place}\n  - {change.before}\n  + {change.after}")
    print(f"{len(changes)} changes")
    return FINE


def _checked(law: Law) -> list[tuple[date, str]]:
    rules = [
        (each.checked_on, f"{rule.id} {each.name}") for rule in law.rules.values() for each in rule.versions
    ]
    starts = [
        (each.checked_on, f"start {start.id}") for start in law.starts.values() for each in start.versions
    ]
    return rules + starts + [(each.checked_on, f"extension {each.id}") for each in law.extensions]


def _listed(days: Mapping[str, object]) -> str:
    return ", ".join(f"{key} {value}" for key, value in days.items())


def _question(rule: str, texts: Sequence[str]) -> dict[str, object]:
    """The question that `mode=registered date=2018-05-22 detained_at_notification=no` asks of a rule."""
    question: dict[str, dict[str, object]] = {"decision": {}, "facts": {}, "notification": {"date": None}}
    others: dict[str, object] = {"rule": rule}
    parts = [
        *((key, question["decision"]) for key in DECISION_KEYS),
        *((key, question["notification"]) for key in DELIVERY_KEYS),
        *((str(key), question["facts"]) for key in Fact),
        ("printed_term_days", others),
    ]
    homes = dict(parts)
    for text in texts:
        key, _, value = text.partition("=")
        if key not in homes:
            raise LawError("unknown_key", key, known=sorted(homes))
        homes[key][key] = _read_value(value)
    return {**question, **others}


def _read_value(text: str) -> object:
    words = {"yes": True, "true": True, "no": False, "false": False, "unknown": None, "": None}
    if text in words:
        return words[text]
    return int(text) if text.isdecimal() else text


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Callable[[argparse.Namespace], int],
    summary: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=summary, description=run.__doc__)
    parser.set_defaults(run=run)
    return parser


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m deadlines.law", description=__doc__)
    parser.add_argument("--folder", type=Path, help="read this data folder instead of the packaged one")
    parser.add_argument("--language", choices=LANGUAGES, default="nl")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add(commands, "check", check, "read every file strictly and work every example")
    show_parser = _add(commands, "show", show, "print a rule with its versions")
    show_parser.add_argument("rule")
    explain_parser = _add(commands, "explain", explain, "compute a rule from facts such as mode=registered")
    explain_parser.add_argument("rule")
    explain_parser.add_argument("facts", nargs="*", metavar="fact=value")
    stale_parser = _add(commands, "stale", stale, "list what nobody checked for long")
    stale_parser.add_argument("--on", type=date.fromisoformat, default=None, help="as if it were this day")
    stale_parser.add_argument("--days", type=int, default=DAYS_UNTIL_STALE)
    diff_parser = _add(commands, "diff", diff, "what changed since an older data folder")
    diff_parser.add_argument("old_folder", type=Path)
    return parser


if __name__ == "__main__":
    sys.exit(main())
