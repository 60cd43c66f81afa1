"""Text: what is stored, what is compared, what a cell can hold."""

import pytest

from tracker.exchange.book import text
from tracker.model import cell_text

CLEANED = [
    ("  两头空格　\u00a0", "两头空格"),
    ("行1\r\n行2\r行3\u2028行4", "行1\n行2\n行3\n行4"),
    ("行尾空格  \n下一行　\n", "行尾空格\n下一行"),
    ("　　首行缩进\n　　次行缩进", "首行缩进\n　　次行缩进"),
    ("零\u200b宽\ufeff", "零宽"),
    ("控\x07制", "控制"),
    ("孤\ud83d立", "孤立"),
    ("ＡＢＣ（１）", "ＡＢＣ（１）"),
    ("plain", "plain"),
    ("", ""),
    ("　\n ", ""),
]


@pytest.mark.parametrize(("given", "stored"), CLEANED, ids=repr)
def test_clean(given: str, stored: str) -> None:
    assert text.clean(given) == stored


@pytest.mark.parametrize("given", [given for given, _ in CLEANED], ids=repr)
def test_clean_twice_is_clean_once(given: str) -> None:
    assert text.clean(text.clean(given)) == text.clean(given)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("甲\t乙", "甲 乙", True),
        ("甲\u00a0乙", "甲 乙", True),
        ("甲　乙", "甲 乙", True),
        ("甲乙", "甲 乙", False),
        ("（甲）", "(甲)", False),
        ("１", "1", False),
        ("甲\n乙", "甲 乙", False),
    ],
)
def test_fold_keeps_what_prose_means(one: str, other: str, same: bool) -> None:
    assert (text.fold(one) == text.fold(other)) is same


def test_key_ignores_width_case_and_blanks() -> None:
    assert text.key(" ＡＢ c（１）\n") == "abc(1)"


@pytest.mark.parametrize(
    ("stored", "shown"),
    [("a_x000D_b", "a\rb"), ("_x005F_x000D_", "_x000D_"), ("_x00", "_x00"), ("_xZZZZ_", "_xZZZZ_"), ("中", "中")],
)
def test_escapes_of_the_file_format(stored: str, shown: str) -> None:
    assert text.decode_escapes(stored) == shown


@pytest.mark.parametrize("given", ["_x000D_", "a_x0041_b_x0042_", "_x005F_x000D_", "普通", "a\nb"])
def test_what_is_encoded_is_decoded_to_itself(given: str) -> None:
    assert text.decode_escapes(cell_text.encode_for_cell(given)) == given


def test_cell_length_counts_like_workbooks() -> None:
    assert [cell_text.cell_length(t) for t in ("abc", "中文", "𠮷")] == [3, 2, 2]


def test_shorten_is_one_line() -> None:
    assert text.shorten("第一行\n第二行", 5) == "第一行 …"
    assert text.shorten("短") == "短"


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("138\U000e010100000001", "13800000001"),
        ("abc\U000e0101", "abc"),
        ("葛\U000e0100城", "葛\U000e0100城"),
        ("𠮷\U000e0100", "𠮷\U000e0100"),
        ("\U000e0100", ""),
    ],
)
def test_a_selector_of_variants_says_something_behind_a_han_character_alone(written: str, stored: str) -> None:
    assert text.clean(written) == stored
