"""Every worked example gives its days; integrators and the web client run the same cases."""

import json

import pytest

from deadlines.law.errors import LawError
from deadlines.law.examples import example_as_dict, load_examples, read_examples
from deadlines.law.select import parse_query

EXAMPLES = load_examples()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_a_worked_example_gives_its_days(example, law):
    assert example.found(law) == example.expect


def test_every_example_expects_something_and_has_its_own_name():
    assert all(example.expect for example in EXAMPLES)
    assert len({example.name for example in EXAMPLES}) == len(EXAMPLES) >= 38


def test_an_example_travels_as_json_and_is_still_the_same_question():
    for example in EXAMPLES:
        sent = json.loads(json.dumps(example_as_dict(example)))
        if not example.is_bare_count:
            assert parse_query(sent["given"]) == parse_query(example.given)


@pytest.mark.parametrize(
    ("text", "reason", "field"),
    [
        ("basis: rumour", "unknown_value", "examples[0].basis"),
        ("basis: stated\n    colour: red", "unknown_key", "examples[0].colour"),
    ],
)
def test_a_broken_example_is_refused_with_file_and_key(tmp_path, text, reason, field):
    given = "given: {after: 2020-01-01, period: 1 weeks}\n    expect: {last_day: 2020-01-08}"
    (tmp_path / "bad.yaml").write_text(f"examples:\n  - name: x\n    source: y\n    {given}\n    {text}\n")
    with pytest.raises(LawError) as refused:
        read_examples(tmp_path)
    assert refused.value.field == field
    assert (refused.value.values["reason"], refused.value.values["file"]) == (reason, "bad.yaml")


def test_a_bare_count_without_period_is_refused(tmp_path, law):
    given = "given: {after: 2020-01-01}\n    expect: {last_day: 2020-01-08}"
    (tmp_path / "bad.yaml").write_text(
        f"examples:\n  - name: x\n    basis: stated\n    source: y\n    {given}\n"
    )
    [example] = read_examples(tmp_path)
    with pytest.raises(LawError, match=r"given\.period"):
        example.found(law)
