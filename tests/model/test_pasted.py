from datetime import date

import pytest

from tracker.model.pasted import PastedRow, read_day, read_number, read_pasted


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023-09-03", date(2023, 9, 3)),
        ("2023/9/3", date(2023, 9, 3)),
        ("2023年9月3日", date(2023, 9, 3)),
        ("2023.9.3", date(2023, 9, 3)),
        ("2023-09-03 00:00:00", date(2023, 9, 3)),
        ("20230930", date(2023, 9, 30)),
        ("20231399", None),
        ("2023.9", date(2023, 9, 30)),
        ("２０２３年９月", date(2023, 9, 30)),
        ("2023-2", date(2023, 2, 28)),
        ("2024年2月底", date(2024, 2, 29)),
        ("2023年一季度", date(2023, 3, 31)),
        ("2023年第4季度末", date(2023, 12, 31)),
        ("2023Q2", date(2023, 6, 30)),
        ("2023年上半年", date(2023, 6, 30)),
        ("2023", date(2023, 12, 31)),
        ("2023年底", date(2023, 12, 31)),
        ("2023-13", None),
        ("2023-02-30", None),
        ("188", None),
        ("9999", None),
        ("日期", None),
        ("", None),
    ],
)
def test_a_day(text, day):
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("188", "家", 188),
        ("6,997.2", "亿元", 6997.2),
        ("38.72%", "%", 38.72),
        ("第7位", "位", 7),
        ("第7位", "", 7),
        ("１８８家", "家", 188),
        ("−1.5", "", -1.5),
        ("1.2E+3", "", 1200),
        ("188万", "家", None),
        ("38%", "家", None),
        ("约188", "家", None),
        ("1e999", "", None),
        ("", "家", None),
    ],
)
def test_a_number(text, unit, value):
    assert read_number(text, unit) == value


def test_columns_with_a_heading_and_a_note():
    rows = read_pasted("日期\t数值\t说明\n2023-06-30\t186\t公报\n2023/9/30\t188\t\n")
    assert rows == (PastedRow(date(2023, 6, 30), 186, "公报"), PastedRow(date(2023, 9, 30), 188))


def test_a_first_line_with_a_value_is_no_heading():
    """What cannot be read is named, not passed over."""
    rows = read_pasted("上季\t188\n2023/9/30\t190")
    assert [(row.value, row.problem) for row in rows] == [(188, "“上季”不是日期"), (190, "")]


def test_dates_above_values():
    rows = read_pasted("年份\t2021年\t2022年\t2023年\n企业数\t182\t185\t188")
    assert [(row.on.year, row.value) for row in rows] == [(2021, 182), (2022, 185), (2023, 188)]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("2023-06-30\t约一百", "“约一百”不是数"),
        ("2023-06-30", "没有数值"),
        ("去年\t5", "“去年”不是日期"),
        ("2023.1\t5", "“2023.1”可能是1月，也可能是10月，请写成2023-01或2023-10"),
        ("2023-01-31\t5", "同一日期出现两次"),
        ("2022-12-31\t182", "已录入过"),
    ],
)
def test_what_cannot_be_taken_is_said(line, problem):
    rows = read_pasted(f"2023-01-31\t4\n{line}", "家", [(date(2022, 12, 31), 182.0)])
    assert [row.problem for row in rows] == ["", problem]


@pytest.mark.parametrize("text", ["", "\n\n", "   "])
def test_nothing_is_nothing(text):
    assert read_pasted(text) == ()
