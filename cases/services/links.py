"""Ties between dossiers, made and undone by hand."""

from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from cases.access import Action, get_dossier, visible_to
from cases.errors import CaseError
from cases.models.dossier import Dossier, DossierLink, LinkKind
from cases.services.dossiers import note
from helpdesk.acts import Act
from helpdesk.errors import NotFoundError

# What the desk itself ties when a question is promoted, merged or split.
BY_THE_DESK = (LinkKind.BECAME, LinkKind.MERGED_INTO, LinkKind.SPLIT_INTO)
BY_HAND = tuple(kind for kind in LinkKind if kind not in BY_THE_DESK)

# One tie to a parent at a time: two that are made side by side could close a circle that neither sees.
ONE_PARENT_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('cases.dossierlink.parent'))"
# Whether the first dossier stands anywhere above the second.
STANDS_ABOVE = """
WITH RECURSIVE above (id) AS (
    SELECT to_dossier_id FROM cases_dossierlink WHERE kind = 'parent' AND from_dossier_id = %(below)s
    UNION
    SELECT link.to_dossier_id FROM cases_dossierlink link JOIN above ON link.from_dossier_id = above.id
    WHERE link.kind = 'parent'
)
SELECT EXISTS (SELECT 1 FROM above WHERE id = %(above)s)
"""


@transaction.atomic
def link_dossiers(act: Act, dossier_id: UUID, *, to: UUID, kind: LinkKind) -> DossierLink:
    """Tie a dossier to another that the acting colleague sees too; of `parent`, the other one is the whole.

    Refuses with `dossier_unknown` another that is not there for her, with `link_known` what is tied so already,
    whichever way round, and with `link_circle` a dossier that would become part of itself.
    """
    get_dossier(act.by, dossier_id, Action.CHANGE)
    if to == dossier_id:
        raise CaseError("link_to_itself", field="to")
    if not visible_to(act.by).filter(pk=to).exists():
        raise CaseError("dossier_unknown", field="to")
    this, other = _both(act, dossier_id, to)
    ends = Q(from_dossier=this, to_dossier=other) | Q(from_dossier=other, to_dossier=this)
    if DossierLink.objects.filter(ends, kind=kind).exists():
        raise CaseError("link_known", field="to", kind=kind.value)
    if kind is LinkKind.PARENT:
        _refuse_a_circle(this, other)
    link = DossierLink.objects.create(from_dossier=this, to_dossier=other, kind=kind)
    _note(act, "link.added", link, this, other)
    return link


@transaction.atomic
def unlink_dossiers(act: Act, dossier_id: UUID, link_id: UUID, *, unchanged_since: int | None = None) -> None:
    """Undo a tie of this dossier, from either end. What became of a question stays tied to it (`link_stays`)."""
    get_dossier(act.by, dossier_id, Action.CHANGE)
    link = DossierLink.objects.filter(
        Q(from_dossier=dossier_id) | Q(to_dossier=dossier_id), pk=link_id
    ).first()
    if link is None:
        raise NotFoundError
    other_id = link.to_dossier_id if link.from_dossier_id == dossier_id else link.from_dossier_id
    this, other = _both(act, dossier_id, other_id, unchanged_since=unchanged_since)
    if link.kind in BY_THE_DESK:
        raise CaseError("link_stays")
    removed, _ = DossierLink.objects.filter(pk=link.pk).delete()
    if not removed:
        raise NotFoundError
    _note(act, "link.removed", link, this, other)


def _both(
    act: Act, dossier_id: UUID, other_id: UUID, *, unchanged_since: int | None = None
) -> tuple[Dossier, Dossier]:
    """This dossier, to be changed, and the other, to be seen; locked in the order of their ids."""
    found = {}
    for one in sorted((dossier_id, other_id)):
        is_this = one == dossier_id
        action, since = (Action.CHANGE, unchanged_since) if is_this else (Action.VIEW, None)
        found[one] = get_dossier(act.by, one, action, lock=True, unchanged_since=since)
    return found[dossier_id], found[other_id]


def _refuse_a_circle(part: Dossier, whole: Dossier) -> None:
    with connection.cursor() as cursor:
        cursor.execute(ONE_PARENT_AT_A_TIME)
        cursor.execute(STANDS_ABOVE, {"below": whole.pk, "above": part.pk})
        if cursor.fetchone()[0]:
            raise CaseError("link_circle", field="to")


def _note(act: Act, verb: str, link: DossierLink, this: Dossier, other: Dossier) -> None:
    """In the trail of both, the other by its id: not everybody who sees the one may know the other."""
    note(act, this, verb, kind=link.kind, other=other.pk)
    note(act, other, verb, kind=link.kind, other=this.pk)
