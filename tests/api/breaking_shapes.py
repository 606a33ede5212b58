"""What in a newer schema breaks a program that was written against an older one.

Whatever may be sent by the older must be allowed by the newer, and whatever the newer may answer must have been allowed
by the older. Beyond that: what a program names (a member, a word, a schema) stays, and new members and new words of
a choice in an answer are no break (docs/api.md).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Any, NamedTuple

Schema = dict[str, Any]
NOTHING: frozenset[str] = frozenset()

# What a program does not rely on.
ANNOTATIONS = {
    "description",
    "summary",
    "title",
    "example",
    "examples",
    "externalDocs",
    "readOnly",
    "$comment",
}
LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
EXACT = ("format", "pattern")
STRUCTURE = {
    "$ref", "additionalProperties", "anyOf", "const", "default", "deprecated", "enum", "items", "multipleOf", "oneOf",
    "properties", "propertyNames", "required", "type", "uniqueItems",
}  # fmt: skip
JUDGED = {*LOWER, *UPPER, *EXACT, *STRUCTURE}
ANYTHING = "anything"
TYPES = {"str": "string", "int": "integer", "float": "number", "bool": "boolean", "NoneType": "null"}


class Side(Enum):
    SENT = "sent"
    TOLD = "told"


class Way(NamedTuple):
    """One of the ways in which a value may be written: of one type, and by the name of its schema where it has one."""

    name: str
    schema: Schema

    @property
    def type(self) -> str:
        return str(self.schema.get("type", ANYTHING))


@dataclass
class Comparison:
    """Compares schemas of two documents, each pair of names once: what refers to itself comes to an end."""

    old: dict[str, Schema]
    new: dict[str, Schema]
    found: dict[tuple[str, str, Side], list[str]] = field(default_factory=dict)

    def breaks(self, was: Schema, now: Schema, side: Side, at: str) -> list[str]:
        was, now = lifted(was), lifted(now)
        names = name_of(was), name_of(now)
        found = list(_default(was, now, at)) if side is Side.SENT else []
        if all(names) and names[0] != names[1]:
            found.append(f"{at}: was named {names[0]}, is {names[1]}")
        is_by_name = all(names) and not (judged(was) | judged(now)) - {"$ref", "default"}
        return found + (self._of_names(*names, side) if is_by_name else self._of_ways(was, now, side, at))

    def _of_names(self, was: str, now: str, side: Side) -> list[str]:
        key = was, now, side
        if key not in self.found:
            self.found[key] = []
            self.found[key] = self._of_ways(self.old[was], self.new[now], side, f"{was}, {side.value}")
        return self.found[key]

    def _of_ways(self, was: Schema, now: Schema, side: Side, at: str) -> list[str]:
        olds, news = ways(was, self.old), ways(now, self.new)
        found = []
        for each in olds if side is Side.SENT else news:
            alike = [other for other in (news if side is Side.SENT else olds) if _is_within(each, other)]
            alike = [other for other in alike if other.name == each.name] or alike
            pairs = [(each, other) if side is Side.SENT else (other, each) for other in alike]
            least = min((self._of_pair(*pair, side, at) for pair in pairs), key=len, default=None)
            # What is called by another name is another thing, unless nothing tells them apart.
            if least is None or (least and each.name and each.name not in {other.name for other in alike}):
                told = each.name or each.type
                least = [f"{at}: {told} is no longer taken" if side is Side.SENT else f"{at}: may be {told}"]
            found += least
        return found

    def _of_pair(self, old: Way, new: Way, side: Side, at: str) -> list[str]:
        if old.name and old.name == new.name and at != f"{old.name}, {side.value}":
            return self._of_names(old.name, new.name, side)
        was, now = old.schema, new.schema
        return [
            *_words(was, now, side, at),
            *_bounds(was, now, side, at),
            *self._members(was, now, side, at),
            *self._others(was, now, side, at),
            *self._within("items", "[]", was, now, side, at),
            *self._within("propertyNames", "{}", was, now, side, at),
            *_unjudged(was, now, at),
        ]

    def _members(self, was: Schema, now: Schema, side: Side, at: str) -> Iterator[str]:
        had, has = was.get("properties", {}), now.get("properties", {})
        yield from (f"{at}/{name}: gone" for name in sorted(had.keys() - has.keys()))
        needed, given = set(now.get("required", [])), set(was.get("required", []))
        if side is Side.SENT:
            yield from (f"{at}/{name}: now needed" for name in sorted(needed - given))
        else:
            yield from (
                f"{at}/{name}: no longer always there" for name in sorted((given - needed) & has.keys())
            )
        for name in sorted(had.keys() & has.keys()):
            yield from self.breaks(had[name], has[name], side, f"{at}/{name}")
        # Where any name was free, one that is set apart must be as free.
        if isinstance(free := was.get("additionalProperties"), dict):
            for name in sorted(has.keys() - had.keys()):
                yield from self.breaks(free, has[name], side, f"{at}/{name}")

    def _others(self, was: Schema, now: Schema, side: Side, at: str) -> Iterator[str]:
        """What members it may have besides those it names; an answer may always have more."""
        before, after = was.get("additionalProperties", True), now.get("additionalProperties", True)
        if isinstance(before, dict) and isinstance(after, dict):
            yield from self.breaks(before, after, side, f"{at}/*")
        elif side is Side.SENT and before is not False and after is not True:
            yield f"{at}/*: other members are no longer free"
        elif side is Side.TOLD and isinstance(before, dict):
            yield f"{at}/*: other members are no longer told"

    def _within(self, key: str, mark: str, was: Schema, now: Schema, side: Side, at: str) -> Iterator[str]:
        if key in was or key in now:
            yield from self.breaks(was.get(key, {}), now.get(key, {}), side, at + mark)


def lifted(schema: Schema) -> Schema:
    """The schema without words for people, and without the wrapping that lets a reference have such words."""
    bare = {key: value for key, value in schema.items() if key not in ANNOTATIONS}
    if len(bare.get("allOf", [])) == 1:
        [only] = bare.pop("allOf")
        return {**lifted(only), **bare}
    return bare


def name_of(schema: Schema) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]


def judged(schema: Schema) -> set[str]:
    return schema.keys() - ANNOTATIONS


def ways(schema: Schema, named: dict[str, Schema]) -> list[Way]:
    """Every way to write a value, one type each; the words of choices of one type are one choice."""
    found: list[Way] = []
    choices: dict[str, list[Any]] = {}
    for way in _spread(schema, named, "", NOTHING):
        if "enum" in way.schema:
            choices.setdefault(way.type, []).extend(way.schema["enum"])
        else:
            found.append(way)
    return found + [Way("", {"type": kind, "enum": words}) for kind, words in choices.items()]


def _spread(schema: Schema, named: dict[str, Schema], name: str, within: frozenset[str]) -> Iterator[Way]:
    schema = lifted(schema)
    schema.pop("default", None)
    if called := name_of(schema):
        if called not in within:
            del schema["$ref"]
            yield from _spread({**named[called], **schema}, named, called, within | {called})
        return
    for union in ("oneOf", "anyOf"):
        if union in schema:
            for each in schema.pop(union):
                yield from _spread({**schema, **each}, named, "", within)
            return
    if "const" in schema:
        schema["enum"] = [schema.pop("const")]
    for kind, words in _typed(schema):
        yield Way(name, {**schema, "type": kind, **words} if kind != "null" else {"type": kind})


def _typed(schema: Schema) -> Iterator[tuple[str, Schema]]:
    """Each type it may have, with the words of that type where it is a choice."""
    said = schema.get("type", [])
    kinds = [said] if isinstance(said, str) else list(said)
    by_kind: dict[str, list[Any]] = {}
    for word in schema.get("enum", []):
        kind = TYPES.get(type(word).__name__, ANYTHING)
        by_kind.setdefault(
            "number" if kind == "integer" and kind not in (kinds or [kind]) else kind, []
        ).append(word)
    for kind in kinds or by_kind or [ANYTHING]:
        if "enum" not in schema or kind in by_kind:
            yield kind, {"enum": by_kind[kind]} if kind in by_kind else {}


def _is_within(each: Way, other: Way) -> bool:
    """Whether a value of the one may be one of the other, by its type."""
    return other.type in (each.type, ANYTHING) or (each.type, other.type) == ("integer", "number")


def _default(was: Schema, now: Schema, at: str) -> Iterator[str]:
    """Who leaves it out goes on to mean the same."""
    if "default" in was and was["default"] != now.get("default", NOTHING):
        yield f"{at}: left out it meant {was['default']!r}, means {now.get('default', 'nothing')!r}"


def _words(was: Schema, now: Schema, side: Side, at: str) -> Iterator[str]:
    """A word that goes breaks who sends it, and who waits for it. A new one in an answer does not."""
    before, after = was.get("enum"), now.get("enum")
    if before is not None and after is not None:
        yield from (f"{at}: no longer knows {word!r}" for word in before if word not in after)
    elif after is not None and side is Side.SENT:
        yield f"{at}: takes these words only: {', '.join(map(str, after))}"
    elif before is not None and side is Side.TOLD:
        yield f"{at}: may be any word"


def _bounds(was: Schema, now: Schema, side: Side, at: str) -> Iterator[str]:
    """What is sent is bound no closer, what is told no looser."""
    inner, outer = (was, now) if side is Side.SENT else (now, was)
    for key in (*LOWER, *UPPER, *EXACT, "multipleOf", "uniqueItems"):
        if _binds_closer(key, outer.get(key), inner.get(key)):
            yield f"{at}: {key} was {was.get(key)}, is {now.get(key)}"


def _binds_closer(key: str, bound: Any, than: Any) -> bool:
    if bound is None or bound is False or bound == than:
        return False
    if key in LOWER:
        # A count is never below nought.
        least = 0 if key in ("minLength", "minItems", "minProperties") else float("-inf")
        return bool(bound > (least if than is None else than))
    if key in UPPER:
        return than is None or bound < than
    if key == "multipleOf":
        return than is None or Decimal(str(than)) % Decimal(str(bound)) != 0
    return True


def _unjudged(was: Schema, now: Schema, at: str) -> Iterator[str]:
    """A keyword that is not among those above breaks by any change: nobody has said what is less of it."""
    for key in sorted((judged(was) | judged(now)) - JUDGED):
        if was.get(key) != now.get(key) and not key.startswith("x-"):
            yield f"{at}: {key} changed"
