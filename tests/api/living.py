"""The life of an order told through the API, in the words of the desk."""

from typing import Any

from rest_framework.test import APIClient

from tests.api.asking import post


class Order:
    """One condemnation: what happens to it, and what is owed."""

    def __init__(
        self, client: APIClient, decided_on: str, penalty: dict[str, Any] | None, **told: Any
    ) -> None:
        body = {
            "title": "An invented order", "court": "Labour tribunal Brussels", "role_number": "22/0001/K",
            "decided_on": decided_on, "procedure": "unilateral", "penalty": penalty, **told,
        }  # fmt: skip
        answer = post(client, "condemnations", body)
        assert answer.status_code == 201, answer.content
        self.client, self.id = client, answer.json()["id"]

    def tell(self, kind: str, on: str, **told: Any) -> Any:
        """Record an event and give the whole answer, whatever it is."""
        return post(self.client, f"dossiers/{self.id}/events", {"kind": kind, "on": on, **told})

    def happens(self, kind: str, on: str, **told: Any) -> Any:
        answer = self.tell(kind, on, **told)
        assert answer.status_code == 201, answer.content
        return answer.json()

    def ledger(self, on: str) -> dict[str, Any]:
        answer = self.client.get(f"/api/v1/condemnations/{self.id}/ledger?on={on}")
        assert answer.status_code == 200, answer.content
        return answer.json()

    def units(self, on: str, total: str) -> tuple[int, str]:
        """One total of the ledger: units and euros."""
        found = self.ledger(on)["totals"][total]
        return found["units"], found["amount"]

    def said(self, on: str, key: str) -> list[str]:
        """The sentences of the explanation with this key."""
        return [line["text"] for line in self.ledger(on)["explanation"] if line["key"] == key]
