"""Organisations: entered, put right, and members from day to day."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Value

from cases.access import ROLES_THAT_CHANGE
from cases.address_book import ORGANISATIONS
from cases.errors import CaseError
from cases.organisations import require_role
from cases.services.address_book import as_kept, change, note_entry
from helpdesk.acts import Act
from helpdesk.people.models import Language, MembershipPeriod, Organisation, OrganisationKind
from helpdesk.people.names import NameKeys
from helpdesk.trail.services import record


@dataclass(frozen=True, kw_only=True)
class Period:
    """Days of membership, both included; none where not known, or not over."""

    from_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class OrganisationDetails:
    """A new organisation, as far as it is known."""

    name: str
    kind: str = OrganisationKind.OTHER
    name_nl: str = ""
    name_fr: str = ""
    abbreviation: str = ""
    kbo_number: str = ""
    postal_code: str = ""
    municipality: str = ""
    language: str = Language.NL
    email: str = ""
    phone: str = ""
    website: str = ""


@transaction.atomic
def add_organisation(
    act: Act, details: OrganisationDetails, *, membership: Sequence[Period] = ()
) -> Organisation:
    """A new organisation. Refuses with `name_taken` a name in use; one that looks like another is only warned about."""
    require_role(act.by, [], ROLES_THAT_CHANGE)
    with _free_name(details.name):
        organisation = Organisation.objects.create(**as_kept(asdict(details)))
    _note_new(act, organisation)
    _set_membership(act, organisation, membership)
    return organisation


def organisation_of(act: Act, name: str) -> Organisation:
    """The organisation known by this name in Dutch, French or at the desk, however it is written; or a new one.

    It is locked: nobody merges it away before what is being done is done. Call it inside a transaction.
    """
    keys = NameKeys(Value(name), Value(""), Value(""))
    alike = Organisation.objects.filter(name_keys__overlap=keys).order_by("pk")
    known = alike.select_for_update(of=("self",), no_key=True).first()
    if known is not None:
        return known.standing
    organisation, is_new = Organisation.objects.get_or_create(name=name, merged_into=None)
    if is_new:
        _note_new(act, organisation)
    return organisation


@transaction.atomic
def amend_organisation(
    act: Act,
    organisation_id: UUID,
    said: Mapping[str, Any],
    *,
    membership: Sequence[Period] | None = None,
    unchanged_since: int | None = None,
) -> Organisation:
    """Put fields right; `membership`, where it is given, is all of it."""
    organisation: Organisation = ORGANISATIONS.lock(act.by, organisation_id, unchanged_since=unchanged_since)
    with _free_name(said.get("name")):
        change(act, ORGANISATIONS, organisation, said)
    if membership is not None:
        _set_membership(act, organisation, membership)
    return organisation


def _note_new(act: Act, organisation: Organisation) -> None:
    record(
        "organisation.added",
        actor=act.by,
        at=act.at,
        subject_id=organisation.pk,
        changes={"kind": organisation.kind, "kbo_number": organisation.kbo_number},
    )


@contextmanager
def _free_name(name: str | None) -> Iterator[None]:
    """Refuses with `name_taken` a name that another standing organisation has."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as clash:
        raise CaseError("name_taken", field="name", name=name) from clash


def _set_membership(act: Act, organisation: Organisation, membership: Sequence[Period]) -> None:
    """Put these periods in place of those that stood; days known to overlap or to run backward are refused."""
    _refuse_impossible(membership)
    rows = organisation.membership_periods
    before = sorted((Period(from_on=row.from_on, until_on=row.until_on) for row in rows.all()), key=_by_day)
    after = sorted(membership, key=_by_day)
    if before != after:
        rows.all().delete()
        rows.bulk_create(MembershipPeriod(organisation=organisation, **asdict(one)) for one in after)
        periods = [[_told(one) for one in before], [_told(one) for one in after]]
        note_entry(act, organisation, "organisation.membership_set", periods=periods)


def _refuse_impossible(membership: Sequence[Period]) -> None:
    in_order = sorted(membership, key=_by_day)
    for began, ended in map(_by_day, in_order):
        if ended < began:
            raise CaseError("period_backward", field="membership_periods", from_on=began, until_on=ended)
    for earlier, later in pairwise(map(_by_day, in_order)):
        if later[0] <= earlier[1]:
            raise CaseError(
                "periods_overlap", field="membership_periods", until_on=earlier[1], from_on=later[0]
            )


def _by_day(period: Period) -> tuple[date, date]:
    return period.from_on or date.min, period.until_on or date.max


def _told(period: Period) -> str:
    """The period as two ISO days with a slash between them; `..` for a day that is not known."""
    return "/".join(str(day or "..") for day in (period.from_on, period.until_on))
