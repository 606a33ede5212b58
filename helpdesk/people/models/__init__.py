"""Who works here, in which team and role; who asks; which keys open the API."""

from helpdesk.people.models.absence import Absence
from helpdesk.people.models.contact import AskerRole, Contact
from helpdesk.people.models.key import ApiKey, Scope
from helpdesk.people.models.organisation import Organisation
from helpdesk.people.models.team import Membership, Role, Team
from helpdesk.people.models.user import Language, User, Users

__all__ = [
    "Absence",
    "ApiKey",
    "AskerRole",
    "Contact",
    "Language",
    "Membership",
    "Organisation",
    "Role",
    "Scope",
    "Team",
    "User",
    "Users",
]
