"""The types of file that are kept, and why another is refused. Decision 0031 says why these."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One type of file: its short name, its media type as it is served, and the endings its names may have."""

    name: str
    mime: str
    endings: tuple[str, ...]


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("pdf", "application/pdf", ("pdf",)),
        Kind("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",)),
        Kind("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",)),
        Kind("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", ("pptx",)),
        Kind("odt", "application/vnd.oasis.opendocument.text", ("odt",)),
        Kind("ods", "application/vnd.oasis.opendocument.spreadsheet", ("ods",)),
        Kind("doc", "application/msword", ("doc",)),
        Kind("xls", "application/vnd.ms-excel", ("xls",)),
        Kind("msg", "application/vnd.ms-outlook", ("msg",)),
        Kind("rtf", "application/rtf", ("rtf",)),
        Kind("eml", "message/rfc822", ("eml",)),
        Kind("txt", "text/plain", ("txt",)),
        Kind("csv", "text/csv", ("csv",)),
        Kind("png", "image/png", ("png",)),
        Kind("jpeg", "image/jpeg", ("jpg", "jpeg", "jpe", "jfif")),
        Kind("heic", "image/heic", ("heic", "heif")),
        Kind("tiff", "image/tiff", ("tif", "tiff")),
        Kind("webp", "image/webp", ("webp",)),
        Kind("mp3", "audio/mpeg", ("mp3",)),
        Kind("m4a", "audio/mp4", ("m4a",)),
        Kind("wav", "audio/wav", ("wav",)),
    )
}


@dataclass(frozen=True, kw_only=True)
class Found:
    """What the content can be, the likeliest first: only texts can be several things."""

    kinds: tuple[str, ...]
    is_encrypted: bool = False


class SniffError(Exception):
    """A file that is not kept: the code says why, the values name what was found."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def not_accepted(found: str) -> SniffError:
    """The content is of a type that is not kept."""
    return SniffError("file_not_accepted", found=found, allowed=sorted(KINDS))


def damaged(found: str) -> SniffError:
    """The content begins like this type and does not go on or end like it."""
    return SniffError("file_damaged", found=found)
