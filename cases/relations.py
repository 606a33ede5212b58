"""Everything that hangs on a dossier, and what becomes of it when its question is merged into another.

One row for each relation: what follows is moved, and moved back when the merge is undone; what stays is named too, so
that a new relation nobody thought of fails a test.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from cases.models import Document, DossierLink, Event, Message, Party, Question, RecommendationLink, TimeEntry
from cases.models.dossier import LinkKind

NOTHING = Q(pk__in=[])


@dataclass(frozen=True, kw_only=True)
class Hanging:
    """Rows that hang on a dossier by a field, and follow it.

    A dossier has one row alike in `once_by`: a second one stays behind. Rows with an `other_end` tie two dossiers, and
    none to itself. Rows that came later go back with the dossier to which `goes_with` leads.
    """

    model: type[Model]
    field: str = "dossier"
    once_by: tuple[str, ...] = ()
    other_end: str = ""
    goes_with: str = ""
    stays: Q = NOTHING

    def __str__(self) -> str:
        return f"{self.model._meta.model_name}.{self.field}"

    def of(self, dossier_id: UUID) -> QuerySet[Any]:
        """The rows that hang on a dossier."""
        return self.model._default_manager.filter(**{self.field: dossier_id})

    def carry(self, origin_id: UUID, target_id: UUID) -> list[Any]:
        """Hang everything that can follow on another dossier; the identifiers of what did."""
        return self._move(self.of(origin_id).exclude(self.stays), target_id)

    def give_back(self, ids: Collection[Any], origin_id: UUID, target_id: UUID) -> None:
        """Hang those that are still there on the dossier they came from, and what came later and goes with them."""
        self._move(self.of(origin_id).filter(pk__in=ids), target_id)
        if self.goes_with:
            self._move(self.of(origin_id).filter(**{self.goes_with: target_id}), target_id)

    def _move(self, rows: QuerySet[Any], target_id: UUID) -> list[Any]:
        if self.other_end:
            rows = rows.exclude(**{self.other_end: target_id})
        if self.once_by:
            alike = self.of(target_id).filter(**{name: OuterRef(name) for name in self.once_by})
            rows = rows.exclude(Exists(alike))
        ids = list(rows.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
        self.model._default_manager.filter(pk__in=ids).update(**{self.field: target_id})
        return ids


OF_A_MERGE = Q(kind=LinkKind.MERGED_INTO)
# In this order: what goes with another follows it.
FOLLOWS = (
    Hanging(model=Question, field="answered_in"),
    Hanging(model=Message, goes_with="said_in__question__answered_in"),
    Hanging(model=Event),
    Hanging(model=Document),
    Hanging(model=Party),
    Hanging(model=TimeEntry),
    Hanging(model=RecommendationLink, once_by=("recommendation",)),
    Hanging(
        model=DossierLink,
        field="from_dossier",
        once_by=("to_dossier", "kind"),
        other_end="to_dossier",
        stays=OF_A_MERGE,
    ),
    Hanging(
        model=DossierLink,
        field="to_dossier",
        once_by=("from_dossier", "kind"),
        other_end="from_dossier",
        stays=OF_A_MERGE,
    ),
)
# What tells of the dossier itself, of where something was said first, and of merges; what no question has; and who sees
# it, which must be alike before two are merged.
STAYS = frozenset(
    {
        "question.dossier",
        "message.said_in",
        "merge.merged",
        "merge.survivor",
        "participant.dossier",
        "wall.dossier",
        "impact.cited_in",
        "litigation.dossier",
        "condemnation.dossier",
        "loss.dossier",
        "digest.names",
        "digest_names.dossier",
        "importrow.dossier",
        "dossierchange.dossier",
    }
)
