"""The searches a colleague keeps for herself."""

from uuid import UUID

from django.db import IntegrityError, transaction

from cases.errors import CaseError
from cases.models.saved_search import SavedSearch, SearchedList
from helpdesk.acts import Act
from helpdesk.errors import NotFoundError

MOST_SEARCHES = 50


@transaction.atomic
def keep_search(act: Act, *, name: str, searched: SearchedList, query: str) -> SavedSearch:
    """Keep a search under a name of its own (`search_name_taken`); its hits are new from now on."""
    if SavedSearch.objects.filter(user=act.by).count() >= MOST_SEARCHES:
        raise CaseError("enough_searches", most=MOST_SEARCHES)
    try:
        with transaction.atomic():
            return SavedSearch.objects.create(
                user=act.by, name=name, list=searched, query=query, seen_at=act.at
            )
    except IntegrityError as clash:
        raise CaseError("search_name_taken", field="name") from clash


@transaction.atomic
def see_search(act: Act, search_id: UUID) -> SavedSearch:
    """What it finds now has been looked at."""
    search = SavedSearch.objects.select_for_update().filter(user=act.by, pk=search_id).first()
    if search is None:
        raise NotFoundError
    search.seen_at = act.at
    search.save(update_fields=["seen_at"])
    return search


@transaction.atomic
def forget_search(act: Act, search_id: UUID) -> None:
    forgotten, _ = SavedSearch.objects.filter(user=act.by, pk=search_id).delete()
    if not forgotten:
        raise NotFoundError
