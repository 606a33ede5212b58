"""Rows that were found right, written in batches: dossiers, orders, penalties, events, changes and the trail."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F

from cases.imports.columns import CONDEMNATIONS, KEY, Part
from cases.imports.copying import copy_in
from cases.imports.findings import Draft, Finding
from cases.life.details import plain
from cases.life.orders import counting
from cases.life.replay import relive
from cases.models import Condemnation, Dossier, DossierKind, Event
from cases.models.imports import RowResult
from cases.services.dossiers import entry_of
from cases.services.orders import REPEATED
from cases.services.references import next_references
from helpdesk.acts import Act
from helpdesk.trail.models import TrailEntry

# What a file may change in a condemnation, by column.
EDITABLE = {
    column.name: column
    for column in CONDEMNATIONS
    if column.part in (Part.DOSSIER, Part.ORDER) and column.name not in KEY
}
# Free text stays out of the trail: its field is named, its words are not.
CODED = ("procedure", "ecli", "appealed_role_number")


@dataclass(frozen=True)
class Change:
    """By column, what stood in a dossier and its order, and what shall stand there."""

    condemnation: Condemnation
    values: Mapping[str, tuple[Any, Any]]

    def of(self, part: Part) -> dict[str, tuple[Any, Any]]:
        return {name: pair for name, pair in self.values.items() if EDITABLE[name].part is part}


def write(act: Act, findings: Sequence[Finding]) -> None:
    """Write one batch, in as many statements whatever its size. Call it inside the transaction of the whole file."""
    _enter(act, [finding.draft for finding in findings if finding.draft])
    events = [event for finding in findings for event in finding.events]
    changes = [
        Change(finding.held.condemnation, _edits(finding))
        for finding in findings
        if finding.held and finding.result is RowResult.UPDATED
    ]
    copy_in(events)
    note_all([*put_right(act, changes), *(_recorded(act, event) for event in events)])


def _enter(act: Act, drafts: Sequence[Draft]) -> None:
    if not drafts:
        return
    names = next_references(DossierKind.CONDEMNATION, act.on.year, len(drafts))
    for draft, name in zip(drafts, names, strict=True):
        draft.dossier.reference = name
    events = [event for draft in drafts for event in draft.events]
    entries = [*(_opened(act, draft.dossier) for draft in drafts), *(_recorded(act, one) for one in events)]
    noted = Counter(entry.dossier_id for entry in entries)
    for draft in drafts:
        draft.dossier.revision += noted[draft.dossier.pk]
    copy_in([draft.dossier for draft in drafts])
    copy_in([draft.condemnation for draft in drafts])
    copy_in([draft.penalty for draft in drafts if draft.penalty])
    copy_in(events)
    copy_in(entries)


def put_right(act: Act, changes: Sequence[Change]) -> Iterator[TrailEntry]:
    """Write the new values; what is yielded has yet to be noted in the trail."""
    for part, verb in ((Part.DOSSIER, "dossier.amended"), (Part.ORDER, "condemnation.amended")):
        changed = [change for change in changes if change.of(part)]
        _save(act, part, changed)
        for change in changed:
            pairs = change.of(part)
            coded = {name: [str(value) for value in pairs[name]] for name in CODED if name in pairs}
            yield entry_of(act, change.condemnation.dossier, verb, {"fields": list(pairs), **coded})


def _save(act: Act, part: Part, changes: Sequence[Change]) -> None:
    of_dossiers = part is Part.DOSSIER
    rows: list[Any] = [one.condemnation.dossier if of_dossiers else one.condemnation for one in changes]
    fields = {"updated_at"} if of_dossiers else set()
    for row, change in zip(rows, changes, strict=True):
        row.updated_at = act.at
        for name, (_, after) in change.of(part).items():
            setattr(row, EDITABLE[name].field, after)
            fields.add(EDITABLE[name].field)
    if rows:
        type(rows[0])._default_manager.bulk_update(rows, fields)
    if not of_dossiers:
        _repeat_in_events(changes)


def _repeat_in_events(changes: Sequence[Change]) -> None:
    """The order that counts says in its event what the condemnation says, as when it is put right by hand."""
    told: defaultdict[UUID, list[Event]] = defaultdict(list)
    for event in Event.objects.filter(dossier__in=[one.condemnation.dossier_id for one in changes]):
        told[event.dossier_id].append(event)
    orders = []
    for change in changes:
        order = counting(relive(told[change.condemnation.dossier_id]).orders)
        if order is not None:
            after = {EDITABLE[name].field: value for name, (_, value) in change.of(Part.ORDER).items()}
            repeated = {name: value for name, value in after.items() if name in REPEATED}
            order.event.details = plain({**order.event.details, **repeated})
            orders.append(order.event)
    Event.objects.bulk_update(orders, ["details"])


def note_all(entries: Iterable[TrailEntry]) -> None:
    """What `cases.services.dossiers.note` does, for many: the trail, and the next revision of each dossier."""
    entries = list(entries)
    copy_in(entries)
    noted: dict[int, list[UUID]] = {}
    for dossier_id, count in Counter(one.dossier_id for one in entries if one.dossier_id).items():
        noted.setdefault(count, []).append(dossier_id)
    for count, dossier_ids in noted.items():
        Dossier.objects.filter(pk__in=dossier_ids).update(revision=F("revision") + count)


def _opened(act: Act, dossier: Dossier) -> TrailEntry:
    changes = {"reference": dossier.reference, "state": dossier.state}
    return entry_of(act, dossier, "condemnation.opened", changes)


def _recorded(act: Act, event: Event) -> TrailEntry:
    return entry_of(act, event.dossier, "event.recorded", event_changes(event))


def event_changes(event: Event) -> dict[str, str]:
    """What the trail says of an event."""
    return {"event": str(event.pk), "kind": str(event.kind), "on": str(event.occurred_on or "")}


def _edits(finding: Finding) -> dict[str, tuple[Any, Any]]:
    """The changes that are edits of fields; the rest became events."""
    return {name: pair for name, pair in finding.changes.items() if name in EDITABLE}
