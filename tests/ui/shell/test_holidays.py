"""节假日 by the mouse, the keys and a pasted notice; nothing is written before 保存."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from tracker.model.exchange_words import DayKind
from tracker.queries.workdays import holidays_of
from tracker.services import rounds
from tracker.ui.core.context import Context
from tracker.ui.shell.holidays import HolidaysDialog, YearGrid, offer_due_days
from tracker.ui.shell.settings import SettingsDialog
from tracker.ui.widgets.dialog import Message
from tracker.ui.widgets.textdiff import Prose

NOTICE = "2027年元旦：1月1日至3日放假，共3天。春节：2月5日至11日放假调休，共7天。2月13日（星期六）上班。"


@pytest.fixture
def grid(show: Any) -> YearGrid:
    made = show(YearGrid(), 800, 520)
    made.show_year(2026, {date(2026, 2, 14): DayKind.WORK}, {date(2026, 2, 14): "春节"})
    return made


@pytest.fixture
def dialog(live: Context, qtbot: Any) -> HolidaysDialog:
    made = HolidaysDialog(live)
    qtbot.addWidget(made)
    made.show_year(2026)
    made.open()
    live.jobs.drain()
    return made


def saved(context: Context, year: int) -> list[str]:
    read: list[Any] = []
    context.jobs.read(lambda s: holidays_of(s, year), on_result=read.append)
    context.jobs.drain()
    return [f"{entry.day:%m-%d} {entry.kind.word}" for entry in read[0]]


def click(grid: YearGrid, qtbot: Any, day: date) -> None:
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.rect_of(day).center().toPoint())


@pytest.mark.parametrize("day", ["2026-01-01", "2026-02-28", "2026-05-31", "2026-08-09", "2026-12-31"])
def test_every_day_is_where_it_is_painted(grid: YearGrid, day: str) -> None:
    wanted = date.fromisoformat(day)
    assert grid.day_at(grid.rect_of(wanted).center().toPoint()) == wanted
    assert grid.rect().contains(grid.rect_of(wanted).toRect())


@pytest.mark.parametrize(
    ("day", "kind"), [("2026-11-27", DayKind.OFF), ("2026-11-28", DayKind.WORK), ("2026-02-14", None)]
)
def test_a_click_turns_a_day_against_its_weekday_or_back(grid: YearGrid, qtbot: Any, day: str, kind: Any) -> None:
    click(grid, qtbot, date.fromisoformat(day))
    assert grid.days.get(date.fromisoformat(day)) is kind


def test_a_click_beside_the_days_does_nothing(grid: YearGrid, qtbot: Any) -> None:
    before = dict(grid.days)
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.rect().topLeft())
    assert grid.days == before


def test_the_keys_walk_and_toggle(grid: YearGrid, qtbot: Any) -> None:
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Left):
        qtbot.keyClick(grid, key)
    assert grid.accessibleDescription() == "2026-01-01 星期四 上班"  # the year ends there
    qtbot.keyClick(grid, Qt.Key.Key_Space)
    assert grid.accessibleDescription() == "2026-01-01 星期四 放假"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-02-14", "2026-02-14 星期六 调休上班 春节"),
        ("2026-02-15", "2026-02-15 星期日 休息"),
        ("2026-02-13", "2026-02-13 星期五 上班"),
    ],
)
def test_a_day_in_words(grid: YearGrid, day: str, words: str) -> None:
    assert grid.word(date.fromisoformat(day)) == words


def test_days_off_are_painted_otherwise(grid: YearGrid) -> None:
    def picture() -> Any:
        made = QPixmap(grid.size())
        grid.render(made)
        return made.toImage()

    before = picture()
    grid.toggle(date(2026, 11, 27))
    assert picture() != before
    grid.toggle(date(2026, 11, 27))
    grid.toggle(date(2026, 11, 28))
    assert picture() != before


# --- the dialog over a real ledger --------------------------------------------------------------------


def test_a_shipped_year_stands_there(dialog: HolidaysDialog) -> None:
    assert dialog.title.text() == "2026年"
    assert dialog.counts.text().startswith("放假 19 天，调休上班 6 天")


def test_clicks_are_saved_as_the_year(dialog: HolidaysDialog, live: Context, qtbot: Any) -> None:
    before = saved(live, 2026)
    click(dialog.grid, qtbot, date(2026, 11, 27))
    assert saved(live, 2026) == before  # nothing before 保存
    qtbot.mouseClick(dialog.confirm, Qt.MouseButton.LeftButton)
    live.jobs.drain()
    assert dialog.reason_field.error() == "请写依据（至少 4 个字）：工作日按它计算"
    assert saved(live, 2026) == before
    dialog.reason.setText("市政府临时放假通知")
    assert dialog.reason_field.error() == ""
    qtbot.mouseClick(dialog.confirm, Qt.MouseButton.LeftButton)
    live.jobs.drain()
    assert set(saved(live, 2026)) - set(before) == {"11-27 放假"}
    assert not dialog.isVisible()


def test_a_year_nobody_entered_says_so(dialog: HolidaysDialog, live: Context, qtbot: Any) -> None:
    qtbot.mouseClick(dialog.forward, Qt.MouseButton.LeftButton)
    live.jobs.drain()
    assert dialog.counts.text() == "2027年的节假日安排还没有录入，按周一至周五计算"
    qtbot.mouseClick(dialog.back, Qt.MouseButton.LeftButton)
    live.jobs.drain()
    assert dialog.title.text() == "2026年"


def test_a_pasted_notice_fills_its_year(dialog: HolidaysDialog, live: Context, qtbot: Any) -> None:
    dialog.notice.setPlainText(NOTICE)
    qtbot.mouseClick(dialog.read_button, Qt.MouseButton.LeftButton)
    assert dialog.title.text() == "2027年"
    assert dialog.counts.text().startswith("放假 6 天，调休上班 1 天")
    assert dialog.doubts.text() == ""
    assert dialog.reason.text() == "2027年放假通知"
    assert saved(live, 2027) == []
    dialog.save()
    live.jobs.drain()
    assert saved(live, 2027)[0] == "01-01 放假"


def test_what_does_not_add_up_stands_below(dialog: HolidaysDialog, qtbot: Any) -> None:
    dialog.notice.setPlainText("祝大家节日快乐。")
    qtbot.mouseClick(dialog.read_button, Qt.MouseButton.LeftButton)
    assert "没有读到放假或上班的日期" in dialog.doubts.text()
    assert dialog.title.text() == "2026年"
    dialog.notice.setPlainText(NOTICE.replace("共3天", "共4天"))
    dialog.read_pasted()
    assert "写共4天，读出3天" in dialog.doubts.text()


def test_a_year_goes_out_as_a_file_and_in_again(dialog: HolidaysDialog, live: Context, tmp_path: Path) -> None:
    path = tmp_path / "2026.toml"
    dialog.keep(path)
    live.jobs.drain()
    dialog.grid.show_year(2026, {}, {})
    dialog.take_file(path)
    assert len(dialog.grid.days) == 25
    path.write_text("nothing", encoding="utf-8")
    dialog.take_file(path)
    assert "不是节假日文件" in dialog.foot_label.text()


def test_the_settings_lead_there(live: Context, qtbot: Any) -> None:
    settings = SettingsDialog(live)
    qtbot.addWidget(settings)
    with qtbot.waitSignal(settings.holidays_asked):
        qtbot.mouseClick(settings.holidays, Qt.MouseButton.LeftButton)


def test_the_palette_offers_it(window: Any) -> None:
    opened = window.commands.open_holidays()
    assert isinstance(opened, HolidaysDialog)
    opened.reject()


def test_open_rounds_are_asked_about_and_stay_unless_somebody_wants_it(live: Context, qtbot: Any) -> None:
    sent, agreed = date(2026, 12, 30), date(2027, 1, 4)
    live.jobs.write(lambda s: rounds.keep_round(s, 1, sent, agreed, 3))
    live.jobs.drain()
    window = QWidget()
    qtbot.addWidget(window)
    dialog = HolidaysDialog(live, window)
    dialog.show_year(2027)
    live.jobs.drain()
    dialog.grid.toggle(date(2027, 1, 1))
    dialog.reason.setText("元旦放假通知")
    dialog.save()
    live.jobs.drain()
    (question,) = window.findChildren(Message)
    (sentence,) = question.findChildren(Prose)
    assert "第1批 2027-01-04 → 2027-01-05" in sentence.accessibleName()
    question.reject()
    assert due(live) == agreed
    offer_due_days(live, window, "元旦放假通知")
    live.jobs.drain()
    window.findChildren(Message)[-1].accept()
    live.jobs.drain()
    assert due(live) == date(2027, 1, 5)


def due(context: Context) -> date | None:
    read: list[Any] = []
    context.jobs.read(lambda s: rounds.the_round(s, 1).due_on, on_result=read.append)
    context.jobs.drain()
    return read[0]
