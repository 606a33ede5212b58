"""What in a newer OpenAPI document breaks a program that was written against an older one.

The kinds of break are those of oasdiff, as far as a document like ours can have them, and a few that matter to
programs made of the document: the names of operations, of their groups and of schemas.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.api.breaking_shapes import Comparison, Side

Document = dict[str, Any]
# How values are put into the address where an operation says nothing of it.
STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
SHORTEST_FAREWELL = timedelta(days=365)


def breaks(old: Document, new: Document, today: date) -> list[str]:
    """Each break in words, once. What was deprecated may be gone from the day of its sunset."""
    return list(dict.fromkeys(Documents(old, new, today).breaks()))


@dataclass
class Documents:
    old: Document
    new: Document
    today: date

    def __post_init__(self) -> None:
        self.shapes = Comparison(self.old["components"]["schemas"], self.new["components"]["schemas"])

    def breaks(self) -> Iterator[str]:
        served = {each["url"] for each in self.new.get("servers", [])}
        yield from (
            f"{each['url']}: not served" for each in self.old.get("servers", []) if each["url"] not in served
        )
        yield from self._schemes()
        for path, operations in self.old["paths"].items():
            for method, was in operations.items():
                where = f"{method.upper()} {path}"
                now = self.new["paths"].get(path, {}).get(method)
                yield from self._gone(was, where) if now is None else self._operation(was, now, where)

    def _schemes(self) -> Iterator[str]:
        """How callers say who they are."""
        kept = self.new["components"].get("securitySchemes", {})
        for name, was in self.old["components"].get("securitySchemes", {}).items():
            now = kept.get(name, {})
            yield from (
                f"sign-in {name}: {key} changed" for key in _differing(was, now, {"description", "flows"})
            )
            for flow, told in was.get("flows", {}).items():
                other = now.get("flows", {}).get(flow, {})
                yield from (f"sign-in {name}: {key} changed" for key in _differing(told, other, {"scopes"}))
                gone = told["scopes"].keys() - other.get("scopes", {}).keys()
                yield from (f"sign-in {name}: scope {scope} is gone" for scope in sorted(gone))

    def _gone(self, was: Document, where: str) -> Iterator[str]:
        leaves_on = was.get("x-sunset") if was.get("deprecated") else None
        if leaves_on is None:
            yield f"{where}: gone, and nobody was told before"
        elif date.fromisoformat(leaves_on) > self.today:
            yield f"{where}: gone before its sunset on {leaves_on}"

    def _operation(self, was: Document, now: Document, where: str) -> Iterator[str]:
        yield from _farewell(was, now, where)
        for key in ("operationId", "tags"):
            if was.get(key) != now.get(key):
                yield f"{where}: {key} was {was.get(key)}, is {now.get(key)}"
        yield from _security(was, now, where)
        yield from self._parameters(was, now, where)
        yield from self._body(was.get("requestBody"), now.get("requestBody"), where)
        yield from self._answers(was["responses"], now["responses"], where)

    def _parameters(self, was: Document, now: Document, where: str) -> Iterator[str]:
        known, kept = self._by_name(was, self.old), self._by_name(now, self.new)
        yield from (
            f"{where}: {place} parameter {name} is gone" for place, name in sorted(known.keys() - kept.keys())
        )
        for (place, name), after in sorted(kept.items()):
            before = known.get((place, name))
            at = f"{where}: {place} parameter {name}"
            if after.get("required") and not (before or {}).get("required"):
                yield f"{at}: now needed"
            if before is not None:
                yield from _written_otherwise(before, after, at)
                yield from self.shapes.breaks(
                    before.get("schema", {}), after.get("schema", {}), Side.SENT, at
                )

    def _by_name(self, operation: Document, document: Document) -> dict[tuple[str, str], Document]:
        found = [_resolved(each, document) for each in operation.get("parameters", [])]
        return {(each["in"], each["name"]): each for each in found}

    def _body(self, was: Document | None, now: Document | None, where: str) -> Iterator[str]:
        if now is not None and now.get("required") and not (was or {}).get("required"):
            yield f"{where}: a body is now needed"
        if was is not None:
            yield from self._content(was["content"], (now or {}).get("content", {}), Side.SENT, where)

    def _answers(self, was: Document, now: Document, where: str) -> Iterator[str]:
        # A refusal that is no longer given breaks nothing.
        gone = [status for status in was.keys() - now.keys() if status < "4"]
        yield from (f"{where}: {status} is no longer answered" for status in sorted(gone))
        for status, answer in now.items():
            at = f"{where}: {status}"
            # Of refusals that it does not name, an operation may say once what they are.
            before = was.get(status, was.get("default") if status >= "4" else None)
            if before is not None:
                yield from self._answer(_resolved(before, self.old), _resolved(answer, self.new), at)
            elif status.startswith("2"):
                yield f"{at} is answered besides"

    def _answer(self, was: Document, now: Document, at: str) -> Iterator[str]:
        yield from self._content(was.get("content", {}), now.get("content", {}), Side.TOLD, at)
        kept = now.get("headers", {})
        for name, header in was.get("headers", {}).items():
            if name not in kept:
                yield f"{at}: header {name} is gone"
                continue
            before, after = _resolved(header, self.old), _resolved(kept[name], self.new)
            if before.get("required") and not after.get("required"):
                yield f"{at}: header {name} is no longer always there"
            yield from self.shapes.breaks(
                before["schema"], after["schema"], Side.TOLD, f"{at}: header {name}"
            )

    def _content(self, was: Document, now: Document, side: Side, at: str) -> Iterator[str]:
        for kind, media in was.items():
            if kind not in now:
                yield f"{at}: no longer {'takes' if side is Side.SENT else 'is'} {kind}"
                continue
            if media.get("encoding") != now[kind].get("encoding"):
                yield f"{at}: the encoding of {kind} changed"
            # What was never described, a program knows nothing of.
            if "schema" in media or side is Side.SENT:
                yield from self.shapes.breaks(media.get("schema", {}), now[kind].get("schema", {}), side, at)


def _resolved(node: Document, document: Document) -> Document:
    while "$ref" in node:
        found = document
        for step in node["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        node = found
    return node


def _differing(was: Document, now: Document, beside: set[str]) -> list[str]:
    return sorted(key for key in was.keys() - beside if was[key] != now.get(key))


def _farewell(was: Document, now: Document, where: str) -> Iterator[str]:
    before, since, after = was.get("x-sunset"), now.get("x-deprecated-since"), now.get("x-sunset")
    if not now.get("deprecated"):
        return
    if since is None or after is None:
        yield f"{where}: deprecated, and nobody is told since or until when"
    elif before is not None and after < before:
        yield f"{where}: its sunset came earlier, from {before} to {after}"
    elif date.fromisoformat(after) - date.fromisoformat(since) < SHORTEST_FAREWELL:
        yield f"{where}: its sunset on {after} is less than a year after {since}"


def _security(was: Document, now: Document, where: str) -> Iterator[str]:
    """Each way in that was open stays open, to who has the scopes that it asked for."""
    for way in was.get("security") or [{}]:
        if not any(_opens(way, other) for other in now.get("security") or [{}]):
            told = ", ".join(f"{name} {' '.join(scopes)}".strip() for name, scopes in way.items())
            yield f"{where}: no longer opens with {told or 'nothing'}"


def _opens(way: Document, other: Document) -> bool:
    return all(name in way and set(scopes) <= set(way[name]) for name, scopes in other.items())


def _written_otherwise(was: Document, now: Document, at: str) -> Iterator[str]:
    for key in ("style", "explode", "allowReserved", "content"):
        before, after = _how(was, key), _how(now, key)
        if before != after:
            yield f"{at}: {key} was {before}, is {after}"


def _how(parameter: Document, key: str) -> Any:
    style = parameter.get("style", STYLES[parameter["in"]])
    usual = {"style": style, "explode": style == "form", "allowReserved": False}
    return parameter.get(key, usual.get(key))
