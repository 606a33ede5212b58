"""What comes after a judgment. It is recorded in every state: most of it happens once the dossier is closed."""

from cases.access import visible_to
from cases.errors import CaseError
from cases.models.aftermath import FollowUp, FollowUpState, Impact, ImpactKind
from cases.models.dossier import Dossier
from cases.services.parts import Noun, Said, refuse_future
from helpdesk.acts import Act

# By kind, what an impact tells besides its day and its words, and nothing else; of these, one at least.
TELLS: dict[str, tuple[str, ...]] = {
    ImpactKind.PERSONS_REACHED: ("persons",),
    ImpactKind.MONEY_RECOVERED: ("amount",),
    ImpactKind.PRECEDENT_CITED: ("cited_by_ecli", "cited_in_id"),
}
FACTS = ("persons", "is_estimate", "amount", "cited_by_ecli", "cited_in_id")


def _refuse_step(act: Act, dossier: Dossier, step: FollowUp) -> None:
    """What is done was done by today; what is planned may lie ahead."""
    if step.state == FollowUpState.DONE:
        refuse_future(act, step, "on")


def _refuse_impact(act: Act, dossier: Dossier, impact: Impact) -> None:
    refuse_future(act, impact, "on")
    needed = TELLS.get(impact.kind, ())
    if needed and not any(getattr(impact, name) for name in needed):
        raise CaseError(
            "impact_fact_needed", field=_said(needed[0]), kind=impact.kind, needed=list(map(_said, needed))
        )
    allowed = {*needed, *(["is_estimate"] if impact.kind == ImpactKind.PERSONS_REACHED else [])}
    for name in FACTS:
        if name not in allowed and getattr(impact, name):
            raise CaseError("impact_fact_not_of_this_kind", field=_said(name), kind=impact.kind)
    if impact.kind == ImpactKind.PERSONS_REACHED and not (impact.source or impact.evidence_url):
        raise CaseError("source_needed", field="source")


def _from_a_seen_dossier(act: Act, said: Said) -> Said:
    """Nobody says of a dossier that it cites the case unless she may see it."""
    cited_in = said.get("cited_in")
    if cited_in and not visible_to(act.by).filter(pk=cited_in).exists():
        raise CaseError("dossier_unknown", field="cited_in")
    return said


def _said(column: str) -> str:
    return column.removesuffix("_id")


FOLLOW_UP = Noun(name="follow_up", model=FollowUp, check=_refuse_step)
IMPACT = Noun(
    name="impact", model=Impact, check=_refuse_impact, read=_from_a_seen_dossier, codes=("cited_by_ecli",)
)
