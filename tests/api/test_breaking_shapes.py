"""Each way in which a schema can become narrower or wider, asked of what is sent and of what is told."""

from typing import Any

import pytest

from tests.api.breaking_shapes import Comparison, Side

Schema = dict[str, Any]
TEXT, WHOLE = {"type": "string"}, {"type": "integer"}
NAMED: dict[str, Schema] = {
    "Thing": {"type": "object", "properties": {"a": TEXT}, "required": ["a"]},
    "Other": {"type": "object", "properties": {"b": WHOLE}, "required": ["b"]},
    "Word": {"enum": ["x", "y"], "type": "string"},
    "Blank": {"enum": [""]},
    "Tree": {
        "type": "object",
        "properties": {"twigs": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}},
    },
}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def thing(**members: Any) -> Schema:
    return {"type": "object", "properties": members}


def listed(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def compared(was: Schema, now: Schema, side: Side, new: dict[str, Schema] = NAMED) -> list[str]:
    return Comparison(NAMED, new).breaks(was, now, side, "it")


# Everything the second allows, the first allows too: to be sent less breaks, and so does to be told more.
NARROWER: dict[str, tuple[Schema, Schema]] = {
    "null is dropped": ({"type": ["string", "null"]}, TEXT),
    "null of a union is dropped": ({"oneOf": [ref("Thing"), {"type": "null"}]}, ref("Thing")),
    "null of a union, now a list of types": ({"oneOf": [TEXT, {"type": "null"}]}, TEXT),
    "one type less": ({"type": ["string", "integer"]}, TEXT),
    "any number, then whole ones": ({"type": "number"}, WHOLE),
    "anything, then a text": ({}, TEXT),
    "format": (TEXT, {**TEXT, "format": "date"}),
    "pattern": (TEXT, {**TEXT, "pattern": "^a"}),
    "minimum set": (WHOLE, {**WHOLE, "minimum": 0}),
    "minimum raised": ({**WHOLE, "minimum": 0}, {**WHOLE, "minimum": 1}),
    "maximum set": (WHOLE, {**WHOLE, "maximum": 9}),
    "maximum lowered": ({**WHOLE, "maximum": 9}, {**WHOLE, "maximum": 8}),
    "exclusive minimum set": (WHOLE, {**WHOLE, "exclusiveMinimum": 0}),
    "exclusive maximum lowered": ({**WHOLE, "exclusiveMaximum": 9}, {**WHOLE, "exclusiveMaximum": 8}),
    "multiple set": (WHOLE, {**WHOLE, "multipleOf": 2}),
    "multiple of more": ({**WHOLE, "multipleOf": 2}, {**WHOLE, "multipleOf": 4}),
    "least length set": (TEXT, {**TEXT, "minLength": 1}),
    "least length raised": ({**TEXT, "minLength": 1}, {**TEXT, "minLength": 2}),
    "greatest length set": (TEXT, {**TEXT, "maxLength": 9}),
    "greatest length lowered": ({**TEXT, "maxLength": 9}, {**TEXT, "maxLength": 8}),
    "least rows set": (listed(TEXT), {**listed(TEXT), "minItems": 1}),
    "greatest rows lowered": ({**listed(TEXT), "maxItems": 9}, {**listed(TEXT), "maxItems": 8}),
    "rows must differ": (listed(TEXT), {**listed(TEXT), "uniqueItems": True}),
    "least members set": (thing(), {**thing(), "minProperties": 1}),
    "greatest members set": (thing(), {**thing(), "maxProperties": 9}),
    "rows described": ({"type": "array"}, listed(TEXT)),
    "rows bound": (listed(TEXT), listed({**TEXT, "maxLength": 9})),
    "member bound": (thing(a=TEXT), thing(a={**TEXT, "maxLength": 9})),
    "bound at any depth": (thing(a=listed(thing(b=TEXT))), thing(a=listed(thing(b={**TEXT, "maxLength": 9})))),
    "member needed": (thing(a=TEXT), {**thing(a=TEXT), "required": ["a"]}),
    "values of free members bound": (
        {"type": "object", "additionalProperties": TEXT},
        {"type": "object", "additionalProperties": {**TEXT, "maxLength": 9}},
    ),
    "names of free members bound": (
        {"type": "object", "propertyNames": TEXT}, {"type": "object", "propertyNames": {**TEXT, "maxLength": 9}}
    ),
    "one shape of a union less": ({"oneOf": [ref("Thing"), ref("Other")]}, ref("Thing")),
    "one shape of any less": ({"anyOf": [ref("Thing"), TEXT]}, TEXT),
    "an address or blank, then an address": (
        {"oneOf": [{**TEXT, "format": "uri"}, ref("Blank")]}, {**TEXT, "format": "uri"}
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", NARROWER)
def test_what_is_sent_is_bound_no_closer_and_what_is_told_no_looser(kind: str) -> None:
    wide, narrow = NARROWER[kind]
    assert len(compared(wide, narrow, Side.SENT)) == 1
    assert len(compared(narrow, wide, Side.TOLD)) == 1
    assert compared(narrow, wide, Side.SENT) == []
    # A shape that is told no more was a way to be prepared for, and nothing is missed by it.
    assert compared(wide, narrow, Side.TOLD) == []


# On either side, and back again.
OTHERWISE: dict[str, tuple[Schema, Schema]] = {
    "type": (TEXT, WHOLE),
    "type of a member": (thing(a=TEXT), thing(a=WHOLE)),
    "format": ({**TEXT, "format": "date"}, {**TEXT, "format": "date-time"}),
    "pattern": ({**TEXT, "pattern": "^a"}, {**TEXT, "pattern": "^b"}),
    "a member becomes a list": (thing(a=TEXT), thing(a=listed(TEXT))),
    "the name of a schema": (ref("Word"), {"$ref": "#/components/schemas/Words"}),
    "a keyword nobody has judged": (TEXT, {**TEXT, "contentEncoding": "base64"}),
    "a shape that must not be": (TEXT, {**TEXT, "not": {"const": "a"}}),
    "several shapes at once": (
        {"allOf": [ref("Thing"), ref("Other")]},
        {"allOf": [ref("Thing"), ref("Tree")]},
    ),
}


@pytest.mark.parametrize("kind", OTHERWISE)
@pytest.mark.parametrize("side", Side)
def test_what_becomes_another_breaks_on_either_side(kind: str, side: Side) -> None:
    both = {**NAMED, "Words": NAMED["Word"]}
    was, now = OTHERWISE[kind]
    assert len(Comparison(both, both).breaks(was, now, side, "it")) == 1
    assert len(Comparison(both, both).breaks(now, was, side, "it")) == 1


@pytest.mark.parametrize("side", Side)
def test_member_that_goes_breaks_and_a_new_one_does_not(side: Side) -> None:
    assert compared(thing(a=TEXT, b=TEXT), thing(a=TEXT), side) == ["it/b: gone"]
    assert compared(thing(a=TEXT), thing(a=TEXT, b=TEXT), side) == []


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("rest", [{}, {"type": "null"}])
def test_word_that_goes_breaks_and_a_new_one_does_not(side: Side, rest: Schema) -> None:
    wide = {"oneOf": [ref("Word"), ref("Blank"), rest]} if rest else {"oneOf": [ref("Word"), ref("Blank")]}
    narrow = {"oneOf": [ref("Word"), rest]} if rest else ref("Word")
    assert compared(wide, narrow, side) == ["it: no longer knows ''"]
    assert compared(narrow, wide, side) == []


def test_choice_that_begins_breaks_who_sends_and_one_that_ends_who_is_told() -> None:
    assert compared(TEXT, ref("Word"), Side.SENT) == ["it: takes these words only: x, y"]
    assert compared(TEXT, ref("Word"), Side.TOLD) == []
    assert compared(ref("Word"), TEXT, Side.TOLD) == ["it: may be any word"]
    assert compared(ref("Word"), TEXT, Side.SENT) == []
    assert compared({"const": "x"}, {"const": "y"}, Side.SENT) == ["it: no longer knows 'x'"]


def test_default_that_changes_breaks_who_leaves_it_out() -> None:
    one, two = {**TEXT, "default": "a"}, {**TEXT, "default": "b"}
    assert compared(one, two, Side.SENT) == ["it: left out it meant 'a', means 'b'"]
    assert compared(one, TEXT, Side.SENT) == ["it: left out it meant 'a', means 'nothing'"]
    assert compared(TEXT, one, Side.SENT) == compared(one, two, Side.TOLD) == []


def test_other_members_that_are_no_longer_free_break() -> None:
    free, closed, texts = ({"type": "object", "additionalProperties": each} for each in (True, False, TEXT))
    assert compared(free, closed, Side.SENT) == ["it/*: other members are no longer free"]
    assert compared(free, texts, Side.SENT) == ["it/*: other members are no longer free"]
    assert compared(closed, free, Side.SENT) == compared(texts, free, Side.SENT) == []
    assert compared(texts, closed, Side.TOLD) == ["it/*: other members are no longer told"]
    assert compared(closed, free, Side.TOLD) == []


@pytest.mark.parametrize("side", Side)
def test_free_member_that_is_set_apart_stays_as_free(side: Side) -> None:
    free: Schema = {"type": "object", "additionalProperties": TEXT}
    assert compared(free, {**free, "properties": {"a": TEXT}}, side) == []
    assert len(compared(free, {**free, "properties": {"a": WHOLE}}, side)) == 1


def test_words_for_people_and_the_wrapping_of_a_reference_mean_nothing() -> None:
    wrapped = {"allOf": [ref("Thing")], "description": "Of old.", "readOnly": True}
    assert compared(ref("Thing"), wrapped, Side.TOLD) == compared(wrapped, ref("Thing"), Side.SENT) == []


def test_break_within_what_has_a_name_is_told_by_that_name() -> None:
    new = {**NAMED, "Thing": {**thing(a=WHOLE), "required": ["a"]}}
    found = compared(thing(one=ref("Thing")), thing(one=ref("Thing")), Side.TOLD, new)
    assert found == ["Thing, told/a: may be integer"]


@pytest.mark.parametrize("side", Side)
def test_shape_that_holds_itself_is_compared_to_an_end(side: Side) -> None:
    tree = {**NAMED["Tree"], "properties": {}}
    assert compared(ref("Tree"), ref("Tree"), side) == []
    assert compared(ref("Tree"), ref("Tree"), side, {**NAMED, "Tree": tree}) == [
        f"Tree, {side.value}/twigs: gone"
    ]
