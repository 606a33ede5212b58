"""Where a creation leads, as OpenAPI links: from the id in its answer to what is done with that row."""

from typing import Any

SAME_ROW = {"get": "Read", "patch": "Change", "delete": "Remove"}


def add_links(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Every POST that makes one row leads to the address of that row."""
    paths, schemas = result["paths"], result["components"]["schemas"]
    for path, operations in paths.items():
        above, _, last = path.rpartition("/")
        made = paths.get(above, {}).get("post", {}).get("responses", {}).get("201", {})
        if last == "{id}" and (name := _name_of_id(made, schemas)):
            made["links"] = {
                words: _link(operations[method], name)
                for method, words in SAME_ROW.items()
                if method in operations
            }
    return result


def _name_of_id(answer: dict[str, Any], schemas: dict[str, Any]) -> str:
    """The member of the answer that the address of the row goes by; none where the answer is no single row."""
    shape = answer.get("content", {}).get("application/json", {}).get("schema", {})
    members = schemas.get(shape.get("$ref", "").rpartition("/")[2], {}).get("properties", {})
    # A tie between dossiers is known by its own number: its `id` is that of the other dossier.
    return next((name for name in ("link", "id") if name in members), "")


def _link(operation: dict[str, Any], name: str) -> dict[str, Any]:
    return {
        "operationId": operation["operationId"],
        "parameters": {
            each["name"]: _expression(each["name"], name)
            for each in operation.get("parameters", [])
            if each["in"] == "path" or each["name"] == "If-Match"
        },
    }


def _expression(parameter: str, name: str) -> str:
    if parameter == "If-Match":
        return "$response.header.ETag"
    return f"$response.body#/{name}" if parameter == "id" else f"$request.path.{parameter}"
