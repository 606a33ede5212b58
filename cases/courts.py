"""Courts by the code an ECLI gives them, and by the names people write. The table is `data/courts.yaml`."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

TABLE = Path(__file__).parent / "data" / "courts.yaml"
LANGUAGES = ("nl", "fr", "de", "en")
WITHOUT_ECLI = "without_ecli"
# Words between the words of a name; some write them and some do not.
FILLERS = frozenset(
    {
        *("an", "and", "aux", "d", "de", "der", "des", "die", "du", "en", "et", "fur"),
        *("l", "la", "le", "of", "te", "the", "van", "voor"),
    }
)


@dataclass(frozen=True)
class Court:
    """A court or body. `country` is the second element of its ECLI, or `without_ecli`."""

    code: str
    country: str
    level: str
    names: Mapping[str, str]
    short: tuple[str, ...] = ()
    is_seen: bool = True
    outdated: tuple[str, ...] = ()
    mistaken: tuple[str, ...] = ()

    @property
    def has_ecli(self) -> bool:
        return self.country != WITHOUT_ECLI


@dataclass(frozen=True)
class Table:
    """Every court known, and the states and bodies that give ECLI at all."""

    countries: frozenset[str]
    courts: tuple[Court, ...]

    def by_code(self, country: str, code: str) -> Court | None:
        """The court with this code, be it one it had before."""
        ours = (court for court in self.courts if court.country == country)
        return next((court for court in ours if code == court.code or code in court.outdated), None)

    def meant_by(self, code: str) -> Court | None:
        """The Belgian court for which this wrong code is in circulation."""
        return next((court for court in self.courts if code in court.mistaken), None)

    def named(self, text: str) -> list[Court]:
        """The courts a text can mean: all its words stand in one of a court's names, or it is a short form."""
        words = words_of(text)
        return [court for court in self.courts if words and _answers_to(court, words)]


@lru_cache(maxsize=1024)
def words_of(text: str) -> frozenset[str]:
    """The words of a name without accents, case and fillers, in no order."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return frozenset(re.findall(r"\w+", bare)) - FILLERS


def _answers_to(court: Court, words: frozenset[str]) -> bool:
    if any(words == words_of(short) for short in court.short):
        return True
    return any(words <= words_of(name) for name in court.names.values())


@lru_cache(maxsize=1)
def table() -> Table:
    read: dict[str, Any] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    countries = frozenset(read.pop("countries"))
    courts = tuple(_court(country, row) for country, rows in read.items() for row in rows)
    return Table(countries, courts)


def _court(country: str, row: dict[str, Any]) -> Court:
    """A key this does not know is refused."""
    row["names"] = {language: row.pop(language) for language in LANGUAGES}
    row |= {name: tuple(row.get(name, ())) for name in ("short", "outdated", "mistaken")}
    return Court(country=country, **row)
