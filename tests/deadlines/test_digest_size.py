"""A digest of many deadlines: the first in full, the next by name, the rest counted; no mail program cuts it off."""

import re
from datetime import date, timedelta

import pytest

from deadlines.digest_contents import SearchHits
from deadlines.digest_letters import MOST_IN_FULL, MOST_NAMED
from deadlines.models import Deadline
from deadlines.standings import LapsingPenalty
from helpdesk.identifiers import new_id
from tests.deadlines.letter_cases import THURSDAY_BEFORE, deadline, digest

TITLE = deadline().answer["en"]["results"][0]["title"]
# Gmail cuts off what follows after 102 kB.
MOST_BYTES = 100_000


def many(count: int) -> list[Deadline]:
    return [
        deadline(number, due_on=THURSDAY_BEFORE + timedelta(days=number // 20))
        for number in range(1, count + 1)
    ]


@pytest.mark.parametrize("language", ["nl", "fr", "en", "de"])
def test_fullest_digest_is_not_cut_off(language: str) -> None:
    penalties = [
        LapsingPenalty(
            dossier_id=new_id(), reference=f"F-2018-{number:05d}", claimable=1000, lapses_on=date(2018, 6, 8)
        )
        for number in range(200)
    ]
    searches = [
        SearchHits(search_id=new_id(), name="n" * 80, count=9, references=("V-2018-00001",) * 5)
        for _ in range(60)
    ]
    letter = digest(language, *many(400), penalties=penalties, searches=searches)
    assert len(letter.html.encode()) < MOST_BYTES
    assert len(letter.text.encode()) < MOST_BYTES


def test_first_deadlines_are_told_in_full_and_the_next_by_name_and_day() -> None:
    letter = digest("en", *many(MOST_NAMED))
    for words in (letter.text, letter.html):
        assert len(set(re.findall(r"V-2018-\d{5}", words))) == MOST_NAMED
    assert " ".join(letter.text.split()).count(TITLE) == MOST_IN_FULL
    assert letter.html.count(TITLE) == MOST_IN_FULL
    assert "not named here" not in letter.text


def test_what_is_not_named_is_counted_with_its_first_day() -> None:
    letter = digest("en", *many(MOST_NAMED + 30))
    for words in (letter.text, letter.html):
        assert "30 more deadlines are not named here, the first of" in " ".join(words.split())
    assert f"{MOST_NAMED + 30} open deadlines" in letter.subject
