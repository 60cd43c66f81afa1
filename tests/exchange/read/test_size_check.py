"""Counting by the bytes alone: never more than there is, and nothing that is too much goes by."""

from collections.abc import Iterator

import pytest

from tracker.errors import WorkbookError
from tracker.exchange.book.address import MAX_ROW
from tracker.exchange.read.size_check import check_ods_cells, check_sheet
from tracker.files.limits import LIMITS

CELL = b'<c r="A1"><v>1</v></c>'
ROOM = 1_000


def pieces(data: bytes, size: int = 4_096) -> Iterator[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))


@pytest.mark.parametrize(
    "cell",
    [
        CELL,
        b"<c><is><t>text</t></is></c>",
        b"<c><f>A1</f></c>",
        b'<c><f t="shared">A1</f><v/></c>',
        b"<x:c><x:v>1</x:v></x:c>",
        b"<x:c><x:is><x:t>1</x:t></x:is></x:c>",
        b"<x:c><x:f>A1</x:f></x:c>",
        CELL.decode().encode("utf-16"),
    ],
)
def test_cells_of_every_writing_are_counted(cell: bytes) -> None:
    root = b"<x:worksheet>" if b"x:" in cell else b"<worksheet>"
    check_sheet("甲", [root, cell * ROOM], ROOM)
    with pytest.raises(WorkbookError, match=f"{LIMITS.cells} 个"):
        check_sheet("甲", [root, cell * ROOM, cell], ROOM)


def test_a_formula_and_its_value_are_one_cell() -> None:
    check_sheet("甲", [b"<c><f>A1</f><v>1</v></c>" * ROOM], ROOM)


def test_a_cell_across_two_pieces_is_rather_missed_than_counted_twice() -> None:
    check_sheet("甲", pieces(CELL * ROOM, 100), ROOM)


@pytest.mark.parametrize("row", [b'<row r="7"/>', b"<row></row>", b'<x:row r="7"/>'])
def test_a_sheet_has_so_many_rows(row: bytes) -> None:
    root = b"<x:worksheet>" if b"x:" in row else b"<worksheet>"
    check_sheet("甲", [root, row * MAX_ROW], ROOM)
    with pytest.raises(WorkbookError, match=f"「甲」写了 {MAX_ROW} 行以上"):
        check_sheet("甲", [root, row * MAX_ROW, row], ROOM)


def test_it_stops_where_it_knows() -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield CELL * ROOM

    with pytest.raises(WorkbookError):
        check_sheet("甲", endless(), ROOM)
    with pytest.raises(WorkbookError):
        check_ods_cells(b"<text:p>1</text:p>" * ROOM for _ in iter(int, 1))


@pytest.mark.parametrize("tag", ["office:annotation", "table:named-range", "table:table-column"])
def test_comments_and_names_have_an_end(tag: str) -> None:
    most = f"<{tag}/>".encode() * LIMITS.elements
    check_ods_cells([most])
    with pytest.raises(WorkbookError, match=f"超过 {LIMITS.elements} 处"):
        check_ods_cells([most, f"<{tag}/>".encode()])


@pytest.mark.parametrize("tag", ["table:table-cell", "table:covered-table-cell"])
def test_cells_without_anything_have_an_end(tag: str) -> None:
    most = f"<{tag}/>".encode() * 4 * LIMITS.cells
    check_ods_cells([most])
    with pytest.raises(WorkbookError, match="多是空的"):
        check_ods_cells([most, f"<{tag}/>".encode()])


def test_cells_of_several_lines_are_no_attack() -> None:
    check_ods_cells([b"<text:p>1</text:p><text:p>2</text:p>" * 10_000] * (LIMITS.cells // 10_000))
