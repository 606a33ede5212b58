"""What happened: dossiers of three kinds, and what hangs on them."""

from cases.models.condemnation import Condemnation, PenaltyOrder
from cases.models.document import Document, DocumentKind, DocumentVersion
from cases.models.dossier import Dossier, DossierKind, DossierLink, ReferenceCounter
from cases.models.event import Event, EventKind
from cases.models.litigation import Litigation
from cases.models.message import Message, MessageKind
from cases.models.question import Question
from cases.models.recommendation import Recommendation, RecommendationLink
from cases.models.statistics import StatisticSnapshot
from cases.models.time import TimeEntry

__all__ = [
    "Condemnation",
    "Document",
    "DocumentKind",
    "DocumentVersion",
    "Dossier",
    "DossierKind",
    "DossierLink",
    "Event",
    "EventKind",
    "Litigation",
    "Message",
    "MessageKind",
    "PenaltyOrder",
    "Question",
    "Recommendation",
    "RecommendationLink",
    "ReferenceCounter",
    "StatisticSnapshot",
    "TimeEntry",
]
