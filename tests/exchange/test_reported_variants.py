"""More ways of the reported faults: what a program made of a cell is as it was sent, or before a person."""

from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from tracker.model.changeset import ChangeSet
from tracker.model.enums import Outcome

Make = Callable[..., Any]
TASKS, MEASURED = "任务清单", "指标填报"
PHONE, NOTE, VALUE, DAY, WORDS = "I5", "P5", "E5", "F5", "G5"


def told(found: ChangeSet) -> list[tuple[str, Any, bool]]:
    return [(c.field, c.theirs, c.needs_decision) for c in found.changes]


def said(found: ChangeSet) -> str:
    return "\n".join([*(c.note for c in found.changes), *(p.message for p in found.problems)])


@pytest.mark.parametrize(
    ("field", "sent", "address", "value"),
    [
        ("phone", "+8613800001111", PHONE, 8_613_800_001_111),
        ("phone", "057487181234", PHONE, 57_487_181_234),
        ("progress_note", "+1", NOTE, 1),
        ("progress_note", "-5", NOTE, -5),
        ("progress_note", "=合计", NOTE, "'=合计"),
        ("phone", "0574-87181234", PHONE, "'0574-87181234"),
        ("progress_note", "- 已报送", NOTE, "'- 已报送"),
        ("progress_note", "@张三", NOTE, "'@张三"),
    ],
)
def test_a_text_that_lost_or_gained_a_sign_is_as_sent(
    field: str, sent: str, address: str, value: Any, make_exchange: Make, cell_in: Make
) -> None:
    assert told(cell_in(make_exchange({field: sent}), address, value)) == []


def test_a_number_where_a_text_like_a_formula_was_sent_may_be_its_result(make_exchange: Make, cell_in: Make) -> None:
    found = cell_in(make_exchange({"progress_note": "=SUM(A1:A3)"}), NOTE, 0)
    assert told(found) == [("progress_note", "0", True)]
    assert "当作公式算出的结果" in said(found)


@pytest.mark.parametrize("sent", ["已完成，金额=300+200万元", "共建设5个项目", "+86 574 87181234 张三", "@张三 已报"])
@pytest.mark.parametrize(("kind", "result"), [('t="e"', "<v>#NAME?</v>"), ("", "<v>0</v>"), ('t="str"', "<v>x</v>")])
def test_a_sign_of_equality_before_words_makes_no_change(
    sent: str, kind: str, result: str, make_exchange: Make, formula_in: Make
) -> None:
    found = formula_in(make_exchange({"progress_note": sent}), kind, sent, result)
    assert (told(found), said(found)) == ([], "")


def test_a_reference_is_reckoned_though_it_reads_like_what_was_sent(make_exchange: Make, formula_in: Make) -> None:
    found = formula_in(make_exchange({"progress_note": "C5"}), 't="str"', "C5", "<v>建立培育库</v>")
    assert told(found) == [("progress_note", "建立培育库", True)]


@pytest.mark.parametrize("text", ["13.8E9", "1.38×10¹⁰", "1.38E+010"])
def test_a_shortened_number_in_other_writings_is_asked_about(text: str, make_exchange: Make, cell_in: Make) -> None:
    found = cell_in(make_exchange({}), PHONE, text)
    assert told(found) == [("phone", text, True)]
    assert "表格缩短" in said(found)


@pytest.mark.parametrize(
    ("code", "shown"), [('m"月"d"日"', "2025-12-09"), ("h:mm", "0:00"), ("yyyy-mm-dd", "2025-12-09")]
)
def test_a_number_that_became_a_date_is_asked_about(code: str, shown: str, came_back: Make) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book[TASKS][PHONE].value, book[TASKS][PHONE].number_format = 46_000, code

    found = came_back(edit)
    assert [(c.field, c.needs_decision) for c in found.changes] == [("phone", True)]
    assert "被表格当成了日期" in said(found)


def test_a_number_whose_dash_became_a_minus_is_asked_about(make_exchange: Make, cell_in: Make) -> None:
    found = cell_in(make_exchange({}), PHONE, -87_180_660)
    assert told(found) == [("phone", "-87180660", True)]
    assert "当成了减号" in said(found)


@pytest.mark.parametrize("day", ["2025-12-31", 46_022, 82_000, "2025-02-30", "明年3月底", "12:00", 0.5])
@pytest.mark.parametrize("words", ["", "预计数"])
def test_a_value_of_a_day_that_is_none_or_has_not_come_waits(day: Any, words: str, came_back: Make) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book[MEASURED]
        sheet[VALUE].value, sheet[DAY].value, sheet[WORDS].value = 9_000, day, words or None
        if not isinstance(day, str):
            sheet[DAY].number_format = "yyyy-mm-dd" if day > 1 else "h:mm"

    found = came_back(edit)
    value = found.changes[0]
    assert (value.field, value.needs_decision, value.one_by_one) == ("indicator_value", True, True)
    assert "采纳后记在收到反馈的那天" in value.note
    assert all(change.field != "indicator_on" for change in found.changes)


@pytest.mark.parametrize(
    ("value", "code", "previous", "asked"),
    [
        (0.082, "General", 7.9, True),
        (0.082, "0.0%", 790, False),
        (0.0082, "0.00%", 7.9, True),
        (0.3, "General", 0.2, False),
        (8.2, "General", 7.9, False),
        (0.082, "0.0%", 7.9, False),
        (0.3, "General", None, False),
    ],
)
def test_a_share_of_a_percentage_is_asked_about_where_it_was_larger(
    value: float, code: str, previous: float | None, asked: bool, measured_in: Make
) -> None:
    found = measured_in({"unit": "%", "previous_value": previous}, VALUE, value, code)
    assert [(c.field, c.needs_decision) for c in found.changes] == [("indicator_value", asked)]
    assert (" 还是 " in said(found)) == asked


@pytest.mark.parametrize("written", ["12,5", "12，5", "1,2345", "12 5", "1,23,456"])
@pytest.mark.parametrize("unit", ["家", "%", "亿元", ""])
def test_a_comma_that_groups_nothing_is_never_taken(written: str, unit: str, measured_in: Make) -> None:
    found = measured_in({"unit": unit, "previous_value": None}, VALUE, written, "@")
    assert [c.needs_decision for c in found.changes] == [True]
    assert "逗号或空格位置不对" in said(found)


@pytest.mark.parametrize("outcome", [Outcome.CLEARED])
@pytest.mark.parametrize("text", ["-", "—", "——", "/", "\\", "－", "／", "- ", "\u200b-\u200b"])
def test_signs_over_words_clear_them_and_wait(text: str, outcome: Outcome, make_exchange: Make, cell_in: Make) -> None:
    found = cell_in(make_exchange({}), NOTE, text)
    assert [(c.field, c.outcome, c.needs_decision) for c in found.changes] == [("progress_note", outcome, True)]


@pytest.mark.parametrize(("sent", "back"), [("𠮷田", "ஷ田"), ("张𠮷祥", "张ஷ祥")])
def test_a_rare_character_cut_to_sixteen_bits_is_as_sent(
    sent: str, back: str, make_exchange: Make, cell_in: Make
) -> None:
    assert told(cell_in(make_exchange({"owner": sent}), "H5", back)) == []
    assert told(cell_in(make_exchange({"owner": "吉田"}), "H5", back)) == [("owner", back, False)]
