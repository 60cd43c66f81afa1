"""The bytes that came, and the surroundings of a cell in them."""

import openpyxl
import pytest

from tracker.errors import InputError
from tracker.services.returns import originals


@pytest.fixture
def number(lite, sent_lite) -> int:
    sent_lite.edit("A1.1", owner="李四", progress=0.35)
    return int(lite.receive(sent_lite))


def test_the_original_is_what_came_byte_by_byte(lite, sent_lite, number: int) -> None:
    data = sent_lite.path.read_bytes()
    sent_lite.path.unlink()
    assert lite.look(originals.read_original, number) == ("市经信局.xlsx", data)
    with pytest.raises(InputError, match="已不在台账中"):
        lite.look(originals.read_original, 99_999)


def test_the_neighbourhood_of_a_cell_with_its_headers(lite, sent_lite, number: int) -> None:
    address = sent_lite.cell("A1.1", "progress")
    table = lite.look(originals.read_around, number, "任务清单", address)
    assert table is not None
    letters, row = address.rstrip("0123456789"), int(address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    assert (table.cell, table.columns[table.column], table.lines[table.row][0]) == (address, letters, row)
    assert table.lines[table.row][1][table.column] == "35%"
    assert len(table.columns) == 5
    assert next(texts for at, texts in table.lines if at == 4)[table.column] == "进度"


def test_a_header_far_above_is_shown_first(lite, sent_lite, number: int) -> None:
    table = lite.look(originals.read_around, number, "任务清单", "C20")
    assert table is not None
    assert [at for at, _ in table.lines] == [4, 17, 18, 19, 20, 21, 22, 23]


def test_hidden_columns_stay_hidden(lite, sent_lite, number: int) -> None:
    sheet = openpyxl.load_workbook(sent_lite.path)["任务清单"]
    hidden = {letter for letter, one in sheet.column_dimensions.items() if one.hidden}
    table = lite.look(originals.read_around, number, "任务清单", "B6")
    assert table is not None
    assert hidden
    assert not hidden & set(table.columns)


@pytest.mark.parametrize(("sheet", "cell"), [("没有的表", "A1"), ("任务清单", ""), ("任务清单", "不是地址")])
def test_a_place_that_is_none(lite, number: int, sheet: str, cell: str) -> None:
    assert lite.look(originals.read_around, number, sheet, cell) is None
