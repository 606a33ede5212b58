"""The courts a case goes through."""

from uuid import UUID

from cases.errors import CaseError
from cases.models.dossier import Dossier
from cases.models.instance import Instance
from cases.services.parts import Noun, refuse_future, refuse_reversed
from helpdesk.acts import Act

HANGS_ON_IT = ("followed_by", "hearings", "decisions", "grievances")


def _refuse_what_cannot_be(act: Act, dossier: Dossier, instance: Instance) -> None:
    refuse_future(act, instance, "introduced_on", "closed_on")
    refuse_reversed(instance.introduced_on, instance.closed_on, field="closed_on")
    _refuse_circle(dossier, instance)
    later = instance.hearings.order_by("-on").values_list("on", flat=True).first()
    if instance.closed_on and later and later > instance.closed_on:
        raise CaseError(
            "hearing_after_closing", field="closed_on", hearing_on=later, closed_on=instance.closed_on
        )


def _refuse_circle(dossier: Dossier, instance: Instance) -> None:
    """Walk back from instance to instance: the way ends at one that follows none, and never leads back here."""
    if instance.previous_id is None:
        return
    followed = dict(Instance.objects.filter(litigation=dossier.pk).values_list("pk", "previous_id"))
    if instance.previous_id not in followed:
        raise CaseError("instance_unknown", field="previous")
    back: UUID | None = instance.previous_id
    while back is not None:
        if back == instance.pk:
            raise CaseError("instance_circle", field="previous")
        back = followed[back]


def _refuse_in_use(instance: Instance) -> None:
    hanging = [name for name in HANGS_ON_IT if getattr(instance, name).exists()]
    if hanging:
        raise CaseError("instance_in_use", hanging=hanging)


def instance_of(dossier: Dossier, instance_id: UUID) -> Instance:
    """The instance of this case; refuses with `instance_unknown` one of another."""
    found = Instance.objects.filter(pk=instance_id, litigation=dossier.pk).first()
    if found is None:
        raise CaseError("instance_unknown", field="instance")
    return found


INSTANCE = Noun(
    name="instance",
    model=Instance,
    needs_open=True,
    codes=("court", "role_number", "appealed_role_number", "repertory_number", "ecli"),
    check=_refuse_what_cannot_be,
    free=_refuse_in_use,
)
