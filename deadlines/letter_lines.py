"""One deadline, and one penalty, as the mails say them: plain texts in the language that is switched on."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from deadlines.computing import spoken
from deadlines.internal_days import internal_day_of
from deadlines.law.vocabulary import RuleKind
from deadlines.models import ConfirmationState, Deadline, Loss, PenaltyStanding
from deadlines.standings import LapsingPenalty
from deadlines.watch_lines import watch_told
from deadlines.wording import euros, time_ahead, time_overdue
from helpdesk.days import long_day, short_day
from helpdesk.outbox.letters import link_to


class Standing(Enum):
    """Where a deadline stands on a day. Late: the safe day is over, the last day that can be defended is not."""

    AHEAD = "ahead"
    LATE = "late"
    OVERDUE = "overdue"


@dataclass(frozen=True, kw_only=True)
class DeadlineLine:
    """What a mail says of one deadline. Title, steps and warnings are in `law_language`: the law speaks no German.

    In brief: no more than which, when and how long.
    """

    reference: str
    title: str
    law_language: str
    standing: Standing
    ring_day: str
    when: str
    left: str
    caution: str
    needs_confirmation: bool
    steps: list[dict[str, str]]
    warnings: list[str]
    url: str
    subject: str
    internal: str = ""
    second_look: str = ""
    money: str = ""
    saves: str = ""
    is_brief: bool = False

    @property
    def is_past(self) -> bool:
        return self.standing is not Standing.AHEAD

    @property
    def steps_as_prose(self) -> str:
        """The whole sum in one paragraph."""
        return ". ".join(step["what"] for step in self.steps) + "."

    @property
    def articles(self) -> str:
        """The articles of all steps in the order of the sum: each act once, each of its articles once."""
        acts: dict[str, list[str]] = {}
        for article in "; ".join(step["article"] for step in self.steps if step["article"]).split("; "):
            act, comma, place = article.partition(", art. ")
            places = acts.setdefault(act, [])
            if comma and f"art. {place}" not in places:
                places.append(f"art. {place}")
        return "; ".join(", ".join([act, *places]) for act, places in acts.items())


@dataclass(frozen=True, kw_only=True)
class PenaltyLine:
    """What a mail says of one penalty of which units are about to lapse."""

    reference: str
    claimable: str
    lapse_day: str
    url: str


@dataclass(frozen=True, kw_only=True)
class LossLine:
    """What a mail says of units that were lost; what is left, and the next day, only where they are known for today."""

    reference: str
    what: str
    left: str
    next_day: str
    url: str


def deadline_line(deadline: Deadline, today: date) -> DeadlineLine:
    language = spoken(get_language())
    told = deadline.answer[language]
    result: dict[str, Any] = told["results"][told["governing"]]
    return DeadlineLine(
        reference=deadline.dossier.reference,
        title=result["title"],
        law_language=language,
        standing=standing_of(deadline, today),
        ring_day=long_day(deadline.due_on),
        needs_confirmation=deadline.needs_confirmation,
        steps=result["steps"],
        warnings=[warning["text"] for warning in result["warnings"]],
        url=url_of(deadline),
        **(watch_told(deadline, today) if deadline.is_watch else _term_told(deadline, today)),
    )


def url_of(deadline: Deadline) -> str:
    """By way of the sign-in page: it lets a colleague with a session through and asks another who she is."""
    return link_to(f"/api/v1/deadlines/{deadline.pk}")


def _term_told(deadline: Deadline, today: date) -> dict[str, Any]:
    """The members of a line that a term and a watch say in words of their own."""
    standing = standing_of(deadline, today)
    when, left = _when(deadline), _left(deadline, standing, today)
    subject = _("%(reference)s: last day %(when)s (%(left)s)")
    return {
        "subject": subject % {"reference": deadline.dossier.reference, "when": when, "left": left},
        "when": when,
        "left": left,
        "caution": _caution(deadline, standing),
        "internal": _internal(deadline, today),
        "second_look": _second_look(deadline),
    }


def _internal(deadline: Deadline, today: date) -> str:
    """By when the desk wants it done, while that can still be so."""
    day = internal_day_of(deadline)
    return _("The desk wants it done by %(day)s.") % {"day": long_day(day)} if day and day >= today else ""


def _second_look(deadline: Deadline) -> str:
    """That a second lawyer was asked about the day and has not confirmed it, or that she contests it."""
    if deadline.rule_kind != RuleKind.PARTY_DEADLINE or deadline.confirmation is None:
        return ""
    return {
        ConfirmationState.AWAITED: _("Not yet confirmed by a second lawyer."),
        ConfirmationState.CONTESTED: _("A second lawyer contests this date."),
    }.get(deadline.confirmation.state, "")


def penalty_line(penalty: LapsingPenalty) -> PenaltyLine:
    return PenaltyLine(
        reference=penalty.reference,
        claimable=euros(penalty.claimable),
        lapse_day=long_day(penalty.lapses_on),
        url=_ledger_of(penalty.dossier_id),
    )


def loss_line(loss: Loss, today: date) -> LossLine:
    standing: PenaltyStanding = loss.dossier.condemnation.standing
    is_known = standing.is_of(today)
    what = ngettext("%(units)d unit, %(amount)s", "%(units)d units, %(amount)s", loss.units)
    return LossLine(
        reference=loss.dossier.reference,
        what=what % {"units": loss.units, "amount": euros(loss.amount)},
        left=euros(standing.claimable_amount) if is_known else "",
        next_day=long_day(standing.lapses_on) if is_known and standing.lapses_on else "",
        url=_ledger_of(loss.dossier_id),
    )


def _ledger_of(dossier_id: UUID) -> str:
    return link_to(f"/api/v1/condemnations/{dossier_id}/ledger")


def standing_of(deadline: Deadline, today: date) -> Standing:
    if today <= deadline.due_on:
        return Standing.AHEAD
    last_on = _last_on(deadline)
    return Standing.LATE if last_on is None or today <= last_on else Standing.OVERDUE


def _last_on(deadline: Deadline) -> date | None:
    """The last day that can be defended, included; none where nothing bounds it. A day set by hand is the last."""
    if deadline.is_overridden:
        return deadline.due_on
    return deadline.legal_on if deadline.earliest_safe_on is None else deadline.latest_arguable_on


def _when(deadline: Deadline) -> str:
    """The last day; where it is not certain, the two days it lies between, so that no single date misleads."""
    first_on, last_on = deadline.earliest_safe_on, deadline.latest_arguable_on
    if first_on is None or first_on == last_on or deadline.is_overridden:
        return short_day(deadline.due_on)
    if last_on is None:
        return _("%(first)s or later") % {"first": short_day(first_on)}
    return _("between %(first)s and %(last)s") % {"first": short_day(first_on), "last": short_day(last_on)}


def _left(deadline: Deadline, standing: Standing, today: date) -> str:
    last_on = _last_on(deadline)
    if standing is Standing.OVERDUE and last_on is not None:
        return time_overdue(last_on, today)
    if standing is Standing.LATE:
        return _("safe day passed")
    ahead = time_ahead(deadline.due_on, today)
    return ahead if last_on == deadline.due_on else _("safe day: %(left)s") % {"left": ahead}


def _caution(deadline: Deadline, standing: Standing) -> str:
    """Why the day that rings is not the last day of the law, where they differ, and what that means today."""
    last_on = _last_on(deadline)
    if deadline.is_overridden:
        said = _("This day was set by hand; the computation gives %(computed)s.")
        return said % {"computed": short_day(deadline.computed_due_on)}
    if last_on == deadline.due_on or standing is Standing.OVERDUE:
        return ""
    if standing is Standing.LATE:
        return _late_caution(last_on)
    if deadline.earliest_safe_on is not None:
        said = _("The last day is not certain. Who acts by %(safe)s is in time on every reading.")
        return said % {"safe": short_day(deadline.due_on)}
    said = _("By the letter of the rule the last day is %(last)s. The earlier day is safe on every reading.")
    return said % {"last": short_day(deadline.legal_on)}


def _late_caution(last_on: date | None) -> str:
    if last_on is None:
        return _("The safe day is over. It may still be in time on another reading: act at once.")
    said = _("The safe day is over. Until %(last)s it may still be in time on another reading: act at once.")
    return said % {"last": short_day(last_on)}
