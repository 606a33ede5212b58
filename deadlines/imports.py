"""The work on an import: checked, written or undone by the one worker that claims it, with the ledger's word.

The check writes nothing but what it found. The writing goes over the file once more in one transaction: if the rows no
longer come to what the check found, the desk has changed; all of it is rolled back and the file is checked anew.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import structlog
from django.db import IntegrityError, transaction

from cases.access import team_for
from cases.errors import CaseError
from cases.imports.claims import MOST_ATTEMPTS, Claim, ClaimLostError, Watch, claimed
from cases.imports.examination import BATCH, Examination, Tally, batches
from cases.imports.findings import Finding, Job
from cases.imports.keeping import keep, note_revisions_after, touched, unbuilt
from cases.imports.mistakes import Refusal
from cases.imports.undoing import lock_dossiers, undo
from cases.imports.writing import write
from cases.models import Dossier, Event, Import
from cases.models.imports import Existing, ImportKind, ImportState, RowResult
from deadlines.errors import DeadlineError
from deadlines.law.errors import LawError
from deadlines.ledgers import ledgers_of
from deadlines.life import OF_A_PENALTY_ALONE, penalty_on
from deadlines.watches import follow_whatever
from helpdesk.acts import Act
from helpdesk.errors import DeskError
from helpdesk.trail.services import record

log = structlog.get_logger(__name__)

IN_WHOSE_NAME = {ImportState.WRITING.value: "confirmed_by", ImportState.UNDOING.value: "undone_by"}
ENTERED_MEANWHILE = "one_condemnation_per_court_role_number_and_day"
# Where an import comes to rest when its work cannot be done: one that was written stays written.
RESTS_AFTER_FAILURE = {ImportState.UNDOING.value: ImportState.WRITTEN}


WRITTEN = frozenset({RowResult.NEW, RowResult.UPDATED})


class DeskChangedError(Exception):
    """The rows no longer come to what the check found."""


def unwatched(stage: str, done: int, total: int) -> None:
    """Nobody looks on."""


@dataclass(frozen=True)
class Clock:
    """The moment, asked again and again while the work lasts; and the day at the desk."""

    now: Callable[[], datetime]
    today: date


def work_on(import_id: UUID, clock: Clock, watch: Watch = unwatched) -> None:
    """Do what an import waits for, if no other worker is at it."""
    with _named_in_trail(import_id), claimed(import_id, clock.now, watch) as claim:
        if claim is None:
            return
        try:
            _do(claim, _act(claim, clock))
        except ClaimLostError:
            log.info("import_claim_lost", id=str(import_id))


@contextmanager
def _named_in_trail(import_id: UUID) -> Iterator[None]:
    """What is done here was asked for by no request: the import itself ties the entries of the trail together."""
    with structlog.contextvars.bound_contextvars(request_id=str(import_id)):
        yield


def _act(claim: Claim, clock: Clock) -> Act:
    imported = claim.imported
    by = getattr(imported, IN_WHOSE_NAME.get(imported.state, "uploaded_by"))
    is_undone = imported.state == ImportState.UNDOING
    reason = imported.undo_reason if is_undone else f"import of {imported.file_name}"
    return Act(by=by, at=clock.now(), on=clock.today, reason=reason)


def _do(claim: Claim, act: Act) -> None:
    imported = claim.imported
    work = {ImportState.WRITING.value: _write, ImportState.UNDOING.value: _undo}.get(imported.state, _check)
    try:
        if imported.attempts > MOST_ATTEMPTS:
            raise CaseError("worker_lost", attempts=MOST_ATTEMPTS)
        team_for(act.by, imported.team.slug)
        work(claim, act)
    except CaseError as refusal:
        state = RESTS_AFTER_FAILURE.get(imported.state, ImportState.FAILED)
        claim.rest(state, problem={"code": refusal.code, "values": refusal.values})


def _examination(claim: Claim, act: Act) -> Examination:
    imported = claim.imported
    kind, existing = ImportKind(imported.kind), Existing(imported.existing)
    job = Job(act, imported.team, kind, existing, weigh)
    return Examination(job, bytes(imported.file.content), imported.sheet)


def _check(claim: Claim, act: Act) -> None:
    """Hold every row against the desk, and keep what each comes to."""
    imported = claim.imported
    claim.go_on(ImportState.CHECKING)
    imported.rows.all().delete()
    tally, examination = Tally(), _examination(claim, act)
    for findings in examination.batches():
        claim.show(findings[-1].line, examination.last_line)
        keep(imported, findings)
        tally.add(findings)
    claim.show(examination.last_line, examination.last_line)
    state = ImportState.REFUSED if tally.results[RowResult.REFUSED] else ImportState.CHECKED
    claim.rest(state, counts=tally.counts, digest=tally.digest)


def _write(claim: Claim, act: Act) -> None:
    """Write the file whole; or, if the desk has changed since the check, nothing, and check it anew."""
    try:
        with transaction.atomic():
            _write_rows(claim, act)
    except (DeskChangedError, IntegrityError) as change:
        if isinstance(change, IntegrityError) and ENTERED_MEANWHILE not in str(change):
            raise
        claim.go_on(ImportState.CHECKING, problem={"code": "desk_changed", "values": {}})
        _check(claim, act)


def _write_rows(claim: Claim, act: Act) -> None:
    imported = claim.imported
    lock_dossiers(imported)
    imported.rows.all().delete()
    tally, examination = Tally(), _examination(claim, act)
    for findings in examination.batches():
        tally.add(findings)
        if tally.results[RowResult.REFUSED]:
            raise DeskChangedError
        write(act, findings)
        follow_whatever(act, _dossiers_of(findings))
        keep(imported, findings)
        examination.forget_pending()
        claim.show(findings[-1].line, examination.last_line)
    if tally.digest != imported.digest:
        raise DeskChangedError
    note_revisions_after(imported)
    _note(act, claim, "import.written")
    claim.rest(ImportState.WRITTEN, done=examination.last_line)


def _undo(claim: Claim, act: Act) -> None:
    """Take everything back that it made, or nothing where something was built on it meanwhile."""
    with transaction.atomic():
        undo(act, claim.imported, claim.show)
        _follow_undone(act, claim.imported)
        _note(act, claim, "import.undone")
        claim.rest(ImportState.UNDONE)


def _dossiers_of(findings: Sequence[Finding]) -> list[Dossier]:
    """Those that a batch made or changed, each once and as it stands now."""
    keys = {one.dossier.pk for one in findings if one.dossier and one.result in WRITTEN}
    return list(Dossier.objects.filter(pk__in=keys).order_by("pk"))


def _follow_undone(act: Act, imported: Import) -> None:
    """Standings and watches of the dossiers that stay follow what was taken back; it builds nothing on them."""
    keys = touched(imported).filter(dossier__isnull=False).values_list("dossier", flat=True).distinct()
    for batch in batches(iter(list(keys)), BATCH):
        with unbuilt(batch):
            follow_whatever(act, Dossier.objects.filter(pk__in=batch).order_by("pk"))


def _note(act: Act, claim: Claim, verb: str) -> None:
    imported = claim.imported
    changes = {"kind": imported.kind, **imported.counts}
    record(verb, actor=act.by, at=act.at, subject_id=imported.pk, reason=act.reason, changes=changes)


def weigh(act: Act, events: Sequence[Event], kind: str | None) -> Refusal | None:
    """What the ledger has against an order with these events, as when they are recorded one by one."""
    try:
        penalty = penalty_on(events, act.on)
        if penalty is not None:
            ledgers_of(penalty, act.on)
        elif kind in OF_A_PENALTY_ALONE:
            return DeadlineError("no_penalty")
    except (DeskError, LawError) as refusal:
        return refusal
    return None
