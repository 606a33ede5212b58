"""A typed client that openapi-python-client makes of our document, asked in the words of `tests.living_desk`."""

import importlib
import inspect
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

from tests.api import contract
from tests.living_desk import Answer, Caller

PACKAGE = "legal_helpdesk_client"
CONFIG = {
    "post_hooks": [],
    # Files are bytes to the client.
    "content_type_overrides": {
        "application/zip": "application/octet-stream",
        "application/pdf": "application/octet-stream",
        "*/*": "application/octet-stream",
    },
}


def generate(folder: Path) -> Path:
    """The package, made anew; a warning of the generator is a failure, for it leaves something out."""
    config = folder / "generator.json"
    config.write_text(json.dumps(CONFIG))
    command = [
        sys.executable, "-m", "openapi_python_client", "generate", "--path", str(contract.DOCUMENT), "--config",
        str(config), "--output-path", str(folder / "client"), "--fail-on-warning",
    ]  # fmt: skip
    made = subprocess.run(command, capture_output=True, text=True, cwd=folder)
    assert made.returncode == 0, made.stdout + made.stderr
    return folder / "client" / PACKAGE


@dataclass
class TypedCaller(Caller):
    """Sends what it is asked through the generated functions and models, and gives what they have read."""

    package: Path = Path()

    def ask(self, method: str, path: str, body: Any = None) -> Answer:
        address = urlsplit(path)
        template = contract.path_of(address.path)
        if template is None:
            return super().ask(method, path, body)
        operation = contract.document()["paths"][template][method.lower()]
        function = self._module(operation["operationId"]).sync_detailed
        wanted = {**_named(template, address.path), **dict(parse_qsl(address.query))}
        taken = inspect.signature(function).parameters
        said = {name: _typed(value, str(taken[name].annotation)) for name, value in wanted.items()}
        if "body" in taken and body is not None:
            said["body"] = _model(taken["body"].annotation).from_dict(body)
        reply = function(client=self._client(), **said)
        return Answer(int(reply.status_code), _plain(reply.parsed), dict(reply.headers))

    def _module(self, operation: str) -> Any:
        (file,) = (self.package / "api").rglob(f"{operation}.py")
        return importlib.import_module(f"{PACKAGE}.api.{file.parent.name}.{operation}")

    def _client(self) -> Any:
        headers = {"Accept-Language": self.language}
        made = importlib.import_module(f"{PACKAGE}.client")
        if self.key:
            return made.AuthenticatedClient(base_url=self.site, token=self.key, headers=headers)
        cookies = {cookie.name: cookie.value for cookie in self.cookies}
        headers["X-CSRFToken"] = cookies.get("csrftoken") or ""
        return made.Client(base_url=self.site, cookies=cookies, headers=headers)


def _named(template: str, path: str) -> dict[str, str]:
    steps = zip(template.split("/"), path.split("/"), strict=True)
    return {step[1:-1]: found for step, found in steps if step.startswith("{")}


def _typed(text: str, annotation: str) -> Any:
    if "UUID" in annotation:
        return UUID(text)
    return date.fromisoformat(text) if re.search(r"\bdate\b", annotation) else text


def _model(annotation: Any) -> Any:
    kinds = getattr(annotation, "__args__", (annotation,))
    return next(kind for kind in kinds if hasattr(kind, "from_dict"))


def _plain(parsed: Any) -> Any:
    if isinstance(parsed, list):
        return [_plain(each) for each in parsed]
    return parsed.to_dict() if hasattr(parsed, "to_dict") else parsed
