"""What is due: deadlines, what stands over them, the mails about them."""

from deadlines.models.confirmation import Confirmation, ConfirmationState
from deadlines.models.correction import Cause, Decision, Override, OverrideKind, Recomputation
from deadlines.models.deadline import FATAL, RECEIPT_AWAITED, WATCH, Acknowledgement, Deadline, DeadlineState
from deadlines.models.digest import Digest, DigestKind, MailWishes, Weekday, WeekLetGo
from deadlines.models.lodging import Lodged, LodgedBy
from deadlines.models.loss import Loss
from deadlines.models.reminder import Reminder, ReminderMail, Rung
from deadlines.models.standing import (
    CondemnationWithStanding,
    DossierWithStanding,
    EventWithStanding,
    OrderWithStanding,
    PenaltyStanding,
)

__all__ = [
    "FATAL",
    "RECEIPT_AWAITED",
    "WATCH",
    "Acknowledgement",
    "Cause",
    "CondemnationWithStanding",
    "Confirmation",
    "ConfirmationState",
    "Deadline",
    "DeadlineState",
    "Decision",
    "Digest",
    "DigestKind",
    "DossierWithStanding",
    "EventWithStanding",
    "Lodged",
    "LodgedBy",
    "Loss",
    "MailWishes",
    "OrderWithStanding",
    "Override",
    "OverrideKind",
    "PenaltyStanding",
    "Recomputation",
    "Reminder",
    "ReminderMail",
    "Rung",
    "WeekLetGo",
    "Weekday",
]
