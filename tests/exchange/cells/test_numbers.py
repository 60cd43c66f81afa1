"""Numbers as people write them."""

from decimal import Decimal

import pytest

from tracker.exchange.cells import numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("50%", (50, False)),
        ("５０％", (50, False)),
        (" 50 % ", (50, False)),
        ("33.3%", (Decimal("33.3"), False)),
        ("完成50%", (50, False)),
        ("约50%", (50, True)),
        ("50%左右", (50, True)),
        ("百分之五十", (50, False)),
        ("百分之二十五", (25, False)),
        ("百分之七", (7, False)),
        ("百分之百", (100, False)),
        ("约百分之十五", (15, True)),
        ("已完成", (100, True)),
        ("-1%", (-1, False)),
        ("150%", (150, False)),
        ("50", None),
        ("过半", None),
        ("50%-60%", None),
        ("", None),
    ],
)
def test_written_percentages(text: str, expected: tuple[Decimal, bool] | None) -> None:
    found = numbers.percent_in_words(text)
    assert found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12.5亿元", ("12.5", "亿元", False)),
        ("约12.5亿元", ("12.5", "亿元", True)),
        ("1,234.5", ("1234.5", "", False)),
        ("１２．５", ("12.5", "", False)),
        ("-3", ("-3", "", False)),
        ("1.2e3", ("1.2e3", "", False)),
        ("第3位", None),
        ("无", None),
        ("1-2", None),
    ],
)
def test_numbers_with_units(text: str, expected: tuple[str, str, bool] | None) -> None:
    found = numbers.number_with_unit(text)
    assert found == (expected and (Decimal(expected[0]), *expected[1:]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1E+20", "1" + "0" * 20),
        ("13800000000", "13800000000"),
        ("2025.10", "2025.1"),
        ("0.30000000000000004", "0.3"),
        ("5.0", "5"),
        ("1.38E10", "13800000000"),
    ],
)
def test_plain_has_no_exponent(text: str, expected: str) -> None:
    number = numbers.decimal_of(text)
    assert number is not None
    assert numbers.plain(number) == expected


@pytest.mark.parametrize("text", ["", "abc", "NaN", "inf", "-Infinity"])
def test_what_is_no_number(text: str) -> None:
    assert numbers.decimal_of(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("十", 10),
        ("十五", 15),
        ("五十", 50),
        ("九十九", 99),
        ("一百", 100),
        ("五", 5),
        ("二五", 25),
        ("百五", None),
        ("一二三", None),
        ("甲", None),
    ],
)
def test_chinese_numbers(text: str, expected: int | None) -> None:
    assert numbers.chinese_number(text) == expected
