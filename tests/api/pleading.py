"""A case told through the API, in the words of the desk."""

import json
from typing import Any

from rest_framework.test import APIClient

from tests.api.asking import post


class Case:
    """One litigation, and what hangs on it."""

    def __init__(self, client: APIClient, **told: Any) -> None:
        answer = post(client, "litigations", {"title": "An invented case", **told})
        assert answer.status_code == 201, answer.content
        self.client, self.id = client, answer.json()["id"]

    def tell(self, part: str, **said: Any) -> Any:
        """Add a row and give the whole answer, whatever it is."""
        return post(self.client, self.path(part), said)

    def add(self, part: str, **said: Any) -> Any:
        answer = self.tell(part, **said)
        assert answer.status_code == 201, answer.content
        return answer.json()

    def change(self, part: str, row: Any, *, as_read: str = "*", **said: Any) -> Any:
        return self._written("PATCH", f"{part}/{row['id']}", said, as_read)

    def take_out(self, part: str, row: Any, *, as_read: str = "*", reason: str = "Of another case") -> Any:
        return self._written("DELETE", f"{part}/{row['id']}", {"reason": reason}, as_read)

    def amend(self, *, as_read: str = "*", **said: Any) -> Any:
        return self._written("PATCH", "", said, as_read)

    def close(self, outcome: str) -> Any:
        return post(self.client, f"dossiers/{self.id}/close", {"outcome": outcome})

    def rows(self, part: str) -> Any:
        return self.client.get(f"/api/v1/{self.path(part)}").json()

    def whole(self) -> Any:
        return self.client.get(f"/api/v1/litigations/{self.id}").json()

    def trail(self) -> list[tuple[str, Any]]:
        """Verbs with what changed, oldest first."""
        entries = self.client.get(f"/api/v1/dossiers/{self.id}/trail").json()
        return [(entry["verb"], entry["changes"]) for entry in entries]

    def path(self, part: str) -> str:
        kind = "dossiers" if part.startswith("parties") else "litigations"
        return f"{kind}/{self.id}/{part}".rstrip("/")

    def _written(self, method: str, part: str, said: Any, as_read: str) -> Any:
        return self.client.generic(
            method, f"/api/v1/{self.path(part)}", json.dumps(said).encode(), content_type="application/json",
            headers={"if-match": as_read} if as_read else {},
        )  # fmt: skip
