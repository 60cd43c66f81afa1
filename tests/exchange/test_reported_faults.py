"""Faults that people reported of comparable programs: what hands do to a cell is understood or asked about.

Every case is a cell of a workbook as it was sent: what becomes of it, whether a person is asked, and what is said.
"""

from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from tracker.model.changeset import ChangeSet
from tracker.model.enums import Outcome

Make = Callable[..., Any]
CHANGE, CLEARED = Outcome.CHANGE, Outcome.CLEARED
TASKS, MEASURED = "任务清单", "指标填报"
PHONE, OWNER, NOTE, PROBLEMS, PROGRESS, STATUS, DUE = "I5", "H5", "P5", "Q5", "N5", "O5", "J5"
VALUE, DAY = "E5", "F5"
MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\u180e\u034f\ufe0f\u2800\u3164"
MARKS += "\ufffc\u200b\u200c\u200d\u2060\ufeff\u00ad\u2061\u206a\U000e0041\u115f\uffa0"


def outcome(found: ChangeSet) -> list[tuple[str, Any, Outcome, bool]]:
    return [(c.field, c.theirs, c.outcome, c.needs_decision) for c in found.changes]


def said(found: ChangeSet) -> str:
    return "\n".join([*(c.note for c in found.changes), *(p.message for p in found.problems)])


@pytest.fixture
def written(came_back: Make) -> Callable[..., ChangeSet]:
    """Compare a workbook with one cell written by openpyxl: its value and its number format."""

    def compare(address: str, value: Any, code: str | None = None, sheet: str = TASKS, strike: bool = False) -> Any:
        def edit(book: openpyxl.Workbook) -> None:
            cell = book[sheet][address]
            cell.value = value
            if code is not None:
                cell.number_format = code
            if strike:
                cell.font = Font(strike=True)

        return came_back(edit)

    return compare


@pytest.mark.parametrize("mark", MARKS, ids=lambda mark: f"U+{ord(mark):04X}")
def test_marks_that_nobody_sees_make_no_change(mark: str, came_back: Make) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book[TASKS]
        for address in (PHONE, OWNER, NOTE, STATUS, DUE, "A5", "G5"):
            text = sheet[address].value
            sheet[address].value = f"{mark}{text[:2]}{mark}{text[2:]}{mark}"
        sheet["P4"].value = f"进展{mark}情况"
        sheet["N5"].value, sheet["N5"].number_format = f"{mark}40%", "@"

    found = came_back(edit)
    assert outcome(found) == []
    assert [p.message for p in found.problems] == []


def test_marks_are_not_stored_and_leave_words_of_lists_readable(came_back: Make) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book[TASKS][PHONE].value = "\u202d0574-55574013\u202c"
        book[TASKS][STATUS].value = "\u2068待销号\u2069"
        book[TASKS][OWNER].value = "李\u200e四"

    found = came_back(edit)
    expected = {"owner": "李四", "phone": "0574-55574013", "status": "closing"}
    assert {c.field: c.theirs for c in found.changes} == expected
    assert not any(c.needs_decision for c in found.changes)


@pytest.mark.parametrize("blank", ["\u202d\u202c", "\u3164", "\u2800 \u2800", "\u200b\n\u3000", "\ufe0f"])
def test_a_cell_that_holds_nothing_visible_is_cleared(blank: str, written: Make) -> None:
    assert outcome(written(NOTE, blank)) == [("progress_note", "", CLEARED, True)]


FORMULAS = {
    "as it was typed": ("=SUM(A1:A3)合计", "SUM(A1:A3)合计", "<v>0</v>"),
    "a plus": ("+1+1 项", "+1+1项", "<v>2</v>"),
    "a minus": ("-减号 起草", "-减号起草", "<v>0</v>"),
    "an at sign": ("@SUM(1)", "_xlfn.SINGLE(SUM(1))", "<v>1</v>"),
    "in braces": ("{=1+1}", "1+1", "<v>2</v>"),
    "an error": ("=合计+1", "合计+1", "<v>#NAME?</v>"),
    "without a result": ("=合计+1", "合计+1", ""),
    "as open-document tables write it": ("=sum(a1;$A$3)", "of:=SUM([.A1];[.$A$3])", "<v>0</v>"),
    "wide signs": ("＝ＳＵＭ（Ａ1，Ａ2）", "SUM(A1,A2)", "<v>0</v>"),
}


@pytest.mark.parametrize(("sent", "formula", "result"), FORMULAS.values(), ids=FORMULAS)
def test_a_text_that_became_a_formula_is_as_it_was_sent(
    sent: str, formula: str, result: str, make_exchange: Make, formula_in: Make
) -> None:
    kind = 't="e"' if "#" in result else ""
    assert outcome(formula_in(make_exchange({"progress_note": sent}), kind, formula, result)) == []


@pytest.mark.parametrize("sent", ["已完成方案起草", "=SUM(A1:A3)合计"])
def test_any_other_formula_over_prose_is_asked_about(sent: str, make_exchange: Make, formula_in: Make) -> None:
    found = formula_in(make_exchange({"progress_note": sent}), "", "SUM(A1:A9)", "<v>7</v>")
    assert outcome(found) == [("progress_note", "7", CHANGE, True)]
    assert "公式 =SUM(A1:A9) 的结果" in said(found)


DATES = {
    "a hair below midnight": ("46202.99999999999", 14, "2026年6月30日", ""),
    "in a Chinese format": ("46202.999999999985", 31, "2026年6月30日", ""),
    "with time shown": ("46202.9999999999", 22, "2026年6月30日", ""),
    "a hair above": ("46203.00000000001", 14, "2026年6月30日", ""),
    "the last second": ("46202.999988425926", 22, "2026年6月29日", "去掉了时刻"),
    "evening": ("46202.75", 22, "2026年6月29日", "去掉了时刻"),
}


@pytest.mark.parametrize(("stored", "style", "day", "note"), DATES.values(), ids=DATES)
def test_a_date_is_the_day_that_every_spreadsheet_shows(
    stored: str, style: int, day: str, note: str, with_cell: Make
) -> None:
    found = with_cell(DUE, "", f"<v>{stored}</v>", style)
    assert [(c.field, c.theirs) for c in found.changes] == [("due_text", day)]
    assert ("去掉了时刻" in said(found)) == bool(note)


PERCENTS = {
    "typed into the cell": (0.0035, "0%", 0, "是 0.35% 还是 35%？"),
    "with decimals": (0.0051, "0.00%", 1, "是 0.51% 还是 51%？"),
    "of what was sent": (0.004, "0%", 0, "是 0.4% 还是 40%？"),
    "as text": ("0.35%", "@", 0, "是 0.35% 还是 35%？"),
    "wide": ("０．３５％", "@", 0, "是 0.35% 还是 35%？"),
    "without a format": (0.0035, "General", 0, "是 0.35% 还是 35%？"),
    "literal sign": (0.35, '0.00"%"', 35, "对方看到的是“0.35%”"),
    "per mille": (0.51, '0"‰"', 51, "对方看到的是“1‰”"),
}


@pytest.mark.parametrize(("value", "code", "theirs", "words"), PERCENTS.values(), ids=PERCENTS)
def test_a_percent_of_a_percent_is_asked_about(value: Any, code: str, theirs: int, words: str, written: Make) -> None:
    found = written(PROGRESS, value, code)
    assert [(c.field, c.needs_decision) for c in found.changes] == [("progress", True)]
    assert words in said(found)


@pytest.mark.parametrize("value", [0.4, "40%", 40, "40", "0.4", "40.0%"])
def test_the_progress_that_was_sent_is_no_change_in_any_shape(value: Any, written: Make) -> None:
    assert outcome(written(PROGRESS, value, "General" if isinstance(value, int) else "0%")) == []


@pytest.mark.parametrize("text", ["1", "1.0", "1.00", "１", " 1 ", "\u202d1\u202c", "100%", "100"])
def test_a_whole_progress_that_came_back_as_text_is_as_sent(text: str, came_back: Make) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book[TASKS]["N7"].value, book[TASKS]["N7"].number_format = text, "@"

    assert outcome(came_back(edit)) == []


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("12,5", "12.5 亿元 还是 125 亿元"),
        ("1,2345", "1.2345 亿元 还是 12,345 亿元"),
        ("0,500", "0.5 亿元 还是 500 亿元"),
        ("12，5", "12.5 亿元 还是 125 亿元"),
        ("12,5亿元", "12.5 亿元 还是 125 亿元"),
        ("1,23,456", "是 123,456 亿元？"),
        ("6,997,2.5", "是 69,972.5 亿元？"),
        ("12 5", "12.5 亿元 还是 125 亿元"),
        ("12,", "12 亿元 还是 12 亿元"),
    ],
)
def test_a_comma_that_groups_nothing_is_asked_about(text: str, meant: str, written: Make) -> None:
    found = written(VALUE, text, "@", MEASURED)
    assert [(c.field, c.needs_decision) for c in found.changes] == [("indicator_value", True)]
    assert meant in said(found)


@pytest.mark.parametrize(("text", "value"), [("6,997.2", 6997.2), ("7 000", 7000.0), ("1,234,567", 1234567.0)])
def test_a_comma_that_groups_is_none(text: str, value: float, written: Make) -> None:
    assert outcome(written(VALUE, text, "@", MEASURED)) == [("indicator_value", value, CHANGE, False)]


@pytest.mark.parametrize(
    ("address", "value", "code", "asked"),
    [
        (PHONE, "1.38E+10", "@", True),
        (PHONE, "1.38e10", "@", True),
        (PHONE, "１．３８Ｅ＋１０", "@", True),
        (PHONE, "8.657E+11、0574-87181234", "@", True),
        (PHONE, "1.38×10^10", "@", True),
        (PHONE, "1,38E+10", "@", True),
        (PHONE, 13_800_000_000, "0.00E+00", True),
        (PHONE, 13_812_345_678, "0.00E+00", False),
        (PHONE, 13_812_345_678, "General", False),
        (PHONE, "0574-87181234", "@", False),
        (NOTE, "1.38E+10", "@", True),
        (OWNER, "1.38E+10", "@", True),
    ],
)
def test_a_number_that_a_spreadsheet_shortened_is_asked_about(
    address: str, value: Any, code: str, asked: bool, written: Make
) -> None:
    found = written(address, value, code)
    assert [change.needs_decision for change in found.changes] == [asked]
    assert ("表格缩短" in said(found)) == asked


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (0.5, "h:mm", "12:00"),
        (0.5, "hh:mm:ss", "12:00"),
        (0.51, "[h]:mm", "12:14"),
        (1.5, "[h]:mm", "36:00"),
        (0.5, '上午/下午h"时"mm"分"', "12:00"),
        (0.25, "mm:ss", "6:00"),
        (45_991, "yyyy-mm-dd", "2025-11-30"),
    ],
)
def test_a_time_is_no_progress_and_no_value(value: float, code: str, shown: str, written: Make) -> None:
    for address, sheet, sentence in (
        (PROGRESS, TASKS, f"进度要填 0 到 100 的百分数，现在是“{shown}”。"),
        (VALUE, MEASURED, f"“{shown}”不是数值。"),
    ):
        found = written(address, value, code, sheet)
        assert outcome(found) == []
        assert sentence in said(found)


UNITS = {
    "per mille": (12.4, '0.0"‰"', 12.4, "12.4‰"),
    "bare sign": (12.4, "0.0‰", 12.4, "12.4‰"),
    "ten thousands": (124_000, '0!.0,"万"', 0.00124, "12.4万"),
    "another unit": (12.4, '0.0"万元"', 0.00124, "12.4万元"),
    "thousands": (12_000, "0,", 12_000, "12"),
    "millions": (12_000_000, '0.0,,"百万"', None, "12百万"),
    "general with a unit": (12.4, 'General"家"', 12.4, "12.4家"),
    "money": (12.4, '"¥"#,##0.00', 12.4e-8, "¥12.4"),
    "money of a country": (12.4, "[$€-407]#,##0.00", 12.4, "€12.4"),
    "by size": (124_000_000, '[>=100000000]0.00,,"百万";[>=10000]0!.0,"万";0', None, "124百万"),
    "hidden": (12.4, ";;;", 12.4, ""),
    "a word for nothing": (0, '0;-0;"无"', 0.0, "无"),
    "the other sign": (12.4, '"-"0.0', 12.4, "-12.4"),
    "in brackets": (12.4, "(0.0)", 12.4, "(12.4)"),
    "a falling sign": (12.4, '"▼"0.0', 12.4, "▼12.4"),
    "percent": (0.124, "0.0%", 12.4, "%"),
}


@pytest.mark.parametrize(("value", "code", "theirs", "shown"), UNITS.values(), ids=UNITS)
def test_a_number_that_its_format_shows_otherwise_is_asked_about(
    value: float, code: str, theirs: float | None, shown: str, written: Make
) -> None:
    found = written(VALUE, value, code, MEASURED)
    assert [(c.field, c.needs_decision) for c in found.changes] == [("indicator_value", True)]
    assert shown in said(found)
    if theirs is not None:
        assert found.changes[0].theirs == pytest.approx(theirs)


@pytest.mark.parametrize(
    "code",
    ["0.0", "#,##0.00", '0.0"亿元"', "[Red]0.00;[Blue]-0.00", "0.0_ ", "# ?/?", "0.0 ", "_ * #,##0.00_ ", '0" 亿元"'],
)
def test_a_format_that_shows_the_number_asks_nothing(code: str, written: Make) -> None:
    assert outcome(written(VALUE, 12.4, code, MEASURED)) == [("indicator_value", 12.4, CHANGE, False)]


def test_what_a_number_shows_in_a_column_of_words_is_said(written: Make) -> None:
    found = written(NOTE, 12, '0"家"')
    assert outcome(found) == [("progress_note", "12家", CHANGE, True)]


STRUCK = TextBlock(InlineFont(strike=True), "已完成方案起草")


@pytest.mark.parametrize(
    ("value", "theirs"),
    [
        (CellRichText(STRUCK, "已报市政府"), "已报市政府"),
        (CellRichText("已报", STRUCK, "市政府"), "已报市政府"),
        (CellRichText(TextBlock(InlineFont(strike=True, b=True), "旧"), TextBlock(InlineFont(b=True), "新")), "新"),
    ],
)
def test_struck_out_words_are_left_out_and_said(value: Any, theirs: str, written: Make) -> None:
    found = written(NOTE, value)
    assert outcome(found) == [("progress_note", theirs, CHANGE, True)]
    assert "删除线" in said(found)


def test_words_struck_out_beside_what_was_sent_make_no_change(written: Make) -> None:
    struck = TextBlock(InlineFont(strike=True), "旧的")
    assert outcome(written(NOTE, CellRichText(struck, "已完成方案起草"))) == []


def test_a_style_that_strikes_nothing_out_is_none(written: Make) -> None:
    plain = TextBlock(InlineFont(strike=False), "已报市政府")
    assert outcome(written(NOTE, CellRichText(plain))) == [("progress_note", "已报市政府", CHANGE, False)]


@pytest.mark.parametrize(("address", "value"), [(NOTE, "已报市政府"), (PROGRESS, 0.6)])
def test_a_new_value_that_is_struck_out_as_a_whole_is_asked_about(address: str, value: Any, written: Make) -> None:
    found = written(address, value, strike=True)
    assert [c.needs_decision for c in found.changes] == [True]
    assert "整格加了删除线" in said(found)


def test_struck_out_words_among_shared_texts(exchange: Any, exported: Any, zip_parts: Make) -> None:
    runs = "<si><r><rPr><strike/></rPr><t>旧的</t></r><r><t>新的</t></r></si>"
    off = '<si><r><rPr><strike val="0"/></rPr><t>都是</t></r><r><t>新的</t></r></si>'
    for item, theirs, asked in ((runs, "新的", True), (off, "都是新的", False)):
        found = exchange.compare(zip_parts(exported, NOTE, 't="s"', "<v>0</v>", item))
        assert outcome(found) == [("progress_note", theirs, CHANGE, asked)]


@pytest.mark.parametrize(("length", "asked"), [(254, False), (255, True), (256, False), (8_224, True), (8_225, False)])
def test_a_text_that_may_have_been_cut_off_is_asked_about(length: int, asked: bool, written: Make) -> None:
    found = written(NOTE, "长" * length)
    assert [c.needs_decision for c in found.changes] == [asked]
    assert ("可能被别的程序截断了" in said(found)) == asked


def test_a_text_that_lost_its_end_is_asked_about(make_exchange: Make, cell_in: Make) -> None:
    sent = "".join(f"第{number}项已完成。" for number in range(60))
    found = cell_in(make_exchange({"progress_note": sent}), "P5", sent[:300])
    assert [c.needs_decision for c in found.changes] == [True]
    assert f"比原来少了后面 {len(sent) - 300} 字" in said(found)


def test_halves_of_a_character_are_put_together(with_cell: Make) -> None:
    found = with_cell(NOTE, 't="inlineStr"', "<is><t>_xD842__xDFB7_祥 _x005F_xD842_</t></is>")
    assert outcome(found) == [("progress_note", "𠮷祥 _xD842_", CHANGE, False)]


@pytest.mark.parametrize("day", [46_477, 73_050, 82_000])
def test_a_day_of_statistics_far_ahead_is_refused(day: int, came_back: Make) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book[MEASURED][VALUE].value = 7000
        book[MEASURED][DAY].value, book[MEASURED][DAY].number_format = day, "yyyy-mm-dd"

    found = came_back(edit)
    assert [c.field for c in found.changes] == ["indicator_value"]
    assert "还没有到；请写已经发生的日期。" in said(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-", ("", CLEARED)),
        ("/", ("", CLEARED)),
        ("——", ("", CLEARED)),
        ("无", ("无", CHANGE)),
        ("无。", ("无。", CHANGE)),
        ("N/A", ("N/A", CHANGE)),
        ("null", ("null", CHANGE)),
        ("略", ("略", CHANGE)),
        ("……", ("……", CHANGE)),
        ("～", ("～", CHANGE)),
        ("×", ("×", CHANGE)),
        ("暂无", ("暂无", CHANGE)),
    ],
)
def test_nothing_written_over_prose_is_asked_about(text: str, expected: Any, written: Make) -> None:
    found = written(NOTE, text)
    assert outcome(found) == [("progress_note", *expected, True)]
    assert f"写的是「{text}」" in said(found)


@pytest.mark.parametrize("value", [0, 7, "0", "12.5", "44927"])
def test_a_short_number_over_prose_is_asked_about(value: Any, written: Make) -> None:
    found = written(NOTE, value)
    assert outcome(found) == [("progress_note", str(value), CHANGE, True)]
    assert "请核对是不是数字盖住了文字" in said(found)


@pytest.mark.parametrize("text", ["无新进展", "已完成", "2026 年完成 3 项", "见附件"])
def test_words_that_say_something_are_taken(text: str, written: Make) -> None:
    assert outcome(written(NOTE, text)) == [("progress_note", text, CHANGE, False)]


@pytest.mark.parametrize("address", [NOTE, PROBLEMS, PHONE, OWNER])
def test_what_a_narrow_column_shows_is_asked_about(address: str, written: Make) -> None:
    found = written(address, "########")
    assert [change.needs_decision for change in found.changes] == [True]


@pytest.mark.parametrize("text", ["-", "/", "—"])
def test_signs_in_an_empty_cell_are_nothing(text: str, written: Make) -> None:
    assert outcome(written(PROBLEMS, text)) == []


def test_the_word_for_nothing_in_an_empty_cell_stands(written: Make) -> None:
    assert outcome(written(PROBLEMS, "无")) == [("problems", "无", CHANGE, False)]


@pytest.mark.parametrize("text", ["\n 字面", "_x005F\n 字面", " 字面"])
def test_a_literal_escape_that_a_program_took_for_one_is_as_sent(text: str, make_exchange: Make, cell_in: Make) -> None:
    assert outcome(cell_in(make_exchange({"progress_note": "_x000D_ 字面"}), NOTE, text)) == []
