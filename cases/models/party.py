"""Who takes part in a dossier, in which role and from when to when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.dossier import Dossier
from helpdesk.identifiers import new_id
from helpdesk.people.models import Organisation


class PartyRole(models.TextChoices):
    """What somebody is in a dossier."""

    CLAIMANT = "claimant", _("claimant")
    CO_CLAIMANT = "co_claimant", _("co-claimant")
    COALITION_PARTNER = "coalition_partner", _("coalition partner")
    INTERVENER = "intervener", _("intervener")
    DEFENDANT = "defendant", _("defendant")
    COUNSEL = "counsel", _("counsel")
    EXPERT = "expert", _("expert")
    THIRD_PARTY = "third_party", _("third party")
    OTHER = "other", _("other")


class Party(models.Model):
    """An organisation, an authority or a private person in one role. Both days are included; none is open-ended.

    pii: a private person by a pseudonym or initials, never by her name.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="parties"
    )
    authority = models.CharField(max_length=200, blank=True)
    pseudonym = models.CharField(
        max_length=80, blank=True, help_text=_("A pseudonym or initials, never a name.")
    )
    role = models.CharField(max_length=20, choices=PartyRole.choices)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    remark = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=False, authority="", pseudonym="")
                | (models.Q(organisation=None, pseudonym="") & ~models.Q(authority=""))
                | (models.Q(organisation=None, authority="") & ~models.Q(pseudonym="")),
                name="a_party_is_an_organisation_an_authority_or_a_person",
            ),
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("from_on"))
                | models.Q(until_on=None)
                | models.Q(from_on=None),
                name="a_party_does_not_leave_before_it_comes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.role}"

    @property
    def name(self) -> str:
        """How it is called: read with `organisation` at hand."""
        return self.organisation.name if self.organisation else self.authority or self.pseudonym
