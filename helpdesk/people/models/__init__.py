"""Who works here, in which team and role; who asks; which keys open the API, which calendars are read."""

from helpdesk.people.models.absence import Absence
from helpdesk.people.models.address_book import AddressBookEntry, DistinctPair, Merge
from helpdesk.people.models.contact import (
    AskerRole,
    Contact,
    ContactMerge,
    ContactSafety,
    DistinctContacts,
    PreferredChannel,
)
from helpdesk.people.models.feed import CalendarFeed, FeedShows
from helpdesk.people.models.key import ApiKey, Scope
from helpdesk.people.models.organisation import (
    DistinctOrganisations,
    MembershipPeriod,
    Organisation,
    OrganisationKind,
    OrganisationMerge,
)
from helpdesk.people.models.team import Membership, Role, Team
from helpdesk.people.models.user import Language, User, Users

__all__ = [
    "Absence",
    "AddressBookEntry",
    "ApiKey",
    "AskerRole",
    "CalendarFeed",
    "Contact",
    "ContactMerge",
    "ContactSafety",
    "DistinctContacts",
    "DistinctOrganisations",
    "DistinctPair",
    "FeedShows",
    "Language",
    "Membership",
    "MembershipPeriod",
    "Merge",
    "Organisation",
    "OrganisationKind",
    "OrganisationMerge",
    "PreferredChannel",
    "Role",
    "Scope",
    "Team",
    "User",
    "Users",
]
