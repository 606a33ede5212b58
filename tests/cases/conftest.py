"""An act of today, a dossier of each kind, and what a refusal says."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from cases.models import Dossier
from cases.services.condemnations import enter_condemnation
from cases.services.dossiers import Opening
from cases.services.litigations import LitigationDetails, open_litigation
from cases.services.orders import OrderDetails
from cases.services.questions import Asker, receive_question
from helpdesk.acts import Act
from helpdesk.errors import DeskError
from helpdesk.people.models import Team, User
from helpdesk.trail.models import TrailEntry
from tests.conftest import TODAY

NOW = datetime(2026, 6, 15, 8, 0, tzinfo=UTC)
DECIDED = date(2022, 7, 22)


def act_of(user: User) -> Act:
    return Act(by=user, at=NOW, on=TODAY)


def order(role_number: str = "22/1/K", decided_on: date = DECIDED) -> OrderDetails:
    return OrderDetails(
        court="Invented court", role_number=role_number, decided_on=decided_on, procedure="unilateral"
    )


def new_question(user: User, team: Team) -> Dossier:
    asker = Asker(name="An invented asker", role="social_worker", email="asker@example.org")
    opening = Opening(team=team, title="An invented question")
    return receive_question(act_of(user), opening, asker=asker, channel="form", body="What now?")


def new_litigation(user: User, team: Team) -> Dossier:
    opening = Opening(team=team, title="An invented case", owner=user)
    return open_litigation(act_of(user), opening, details=LitigationDetails(aim="Precedent"))


def new_condemnation(user: User, team: Team, details: OrderDetails | None = None) -> Dossier:
    opening = Opening(team=team, title="An invented order", owner=user)
    return enter_condemnation(act_of(user), opening, order=details or order(), penalty=None)


def refusal(call: Callable[..., Any], *arguments: Any, **named: Any) -> DeskError:
    """The refusal the call ends in."""
    with pytest.raises(DeskError) as caught:
        call(*arguments, **named)
    return caught.value


def verbs(dossier: Dossier) -> list[str]:
    return list(
        TrailEntry.objects.filter(dossier_id=dossier.pk).order_by("id").values_list("verb", flat=True)
    )
