"""Finding an entry of the address book by a few letters of its name."""

from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Concat

from helpdesk.people.names import Folded

NOT_SEARCHED = Value(0, output_field=IntegerField())


def found_by_name(rows: QuerySet[Any], letters: str, *, names: str) -> QuerySet[Any]:
    """The entries whose name begins so (`rank` 0), in whose `names` a word does (1), or looks much like it (2).

    Accents and capitals do not count.
    """
    said = Folded(Value(letters.strip()))
    begins = Q(folded_name__startswith=said)
    has_word = Q(**{f"{names}__startswith": said}) | Q(**{f"{names}__contains": Concat(Value(" "), said)})
    looks_like = Q(**{f"{names}__trigram_word_similar": said})
    rank = Case(When(begins, then=0), When(has_word, then=1), default=2, output_field=IntegerField())
    found: QuerySet[Any] = rows.filter(begins | has_word | looks_like).annotate(rank=rank)
    return found
