"""What the timeline says of an act in the trail, in the caller's language."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deadlines.lodging import lodged_told
from helpdesk.days import short_day

# By the whole verb, or by what a verb of every kind of dossier ends with. What is not here is told by its verb.
WORDS: dict[str, str | Promise] = {
    "opened": gettext_lazy("opened"),
    "taken": gettext_lazy("taken on"),
    "closed": gettext_lazy("closed"),
    "reopened": gettext_lazy("opened again"),
    "question.became_litigation": gettext_lazy("became litigation"),
    "litigation.began_as_question": gettext_lazy("began as a question"),
    "dossier.amended": gettext_lazy("put right"),
    "dossier.read": gettext_lazy("read"),
    "dossier.confidentiality_set": gettext_lazy("level of confidentiality changed"),
    "dossier.access_taken_over": gettext_lazy("seen by the same as the dossier it comes of"),
    "dossier.glass_broken": gettext_lazy("sealed dossier opened by a coordinator"),
    "participant.added": gettext_lazy("somebody takes part"),
    "participant.changed": gettext_lazy("part in the dossier changed"),
    "participant.removed": gettext_lazy("somebody takes part no longer"),
    "wall.raised": gettext_lazy("wall raised"),
    "wall.lifted": gettext_lazy("wall lifted"),
    "link.added": gettext_lazy("tied to another dossier"),
    "link.removed": gettext_lazy("tie to another dossier undone"),
    "recommendation.linked": gettext_lazy("made evidence for recommendations"),
    "recommendation.unlinked": gettext_lazy("no evidence for a recommendation after all"),
    "event.corrected": gettext_lazy("event corrected"),
    "deadline.computed": gettext_lazy("deadline computed"),
    "deadline.overridden": gettext_lazy("day of a deadline set by hand"),
    "deadline.extended": gettext_lazy("deadline extended"),
    "deadline.override_withdrawn": gettext_lazy("day set by hand withdrawn"),
    "deadline.recomputed": gettext_lazy("deadline recomputed"),
    "deadline.kept": gettext_lazy("day of a deadline kept"),
    "deadline.conflict_raised": gettext_lazy("deadline waits for a decision"),
    "deadline.acknowledged": gettext_lazy("day of a deadline acknowledged"),
    "deadline.escalated": gettext_lazy("day of a deadline acknowledged by nobody, told to more"),
    "deadline.confirmation_asked": gettext_lazy("a second lawyer asked to confirm the day of a deadline"),
    "deadline.confirmed": gettext_lazy("day of a deadline confirmed by a second lawyer"),
    "deadline.contested": gettext_lazy("day of a deadline contested by a second lawyer"),
    "deadline.met": gettext_lazy("deadline met"),
    "deadline.receipt_given": gettext_lazy("receipt given of what was lodged"),
    "deadline.waived": gettext_lazy("deadline not used"),
    "deadline.went_along": gettext_lazy("deadline went along to the litigation"),
    "deadline.came_along": gettext_lazy("deadline came along from the question"),
    "watch.opened": gettext_lazy("watch entered"),
    "watch.moved": gettext_lazy("watch moved"),
    "watch.met": gettext_lazy("watch met"),
    "watch.lapsed": gettext_lazy("watch no longer arises, or its day has passed"),
    "penalty.unit_lapsed": gettext_lazy("part of a penalty was lost"),
}
DAYS = ("due_on", "done_on")


def said_of(verb: str, changes: Mapping[str, Any]) -> str:
    """The words for a verb, with what was lodged, and the day or days it is about."""
    words = str(WORDS.get(verb) or WORDS.get(verb.rpartition(".")[2]) or verb)
    lodged = lodged_told(changes)
    words = f"{words} ({lodged})" if lodged else words
    days = next((changes[name] for name in DAYS if name in changes), None)
    written = [day for day in (days if isinstance(days, list) else [days]) if day]
    told = " → ".join(short_day(date.fromisoformat(day)) for day in written)
    return _("%(act)s: %(days)s") % {"act": words, "days": told} if told else words
