"""What happened: dossiers of three kinds, and what hangs on them."""

from cases.models.condemnation import Condemnation, PenaltyOrder
from cases.models.dossier import Dossier, DossierKind, DossierLink, ReferenceCounter
from cases.models.event import Event, EventKind
from cases.models.litigation import Litigation
from cases.models.message import Message, MessageKind
from cases.models.participant import DossierRole, Participant, Wall
from cases.models.question import Question
from cases.models.recommendation import Recommendation, RecommendationLink
from cases.models.saved_search import SavedSearch
from cases.models.statistics import StatisticSnapshot
from cases.models.time import TimeEntry

__all__ = [
    "Condemnation",
    "Dossier",
    "DossierKind",
    "DossierLink",
    "DossierRole",
    "Event",
    "EventKind",
    "Litigation",
    "Message",
    "MessageKind",
    "Participant",
    "PenaltyOrder",
    "Question",
    "Recommendation",
    "RecommendationLink",
    "ReferenceCounter",
    "SavedSearch",
    "StatisticSnapshot",
    "TimeEntry",
    "Wall",
]
