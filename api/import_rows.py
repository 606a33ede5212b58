"""What the rows of an import came to: as JSON, and as a report that a spreadsheet opens without being misled."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language, override
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from api.problem_told import ValuesField
from api.problems import PROBLEMS
from cases.imports.examination import BATCH, batches
from cases.imports.mistakes import SAYS, said
from cases.models import ImportRow

PAIR = {"type": "array", "items": {"type": "string"}}
HEADER = ["line", "result", "reference", "column", "stored", "said", "code", "explanation"]
BYTE_ORDER_MARK = "\ufeff"
# A spreadsheet takes a cell that begins so for a formula.
OF_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class MistakeOut(serializers.Serializer[Any]):
    column = serializers.CharField(help_text="Our name of the column; empty for the row as a whole.")
    code = serializers.CharField(help_text="Stable; that of the API where it refuses the same.")
    detail = serializers.CharField(help_text="What is wrong and what to do, in the caller's language.")
    values = ValuesField(
        help_text="The values behind the words, as in a problem; empty once the file is forgotten."
    )


class ImportRowOut(serializers.ModelSerializer[ImportRow]):
    changes = serializers.SerializerMethodField(
        help_text="By column, [what the desk holds, what the row says]; empty lists once the file is forgotten."
    )
    mistakes = serializers.SerializerMethodField(help_text="Why the row is refused.")

    class Meta:
        model = ImportRow
        fields = ["line", "result", "dossier", "reference", "changes", "mistakes"]
        read_only_fields = fields
        extra_kwargs = {
            "line": {"help_text": "Where the row begins in the file; the header is 1."},
            "dossier": {"help_text": "The dossier it is about; null where there is none, or no longer."},
            "reference": {"help_text": "That of the dossier; it stays when the dossier goes."},
        }

    @extend_schema_field({"type": "object", "additionalProperties": PAIR})
    def get_changes(self, row: ImportRow) -> dict[str, list[str]]:
        found: dict[str, list[str]] = row.changes
        return found

    @extend_schema_field(MistakeOut(many=True))
    def get_mistakes(self, row: ImportRow) -> list[dict[str, Any]]:
        return [{**mistake, "detail": _detail(mistake)} for mistake in row.mistakes]


class AnyAccept(BaseContentNegotiation):
    """For an address that has one form only: what the caller would rather have is not asked."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser:
        return next(iter(parsers))

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        only = next(iter(renderers))
        return only, str(only.media_type)


def report_of(found: QuerySet[ImportRow]) -> Iterator[str]:
    """CSV as spreadsheets here expect it, a line for each change and each mistake, in the caller's language."""
    language = get_language()
    yield BYTE_ORDER_MARK + _lines([HEADER])
    rows = found.order_by("line").iterator(chunk_size=BATCH)
    for batch in batches(rows, BATCH):
        # What is streamed is put together when the request is over, and with it the caller's language.
        with override(language):
            yield _lines(cells for row in batch for cells in _cells(row))


def _lines(rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([_harmless(cell) for cell in cells] for cells in rows)
    return text.getvalue()


def _harmless(cell: object) -> str:
    """The cell as text, and as nothing but text."""
    text = str(cell)
    return f"'{text}" if text.startswith(OF_A_FORMULA) else text


def _cells(row: ImportRow) -> Iterator[list[object]]:
    begins = [row.line, row.result, row.reference]
    for name, pair in row.changes.items():
        yield [*begins, name, *(pair or ["", ""]), "", ""]
    for mistake in row.mistakes:
        yield [*begins, mistake["column"], "", "", mistake["code"], _detail(mistake)]
    if not row.changes and not row.mistakes:
        yield [*begins, "", "", "", "", ""]


def _detail(mistake: Mapping[str, Any]) -> str:
    """What is wrong, in the words of the import where it has its own."""
    code = mistake["code"]
    return said(code, mistake["values"]) if code in SAYS else str(PROBLEMS[code].title)
