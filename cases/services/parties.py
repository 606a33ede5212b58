"""Who takes part in a dossier."""

from datetime import date

from cases.errors import CaseError
from cases.models.dossier import Dossier
from cases.models.party import Party
from cases.services.parts import Noun, Said, refuse_reversed
from helpdesk.acts import Act
from helpdesk.people.models import Organisation


def _with_organisation(act: Act, said: Said) -> Said:
    """The organisation by its name: the known one, or a new one."""
    if "organisation" not in said:
        return said
    name = said["organisation"]
    if not name:
        return {**said, "organisation": None}
    known = Organisation.objects.filter(name__iexact=name).first()
    return {**said, "organisation": known or Organisation.objects.get_or_create(name=name)[0]}


def _refuse_what_cannot_be(act: Act, dossier: Dossier, party: Party) -> None:
    named = [name for name in ("organisation", "authority", "pseudonym") if getattr(party, name)]
    if len(named) != 1:
        raise CaseError("one_party", field=named[-1] if named else "organisation")
    refuse_reversed(party.from_on, party.until_on, field="until_on")
    same = dossier.parties.filter(
        organisation=party.organisation,
        authority__iexact=party.authority,
        pseudonym__iexact=party.pseudonym,
        role=party.role,
    )
    for other in same.exclude(pk=party.pk):
        if _begins(party) <= _ends(other) and _begins(other) <= _ends(party):
            raise CaseError(
                "party_overlaps", field="from_on", role=party.role, from_on=other.from_on, until_on=other.until_on
            )  # fmt: skip


def _begins(party: Party) -> date:
    return party.from_on or date.min


def _ends(party: Party) -> date:
    return party.until_on or date.max


PARTY = Noun(
    name="party",
    model=Party,
    path="dossier",
    kind=None,
    read=_with_organisation,
    check=_refuse_what_cannot_be,
)
