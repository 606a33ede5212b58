"""Rows that are read along are those that would be found by themselves."""

from datetime import date
from decimal import Decimal

import pytest
from django.db.models import F, OuterRef, Sum

from cases.models import Cost, Dossier, Instance
from helpdesk.along import Along
from helpdesk.people.models import Team, User
from tests.factories import a_litigation, act


@pytest.fixture
def case(alice: User, desk: Team) -> Dossier:
    return a_litigation(alice, desk)


def test_objects_are_those_of_their_own_query(case: Dossier) -> None:
    first = Instance.objects.create(litigation_id=case.pk, court='Justice de paix d\'Ixelles "É"')
    Instance.objects.create(
        litigation_id=case.pk, court="Second", previous=first, introduced_on=date(2026, 2, 28)
    )
    rows = Instance.objects.filter(litigation=OuterRef("pk")).order_by("-court")
    [found] = Dossier.objects.filter(pk=case.pk).annotate(courts=Along(rows))
    alone = Instance.objects.filter(litigation=case.pk).order_by("-court")
    assert [vars(one) | {"_state": 0} for one in found.courts] == [vars(one) | {"_state": 0} for one in alone]
    assert not found.courts[0]._state.adding


def test_sums_keep_their_cents(case: Dossier, alice: User) -> None:
    for amount in ("1200.10", "99999999.90"):
        Cost.objects.create(
            litigation_id=case.pk, kind="counsel", amount=Decimal(amount), on=date(2026, 3, 1),
            entered_by=alice, entered_at=act(alice).at,
        )  # fmt: skip
    sums = Cost.objects.filter(litigation=OuterRef("pk")).order_by().values(case=F("litigation"))
    [found] = Dossier.objects.filter(pk=case.pk).annotate(sums=Along(sums.annotate(euros=Sum("amount"))))
    assert found.sums == [{"case": case.pk, "euros": Decimal("100001200.00")}]
    assert str(found.sums[0]["euros"]) == "100001200.00"


def test_nothing_along_is_an_empty_list(case: Dossier) -> None:
    [found] = Dossier.objects.annotate(courts=Along(Instance.objects.filter(litigation=OuterRef("pk"))))
    assert found.courts == []
