"""What shows that a deadline was met: of a fatal one what was lodged, how, and its receipt; of others words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deadlines.errors import DeadlineError
from deadlines.law.vocabulary import Remedy
from deadlines.models import Deadline, DeadlineState, Lodged, LodgedBy

# What goes with each remedy. What is not named here is compared with nothing.
LODGED_FOR: Mapping[str, frozenset[Lodged]] = {
    Remedy.APPEAL: frozenset(
        {
            Lodged.ANNULMENT_APPEAL, Lodged.FULL_JURISDICTION_APPEAL, Lodged.HIGHER_COURT_APPEAL,
            Lodged.COURT_PETITION, Lodged.UNILATERAL_PETITION,
        }
    ),
    Remedy.EXTREME_URGENCY: frozenset({Lodged.EXTREME_URGENCY_SUSPENSION}),
    Remedy.INTERIM_MEASURES: frozenset({Lodged.INTERIM_MEASURES}),
    Remedy.LEAVE_TO_REMAIN: frozenset({Lodged.REQUEST_TO_REMAIN}),
    Remedy.SUSPENSION: frozenset({Lodged.SUSPENSION}),
    Remedy.OPPOSITION: frozenset({Lodged.OPPOSITION}),
    Remedy.CASSATION: frozenset({Lodged.CASSATION_APPEAL}),
    Remedy.EUROPEAN_APPLICATION: frozenset({Lodged.EUROPEAN_APPLICATION}),
    Remedy.STEP_IN_PROCEEDINGS: frozenset({Lodged.PLEADING, Lodged.CONTINUATION_REQUEST}),
    Remedy.APPLICATION: frozenset({Lodged.APPLICATION}),
    Remedy.ENFORCEMENT: frozenset({Lodged.ENFORCEMENT_ACT}),
}  # fmt: skip
DOUBTS = {
    "other_than_the_remedy": gettext_lazy(
        "What was lodged is not what this deadline was for. Check that the right one was met."
    ),
    "lodged_after_its_day": gettext_lazy("It was lodged after the day that was to be kept."),
}


@dataclass(frozen=True, kw_only=True)
class Done:
    """What was done by a deadline, as whoever closes it says it.

    `lodged` and `lodged_by` are codes; `receipt` is a reference, and `document` a paper of the dossier.
    """

    done_on: date
    evidence: str = ""
    lodged: str = ""
    lodged_by: str = ""
    receipt: str = ""
    receipt_to_follow: bool = False
    document: UUID | None = None

    def codes(self) -> dict[str, Any]:
        """What the trail says of it: never a word or a reference."""
        if not self.lodged:
            return {}
        return {
            "lodged": self.lodged,
            "lodged_by": self.lodged_by,
            "receipt_to_follow": self.receipt_to_follow,
        }


def check_done(deadline: Deadline, done: Done) -> None:
    """Refuse what does not show that it was done, as this deadline asks it."""
    if deadline.is_fatal:
        _check_lodged(done)
        _check_receipt(done)
        return
    for name in ("lodged", "lodged_by", "receipt", "receipt_to_follow"):
        if getattr(done, name):
            raise DeadlineError("nothing_is_lodged", field=name)
    if not done.evidence.strip():
        raise DeadlineError("evidence_needed", field="evidence")


def _check_lodged(done: Done) -> None:
    for name in ("lodged", "lodged_by"):
        if not getattr(done, name):
            raise DeadlineError("lodging_needed", field=name)
    if "other" in (done.lodged, done.lodged_by) and not done.evidence.strip():
        raise DeadlineError("words_needed", field="evidence")


def _check_receipt(done: Done) -> None:
    """One or the other: that there is a receipt, or that it is still to come."""
    is_there = bool(done.receipt.strip()) or done.document is not None
    if is_there == done.receipt_to_follow:
        raise DeadlineError("receipt_needed", field="receipt")


def doubts_about(deadline: Deadline) -> list[str]:
    """What to look at again of a deadline that was met by something lodged; nothing of it is refused."""
    if deadline.state != DeadlineState.MET or not deadline.lodged:
        return []
    fitting = LODGED_FOR.get(deadline.remedy)
    is_other = fitting is not None and deadline.lodged not in (*fitting, Lodged.OTHER)
    is_late = deadline.done_on is not None and deadline.done_on > deadline.due_on
    found = {"other_than_the_remedy": is_other, "lodged_after_its_day": is_late}
    return [code for code, is_so in found.items() if is_so]


def lodged_told(changes: Mapping[str, Any]) -> str:
    """What was lodged and how, from the codes of an entry in the trail; empty where it has none."""
    if not changes.get("lodged"):
        return ""
    kinds, ways = dict[Any, Any](Lodged.choices), dict[Any, Any](LodgedBy.choices)
    told = [kinds.get(changes["lodged"]), ways.get(changes.get("lodged_by"))]
    told += [_("receipt to follow")] if changes.get("receipt_to_follow") else []
    return ", ".join(str(each) for each in told if each)
