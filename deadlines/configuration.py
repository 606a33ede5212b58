"""Opening hours, and days unlike them, as a file says them; `absent: true` takes them back."""

from abc import abstractmethod
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from cases.models import OpeningException, OpeningHours
from cases.models.hours import AnswerUnit
from deadlines.hours import KINDS, as_kept, day_of, plan_on, put_plan, take_back_plan
from deadlines.law.errors import LawError
from helpdesk.acts import DeskAct
from helpdesk.configuration.section import AS_IT_IS, Difference, Does, EntryError, Section
from helpdesk.configuration.sections.teams import known_team
from helpdesk.configuration.strict import Block

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MOST_UNITS = 1000


@dataclass(frozen=True)
class PlanEntry:
    """What is said of a day, without the day; nothing where nothing is to be planned for it any more."""

    team: str
    on: date
    said: Mapping[str, Any] | None

    @property
    def name(self) -> str:
        return f"{self.team}/{self.on}"


class Plans(Section[PlanEntry]):
    """What both kinds of plan have in common: of each team, one for each day."""

    model: ClassVar[Any]
    day: ClassVar[str]

    def read(self, block: Block) -> PlanEntry:
        team, on = block.text("team"), block.day(self.day)
        absent = block.has("absent") and block.flag("absent")
        return PlanEntry(team, on, None if absent else self.read_said(block))

    @abstractmethod
    def read_said(self, block: Block) -> dict[str, Any]:
        """What is said of the day, by its shape alone."""

    def compare(self, entry: PlanEntry) -> Difference:
        plan = plan_on(self.model, known_team(entry.team), entry.on)
        stands = {name: getattr(plan, name) for name in KINDS[self.model][1][1:]} if plan else {}
        if entry.said is None:
            return Difference(Does.REMOVED, _told(stands)) if plan else Difference(Does.LEFT, "not there")
        wanted = as_kept(entry.said)
        if plan is None:
            return Difference(Does.ADDED, _told(wanted))
        new = {name: value for name, value in wanted.items() if stands[name] != value}
        said = [f"{name} {_value(stands[name])} → {_value(value)}" for name, value in new.items()]
        return Difference(Does.CHANGED, "; ".join(said)) if said else AS_IT_IS

    def apply(self, act: DeskAct, entry: PlanEntry) -> str:
        team = known_team(entry.team)
        try:
            if entry.said is None:
                take_back_plan(act, self.model, team, entry.on)
            else:
                put_plan(act, self.model, team, {day_of(self.model): entry.on, **entry.said})
        except LawError as refusal:
            raise EntryError(refusal.code, field=self.day, **refusal.values) from refusal
        return ""

    def names(self) -> Collection[str]:
        rows = self.model.objects.values_list("team__slug", day_of(self.model))
        return {f"{team}/{on}" for team, on in rows}


class Hours(Plans):
    """An ordinary week from a day on, and within what it means to answer."""

    key = "opening_hours"
    model = OpeningHours
    day = "valid_from"

    def read_said(self, block: Block) -> dict[str, Any]:
        week = _read_blocks(block, "week")
        if not week:
            raise block.refuse("week", "missing_key")
        within = block.number("answer_within", 1, MOST_UNITS)
        unit = block.word("answer_unit", AnswerUnit.values)
        return {"week": week, "answer_within": within, "answer_unit": unit}


class Exceptions(Plans):
    """A day on which a team is open otherwise; an empty list of blocks closes it."""

    key = "opening_exceptions"
    model = OpeningException
    # The column is called `on`, which to YAML is the word for yes.
    day = "day"
    called = {"answer_within": "blocks"}

    def read_said(self, block: Block) -> dict[str, Any]:
        return {"blocks": _read_blocks(block, "blocks")}


def _read_blocks(block: Block, key: str) -> list[dict[str, Any]]:
    """The key is needed: a day is not closed because somebody forgot it."""
    if not block.has(key):
        raise block.refuse(key, "missing_key")
    read = []
    for inner in block.blocks(key):
        weekday = {"weekday": inner.number("weekday", 1, 7)} if key == "week" else {}
        read.append({**weekday, "opens": inner.clock("opens"), "closes": inner.clock("closes")})
        inner.close()
    return read


def _told(columns: Mapping[str, Any]) -> str:
    return "; ".join(f"{name} {_value(value)}" for name, value in columns.items())


def _value(value: Any) -> str:
    """For people; of blocks, each with its day where it has one."""
    return (", ".join(map(_block, value)) or "closed") if isinstance(value, list) else str(value)


def _block(block: Mapping[str, Any]) -> str:
    weekday = f"{WEEKDAYS[block['weekday'] - 1]} " if "weekday" in block else ""
    return f"{weekday}{block['opens']}-{block['closes']}"
