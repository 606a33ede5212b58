"""No invented request gets an answer that the OpenAPI document does not promise, and none gets a 500.

`make fuzz` sends twenty thousand and more; the ordinary tests send some hundreds, without the phase that walks every
bound of every schema. Either way each operation is answered with a 2xx at least once: what is always refused is hardly
tried. A seed invents the same requests each time; only the ids of the desk in them are new.
"""

import os
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from helpdesk.people.models import Membership, Role
from tests.api import contract
from tests.api.conftest import Desk
from tests.api.fuzzed_desk import own_things
from tests.api.fuzzing import fuzz
from tests.conftest import TODAY
from tests.living_desk import living_desk

CASES = int(os.environ.get("FUZZ_CASES", "400"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))
NIGHTLY = 10_000


@pytest.fixture
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits of rate stand as ever, above what a run can ask."""
    for window in ("MINUTE", "HOUR", "DAY"):
        monkeypatch.setenv(f"REQUESTS_PER_{window}", "100000000")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_every_answer_to_an_invented_request_is_one_the_document_promises(
    unlimited: None, tmp_path: Path, settings: Any, request: pytest.FixtureRequest
) -> None:
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    desk: Desk = request.getfixturevalue("furnished")
    desk.things |= own_things(desk)
    Membership.objects.filter(user=desk.alice).update(role=Role.COORDINATOR)
    alice = Client()
    alice.force_login(desk.alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    is_long = CASES >= NIGHTLY
    with living_desk(connection.settings_dict["NAME"], tmp_path, TODAY.isoformat(), works=False) as running:
        report = fuzz(
            running.site, desk, alice, seed=SEED, examples=max(1, CASES // 400), steps=max(20, CASES // 10),
            coverage=is_long,
        )  # fmt: skip
    print(report.said(SEED))  # noqa: T201
    assert not report.wrongs, "\n\n".join(f"{key}\n{said}" for key, said in sorted(report.wrongs.items()))
    assert report.cases.total() >= CASES
    assert len(report.operations) == len(contract.operations())
    # Each has its example to begin with: one that nobody can be answered is mended, or its thing stands in `OWN`.
    assert not report.unwelcome
