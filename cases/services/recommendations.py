"""Dossiers as evidence for the policy recommendations.

A dossier can be evidence in every state: what it shows is often seen when it has ended.
"""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from cases.access import Action, get_dossier
from cases.errors import CaseError
from cases.models.dossier import Dossier
from cases.models.recommendation import Recommendation, RecommendationLink
from cases.services.dossiers import note
from helpdesk.acts import Act
from helpdesk.errors import NotFoundError


@transaction.atomic
def link_recommendations(act: Act, dossier_id: UUID, numbers: Collection[int]) -> Dossier:
    """Make the dossier evidence for these; those it is evidence for already stay as they are.

    Refuses with `recommendation_unknown` a number that is not there; then none is linked.
    """
    dossier = get_dossier(act.by, dossier_id, Action.CHANGE, lock=True)
    _refuse_unknown(numbers)
    linked = set(dossier.recommendation_links.values_list("recommendation_id", flat=True))
    added = sorted(set(numbers) - linked)
    RecommendationLink.objects.bulk_create(
        RecommendationLink(dossier=dossier, recommendation_id=number, linked_by=act.by, linked_at=act.at)
        for number in added
    )
    if added:
        note(act, dossier, "recommendation.linked", numbers=added)
    return dossier


def _refuse_unknown(numbers: Collection[int]) -> None:
    known = Recommendation.objects.filter(number__in=numbers).values_list("number", flat=True)
    if unknown := sorted(set(numbers) - set(known)):
        raise CaseError("recommendation_unknown", field="numbers", numbers=unknown)


@transaction.atomic
def unlink_recommendation(
    act: Act, dossier_id: UUID, number: int, *, unchanged_since: int | None = None
) -> Dossier:
    """The dossier is no evidence for this after all. Why stands in the trail; `not_found` where it was none."""
    dossier = get_dossier(act.by, dossier_id, Action.CHANGE, lock=True, unchanged_since=unchanged_since)
    removed, _ = dossier.recommendation_links.filter(recommendation_id=number).delete()
    if not removed:
        raise NotFoundError
    note(act, dossier, "recommendation.unlinked", number=number)
    return dossier
