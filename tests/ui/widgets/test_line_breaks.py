"""No last line of one character: it takes some from the line before it, where a text may be broken."""

import pytest
from PySide6.QtGui import QTextLayout, QTextOption
from PySide6.QtWidgets import QApplication

from tracker.ui.theme.fonts import font, metrics
from tracker.ui.widgets.line_breaks import broken_lines


def lines_of(text: str, width: float) -> list[str]:
    layout = QTextLayout(text, font("body"))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    return [text[line.textStart() : line.textStart() + line.textLength()] for line in broken_lines(layout, width)]


def wide(text: str) -> float:
    return metrics("body").horizontalAdvance(text) + 1


@pytest.mark.parametrize(
    ("first", "rest", "told"),
    [
        ("已签订项目任务书，样机试制完", "成。", ["已签订项目任务书，样机试", "制完成。"]),
        ("高校与企业对知识产权归属尚有分", "歧", ["高校与企业对知识产权归属尚", "有分歧"]),
        ("高校与企业对知识产权归属（一）", "歧", ["高校与企业对知识产权归属", "（一）歧"]),  # no line begins with ）
        ("编制下一批揭榜项目榜单公开发布", "并推广。", ["编制下一批揭榜项目榜单公开发布", "并推广。"]),
        ("召开座谈会，已经答复了 12,345", " 条。", None),  # no figure is broken
        ("短短的一行字", "尾", ["短短的一行字", "尾"]),
    ],
)
def test_the_last_line_has_company(qapp: QApplication, first: str, rest: str, told: list[str] | None) -> None:
    lines = lines_of(first + rest, wide(first))
    assert "".join(lines) == first + rest
    if told is None:
        assert all("12,345" in line or not set("12345,") & set(line) for line in lines)
    else:
        assert lines == told


def test_a_text_of_one_line_is_one(qapp: QApplication) -> None:
    assert lines_of("题目", 400) == ["题目"]
    assert lines_of("", 400) in ([], [""])
