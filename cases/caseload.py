"""What one asks of the caseload besides the values of its columns."""

import re
from collections.abc import Collection
from datetime import date
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVectorExact
from django.db.models import Q

from cases.access import Action, parts_in_force, visible_to
from cases.models.dossier import SEARCHED, WORDS, Dossier, DossierLink
from cases.models.recommendation import RecommendationLink
from cases.services.references import reference_in
from helpdesk.people.models import User

# More than there will ever be. The limit keeps PostgreSQL from reading the caseload in its order and each dossier's
# words on the way, which it takes for cheap; it asks the index of words first.
ALL = 2_000_000_000


def overdue(today: date) -> Q:
    """With an open deadline whose day is over: it is overdue from the day after."""
    return Q(next_due_on__lt=today)


def taking_part(users: Collection[Any]) -> Q:
    """In which one of these users takes part today."""
    return Q(pk__in=parts_in_force(Action.VIEW).filter(user__in=users).values("dossier_id"))


def evidence_for(numbers: Collection[int]) -> Q:
    """Evidence for one of these recommendations."""
    links = RecommendationLink.objects.filter(recommendation__in=numbers)
    return Q(pk__in=links.values("dossier_id"))


def tied_to(user: User, reference: str) -> Q:
    """Tied to the dossier with this reference, either way, as far as the user sees that one."""
    ends = visible_to(user).filter(reference=reference).values("pk")
    onward = DossierLink.objects.filter(from_dossier__in=ends).values("to_dossier_id")
    back = DossierLink.objects.filter(to_dossier__in=ends).values("from_dossier_id")
    return Q(pk__in=onward.union(back))


def matching(text: str) -> Q:
    """The dossier whose reference this is; otherwise those whose title and summary hold every word, or its beginning.

    Accents and capitals make no difference.
    """
    reference = reference_in(text)
    if reference is not None:
        return Q(reference=reference)
    wanted = " & ".join(f"'{_quoted(word)}':*" for word in text.split())
    query = SearchQuery(wanted, search_type="raw", config=WORDS)
    found = Dossier.objects.filter(Q(SearchVectorExact(SEARCHED, query)))
    return Q(pk__in=found.order_by().values("pk")[:ALL])


def _quoted(word: str) -> str:
    """A word as it stands between the quotes of a query to PostgreSQL."""
    return re.sub(r"(['\\])", r"\1\1", word)
