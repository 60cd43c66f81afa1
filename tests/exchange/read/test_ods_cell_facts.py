"""A cell of an open-document table says its own text, its formula and what its number is shown as."""

from collections.abc import Callable

import pytest

from tracker.exchange.book.raw_book import ERROR, NUMBER, TEXT, RawCell
from tracker.exchange.cells.cell_display import written_text
from tracker.exchange.cells.cells import read_cell
from tracker.exchange.cells.office_names import OfficeNames
from tracker.exchange.cells.parsed_cell import CellContext
from tracker.exchange.read.open_book import read_raw
from tracker.model.field_list import FieldKind

ZipOf = Callable[[dict[str, str | bytes]], bytes]
SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (*((name, name) for name in ("office", "table", "text", "style")), ("draw", "drawing"))
)
STYLES = "".join(
    f'<style:style style:name="{name}" style:family="text"><style:text-properties {what}/></style:style>'
    for name, what in (
        ("T1", 'style:text-line-through-style="solid"'),
        ("T2", 'style:text-line-through-type="single"'),
        ("T3", 'style:text-line-through-style="none"'),
    )
)


def ods(zip_of: ZipOf, rows: str) -> bytes:
    content = (
        f'<office:document-content {SPACES} xmlns:calcext="c" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<office:automatic-styles>{STYLES}</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="S">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    return zip_of({"mimetype": mime, "content.xml": content, "META-INF/manifest.xml": "<m/>"})


def text_cell(inside: str, attributes: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {attributes}>{inside}</table:table-cell>'


def number_cell(kind: str, value: str, inside: str) -> str:
    return f'<table:table-cell office:value-type="{kind}" office:value="{value}">{inside}</table:table-cell>'


def only(zip_of: ZipOf, cell: str) -> RawCell | None:
    (sheet,) = read_raw(ods(zip_of, f"<table:table-row>{cell}</table:table-row>")).sheets
    return sheet.cell(1, 1)


SHAPE = "<draw:frame><draw:text-box><text:p>盖章处</text:p></draw:text-box></draw:frame>"
RUBY = "<text:ruby><text:ruby-base>{}</text:ruby-base><text:ruby-text>{}</text:ruby-text></text:ruby>"
OWN_TEXTS = {
    "plain": ("<text:p>徐海燕</text:p>", "徐海燕"),
    "readings": (f"<text:p>{RUBY.format('徐', 'xu')}{RUBY.format('海燕', 'haiyan')}负责</text:p>", "徐海燕负责"),
    "a text box": (f"{SHAPE}<text:p>徐海燕</text:p>", "徐海燕"),
    "a text box behind": (f"<text:p>徐海燕</text:p>{SHAPE}", "徐海燕"),
    "a shape": ("<draw:custom-shape><text:p>圆</text:p></draw:custom-shape><text:p>徐海燕</text:p>", "徐海燕"),
    "a shape among the words": (f"<text:p>徐{SHAPE}海燕</text:p>", "徐海燕"),
    "a comment": ("<office:annotation><text:p>批注</text:p></office:annotation><text:p>徐海燕</text:p>", "徐海燕"),
    "a footnote": ("<text:p>徐海燕<text:note><text:note-body><text:p>注</text:p></text:note-body></text:note></text:p>",
                   "徐海燕"),
    "two paragraphs": ("<text:p>第一行</text:p><text:p>第二行</text:p>", "第一行\n第二行"),
    "indented": ("\n    <text:p>第一行</text:p>\n    <text:p>第二行</text:p>\n  ", "第一行\n第二行"),
    "indented inside": ("\n<text:p>\n  第一\n  行 <text:span>又\n</text:span>一  行\n</text:p>\n", "第一 行 又 一 行"),
    "blanks, tabs and lines": ("<text:p>甲<text:s text:c=\"2\"/>乙<text:tab/>丙<text:line-break/>丁</text:p>",
                               "甲  乙\t丙\n丁"),
    "a link": ("<text:p>见<text:a>附件</text:a>。</text:p>", "见附件。"),
    "spans": ("<text:p><text:span>徐</text:span><text:span>海燕</text:span></text:p>", "徐海燕"),
}  # fmt: skip


@pytest.mark.parametrize(("inside", "text"), OWN_TEXTS.values(), ids=OWN_TEXTS)
def test_a_cell_says_its_own_text(inside: str, text: str, zip_of: ZipOf) -> None:
    found = only(zip_of, text_cell(inside))
    assert found is not None
    assert (found.kind, found.text, found.struck) == (TEXT, text, "")


def test_a_shape_alone_is_no_text(zip_of: ZipOf) -> None:
    assert only(zip_of, f"<table:table-cell>{SHAPE}</table:table-cell>") is None


def test_a_shape_beside_a_number_changes_nothing(zip_of: ZipOf) -> None:
    cell = number_cell("percentage", "0.5", f"{SHAPE}<text:p>50%</text:p>")
    assert only(zip_of, cell) == RawCell(NUMBER, "0.5", "0%")


@pytest.mark.parametrize(
    ("inside", "text", "struck"),
    [
        ('<text:p><text:span text:style-name="T1">旧的</text:span>新的</text:p>', "新的", "旧的"),
        (
            '<text:p>新<text:span text:style-name="T2">旧<text:span>的</text:span></text:span>的</text:p>',
            "新的",
            "旧的",
        ),
        ('<text:p><text:span text:style-name="T3">都是新的</text:span></text:p>', "都是新的", ""),
        ('<text:p><text:span text:style-name="T1">全部</text:span></text:p>', "全部", "全部"),
    ],
)
def test_struck_out_words_stand_apart(inside: str, text: str, struck: str, zip_of: ZipOf) -> None:
    found = only(zip_of, text_cell(inside))
    assert found is not None
    assert (found.text, found.struck) == (text, struck)


def test_a_cell_that_is_struck_out_as_a_whole(zip_of: ZipOf) -> None:
    found = only(zip_of, text_cell("<text:p>作废</text:p>", 'table:style-name="T1"'))
    assert found is not None
    assert (found.text, found.struck) == ("作废", "作废")


def test_a_repeated_cell_says_the_same_in_each(zip_of: ZipOf) -> None:
    inside = f"<text:p>{RUBY.format('徐', 'xu')}</text:p>"
    cell = text_cell(inside, 'table:number-columns-repeated="2"')
    rows = f'<table:table-row table:number-rows-repeated="3">{cell}</table:table-row>'
    (sheet,) = read_raw(ods(zip_of, rows)).sheets
    assert [[cell.text for cell in cells.values()] for cells in sheet.rows.values()] == [["徐", "徐"]] * 3


@pytest.mark.parametrize(
    ("kind", "value", "shown", "number_format"),
    [
        ("float", "12.4", "12.4", ""),
        ("float", "12.43", "12.4", ""),
        ("float", "6997.2", "6,997.20", ""),
        ("float", "-12.4", "-12.40", ""),
        ("float", "0.51", "51%", "0%"),
        ("float", "51", "51%", '"51%"'),
        ("float", "12.4", "12.4‰", '"12.4‰"'),
        ("float", "124000", "12.4万", '"12.4万"'),
        ("float", "12000", "12", '"12"'),
        ("currency", "12.4", "￥12.40", '"￥12.40"'),
        ("float", "13800000000", "1.38E+10", "0.00E+00"),
    ],
)
def test_what_a_number_is_shown_as_is_kept(
    kind: str, value: str, shown: str, number_format: str, zip_of: ZipOf
) -> None:
    found = only(zip_of, number_cell(kind, value, f"<text:p>{shown}</text:p>"))
    assert found is not None
    assert (found.kind, float(found.text), found.number_format) == (NUMBER, float(value), number_format)


@pytest.mark.parametrize(
    ("attributes", "shown", "kind", "text"),
    [
        ('office:value-type="float" office:value="0"', "0", NUMBER, "0.0"),
        ('office:value-type="string"', "结果", TEXT, "结果"),
        ('office:value-type="string" office:string-value="结果"', "结果", TEXT, "结果"),
        ('office:value-type="string" calcext:value-type="error"', "#NAME?", ERROR, "#NAME?"),
    ],
)
def test_a_formula_is_known(attributes: str, shown: str, kind: str, text: str, zip_of: ZipOf) -> None:
    formula = 'table:formula="of:=SUM([.A1:.A3])"'
    found = only(zip_of, f"<table:table-cell {formula} {attributes}><text:p>{shown}</text:p></table:table-cell>")
    assert found is not None
    assert (found.kind, found.text, found.formula) == (kind, text, "SUM([.A1:.A3])")


TIMES = {
    "a time of day": ("PT12H00M00S", "0.5", "12:00"),
    "more than a day": ("PT36H00M00S", "1.5", "36:00"),
    "days and hours": ("P1DT12H", "1.5", "36:00"),
    "minutes": ("PT45M", "0.03125", "0:45"),
    "parts of a second": ("PT17H59M59.999999999S", "0.75", "18:00"),
    "a comma": ("PT06H00M00,0S", "0.25", "6:00"),
    "nothing": ("PT0S", "0.0", "0:00"),
    "back": ("-PT06H00M00S", "-0.25", "-0.25"),
}


@pytest.mark.parametrize(("duration", "days", "shown"), TIMES.values(), ids=TIMES)
def test_a_time_is_read_as_in_the_other_formats(zip_of: ZipOf, duration: str, days: str, shown: str) -> None:
    cell = only(zip_of, time_cell(duration, shown))
    assert cell is not None
    assert (cell.kind, cell.number_format) == (NUMBER, "[h]:mm")
    assert float(cell.text) == pytest.approx(float(days), abs=1e-9)
    context = CellContext(OfficeNames({}))
    assert written_text(cell, context) == shown
    for kind, sentence in (
        (FieldKind.PERCENT, f"进度要填 0 到 100 的百分数，现在是“{shown}”。"),
        (FieldKind.NUMBER, f"“{shown}”不是数值。"),
        (FieldKind.DATE, f"{shown}读不出日期；请写成 2026-06-30 或“2026年6月底前”。"),
    ):
        assert read_cell(kind, cell, context).problem == sentence


def test_what_only_looks_like_a_time_stays_as_it_is(zip_of: ZipOf) -> None:
    assert only(zip_of, text_cell("<text:p>PT36H00M00S</text:p>")) == RawCell(TEXT, "PT36H00M00S", None)
    for wrong in ("PT", "P", "36:00", "PT1Y"):
        cell = only(zip_of, time_cell(wrong, "36:00"))
        assert cell is None or cell.number_format is None


def time_cell(duration: str, shown: str) -> str:
    inside = f"<text:p>{shown}</text:p>"
    return f'<table:table-cell office:value-type="time" office:time-value="{duration}">{inside}</table:table-cell>'
