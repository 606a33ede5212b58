"""Dutch, French and German say all that the English says: nothing is missing, empty, guessed or out of step."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.mofile import read_mo
from django.utils.translation import gettext, ngettext, override

from cases.models import EventKind
from cases.models.condemnation import PenaltyUnit, Procedure
from helpdesk.people.models import AskerRole, Role
from tests.helpdesk import messages

# Values to be filled in, and names of members that programs read: both stay as they are in every language.
KEPT = re.compile(r"%\(\w+\)[sd]|`\w+`")


def entries(catalogue: Catalog) -> list[Entry]:
    return [entry for entry in catalogue if entry.id]


def forms(said: Any) -> tuple[str, ...]:
    return tuple(said) if isinstance(said, (tuple, list)) else (said,)


@pytest.fixture(params=messages.LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    said: str = request.param
    return said


def test_every_text_of_code_and_templates_is_in_the_catalogue_and_nothing_else(language: str) -> None:
    wanted = {(forms(message.words), message.context) for message in messages.messages()}
    known = {(forms(entry.id), entry.context) for entry in entries(messages.catalogue(language))}
    assert wanted - known == set()
    assert known - wanted == set()


def test_no_translation_is_empty_or_a_guess(language: str) -> None:
    found = entries(messages.catalogue(language))
    assert [entry.id for entry in found if not messages.is_translated(entry.string)] == []
    assert [entry.id for entry in found if entry.fuzzy] == []


def test_placeholders_and_codes_are_kept(language: str) -> None:
    for entry in entries(messages.catalogue(language)):
        kept = sorted(KEPT.findall(forms(entry.id)[-1]))
        assert [sorted(KEPT.findall(form)) for form in forms(entry.string)] == [kept] * len(
            forms(entry.string)
        )


def test_sentences_end_as_in_english(language: str) -> None:
    for entry in entries(messages.catalogue(language)):
        ends = {form.endswith((".", "…")) for form in forms(entry.string)}
        assert ends == {forms(entry.id)[0].endswith((".", "…"))}, entry.id


def test_compiled_file_is_its_source_compiled(language: str) -> None:
    with messages.mo_file(language).open("rb") as file:
        compiled = read_mo(file)
    source = messages.catalogue(language)
    assert compiled.plural_forms == source.plural_forms
    assert {(entry.context, forms(entry.id)): forms(entry.string) for entry in entries(compiled)} == {
        (entry.context, forms(entry.id)): forms(entry.string) for entry in entries(source)
    }


def test_gathering_anew_changes_nothing(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = messages.mo_file(language).with_suffix(".po").read_text("utf-8")
    shutil.copytree(messages.LOCALES, tmp_path / "locale")
    monkeypatch.setattr(messages, "LOCALES", tmp_path / "locale")
    assert messages.bring_up_to_date(language) == []
    after = messages.mo_file(language).with_suffix(".po").read_text("utf-8")
    assert _without_maker(after) == _without_maker(before)


def _without_maker(text: str) -> str:
    """Babel writes its own version into the header."""
    return re.sub(r'"Generated-By: .*\n', "", text)


def test_gathering_finds_what_has_no_translation_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "LOCALES", tmp_path)
    monkeypatch.setattr(messages, "messages", lambda: iter([messages.Message("A new sentence.")]))
    assert messages.bring_up_to_date("nl") == ["A new sentence."]
    assert messages.mo_file("nl").exists()


def test_catalogue_names_no_file_of_any_machine(language: str) -> None:
    text = messages.mo_file(language).with_suffix(".po").read_text("utf-8")
    assert re.findall(r"^#[:.].*", text, flags=re.MULTILINE) == []


@pytest.mark.parametrize(
    ("label", "nl", "fr"),
    [
        (
            EventKind.ORDER_SERVED,
            "beschikking betekend door een gerechtsdeurwaarder",
            "ordonnance signifiée par huissier de justice",
        ),
        (EventKind.DECISION_NOTIFIED, "beslissing ter kennis gebracht", "décision notifiée"),
        (Procedure.UNILATERAL, "eenzijdig verzoekschrift", "requête unilatérale"),
        (
            Procedure.EXTREME_URGENCY,
            "schorsing bij uiterst dringende noodzakelijkheid",
            "suspension en extrême urgence",
        ),
        (PenaltyUnit.LUMP_SUM, "bedrag ineens", "montant unique"),
        (AskerRole.WELFARE_CENTRE, "OCMW", "CPAS"),
        (Role.COORDINATOR, "coördineert het team", "coordonne l'équipe"),
    ],
)
def test_labels_speak_the_law_of_belgium(label: Any, nl: str, fr: str) -> None:
    with override("nl"):
        assert str(label.label) == nl
    with override("fr"):
        assert str(label.label) == fr


def test_french_counts_nothing_as_one_and_dutch_does_not() -> None:
    texts = ("%(count)d open deadline", "%(count)d open deadlines", 0)
    with override("fr"):
        assert ngettext(*texts) == "%(count)d délai ouvert"
    with override("nl"):
        assert ngettext(*texts) == "%(count)d open termijnen"


def test_english_is_the_source_itself() -> None:
    with override("en"):
        assert gettext("A deadline stands open. Meet or waive it first.") == (
            "A deadline stands open. Meet or waive it first."
        )
