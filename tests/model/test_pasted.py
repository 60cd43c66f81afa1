from datetime import date

import pytest

from tracker.model.pasted import PastedRow, read_pasted

TODAY = date(2023, 12, 31)


def test_columns_with_a_heading_and_a_note():
    rows = read_pasted("日期\t数值\t说明\n2023-06-30\t186\t公报\n2023/9/30\t188\t\n", TODAY)
    assert rows == (PastedRow(date(2023, 6, 30), 186, "公报"), PastedRow(date(2023, 9, 30), 188))


def test_a_first_line_with_a_value_is_no_heading():
    """What cannot be read is named, not passed over."""
    rows = read_pasted("改天\t188\n2023/9/30\t190", TODAY)
    problem = "改天读不出日期；请写成 2026-06-30 或“2026年6月底前”。"
    assert [(row.value, row.problem) for row in rows] == [(188, problem), (190, "")]


def test_dates_above_values():
    rows = read_pasted("年份\t2021年\t2022年\t2023年\n企业数\t182\t185\t188", TODAY)
    assert [(row.on.year, row.value) for row in rows] == [(2021, 182), (2022, 185), (2023, 188)]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("2023-06-30\t约一百", "“约一百”不是数值。"),
        ("2023-06-30", "没有数值"),
        ("改天\t5", "改天读不出日期；请写成 2026-06-30 或“2026年6月底前”。"),
        ("2024-06-30\t5", "2024-06-30还没有到；请写已经发生的日期。"),
        ("2023-06-30\t5万家", "写的单位是“万家”，指标单位是“家”，换算后是 50,000 家，对吗？"),
        ("2023.1\t5", "2023.1可能是1月，也可能是10月；请写成 2023-01 或 2023-10。"),
        ("2023-01-31\t5", "同一日期出现两次"),
        ("2022-12-31\t182", "已录入过"),
    ],
)
def test_what_cannot_be_taken_is_said(line, problem):
    rows = read_pasted(f"2023-01-31\t4\n{line}", TODAY, "家", [(date(2022, 12, 31), 182.0)])
    assert [row.problem for row in rows] == ["", problem]


@pytest.mark.parametrize("text", ["", "\n\n", "   "])
def test_nothing_is_nothing(text):
    assert read_pasted(text, TODAY) == ()


def test_how_a_day_was_understood_is_said():
    rows = read_pasted("三季度末\t5\n2023年6月\t4\n12月31日\t6", date(2023, 11, 18))
    assert [(str(row.on), row.said) for row in rows] == [
        ("2023-09-30", "没有写年份，按 2023 年计"),
        ("2023-06-30", "按 2023-06-30 计"),
        ("2022-12-31", "没有写年份，按 2022 年计"),
    ]


def test_a_cell_with_two_lines_stays_one_row():
    """Spreadsheets quote a cell that holds a line end, a tab or a quote."""
    text = '日期\t数值\t说明\r\n2023-06-30\t186\t"公报\n第二行"\r\n2023/9/30\t188\t"他说""好"""\r\n'
    assert read_pasted(text, TODAY) == (
        PastedRow(date(2023, 6, 30), 186, "公报\n第二行"),
        PastedRow(date(2023, 9, 30), 188, '他说"好"'),
    )


def test_marks_nobody_sees_are_left_out():
    rows = read_pasted("\u202d2023-06-30\u202c\t\u2800186\u3164\t公\u200b报", TODAY)
    assert rows == (PastedRow(date(2023, 6, 30), 186, "公报"),)


@pytest.mark.parametrize("line", ["2023-06-30\t12,5", "2023-06-30\t12 5", "2023-06-30\t0,500", "2023-06-30\t12:00"])
def test_a_doubtful_figure_is_said(line):
    (row,) = read_pasted(line, TODAY, "家")
    assert row.problem
