"""Who asks."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from helpdesk.identifiers import new_id
from helpdesk.people.models.organisation import Organisation
from helpdesk.people.models.user import Language


class AskerRole(models.TextChoices):
    """In what capacity someone puts a question to the desk."""

    LAWYER = "lawyer", _("lawyer")
    SOCIAL_WORKER = "social_worker", _("social worker of a reception centre")
    WELFARE_CENTRE = "welfare_centre", _("public welfare centre")
    VOLUNTEER = "volunteer", _("volunteer")
    GUARDIAN = "guardian", _("guardian")
    MEMBER_ORGANISATION = "member_organisation", _("member organisation")
    HOST_FAMILY = "host_family", _("host family")
    APPLICANT = "applicant", _("applicant for protection")
    OTHER = "other", _("other")


class Contact(models.Model):
    """The one who asks: reachable, in a capacity, perhaps for an organisation.

    pii: name, e-mail and telephone of the asker; shown only inside the dossiers she asked in.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=24, choices=AskerRole.choices)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.NL)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"), "name", condition=~models.Q(email=""), name="one_contact_per_name_and_e_mail"
            ),
        ]

    def __str__(self) -> str:
        return self.name
