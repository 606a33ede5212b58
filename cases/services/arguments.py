"""The arguments of a case, in their order."""

from cases.models.dossier import Dossier
from cases.models.litigation import Argument
from cases.services.parts import Noun
from helpdesk.acts import Act


def _take_any(act: Act, dossier: Dossier, argument: Argument) -> None:
    """Whatever is argued may be written down."""


def _in_order(argument: Argument) -> None:
    """Number the arguments from 1: the one just written at its own place, those behind it one further on."""
    beside = list(Argument.objects.filter(litigation=argument.litigation_id).order_by("position", "id"))
    others = [one for one in beside if one.pk != argument.pk]
    if len(others) < len(beside):
        others.insert(argument.position - 1, argument)
    moved = [one for position, one in enumerate(others, 1) if one.position != position]
    for position, one in enumerate(others, 1):
        one.position = position
    Argument.objects.bulk_update(moved, ["position"])


ARGUMENT = Noun(name="argument", model=Argument, check=_take_any, settle=_in_order)
