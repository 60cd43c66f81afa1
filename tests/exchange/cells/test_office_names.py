"""Names of offices as people write them."""

import pytest

from tracker.exchange.cells.office_names import OfficeNames

NAMES = OfficeNames(
    {"市发展和改革委员会": "市发改委", "市发改委": "市发改委", "市科技局": "市科技局", "宁波 海关": "宁波海关"}
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("市发改委", "市发改委"),
        (" 市发展和改革委员会　", "市发改委"),
        ("市科技局（牵头）", "市科技局"),
        ("市 科 技 局", "市科技局"),
        ("宁波海关", "宁波海关"),
        ("市科技", None),
        ("", None),
    ],
)
def test_resolve(text: str, name: str | None) -> None:
    assert NAMES.resolve(text) == name


@pytest.mark.parametrize("sign", ["、", "，", ",", "；", ";", "/", "\n", " ", "　", " 、 "])
def test_split(sign: str) -> None:
    assert NAMES.split(f"市发改委{sign}市科技局") == ["市发改委", "市科技局"]


def test_a_blank_inside_a_name_is_no_separator() -> None:
    assert NAMES.split("宁波 海关、市科技局") == ["宁波 海关", "市科技局"]
    assert NAMES.split("某 局") == ["某 局"]


def test_order_is_that_of_the_ledger() -> None:
    assert NAMES.ordered(["宁波海关", "市科技局", "市发改委", "市科技局"]) == ("市发改委", "市科技局", "宁波海关")


def test_suggestion() -> None:
    assert NAMES.suggestion("市科技居") == "市科技局"
    assert NAMES.suggestion("完全无关的名字") == ""
