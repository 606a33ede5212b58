"""What is due: deadlines, what stands over them, the mails about them."""

from deadlines.models.correction import Cause, Decision, Override, OverrideKind, Recomputation
from deadlines.models.deadline import Deadline, DeadlineState
from deadlines.models.reminder import Digest, Reminder, ReminderMail

__all__ = [
    "Cause",
    "Deadline",
    "DeadlineState",
    "Decision",
    "Digest",
    "Override",
    "OverrideKind",
    "Recomputation",
    "Reminder",
    "ReminderMail",
]
