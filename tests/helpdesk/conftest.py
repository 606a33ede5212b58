"""A configuration brought in as somebody at the terminal would."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

Apply = Callable[..., list[str]]


@pytest.fixture
def apply(tmp_path: Path) -> Apply:
    """The lines the command says about a file with these words; it acts without asking unless told otherwise."""

    def run(words: str, *how: str) -> list[str]:
        file, said = tmp_path / "desk.yml", StringIO()
        file.write_text(words, encoding="utf-8")
        call_command("apply_config", str(file), *(how or ("--yes",)), stdout=said)
        return said.getvalue().splitlines()

    return run
