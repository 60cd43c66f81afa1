"""What a change says, and the one list that shows changes wherever there are some."""

import pytest
from PySide6.QtCore import Qt

from tracker.ui.widgets.change_delegate import spans_of
from tracker.ui.widgets.change_lines import ChangeGroup, ChangeLine, grouped
from tracker.ui.widgets.change_view import ChangeView

NOTE = "已完成方案起草，正在征求各区县意见，预计下月提交市政府常务会议审议。"
MENDED = "已完成方案起草，正在征求各部门意见，预计下月提交市政府常务会议审议。"
ANOTHER = "召开专题协调会三次，资金缺口仍有两千万元，请市财政局研究支持办法并给出意见。"


@pytest.mark.parametrize(
    ("old", "new", "falls"),
    [
        ("60%", "45%", True),
        ("45%", "60%", False),
        ("1,200 家", "800 家", True),
        ("−3", "−5", True),
        ("第7位", "第6位", False),  # a rank is no amount
        ("60%", "45点", False),
        ("2026-06-30", "2026-03-31", False),
        ("", "45%", False),
        ("60%", "", False),
    ],
)
def test_a_number_that_falls(old, new, falls):
    assert ChangeLine("进度", old, new).falls is falls


def test_a_change_in_words():
    assert ChangeLine("进度", "60%", "45%", "A1.1").words == "A1.1 进度 60% → 45% ▼"
    assert ChangeLine("责任人", "", "张三").words == "责任人 — → 张三"


@pytest.mark.parametrize(
    ("old", "new", "prose", "rewritten"),
    [
        ("张三", "李四", False, False),
        (NOTE, MENDED, True, False),
        (NOTE, ANOTHER, True, True),
        ("", ANOTHER, True, False),
        (NOTE, "", True, False),
        ("一\n二", "一\n三", True, False),
    ],
)
def test_prose_and_what_was_rewritten(old, new, prose, rewritten):
    line = ChangeLine("进展情况", old, new)
    assert (line.prose, line.rewritten) == (prose, rewritten)


def test_what_was_rewritten_is_shown_plainly_until_it_is_opened():
    line = ChangeLine("进展情况", NOTE, ANOTHER)
    assert [span.mark for span in spans_of(line, opened=False)] == ["same"]
    assert {span.mark for span in spans_of(line, opened=True)} >= {"added", "removed"}
    assert {span.mark for span in spans_of(ChangeLine("进展情况", NOTE, MENDED), opened=False)} == {
        "same",
        "added",
        "removed",
    }


def test_neighbours_of_one_act_share_its_head():
    lines = [ChangeLine(str(n), "", "") for n in range(4)]
    heads = ["今天", "今天", "昨天", "今天"]
    assert grouped(zip(heads, lines, strict=True)) == [
        ChangeGroup("今天", lines[:2]), ChangeGroup("昨天", lines[2:3]), ChangeGroup("今天", lines[3:]),
    ]  # fmt: skip


@pytest.fixture
def view(show):
    made = show(ChangeView("变更"), 700, 400)
    made.show_groups(
        [
            ChangeGroup("2026-11-27 09:48，张敏，手工", [ChangeLine("进度", "60%", "45%")]),
            ChangeGroup("", [ChangeLine("进展情况", NOTE * 6, ANOTHER * 6, "A1.1")]),
        ]
    )
    made.viewport().grab()
    return made


def height(view, number):
    return view.visualRect(view.lines.index(number, 0)).height()


def test_heads_and_changes_stand_in_their_order(view):
    assert view.heads() == ["2026-11-27 09:48，张敏，手工"]
    assert [line.field for line in view.changes()] == ["进度", "进展情况"]
    spoken = view.lines.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "进度 60% → 45% ▼"
    assert (height(view, 0), height(view, 1)) == (30, 32)


def test_long_prose_is_cut_at_three_lines_until_it_is_opened(qtbot, view):
    assert height(view, 2) == 3 * 22 + 10
    view.setFocus()
    view.setCurrentIndex(view.lines.index(2, 0))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    view.viewport().grab()
    qtbot.waitUntil(lambda: height(view, 2) > 5 * 22)
    assert view.unfolded(2)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: height(view, 2) == 3 * 22 + 10)


def test_a_value_has_nothing_to_open(qtbot, view):
    view.setCurrentIndex(view.lines.index(1, 0))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert not view.unfolded(1)


def test_a_long_history_is_there_at_once(show):
    made = show(ChangeView("变更"), 700, 400)
    made.show_groups([ChangeGroup(f"第 {n} 次", [ChangeLine("备注", NOTE, ANOTHER)]) for n in range(2_000)])
    assert len(made.changes()) == 2_000
    assert not made.grab().isNull()
