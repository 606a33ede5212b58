"""What in a newer OpenAPI document breaks a program that was written against an older one."""

from collections.abc import Iterator
from typing import Any

Document = dict[str, Any]


def breaks(old: Document, new: Document) -> list[str]:
    """Each break in words. What is sent may only be asked for less; what is answered may only say more."""
    found: list[str] = []
    for path, operations in old["paths"].items():
        for method, was in operations.items():
            now = new["paths"].get(path, {}).get(method)
            where = f"{method.upper()} {path}"
            found += (
                [f"{where}: gone"] if now is None else [f"{where}: {each}" for each in _operation(was, now)]
            )
    for name, was in old["components"]["schemas"].items():
        now = new["components"]["schemas"].get(name)
        if now is not None:
            is_sent = name.endswith("Request")
            found += [f"{name}: {each}" for each in _schema(was, now, is_sent=is_sent)]
    return found


def _operation(was: Document, now: Document) -> Iterator[str]:
    known = {(each["in"], each["name"]): each for each in was.get("parameters", [])}
    kept = {(each["in"], each["name"]): each for each in now.get("parameters", [])}
    yield from (f"parameter {name} is gone" for _, name in sorted(known.keys() - kept.keys()))
    for key in sorted(kept):
        if kept[key].get("required") and not known.get(key, {}).get("required"):
            yield f"parameter {key[1]} is now needed"
    if now.get("requestBody", {}).get("required") and not was.get("requestBody", {}).get("required"):
        yield "a body is now needed"
    gone = {each for each in was["responses"] if each.startswith("2")} - set(now["responses"])
    yield from (f"no longer answers {status}" for status in sorted(gone))
    for status, answer in was["responses"].items():
        kinds = set(answer.get("content", {})) - set(now["responses"].get(status, answer).get("content", {}))
        yield from (f"{status} is no longer {kind}" for kind in sorted(kinds))
        for kind, media in now["responses"].get(status, {}).get("content", {}).items():
            before = answer.get("content", {}).get(kind, media)
            yield from _schema(before.get("schema", {}), media.get("schema", {}), is_sent=False)
    for kind, media in was.get("requestBody", {}).get("content", {}).items():
        after = now.get("requestBody", {}).get("content", {}).get(kind)
        if after is None:
            yield f"no longer takes {kind}"
            continue
        yield from _schema(media.get("schema", {}), after.get("schema", {}), is_sent=True)


def _schema(was: Document, now: Document, *, is_sent: bool, at: str = "") -> Iterator[str]:
    """The breaks of one schema and of those within it; a name it refers to is compared once, among the components."""
    for key in ("type", "format", "$ref"):
        if was.get(key) != now.get(key) and (key in was or key == "type"):
            yield f"{at or 'it'} was {key} {was.get(key)}, is {now.get(key)}"
    yield from _choices(was, now, is_sent=is_sent, at=at)
    had, has = was.get("properties", {}), now.get("properties", {})
    yield from (f"{at}/{name} is gone" for name in sorted(had.keys() - has.keys()))
    needed, given = set(now.get("required", [])), set(was.get("required", []))
    if is_sent:
        yield from (f"{at}/{name} is now needed" for name in sorted(needed - given))
    else:
        yield from (
            f"{at}/{name} is no longer always there" for name in sorted((given - needed) & has.keys())
        )
    for name in sorted(had.keys() & has.keys()):
        yield from _schema(had[name], has[name], is_sent=is_sent, at=f"{at}/{name}")
    if "items" in was:
        yield from _schema(was["items"], now.get("items", {}), is_sent=is_sent, at=f"{at}[]")


def _choices(was: Document, now: Document, *, is_sent: bool, at: str) -> Iterator[str]:
    """A choice that goes breaks who sends it. A new one in an answer does not: programs must expect unknown words."""
    if "enum" in now and (is_sent or "enum" in was):
        gone = [each for each in was.get("enum", []) if each not in now["enum"]]
        yield from (f"{at or 'it'} no longer knows {each}" for each in gone)
        if "enum" not in was:
            yield f"{at or 'it'} takes these words only: {', '.join(map(str, now['enum']))}"
