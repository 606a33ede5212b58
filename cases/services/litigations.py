"""Strategic litigation."""

from dataclasses import asdict, dataclass

from django.db import transaction

from cases.models.dossier import Dossier, DossierKind, State
from cases.models.litigation import Litigation
from cases.services.dossiers import Opening, open_dossier
from helpdesk.acts import Act


@dataclass(frozen=True, kw_only=True)
class LitigationDetails:
    """What is special to litigation; what is not known yet is empty."""

    aim: str = ""
    court: str = ""
    role_number: str = ""
    ecli: str = ""
    result: str = ""
    source_url: str = ""


@transaction.atomic
def open_litigation(act: Act, opening: Opening, *, details: LitigationDetails) -> Dossier:
    dossier = open_dossier(act, DossierKind.LITIGATION, opening, state=State.OPEN)
    Litigation.objects.create(dossier=dossier, **asdict(details))
    return dossier
