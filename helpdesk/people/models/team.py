"""Who works with whom, and in which role."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from helpdesk.identifiers import new_id
from helpdesk.people.models.user import User


class Team(models.Model):
    """A group of colleagues who share dossiers.

    pii: none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    needs_second_lawyer = models.BooleanField(
        default=False,
        db_default=False,
        help_text=_("Whether each fatal day of its dossiers is looked at by a second lawyer."),
    )

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a member of a team may do with the team's dossiers."""

    READER = "reader", _("reads")
    LAWYER = "lawyer", _("works on dossiers")
    COORDINATOR = "coordinator", _("coordinates the team")
    INTAKE = "intake", _("hands in questions and sees only those")


class Membership(models.Model):
    """A user's one role in one team.

    pii: none beyond the link between a colleague and a team.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "team"], name="one_role_per_user_and_team"),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.team}: {self.role}"
