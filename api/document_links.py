"""Where a creation leads, as OpenAPI links: from the id in its answer to what is done with that row."""

import re
from collections.abc import Iterator
from typing import Any

SAME_ROW = {"get": "Read", "patch": "Change", "delete": "Remove"}
# The shapes that tell of one dossier that was made, with the addresses that know its id besides `dossiers`.
KINDS = {"QuestionOut": "questions", "LitigationOut": "litigations", "CondemnationOut": "condemnations"}


def add_links(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Every POST that makes one row leads to the address of that row, and a dossier to what hangs on it."""
    paths, schemas = result["paths"], result["components"]["schemas"]
    for path, operations in paths.items():
        made = operations.get("post", {}).get("responses", {}).get("201", {})
        shape = _shape_of(made)
        if kind := KINDS.get(shape):
            links = _to_row(paths.get(f"/api/v1/{kind}/{{id}}", {}), "id") | dict(_to_parts(paths, kind))
        elif shape == "RecordedOut":
            links = dict(_to_acts(paths, "events", "event/id"))
        else:
            links = _to_row(paths.get(f"{path}/{{id}}", {}), _name_of_id(schemas.get(shape, {})))
        if links:
            made["links"] = links
    return result


def _shape_of(answer: dict[str, Any]) -> str:
    """The name of the shape of an answer; none where it is no single row."""
    schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
    return str(schema.get("$ref", "").rpartition("/")[2])


def _name_of_id(shape: dict[str, Any]) -> str:
    """The member that the address of the row goes by; none where it has none."""
    # A tie between dossiers is known by `link`: its `id` is that of the other dossier.
    return next((name for name in ("link", "id") if name in shape.get("properties", {})), "")


def _to_row(operations: dict[str, Any], member: str) -> dict[str, Any]:
    if not member:
        return {}
    return {
        words: _link(operations[method], {"id": member})
        for method, words in SAME_ROW.items()
        if method in operations
    }


def _to_parts(paths: dict[str, Any], kind: str) -> Iterator[tuple[str, Any]]:
    """What hangs on a dossier, to be read and added to, by the names of the operations."""
    for path, operations in paths.items():
        if found := re.fullmatch(rf"/api/v1/(?:dossiers|{kind})/\{{(\w+)\}}/[\w-]+", path):
            for operation in operations.values():
                if found[1] == "dossier_id" or "201" in operation["responses"]:
                    yield operation["operationId"], _link(operation, {found[1]: "id"})


def _to_acts(paths: dict[str, Any], rows: str, member: str) -> Iterator[tuple[str, Any]]:
    """What is done with a row that has no address to be read at."""
    for path, operations in paths.items():
        if re.fullmatch(rf"/api/v1/{rows}/\{{id\}}/[\w-]+", path):
            yield operations["post"]["operationId"], _link(operations["post"], {"id": member})


def _link(operation: dict[str, Any], told: dict[str, str]) -> dict[str, Any]:
    """The link to an operation; `told` are the parameters that the answer has, with the member of each."""
    return {
        "operationId": operation["operationId"],
        "parameters": {
            each["name"]: _expression(each["name"], told)
            for each in operation.get("parameters", [])
            if each["in"] == "path" or each["name"] == "If-Match"
        },
    }


def _expression(parameter: str, told: dict[str, str]) -> str:
    if parameter == "If-Match":
        return "$response.header.ETag"
    return f"$response.body#/{told[parameter]}" if parameter in told else f"$request.path.{parameter}"
