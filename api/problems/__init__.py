"""The words and the status of every code a request can be refused with, one file for each area."""

from api.problems.access import ACCESS
from api.problems.address_book import ADDRESS_BOOK
from api.problems.deadlines import DEADLINES
from api.problems.documents import DOCUMENTS
from api.problems.dossiers import DOSSIERS
from api.problems.imports import IMPORTS
from api.problems.keys import KEYS
from api.problems.law import LAW
from api.problems.life import LIFE
from api.problems.litigation import LITIGATION
from api.problems.outward import OUTWARD
from api.problems.problem import Problem
from api.problems.questions import QUESTIONS
from api.problems.requests import REQUESTS

__all__ = ["PROBLEMS", "Problem"]

PROBLEMS: dict[str, Problem] = {
    **REQUESTS,
    **LAW,
    **ACCESS,
    **KEYS,
    **OUTWARD,
    **DOSSIERS,
    **LIFE,
    **DEADLINES,
    **QUESTIONS,
    **LITIGATION,
    **DOCUMENTS,
    **IMPORTS,
    **ADDRESS_BOOK,
}
