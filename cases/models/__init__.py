"""What happened: dossiers of three kinds, and what hangs on them."""

from cases.models.aftermath import FollowUp, Impact
from cases.models.answer_template import AnswerTemplate
from cases.models.change import DossierChange, Mirrored
from cases.models.condemnation import Condemnation, PenaltyOrder
from cases.models.cost import Cost
from cases.models.decision import Decision
from cases.models.document import Document, DocumentKind, DocumentVersion
from cases.models.dossier import Dossier, DossierKind, DossierLink, ReferenceCounter
from cases.models.event import Event, EventKind
from cases.models.grievance import Grievance
from cases.models.hearing import Hearing
from cases.models.hours import OpeningException, OpeningHours
from cases.models.imports import Import, ImportFile, ImportRow
from cases.models.instance import Instance
from cases.models.litigation import Argument, Litigation
from cases.models.merge import Merge
from cases.models.message import Message, MessageKind
from cases.models.participant import DossierRole, Participant, Wall
from cases.models.party import Party
from cases.models.question import Question
from cases.models.recommendation import Recommendation, RecommendationLink
from cases.models.saved_search import SavedSearch
from cases.models.statistics import StatisticSnapshot
from cases.models.time import TimeEntry

__all__ = [
    "AnswerTemplate",
    "Argument",
    "Condemnation",
    "Cost",
    "Decision",
    "Document",
    "DocumentKind",
    "DocumentVersion",
    "Dossier",
    "DossierChange",
    "DossierKind",
    "DossierLink",
    "DossierRole",
    "Event",
    "EventKind",
    "FollowUp",
    "Grievance",
    "Hearing",
    "Impact",
    "Import",
    "ImportFile",
    "ImportRow",
    "Instance",
    "Litigation",
    "Merge",
    "Message",
    "MessageKind",
    "Mirrored",
    "OpeningException",
    "OpeningHours",
    "Participant",
    "Party",
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
