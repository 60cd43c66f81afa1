"""Marks of a binary workbook are an addition: formats of another unit, formulas and struck-out words are told."""

import random
import struct
from collections.abc import Callable

import pytest

from tests.exchange.read.test_xlsb_cells import parts, record, row, wide
from tracker.exchange.book.raw_book import NUMBER, TEXT, RawBook, RawCell, RawSheet
from tracker.exchange.read.xlsb_marks import with_xlsb_marks
from tracker.files.zip_container import Container

ZipOf = Callable[[dict[str, str | bytes]], bytes]
STRUCK = 0x0008


def font(grbit: int = 0) -> bytes:
    return record(43, struct.pack("<HHHHBBBB", 220, grbit, 400, 0, 0, 0, 134, 0) + bytes(9) + wide("宋体"))


def style(code: int, its_font: int = 0) -> bytes:
    return record(47, struct.pack("<HHHHH", 0, code, its_font, 0, 0) + bytes(6))


def styles(code: str = '0.0"‰"') -> bytes:
    """Return a part with two fonts, the second struck out, and four cell styles."""
    formats = record(44, struct.pack("<H", 170) + wide(code))
    before = record(626) + style(170, 1) + record(627)  # styles of styles are none of cells
    cells = record(617) + style(0) + style(170) + style(0, 1) + style(14) + record(618)
    return record(278) + formats + font() + font(STRUCK) + before + cells + record(279)


def strings(*items: bytes) -> bytes:
    return record(159, struct.pack("<II", len(items), len(items))) + b"".join(items) + record(160)


def item(text: str, *runs: tuple[int, int]) -> bytes:
    tail = struct.pack("<I", len(runs)) + b"".join(struct.pack("<HH", *run) for run in runs) if runs else b""
    return record(19, bytes([bool(runs)]) + wide(text) + tail)


def styled(kind: int, column: int, number: int, content: bytes) -> bytes:
    return record(kind, struct.pack("<II", column, number) + content)


def marks(
    zip_of: ZipOf, read: dict[int, RawCell], *cells: bytes, its_styles: bytes | None = None, shared: bytes = b""
) -> dict[int, RawCell]:
    """Return the cells of a row that were `read` by other means with what the file says beside."""
    made = parts(row(0), *cells) | {"xl/styles.bin": styles() if its_styles is None else its_styles}
    if shared:
        made["xl/sharedStrings.bin"] = shared
    book = RawBook("xlsb", (RawSheet("任务清单", rows={1: read}),))
    (sheet,) = with_xlsb_marks(book, Container(zip_of(made))).sheets
    return dict(sheet.rows[1])


REAL = struct.pack("<d", 12.4)


NUMBER_READ = RawCell(NUMBER, "12.4", None)


def test_a_format_with_another_unit_is_told_of_full_and_short_cells(zip_of: ZipOf) -> None:
    after = record(16, struct.pack("<I", 1) + REAL)  # a short one: it stands beside the one before
    cells = marks(zip_of, {2: NUMBER_READ, 3: NUMBER_READ}, styled(5, 1, 1, REAL), after)
    assert cells == dict.fromkeys((2, 3), RawCell(NUMBER, "12.4", '0.0"‰"'))


@pytest.mark.parametrize("code", ["0.0", "#,##0.00", "[Red]0.0"])
def test_a_format_that_shows_the_number_stays_hidden(zip_of: ZipOf, code: str) -> None:
    assert marks(zip_of, {1: NUMBER_READ}, styled(5, 0, 1, REAL), its_styles=styles(code)) == {1: NUMBER_READ}


def test_the_result_of_a_formula_is_told_as_one(zip_of: ZipOf) -> None:
    found = marks(zip_of, {1: NUMBER_READ}, styled(9, 0, 0, REAL + struct.pack("<HII", 0, 0, 0)))
    assert found == {1: RawCell(NUMBER, "12.4", None, "")}


def test_what_is_struck_out_is_told_as_a_whole_and_by_words(zip_of: ZipOf) -> None:
    shared = strings(item("普通"), item("旧的新的", (0, 1), (2, 0)), item("前旧", (1, 1)), item("都旧", (0, 1)))
    read = {n: RawCell(TEXT, text, None) for n, text in enumerate(("普通", "旧的新的", "前旧", "都旧"), start=1)}
    numbers = (styled(7, column, 0, struct.pack("<I", column)) for column in range(4))
    cells = marks(zip_of, read | {5: NUMBER_READ}, *numbers, styled(5, 4, 2, REAL), shared=shared)
    assert cells == {
        1: RawCell(TEXT, "普通", None),
        2: RawCell(TEXT, "新的", None, None, "旧的"),
        3: RawCell(TEXT, "前", None, None, "旧"),
        4: RawCell(TEXT, "都旧", None, None, "都旧"),
        5: RawCell(NUMBER, "12.4", None, None, "12.4"),
    }


def test_without_styles_nothing_is_told(zip_of: ZipOf) -> None:
    assert marks(zip_of, {1: NUMBER_READ}, styled(5, 0, 1, REAL), its_styles=b"") == {1: NUMBER_READ}


def test_damage_anywhere_changes_no_value(zip_of: ZipOf) -> None:
    chance = random.Random(1)
    for _ in range(300):
        damaged = bytearray(styles())
        for _ in range(3):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        (cell,) = marks(zip_of, {1: NUMBER_READ}, styled(5, 0, 1, REAL), its_styles=bytes(damaged)).values()
        assert (cell.kind, cell.text) == (NUMBER, "12.4")
