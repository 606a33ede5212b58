"""What the examples of the OpenAPI document were made from: each operation, really asked and really answered.

`python -m tests.api.examples` asks every row of the permission table once, as the first caller who may, and writes
`api/examples.json`; the document takes them from there. The clock stands still meanwhile; ids and secrets become ones
that never change. What is written twice is the same to the byte, so that a difference is one of the desk.
"""

import json
import os
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from api.examples import EXAMPLES_FILE
from tests.api.permission_table import Row, row

LONGEST_TEXT = 300
NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
SECRETS = (
    (re.compile(r"\bhd_[\w-]+"), "hd_shown-once"),
    (re.compile(r"\bhdt_[\w.-]+"), "hdt_lent-for-ten-minutes"),
    (re.compile(r"\bwhsec_[\w+/=-]+"), "whsec_shown-once"),
    (re.compile(r"(?<=/calendar/)[\w-]+"), "shown-once"),
    (re.compile(r"(?<=cursor=)[\w%=-]+"), "from-the-answer-before"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "0" * 64),
    (re.compile(r"\b[0-9a-f]{32}\b"), "0" * 32),
)


ANSWERED = {"outcome": "answered"}
LODGED_BY_POST = {
    "done_on": "2026-06-12", "lodged": "full_jurisdiction_appeal", "lodged_by": "registered_post",
    "receipt_to_follow": True,
}  # fmt: skip
SEALED = row("POST", "dossiers/{litigation}/set-confidentiality")
# What has to be done before, where the table asks a thing in a state that refuses it.
BEFORE = {
    "POST contacts/{contact}/restore": [row("POST", "contacts/{contact}/archive")],
    "POST contacts/{contact}/withdraw-distinct": [row("POST", "contacts/{contact}/distinct")],
    "POST organisations/{organisation}/restore": [row("POST", "organisations/{organisation}/archive")],
    "POST organisations/{organisation}/withdraw-distinct": [
        row("POST", "organisations/{organisation}/distinct")
    ],
    "POST deadlines/{deadline}/withdraw-override": [row("POST", "deadlines/{deadline}/override")],
    "POST deadlines/{deadline}/receipt": [
        Row("POST", "deadlines/{deadline}/meet", {}, LODGED_BY_POST),
    ],
    "POST dossiers/{litigation}/break-glass": [SEALED],
    "POST dossiers/break-glass": [SEALED],
    "POST dossiers/{litigation}/reopen": [
        Row("POST", "dossiers/{question}/take", {}), Row("POST", "dossiers/{question}/close", {}, ANSWERED),
    ],
    "POST dossiers/{condemnation}/close": [Row("POST", "dossiers/{question}/take", {})],
}  # fmt: skip
# What is asked instead, where the table asks what is refused: another thing, or with words that lead somewhere.
INSTEAD: dict[str, dict[str, Any]] = {
    "POST dossiers/{litigation}/reopen": {"path": "dossiers/{question}/reopen"},
    "POST dossiers/{condemnation}/close": {"path": "dossiers/{question}/close", "body": ANSWERED},
    "GET parties": {"path": "parties?name=Coalition"},
    "GET identifiers": {"path": "identifiers?ecli=ECLI:BE:GHCC:2026:ARR.023"},
    "GET register/printed": {"path": "register/printed?day=2026-06-15"},
    "POST litigations/{litigation}/hearings": {
        "body": {"instance": "{instance}", "on": "2026-01-20", "kind": "pleadings"}
    },
    "POST litigations/{litigation}/decisions": {
        "body": {"instance": "{instance}", "on": "2026-02-25", "kind": "judgment"}
    },
}
# What this desk refuses whatever is asked: its order has no violations, and no rule has changed.
REFUSED = {"POST condemnations/{condemnation}/violations", "POST deadlines/{deadline}/recompute"}
# A seal is broken by who coordinates, and nobody looks at her own day as the second lawyer.
BY_CORA = {
    "POST dossiers/{litigation}/break-glass", "POST dossiers/break-glass", "POST deadlines/{deadline}/confirm",
    "POST deadlines/{deadline}/contest",
}  # fmt: skip


def caller_of(asked: Row) -> str:
    """The lawyer, unless only the coordinator may."""
    return "cora" if str(asked) in BY_CORA or asked.expected["alice"] in (403, 404, 422) else "alice"


class Stable:
    """The same words at every run: ids are numbered as they come."""

    def __init__(self) -> None:
        self.ids = dict[str, str]()

    def told(self, said: Any, name: str = "") -> Any:
        if isinstance(said, dict):
            return {key: self.told(value, key) for key, value in said.items()}
        if isinstance(said, list):
            # One row shows what all are like.
            return [self.told(value, name) for value in said[:1]]
        if isinstance(said, str):
            return self._text(said)
        return 1 if name == "id" and isinstance(said, int) else said

    def _text(self, said: str) -> str:
        said = UUID.sub(self._numbered, said)
        for pattern, words in SECRETS:
            said = pattern.sub(words, said)
        return said if len(said) <= LONGEST_TEXT else said[:LONGEST_TEXT] + "…"

    def _numbered(self, found: re.Match[str]) -> str:
        return self.ids.setdefault(found[0], f"01976f00-0000-7000-8000-{len(self.ids) + 1:012}")


def example_of(asked: Row, content: bytes, answer: Any) -> dict[str, Any]:
    """What is written of one exchange; bodies that are no JSON are left out."""
    stable, told = Stable(), dict[str, Any]()
    if asked.has_fields_alone:
        told["request"] = stable.told(dict(parse_qsl(content.decode())))
    elif asked.is_form:
        told["request"] = asked.body | {"file": asked.body["file"][1]}
    elif content:
        told["request"] = stable.told(json.loads(content))
    told["status"] = str(answer.status_code)
    if "json" in answer.headers.get("Content-Type", ""):
        told["response"] = stable.told(answer.json())
    return told


def shape_of(said: Any) -> Any:
    """The names and types of something told, without its values."""
    if isinstance(said, dict):
        return {name: shape_of(value) for name, value in said.items()}
    return [shape_of(value) for value in said] if isinstance(said, list) else type(said).__name__


def write(told: dict[str, Any]) -> None:
    words = json.dumps(dict(sorted(told.items())), ensure_ascii=False, indent=1)
    EXAMPLES_FILE.write_text(words + "\n", encoding="utf-8")


def main() -> int:
    os.environ["WRITE_EXAMPLES"] = "1"
    return int(pytest.main([str(Path(__file__).with_name("test_examples.py")), "-q", "-k", "executed"]))


if __name__ == "__main__":
    sys.exit(main())
