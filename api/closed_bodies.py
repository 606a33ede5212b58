"""The OpenAPI document says that a body holds no member it does not name; `api.bodies` refuses one that does."""

import re
from collections.abc import Mapping
from typing import Any

NAMED = re.compile(r"#/components/schemas/(\w+)")


def close_bodies(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Close every object that a body is made of."""
    schemas = result["components"]["schemas"]
    for name in _asked_for(result, schemas):
        if "properties" in schemas[name]:
            schemas[name]["additionalProperties"] = False
    return result


def _asked_for(result: Mapping[str, Any], schemas: Mapping[str, Any]) -> set[str]:
    """The names of the schemas that bodies lead to, and of those that these lead to."""
    found: set[str] = set()
    operations = [each for path in result["paths"].values() for each in path.values()]
    names = set(NAMED.findall(str([each.get("requestBody") for each in operations])))
    while names:
        found |= names
        names = {each for name in names for each in NAMED.findall(str(schemas[name]))} - found
    return found
