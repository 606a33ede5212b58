"""Requests invented from the OpenAPI document and sent to a running desk: Schemathesis, driven by its Python API."""

import copy
import json
from collections import Counter
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

import schemathesis
from django.test import Client
from schemathesis.engine import Status, events, from_schema

from tests.api import contract
from tests.api.conftest import Desk
from tests.api.fuzzed_desk import asked_of
from tests.api.permission_table import URL_ENCODED, rows

CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "unsupported_method",
    "allow_header_conformance",
    "use_after_free",
    "ensure_resource_availability",
]

SETTINGS = {
    "continue-on-failure": True,
    "request-timeout": 120,
    "checks": {"enabled": False} | {name: {"enabled": True} for name in CHECKS},
    "generation": {"with-security-parameters": False, "no-shrink": True, "database": "none"},
}


@dataclass
class Report:
    """What was sent and what was wrong with the answers."""

    cases: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    operations: set[str] = field(default_factory=set)
    welcomed: set[str] = field(default_factory=set)
    refusals: dict[str, Counter[str]] = field(default_factory=dict)
    wrongs: dict[str, str] = field(default_factory=dict)
    server_seconds: float = 0

    def said(self, seed: int) -> str:
        """What a run tells whoever watches it."""
        lines = [
            f"seed {seed}: {self.cases.total()} requests, {dict(self.cases)}",
            f"statuses: {dict(sorted(self.statuses.items()))}",
            f"{self.server_seconds:.0f} s in the desk",
            "never answered with a 2xx:",
            *(f"  {each}: {dict(self.refusals[each].most_common(6))}" for each in sorted(self.unwelcome)),
        ]
        return "\n".join(lines)

    @property
    def unwelcome(self) -> set[str]:
        """The operations of which every request was refused."""
        return self.operations - self.welcomed

    def read(self, event: Any) -> None:
        if isinstance(event, events.NonFatalError | events.FatalError):
            wrong = getattr(event, "info", None) or event.exception  # type: ignore[union-attr]
            self.wrongs[f"engine: {getattr(event, 'label', '')}"] = str(wrong)
        if isinstance(event, events.ScenarioFinished):
            self._read_scenario(event)

    def _read_scenario(self, event: events.ScenarioFinished) -> None:
        for id_, exchange in event.recorder.interactions.items():
            self.cases[event.phase.value] += 1
            asked = event.recorder.cases[id_].value.operation.label
            self.operations.add(asked)
            if exchange.response:
                self._read_answer(asked, exchange.response)
        for checked in event.recorder.checks.values():
            for check in checked:
                if check.status == Status.FAILURE and check.failure_info is not None:
                    failure = check.failure_info.failure
                    key = f"{check.name} {failure.operation}: {failure.title}"
                    if key not in self.wrongs:
                        print(key, flush=True)  # noqa: T201 - a long run says at once what it finds
                        self.wrongs[key] = f"{failure.message}\n{check.failure_info.code_sample}"

    def _read_answer(self, asked: str, answer: Any) -> None:
        self.statuses[answer.status_code] += 1
        self.server_seconds += answer.elapsed
        if answer.status_code < HTTPStatus.MULTIPLE_CHOICES:
            self.welcomed.add(asked)
        else:
            self.refusals.setdefault(asked, Counter())[_refusal(answer)] += 1


def _refusal(answer: Any) -> str:
    """Its status, with the code where a problem tells one."""
    told = answer.json() if "json" in str(answer.headers.get("content-type", "")) else None
    code = told.get("code", "") if isinstance(told, dict) else ""
    return f"{answer.status_code} {code}".strip()


def fuzz(
    site: str, desk: Desk, caller: Client, *, seed: int, examples: int, steps: int, coverage: bool
) -> Report:
    """Ask every operation so many times, with what fits the document and with what does not; then follow the links.

    Hypothesis ends a walk along the links, without a word, once the desk has changed so much under its hands that it
    cannot repeat a step. So there are walks until so many steps are made, each with a seed of its own.
    """
    report, document = Report(), document_of(desk)
    settings = {"base-url": site, "headers": session_of(caller)} | SETTINGS
    phases: dict[str, Any] = {
        "coverage": {"enabled": coverage},
        "fuzzing": {"generation": {"max-examples": examples}},
        "stateful": {"enabled": False},
    }
    _run(document, settings | {"seed": seed, "phases": phases}, report)
    walk = {name: {"enabled": False} for name in ("examples", "coverage", "fuzzing")}
    for turn in range(steps):
        if report.cases["stateful"] >= steps:
            break
        _run(document, settings | {"seed": seed + turn, "phases": walk}, report)
    return report


def _run(document: dict[str, Any], settings: dict[str, Any], report: Report) -> None:
    schema = schemathesis.openapi.from_dict(document, config=schemathesis.Config.from_dict(settings))
    for event in from_schema(schema).execute():
        report.read(event)


def session_of(caller: Client) -> dict[str, str]:
    """What the browser of who signed in sends with every request."""
    token = "t" * 32
    cookies = f"sessionid={caller.cookies['sessionid'].value}; csrftoken={token}"
    return {"Cookie": cookies, "X-CSRFToken": token, "Accept-Language": "en"}


def document_of(desk: Desk) -> dict[str, Any]:
    """The document with the things of this desk in it: what fits it leads somewhere, and every body has an example.

    Who asks for some `fields` misses the others: where that can be, no member has to be there.
    """
    document = copy.deepcopy(contract.document())
    for operations in document["paths"].values():
        for operation in operations.values():
            # An address longer than 4,094 bytes is refused by the web server, before the API reads it.
            operation["responses"]["414"] = {"description": "Too long."}
        reading = operations.get("get", {})
        if any(each.get("name") == "fields" for each in reading.get("parameters", [])):
            told = reading["responses"]["200"]["content"]["application/json"]
            told["schema"] = _with_nothing_required(told["schema"], document["components"]["schemas"])
    for row in map(asked_of, rows()):
        address, _, query = desk.address(row.path).partition("?")
        path = contract.path_of(address)
        assert path is not None, row
        operation = document["paths"][path][row.method.lower()]
        ids, asked = _ids(path, address), dict(parse_qsl(query))
        operation["parameters"] = [_likely(each, ids, asked) for each in operation.get("parameters", [])]
        content = operation.get("requestBody", {}).get("content", {})
        if row.has_fields_alone:
            content[URL_ENCODED]["example"] = dict(parse_qsl(desk.body(row.content).decode()))
        elif row.body is not None and not row.is_form:
            content["application/json"]["example"] = json.loads(desk.body(row.content))
    return document


def _with_nothing_required(schema: Any, known: dict[str, Any]) -> Any:
    """The same schema, written out whole, in which every member may be left out."""
    if isinstance(schema, list):
        return [_with_nothing_required(each, known) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _with_nothing_required(known[schema["$ref"].rpartition("/")[2]], known)
    return {
        name: _with_nothing_required(each, known)
        for name, each in schema.items()
        if not (name == "required" and isinstance(each, list))
    }


def _ids(path: str, address: str) -> dict[str, str]:
    steps = zip(path.split("/"), address.split("/"), strict=True)
    return {step[1:-1]: found for step, found in steps if step.startswith("{")}


def _likely(parameter: dict[str, Any], ids: dict[str, str], asked: dict[str, str]) -> dict[str, Any]:
    if parameter["in"] == "query" and parameter["name"] in asked:
        return {**parameter, "example": asked[parameter["name"]]}
    value: Any = ids.get(parameter["name"]) if parameter["in"] == "path" else None
    value = "*" if parameter["name"] == "If-Match" else value
    if value is None:
        return parameter
    value = int(value) if parameter["schema"]["type"] == "integer" else value
    return {**parameter, "example": value, "schema": {"const": value}}
