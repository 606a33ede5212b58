"""The yardstick of the API: its document without a word for people, only what a program relies on.

`python -m tests.api.promise` writes `api/promised.yaml` from `api/openapi.yaml`: at each release, so that what was
added is promised from then on. Where something promised would break it writes nothing and says what; `--break` does it
on purpose, and whoever reviews the change sees it in the yardstick.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from tests.api.breaking import Document, breaks
from tests.api.breaking_shapes import ANNOTATIONS, lifted

DOCUMENT = Path(__file__).parents[2] / "api" / "openapi.yaml"
PROMISED = DOCUMENT.with_name("promised.yaml")
WIDEST = 110
# Of these the keys are names, which may be called as a word for people is.
NAMING = {"properties", "schemas", "headers", "parameters", "responses", "paths", "scopes", "securitySchemes"}
FOREWORD = """\
# What programs may rely on within v1: `python -m tests.api.promise` writes it, a test holds the document against it.
# Counted from the day below: which sunsets are past, and whether a farewell lasts a year.
"""


def read(path: Path) -> Document:
    document: Document = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return document


def promise_of(document: Document, on: date) -> Document:
    """What the document promises from this day on. What stands in it often is named once."""
    bare: Document = _bare({key: document[key] for key in ("openapi", "servers", "paths", "components")})
    _say_parameters_once(bare)
    _say_refusals_once(bare)
    return {"x-promised-on": on.isoformat(), **bare}


def _bare(node: Any, *, is_naming: bool = False) -> Any:
    if isinstance(node, list):
        return [_bare(each) for each in node]
    if not isinstance(node, dict):
        return node
    if is_naming:
        return {name: _bare(each) for name, each in node.items()}
    beside = ANNOTATIONS | {"links"}
    return {
        key: _bare(each, is_naming=key in NAMING) for key, each in lifted(node).items() if key not in beside
    }


def _operations(document: Document) -> Iterator[Document]:
    for operations in document["paths"].values():
        yield from operations.values()


def _say_parameters_once(document: Document) -> None:
    """A parameter that many operations have is written once, by its name; of several of a name the most frequent."""
    asked = [operation["parameters"] for operation in _operations(document) if operation.get("parameters")]
    found = {repr(each): each for parameters in asked for each in parameters}
    shared: Document = {}
    for told, times in Counter(repr(each) for parameters in asked for each in parameters).most_common():
        if times > 1:
            shared.setdefault(found[told]["name"], found[told])
    for parameters in asked:
        parameters[:] = [
            {"$ref": f"#/components/parameters/{each['name']}"} if each == shared.get(each["name"]) else each
            for each in parameters
        ]
    document["components"]["parameters"] = shared


def _say_refusals_once(document: Document) -> None:
    """What nearly every refusal is stands for those that an operation does not name."""
    answers = [operation["responses"] for operation in _operations(document)]
    counted = Counter(repr(each) for told in answers for status, each in told.items() if status >= "4")
    usual, _ = counted.most_common(1)[0]
    document["components"]["responses"] = {
        "Refusal": next(each for told in answers for each in told.values() if repr(each) == usual)
    }
    for told in answers:
        for status in [status for status, each in told.items() if status >= "4" and repr(each) == usual]:
            del told[status]
        told["default"] = {"$ref": "#/components/responses/Refusal"}


def written(promise: Document) -> str:
    """As YAML: what fits on a line stands on one, so that a change shows as a line."""
    dumper = yaml.SafeDumper
    dumper.ignore_aliases = lambda self, data: True  # type: ignore[method-assign]
    node = dumper("").represent_data(promise)
    _flow(node)
    return FOREWORD + yaml.serialize(node, Dumper=yaml.CSafeDumper, allow_unicode=True, width=100_000)


def _flow(node: Any) -> int:
    """How wide the node is on one line; what is too wide is spread over lines."""
    if isinstance(node, yaml.ScalarNode):
        return len(node.value) + 2
    pieces = (
        [each for pair in node.value for each in pair] if isinstance(node, yaml.MappingNode) else node.value
    )
    width = 2 + sum(_flow(each) + 2 for each in pieces)
    node.flow_style = width <= WIDEST
    return width


def main() -> int:
    wishes = argparse.ArgumentParser(
        prog="python -m tests.api.promise", description=__doc__.partition("\n")[0]
    )
    wishes.add_argument(
        "--break", action="store_true", dest="on_purpose", help="also where a promise is broken"
    )
    asked = wishes.parse_args()
    document, today = read(DOCUMENT), date.today()
    broken = breaks(read(PROMISED), document, today) if PROMISED.exists() else []
    sys.stderr.writelines(f"{each}\n" for each in broken)
    if broken and not asked.on_purpose:
        sys.stderr.write("Nothing is written. To break it on purpose: --break\n")
        return 1
    PROMISED.write_text(written(promise_of(document, today)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
