"""Names in zips as the people who packed them wrote them: each archive is decoded as a whole, never name by name."""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

UTF8, GB18030, FLAG, UNKNOWN = "utf-8", "gb18030", "flag", "cp437"
_UNICODE_PATH = 0x7075  # the extra field in which Info-ZIP repeats a name as UTF-8


@dataclass(frozen=True, slots=True)
class RawName:
    """A name as it stands in the directory: bytes, whether they are said to be UTF-8, and the extra fields beside."""

    raw: bytes
    flagged: bool = False
    extra: bytes = b""


def decode_names(names: Sequence[RawName]) -> tuple[list[str], str]:
    """Return the names of one archive in their order, and how they were read.

    That is `flag` where the flags say it, `utf-8` or `gb18030` where the bytes do, `cp437` where nothing fits and a
    person has to look. A flag that lies, as some Chinese programs write it, counts for no name of its archive.
    """
    repeated = [_unicode_path(name) for name in names]
    rest = [name for name, text in zip(names, repeated, strict=True) if text is None]
    trusted = all(_reads_as(name.raw, UTF8) for name in rest if name.flagged)
    encoding = _encoding_of([name.raw for name in rest if not (trusted and name.flagged)])
    texts = [
        text if text is not None else name.raw.decode(UTF8 if trusted and name.flagged else encoding, "replace")
        for name, text in zip(names, repeated, strict=True)
    ]
    by_flag = trusted and encoding == UTF8 and any(name.flagged and not name.raw.isascii() for name in rest)
    return texts, FLAG if by_flag else encoding


def _encoding_of(raws: Sequence[bytes]) -> str:
    """Return the encoding of all names without a flag to be trusted; one character of GBK often is valid UTF-8."""
    return next((name for name in (UTF8, GB18030) if all(_reads_as(raw, name) for raw in raws)), UNKNOWN)


def _reads_as(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _unicode_path(name: RawName) -> str | None:
    """Return the name that the extra field repeats, None without one that belongs to this name."""
    extra = name.extra
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        content, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and len(content) == size > 5:
            version, checksum = struct.unpack_from("<BI", content)
            if version == 1 and checksum == zlib.crc32(name.raw) and _reads_as(content[5:], UTF8):
                return content[5:].decode(UTF8)
    return None
