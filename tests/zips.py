"""Zips as other programs write them, byte by byte: names in any encoding, flags that lie, links, passwords."""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Entry:
    """One entry; `size` and `offset` overrule what is true, `packed` is stored instead of the content deflated."""

    name: bytes
    content: bytes = b"content of a file"
    flags: int = 0
    extra: bytes = b""
    attributes: int = 0
    size: int | None = None
    offset: int | None = None
    method: int = 8
    packed: bytes | None = field(default=None)


def zip_bytes(entries: Sequence[Entry], *, count: int | None = None) -> bytes:
    """Return a zip of these entries; `count` overrules how many the end says there are."""
    body, directory = b"", b""
    for entry in entries:
        packed = entry.packed
        if packed is None:
            packing = zlib.compressobj(wbits=-15)
            packed = entry.content if entry.method == 0 else packing.compress(entry.content) + packing.flush()
        size = len(entry.content) if entry.size is None else entry.size
        shared = struct.pack(
            "<HHHHHIIIHH", 20, entry.flags, entry.method, 0, 0, zlib.crc32(entry.content), len(packed), size,
            len(entry.name), len(entry.extra),
        )  # fmt: skip
        offset = len(body) if entry.offset is None else entry.offset
        tail = struct.pack("<HHHII", 0, 0, 0, entry.attributes, offset)
        directory += b"PK\x01\x02\x14\x03" + shared + tail + entry.name + entry.extra
        body += b"PK\x03\x04" + shared + entry.name + entry.extra + packed
    number = len(entries) if count is None else count
    end = struct.pack("<HHHHIIH", 0, 0, number, number, len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


def unicode_path(raw: bytes, name: str, *, checksum: int | None = None) -> bytes:
    """Return the extra field in which Info-ZIP repeats a name."""
    text = name.encode()
    content = struct.pack("<BI", 1, zlib.crc32(raw) if checksum is None else checksum) + text
    return struct.pack("<HH", 0x7075, len(content)) + content
