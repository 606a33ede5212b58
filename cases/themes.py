"""What dossiers are about: the coded themes of `cases/data/themes.yaml`, each with its words."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import yaml

from cases.errors import CaseError

FILE = Path(__file__).parent / "data" / "themes.yaml"


@lru_cache(maxsize=1)
def themes() -> dict[str, dict[str, str]]:
    """Every theme by its code, in the order of the file, with its label in nl, fr and en."""
    listed = yaml.safe_load(FILE.read_text(encoding="utf-8"))["themes"]
    return {each["code"]: {language: each[language] for language in ("nl", "fr", "en")} for each in listed}


def checked_themes(codes: Sequence[str]) -> list[str]:
    """The codes, each once; refuses with `theme_unknown` and the known ones."""
    unknown = [code for code in codes if code not in themes()]
    if unknown:
        raise CaseError("theme_unknown", field="themes", unknown=unknown, allowed=list(themes()))
    return list(dict.fromkeys(codes))
