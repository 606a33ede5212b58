"""A condition on a dossier, written to SQL once and put into queries as it is.

Django writes a condition down anew for every query that holds it. For the rule of access, with its queries inside
queries, that takes longer than the database takes to answer. Here its text is kept, with a gap for each column of the
dossier it asks about and for the user; a query fills the gaps with columns of its own, under whatever name it has the
dossier.
"""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, F, Q
from django.db.models.expressions import Expression

from cases.models.dossier import Dossier

# Stands for the user until a query is made for one; nobody has this id.
ANYBODY = UUID(int=0)
COLUMN = re.compile(rf'"{Dossier._meta.db_table}"\."(\w+)"')
# The names that Django gives to tables of inner queries. In a query that is itself an inner one they would hide others.
INNER_NAME = re.compile(r"\b([A-Z]\d+)\b")


@dataclass(frozen=True)
class Text:
    """The SQL between the gaps, the columns that fill these in order, and the parameters."""

    pieces: tuple[str, ...]
    columns: tuple[str, ...]
    params: tuple[Any, ...]


def text_of(condition: Q) -> Text:
    """What Django writes for a condition on dossiers, in which `ANYBODY` stands for the user."""
    query = Dossier.objects.filter(condition).order_by().values("pk").query
    sql, params = query.sql_with_params()
    written = COLUMN.split(INNER_NAME.sub(r"of_the_rule_\1", sql.partition(" WHERE ")[2]))
    return Text(pieces=tuple(written[::2]), columns=tuple(written[1::2]), params=tuple(params))


class Written(Expression):
    """The condition of a text for one user, on the dossier that `path` leads to."""

    output_field = BooleanField()

    def __init__(self, text: Text, user_id: UUID, path: str = "") -> None:
        super().__init__()
        self.pieces = text.pieces
        self.params = tuple(user_id if param == ANYBODY else param for param in text.params)
        known: dict[str, int] = {}
        self.gaps = [known.setdefault(column, len(known)) for column in text.columns]
        self.asked: list[Any] = [F(f"{path}{column}") for column in known]

    def get_source_expressions(self) -> list[Any]:
        return self.asked

    def set_source_expressions(self, exprs: Any) -> None:
        self.asked = list(exprs)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        columns = [compiler.compile(expression)[0] for expression in self.asked]
        filled = "".join(piece + columns[gap] for piece, gap in zip(self.pieces, self.gaps, strict=False))
        return f"({filled}{self.pieces[-1]})", self.params
