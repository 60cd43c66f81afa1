"""Cells to canonical values: tables of raw cells, one per kind."""

from datetime import date
from typing import Any

import pytest

from tracker.exchange.book.raw_book import BOOLEAN, DATE, ERROR, NUMBER, TEXT, RawCell
from tracker.exchange.cells.cells import EMPTY, folded, read_cell, same_value, show_value
from tracker.exchange.cells.columns import CellKind
from tracker.exchange.cells.office_names import OfficeNames
from tracker.exchange.cells.parsed_cell import CellContext, Reading
from tracker.model.enums import Status

SENT_ON = date(2025, 11, 18)
NAMES = OfficeNames({"市经信局": "市经信局", "经信局": "市经信局", "市科技局": "市科技局", "市财政局": "市财政局"})


def text(value: str) -> RawCell:
    return RawCell(TEXT, value, "@")


def number(value: str, code: str | None = "") -> RawCell:
    return RawCell(NUMBER, value, code)


def read(kind: CellKind, cell: RawCell | None, **context: Any) -> Reading:
    return read_cell(kind, cell, CellContext(NAMES, **context))


def summary(reading: Reading) -> Any:
    """Return the value, "review" beside it where a person must look, or "problem"."""
    if reading.problem:
        return "problem"
    return (reading.value, "review") if reading.review else reading.value


PERCENTS = [
    (number("0.5", "0%"), 50),
    (number("0.333", "0.00%"), 33),
    (number("0.29", "0%"), 29),
    (number("0.56999999999999995", "0%"), 57),
    (number("1", "0%"), 100),
    (number("0", "0%"), 0),
    (number("50"), 50),
    (number("100"), 100),
    (number("0.5"), 50),
    (number("0.5", None), 50),
    (number("1"), (1, "review")),
    (number("1", None), (1, "review")),
    (number("0"), 0),
    (number("50", "0%"), "problem"),
    (number("1.5", "0%"), "problem"),
    (number("150"), "problem"),
    (number("-1"), "problem"),
    (number("1E+400"), "problem"),
    (number("46022", "yyyy-mm-dd"), "problem"),
    (number("abc"), "problem"),
    (text("50%"), 50),
    (text("５０％"), 50),
    (text("约50%"), (50, "review")),
    (text("百分之五十"), 50),
    (text("已完成"), "problem"),
    (text("0.6"), (1, "review")),
    (text("—"), None),
    (text("50"), 50),
    (text("150%"), "problem"),
    (text("-1%"), "problem"),
    (text("过半"), "problem"),
    (RawCell(BOOLEAN, "1"), "problem"),
    (text("  "), None),
]
DATES = [
    (number("46022", "yyyy-mm-dd"), "2025-12-31"),
    (number("46022.75", "yyyy-mm-dd h:mm"), "2025-12-31"),
    (number("46022"), "2025-12-31"),
    (number("36525"), "problem"),
    (number("73051"), "problem"),
    (number("46022.5"), "problem"),
    (number("60", "yyyy-mm-dd"), "problem"),
    (number("-5", "yyyy-mm-dd"), "problem"),
    (number("1e7", "yyyy-mm-dd"), "problem"),
    (number("0.75", "h:mm"), "problem"),
    (text("2025.12.31"), "2025-12-31"),
    (text("2025年12月31日"), "2025-12-31"),
    (text("２０２５－１２－３１"), "2025-12-31"),
    (text("2025年12月"), "2025-12-31"),
    (text("2026-01-31"), "problem"),
    (text("无"), ""),
    (text("2025-02-30"), "problem"),
    (text("尽快"), "problem"),
    (RawCell(DATE, "2025-12-31"), "2025-12-31"),
    (RawCell(DATE, "2025-12-31T18:00:00", None), "2025-12-31"),
]
DEADLINES = [
    (text("2025年12月底前"), "2025年12月底前"),
    (text(" 长期坚持　"), "长期坚持"),
    (text("2025.10"), ("2025年10月", "review")),
    (text("2026.10"), "2026年10月"),
    (text("6月底"), "2026年6月底"),
    (text("11/30"), "2025年11月30日"),
    (text("11/10"), ("2025年11月10日", "review")),
    (text("2026-02-30"), ("2026-02-30", "review")),
    (text("/"), ""),
    (text("另行通知"), ("另行通知", "review")),
    (number("46022", "yyyy-mm-dd"), "2025年12月31日"),
    (number("46022"), "2025年12月31日"),
    (number("2025.1"), ("2025.1", "review")),
    (number("2025"), "2025年"),
    (number("1e7", "yyyy-mm-dd"), "problem"),
    (RawCell(DATE, "2025-12-31", None), "2025年12月31日"),
]
STATUSES = [
    (text("推进中"), Status.IN_PROGRESS),
    (text(" 推 进 中 "), Status.IN_PROGRESS),
    (text("in_progress"), Status.IN_PROGRESS),
    (text("进行中"), Status.IN_PROGRESS),
    (text("未开始"), Status.NOT_STARTED),
    (text("已完成"), (Status.CLOSING, "review")),
    (text("看情况"), "problem"),
    (number("3"), "problem"),
]
OFFICES = [
    (text("市科技局、市财政局"), ("市科技局", "市财政局")),
    (text("市财政局，经信局；市科技局"), ("市经信局", "市科技局", "市财政局")),
    (text("市财政局/市科技局\n市财政局"), ("市科技局", "市财政局")),
    (text("市财政局 市科技局"), ("市科技局", "市财政局")),
    (text("市科技局（会同）"), ("市科技局",)),
    (text("市科技居"), "problem"),
    (text("市科技局、某局"), "problem"),
    (text("、"), ()),
]
NUMBERS = [
    (number("6997.2"), 6997.2),
    (number("1.2E3"), 1200.0),
    (number("0"), 0.0),
    (text("1,234.5"), 1234.5),
    (text("12.5亿元"), 12.5),
    (text("12.5万元"), (0.00125, "review")),
    (text("约12.5"), (12.5, "review")),
    (text("无"), None),
    (text("见附件"), "problem"),
    (number("0.052", "0.0%"), (5.2, "review")),
    (number("46022", "yyyy-mm-dd"), "problem"),
    (number("inf"), "problem"),
]
TEXTS = [
    (text(" 甲\r\n乙 "), "甲\n乙"),
    (number("13800000000"), "13800000000"),
    (number("1.38E10"), "13800000000"),
    (number("0.30000000000000004"), "0.3"),
    (number("0.5", "0%"), "50%"),
    (number("46022", "yyyy-mm-dd"), "2025-12-31"),
    (number("440300199001011234"), ("440300199001011234", "review")),
    (text("长" * 32_767), ("长" * 32_767, "review")),
    (text("长" * 32_766), "长" * 32_766),
    (text("长" * 32_768), "problem"),
    (number("NaN"), "problem"),
    (number("abc"), "problem"),
    (RawCell(BOOLEAN, "TRUE"), "是"),
    (RawCell(BOOLEAN, "0"), "否"),
]
PEOPLE = [
    (number("46022", "yyyy-mm-dd"), ("2025-12-31", "review")),
    (number("46022", 'm"月"d"日"'), ("2025-12-31", "review")),
    (number("0.5", "h:mm"), ("12:00", "review")),
    (RawCell(DATE, "2025-12-31", None), ("2025-12-31", "review")),
    (text("'0574-87181234"), "0574-87181234"),
    (text("'张三"), "'张三"),
]
TABLES = {
    CellKind.PERCENT: PERCENTS,
    CellKind.DATE: DATES,
    CellKind.DEADLINE: DEADLINES,
    CellKind.STATUS: STATUSES,
    CellKind.OFFICES: OFFICES,
    CellKind.NUMBER: NUMBERS,
    CellKind.TEXT: TEXTS,
    CellKind.NAME: [*(case for case in TEXTS if case[1] != "2025-12-31"), *PEOPLE],
}
CASES = [(kind, cell, expected) for kind, table in TABLES.items() for cell, expected in table]


@pytest.mark.parametrize(("kind", "cell", "expected"), CASES, ids=lambda v: repr(v)[:50])
def test_value_of_a_cell(kind: CellKind, cell: RawCell, expected: Any) -> None:
    assert summary(read(kind, cell, unit="亿元", sent_on=SENT_ON, today=date(2025, 12, 31))) == expected


@pytest.mark.parametrize("kind", list(CellKind))
def test_nothing_in_a_cell_is_empty(kind: CellKind) -> None:
    for cell in (None, text(""), text(" 　\n")):
        assert summary(read(kind, cell)) == EMPTY[kind]


UNREADABLE = [
    RawCell(ERROR, "#N/A"),
    RawCell(ERROR, "#SPILL!"),
    RawCell(ERROR, "#DIV/0!", "0%", "1/0"),
    RawCell(NUMBER, "", "0%", "1+1"),
    RawCell(TEXT, '=DISPIMG("ID_5BA4",1)', "", '_xlfn.DISPIMG("ID_5BA4",1)'),
]


@pytest.mark.parametrize("kind", list(CellKind))
@pytest.mark.parametrize("cell", UNREADABLE, ids=str)
def test_unreadable_is_not_provided_and_never_empty(kind: CellKind, cell: RawCell) -> None:
    reading = read(kind, cell)
    assert not reading.provided
    assert reading.problem


def test_a_formula_with_a_result_gives_it_and_says_so() -> None:
    reading = read(CellKind.PERCENT, RawCell(NUMBER, "0.5", "0%", "'[外部.xlsx]S1'!A1"))
    assert reading.value == 50
    assert "外部文件" in reading.note
    assert "公式" in read(CellKind.TEXT, RawCell(TEXT, "甲乙", "", '"甲"&"乙"')).note


def test_dates_of_1904_workbooks() -> None:
    assert read(CellKind.DATE, number("44560", "yyyy-mm-dd"), date1904=True).value == "2025-12-31"


def test_a_percent_cell_in_a_percent_indicator_needs_nobody() -> None:
    reading = read(CellKind.NUMBER, number("0.052", "0.0%"), unit="%")
    assert summary(reading) == pytest.approx(5.2)


@pytest.mark.parametrize(
    ("code", "value", "review"),
    [
        (None, "0.79", True),
        (None, "1", True),
        (None, "-0.5", True),
        (None, "0", False),
        (None, "79", False),
        ("General", "0.79", False),
    ],
)
def test_a_share_whose_format_is_hidden_may_be_a_percent(code: str | None, value: str, review: bool) -> None:
    """Typed as 79% and saved as .xls it is 0.79 and nothing else."""
    found = read(CellKind.NUMBER, RawCell(NUMBER, value, code), unit="%")
    assert (found.value, found.review) == (float(value), review)
    assert not read(CellKind.NUMBER, RawCell(NUMBER, value, code), unit="家").review


def test_an_unknown_office_comes_with_a_suggestion() -> None:
    assert "市科技局" in read(CellKind.OFFICES, text("市科技居")).problem
    assert summary(read(CellKind.OFFICE, text("经信局"))) == "市经信局"


@pytest.mark.parametrize(
    ("field", "one", "other", "same"),
    [
        ("owner", "张 三", "张三", True),
        ("phone", "０５７４－8718", "0574-8718", True),
        ("remark", "ＡＢＣ", "ABC", False),
        ("remark", "甲 ", "甲", True),
        ("remark", "", None, True),
        ("due_text", "2025年12月底前", "2025.12.31", True),
        ("due_text", "2025年12月底前", "2025年11月底前", False),
        ("due_text", "另行 通知", "另行通知", True),
        ("due_text", "", "长期坚持", False),
        ("co_offices", ("甲", "乙"), ("乙", "甲"), True),
        ("co_offices", (), None, True),
        ("progress", 50, 50.0, True),
        ("progress", 0, None, False),
        ("indicator_value", 0.1 + 0.2, 0.3, True),
        ("status", Status.PAUSED, "paused", True),
    ],
)
def test_same_value(field: str, one: Any, other: Any, same: bool) -> None:
    assert same_value(field, one, other) is same


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("progress", 50, "50%"),
        ("progress", None, ""),
        ("status", "in_progress", "推进中"),
        ("co_offices", ("甲", "乙"), "甲、乙"),
        ("indicator_value", 7000.0, "7000"),
        ("remark", "备", "备"),
    ],
)
def test_show_value(field: str, value: Any, shown: str) -> None:
    assert show_value(field, value) == shown


@pytest.mark.parametrize("kind", list(CellKind))
def test_emptiness_folds_alike_in_every_kind(kind: CellKind) -> None:
    assert {folded(kind, value) for value in (None, "", ())} == {None}


def test_a_phone_in_groups_of_digits_is_the_number(offices: dict[str, str]) -> None:
    """Groups are only looks; a zero that only the format puts before it is asked about, with what the sender saw."""
    context = CellContext(OfficeNames(offices))
    plain = read_cell(CellKind.NAME, RawCell(NUMBER, "13800000001", "000-0000-0000"), context)
    assert (plain.value, plain.review) == ("13800000001", False)
    padded = read_cell(CellKind.NAME, RawCell(NUMBER, "57487181234", "0000-00000000"), context)
    assert (padded.value, padded.review) == ("0574-87181234", True)
    share = read_cell(CellKind.PERCENT, RawCell(NUMBER, "0.05", "00%"), context)
    assert (share.value, share.review) == (5, False)
