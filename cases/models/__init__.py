"""What happened: dossiers of three kinds, and what hangs on them."""

from cases.models.condemnation import Condemnation, PenaltyOrder
from cases.models.dossier import Dossier, DossierKind, DossierLink, ReferenceCounter
from cases.models.event import Event, EventKind
from cases.models.litigation import Litigation
from cases.models.question import Question
from cases.models.recommendation import Recommendation, RecommendationLink
from cases.models.statistics import StatisticSnapshot

__all__ = [
    "Condemnation",
    "Dossier",
    "DossierKind",
    "DossierLink",
    "Event",
    "EventKind",
    "Litigation",
    "PenaltyOrder",
    "Question",
    "Recommendation",
    "RecommendationLink",
    "ReferenceCounter",
    "StatisticSnapshot",
]
