# ruff: noqa: E501 - the odd parts stand on one line each, as they do in files
"""Our reader against openpyxl and calamine over a corpus made here: the same cells, the same values."""

import io
import math
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import python_calamine
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tracker.exchange.book.number_format import is_date, is_time
from tracker.exchange.book.raw_book import BOOLEAN, DATE, ERROR, NUMBER, TEXT, RawBook, RawCell
from tracker.exchange.cells.dates import from_serial
from tracker.exchange.read.open_book import read_raw
from tracker.exchange.write.workbook import write_workbook

TEXTS = (
    "甲",
    "  前后空格　 ",
    "行1\n行2",
    "=1+1 起草中",
    "<b>&amp;\"'</b>",
    "00123",
    "😀 生僻字𠮷",
    "x" * 3_000,
)
NUMBERS = (0, -1, 50, 0.1 + 0.2, 1e20, 1e-9, 440300199001011234, 46022, 12.5)
FORMATS = (
    "yyyy-mm-dd", 'yyyy"年"m"月"d"日"', "[$-804]yyyy/m/d;@", "[DBNum1]yyyy年m月", "m/d/yy h:mm", "h:mm:ss", "0%",
    "0.00%", '0.0"亿元"', "[Red]0.00;[Blue]-0.00", '"第"0"年度"', "@", "General", "#,##0", "0.00E+00", "mmm-yy",
    "[h]:mm", "yyyy/mm/dd hh:mm:ss", '"进度"0%', "d",
)  # fmt: skip
Make = Callable[..., Any]


def saved(fill: Callable[[Worksheet], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book.active)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def one(value: Any, number_format: str = "") -> Callable[[Worksheet], None]:
    def fill(sheet: Worksheet) -> None:
        cell = sheet["B3"]
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
        if number_format:
            cell.number_format = number_format

    return fill


def merged(sheet: Worksheet) -> None:
    for row in range(1, 6):
        sheet.append([f"r{row}", row, row / 10])
    sheet.merge_cells("A1:A3")
    sheet.merge_cells("B4:C5")


def hidden(sheet: Worksheet) -> None:
    sheet.append(["甲", "乙"])
    sheet.append(["丙", "丁"])
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True


def sparse(sheet: Worksheet) -> None:
    sheet["C3"], sheet["Z90"], sheet["CV7"] = "甲", 7, date(2025, 12, 31)


def dressed(sheet: Worksheet) -> None:
    sheet["A1"] = "甲"
    sheet["A1"].comment = Comment("注", "人")
    rule = DataValidation(type="list", formula1='"甲,乙"')
    rule.add("A1:A9")
    sheet.add_data_validation(rule)
    sheet["A2"].hyperlink = "https://example.org/"
    sheet["B2"] = CellRichText("关于", TextBlock(InlineFont(b=True), "重点"))
    sheet.auto_filter.ref, sheet.freeze_panes = "A1:B9", "B2"


def several(sheet: Worksheet) -> None:
    sheet["A1"] = "一"
    for state in ("visible", "hidden", "veryHidden"):
        other = sheet.parent.create_sheet(f"表 '{state}'")
        other["B2"], other.sheet_state = state, state


def old_mac(sheet: Worksheet) -> None:
    sheet.parent.epoch = CALENDAR_MAC_1904
    sheet["A1"] = date(2025, 12, 31)


def errors(sheet: Worksheet) -> None:
    for code in ("#N/A", "#REF!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#VALUE!"):
        sheet.append([code, "旁边"])


def big(sheet: Worksheet) -> None:
    for row in range(400):
        sheet.append([f"任务{row}", row, row / 7, date(2025, 1, 1) + timedelta(row), row % 2 == 0, None, "末"])


CORPUS: dict[str, Callable[[], bytes]] = {
    **{f"text {n}": (lambda text=text: saved(one(text))) for n, text in enumerate(TEXTS)},
    **{f"number {number}": (lambda number=number: saved(one(number))) for number in NUMBERS},
    **{f"format {code}": (lambda code=code: saved(one(45_991.75, code))) for code in FORMATS},
    **{f"small with {code}": (lambda code=code: saved(one(0.5, code))) for code in FORMATS},
    **{
        f"value {value!r}": (lambda value=value: saved(one(value)))
        for value in (True, False, date(2025, 2, 28), datetime(2025, 12, 31, 18, 0), time(18, 30), date(1999, 1, 1))  # noqa: DTZ001
    },
    **{fill.__name__: (lambda fill=fill: saved(fill)) for fill in (merged, hidden, sparse, dressed, several, old_mac)},
    **{fill.__name__: (lambda fill=fill: saved(fill)) for fill in (errors, big)},
}  # fmt: skip


def test_the_corpus_is_large_enough() -> None:
    assert len(CORPUS) >= 60, "files that each of the three readers reads"


def as_number(cell: RawCell) -> float:
    return float(Decimal(cell.text))


def plain(cell: RawCell, book: RawBook) -> Any:
    """Return what a raw cell is worth to a library that interprets it."""
    if cell.kind in (TEXT, ERROR):
        return cell.text
    if cell.kind == BOOLEAN:
        return cell.text == "1"
    if (cell.number_format or "").startswith("[h]"):
        return "time"
    if is_date(cell.number_format) or is_time(cell.number_format):
        return from_serial(as_number(cell), book.date1904) or "time"
    return as_number(cell)


def seen(value: Any) -> Any:
    """Return a library's value in the same terms."""
    if isinstance(value, datetime):
        return value.date() if value.year > 1900 else "time"
    if isinstance(value, time | timedelta):
        return "time"
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def same(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, float) and isinstance(theirs, float):
        return math.isclose(ours, theirs, rel_tol=1e-12)
    return bool(ours == theirs and isinstance(ours, bool) == isinstance(theirs, bool))


@pytest.mark.parametrize("name", CORPUS)
def test_openpyxl_sees_the_same(name: str) -> None:
    data = CORPUS[name]()
    book, other = read_raw(data), openpyxl.load_workbook(io.BytesIO(data))
    assert [sheet.name for sheet in book.sheets] == other.sheetnames
    for sheet in book.sheets:
        theirs = {
            (cell.row, cell.column): seen(cell.value)
            for row in other[sheet.name].iter_rows() for cell in row
            if cell.value not in (None, "")
        }  # fmt: skip
        covered = {
            place for top, left, bottom, right in sheet.merges
            for row in range(top, bottom + 1) for place in [(row, n) for n in range(left, right + 1)][row == top :]
        }  # fmt: skip
        ours = {(row, n): plain(c, book) for row, cells in sheet.rows.items() for n, c in cells.items()}
        ours = {place: value for place, value in ours.items() if place not in covered}  # openpyxl drops these
        assert ours.keys() == theirs.keys()
        assert [p for p in ours if not same(ours[p], theirs[p])] == []
        assert sheet.state == other[sheet.name].sheet_state
        assert sorted(sheet.merges) == sorted(
            (r.min_row, r.min_col, r.max_row, r.max_col) for r in other[sheet.name].merged_cells.ranges
        )


@pytest.mark.parametrize("name", CORPUS)
def test_calamine_sees_the_same(name: str) -> None:
    data = CORPUS[name]()
    book, other = read_raw(data), python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    for sheet in book.sheets:
        rows = other.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        theirs = {
            (r, n): seen(value) for r, row in enumerate(rows, 1) for n, value in enumerate(row, 1) if value != ""
        }  # fmt: skip
        ours = {
            (row, n): plain(c, book)
            for row, cells in sheet.rows.items() for n, c in cells.items()
            if c.kind != ERROR  # invisible to calamine
        }  # fmt: skip
        assert ours.keys() == theirs.keys()
        assert [p for p in ours if not same(ours[p], theirs[p])] == []


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'


def quirk(rows: str = ROW, before: str = "", after: str = "", **parts: Any) -> dict[str, Any]:
    sheet = f"<worksheet {MAIN}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"
    return {"xl/worksheets/sheet1.xml": sheet} | {f"xl/{k.replace('_', '.')}": v for k, v in parts.items()}


#: Parts and attributes that carry no data and stop other readers; every one of these has 1 in A1.
QUIRKS: dict[str, dict[str, Any]] = {
    "filter not blank": quirk(
        after='<autoFilter ref="A1"><filterColumn colId="0"><customFilters><customFilter operator="notEqual" val=" "/></customFilters></filterColumn></autoFilter>'
    ),
    "validation without place": quirk(after='<dataValidations><dataValidation type="list"/></dataValidations>'),
    "validation of nothing": quirk(after='<dataValidations><dataValidation sqref="#REF!"/></dataValidations>'),
    "unknown conditional format": quirk(
        after='<conditionalFormatting sqref="A1"><cfRule type="neu" priority="1"/></conditionalFormatting>'
    ),
    "unknown icons": quirk(
        after='<conditionalFormatting sqref="A1"><cfRule type="iconSet" priority="1"><iconSet iconSet="3Stars"/></cfRule></conditionalFormatting>'
    ),
    "merge of one": quirk(after='<mergeCells><mergeCell ref="A1"/></mergeCells>'),
    "merge of nothing": quirk(after='<mergeCells><mergeCell ref="#REF!"/></mergeCells>'),
    "link without relation": quirk(after='<hyperlinks><hyperlink ref="A1" r:id="rId9" xmlns:r="r"/></hyperlinks>'),
    "drawing without relation": quirk(
        after='<drawing r:id="rId8" xmlns:r="r"/><legacyDrawing r:id="rId7" xmlns:r="r"/>'
    ),
    "bad pane": quirk(
        before='<sheetViews><sheetView workbookViewId="0"><pane topLeftCell="?"/></sheetView></sheetViews>'
    ),
    "bad margins": quirk(after='<pageMargins left="NaN" right="-1" top="x" bottom="0" header="0" footer="0"/>'),
    "height of letters": quirk('<row r="1" ht="abc" customHeight="1"><c r="A1"><v>1</v></c></row>'),
    "style out of range": quirk('<row r="1"><c r="A1" s="999"><v>1</v></c></row>'),
    "style of letters": quirk('<row r="1"><c r="A1" s="x"><v>1</v></c></row>'),
    "no styles": quirk(styles_xml=None),
    "no strings": quirk(sharedStrings_xml=None),
    "styles damaged": quirk(styles_xml="<styleSheet><fonts>"),
    "font of letters": quirk(
        styles_xml=f'<styleSheet {MAIN}><fonts><font><sz val="groß"/></font></fonts></styleSheet>'
    ),
    "empty fill": quirk(
        styles_xml=f"<styleSheet {MAIN}><fills><fill/></fills><cellStyles><cellStyle/></cellStyles></styleSheet>"
    ),
    "format without code": quirk(
        styles_xml=f'<styleSheet {MAIN}><numFmts><numFmt numFmtId="176"/></numFmts></styleSheet>'
    ),
    "format not defined": quirk(
        '<row r="1"><c r="A1" s="0"><v>1</v></c></row>',
        styles_xml=f'<styleSheet {MAIN}><cellXfs><xf numFmtId="176"/></cellXfs></styleSheet>',
    ),
    "unknown protection": quirk(after='<sheetProtection wps="1"/>'),
    "dimension of one": quirk(before='<dimension ref="B9"/>'),
    "dimension of everything": quirk(before='<dimension ref="A1:XFD1048576"/>'),
    "no addresses": quirk("<row><c><v>1</v></c></row>"),
    "prefix": {
        "xl/worksheets/sheet1.xml": '<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    },
    "UTF-16": {
        "xl/worksheets/sheet1.xml": f'<?xml version="1.0" encoding="UTF-16"?><worksheet {MAIN}><sheetData>{ROW}</sheetData></worksheet>'.encode(
            "utf-16"
        )
    },
    "rows out of order": quirk(f'<row r="9"><c r="A9"/></row>{ROW}'),
    "extension list": quirk(after='<extLst><ext uri="{x}"><a:b xmlns:a="a"><a:c/></a:b></ext></extLst>'),
    "true number": quirk('<row r="1"><c r="A1" t="n" s="0"><v> 1 </v></c></row>'),
}


@pytest.mark.parametrize("parts", QUIRKS.values(), ids=QUIRKS)
def test_what_carries_no_data_stops_nothing(parts: dict[str, Any], xlsx: Make) -> None:
    (sheet,) = read_raw(xlsx(parts=parts)).sheets
    assert [(place, float(cell.text)) for place, cell in sheet.rows[1].items()] == [(1, 1.0)]


CELLS = {
    "true in words": ('<c r="A1" t="b"><v>TRUE</v></c>', (BOOLEAN, "TRUE")),
    "date without value": ('<c r="A1" t="d"><v></v></c>', None),
    "date in words": ('<c r="A1" t="d"><v>2025-12-31</v></c>', (DATE, "2025-12-31")),
    "new error": ('<c r="A1" t="e"><v>#SPILL!</v></c>', (ERROR, "#SPILL!")),
    "string out of range": ('<c r="A1" t="s"><v>99</v></c>', (ERROR, "#文字缺失")),
    "letters for a number": ('<c r="A1"><v>abc</v></c>', (NUMBER, "abc")),
    "rich text with reading": (
        '<c r="A1" t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r><rPh sb="0" eb="1"><t>x</t></rPh></is></c>',
        (TEXT, "甲乙"),
    ),
    "return in a text": ('<c r="A1" t="str"><v>a_x000D_b</v></c>', (TEXT, "a\rb")),
    "formula without value": ('<c r="A1"><f>1+1</f></c>', (NUMBER, "")),
    "formula with value": ('<c r="A1" t="str"><f>"甲"</f><v>甲</v></c>', (TEXT, "甲")),
}


@pytest.mark.parametrize(("cell", "expected"), CELLS.values(), ids=CELLS)
def test_single_cells_that_others_read_wrong(cell: str, expected: Any, xlsx: Make) -> None:
    found = read_raw(xlsx(f'<row r="1">{cell}</row>')).sheets[0].cell(1, 1)
    assert (found[:2] if found else None) == expected


def test_our_own_workbook_reads_the_same_everywhere(exchange: Any, tmp_path: Any) -> None:
    path = tmp_path / "交办.xlsx"
    write_workbook(path, exchange.content)
    data = path.read_bytes()
    book, other = read_raw(data), openpyxl.load_workbook(path)
    for sheet in book.sheets:
        values = {(c.row, c.column) for row in other[sheet.name].iter_rows() for c in row if c.value is not None}
        assert {(row, n) for row, cells in sheet.rows.items() for n in cells} == values
