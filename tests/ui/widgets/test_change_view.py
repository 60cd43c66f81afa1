"""What a change says, and the one list that shows changes wherever there are some."""

import pytest
from PySide6.QtCore import QPoint, Qt

from tracker.model.enums import LightColour
from tracker.model.rows import Light
from tracker.ui.widgets import change_lines
from tracker.ui.widgets.change_delegate import hints_of, prose_in, prose_width, spans_of
from tracker.ui.widgets.change_lines import ChangeGroup, ChangeLine, grouped
from tracker.ui.widgets.change_places import Shape, places_of, shape_of
from tracker.ui.widgets.change_view import ChangeView
from tracker.ui.widgets.lazy_sequence import OnDemand

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


RED, GREEN = Light(LightColour.RED, "逾期3天", ""), Light(LightColour.GREEN, "", "正常")


def show_lines(show, *lines, width=1200, **more):
    made = show(ChangeView("变更", **more), width, 400)
    made.show_groups([ChangeGroup("一次操作", lines)])
    made.viewport().grab()
    return made


def test_a_note_is_read_in_full_beside_the_values_or_below_them(show):
    note = "已销号，不能改进度；请先重新打开，再按新的进度记录，并写明理由和批准人。"
    line = ChangeLine("进度", "60%", "45%", "A1.1", "任务", note, "red", (RED, GREEN))
    wide, narrow = show_lines(show, line), show_lines(show, line, width=700)
    assert wide.places().beside
    assert height(wide, 1) > 32  # the note breaks into lines
    assert not narrow.places().beside
    assert height(narrow, 1) > height(wide, 1)
    assert line.words == f"A1.1 任务 进度 60% → 45% ▼ {note} 红 · 逾期3天 → 绿"
    assert wide.lines.index(1, 0).data(Qt.ItemDataRole.ToolTipRole) == f"任务\n{note}\n红 · 逾期3天 → 绿"


def test_parts_that_no_line_has_take_no_room():
    bare = shape_of([ChangeLine("", "1", "2", "A1.1")])
    assert (bare.subject, bare.title, bare.field, bare.note, bare.lights) == (True, False, False, False, False)
    full = shape_of([ChangeLine("进度", "1", "2", "A1.1", "任务", "说明", lights=(None, RED))], box=True)
    for width in (300, 700, 939, 940, 1200):
        for shape in (bare, full):
            places = places_of(shape, width)
            ends = [left + wide for left, wide in (places.values, places.note, places.lights) if wide]
            assert max(ends) <= max(width - 8, places.values[0] + 120)
            assert places.values[1] >= 120


def test_a_name_has_more_room_where_the_values_have_plenty(show):
    shape = shape_of([ChangeLine("", "1", "2", "A1.1", "任务", "说明")], box=True)
    tight, wide = places_of(shape, 830), places_of(shape, 1132)
    assert (tight.title[1], wide.title[1]) == (208, 288)
    assert wide.values[1] >= 360


def test_what_only_says_something_is_said_in_place_of_values(show):
    line = ChangeLine("", "", "", "A1.1", "任务", "延期")
    assert line.bare
    assert not ChangeLine("责任人", "", "").bare
    view = show_lines(show, line)
    assert height(view, 1) == 32


def test_a_head_folds_its_lines_by_key_and_by_mouse(qtbot, view):
    view.setFocus()
    view.setCurrentIndex(view.lines.index(0, 0))
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert view.folded(0)
    assert view.lines.rowCount() == 2  # the head, and the group without one
    assert view.heads() == ["2026-11-27 09:48，张敏，手工"]
    assert len(view.changes()) == 2  # nothing is lost
    view.viewport().grab()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.lines.index(0, 0)).center())
    assert not view.folded(0)


def test_unfolded_prose_stays_so_when_a_head_above_is_folded(qtbot, view):
    view.toggle(view.lines.index(2, 0))
    assert view.unfolded(2)
    view.toggle(view.lines.index(0, 0))
    assert view.unfolded(1)


def test_enter_opens_what_a_line_is_about_and_space_its_prose(qtbot, show):
    line = ChangeLine("进展情况", NOTE * 6, ANOTHER * 6, "A1.1", about=7)
    view = show_lines(show, line, opens=True)
    view.setFocus()
    view.setCurrentIndex(view.lines.index(1, 0))
    with qtbot.waitSignal(view.opened) as told:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert told.args == [7]
    assert not view.unfolded(1)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert view.unfolded(1)
    with qtbot.waitSignal(view.opened):
        qtbot.mouseDClick(
            view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.lines.index(1, 0)).center()
        )


@pytest.mark.parametrize("width", [300, 1200])
def test_a_click_on_the_tags_shows_the_difference(qtbot, show, width):
    view = show_lines(show, ChangeLine("进展情况", NOTE, ANOTHER), width=width)
    index, places = view.lines.index(1, 0), view.places()
    line = index.data(Qt.ItemDataRole.UserRole)
    assert hints_of(line, False, places) == ("整段改写", "空格看差异")
    box = view.visualRect(index)
    beside = places.values[0] + prose_width(line, False, places) + 20
    spot = QPoint(places.values[0] + 10, box.bottom() - 8) if places.narrow else QPoint(beside, box.top() + 12)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(places.values[0] + 10, box.top() + 12))
    assert not view.unfolded(1)  # a click on the words only chooses the row
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert view.unfolded(1)


def test_tags_stand_beside_each_other_where_the_values_are_wide(show):
    line = ChangeLine("进展情况", NOTE, ANOTHER)
    view = show_lines(show, line, width=1000)
    wide, close = view.places(), show_lines(show, line, width=560).places()
    assert hints_of(line, False, wide) == hints_of(line, False, close) == ("整段改写", "空格看差异")
    assert wide.values[1] - prose_width(line, False, wide) > close.values[1] - prose_width(line, False, close) + 60
    assert height(view, 1) == 32  # no higher than a line of words


def test_short_values_without_room_are_read_as_prose(show):
    line = ChangeLine("下一步措施", "组织专家开展第二轮现场核查", "组织专家开展第三轮现场核查和验收")
    wide, narrow = show_lines(show, line), show_lines(show, line, width=300)
    assert not prose_in(line, wide.places())
    assert prose_in(line, narrow.places())
    assert height(narrow, 1) > height(wide, 1) == 32


def test_lines_are_made_when_they_are_seen(show):
    asked = set()

    class Lines(OnDemand[ChangeLine]):
        def make(self, part: int, _number: int) -> ChangeLine:
            asked.add(part)
            return ChangeLine("备注", "一", "二", str(part))

    lines = Lines([1] * 100_000)
    view = show(ChangeView("变更"), 700, 400)
    view.show_groups([ChangeGroup("变更", lines)], Shape(subject=True))
    view.grab()
    assert 0 < len(asked) < 1_000


LONG = "".join(f"第{number}项工作已经完成，材料报送{number * 7}份。" for number in range(300))


@pytest.mark.parametrize(
    ("new", "rewritten"),
    [
        (f"{LONG}又补充了一句。", False),
        (LONG.replace("已经完成", "正在推进", 40), False),
        ("".join(f"会议研究{number}号议题，决定暂缓。" for number in range(300)), True),
        (LONG[:900], True),
    ],
)
def test_long_texts_are_told_apart_without_comparing_them_word_by_word(monkeypatch, new, rewritten):
    monkeypatch.setattr(change_lines, "SequenceMatcher", None)
    assert ChangeLine("备注", LONG, new).rewritten is rewritten
