"""One broken file for every mistake: the loader names the file, the key and the reason."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from deadlines.law.errors import LawError
from deadlines.law.load import PACKAGED_FOLDER, load_law
from deadlines.law.strict import read_yaml

RULE = "rules/rvv-request-hearing.yaml"
ROLLS = "    rolls: true\n"
OF_AN_AUTHORITY = "rules/cgrs-decision-regular.yaml"
START = "starts/day-after-sending.yaml"
CALENDAR = "calendars/belgium.yaml"
EXTENSION = "extensions/covid-general.yaml"
ASCENSION = date(2024, 5, 9)
VACATION = "extensions/judicial-vacation.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PACKAGED_FOLDER, tmp_path / "law"))


def test_an_untouched_copy_loads_to_the_same_law(folder, law):
    assert load_law(folder).content_hash == law.content_hash


@pytest.mark.parametrize(
    ("file", "old", "new", "reason", "field"),
    [
        # keys
        (RULE, "forum: rvv\n", "forum: rvv\nforum: rvv\n", "doubled_key", "forum"),
        (RULE, "forum: rvv\n", "forum: rvv\ncolour: red\n", "unknown_key", "colour"),
        (RULE, "    rolls: true\n", "    rolls: true\n    role: true\n", "unknown_key", "versions[0].role"),
        (RULE, "forum: rvv\n", "forum: rvv\non: 2020-01-01\n", "key_is_not_text", "True"),
        (RULE, "forum: rvv\n", "", "missing_key", "forum"),
        (RULE, "  nl: ", "  de: ", "missing_key", "title.nl"),
        # words, types
        (RULE, "kind: party_deadline", "kind: reminder", "unknown_value", "kind"),
        (RULE, "kind: party_deadline", "kind: watch", "unknown_value", "kind"),
        (RULE, "remedy: step_in_proceedings\n", "", "missing_key", "remedy"),
        (RULE, "remedy: step_in_proceedings", "remedy: prayer", "unknown_value", "remedy"),
        (RULE, "remedy: step_in_proceedings", "remedy: none", "contradicts", "remedy"),
        (RULE, "kind: party_deadline", "kind: waiting_period", "contradicts", "remedy"),
        (RULE, "rolls: true", "rolls: 'yes please'", "wrong_type", "versions[0].rolls"),
        (RULE, "period: 15 calendar_days", "period: 15", "wrong_type", "versions[0].period"),
        (RULE, "period: 15 calendar_days", "period: 15 moons", "wrong_type", "versions[0].period"),
        (RULE, "period: 15 calendar_days", "period: 0 calendar_days", "wrong_type", "versions[0].period"),
        (RULE, "checked_on: 2026-11-22", "checked_on: lately", "wrong_type", "versions[0].checked_on"),
        (RULE, "research: [rvv_request_hearing_15d]", "research: {}", "wrong_type", "research"),
        (RULE, "versions:", "versions: none\nolder:", "wrong_type", "versions"),
        (RULE, "title:\n", "title: []\nother:\n", "not_a_mapping", "title"),
        # ids
        (RULE, "id: rvv-request-hearing", "id: rvv-request-a-hearing", "other_than_file", "id"),
        # versions
        (RULE, "  - from: 2026-06-12", "  - from: 2011-01-10", "out_of_order", "versions[1].from"),
        (RULE, "  - from: 2026-06-12", "  - from: 2010-01-10", "out_of_order", "versions[1].from"),
        (
            RULE,
            "  - from: 2026-06-12\n    period: null",
            "  - from: 2026-06-12\n    period: 1 weeks\n    rolls: true\n    start: nothing",
            "unknown_reference",
            "versions[1].start",
        ),
        (RULE, "    period: 15 calendar_days", "    period: null", "begins_repealed", "versions[0].period"),
        (
            RULE,
            "    period: 15 calendar_days",
            '    period: 15 calendar_days\n    printed_terms: ["5"]',
            "contradicts",
            "versions[0].period",
        ),
        (
            RULE,
            "    period: 15 calendar_days",
            '    printed_terms: ["five"]',
            "wrong_type",
            "versions[0].printed_terms",
        ),
        (
            RULE,
            "    period: 15 calendar_days",
            "    period: 2 weeks\n    counted_back: true",
            "contradicts",
            "versions[0].counted_back",
        ),
        # reminders
        *(
            (RULE, ROLLS, f"{ROLLS}    reminders: {said}\n", reason, f"versions[0].reminders{where}")
            for said, reason, where in (
                ("[5, 3, 0]", "not_a_mapping", ""),
                ("{}", "missing_key", ""),
                ("{working_days: [5, 0], days: [7, 0]}", "contradicts", ""),
                ("{weeks: [2, 0]}", "unknown_key", ".weeks"),
                ("{days: [7, 0], weeks: [2, 0]}", "unknown_key", ".weeks"),
                ("{days: 7}", "wrong_type", ".days"),
                ("{days: [7, yes, 0]}", "wrong_type", ".days"),
                ("{days: [7, '3', 0]}", "wrong_type", ".days"),
                ("{days: [7.5, 0]}", "wrong_type", ".days"),
                ("{days: [366, 0]}", "wrong_type", ".days"),
                ("{days: [7, 0, -1]}", "wrong_type", ".days"),
                ("{days: [0, 7]}", "out_of_order", ".days"),
                ("{working_days: [3, 3, 0]}", "out_of_order", ".working_days"),
                ("{working_days: [3, 1]}", "day_itself_missing", ".working_days"),
                ("{working_days: []}", "day_itself_missing", ".working_days"),
            )
        ),
        (
            OF_AN_AUTHORITY,
            "    checked_on:",
            "    reminders: {days: [7, 0]}\n    checked_on:",
            "contradicts",
            "versions[0].reminders",
        ),
        # references
        (
            RULE,
            "start: day-after-sending",
            "start: day-after-dreaming",
            "unknown_reference",
            "versions[0].start",
        ),
        (
            RULE,
            'article: "aliens-act 39/73',
            'article: "aliens-act-of-mars 39/73',
            "unknown_reference",
            "versions[0].article",
        ),
        (RULE, "source: [rvv-act]", "source: [hearsay]", "unknown_reference", "versions[1].source"),
        (
            RULE,
            "    period: null\n",
            "    period: null\n    replaced_by: rvv-nothing\n",
            "unknown_reference",
            "versions[1]",
        ),
        # conditions
        (RULE, "versions:", "applies: [{authority: rvv}]\nversions:", "missing_key", "applies[0].kind"),
        (
            RULE,
            "versions:",
            "applies: [{authority: rvv, kind: rvv_judgment, detained_at_notification: maybe}]\nversions:",
            "wrong_type",
            "applies[0].detained_at_notification",
        ),
        (
            RULE,
            "versions:",
            "applies: [{authority: rvv, kind: rvv_judgment, mood: good}]\nversions:",
            "unknown_key",
            "applies[0].mood",
        ),
        # start rules
        (START, '    roll_article: "rvv-procedure-decree"\n', "", "missing_key", "versions[0].roll_article"),
        (
            START,
            "      registered: *sent",
            "      pigeon: *sent",
            "unknown_value",
            "versions[0].modes.pigeon",
        ),
        (
            START,
            "    roll_article:",
            "    opening: {calendar_days: 1, article: judicial-code 52, confidence: high}\n    roll_article:",
            "contradicts",
            "versions[0].modes",
        ),
        # calendar
        (CALENDAR, "  2018: [01-01, ", "  2018: [", "wrong_number_of_days", "years.2018"),
        (CALENDAR, "  2018: [01-01, ", "  2018: [02-30, ", "date_impossible", "years.2018"),
        (CALENDAR, "confirmed_until: 2040-12-31", "confirmed_until: 2041-12-31", "missing_key", "years.2041"),
        (CALENDAR, "confirmed_until: 2040-12-31", "confirmed_until: 2039-12-31", "unknown_key", "years.2040"),
        # extensions
        (EXTENSION, "  - rvv-reply-note", "  - rvv-nothing", "unknown_reference", "rules"),
        (VACATION, 'window_from: "07-01"', 'window_from: "07-41"', "date_impossible", "window_from"),
    ],
)
def test_a_broken_file_is_refused_with_file_key_and_reason(folder, file, old, new, reason, field):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LawError) as refused:
        load_law(folder)
    blamed = Path(RULE if reason == "missing_key" and file == START else file).name
    assert (refused.value.code, refused.value.values["file"]) == ("file_broken", blamed)
    assert (refused.value.values["reason"], refused.value.field) == (reason, field)


def test_a_number_in_an_id_is_refused(folder):
    path = folder / RULE
    text = path.read_text(encoding="utf-8").replace("id: rvv-request-hearing", "id: rvv-request-hearing-15d")
    path.unlink()
    (folder / "rules/rvv-request-hearing-15d.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(LawError) as refused:
        load_law(folder)
    assert (refused.value.values["reason"], refused.value.field) == ("not_a_name", "id")


def test_a_bracket_that_does_not_exist_is_refused(folder):
    path = folder / "rules/rvv-appeal-printed-term.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("transfer: eu-transfer-appeal-bracket", "transfer: eu-nothing"), encoding="utf-8"
    )
    with pytest.raises(LawError) as refused:
        load_law(folder)
    assert refused.value.values["reason"] == "unknown_reference"
    path.write_text(text.replace("      transfer: eu-", "      transport: eu-"), encoding="utf-8")
    with pytest.raises(LawError) as refused:
        load_law(folder)
    assert (refused.value.values["reason"], refused.value.field) == (
        "unknown_key",
        "versions[0].brackets.transport",
    )


def test_a_closure_of_one_forum_moves_only_its_own_terms(folder):
    closure = "closures: [{forum: rvv, day: 2024-05-10, reason: {nl: brug, fr: pont, en: bridge}, source: invented}]"
    path = folder / CALENDAR
    path.write_text(path.read_text(encoding="utf-8").replace("closures: []", closure), encoding="utf-8")
    law = load_law(folder)
    rvv, courts = law.calendar_of("rvv"), law.calendar_of("labour_court")
    from_ascension = [calendar.next_working_day(ASCENSION).isoformat() for calendar in (rvv, courts)]
    assert from_ascension == ["2024-05-13", "2024-05-10"]


def test_a_file_that_is_not_yaml_is_refused(tmp_path):
    path = tmp_path / "broken.yaml"
    path.write_text("id: [", encoding="utf-8")
    with pytest.raises(LawError) as refused:
        read_yaml(path)
    assert (refused.value.values["reason"], refused.value.values["file"]) == ("not_yaml", "broken.yaml")
    path.write_text("- one", encoding="utf-8")
    with pytest.raises(LawError) as refused:
        read_yaml(path)
    assert (refused.value.values["reason"], refused.value.values["file"]) == ("not_a_mapping", "broken.yaml")
