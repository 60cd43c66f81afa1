"""One worksheet part: quirks that other readers fail on, and what each cell keeps."""

from collections.abc import Callable
from typing import Any

import pytest

from tracker.exchange.book.raw_book import BOOLEAN, DATE, ERROR, NUMBER, TEXT, RawCell
from tracker.exchange.read.open_book import read_raw
from tracker.exchange.read.xlsx_formats import CellStyles
from tracker.exchange.read.xlsx_sheet import read_sheet
from tracker.exchange.read.xlsx_strings import SharedStrings

Make = Callable[..., Any]
STRINGS = ["甲", "", "乙"]
FORMATS = ["", "0%", "yyyy-mm-dd"]

CELLS = {
    '<c r="A1"><v>46022</v></c>': RawCell(NUMBER, "46022"),
    '<c r="A1" s="1"><v>0.5</v></c>': RawCell(NUMBER, "0.5", "0%"),
    '<c r="A1" s="2"><v>1</v></c>': RawCell(NUMBER, "1", "yyyy-mm-dd"),
    '<c r="A1" s="999"><v>1</v></c>': RawCell(NUMBER, "1"),
    '<c r="A1" s="x"><v>1</v></c>': RawCell(NUMBER, "1"),
    '<c r="A1" t="s"><v>2</v></c>': RawCell(TEXT, "乙"),
    '<c r="A1" t="s"><v>1</v></c>': None,
    '<c r="A1" t="s"><v>9</v></c>': RawCell(ERROR, "#文字缺失"),
    '<c r="A1" t="s"><v>x</v></c>': RawCell(ERROR, "#文字缺失"),
    '<c r="A1" t="s"><v></v></c>': None,
    '<c r="A1" t="b"><v>TRUE</v></c>': RawCell(BOOLEAN, "TRUE"),
    '<c r="A1" t="e"><v>#SPILL!</v></c>': RawCell(ERROR, "#SPILL!"),
    '<c r="A1" t="d"><v>2025-12-31</v></c>': RawCell(DATE, "2025-12-31"),
    '<c r="A1" t="d"><v/></c>': None,
    '<c r="A1" t="n"><v>abc</v></c>': RawCell(NUMBER, "abc"),
    '<c r="A1" t="inlineStr"><is><t>直接</t></is></c>': RawCell(TEXT, "直接"),
    '<c r="A1" t="inlineStr"><v>1.0</v><is><t>1.</t></is></c>': RawCell(TEXT, "1."),
    '<c r="A1" t="inlineStr"><is><t>1.</t></is><v>1.0</v></c>': RawCell(TEXT, "1."),
    '<c r="A1"><v>1</v><is><t>甲</t></is></c>': RawCell(NUMBER, "1"),
    '<c r="A1" t="inlineStr"><is><r><rPr><b/></rPr><t>甲</t></r> <r><t> 乙</t></r></is></c>': RawCell(TEXT, "甲 乙"),
    '<c r="A1" t="inlineStr"><is><t>張</t><rPh sb="0" eb="1"><t>ちょう</t></rPh></is></c>': RawCell(TEXT, "張"),
    '<c r="A1" t="str"><v>a_x000D_b</v></c>': RawCell(TEXT, "a\rb"),
    '<c r="A1"><f>1+1</f><v>2</v></c>': RawCell(NUMBER, "2", "", "1+1"),
    '<c r="A1"><f>1+1</f></c>': RawCell(NUMBER, "", "", "1+1"),
    '<c r="A1"><f>1+1</f><v/></c>': RawCell(NUMBER, "", "", "1+1"),
    '<c r="A1" t="str"><f>""</f><v></v></c>': RawCell(TEXT, "", "", '""'),
    '<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>': RawCell(ERROR, "#DIV/0!", "", "1/0"),
    '<c r="A1"><f t="shared" si="0"/><v>3</v></c>': RawCell(NUMBER, "3", "", ""),
    '<c r="A1">\n  <v>1</v>\n  </c>': RawCell(NUMBER, "1"),
    '<c r="A1" s="1"/>': None,
}  # fmt: skip


def sheet(rows: str, after: str = "") -> Any:
    data = f"<worksheet><sheetData>{rows}</sheetData>{after}</worksheet>".encode()
    return read_sheet("sheet1.xml", data, "S1", "visible", SharedStrings(STRINGS, {}), CellStyles(FORMATS))


@pytest.mark.parametrize(("xml", "expected"), CELLS.items(), ids=CELLS)
def test_one_cell(xml: str, expected: RawCell | None) -> None:
    assert sheet(f'<row r="1">{xml}</row>').cell(1, 1) == expected


def test_places_without_addresses_are_counted() -> None:
    found = sheet('<row><c><v>1</v></c><c/><c><v>3</v></c></row><row r="5"><c r="B5"><v>5</v></c><c><v>6</v></c></row>')
    assert {(r, c): cell.text for r, cells in found.rows.items() for c, cell in cells.items()} == {
        (1, 1): "1",
        (1, 3): "3",
        (5, 2): "5",
        (5, 3): "6",
    }


def test_rows_out_of_order_and_doubled_cells() -> None:
    found = sheet(
        '<row r="5"><c r="A5"><v>5</v></c></row><row r="2"><c r="A2"><v>1</v></c><c r="A2"><v>2</v></c></row>'
    )
    assert (found.text(5, 1), found.text(2, 1)) == ("5", "2")
    assert any("A2" in note for note in found.notes)


def test_hidden_rows_and_columns_are_read_and_marked() -> None:
    data = (
        b'<worksheet><cols><col min="1" max="2" hidden="1"/><col min="5" max="16384" hidden="true"/></cols><sheetData>'
        b'<row r="1" hidden="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"/></sheetData></worksheet>'
    )
    found = read_sheet("s", data, "S1", "visible", SharedStrings([], {}), CellStyles([]))
    assert found.hidden_rows == {1}
    assert {1, 2, 5} <= found.hidden_columns
    assert 3 not in found.hidden_columns


def test_merges_are_kept_and_bad_ones_ignored() -> None:
    merges = '<mergeCells><mergeCell ref="B2:C5"/><mergeCell ref="#REF!"/><mergeCell ref="A1"/></mergeCells>'
    assert sheet("", merges).merges == ((2, 2, 5, 3), (1, 1, 1, 1))


HARMLESS = {
    "validation without range": '<dataValidations><dataValidation sqref="#REF!"/></dataValidations>',
    "unknown rule": '<conditionalFormatting sqref="A1"><cfRule type="neverHeard"/></conditionalFormatting>',
    "icon set": '<cfRule type="iconSet"><iconSet iconSet="3Stars"/></cfRule>',
    "filter": '<autoFilter ref="A1"><customFilters><customFilter val=" "/></customFilters></autoFilter>',
    "hyperlink": '<hyperlinks><hyperlink ref="A1" id="rId9"/></hyperlinks>',
    "margins": '<pageMargins left="NaN" right="-1"/>',
    "protection": '<sheetProtection nonsense="1"/>',
    "drawing": '<drawing id="rId7"/><legacyDrawing id="rId8"/>',
    "extension": '<extLst><ext><x14:f xmlns:x14="x">A1</x14:f></ext></extLst>',
}  # fmt: skip


@pytest.mark.parametrize("after", HARMLESS.values(), ids=HARMLESS)
def test_parts_without_data_do_not_matter(after: str) -> None:
    assert sheet('<row r="1" ht="abc"><c r="A1"><v>1</v></c></row>', after).text(1, 1) == "1"


STYLES = {
    "empty fill": "<fills><fill/></fills><cellXfs><xf numFmtId='9'/></cellXfs>",
    "bad font": "<fonts><font><sz val=''/></font></fonts><cellXfs><xf numFmtId='9'/></cellXfs>",
    "format without code": "<numFmts><numFmt numFmtId='176'/></numFmts><cellXfs><xf numFmtId='9'/></cellXfs>",
    "nameless style": "<cellXfs><xf numFmtId='9'/></cellXfs><cellStyles><cellStyle/></cellStyles>",
    "cut off after the formats": "<cellXfs><xf numFmtId='9'/></cellXfs><dxfs><",
}


@pytest.mark.parametrize("styles", STYLES.values(), ids=STYLES)
def test_damaged_styles_do_not_stop_data(styles: str, xlsx: Make) -> None:
    rows = '<row r="1"><c r="A1" s="0"><v>0.5</v></c></row>'
    cell = read_raw(xlsx(rows, parts={"xl/styles.xml": f"<styleSheet>{styles}</styleSheet>"})).sheets[0].cell(1, 1)
    assert cell == RawCell(NUMBER, "0.5", "0%")


@pytest.mark.parametrize("missing", ["xl/styles.xml", "xl/sharedStrings.xml"])
def test_missing_parts_do_not_stop_data(missing: str, xlsx: Make) -> None:
    rows = '<row r="1"><c r="A1" s="0"><v>0.5</v></c></row>'
    assert read_raw(xlsx(rows, parts={missing: None})).sheets[0].text(1, 1) == "0.5"
