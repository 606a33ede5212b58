"""Every row of the research was carried over, merged, or refused with a reason; the record and the rules agree."""

import re
from collections import defaultdict
from pathlib import Path

RECORD = Path(__file__).parents[2] / "docs/decisions/0010-how-the-research-rows-became-rules.md"
ROW = re.compile(r"^\| `(\w+)` \| (.+?) \| (.*) \|$", re.MULTILINE)


def _recorded():
    return {
        row: (set(re.findall(r"`([a-z-]+)`", became)), note.strip())
        for row, became, note in ROW.findall(RECORD.read_text(encoding="utf-8"))
    }


def test_all_101_rows_are_recorded():
    assert len(_recorded()) == 77 + 18 + 6


def test_the_record_and_the_rules_name_each_other(law):
    held = defaultdict(set)
    for each in (*law.rules.values(), *law.extensions):
        for row in each.research:
            held[row].add(each.id)
    assert {row: rules for row, (rules, _) in _recorded().items() if rules} == held


def test_a_refused_row_has_a_written_reason():
    refused = {row: note for row, (rules, note) in _recorded().items() if not rules}
    assert refused.keys() == {"R39", "IMM", "REV", "INC"}
    assert all(len(note) > 20 for note in refused.values())


def test_every_rule_comes_from_the_research(law):
    assert all(rule.research for rule in law.rules.values())
