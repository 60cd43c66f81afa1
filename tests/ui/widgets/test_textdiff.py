"""Prose differences: what is marked, that nothing is lost, lines of 22 px."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.ui.theme.tokens import LIGHT
from tracker.ui.widgets.textdiff import Prose, Span, TextDiff, diff_spans


@pytest.mark.parametrize(
    ("base", "other", "expected"),
    [
        ("", "", []),
        ("一样", "一样", [("一样", "same")]),
        ("", "新的", [("新的", "added")]),
        ("旧的", "", [("旧的", "removed")]),
        ("方向 12 个", "方向 15 个", [("方向 ", "same"), ("12", "removed"), ("15", "added"), (" 个", "same")]),
        ("进度40%，", "进度45.5%，", [("进度", "same"), ("40%", "removed"), ("45.5%", "added"), ("，", "same")]),
        ("用 Excel 填", "用 WPS 填", [("用 ", "same"), ("Excel", "removed"), ("WPS", "added"), (" 填", "same")]),
        ("已签约。", "已签约，已开工。", [("已签约", "same"), ("，已开工", "added"), ("。", "same")]),
    ],
)
def test_what_is_marked(base: str, other: str, expected: list[tuple[str, str]]) -> None:
    assert list(diff_spans(base, other)) == [Span(*pair) for pair in expected]  # type: ignore[arg-type]


@settings(max_examples=80, deadline=None)
@given(st.text("一二三12ab，\n😀", max_size=40), st.text("一二三12ab，\n😀", max_size=40))
def test_both_texts_can_be_read_back(base: str, other: str) -> None:
    spans = diff_spans(base, other)
    assert "".join(span.text for span in spans if span.mark != "removed") == other
    assert "".join(span.text for span in spans if span.mark != "added") == base


SENTENCES = [f"第{number}项工作已经完成，材料报送{number * 7}份。" for number in range(400)]


def test_very_long_texts_are_compared_by_sentences_and_not_waited_for() -> None:
    base = "".join(SENTENCES)
    other = base.replace(SENTENCES[10], "重新安排。").replace(SENTENCES[390], "")
    spans = diff_spans(base, other)
    assert [span.text for span in spans if span.mark == "removed"] == [SENTENCES[10], SENTENCES[390]]
    assert [span.text for span in spans if span.mark == "added"] == ["重新安排。"]
    assert [span.mark for span in diff_spans(base, base)] == ["same"]


def test_a_word_in_a_very_long_text_is_marked_alone() -> None:
    base = "".join(SENTENCES)
    spans = diff_spans(base, base.replace("材料报送1400份", "材料报送1401份"))
    assert [span.text for span in spans if span.mark != "same"] == ["1400", "1401"]


def colours(widget: TextDiff) -> set[str]:
    image = widget.grab().toImage()
    return {image.pixelColor(x, y).name().upper() for x in range(image.width()) for y in range(image.height())}


def test_grounds_mark_what_came_and_what_went(qtbot: object) -> None:
    made = TextDiff()
    made.resize(300, 22)
    made.set_texts("方向 12 个", "方向 15 个")
    assert {LIGHT.added, LIGHT.removed} <= colours(made)
    made.set_texts(None, "方向 15 个")
    assert not {LIGHT.added, LIGHT.removed} & colours(made)
    assert made.accessibleName() == "方向 15 个"


def test_marks_stay_in_place_after_an_emoji(qtbot: object) -> None:
    # Qt counts UTF-16 units; an emoji has two.
    made = TextDiff()
    made.resize(300, 22)
    made.set_texts("😀😀好", "😀😀坏")
    image = made.grab().toImage()
    pixels = ((x, y) for x in range(300) for y in range(22))
    marked = [x for x, y in pixels if image.pixelColor(x, y).name().upper() == LIGHT.removed]
    assert marked
    assert min(marked) > 20


@pytest.mark.parametrize(("width", "lines"), [(600, 1), (140, 3), (80, 4)])
def test_lines_are_22_px_high(qtbot: object, width: int, lines: int) -> None:
    made = Prose("推动产业创新人才资金政策五链协同，开展联合攻关")
    assert made.heightForWidth(width) == lines * 22
    assert made.hasHeightForWidth()


def test_line_breaks_of_the_text_are_kept(qtbot: object) -> None:
    made = Prose("第一点\n第二点\n第三点")
    assert made.heightForWidth(600) == 66
    made.set_text("")
    assert made.heightForWidth(600) == 22
