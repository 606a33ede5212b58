"""Reading the files of public records. They hold null for what no source says."""

from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "data"
Entry = dict[str, Any]


def entries_of(name: str) -> list[Entry]:
    entries: list[Entry] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return entries


def summary_of(entry: Entry, *more: str) -> str:
    """What the summary of the dossier says: that it is a public record, how sure, and what is not known."""
    return " ".join([f"Public record, confidence {entry['confidence']}.", entry["note"], *more])
