"""Identifiers read: written in one way where that is sure, and warned about in the caller's language, never refused."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.access import act_of
from api.bodies import read_query
from api.views import DeskView
from cases.courts import Court
from cases.ecli import read_ecli
from cases.errors import CaseError
from cases.identifiers import Identified, identifiers_of
from cases.readings import Known, Reading, Warned
from cases.role_numbers import read_role_number
from helpdesk.people.models import Scope

WARNINGS: dict[str, str | Promise] = {
    "not_an_ecli": _(
        "This does not have the five parts of an ECLI, such as ECLI:BE:CASS:2015:ARR.20150330.2."
    ),
    "unknown_country": _("No state or body that gives ECLI has the code %(country)s."),
    "unknown_court": _("The court code %(code)s is not in the table of courts: a slip, or a new code."),
    "court_code_outdated": _("The court code %(printed)s is no longer in use; it is written %(code)s."),
    "court_code_mistaken": _("The court code %(printed)s is a known slip; %(code)s is probably meant."),
    "court_code_not_seen": _("No published decision with the court code %(code)s was found."),
    "court_mismatch": _(
        "The court code %(code)s is not that of %(court)s: perhaps the ECLI of a cited judgment."
    ),
    "no_ecli_for_this_court": _("Decisions of this body have no ECLI. Cite number and date."),
    "decision_type_unknown": _("This court has no decisions of the type %(type)s."),
    "form_unexpected": _("This court does not write the last part of its ECLI as %(ordinal)s."),
    "date_impossible": _("The digits %(digits)s in the ECLI are no day of the calendar."),
    "year_mismatch": _("The ECLI is of the year %(year)s and of the day %(date)s."),
    "date_in_future": _("The ECLI is of %(date)s, which is still to come."),
    "date_mismatch": _("The ECLI is of %(date)s, the decision of %(decided_on)s."),
    "form_of_number_unknown": _("No court is known to write its numbers so."),
    "several_numbers": _("Several numbers stand here: %(numbers)s. Which one is right has to be looked up."),
    "is_repertory_number": _("This looks like the number of the repertory, which is not the role number."),
    "not_a_repertory_number": _("No registry writes the number of its repertory so; is it the role number?"),
    "number_of_another_court": _("%(court)s does not write its numbers so; another court does."),
    "number_after_decision": _("The number is of the year %(year)s, after the decision of %(decided_on)s."),
    "number_in_future": _("The number is of the year %(year)s, which is still to come."),
}


IDENTIFIERS = ["ecli", "role_number", "appealed_role_number", "repertory_number", "number"]


class ReadingWarningOut(serializers.Serializer[Any]):
    """Something that looks wrong. Nothing is refused for it: what courts print is wrong at times."""

    code = serializers.ChoiceField(choices=sorted(WARNINGS), help_text="Stable; what programs read.")
    text = serializers.CharField(help_text="In the caller's language.")


class IdentifierWarningOut(ReadingWarningOut):
    field = serializers.ChoiceField(choices=IDENTIFIERS)


class NormalisedOut(serializers.Serializer[Any]):
    """Each identifier the record has, written in one way; as printed where that is not sure."""

    ecli = serializers.CharField(required=False)
    role_number = serializers.CharField(required=False)
    appealed_role_number = serializers.CharField(required=False)
    repertory_number = serializers.CharField(required=False)
    number = serializers.CharField(required=False)


IDENTIFIER_FIELDS = ("normalised", "identifier_warnings")


class WithIdentifiers(serializers.Serializer[Any]):
    """Adds to a record what its identifiers say when they are read."""

    normalised = serializers.SerializerMethodField()
    identifier_warnings = serializers.SerializerMethodField()

    @extend_schema_field(NormalisedOut)
    def get_normalised(self, row: Identified) -> dict[str, str]:
        return {name: reading.normalised for name, reading in self._readings(row).items()}

    @extend_schema_field(IdentifierWarningOut(many=True))
    def get_identifier_warnings(self, row: Identified) -> list[dict[str, str]]:
        readings = self._readings(row).items()
        return [{"field": name, **told(warned)} for name, reading in readings for warned in reading.warnings]

    def _readings(self, row: Identified) -> dict[str, Reading]:
        return identifiers_of(row, today=act_of(self.context["request"]).on)


def told(warned: Warned) -> dict[str, str]:
    """The warning with its sentence in the language that is switched on."""
    return {"code": warned.code, "text": str(WARNINGS[warned.code]) % warned.values}


class CourtOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField(help_text="In the caller's language.")


class ReadingOut(serializers.Serializer[Any]):
    printed = serializers.CharField(help_text="As it was sent.")
    normalised = serializers.CharField(help_text="Written in one way; as printed where that is not sure.")
    kinds = serializers.ListField(
        child=serializers.CharField(), help_text="All it can be; empty if nothing known."
    )
    court = CourtOut(allow_null=True, help_text="The court an ECLI names.")
    on = serializers.DateField(allow_null=True, help_text="The day an ECLI names.")
    warnings = ReadingWarningOut(many=True)


class IdentifierQuery(serializers.Serializer[Any]):
    ecli = serializers.CharField(required=False, max_length=80, trim_whitespace=False)
    role_number = serializers.CharField(required=False, max_length=60, trim_whitespace=False)
    court = serializers.CharField(required=False, max_length=200, default="")
    decided_on = serializers.DateField(required=False, default=None)


PARAMETERS = [
    OpenApiParameter("ecli", description="The ECLI to read, as printed. Or a `role_number`."),
    OpenApiParameter("role_number", description="The number of a case, judgment or application, as printed."),
    OpenApiParameter("court", description="The court's name, if known: fewer readings, more warnings."),
    OpenApiParameter("decided_on", OpenApiTypes.DATE, description="The day of the decision, if known."),
]


class IdentifierView(DeskView):
    """What an identifier says. Nothing is stored."""

    scopes = {"read": Scope.LAW_READ}

    @extend_schema(parameters=PARAMETERS, responses=ReadingOut, summary="Read one ECLI or role number")
    def get(self, request: Request) -> Response:
        said = read_query(IdentifierQuery, request)
        known = Known(today=act_of(request).on, court=said["court"], decided_on=said["decided_on"])
        return self.tell(ReadingOut, _shown(_read(said, known)))


def _read(said: dict[str, Any], known: Known) -> Reading:
    if ("ecli" in said) == ("role_number" in said):
        raise CaseError("one_identifier")
    return read_ecli(said["ecli"], known) if "ecli" in said else read_role_number(said["role_number"], known)


def _shown(reading: Reading) -> dict[str, Any]:
    return {
        "printed": reading.printed,
        "normalised": reading.normalised,
        "kinds": reading.kinds,
        "court": _court(reading.court) if reading.court else None,
        "on": reading.on,
        "warnings": [told(warned) for warned in reading.warnings],
    }


def _court(court: Court) -> dict[str, str]:
    return {"code": court.code, "name": court.names.get((get_language() or "")[:2], court.names["en"])}
