"""Who works here, in which team and role; who asks; which keys open the API."""

from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from helpdesk.identifiers import new_id


class Language(models.TextChoices):
    NL = "nl", "Nederlands"
    FR = "fr", "Français"
    EN = "en", "English"
    DE = "de", "Deutsch"


class Users(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new user; without a password she cannot sign in until one is set."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Someone who signs in, or an integration that calls with a key.

    pii: name, work e-mail, language of staff; kept while employed and for the trail after.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.NL)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_service = models.BooleanField(_("is an integration"), default=False)
    is_admin = models.BooleanField(_("administers the desk"), default=False)
    mail_refused_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Since when mails to this address come back.")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = Users()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="an_e_mail_address_belongs_to_one_user"),
        ]

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """A group of colleagues who share dossiers.

    pii: none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)

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


class Organisation(models.Model):
    """A reception centre, bar association, public welfare centre or member organisation.

    pii: none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200, unique=True)

    def __str__(self) -> str:
        return self.name


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


class Scope(models.TextChoices):
    """What an API key opens, within what its user may do."""

    QUESTIONS_READ = "questions:read", _("read questions")
    QUESTIONS_WRITE = "questions:write", _("hand in questions")
    DOSSIERS_READ = "dossiers:read", _("read dossiers, events and deadlines")
    DOSSIERS_WRITE = "dossiers:write", _("change dossiers, record events")
    LAW_READ = "law:read", _("read rules and compute deadlines")
    STATISTICS_READ = "statistics:read", _("read published figures")


class ApiKey(models.Model):
    """A key of an integration. Only its hash is kept; the key itself is shown once, when it is made.

    pii: none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = ArrayField(models.CharField(max_length=32, choices=Scope.choices), default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    def is_usable(self, now: datetime) -> bool:
        """Neither revoked nor past its end; the end itself is excluded."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)
