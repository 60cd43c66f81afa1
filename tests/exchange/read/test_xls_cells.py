"""Marks of an old workbook are an addition: where they cannot be read the cells stay as they are."""

import random
import struct

import pytest

from tracker.exchange.book.raw_book import NUMBER, RawBook, RawCell, RawSheet
from tracker.exchange.read.ole_stream import workbook_stream
from tracker.exchange.read.xls_cells import with_marks

BOOK = RawBook("xls", (RawSheet("S", rows={1: {1: RawCell(NUMBER, "12.4", None)}}),))


def compound(stream: bytes, name: str = "Workbook", fat_fixed: bool = True) -> bytes:
    """Return an Office file of the old kind with one stream of at least 4,096 bytes."""
    stream = stream.ljust(4096, b"\0")
    sectors = -(-len(stream) // 512)
    chain = [*range(3, 2 + sectors), 0xFFFFFFFE]
    fat = struct.pack("<128I", *[0xFFFFFFFD, 0xFFFFFFFE, *chain, *[0xFFFFFFFF] * (126 - len(chain))])
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HH", head, 0x1E, 9, 6)
    struct.pack_into("<IIIIIIIII", head, 0x2C, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    head[0x30:0x34] = struct.pack("<I", 1)
    head[0x38:0x3C] = struct.pack("<I", 4096)
    head[0x3C:0x4C] = struct.pack("<IIII", 0xFFFFFFFE, 0, 0xFFFFFFFE if fat_fixed else 0, 0 if fat_fixed else 9)
    head[0x4C:] = struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)

    def entry(text: str, kind: int, first: int, size: int) -> bytes:
        wide = text.encode("utf-16-le") + b"\0\0"
        return (
            wide.ljust(64, b"\0")
            + struct.pack("<HB", len(wide), kind)
            + bytes(49)
            + struct.pack("<II", first, size)
            + bytes(4)
        )

    directory = entry("Root Entry", 5, 0xFFFFFFFE, 0) + entry(name, 2, 2, len(stream)) + bytes(256)
    return bytes(head) + fat + directory + stream.ljust(sectors * 512, b"\0")


def record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def text(words: str, runs: bytes = b"") -> bytes:
    count = len(runs) // 4
    head = struct.pack("<HB", len(words), 1 | (8 if runs else 0)) + (struct.pack("<H", count) if runs else b"")
    return head + words.encode("utf-16-le") + runs


def workbook(code: str, strings: list[bytes], cells: bytes) -> bytes:
    fonts = record(0x31, bytes(14)) * 2 + record(0x31, struct.pack("<HH", 200, 0x0008) + bytes(10))
    formats = record(0x41E, struct.pack("<H", 170) + text(code))
    styles = record(0xE0, struct.pack("<HH", 0, 0) + bytes(16)) + record(0xE0, struct.pack("<HH", 0, 170) + bytes(16))
    table = record(0xFC, strings[0]) + b"".join(record(0x3C, piece) for piece in strings[1:])

    def head(start: int) -> bytes:
        sheet = record(0x85, struct.pack("<IBBBB", start, 0, 0, 1, 0) + b"S")
        return (
            record(0x809, struct.pack("<HH", 0x0600, 5)) + fonts + formats + styles + sheet + table + record(0x0A, b"")
        )

    start = len(head(0))
    return head(start) + record(0x809, struct.pack("<HH", 0x0600, 0x10)) + cells + record(0x0A, b"")


@pytest.mark.parametrize("code", ['0.0"‰"', "0%", "0.00%"])
def test_a_format_with_another_unit_or_percent_is_told(code: str) -> None:
    cells = record(0x203, struct.pack("<HHHd", 0, 0, 1, 12.4))
    found = with_marks(BOOK, compound(workbook(code, [struct.pack("<II", 0, 0)], cells)))
    assert found.sheets[0].rows[1][1] == RawCell(NUMBER, "12.4", code)


@pytest.mark.parametrize("code", ["0.0", "yyyy-mm-dd", "#,##0.00"])
def test_a_format_that_shows_the_number_stays_hidden(code: str) -> None:
    cells = record(0x203, struct.pack("<HHHd", 0, 0, 1, 12.4))
    found = with_marks(BOOK, compound(workbook(code, [struct.pack("<II", 0, 0)], cells)))
    assert found == BOOK


#: Where the letters of the two texts begin, in bytes of the table: they are never cut in two.
LETTERS = (*range(11, 21, 2), *range(26, 34, 2))


@pytest.mark.parametrize("cut", sorted({*range(8, 11), *LETTERS, *range(21, 26), *range(34, 42)}))
def test_struck_out_words_are_found_wherever_the_texts_are_cut(cut: int) -> None:
    """A record ends anywhere; a text that is cut goes on after a byte of its own."""
    runs = struct.pack("<HHHH", 0, 2, 2, 0)
    whole = struct.pack("<II", 2, 2) + text("普通的文字") + text("旧的新的", runs)
    again = b"\x01" if cut in LETTERS else b""
    cells = record(0xFD, struct.pack("<HHHI", 0, 0, 0, 1))
    book = RawBook("xls", (RawSheet("S", rows={1: {1: RawCell("s", "旧的新的", None)}}),))
    found = with_marks(book, compound(workbook("0", [whole[:cut], again + whole[cut:]], cells)))
    assert found.sheets[0].rows[1][1] == RawCell("s", "新的", None, None, "旧的")


@pytest.mark.parametrize("data", [b"", b"x" * 600, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000)])
def test_what_is_no_such_file_changes_nothing(data: bytes) -> None:
    assert workbook_stream(data) == b""
    assert with_marks(BOOK, data) == BOOK


def test_damage_anywhere_changes_no_value() -> None:
    cells = record(0x203, struct.pack("<HHHd", 0, 0, 1, 12.4))
    whole = compound(workbook('0.0"‰"', [struct.pack("<II", 0, 0)], cells))
    chance = random.Random(1)
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(3):
            data[chance.randrange(len(data))] = chance.randrange(256)
        (cell,) = with_marks(BOOK, bytes(data)).sheets[0].rows[1].values()
        assert (cell.kind, cell.text) == (NUMBER, "12.4")


def test_a_table_of_tables_that_runs_in_a_circle_ends() -> None:
    assert workbook_stream(compound(b"abc", fat_fixed=False))[:3] in (b"abc", b"")


def test_the_result_of_a_formula_is_told_as_one() -> None:
    cells = record(0x06, struct.pack("<HHHdHI", 0, 0, 0, 12.4, 0, 0))
    found = with_marks(BOOK, compound(workbook("0", [struct.pack("<II", 0, 0)], cells)))
    assert found.sheets[0].rows[1][1] == RawCell(NUMBER, "12.4", None, "")
