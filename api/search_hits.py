"""What the searches a colleague keeps find: for her, page by page, and for her digest, in short."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from rest_framework.exceptions import ValidationError

from api import filters
from api.caseload import FILTERS
from api.condemnation_lists import LIST_PARAMETERS as CONDEMNATION_FILTERS
from api.condemnation_lists import asks_for_figures
from api.kinds import whole
from api.litigations import LITIGATION_FILTERS
from api.questions import QUESTION_FILTERS
from cases.access import visible_to
from cases.models import Dossier, DossierKind, SavedSearch
from cases.models.saved_search import SearchedList
from deadlines.digest_contents import SearchHits
from deadlines.standings import refuse_other_figures
from helpdesk.acts import Act
from helpdesk.errors import DeskError
from helpdesk.people.models import User

Table = Mapping[str, filters.Filter]
NAMED_IN_A_DIGEST = 5
# The rows of each list and what can be asked of them.
LISTS: dict[SearchedList, tuple[Callable[[User], QuerySet[Dossier]], Table]] = {
    SearchedList.DOSSIERS: (visible_to, FILTERS),
    SearchedList.QUESTIONS: (partial(whole, kind=DossierKind.QUESTION), QUESTION_FILTERS),
    SearchedList.LITIGATIONS: (partial(whole, kind=DossierKind.LITIGATION), LITIGATION_FILTERS),
    SearchedList.CONDEMNATIONS: (partial(whole, kind=DossierKind.CONDEMNATION), CONDEMNATION_FILTERS),
}


def wanted_by(searched: SearchedList, query: str) -> dict[str, list[Any]]:
    """What a kept query asks, read as the list itself would read it."""
    return filters.asked(QueryDict(query), LISTS[searched][1], beside=())


def found_by(search: SavedSearch, wanted: Mapping[str, list[Any]], act: Act) -> QuerySet[Dossier]:
    """The dossiers a kept search finds for its owner; refused, as the list is, where figures are not of today."""
    rows_of, table = LISTS[SearchedList(search.list)]
    rows = rows_of(act.by)
    if search.list == SearchedList.CONDEMNATIONS and asks_for_figures(dict(wanted)):
        refuse_other_figures(rows, act.on)
    return filters.narrowed(rows, wanted, table, act)


def new_hits(user: User, today: date) -> list[SearchHits]:
    """For her digest: what each of her searches finds that was opened or acted on since she looked, if anything."""
    act = Act(by=user, at=timezone.now(), on=today)
    told = (_told(search, act) for search in SavedSearch.objects.filter(user=user).order_by("name"))
    return [hits for hits in told if hits.count != 0]


def _told(search: SavedSearch, act: Act) -> SearchHits:
    """A search that cannot be run is told as such: left out, it would look empty."""
    try:
        found = found_by(search, wanted_by(SearchedList(search.list), search.query), act)
    except (ValidationError, DeskError) as refusal:
        is_early = isinstance(refusal, DeskError) and refusal.code == "figures_not_of_today"
        return SearchHits(search_id=search.pk, name=search.name, count=None, is_early=is_early)
    new = found.filter(updated_at__gt=search.seen_at)
    latest = list(new.order_by("-updated_at", "-pk").values_list("reference", "pk")[: NAMED_IN_A_DIGEST + 1])
    count = len(latest) if len(latest) <= NAMED_IN_A_DIGEST else new.count()
    named = latest[:NAMED_IN_A_DIGEST]
    return SearchHits(
        search_id=search.pk,
        name=search.name,
        count=count,
        references=tuple(reference for reference, _pk in named),
        dossiers=tuple(pk for _reference, pk in named),
    )
