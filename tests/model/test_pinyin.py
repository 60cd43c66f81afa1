"""Pinyin as people type it."""

import pytest

from tracker.model import pinyin


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("灯塔工厂", ("DengTaGongChang", "DTGC")),
        ("银行", ("YinHang", "YH")),
        ("重点行业", ("ZhongDianHangYe", "ZDHY")),
        ("5G+绿色，AI", ("LvSe", "LS")),
        ("", ("", "")),
    ],
)
def test_spelling(text: str, spelled: tuple[str, str]) -> None:
    assert pinyin.spell(text) == spelled


@pytest.mark.parametrize(
    ("letters", "ways"),
    [
        ("dtgc", {"DTGC"}),
        ("dengta", {"DENGTA", "DengTa"}),
        ("dengt", {"DENGT", "DengT"}),
        ("xian", {"XIAN", "Xian", "XiAn", "XiaN", "XiAN"}),
    ],
)
def test_ways_to_read_letters(letters: str, ways: set[str]) -> None:
    assert set(pinyin.typed(letters)) == ways
