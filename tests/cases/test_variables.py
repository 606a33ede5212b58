"""Variables of a template are replaced once, and by nothing but replacement."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.errors import CaseError
from cases.variables import VARIABLES, check_text, filled

ALL = dict.fromkeys(VARIABLES, "x")


def refused(call: Any, *arguments: Any, **named: Any) -> CaseError:
    with pytest.raises(CaseError) as caught:
        call(*arguments, **named)
    return caught.value


def test_variables_are_replaced_with_and_without_spaces() -> None:
    text = "Dear {{asker_name}}, {{ asker_name }}: {{reference}}."
    assert filled(text, {**ALL, "asker_name": "Ann", "reference": "V-1"}) == "Dear Ann, Ann: V-1."


def test_what_a_value_holds_is_never_read_as_a_variable() -> None:
    assert filled("{{asker_name}}", {**ALL, "asker_name": "{{reference}}"}) == "{{reference}}"


def test_unknown_variable_is_refused_with_the_list() -> None:
    refusal = refused(check_text, "{{name}} {{asker_name}} {{id}}", field="texts.nl")
    assert (refusal.code, refusal.field) == ("variable_unknown", "texts.nl")
    assert refusal.values == {"unknown": ["id", "name"], "allowed": list(VARIABLES)}


@pytest.mark.parametrize(
    "text",
    [
        "{{asker_name}",
        "{{asker name}}",
        "asker_name}}",
        "{{}}",
        "{{reference.__class__}}",
        "{{ reference|upper }}",
    ],
)
def test_half_a_variable_is_refused(text: str) -> None:
    assert refused(check_text, text, field="texts.nl").code == "braces_open"


def test_single_braces_are_text() -> None:
    check_text("{a} } {", field="texts.nl")
    assert filled("{a}", ALL) == "{a}"


def test_missing_value_is_refused_and_named() -> None:
    refusal = refused(
        filled, "{{next_due_on}} {{asker_name}} {{reference}}", {"reference": "V-1", "asker_name": ""}
    )
    assert (refusal.code, refusal.values) == ("value_missing", {"missing": ["asker_name", "next_due_on"]})


@given(st.lists(st.one_of(st.text(), st.sampled_from([f"{{{{{name}}}}}" for name in VARIABLES]))))
def test_text_that_is_accepted_leaves_no_variable_behind(parts: list[str]) -> None:
    text = "".join(parts)
    try:
        check_text(text, field="texts.nl")
    except CaseError:
        return
    assert not any(f"{{{{{name}}}}}" in filled(text, ALL) for name in VARIABLES)
