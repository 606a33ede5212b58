"""The small pieces every file of rules is made of: periods, articles, hashes, versions in order."""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date

from deadlines.law.periods import UNITS, Period
from deadlines.law.starts import Article, Source
from deadlines.law.strict import Block, Names


def fingerprint(*parts: object) -> str:
    """A short stable hash of plain values as read from YAML."""
    canonical = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def read_period(block: Block, key: str) -> Period | None:
    """A period such as `10 calendar_days`; None where the key is absent or null."""
    return _period(block, key, block.text(key)) if block.has(key) else None


def read_periods(block: Block, key: str) -> tuple[Period, ...]:
    """A list of periods, empty where the key is absent."""
    return tuple(_period(block, key, text) for text in block.texts(key, required=False))


def _period(block: Block, key: str, text: str) -> Period:
    amount, _, name = text.partition(" ")
    for unit in UNITS:
        if unit == name and amount.isdecimal() and int(amount) > 0:
            return Period(int(amount), unit)
    raise block.refuse(key, "wrong_type", wanted="period", value=text)


def read_articles(
    block: Block, key: str, acts: Mapping[str, Names], *, required: bool = True
) -> tuple[Article, ...]:
    """Articles such as `aliens-act 39/57 §2`: the act's key, then the place."""
    return tuple(_article(block, key, text, acts) for text in block.texts(key, required=required))


def _article(block: Block, key: str, text: str, acts: Mapping[str, Names]) -> Article:
    act, _, place = text.partition(" ")
    if act not in acts:
        raise block.refuse(key, "unknown_reference", value=act)
    return Article(act, place, acts[act])


def read_sources(block: Block, known: Mapping[str, Source]) -> tuple[Source, ...]:
    """The sources of a block, each listed by its key in texts/sources.yaml."""
    keys = block.texts("source")
    for key in keys:
        if key not in known:
            raise block.refuse("source", "unknown_reference", value=key)
    return tuple(known[key] for key in keys)


def read_id(block: Block, file_stem: str) -> str:
    """The id, which is also the file's name and holds no number: numbers live in versions."""
    identity = block.text("id")
    if identity != file_stem:
        raise block.refuse("id", "other_than_file", value=identity)
    if not re.fullmatch(r"[a-z]+(-[a-z]+)*", identity):
        raise block.refuse("id", "not_a_name", value=identity)
    return identity


def check_in_order(blocks: tuple[Block, ...], starts: tuple[date, ...]) -> None:
    """Refuse versions that do not each start later than the one before."""
    for block, earlier, later in zip(blocks[1:], starts, starts[1:], strict=False):
        if later <= earlier:
            raise block.refuse("from", "out_of_order", value=later)
