"""What an operation is asked about that would find nothing left of the things that all are asked about.

Invented requests come in an order of their own: every POST before any PATCH. By then a contact is erased, a key is
revoked, a deadline is met, and whatever else is asked of them is refused. So an operation that ends a thing, or needs
one in a state of its own, has it here; the rest share the furnished desk.
"""

import json
import re
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

from cases.models.condemnation import PenaltyUnit
from cases.services.aftermath import IMPACT
from cases.services.dossiers import take
from cases.services.orders import PenaltyDetails
from cases.services.parts import add
from deadlines.closing import close_dossier
from deadlines.services import meet
from tests.api.conftest import Desk
from tests.api.examples import INSTEAD
from tests.api.permission_table import Row
from tests.conftest import TODAY
from tests.factories import (
    a_checked_import,
    a_condemnation,
    a_contact,
    a_deadline,
    a_document,
    a_feed,
    a_key,
    a_litigation,
    a_merged_question,
    a_question,
    a_template,
    a_webhook,
    act,
    an_organisation,
    at_level,
    lodged,
)

# By operation of the permission table, what stands for a thing that its row names.
OWN: dict[str, dict[str, str]] = {
    "POST answer-templates/{template}/archive": {"template": "ended_template"},
    "POST api-keys/{api_key}/revoke": {"api_key": "ended_key"},
    "POST api-keys/{api_key}/rotate": {"api_key": "rotated_key"},
    "PATCH api-keys/{api_key}": {"api_key": "amended_key"},
    "POST calendar-feeds/{feed}/revoke": {"feed": "ended_feed"},
    "POST contacts/{contact}/erase": {"contact": "erased_contact"},
    "POST contacts/{contact}/merge": {"contact": "survivor", "twin": "its_double"},
    "POST organisations/{organisation}/merge": {
        "organisation": "surviving_house", "other_organisation": "its_other_name",
    },
    "POST documents/{document}/withdraw": {"document": "ended_document"},
    "POST deadlines/{deadline}/meet": {"deadline": "met_deadline"},
    "POST deadlines/{deadline}/waive": {"deadline": "waived_deadline"},
    "POST deadlines/{deadline}/receipt": {"deadline": "deadline_without_receipt"},
    "POST deadlines/{deadline}/confirm": {"deadline": "confirmed_deadline"},
    "POST deadlines/{deadline}/contest": {"deadline": "contested_deadline"},
    "POST webhooks/{webhook}/remove": {"webhook": "ended_webhook"},
    "POST dossiers/{litigation}/break-glass": {"litigation": "sealed"},
    "POST dossiers/{litigation}/reopen": {"question": "closed_question"},
    "POST dossiers/{condemnation}/close": {"question": "taken_question"},
    "POST condemnations/{condemnation}/violations": {"condemnation": "order_by_violations"},
    "POST imports/{checked_import}/cancel": {"checked_import": "ended_import"},
    "PATCH litigations/{litigation}/impact/{impact}": {"impact": "amended_impact"},
    "POST questions/{question}/promote": {"question": "promoted"},
    "POST questions/promote": {"question": "promoted_with_another", "twin_question": "the_other"},
    "POST questions/{question}/merge": {"question": "merged_into", "twin_question": "merged_away"},
    "POST questions/{merged_question}/unmerge": {"merged_question": "unmerged"},
}  # fmt: skip
BODIES: dict[str, Any] = {
    "POST dossiers/break-glass": {"reference": "{sealed_reference}", "reason": "Nobody else is there"},
}


def own_things(desk: Desk) -> dict[str, Any]:
    """The things that stand in `OWN`, by name; Alice coordinates, and of some it has to be Cora who made them."""
    alice, team, litigation, served = desk.alice, desk.team, desk.litigation, _served(desk)
    sealed, sealed_too = (
        at_level(desk.cora, a_litigation(desk.cora, team, 20 + nth), "sealed") for nth in (0, 1)
    )
    return {
        "ended_template": a_template(alice, team, "ended"),
        "ended_key": a_key(desk.integration),
        "rotated_key": a_key(desk.integration),
        "amended_key": a_key(desk.integration),
        "ended_feed": a_feed(alice)[0],
        "erased_contact": a_contact(alice, team, "Erna Erased"),
        "survivor": a_contact(alice, team, "Sara Survivor"),
        "its_double": a_contact(alice, team, "Survivor, Sara"),
        "surviving_house": an_organisation(alice, "House that stays"),
        "its_other_name": an_organisation(alice, "Stays, house that"),
        "ended_document": a_document(alice, litigation, 20),
        "ended_webhook": a_webhook(alice),
        "ended_import": a_checked_import(alice, team, served),
        "sealed": sealed,
        "sealed_reference": SimpleNamespace(pk=sealed_too.reference),
        "order_by_violations": a_condemnation(
            alice, team, 20, PenaltyDetails(amount=250, unit=PenaltyUnit.VIOLATION)
        ),
        "amended_impact": add(
            act(alice), IMPACT, litigation.pk,
            {"kind": "practice_changed", "on": date(2026, 4, 1), "text": "Nobody waits outside"},
        )[1],
        **_deadlines(desk),
        **_questions(desk),
    }  # fmt: skip


def _served(desk: Desk) -> str:
    return f"reference,served_on\n{desk.condemnation.reference},2026-03-09\n"


def _deadlines(desk: Desk) -> dict[str, Any]:
    met, waived, awaiting = (
        a_deadline(desk.alice, a_litigation(desk.alice, desk.team, 30 + nth)) for nth in range(3)
    )
    confirmed, contested = (
        a_deadline(desk.cora, a_litigation(desk.cora, desk.team, 40 + nth)) for nth in range(2)
    )
    meet(act(desk.alice), awaiting.pk, lodged(TODAY, receipt="", receipt_to_follow=True))
    return {
        "met_deadline": met, "waived_deadline": waived, "deadline_without_receipt": awaiting,
        "confirmed_deadline": confirmed, "contested_deadline": contested,
    }  # fmt: skip


def _questions(desk: Desk) -> dict[str, Any]:
    names = ("taken_question", "closed_question", "promoted", "promoted_with_another", "the_other", "merged_into",
             "merged_away", "survivor_of_unmerged")  # fmt: skip
    asked = {name: a_question(desk.alice, desk.team, 50 + nth) for nth, name in enumerate(names)}
    for name in ("taken_question", "closed_question"):
        take(act(desk.alice), asked[name].pk)
    close_dossier(act(desk.alice), asked["closed_question"].pk, outcome="withdrawn")
    return asked | {"unmerged": a_merged_question(desk.alice, asked["survivor_of_unmerged"], 60)}


def asked_of(row: Row) -> Row:
    """The row as it is asked here: of things that lead somewhere, and with words that do."""
    known = INSTEAD.get(str(row), {}) | ({"body": BODIES[str(row)]} if str(row) in BODIES else {})
    names = OWN.get(str(row), {})
    asked = replace(row, **known)
    return replace(
        asked, path=_with(names, asked.path), body=json.loads(_with(names, json.dumps(asked.body)))
    )


def _with(names: dict[str, str], text: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: f"{{{names.get(found[1], found[1])}}}", text)
