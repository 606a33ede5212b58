"""The life of an order told through the API, in the words of the desk."""

from typing import Any

from rest_framework.test import APIClient

from tests.api.asking import post

PROCEEDINGS = {"court": "Labour tribunal Brussels", "role_number": "22/0001/K", "procedure": "unilateral"}


class Order:
    """One condemnation: what happens to it, where it stands, and what is owed. It may begin before its order."""

    def __init__(
        self,
        client: APIClient,
        decided_on: str | None = None,
        penalty: dict[str, Any] | None = None,
        **told: Any,
    ) -> None:
        known = {**PROCEEDINGS, "decided_on": decided_on, "penalty": penalty} if decided_on else {}
        answer = post(client, "condemnations", {"title": "An invented order", **known, **told})
        assert answer.status_code == 201, answer.content
        self.client, self.id = client, answer.json()["id"]

    def tell(self, kind: str, on: str, **told: Any) -> Any:
        """Record an event and give the whole answer, whatever it is."""
        return post(self.client, f"dossiers/{self.id}/events", {"kind": kind, "on": on, **told})

    def happens(self, kind: str, on: str, **told: Any) -> Any:
        answer = self.tell(kind, on, **told)
        assert answer.status_code == 201, answer.content
        return answer.json()

    def event(self, kind: str, on: str, **told: Any) -> str:
        """Record an event; its id."""
        recorded: str = self.happens(kind, on, **told)["event"]["id"]
        return recorded

    def events(self) -> list[dict[str, Any]]:
        told: list[dict[str, Any]] = self.client.get(f"/api/v1/dossiers/{self.id}/events").json()
        return told

    def correct(self, event: str, kind: str, on: str, **told: Any) -> Any:
        body = {"kind": kind, "on": on, "reason": "It was misread.", **told}
        return post(self.client, f"events/{event}/correct", body)

    def retract(self, event: str) -> Any:
        return post(self.client, f"events/{event}/retract", {"reason": "It is another person's."})

    def close(self, outcome: str) -> Any:
        return post(self.client, f"dossiers/{self.id}/close", {"outcome": outcome})

    def waive_watches(self, reason: str) -> None:
        """Give up every watch that stands open over it."""
        for watch in self.client.get("/api/v1/deadlines?state=open").json()["results"]:
            if (watch["dossier"], watch["rule_kind"]) == (self.id, "watch"):
                post(self.client, f"deadlines/{watch['id']}/waive", {"reason": reason})

    def condemnation(self) -> dict[str, Any]:
        told: dict[str, Any] = self.client.get(f"/api/v1/condemnations/{self.id}").json()["condemnation"]
        return told

    def life(self, on: str, **asked: str) -> dict[str, Any]:
        return self._read("life", on, asked)

    def stages(self, on: str) -> list[tuple[str, str]]:
        """Every stage until a day, with its first day."""
        return [(one["stage"], one["from_on"]) for one in self.life(on)["stages"]]

    def ledger(self, on: str, **asked: str) -> dict[str, Any]:
        return self._read("ledger", on, asked)

    def units(self, on: str, total: str, **asked: str) -> tuple[int, str]:
        """One total of the ledger: units and euros."""
        found = self.ledger(on, **asked)["totals"][total]
        return found["units"], found["amount"]

    def said(self, on: str, key: str) -> list[str]:
        """The sentences of the explanation with this key."""
        return [line["text"] for line in self.ledger(on)["explanation"] if line["key"] == key]

    def _read(self, what: str, on: str, asked: dict[str, str]) -> dict[str, Any]:
        answer = self.client.get(f"/api/v1/condemnations/{self.id}/{what}", {"on": on, **asked})
        assert answer.status_code == 200, answer.content
        told: dict[str, Any] = answer.json()
        return told
