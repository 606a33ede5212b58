"""Planning when a team is open. Whatever changes, the questions that wait for an answer are reckoned anew."""

from collections.abc import Iterable, Mapping
from datetime import date, time
from itertools import pairwise
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import get_default_timezone

from cases.answers import awaiting, start_of
from cases.errors import CaseError
from cases.hours import Block, Timetable, Version
from cases.models import Dossier, OpeningException, OpeningHours, Question
from cases.models.hours import AnswerUnit
from cases.services.dossiers import note_all
from deadlines.law.load import load_law
from helpdesk.acts import Act, AnyAct, DeskAct
from helpdesk.errors import NotFoundError
from helpdesk.people.colleagues import coordinates, teams_of
from helpdesk.people.models import Team, User
from helpdesk.revisions import refuse_if_changed
from helpdesk.trail.services import record

Plan = TypeVar("Plan", OpeningHours, OpeningException)
# Of each kind of plan: its word in the trail, and its columns, first the day from or on which it holds.
KINDS: dict[type, tuple[str, tuple[str, ...]]] = {
    OpeningHours: ("opening_hours", ("valid_from", "week", "answer_within", "answer_unit")),
    OpeningException: ("opening_exception", ("on", "blocks")),
}


def timetable_of(team_id: UUID) -> Timetable:
    """When a team is open. Nobody changes it until the transaction ends, so no question that comes in is passed over.

    Call it before a dossier is locked.
    """
    _lock(team_id)
    calendar = load_law().calendar
    versions = OpeningHours.objects.filter(team=team_id).order_by("valid_from")
    exceptions = OpeningException.objects.filter(team=team_id)
    return Timetable(
        zone=get_default_timezone(),
        versions=[_version(hours) for hours in versions],
        exceptions={each.on: _blocks(each.blocks) for each in exceptions},
        is_holiday=lambda on: calendar.holiday_name(on, "en") is not None,
    )


def _lock(team_id: UUID) -> None:
    """One transaction at a time; others may still open dossiers in the team."""
    Team.objects.select_for_update(no_key=True).get(pk=team_id)


def _version(hours: OpeningHours) -> Version:
    return Version(
        valid_from=hours.valid_from,
        week={day: _blocks(hours.week, day) for day in range(1, 8)},
        answer_within=hours.answer_within,
        counts_working_days=hours.answer_unit == AnswerUnit.WORKING_DAYS,
    )


def _blocks(stored: Iterable[Mapping[str, Any]], weekday: int | None = None) -> list[Block]:
    """The blocks in their order; of a week, those of one day."""
    return [
        Block(time.fromisoformat(block["opens"]), time.fromisoformat(block["closes"]))
        for block in stored
        if block.get("weekday") == weekday
    ]


def plans_seen_by(user: User, model: type[Plan]) -> QuerySet[Plan]:
    """Those of the teams of which she sees the work."""
    return model._default_manager.filter(team__in=teams_of(user)).select_related("team")


def get_plan(user: User, model: type[Plan], plan_id: UUID) -> Plan:
    """One of them, for a coordinator of its team."""
    plan = plans_seen_by(user, model).filter(pk=plan_id).first()
    if plan is None:
        raise NotFoundError
    _require_coordinator(user, plan.team)
    return plan


def _require_coordinator(user: User, team: Team) -> None:
    if not coordinates(user, team):
        raise CaseError("coordinator_needed")


@transaction.atomic
def enter_plan(act: Act, model: type[Plan], slug: str, said: Mapping[str, Any]) -> Plan:
    """Opening hours from a day on, or other ones on one day, of a team she coordinates."""
    team = teams_of(act.by).filter(slug=slug).first()
    if team is None:
        raise CaseError("team_unknown", field="team", team=slug)
    _require_coordinator(act.by, team)
    _lock(team.pk)
    return _write(act, model(team=team), {}, said, verb="entered")


@transaction.atomic
def amend_plan(
    act: Act, model: type[Plan], plan_id: UUID, said: Mapping[str, Any], *, unchanged_since: int | None = None
) -> Plan:
    """Put it right. What was answered meanwhile stays in time or late as it was."""
    plan = _held(act.by, model, plan_id, unchanged_since)
    return _write(act, plan, _columns(plan), said, verb="amended")


@transaction.atomic
def remove_plan(act: Act, model: type[Plan], plan_id: UUID, *, unchanged_since: int | None = None) -> None:
    """It does not hold after all: what held before it holds on."""
    _remove(act, _held(act.by, model, plan_id, unchanged_since))


def _held(user: User, model: type[Plan], plan_id: UUID, unchanged_since: int | None) -> Plan:
    """The plan with its team locked, as it stands now."""
    _lock(get_plan(user, model, plan_id).team_id)
    plan = get_plan(user, model, plan_id)
    refuse_if_changed(plan, unchanged_since)
    return plan


def plan_on(model: type[Plan], team: Team, on: date) -> Plan | None:
    """What a team has planned from this day on, or for this day."""
    return model._default_manager.filter(team=team, **{day_of(model): on}).select_related("team").first()


def day_of(model: type[Plan]) -> str:
    """The column with the day from or on which it holds."""
    return KINDS[model][1][0]


@transaction.atomic
def put_plan(act: DeskAct, model: type[Plan], team: Team, said: Mapping[str, Any]) -> Plan:
    """The desk's own configuration: what is planned for this day put right, or else planned."""
    _lock_all()
    plan = plan_on(model, team, said[day_of(model)])
    if plan is None:
        return _write(act, model(team=team), {}, said, verb="entered")
    return _write(act, plan, _columns(plan), said, verb="amended")


@transaction.atomic
def take_back_plan(act: DeskAct, model: type[Plan], team: Team, on: date) -> None:
    """The desk's own configuration: nothing is planned for this day after all."""
    _lock_all()
    plan = plan_on(model, team, on)
    if plan is not None:
        _remove(act, plan)


def _lock_all() -> None:
    """A configuration speaks of several teams in one transaction: every team is locked before any dossier."""
    list(Team.objects.order_by("pk").select_for_update(no_key=True))


def _remove(act: AnyAct, plan: Plan) -> None:
    type(plan)._default_manager.filter(pk=plan.pk).delete()
    _settle(act, plan, "removed", _columns(plan), {})


def _write(act: AnyAct, plan: Plan, before: dict[str, Any], said: Mapping[str, Any], *, verb: str) -> Plan:
    for name, value in as_kept(said).items():
        setattr(plan, name, value)
    day = day_of(type(plan))
    # A day of which the legal calendar is not sure is refused by it.
    load_law().calendar.is_working_day(getattr(plan, day))
    same_day = type(plan)._default_manager.filter(team=plan.team, **{day: getattr(plan, day)})
    if same_day.exclude(pk=plan.pk).exists():
        raise CaseError("hours_known", field=day)
    after = _columns(plan)
    if after != before:
        plan.revision += bool(before)
        plan.save()
        _settle(act, plan, verb, before, after)
    return plan


def as_kept(said: Mapping[str, Any]) -> dict[str, Any]:
    """What is said, with its blocks as they are kept."""
    return {
        name: _checked(name, value) if name in ("week", "blocks") else value for name, value in said.items()
    }


def _checked(name: str, blocks: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The blocks as they are kept, in order; refuses with `blocks_overlap` those that cannot follow one another."""
    ordered = sorted(blocks, key=lambda block: (block.get("weekday", 0), block["opens"]))
    if any(block["closes"] <= block["opens"] for block in ordered) or any(
        one.get("weekday") == two.get("weekday") and two["opens"] < one["closes"]
        for one, two in pairwise(ordered)
    ):
        raise CaseError("blocks_overlap", field=name)
    return [
        {**block, "opens": f"{block['opens']:%H:%M}", "closes": f"{block['closes']:%H:%M}"}
        for block in ordered
    ]


def _columns(plan: OpeningHours | OpeningException) -> dict[str, Any]:
    day, *others = KINDS[type(plan)][1]
    return {day: str(getattr(plan, day)), **{name: getattr(plan, name) for name in others}}


def _settle(act: AnyAct, plan: Plan, verb: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Reckon anew what waits, and write it down: what stood there, what stands there, and how many moved."""
    moved = _reckon(act, plan.team_id)
    changed = {name: [before.get(name), after.get(name)] for name in {**before, **after}}
    told = {name: pair for name, pair in changed.items() if pair[0] != pair[1]}
    verb = f"{KINDS[type(plan)][0]}.{verb}"
    changes = {"team": plan.team.slug, "moved": moved, **told}
    record(verb, actor=act.by, at=act.at, subject_id=plan.pk, reason=act.reason, changes=changes)


def _reckon(act: AnyAct, team_id: UUID) -> int:
    """Set by when each waiting question of a team is to be answered; the number of those that moved."""
    timetable = timetable_of(team_id)
    for version in timetable.versions:
        # A target that cannot be reached is refused now, not when the next question comes in.
        timetable.due(start_of(version.valid_from))
    waiting = awaiting().filter(dossier__team=team_id)
    locked = list(Dossier.objects.filter(question__in=waiting).order_by("pk").select_for_update(of=("self",)))
    moved = reckon(timetable, waiting.filter(dossier__in=locked))
    note_all(act, "question.answer_due_moved", {question.dossier: told for question, told in moved.items()})
    return len(moved)


def reckon(timetable: Timetable, waiting: QuerySet[Question]) -> dict[Question, dict[str, object]]:
    """Set by when each of these is to be answered; those that moved, with what the trail says of it.

    Call it with the team locked, by `timetable_of`.
    """
    moved: dict[Question, dict[str, object]] = {}
    for question in waiting.select_related("dossier").order_by("pk").select_for_update(of=("self",)):
        due = timetable.due(question.clock_started_at)
        if due != question.due_for_answer_at:
            moved[question] = {"due": [str(question.due_for_answer_at or ""), str(due or "")]}
            question.due_for_answer_at = due
    Question.objects.bulk_update(moved, ["due_for_answer_at"])
    return moved
