"""`python -m deadlines.law` as a lawyer types it."""

import shutil
from pathlib import Path

import pytest

from deadlines.law.__main__ import main
from deadlines.law.changes import Change, changes_between
from deadlines.law.load import PACKAGED_FOLDER, load_law


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PACKAGED_FOLDER, tmp_path / "law"))


def _edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_check_reads_everything_and_works_every_example(capsys):
    assert main(["check"]) == 0
    assert capsys.readouterr().out == "74 rules, 125 versions, 39 examples\n"


def test_check_names_the_example_that_a_change_of_rule_breaks(folder, capsys):
    _edit(folder, "rules/rvv-request-hearing.yaml", "period: 15 calendar_days", "period: 14 calendar_days")
    assert main(["--folder", str(folder), "check"]) == 1
    assert capsys.readouterr().out.splitlines()[0] == (
        "wrong: CCE 276.740, order of 4 August 2022 assumed sent the same day: "
        "expected day_one 2022-08-05, legal_date 2022-08-19, found day_one 2022-08-05, legal_date 2022-08-18"
    )


def test_check_refuses_a_broken_file_on_stderr(folder, capsys):
    _edit(folder, "rules/rvv-request-hearing.yaml", "rolls: true", "role: true")
    assert main(["--folder", str(folder), "check"]) == 2
    error = capsys.readouterr().err
    assert "versions[0].role" in error
    assert "rvv-request-hearing.yaml" in error


def test_show_prints_versions_articles_and_open_questions(capsys):
    assert main(["--language", "fr", "show", "rvv-appeal-printed-term"]) == 0
    shown = capsys.readouterr().out
    assert "printed_terms: [5, 10, 30]" in shown
    assert "open question: Which decisions fall under 30, 10 or 5 days (art. 2.15) was not read." in shown
    assert main(["show", "rvv-appeal-inadmissibility"]) == 0
    shown = capsys.readouterr().out
    assert "2018-03-22 – 2026-06-12\n  period_text: 10 kalenderdagen\n" in shown
    assert "\n2026-06-12 – …\n" in shown


def test_show_prints_the_lead_times_a_version_states(folder, capsys):
    stated = "    reminders: {days: [90, 7, 0]}\n    rolls: true\n"
    _edit(folder, "rules/rvv-request-hearing.yaml", "    rolls: true\n", stated)
    assert main(["--folder", str(folder), "show", "rvv-request-hearing"]) == 0
    assert "  reminders: 90, 7, 0 days before\n" in capsys.readouterr().out


def test_explain_counts_a_rule_with_every_step(capsys):
    question = ["explain", "rvv-appeal-inadmissibility", "mode=registered", "date=2018-05-22"]
    assert main(["--language", "en", *question]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[2].startswith("  2018-05-25  The third working day after it, Friday 25 May 2018, is day one")
    assert lines[-2] == "  = 2018-06-04 (safe: 2018-06-04, confidence: high)"


def test_explain_takes_facts_numbers_and_unknowns(capsys):
    question = ["explain", "rvv-appeal-ordinary", "mode=by_hand", "date=2022-05-02", "printed_term_days=10"]
    assert main(["--language", "en", *question, "detained_at_notification=unknown"]) == 0
    assert "! The decision prints 10 days, the act gives 30 calendar days." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (["rvv-appeal-of-nobody", "date=2022-05-02"], "rule_unknown at rule"),
        (["rvv-appeal-ordinary", "colour=red"], "unknown_key at colour"),
        (["rvv-appeal-ordinary", "mode=by_hand"], "date_needed at notification.date"),
        (
            ["rvv-appeal-ordinary", "date=2022-05-02", "detained_at_notification=perhaps"],
            "wrong_type at facts",
        ),
    ],
)
def test_explain_refuses_what_it_does_not_understand(capsys, question, said):
    assert main(["explain", *question]) == 2
    assert said in capsys.readouterr().err


def test_stale_lists_what_was_not_checked_for_long(capsys):
    assert main(["stale", "--on", "2027-11-22"]) == 0
    assert capsys.readouterr().out == "0 not checked for more than 365 days\n"
    assert main(["stale", "--on", "2027-11-23"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "2026-11-22  appeal-against-judgment 2006-01-01"
    assert lines[-1] == "137 not checked for more than 365 days"
    assert main(["stale", "--on", "2027-11-23", "--days", "400"]) == 0


def test_diff_of_the_same_law_is_empty(folder, capsys):
    assert main(["diff", str(folder)]) == 0
    assert capsys.readouterr().out == "0 changes\n"


def test_diff_prints_what_was_and_what_is(folder, capsys):
    _edit(folder, "rules/rvv-request-hearing.yaml", "confidence: high", "confidence: low")
    assert main(["diff", str(folder)]) == 0
    assert capsys.readouterr().out == (
        "rvv-request-hearing 2011-01-10 confidence\n  - low\n  + high\n1 changes\n"
    )


def test_changes_of_rules_versions_starts_extensions_and_holidays_are_all_found(folder, law):
    (folder / "rules/compulsory-schooling.yaml").unlink()
    _edit(folder, "rules/penalty-prescription.yaml", "forum: seizure_judge", "forum: civil_court")
    _edit(folder, "rules/ecthr-application.yaml", "from: 2022-02-01", "from: 2022-02-02")
    _edit(folder, "rules/rvv-reply-note.yaml", "    period: 8", "    start: day-after-sending\n    period: 8")
    _edit(folder, "starts/day-after-sending.yaml", "from: 2011-01-10", "from: 2011-01-11")
    _edit(folder, "extensions/covid-detained.yaml", "2020-05-18", "2020-05-19")
    _edit(folder, "calendars/belgium.yaml", "  2018: [01-01, ", "  2018: [01-02, ")
    found = changes_between(law, load_law(folder))
    places = [change.place for change in found]
    assert places == [
        "compulsory-schooling",
        "ecthr-application 2000-01-01 ends_on",
        "ecthr-application 2022-02-01",
        "ecthr-application 2022-02-02",
        "penalty-prescription forum",
        "rvv-reply-note 2013-09-01 start",
        "start day-after-sending",
        "extension covid-detained",
        "holiday 2018-01-01",
        "holiday 2018-01-02",
    ]
    assert found[0] == Change("compulsory-schooling", "rule", None)
    assert found[4] == Change("penalty-prescription forum", "seizure_judge", "civil_court")
    assert found[8:] == (
        Change("holiday 2018-01-01", "New Year's Day", None),
        Change("holiday 2018-01-02", None, "New Year's Day"),
    )
    assert changes_between(load_law(folder), law)[0] == Change("compulsory-schooling", None, "rule")


def test_a_shorter_calendar_is_a_change(folder, law):
    _edit(folder, "calendars/belgium.yaml", "confirmed_until: 2040-12-31", "confirmed_until: 2040-12-30")
    [change] = changes_between(law, load_law(folder))
    assert change.place == "calendar confirmed_until"


def test_a_changed_period_changes_the_hash_of_its_version_only(folder, law):
    _edit(folder, "rules/rvv-request-hearing.yaml", "period: 15", "period: 14")
    changed = load_law(folder)
    differing = [
        (rule.id, version.name)
        for rule in law.rules.values()
        for version, other in zip(rule.versions, changed.rule(rule.id).versions, strict=True)
        if version.content_hash != other.content_hash
    ]
    assert differing == [("rvv-request-hearing", "2011-01-10")]
    assert law.content_hash != changed.content_hash


def test_a_changed_holiday_changes_the_hash_of_every_version(folder, law):
    _edit(folder, "calendars/belgium.yaml", "  2018: [01-01, ", "  2018: [01-02, ")
    changed = load_law(folder)
    kept = [
        version.name
        for rule in law.rules.values()
        for version, other in zip(rule.versions, changed.rule(rule.id).versions, strict=True)
        if version.content_hash == other.content_hash
    ]
    assert kept == []
