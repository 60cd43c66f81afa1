"""Several names in one text."""

import pytest

from tracker.model.typed.names import split_names


@pytest.mark.parametrize("sign", ["、", "，", ",", "；", ";", "/", "／", "|", "\n", "\t", "、\n", " ， "])
def test_every_sign_between_names(sign: str) -> None:
    assert split_names(f"市教育局{sign}各区（县、市）{sign}市教育局{sign}") == ["市教育局", "各区（县、市）"]


def test_blanks_are_signs_where_it_is_said() -> None:
    assert split_names("市教育局 市财政局") == ["市教育局 市财政局"]
    assert split_names(" 市教育局 各区（县 市）　市财政局", blanks=True) == ["市教育局", "各区（县 市）", "市财政局"]
    assert split_names("  ", blanks=True) == []
