"""Taking a file from a form: one, written to disk as it comes, stopped when it grows too large."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from rest_framework.exceptions import ParseError
from rest_framework.parsers import DataAndFiles, MultiPartParser

from api.parsing import refuse_unreadable
from cases.files import Draft
from helpdesk.chunked import ROOM_FOR_FIELDS


class FileTooLarge(RequestDataTooBig):
    """More bytes than a document may have."""


class DraftUpload(UploadedFile):  # type: ignore[type-arg]  # generic in the stubs only
    """An uploaded file on its way in; closing it throws it away, unless a service has kept it."""

    def __init__(self, name: str, content_type: str | None, charset: str | None) -> None:
        self.draft = Draft()
        super().__init__(self.draft.file, name, content_type, 0, charset)

    def close(self) -> None:
        self.draft.close()


class OneFileOnDisk(FileUploadHandler):
    """Django hands every part of every form to this one: a file is never held in memory, and never endless."""

    file: DraftUpload | None = None

    def handle_raw_input(
        self, input_data: Any, meta: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        if content_length > settings.LARGEST_DOCUMENT + ROOM_FOR_FIELDS:
            raise FileTooLarge

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.file is not None:
            raise TooManyFilesSent
        self.file = DraftUpload(self.file_name or "", self.content_type, self.charset)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        assert self.file is not None  # noqa: S101 - for the type checker: new_file came first
        if start + len(raw_data) > settings.LARGEST_DOCUMENT:
            self.upload_interrupted()
            raise FileTooLarge
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> DraftUpload | None:
        assert self.file is not None  # noqa: S101 - for the type checker: new_file came first
        self.file.seek(0)
        self.file.size = file_size
        return self.file

    def upload_interrupted(self) -> None:
        if self.file is not None:
            self.file.close()


class FormParser(MultiPartParser):
    """A form with a file. A member given twice is refused, as in JSON; of a form that is refused nothing stays."""

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> "DataAndFiles[Any, Any]":
        refuse_unreadable(media_type, parser_context)
        try:
            form = super().parse(stream, media_type, parser_context)
            if any(len(said) > 1 for _, said in form.data.lists()):
                raise ParseError
        except Exception:
            for handler in (parser_context or {})["request"].upload_handlers:
                handler.upload_interrupted()
            raise
        return form
