"""Toasts: one line and one act, six seconds, progress that can be cancelled."""

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from tracker.ui.core.bus import Notice, notice_of
from tracker.ui.core.long_job import CancelledError, LongJob
from tracker.ui.widgets import toast as toasts_module
from tracker.ui.widgets.labels import ElidedLabel, TextLabel
from tracker.ui.widgets.toast import WIDTH, ProgressToast, Toast, Toasts


@pytest.fixture
def toasts(empty_window: QWidget) -> Toasts:
    return Toasts(empty_window)


def shown(toasts: Toasts) -> list[str]:
    return [one.notice.text for one in toasts.findChildren(Toast)]


def test_a_notice_is_one_line_at_the_bottom_left(toasts: Toasts, empty_window: QWidget) -> None:
    toast = toasts.show_notice(Notice("已记录进展"))
    assert (toast.width(), toast.height()) == (WIDTH, 44)
    assert toasts.geometry().left() == 152
    assert toasts.geometry().bottom() < empty_window.height() - 40
    assert not toast.act.isVisible()


def test_it_keeps_its_corner_when_the_window_grows(toasts: Toasts, empty_window: QWidget) -> None:
    toasts.show_notice(Notice("已记录进展"))
    empty_window.resize(1600, 1000)
    assert toasts.geometry().bottom() == 1000 - 44 - 1


def test_undo_names_the_batch(toasts: Toasts, qtbot: Any) -> None:
    undone: list[int] = []
    toasts.undo = undone.append
    toast = toasts.show_notice(Notice("已采纳市科技局反馈，16 项变更", batch_id=31))
    assert toast.act.text() == "撤销"
    qtbot.mouseClick(toast.act, Qt.MouseButton.LeftButton)
    assert undone == [31]
    qtbot.waitUntil(lambda: shown(toasts) == [])


def test_what_was_taken_back_can_be_done_again(toasts: Toasts, qtbot: Any) -> None:
    undone: list[int | None] = []
    toasts.undo = undone.append
    toast = toasts.show_notice(notice_of("撤销：A1.1 责任人", 32))
    assert (toast.notice.text, toast.act.text()) == ("已撤销：A1.1 责任人", "重做")
    qtbot.mouseClick(toast.act, Qt.MouseButton.LeftButton)
    assert undone == [32]  # taking back the act that took back
    toast = toasts.show_notice(notice_of("重做：A1.1 责任人", 33))
    assert (toast.notice.text, toast.act.text()) == ("已重做：A1.1 责任人", "撤销")


def test_only_the_newest_act_offers_undo(toasts: Toasts) -> None:
    toasts.undo = lambda _batch: None
    toasts.show_notice(Notice("第一项", batch_id=1))
    toasts.show_notice(Notice("无关的话"))
    toasts.show_notice(Notice("第二项", batch_id=2))
    assert shown(toasts) == ["无关的话", "第二项"]


@pytest.mark.parametrize("word", ["重试", "打开文件夹"])
def test_a_notice_may_carry_its_own_act(toasts: Toasts, qtbot: Any, word: str) -> None:
    done: list[bool] = []
    toast = toasts.show_notice(Notice("文件正被 Excel 打开", retry=lambda: done.append(True), act=word))
    assert toast.act.text() == word
    qtbot.mouseClick(toast.act, Qt.MouseButton.LeftButton)
    assert done == [True]


def test_a_warning_says_what_to_do_on_a_second_line(toasts: Toasts) -> None:
    toast = toasts.show_notice(Notice("未导入", detail="关闭 市商务局_交办.xlsx 后重试", warning=True))
    assert toast.height() == 60
    assert [label.text() for label in toast.findChildren(TextLabel) if label.text()] == ["未导入"]
    assert [label.text() for label in toast.findChildren(ElidedLabel)] == ["关闭 市商务局_交办.xlsx 后重试"]


def test_a_long_warning_is_shown_to_its_end(toasts: Toasts) -> None:
    sentence = "“A1.2a 责任人”不能撤销：王敏 11-30 16:29 的“A1.2a 责任人”又改过其中的责任人；请先撤销那一次。"
    toast = toasts.show_notice(Notice(sentence, warning=True))
    (words,) = [label for label in toast.findChildren(TextLabel) if label.text() == sentence]
    toast.layout().activate()
    assert words.height() >= words.heightForWidth(words.width())
    assert toast.height() > 44


def test_it_leaves_by_itself_but_not_under_the_pointer(
    toasts: Toasts, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(toasts_module, "_STAY", 150)
    kept, left = toasts.show_notice(Notice("留下")), toasts.show_notice(Notice("离开"))
    middle = QPointF(kept.rect().center())
    QApplication.sendEvent(kept, QEnterEvent(middle, middle, middle))
    qtbot.waitUntil(lambda: shown(toasts) == ["留下"], timeout=2000)
    assert left is not kept
    QApplication.sendEvent(kept, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: shown(toasts) == [], timeout=2000)
    qtbot.waitUntil(lambda: not toasts.isVisible())


def test_what_leads_somewhere_waits_longer_for_the_hand(
    toasts: Toasts, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert toasts_module._STAY_TO_ACT >= 10_000
    monkeypatch.setattr(toasts_module, "_STAY", 50)
    toasts.show_notice(Notice("已导出 38 个单位的工作簿", retry=lambda: None, act="打开文件夹"))
    toasts.show_notice(Notice("已记录进展"))
    qtbot.waitUntil(lambda: shown(toasts) == ["已导出 38 个单位的工作簿"], timeout=2000)


def test_more_than_three_are_too_many(toasts: Toasts) -> None:
    for number in range(5):
        toasts.show_notice(Notice(f"第 {number} 句"))
    assert shown(toasts) == ["第 2 句", "第 3 句", "第 4 句"]


def test_a_long_job_shows_where_it_is(toasts: Toasts, empty_window: QWidget, qtbot: Any) -> None:
    job = LongJob("正在导出交办，13 个单位", empty_window)
    toast = toasts.show_job(job)
    job(7, 13, "市委宣传部")
    QApplication.processEvents()
    assert (toast.bar.value(), toast.bar.maximum()) == (7, 13)
    assert toast.count.text() == "7 / 13"
    assert toast.now.text() == "市委宣传部"
    job.ended.emit()
    qtbot.waitUntil(lambda: toasts.findChildren(ProgressToast) == [])


def test_cancel_stops_the_job_at_its_next_step(toasts: Toasts, empty_window: QWidget, qtbot: Any) -> None:
    job = LongJob("正在导出交办", empty_window)
    toast = toasts.show_job(job)
    qtbot.mouseClick(toast.cancel, Qt.MouseButton.LeftButton)
    assert not toast.cancel.isEnabled()
    assert toast.now.text() == "正在取消"
    with pytest.raises(CancelledError):
        job(8, 13, "市商务局")


def test_toasts_take_no_clicks_from_the_page_beside_them(toasts: Toasts, empty_window: QWidget) -> None:
    under = QLabel(empty_window)
    under.setGeometry(empty_window.rect())
    under.show()
    toasts.show_notice(Notice("一句"))
    assert empty_window.childAt(700, 300) is under
    assert toasts.height() == 44


def test_all_notices_are_dismissed_at_once(toasts: Toasts, empty_window: QWidget) -> None:
    for number in range(3):
        toasts.show_notice(Notice(f"第 {number} 句", warning=True))
    job = toasts.show_job(LongJob("正在导出交办", empty_window))
    toasts.dismiss()
    assert shown(toasts) == []
    assert job.isVisible()  # still at work


def test_the_keyboard_is_handed_back_when_its_toast_goes(toasts: Toasts) -> None:
    """Qt would put it on the next button of the window."""
    toasts.undo = lambda _batch: None
    left: list[bool] = []
    toasts.left.connect(lambda: left.append(True))
    toasts.show_notice(Notice("已记录进展", batch_id=3)).leave()
    assert left == []
    toast = toasts.show_notice(Notice("已记录进展", batch_id=4))
    toast.act.setFocus()
    toast.leave()
    assert left == [True]
