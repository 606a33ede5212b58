"""For whom people ask."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db import models
from django.db.models.functions import Concat, Lower
from django.utils.translation import gettext_lazy as _

from helpdesk.people.models.address_book import AddressBookEntry, DistinctPair, Merge, one_of_a_pair
from helpdesk.people.names import Folded, NameKeys


class OrganisationKind(models.TextChoices):
    RECEPTION_CENTRE = "reception_centre", _("reception centre")
    BAR = "bar", _("bar association")
    WELFARE_CENTRE = "welfare_centre", _("public welfare centre")
    MEMBER_ORGANISATION = "member_organisation", _("member organisation")
    NGO = "ngo", _("non-governmental organisation")
    COURT = "court", _("court or tribunal")
    AUTHORITY = "authority", _("authority")
    LAW_FIRM = "law_firm", _("law firm")
    OTHER = "other", _("other")


class Organisation(AddressBookEntry):
    """A reception centre, bar association, public welfare centre, authority, law firm and the like.

    `name` is the one the desk uses; the others are its official ones, where they are known and differ. The KBO number
    is as `helpdesk.people.enterprise_numbers` writes it, or as typed where something is wrong with it.

    pii: none but where a practice bears the name of its only lawyer; its e-mail and telephone then are hers.
    """

    kind = models.CharField(max_length=20, choices=OrganisationKind.choices, default=OrganisationKind.OTHER)
    name_nl = models.CharField(max_length=200, blank=True)
    name_fr = models.CharField(max_length=200, blank=True)
    abbreviation = models.CharField(max_length=40, blank=True)
    kbo_number = models.CharField(max_length=40, blank=True)
    postal_code = models.CharField(max_length=10, blank=True)
    municipality = models.CharField(max_length=80, blank=True)
    website = models.URLField(max_length=300, blank=True)
    folded_name = models.GeneratedField(
        expression=Folded("name"), output_field=models.TextField(), db_persist=True
    )
    folded_names = models.GeneratedField(
        expression=Folded(
            Concat(
                "name", models.Value(" "), "name_nl", models.Value(" "), "name_fr", models.Value(" "), "abbreviation"
            )
        ),
        output_field=models.TextField(),
        db_persist=True,
    )  # fmt: skip
    name_keys = models.GeneratedField(
        expression=NameKeys("name", "name_nl", "name_fr"),
        output_field=ArrayField(models.TextField()),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(merged_into=None),
                name="one_standing_organisation_per_name",
            ),
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("id")), name="no_organisation_is_merged_into_itself"
            ),
        ]
        indexes = [
            models.Index(fields=["folded_name", "id"], name="organisations_by_name"),
            GinIndex(
                fields=["folded_names"], opclasses=["gin_trgm_ops"], name="organisations_by_part_of_name"
            ),
            GinIndex(fields=["name_keys"], name="organisations_by_words_of_name"),
            models.Index(Lower("email"), condition=~models.Q(email=""), name="organisations_by_e_mail"),
            models.Index(
                fields=["phone_e164"], condition=~models.Q(phone_e164=""), name="organisations_by_phone"
            ),
            models.Index(
                fields=["kbo_number"], condition=~models.Q(kbo_number=""), name="organisations_by_kbo_number"
            ),
            GistIndex(
                fields=["postal_code", "folded_name"],
                opclasses=["gist_text_ops", "gist_trgm_ops"],
                name="organisations_alike_in_a_place",
            ),
        ]


class MembershipPeriod(models.Model):
    """From when until when an organisation is a member, both days included; none where not known, or not over.

    pii: none.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="membership_periods"
    )
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("from_on"))
                | models.Q(from_on=None)
                | models.Q(until_on=None),
                name="a_membership_ends_no_earlier_than_it_began",
            ),
            ExclusionConstraint(
                name="two_memberships_of_one_organisation_never_overlap",
                expressions=[
                    ("organisation", RangeOperators.EQUAL),
                    (
                        models.Func(
                            "from_on",
                            "until_on",
                            RangeBoundary(inclusive_upper=True),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} from {self.from_on} until {self.until_on}"

    def holds(self, day: date) -> bool:
        return (self.from_on or day) <= day <= (self.until_on or day)


class OrganisationMerge(Merge):
    """Organisations that became one.

    pii: as of `Organisation`: `before` holds what stood in the survivor.
    """

    survivor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="merges")


class DistinctOrganisations(DistinctPair):
    """Two organisations that look alike and are not the same.

    pii: none.
    """

    one = one_of_a_pair("people.Organisation")
    other = one_of_a_pair("people.Organisation")
