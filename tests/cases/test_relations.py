"""Whatever hangs on a dossier has been thought of: it follows a question that is merged, or it stays."""

from collections import Counter

from django.apps import apps

from cases.models import Dossier
from cases.relations import STAYS
from deadlines.merging import FOLLOWS

# What no question has, so that a merge cannot double it.
OF_CONDEMNATIONS_ALONE = {"one_watch_of_a_kind_stands_open"}


def test_every_relation_to_a_dossier_follows_or_stays() -> None:
    there = {
        f"{model._meta.model_name}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy
        for field in model._meta.get_fields()
        if field.related_model is Dossier and not field.auto_created
    }
    decided = Counter([*map(str, FOLLOWS), *STAYS])
    assert set(decided) == there
    assert set(decided.values()) == {1}


def test_nothing_that_a_database_keeps_alone_is_given_twice() -> None:
    """Where one dossier has at most one row of a kind, the row says so: a second one stays behind."""
    for each in FOLLOWS:
        alone = [
            set(constraint.fields) - {each.field}
            for constraint in each.model._meta.constraints
            if each.field in getattr(constraint, "fields", ())
            and constraint.name not in OF_CONDEMNATIONS_ALONE
        ]
        assert alone == ([set(each.once_by)] if each.once_by else []), str(each)
