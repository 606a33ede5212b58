"""Who asks."""

from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from helpdesk.people.models.address_book import AddressBookEntry, DistinctPair, Merge, one_of_a_pair
from helpdesk.people.models.organisation import Organisation
from helpdesk.people.models.team import Team
from helpdesk.people.names import Folded, NameKey


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


class PreferredChannel(models.TextChoices):
    """How a contact would rather be reached."""

    PHONE = "phone", _("telephone")
    MAIL = "mail", _("e-mail")
    TEXT_MESSAGE = "text_message", _("text message")
    LETTER = "letter", _("letter")


class ContactSafety(models.TextChoices):
    """What to heed so that reaching her puts nobody in danger; empty while nobody has asked."""

    SAFE = "safe", _("can be contacted without danger")
    PREFERRED_CHANNEL_ONLY = "preferred_channel_only", _("only through the preferred channel")
    LEAVE_NO_MESSAGE = "leave_no_message", _("speak to her alone, leave no message")
    THROUGH_ORGANISATION = "through_organisation", _("only through her organisation")
    NOT_SAFE = "not_safe", _("do not contact")


class Contact(AddressBookEntry):
    """The one who asks: reachable, in a capacity, perhaps for an organisation.

    `team` is the one that entered her. Who may see her is for `cases.contacts` to say. After an erasure the row and its
    links stay, and nothing that names her.

    pii: name, e-mail and telephone of the asker, and whether it is safe to contact her.
    """

    role = models.CharField(max_length=24, choices=AskerRole.choices)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT)
    preferred_channel = models.CharField(max_length=12, choices=PreferredChannel.choices, blank=True)
    safety = models.CharField(max_length=24, choices=ContactSafety.choices, blank=True)
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="contacts")
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    folded_name = models.GeneratedField(
        expression=Folded("name"), output_field=models.TextField(), db_persist=True
    )
    name_key = models.GeneratedField(
        expression=NameKey("name"), output_field=models.TextField(), db_persist=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("id")), name="no_contact_is_merged_into_herself"
            ),
            models.CheckConstraint(
                condition=models.Q(erased_at=None) | models.Q(email="", phone="", phone_e164=""),
                name="an_erased_contact_cannot_be_reached",
            ),
        ]
        indexes = [
            models.Index(fields=["folded_name", "id"], name="contacts_by_name"),
            GinIndex(fields=["folded_name"], opclasses=["gin_trgm_ops"], name="contacts_by_part_of_name"),
            GistIndex(
                fields=["organisation", "folded_name"],
                opclasses=["gist_uuid_ops", "gist_trgm_ops"],
                name="contacts_alike_in_one_house",
            ),
            models.Index(fields=["name_key"], name="contacts_by_words_of_name"),
            models.Index(Lower("email"), condition=~models.Q(email=""), name="contacts_by_e_mail"),
            models.Index(fields=["phone_e164"], condition=~models.Q(phone_e164=""), name="contacts_by_phone"),
        ]


class ContactMerge(Merge):
    """Contacts that became one.

    pii: as of `Contact`: `before` holds what stood in the survivor; emptied when she is erased.
    """

    survivor = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="merges")


class DistinctContacts(DistinctPair):
    """Two contacts that look alike and are not the same.

    pii: none.
    """

    one = one_of_a_pair("people.Contact")
    other = one_of_a_pair("people.Contact")
