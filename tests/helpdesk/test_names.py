"""Names as the database compares them."""

import pytest
from django.db.models import Value

from helpdesk.people.models import Contact, Organisation
from helpdesk.people.names import Folded, NameKey, NameKeys

pytestmark = pytest.mark.django_db


def read(expression: type, *texts: str) -> object:
    values = map(Value, texts)
    Organisation.objects.get_or_create(name="Any")
    return Organisation.objects.values_list(expression(*values), flat=True).first()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jan Peeters", "PEETERS, Jan"),
        ("Zoë D’Hondt", "zoe d'hondt"),
        ("Mr. J. Peeters", "J Peeters"),
        ("Centre d'accueil A.B. asbl", "A.B. (centre d’accueil)"),
        ("V.Z.W. Sint-Lukas", "sint lukas vzw"),
        ("OCMW Gent", "gent  ocmw"),
        ("محمد علي", "علي محمد"),
    ],
)
def test_names_that_are_written_differently_have_one_key(one: str, other: str) -> None:
    assert read(NameKey, one) == read(NameKey, other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("Jan Peeters", "Jan Peters"), ("OCMW Gent", "OCMW Genk"), ("An", "Ann"), ("Ж", "Ш")]
)
def test_other_names_have_other_keys(one: str, other: str) -> None:
    assert read(NameKey, one) != read(NameKey, other)


def test_what_is_only_a_legal_form_has_no_key() -> None:
    assert read(NameKey, "V.Z.W.") == ""
    assert read(NameKeys, "vzw", "", "") == []


def test_keys_of_several_names_stand_once_each() -> None:
    assert read(NameKeys, "OCMW Gent", "Gent OCMW", "CPAS Gand") == ["cpas gand", "gent ocmw"]


def test_folded_name_has_neither_accents_nor_capitals() -> None:
    assert read(Folded, "ÉLISE Łukasz Øst") == "elise lukasz ost"


def test_columns_follow_the_name_whoever_writes_it() -> None:
    contact = Contact.objects.create(name="Élise", role="other")
    Contact.objects.filter(pk=contact.pk).update(name="Jan PEETERS")
    contact.refresh_from_db()
    assert (contact.folded_name, contact.name_key) == ("jan peeters", "jan peeters")
