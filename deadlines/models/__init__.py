"""What is due: deadlines, what stands over them, the mails about them."""

from deadlines.models.correction import Cause, Decision, Override, OverrideKind, Recomputation
from deadlines.models.deadline import FATAL, WATCH, Acknowledgement, Deadline, DeadlineState
from deadlines.models.loss import Loss
from deadlines.models.reminder import Digest, Reminder, ReminderMail, Rung
from deadlines.models.standing import (
    CondemnationWithStanding,
    DossierWithStanding,
    EventWithStanding,
    OrderWithStanding,
    PenaltyStanding,
)

__all__ = [
    "FATAL",
    "WATCH",
    "Acknowledgement",
    "Cause",
    "CondemnationWithStanding",
    "Deadline",
    "DeadlineState",
    "Decision",
    "Digest",
    "DossierWithStanding",
    "EventWithStanding",
    "Loss",
    "OrderWithStanding",
    "Override",
    "OverrideKind",
    "PenaltyStanding",
    "Recomputation",
    "Reminder",
    "ReminderMail",
    "Rung",
]
