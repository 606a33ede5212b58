"""Every mistake of a configuration is refused with the file, the line and the key, and nothing is done.

Each file of `configurations/` holds one mistake; its first line says what is refused, at which line and key.
"""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from helpdesk.configuration.mistakes import WORDS
from helpdesk.people.models import User
from helpdesk.trail.models import TrailEntry
from tests.factories import a_webhook

FOLDER = Path(__file__).parent / "configurations"
FILES = sorted(FOLDER.glob("*.yml"))
HARD_TO_MAKE_A_FILE_OF = {"not_readable", "email_taken", "too_many_webhooks", "template_known"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_mistake_is_refused_with_its_place(alice: User, sam: User, file: Path) -> None:
    a_webhook(alice)
    a_webhook(alice)
    before = TrailEntry.objects.count()
    reason, line, key = file.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ").split()
    with pytest.raises(CommandError) as refusal:
        call_command("apply_config", str(file), "--yes", stdout=StringIO())
    place = f"{file.name}, line {line}" + ("" if key == "-" else f", {key}")
    assert str(refusal.value).startswith(f"{place}: {WORDS[reason]} ({reason}")
    assert str(refusal.value).endswith("Nothing was done.")
    assert TrailEntry.objects.count() == before


def test_every_mistake_has_a_file() -> None:
    told = {file.read_text(encoding="utf-8").split()[1] for file in FILES}
    assert told == WORDS.keys() - HARD_TO_MAKE_A_FILE_OF


def test_file_that_is_not_there_is_named(db: None) -> None:
    with pytest.raises(CommandError, match=r"missing\.yml, line 1: the file cannot be read"):
        call_command("apply_config", "missing.yml", "--yes", stdout=StringIO())


def test_file_in_another_encoding_is_refused(db: None, tmp_path: Path) -> None:
    file = tmp_path / "latin.yml"
    file.write_bytes("teams: [{slug: d, name: Bürö}]".encode("latin-1"))
    with pytest.raises(CommandError, match=r"latin\.yml, line 1: the file cannot be read"):
        call_command("apply_config", str(file), "--yes", stdout=StringIO())
