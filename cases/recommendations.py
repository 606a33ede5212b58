"""Reading the policy recommendations with the evidence there is for them."""

from django.db.models import Count, Q, QuerySet

from cases.access import may_be_seen_by
from cases.models.dossier import DossierKind
from cases.models.recommendation import Recommendation
from helpdesk.people.models import User


def with_evidence(user: User) -> QuerySet[Recommendation]:
    """Every recommendation with how many questions, litigations and condemnations the user can see for it."""
    seen = may_be_seen_by(user, "links__dossier__")
    counts = {
        f"{kind.value}s": Count("links", filter=Q(links__dossier__kind=kind) & seen) for kind in DossierKind
    }
    return Recommendation.objects.annotate(**counts)
