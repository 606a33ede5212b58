"""What an organisation asks about, month by month: a theme that swells is seen in its figures."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Count, Func, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf, TruncMonth

from cases.access import may_be_seen_by
from cases.models.question import Question
from helpdesk.people.models import Organisation, User

THEMES = ArrayField(CharField())
NO_THEMES, THE_EMPTY_THEME = (Value(themes, output_field=THEMES) for themes in ([], [""]))


class _Each(Func):
    """One row for every member of an array."""

    function = "unnest"
    set_returning = True
    output_field = CharField()


def questions_by_theme_and_month(user: User, organisation: Organisation) -> QuerySet[Any, Any]:
    """Of the questions the user may see, those asked for the organisation, by month of opening and theme.

    The asker counts for the organisation she is with now. A question with two themes counts under both, one without
    any under the empty theme.
    """
    seen = Question.objects.filter(may_be_seen_by(user, "dossier__"), asker__organisation=organisation)
    themes = Coalesce(NullIf("dossier__themes", NO_THEMES), THE_EMPTY_THEME)
    by = seen.annotate(month=TruncMonth("dossier__opened_on"), theme=_Each(themes))
    return by.values("month", "theme").annotate(questions=Count("pk")).order_by("-month", "theme")
