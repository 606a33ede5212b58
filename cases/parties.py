"""Looking for a conflict of interests: in which dossiers somebody appears, and as what."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Case, Exists, OuterRef, Prefetch, Q, QuerySet, Value, When

from cases.access import visible_to
from cases.models.dossier import Dossier
from cases.models.party import Party
from helpdesk.people.models import User

# Not roles of parties, and yet where a conflict hides.
ASKER, PERSON_CONCERNED = "asker", "person_concerned"
ALIKE = "__unaccent__iexact"
WITHIN = "__unaccent__icontains"


@dataclass(frozen=True)
class Wanted:
    """Who is looked for: an organisation by its whole name, anybody by a part of a name; case and accents aside.

    Given both, one and the same must answer to them.
    """

    organisation: str = ""
    name: str = ""

    @property
    def party(self) -> Q:
        return self._organisation("organisation__name") & self._name(
            "organisation__name", "authority", "pseudonym"
        )

    @property
    def asker(self) -> Q:
        organisation = "question__asker__organisation__name"
        return self._organisation(organisation) & self._name("question__asker__name", organisation)

    @property
    def person_concerned(self) -> Q:
        """A person is nobody's organisation."""
        return Q(pk__in=[]) if self.organisation else self._name("person_concerned")

    def _organisation(self, path: str) -> Q:
        return Q(**{path + ALIKE: self.organisation}) if self.organisation else Q()

    def _name(self, *paths: str) -> Q:
        found = Q()
        for path in paths if self.name else ():
            found |= Q(**{path + WITHIN: self.name})
        return found


@dataclass(frozen=True)
class Appearance:
    """As what somebody was found in a dossier, and from when to when."""

    role: str
    name: str
    from_on: date | None = None
    until_on: date | None = None


def dossiers_with(user: User, wanted: Wanted) -> QuerySet[Dossier]:
    """The dossiers the user may see in which the one wanted appears, whatever she is there."""
    parties = Party.objects.filter(wanted.party)
    rows = visible_to(user).annotate(
        is_asked_by=_holds(wanted.asker), is_about=_holds(wanted.person_concerned)
    )
    is_party = Exists(parties.filter(dossier=OuterRef("pk")))
    found = parties.select_related("organisation").order_by("from_on", "id")
    return rows.filter(is_party | Q(is_asked_by=True) | Q(is_about=True)).prefetch_related(
        Prefetch("parties", found, to_attr="found")
    )


def appearances_in(dossier: Dossier) -> Iterator[Appearance]:
    """As what the one wanted appears in a dossier that `dossiers_with` gave."""
    told = vars(dossier)
    for party in told["found"]:
        yield Appearance(party.role, party.name, party.from_on, party.until_on)
    if told["is_asked_by"]:
        asker = dossier.question.asker
        organisation = f", {asker.organisation}" if asker.organisation else ""
        yield Appearance(ASKER, f"{asker.name}{organisation}")
    if told["is_about"]:
        yield Appearance(PERSON_CONCERNED, dossier.person_concerned)


def _holds(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())
