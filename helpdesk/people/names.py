"""Names as the database compares them. The functions stand in a migration of this app."""

from django.contrib.postgres.fields import ArrayField
from django.db.models import Func, TextField


class Folded(Func):
    """In small letters and without accents."""

    function = "people_folded"
    output_field = TextField()


class NameKey(Func):
    """The words of a folded name in the order of the alphabet, without legal forms, titles and full stops.

    Equal for "Centre d'accueil A.B. asbl" and "A.B. (centre d'accueil)"; empty where nothing is left.
    """

    function = "people_name_key"
    output_field = TextField()


class NameKeys(Func):
    """The keys of three names, each once; those that are empty left out."""

    function = "people_name_keys"
    output_field = ArrayField(TextField())
