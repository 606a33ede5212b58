"""Files made of boxes within boxes: RIFF (WebP, WAV) and the ISO base format (HEIC, M4A). And MP3, made of frames."""

from collections.abc import Iterator

from cases.sniffing.content import Content
from cases.sniffing.kinds import Found, SniffError, damaged, not_accepted

Span = tuple[int, int]
MOST_BOXES, MOST_TRACKS = 5_000, 50
STILL_PICTURES = {b"heic", b"heix", b"heim", b"heis", b"mif1"}
SOUND_BRANDS = {b"M4A ", b"M4B ", b"mp42", b"mp41", b"isom", b"iso2", b"3gp4", b"3gp5"}
RIFF_FORMS = {b"WEBP": "webp", b"WAVE": "wav"}

# First bytes of an MP3 without a title: MPEG 1, 2 or 2.5, layer III.
FRAMES = (b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2", b"\xff\xe3", b"\xff\xe2")
KILOBITS = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
HERTZ = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def read_riff(content: Content) -> Found:
    kind = RIFF_FORMS.get(content.at(8, 4))
    if kind is None:
        raise not_accepted("riff")
    (length,) = content.numbers("<L", 4, kind)
    end = 8 + length + length % 2
    # The last byte of padding is left out by some.
    if end > content.size + length % 2:
        raise damaged(kind)
    if end < content.size:
        raise SniffError("file_goes_on", found=kind)
    return Found(kinds=(kind,))


def read_boxes(content: Content) -> Found:
    boxes = list(_boxes(content, (0, content.size)))
    start, end = boxes[0][1]
    brand, listed = content.at(start, 4), content.at(start, min(end - start, 256))
    brands = {listed[place : place + 4] for place in (0, *range(8, len(listed), 4))}
    if brand in STILL_PICTURES and brands & STILL_PICTURES - {b"mif1"}:
        return Found(kinds=("heic",))
    if brand in SOUND_BRANDS and _tracks(content) == {b"soun"}:
        return Found(kinds=("m4a",))
    raise not_accepted("video")


def _boxes(content: Content, within: Span) -> Iterator[tuple[bytes, Span]]:
    """Kind and inside of each box; they lie side by side and fill the space."""
    start, end = within
    for _ in range(MOST_BOXES):
        if start == end:
            return
        (length,) = content.numbers(">L", start, "boxes")
        inside = start + 8
        if length == 1:
            (length,) = content.numbers(">Q", inside, "boxes")
            inside += 8
        close = end if length == 0 else start + length
        if not inside <= close <= end:
            raise damaged("boxes")
        yield content.at(start + 4, 4), (inside, close)
        start = close
    raise damaged("boxes")


def _named(content: Content, within: Span, name: bytes) -> list[Span]:
    return [span for kind, span in _boxes(content, within) if kind == name]


def _tracks(content: Content) -> set[bytes]:
    """What the tracks of a film are: sound, picture. There is one film, with few tracks, each with one handler."""
    film = _named(content, (0, content.size), b"moov")[:1]
    tracks = [track for span in film for track in _named(content, span, b"trak")][:MOST_TRACKS]
    media = [span for track in tracks for span in _named(content, track, b"mdia")[:1]]
    handlers = [span for one in media for span in _named(content, one, b"hdlr")[:1]]
    return {content.at(start + 8, 4) for start, _ in handlers}


def read_mp3(content: Content) -> Found:
    """Three frames in a row: two bytes alone could be anything. A cut end is heard, not seen: it is let be."""
    place = 0
    if content.head.startswith(b"ID3"):
        size = content.at(6, 4)
        place = 10 + sum((byte & 0x7F) << (7 * (3 - number)) for number, byte in enumerate(size))
    for _ in range(3):
        place += _frame_length(content, place)
    return Found(kinds=("mp3",))


def _frame_length(content: Content, place: int) -> int:
    first, second, third, _ = content.numbers(">4B", place, "mp3")
    version, rate, hertz = (second >> 3) & 3, third >> 4, (third >> 2) & 3
    if bytes((first, second)) not in FRAMES or version == 1 or rate in (0, 15) or hertz == 3:
        raise damaged("mp3")
    kilobits = KILOBITS[1 if version == 3 else 2][rate]
    samples = 144 if version == 3 else 72
    return samples * kilobits * 1000 // HERTZ[version][hertz] + ((third >> 1) & 1)
