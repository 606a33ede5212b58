"""Where what was made is read: the header `Location` of the answer that made it (RFC 9110, section 10.2.2)."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

LOCATION: dict[str, Any] = {
    "description": "Where what was made is read: a path, to be resolved against the address that was asked.",
    "required": True,
    "schema": {"type": "string", "format": "uri-reference"},
}
VERSION = "document-version-content"
# What is made at one address and read at another, by the names of both; the rest is read below where it is made.
READ_ELSEWHERE = {
    ("dossier-document", "create"): "document-detail",
    ("document", "versions"): VERSION,
    ("question", "promote"): "litigation-detail",
    ("question-merge", "promote_several"): "litigation-detail",
    ("question-merge", "split"): "question-detail",
}


def place_of(view: Any) -> str:
    """The name of the address at which is read what this operation makes; empty where it makes nothing of its own."""
    kind, act = getattr(view, "basename", ""), getattr(view, "action", "")
    is_read_below = act == "create" and hasattr(view, "retrieve")
    return READ_ELSEWHERE.get((kind, act), f"{kind}-detail" if is_read_below else "")


def location_of(view: Any, told: Mapping[str, Any]) -> str:
    """The path to what was made, by what is told of it; empty where it has no address of its own.

    A path, and no host: a proxy may have another name for the desk than the desk has.
    """
    place = place_of(view)
    if not place:
        return ""
    # What is told once, or besides, stands beside what was made.
    made = told if "id" in told else next(each for each in told.values() if isinstance(each, Mapping))
    names = {"pk": made["id"]}
    if place == VERSION:
        names["number"] = made["versions"][-1]["number"]
    return reverse(place, kwargs=names)
