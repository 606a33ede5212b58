"""What can be asked of a list of dossiers, and in which order it comes."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from api import filters
from api.pagination import KeysetPages
from cases import caseload
from cases.models import DossierKind
from cases.models.dossier import NO_DAY, Confidentiality, State
from cases.status import ENDED_AS
from cases.themes import themes
from helpdesk.acts import Act
from helpdesk.people.models import Language

LONGEST_SEARCH = 200


class CaseloadPages(KeysetPages):
    """Newest first, unless `ordering` asks for another order."""

    orderings = {
        "next_due_on": ("next_due_on", "id"),
        "opened_on": ("opened_on", "id"),
        "-opened_on": ("-opened_on", "-id"),
        "reference": ("reference",),
        "-updated_at": ("-updated_at", "-id"),
    }
    nulls = {"next_due_on": NO_DAY}


def a_colleague(text: str) -> str | UUID:
    """An id, or `me`."""
    return text if text == "me" else UUID(text)


def a_colleague_or_none(text: str) -> str | UUID:
    return text if text == "none" else a_colleague(text)


def a_search(text: str) -> str:
    if len(text) > LONGEST_SEARCH or not text.strip():
        raise ValueError(text)
    return text


def owned_by(owners: Sequence[Any], act: Act, path: str = "") -> Q:
    """Taken by any of these; `path` leads from the row to its dossier."""
    named = Q(**{f"{path}owner__in": _ids(owners, act)})
    return named | Q(**{f"{path}owner": None}) if "none" in owners else named


def with_participant(users: Sequence[Any], act: Act) -> Q:
    return caseload.taking_part(_ids(users, act))


def _ids(named: Sequence[Any], act: Act) -> list[UUID]:
    return [act.by.pk if one == "me" else one for one in named if one != "none"]


def overdue(wanted: bool, act: Act) -> Q:
    condition = caseload.overdue(act.on)
    return condition if wanted else ~condition


FILTERS = {
    "kind": filters.choice("kind", DossierKind.values, "Kind of dossier.", many=True),
    "state": filters.choice("state", State.values, "Where it stands."),
    "outcome": filters.choice("outcome", ENDED_AS, "How it ended.", many=True),
    "team": filters.Filter(lookup="team__slug", means="The team's short name."),
    "owner": filters.Filter(
        where=owned_by, read=a_colleague_or_none, many=True, means=_("Who has taken it: an id, `me`, or `none`.")
    ),
    "participant": filters.Filter(
        where=with_participant, read=a_colleague, many=True, means=_("Who takes part in it today: an id, or `me`.")
    ),
    "confidentiality": filters.choice("confidentiality", Confidentiality.values, "Who sees it.", many=True),
    "language": filters.choice("language", Language.values, "Language of the matter.", many=True),
    "theme": filters.Filter(
        where=lambda codes, act: Q(themes__overlap=codes), read=filters.one_of(list(themes())), many=True,
        means="Codes of the theme list.", choices=tuple(themes()),
    ),
    "due_from": filters.day("next_due_on__gte", "With an open deadline that rings on or after this day."),
    "due_until": filters.day("next_due_on__lte", "With an open deadline that rings on or before this day."),
    "overdue": filters.Filter(
        where=overdue, read=filters.yes_or_no, type=bool, means="With an open deadline whose day is over, or without."
    ),
    "opened_from": filters.day("opened_on__gte", "Opened on or after this day."),
    "opened_until": filters.day("opened_on__lte", "Opened on or before this day."),
    "closed_from": filters.day("closed_on__gte", "Closed on or after this day."),
    "closed_until": filters.day("closed_on__lte", "Closed on or before this day."),
    "recommendation": filters.Filter(
        where=lambda numbers, act: caseload.evidence_for(numbers), read=filters.a_number, type=int, many=True,
        means="Evidence for the policy recommendation with this number.",
    ),
    "linked_to": filters.Filter(
        where=lambda reference, act: caseload.tied_to(act.by, reference),
        means="Tied to the dossier with this reference, in whatever way.",
    ),
    "person_concerned": filters.Filter(lookup="person_concerned", means="The whole pseudonym."),
    "reference": filters.Filter(lookup="reference", means="The whole reference, such as V-2026-00042."),
    "q": filters.Filter(
        where=lambda text, act: caseload.matching(text), read=a_search,
        means=_("A reference, to go straight there; or words of title and summary, or their beginnings."),
    ),
    "ordering": filters.order(CaseloadPages.orderings, "newest first"),
}  # fmt: skip
