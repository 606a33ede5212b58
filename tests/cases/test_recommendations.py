"""The policy recommendations: all ninety, and the dossiers that are evidence for them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cases.models import DossierKind, Recommendation, RecommendationLink
from cases.recommendations import with_evidence
from cases.records import FOLDER, Loaded, load_recommendations, read_recommendations
from cases.services.dossiers import close
from cases.services.recommendations import link_recommendations, unlink_recommendation
from helpdesk.people.models import Team, User
from helpdesk.trail.models import TrailEntry
from tests.cases.conftest import act_of, new_condemnation, new_litigation, new_question, refusal, verbs

FILE = FOLDER / "recommendations.csv"


@pytest.fixture(autouse=True)
def recommendations(db: None) -> None:
    load_recommendations(read_recommendations(FILE))


def test_all_ninety_are_there_with_their_levels_and_chapter() -> None:
    assert list(Recommendation.objects.order_by("number").values_list("number", flat=True)) == list(
        range(1, 91)
    )
    first = Recommendation.objects.get(number=1)
    assert (first.levels, first.chapter) == (["federal", "flemish", "brussels"], "multi_level")
    detention = Recommendation.objects.get(number=84)
    assert (detention.levels, detention.short_title) == (
        ["federal"],
        "Individual test before every detention",
    )


def test_loading_again_changes_nothing_and_another_text_is_refused() -> None:
    read = read_recommendations(FILE)
    assert load_recommendations(read) == Loaded(added=0, unchanged=90)
    read[35].short_title = "Something else"
    refused = refusal(load_recommendations, read)
    assert (refused.code, refused.values) == ("recommendation_differs", {"number": 36})
    assert Recommendation.objects.get(number=36).short_title == "Flexible reception model"


@pytest.mark.parametrize("wrong", [{"number": 91}, {"number": 0}, {"number": 90, "levels": []}])
def test_number_beyond_the_manifesto_or_without_a_level_is_not_stored(wrong: dict[str, Any]) -> None:
    Recommendation.objects.filter(number=90).delete()
    values = {"levels": ["federal"], "chapter": "work", "short_title": "Invented", **wrong}
    with pytest.raises(IntegrityError), transaction.atomic():
        Recommendation.objects.create(**values)


def test_dossier_becomes_evidence_once_and_the_trail_names_what_was_added(alice: User, desk: Team) -> None:
    dossier = new_litigation(alice, desk)
    link_recommendations(act_of(alice), dossier.pk, [38, 36, 36])
    link_recommendations(act_of(alice), dossier.pk, [36, 37])
    link_recommendations(act_of(alice), dossier.pk, [36])
    linked = dossier.recommendation_links.order_by("recommendation_id").values_list(
        "recommendation_id", flat=True
    )
    assert list(linked) == [36, 37, 38]
    trail = TrailEntry.objects.filter(dossier_id=dossier.pk, verb="recommendation.linked").order_by("id")
    assert [entry.changes for entry in trail] == [{"numbers": [36, 38]}, {"numbers": [37]}]


def test_number_that_is_not_there_links_none(alice: User, desk: Team) -> None:
    Recommendation.objects.filter(number__in=[89, 90]).delete()
    dossier = new_litigation(alice, desk)
    refused = refusal(link_recommendations, act_of(alice), dossier.pk, [36, 90, 89])
    assert (refused.code, refused.field, refused.values) == (
        "recommendation_unknown",
        "numbers",
        {"numbers": [89, 90]},
    )
    assert not RecommendationLink.objects.exists()
    assert verbs(dossier) == ["litigation.opened"]


def test_link_is_taken_away_for_a_reason_that_stands_in_the_trail(alice: User, desk: Team) -> None:
    dossier = new_litigation(alice, desk)
    link_recommendations(act_of(alice), dossier.pk, [36, 38])
    unlink_recommendation(replace(act_of(alice), reason="Another case was meant"), dossier.pk, 36)
    assert [link.recommendation_id for link in dossier.recommendation_links.all()] == [38]
    entry = TrailEntry.objects.get(dossier_id=dossier.pk, verb="recommendation.unlinked")
    assert (entry.reason, entry.changes) == ("Another case was meant", {"number": 36})
    assert refusal(unlink_recommendation, act_of(alice), dossier.pk, 36).code == "not_found"


def test_closed_dossier_can_still_become_evidence(alice: User, desk: Team) -> None:
    dossier = new_condemnation(alice, desk)
    close(act_of(alice), dossier.pk, outcome="desisted")
    link_recommendations(act_of(alice), dossier.pk, [36])
    assert dossier.recommendation_links.count() == 1


def test_outsider_and_reader_link_nothing(alice: User, charlie: User, rita: User, desk: Team) -> None:
    dossier = new_litigation(alice, desk)
    for act in (link_recommendations, unlink_recommendation):
        number: Any = [36] if act is link_recommendations else 36
        assert refusal(act, act_of(charlie), dossier.pk, number).code == "not_found"
        assert refusal(act, act_of(rita), dossier.pk, number).code == "role_forbids"


def counts(user: User, number: int) -> tuple[int, ...]:
    row = with_evidence(user).get(number=number)
    return tuple(getattr(row, f"{kind.value}s") for kind in DossierKind)


def test_evidence_is_counted_by_kind_as_far_as_the_user_may_see(
    alice: User, sam: User, charlie: User, desk: Team, django_assert_num_queries: Callable[[int], Any]
) -> None:
    theirs = new_litigation(charlie, Team.objects.get(slug="elsewhere"))
    link_recommendations(act_of(charlie), theirs.pk, [36])
    handed_in, own = new_question(sam, desk), new_question(alice, desk)
    for dossier in (handed_in, own, new_litigation(alice, desk), new_condemnation(alice, desk)):
        link_recommendations(act_of(alice), dossier.pk, [36])
    link_recommendations(act_of(alice), own.pk, [42])
    assert (counts(alice, 36), counts(alice, 42), counts(alice, 1)) == ((2, 1, 1), (1, 0, 0), (0, 0, 0))
    assert (counts(sam, 36), counts(charlie, 36)) == ((1, 0, 0), (0, 1, 0))
    with django_assert_num_queries(1):
        assert len(with_evidence(alice)) == 90
