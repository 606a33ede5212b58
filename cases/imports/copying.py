"""Many new rows at once: by COPY, which costs a third of what INSERT costs, most of it in putting SQL together."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import AutoField, Model


def copy_in(rows: Sequence[Model]) -> None:
    """Store new rows of one model, each field as `save` would store it. Numbered keys are left to the database."""
    if not rows:
        return
    fields = [field for field in rows[0]._meta.concrete_fields if not isinstance(field, AutoField)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    into = f"COPY {quote(rows[0]._meta.db_table)} ({columns}) FROM STDIN"
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(into) as copy:
        for row in rows:
            copy.write_row(
                [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
            )
