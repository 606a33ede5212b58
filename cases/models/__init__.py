"""What happened: dossiers of three kinds, and what hangs on them."""

from cases.models.answer_template import AnswerTemplate
from cases.models.condemnation import Condemnation, PenaltyOrder
from cases.models.dossier import Dossier, DossierKind, DossierLink, ReferenceCounter
from cases.models.event import Event, EventKind
from cases.models.hours import OpeningException, OpeningHours
from cases.models.litigation import Litigation
from cases.models.merge import Merge
from cases.models.message import Message, MessageKind
from cases.models.question import Question
from cases.models.recommendation import Recommendation, RecommendationLink
from cases.models.statistics import StatisticSnapshot
from cases.models.time import TimeEntry

__all__ = [
    "AnswerTemplate",
    "Condemnation",
    "Dossier",
    "DossierKind",
    "DossierLink",
    "Event",
    "EventKind",
    "Litigation",
    "Merge",
    "Message",
    "MessageKind",
    "OpeningException",
    "OpeningHours",
    "PenaltyOrder",
    "Question",
    "Recommendation",
    "RecommendationLink",
    "ReferenceCounter",
    "StatisticSnapshot",
    "TimeEntry",
]
