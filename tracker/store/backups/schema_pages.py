"""Reading a damaged ledger of which SQLite reads no table: one that was cut, or whose list of tables is lost.

The pages of that list are the same in a copy of it. Layout of pages and cells: https://www.sqlite.org/fileformat2.html
"""

import mmap
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from tracker.store.backups.raw_file import is_sqlite, raw_connection

_HEADER = 100
_SIZE, _CHANGED, _PAGES, _FREE, _COOKIE, _VALID = (
    slice(16, 18), slice(24, 28), slice(28, 32), slice(32, 40), slice(40, 44), slice(92, 96),
)  # fmt: skip
_INNER, _LEAF = 5, 13
_Bytes: TypeAlias = bytes | mmap.mmap
_MOST_PAGES = 1_000  # a list of tables that leads in a circle ends


def lists_its_tables(path: Path) -> bool:
    """Tell whether the list of tables of a file can be read."""
    try:
        with raw_connection(path) as connection:
            return bool(connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0])
    except sqlite3.Error:
        return False


def with_pages_there(damaged: Path, target: Path) -> bool:
    """Write to `target` a file that was cut, as long as its header says, and tell whether it can be read now.

    SQLite reads nothing of one that is shorter, nor where a table begins behind its end; the pages that went are empty
    there. A page of which only a part is left goes: what it says would be half of it. False for a file that was not
    cut.
    """
    if not is_sqlite(damaged):
        return False
    with damaged.open("rb") as stream:
        head = stream.read(_HEADER)
    size, pages = _page_size(head), int.from_bytes(head[_PAGES], "big")
    left = damaged.stat().st_size // size if size else 0
    # A header that was spoilt as well may say anything.
    if not 0 < left < pages or pages * size > shutil.disk_usage(target.parent).free // 2:
        return False
    _copy_with_log(damaged, target)
    with target.open("r+b") as copy:
        copy.truncate(left * size)
        copy.truncate(pages * size)
    return lists_its_tables(target)


def with_list_of(damaged: Path, donor: Path, target: Path) -> bool:
    """Write to `target` a damaged file with the list of tables of a sound one, and tell whether it can be read now.

    Both must have the same tables in the same order: their lists were changed equally often, which a backup counts
    anew, or most of their pages are the same. Where the very first page is lost nothing says so, and what is read
    there is checked value by value.
    """
    with damaged.open("rb") as stream:
        own = stream.read(_HEADER)
    with donor.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as sound:
        size, least = _page_size(sound), 0
        if not is_sqlite(damaged):
            least = max(damaged.stat().st_size, len(sound)) // size * size
            own = _header_for(sound[:_HEADER], least // size)
        elif own[_SIZE] != sound[_SIZE]:
            return False
        try:
            pages = {page: sound[(page - 1) * size : page * size] for page in _pages_of_list(sound, size)}
        except IndexError:
            return False
        counted = not least and own[_COOKIE] != sound[_COOKIE]
    if counted and not _mostly_alike(damaged, pages, size):
        return False
    _copy_with_log(damaged, target)
    with target.open("r+b") as copy:
        for page, content in pages.items():
            copy.seek((page - 1) * size)
            copy.write(content)
        copy.seek(0)
        copy.write(own)
        copy.truncate(max(copy.seek(0, os.SEEK_END), least))
    return lists_its_tables(target)


def _mostly_alike(damaged: Path, pages: Mapping[int, bytes], size: int) -> bool:
    """Tell whether most pages of a list stand in a damaged file as well; the header before the first is its own."""
    alike = 0
    with damaged.open("rb") as stream:
        for page, content in pages.items():
            stream.seek((page - 1) * size)
            skipped = _HEADER if page == 1 else 0
            alike += stream.read(size)[skipped:] == content[skipped:]
    return alike * 2 > len(pages)


def _copy_with_log(damaged: Path, target: Path) -> None:
    shutil.copyfile(damaged, target)
    log = damaged.with_name(f"{damaged.name}-wal")
    if log.exists():
        shutil.copyfile(log, target.with_name(f"{target.name}-wal"))


def _page_size(head: _Bytes) -> int:
    size = int.from_bytes(head[_SIZE], "big")
    return 65_536 if size == 1 else size


def _header_for(sound: bytes, pages: int) -> bytes:
    """Return the header of a sound file for one of so many pages, none of them free."""
    head = bytearray(sound)
    head[_PAGES], head[_FREE], head[_VALID] = pages.to_bytes(4, "big"), bytes(8), head[_CHANGED]
    return bytes(head)


def _pages_of_list(data: _Bytes, size: int) -> Iterator[int]:
    """Yield the numbers of the pages that the list of tables stands on. Raises IndexError for a damaged file."""
    waiting, seen = [1], 0
    while waiting:
        page, seen = waiting.pop(), seen + 1
        if seen > _MOST_PAGES:
            raise IndexError
        yield page
        start = (page - 1) * size
        head = start + (_HEADER if page == 1 else 0)
        kind, cells = data[head], int.from_bytes(data[head + 3 : head + 5], "big")
        if kind not in (_INNER, _LEAF):
            raise IndexError
        first = head + (12 if kind == _INNER else 8)
        starts = [start + _number(data, first + 2 * cell, 2) for cell in range(cells)]
        if kind == _INNER:
            waiting += [_number(data, begin, 4) for begin in starts] + [_number(data, head + 8, 4)]
        else:
            for begin in starts:
                yield from _overflowing(data, begin, size)


def _overflowing(data: _Bytes, begin: int, size: int) -> Iterator[int]:
    """Yield the pages on which a cell of a leaf goes on."""
    usable = size - data[20]
    length, at = _varint(data, begin)
    _, at = _varint(data, at)
    most, least = usable - 35, (usable - 12) * 32 // 255 - 23
    if length <= most:
        return
    local = least + (length - least) % (usable - 4)
    page, left = _number(data, at + (local if local <= most else least), 4), _MOST_PAGES
    while page and left:
        yield page
        page, left = _number(data, (page - 1) * size, 4), left - 1


def _number(data: _Bytes, at: int, width: int) -> int:
    if at + width > len(data):
        raise IndexError
    return int.from_bytes(data[at : at + width], "big")


def _varint(data: _Bytes, at: int) -> tuple[int, int]:
    """Return a number of one to nine bytes and where it ends."""
    value = 0
    for used in range(8):
        byte = data[at + used]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + used + 1
    return value << 8 | data[at + 8], at + 9
