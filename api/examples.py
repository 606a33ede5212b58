"""The examples of the OpenAPI document: one exchange for each operation, as it was really asked and answered.

They are made by `python -m tests.api.examples`, and a test asks all of them again.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

EXAMPLES_FILE = Path(__file__).with_name("examples.json")

EXCHANGED = {
    "application/json", "application/problem+json", "application/x-www-form-urlencoded", "multipart/form-data",
}  # fmt: skip


@lru_cache(maxsize=1)
def examples() -> dict[str, dict[str, Any]]:
    """By method and path: `request` and `response` where they have a body, and the `status` of the answer."""
    read: dict[str, dict[str, Any]] = json.loads(EXAMPLES_FILE.read_text(encoding="utf-8"))
    return read


def add_examples(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Every body that was exchanged stands beside its schema."""
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            told = examples().get(f"{method.upper()} {path}", {})
            answer = operation["responses"].get(told.get("status"), {})
            _add(operation.get("requestBody", {}), told, "request")
            _add(answer, told, "response")
    return result


def _add(holder: dict[str, Any], told: dict[str, Any], name: str) -> None:
    for kind, content in holder.get("content", {}).items():
        if name in told and kind in EXCHANGED:
            content["example"] = told[name]
