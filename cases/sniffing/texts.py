"""Texts: mails, tables and plain words, in UTF-8 or UTF-16; and the two that only begin like texts, PDF and RTF."""

import codecs
import re

from cases.sniffing.content import Content
from cases.sniffing.kinds import Found, SniffError, damaged, not_accepted

# What a browser or a shell would run or show as a page.
MARKUP = re.compile(rb"<(!doctype\s|html|head|body|script|svg|iframe|object|embed)[\s>/]", re.IGNORECASE)
BEGINS_SO = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:(?P<markup><[!?a-z])|(?P<script>#!|@echo\b))", re.IGNORECASE
)
# Not texts, not kept, and worth being called by their names.
CALLED = {
    b"MZ": "program",
    b"\x7fELF": "program",
    b"\xcf\xfa\xed\xfe": "program",
    b"\xca\xfe\xba\xbe": "program",
    b"Rar!": "archive",
    b"7z\xbc\xaf": "archive",
    b"\x1f\x8b": "archive",
    b"GIF8": "gif",
    b"OggS": "ogg",
}
NOT_OF_A_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
LARGEST_MAIL_HEADER = 64 * 1024
MAIL_FIELD = re.compile(rb"([!-9;-~]+):|[ \t]|>?From ")
END_OF_PDF = re.compile(rb"%%EOF")
ENCRYPTED_PDF = re.compile(rb"/Encrypt\s*(\d{1,10}\s+\d{1,5}\s+R|<<)")
OBJECT_IN_RTF = re.compile(rb"\\objdata\b|\\objupdate\b", re.IGNORECASE)


def read_text(content: Content) -> Found:
    """A mail need not be all readable as text: its parts have encodings of their own."""
    if begins := BEGINS_SO.match(content.head.replace(b"\0", b"")):
        raise not_accepted(str(begins.lastgroup))
    is_text = _is_text(content)
    if _is_mail(content):
        return Found(kinds=("eml", "txt", "csv") if is_text else ("eml",))
    if not is_text:
        raise not_accepted(_called(content.head))
    return Found(kinds=("txt", "csv"))


def _called(head: bytes) -> str:
    return next((name for beginning, name in CALLED.items() if head.startswith(beginning)), "unknown")


def _is_text(content: Content) -> bool:
    is_wide = content.head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    decoder = codecs.getincrementaldecoder("utf-16" if is_wide else "utf-8")()
    try:
        for piece in content.pieces():
            if NOT_OF_A_TEXT.search(decoder.decode(piece)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_mail(content: Content) -> bool:
    """Whether it begins with the header of a mail: nothing but fields, one of them from whom."""
    header, blank, _ = content.at(0, LARGEST_MAIL_HEADER).replace(b"\r\n", b"\n").partition(b"\n\n")
    fields = [MAIL_FIELD.match(line) for line in header.split(b"\n")]
    names = {found[1].lower() for found in fields if found and found[1]}
    is_whole = bool(blank) and None not in fields and b"\0" not in header
    return is_whole and b"from" in names and bool(names & {b"date", b"received", b"message-id"})


def read_pdf(content: Content) -> Found:
    if not END_OF_PDF.search(content.tail(2048)):
        raise damaged("pdf")
    return Found(kinds=("pdf",), is_encrypted=content.holds(ENCRYPTED_PDF))


def read_rtf(content: Content) -> Found:
    if not content.tail(2048).rstrip(b"\0\r\n\t ").endswith(b"}"):
        raise damaged("rtf")
    if content.holds(OBJECT_IN_RTF):
        raise SniffError("file_holds_other", found="object")
    return Found(kinds=("rtf",))
