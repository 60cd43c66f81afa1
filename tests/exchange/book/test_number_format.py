"""Number formats: dates, times, percentages and what only looks like them."""

import pytest

from tracker.exchange.book import number_format

DATES = [
    "yyyy-mm-dd", "m/d/yy", 'yyyy"年"m"月"d"日"', "yyyy年m月d日", "[$-804]yyyy/m/d;@", "[DBNum1]yyyy年m月",
    "yyyy/m/d h:mm", "d-mmm", "mmm-yy", "YYYY/MM/DD",
]  # fmt: skip
TIMES = ["h:mm:ss", "h:mm", "mm:ss", "[h]:mm:ss", "[h]:mm", "[mm]:ss", "h时mm分", "h:mm AM/PM"]
PLAIN = [
    "",
    "General",
    "G/通用格式",
    "0",
    "0.00",
    "#,##0",
    '0.0"亿元"',
    '"第"0"年度"',
    "[Red]0.00;[Blue]-0.00",
    "@",
    "0.00E+00",
    '0"d"',
]
PERCENTS = ["0%", "0.00%", "0%;-0%", "[Red]0.0%"]


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (DATES, (True, False, False)),
        (TIMES, (False, True, False)),
        (PLAIN, (False,) * 3),
        (PERCENTS, (False, False, True)),
    ],
    ids=["dates", "times", "plain", "percents"],
)
def test_what_a_format_shows(codes: list[str], expected: tuple[bool, bool, bool]) -> None:
    for code in codes:
        found = (number_format.is_date(code), number_format.is_time(code), number_format.is_percent(code))
        assert found == expected, code


@pytest.mark.parametrize("number", [14, 22, 27, 30, 31, 36, 50, 54, 57, 58])
def test_builtin_dates_of_chinese_editions(number: int) -> None:
    assert number_format.is_date(number_format.BUILTIN[number])


def test_a_format_nobody_knows_shows_nothing() -> None:
    assert [check(None) for check in (number_format.is_date, number_format.is_time, number_format.is_percent)] == [
        False
    ] * 3
    assert not number_format.is_percent('0"%"')
