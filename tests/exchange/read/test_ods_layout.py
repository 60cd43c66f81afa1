"""What an open-document table says beside its values: merges, types of cells, what is hidden, names, comments."""

import pytest

from tracker.errors import WorkbookError
from tracker.exchange.book.raw_book import BOOLEAN, ERROR, NUMBER, TEXT, RawCell
from tracker.exchange.read.ods_layout import BookShape, SheetShape
from tracker.exchange.read.ods_survey import survey_ods
from tracker.files.limits import LIMITS

SPACES = (
    'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:c="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
    'xmlns:d="http://purl.org/dc/elements/1.1/" '
    'xmlns:x="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def cell(kind: str = "string", shown: str = "甲", attributes: str = "", inside: str = "") -> str:
    return f'<t:table-cell o:value-type="{kind}" {attributes}>{inside}<x:p>{shown}</x:p></t:table-cell>'


def wrong(shown: str) -> str:
    return cell("string", shown, 'c:value-type="error"')


def wrong_first(shown: str) -> str:
    """The same with its attributes the other way round."""
    return f'<t:table-cell c:value-type="error" o:value-type="string"><x:p>{shown}</x:p></t:table-cell>'


def row(*cells: str, repeat: int = 1, attributes: str = "") -> str:
    return f'<t:table-row t:number-rows-repeated="{repeat}" {attributes}>{"".join(cells)}</t:table-row>'


def blanks(number: int) -> str:
    return f'<t:table-cell t:number-columns-repeated="{number}"/>'


def survey(*parts: str, after: str = "") -> BookShape:
    table = f'<t:table t:name="表">{"".join(parts)}</t:table>'
    return survey_ods([f"<o:spreadsheet {SPACES}>{table}{after}</o:spreadsheet>".encode()])


def sheet(*parts: str) -> SheetShape:
    return survey(*parts).sheets["表"]


def number(text: str) -> RawCell:
    return RawCell(NUMBER, text, None)


def test_merges_stand_where_they_stand() -> None:
    spans = 't:number-columns-spanned="3" t:number-rows-spanned="2"'
    covered = '<t:covered-table-cell t:number-columns-repeated="3"/>'
    found = sheet(row(blanks(9), repeat=4), row(blanks(1), cell(attributes=spans), blanks(2)), row(blanks(1), covered))
    assert found.merges.areas == [(5, 2, 6, 4)]


def test_merges_of_nothing_are_nothing() -> None:
    assert sheet(row('<t:table-cell t:number-columns-spanned="3"/>', repeat=1_000_000)).merges.areas == []


def test_a_row_that_is_written_once_for_several_is_merged_in_each() -> None:
    found = sheet(row(blanks(1)), row(cell(attributes='t:number-columns-spanned="2"'), repeat=3))
    assert found.merges.areas == [(2, 1, 2, 2), (3, 1, 3, 2), (4, 1, 4, 2)]


def test_too_many_merges_are_refused() -> None:
    wide = cell(attributes='t:number-columns-spanned="150" t:number-rows-spanned="1400"')
    with pytest.raises(WorkbookError, match="「表」合并的单元格太多"):
        sheet(row(wide))
    with pytest.raises(WorkbookError, match="「表」合并的单元格太多"):
        sheet(*[row(cell(attributes='t:number-columns-spanned="2"'))] * (LIMITS.merges + 1))


def test_types_that_the_library_loses_come_back() -> None:
    percent, half = cell("percentage", "60%"), cell("percentage", "50%", 't:number-columns-repeated="2"')
    found = sheet(row(percent), row(blanks(1), half, cell("boolean", "TRUE")), row(cell("boolean", "FALSE")))
    rows = {
        1: {1: number("0.6")},
        2: {2: number("0.5"), 3: number("0.5"), 4: number("1.0")},
        3: {1: number("0.0"), 2: number("7.0")},
    }
    assert found.completed(rows) == {
        1: {1: RawCell(NUMBER, "0.6", "0%")},
        2: {2: RawCell(NUMBER, "0.5", "0%"), 3: RawCell(NUMBER, "0.5", "0%"), 4: RawCell(BOOLEAN, "1", None)},
        3: {1: RawCell(BOOLEAN, "0", None), 2: number("7.0")},
    }


def test_error_cells_that_look_blank_are_errors_in_their_places() -> None:
    found = sheet(row(cell(), wrong_first("#DIV/0!"), cell()), row(wrong("")), row(cell()))
    rows = {1: {1: RawCell(TEXT, "甲", None), 3: RawCell(TEXT, "甲", None)}, 3: {1: RawCell(TEXT, "甲", None)}}
    rows = found.completed(rows)
    assert list(rows) == [1, 2, 3]
    assert [(place, one.kind, one.text) for place, one in rows[1].items()] == [
        (1, TEXT, "甲"), (2, ERROR, "#DIV/0!"), (3, TEXT, "甲"),
    ]  # fmt: skip
    assert rows[2] == {1: RawCell(ERROR, "#N/A", None)}


def test_an_error_that_is_said_to_be_the_number_0_is_an_error() -> None:
    """Excel writes errors so."""
    rows = {1: {1: number("0.0"), 2: RawCell(TEXT, "#N/A", None), 3: number("0.0")}}
    rows = sheet(row(cell("float", "#N/A"), cell("string", "#N/A"), cell("float", "# 0"))).completed(rows)
    assert [one.kind for one in rows[1].values()] == [ERROR, TEXT, NUMBER]


def test_a_text_in_a_percent_cell_stays_a_text() -> None:
    rows = {1: {1: RawCell(TEXT, "六成", None)}}
    rows = sheet(row(cell("percentage", "六成"))).completed(rows)
    assert rows == {1: {1: RawCell(TEXT, "六成", None)}}


def test_a_column_of_one_type_is_one_area() -> None:
    found = sheet(*[row(cell("percentage", f"{n}%")) for n in range(50)], row(cell("percentage"), repeat=100))
    assert list(found.odd.values()) == [[(1, 150)]]


def test_hidden_rows_with_something_in_them_and_hidden_columns() -> None:
    column = '<t:table-column t:number-columns-repeated="2"/>'
    hidden = '<t:table-column t:visibility="collapse" t:number-columns-repeated="3"/>'
    found = sheet(
        column, hidden, column,
        row(cell()),
        row(cell(), repeat=2, attributes='t:visibility="filter"'),
        row(blanks(1), attributes='t:visibility="collapse"', repeat=1_000_000),
        row(cell(), attributes='t:visibility="collapse"'),
    )  # fmt: skip
    assert found.hidden_columns == {3, 4, 5}
    assert found.hidden_rows == {2, 3, 1_000_004}


def test_columns_hidden_to_the_end_cost_nothing() -> None:
    found = sheet('<t:table-column t:visibility="collapse" t:number-columns-repeated="999999999"/>', row(cell()))
    assert found.hidden_columns == set(range(1, LIMITS.columns + 1))


def test_comments_with_their_authors_and_lines() -> None:
    lines = "<d:date>2026-01-01</d:date><x:p>第一行</x:p><x:p>二</x:p>"
    note = f"<o:annotation><d:creator>李 四</d:creator>{lines}</o:annotation>"
    found = sheet(row(blanks(2), cell(inside=note), cell("string", "无")), row(cell()))
    assert found.comments == [("C1", "李 四", "第一行\n二")]
    assert found.odd == {}


@pytest.mark.parametrize(
    ("place", "meaning"),
    [
        ("$任务清单.$B$4", "任务清单!$B$4"),
        ("$'任务 表.1'.$B$4", "'任务 表.1'!$B$4"),
        ("$'老''表'.$AB$10:.$AC$20", "'老''表'!$AB$10"),
        ("任务清单.B4", "任务清单!B4"),
        ("$表.#REF!", None),
        ("", None),
    ],
)
def test_names_refer_to_a_place_of_a_sheet(place: str, meaning: str | None) -> None:
    named = f'<t:named-expressions><t:named-range t:name="ZZ" t:cell-range-address="{place}"/></t:named-expressions>'
    assert survey(row(cell()), after=named).names.get("ZZ") == meaning


def test_a_table_inside_a_cell_is_no_sheet() -> None:
    inner = f'<t:table t:name="里">{row(cell("percentage"))}</t:table>'
    found = survey(row(cell(inside=inner)))
    assert list(found.sheets) == ["表"]
    assert found.sheets["表"].odd == {}


def test_every_sheet_has_its_own_shape() -> None:
    column = '<t:table-column t:visibility="collapse"/>'
    second = f'<t:table t:name="二">{column}{row(blanks(1), cell("percentage"))}</t:table>'
    found = survey('<t:table-column t:number-columns-repeated="5"/>', row(cell("boolean")), row(cell()), after=second)
    assert found.sheets["表"].odd == {(1, 1, "boolean", ""): [(1, 1)]}
    assert found.sheets["二"].odd == {(2, 2, "percentage", ""): [(1, 1)]}
    assert found.sheets["二"].hidden_columns == {1}


def test_names_have_an_end() -> None:
    named = "".join(f'<t:named-range t:name="N{n}" t:cell-range-address="表.A1"/>' for n in range(LIMITS.names + 9))
    assert len(survey(row(cell()), after=named).names) == LIMITS.names


def test_of_a_sheet_nobody_surveyed_nothing_is_known() -> None:
    rows = {1: {1: number("1")}}
    assert BookShape().of("表").completed(rows) is rows
