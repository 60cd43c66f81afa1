"""时间轴 over a real ledger: what it shows, how it narrows, and an extension from end to end."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtWidgets import QLabel
from sqlmodel import select

from tracker.model.enums import DueKind, LightColour, Status
from tracker.model.rows import Timeline
from tracker.model.tables import Extension, Milestone, Task
from tracker.queries.ledger import TaskFilter
from tracker.queries.timeline import read_timeline
from tracker.services.write_basics import begin
from tracker.ui.core.page_requests import OpenTask
from tracker.ui.timeline.lines import Grouping
from tracker.ui.timeline.page import TimelinePage, pages_of
from tracker.ui.timeline.painting import today_pill
from tracker.ui.timeline.scale import Scale


@pytest.fixture
def page(show, ledger, store_context):
    with ledger.session() as session:
        begin(session, "推进")
        for task in session.exec(select(Task)).all():
            task.status, task.start_on, task.progress = Status.IN_PROGRESS, date(2023, 1, 1), 20
            task.due_on, task.due_kind, task.due_text = date(2023, 8, 31), DueKind.DATE, "8月底前"
        session.add(Milestone(task_id=1, title="印发", due_on=date(2023, 3, 1)))
    made = show(TimelinePage(store_context))
    store_context.jobs.drain()
    return made


def bars_of(page):
    """Return the bars shown, once what was asked for is there."""
    page.context.jobs.drain()
    return [line.bar for line in page.chart.lines if line.bar is not None]


def test_every_task_has_its_bar_and_its_milestones(page, ledger):
    with ledger.reading() as session:
        timeline = read_timeline(session, date(2023, 9, 15))
    assert bars_of(page) == list(timeline.bars)
    assert len(timeline.bars) == 88
    assert [m.title for bar in timeline.bars for m in bar.milestones] == ["印发"]
    assert page.head.summary() == "88 项任务，红灯 88"


def test_the_chips_narrow_the_bars(page):
    page.article.set_value("B")
    assert {bar.task.article for bar in bars_of(page)} == {"B"}
    page.light.set_value(LightColour.GREEN.value)
    assert bars_of(page) == []
    page._clear()
    assert len(bars_of(page)) == 88


def test_an_empty_page_says_why_it_is_empty(page):
    page.article.set_value("B")
    page.light.set_value(LightColour.GREEN.value)
    page.context.jobs.drain()
    words = [label.text() for label in page.stage.currentWidget().findChildren(QLabel)]
    assert "没有符合条件的任务" in words
    page._clear()
    page.timeline = Timeline(date(2023, 9, 15), (), {})
    page._show()
    page.context.jobs.drain()
    words = [label.text() for label in page.stage.currentWidget().findChildren(QLabel)]
    assert "台账里还没有任务" in words
    assert "没有符合条件的任务" not in words


def test_grouping_by_office_and_folding(page):
    page.grouping.set_value(Grouping.OFFICE)
    page.context.jobs.drain()
    heading = page.chart.lines[0]
    assert heading.key.startswith("office:")
    page.chart.fold_asked.emit(heading.key)
    assert len(bars_of(page)) == 88 - heading.count
    page.chart.fold_asked.emit(heading.key)
    assert len(bars_of(page)) == 88


def test_a_pulled_deadline_is_extended_with_a_reason(qtbot, page, ledger, store_context):
    index = next(n for n in page.chart.visible() if page.chart.shape(n))
    task = page.chart.task_at(index)
    end = page.chart.shape(index).end
    grip = QPoint(int(page.chart.names_width() + 1 + end), int(page.chart.line_rect(index).center().y()))
    qtbot.mousePress(page.chart.viewport(), Qt.MouseButton.LeftButton, pos=grip)
    qtbot.mouseMove(page.chart.viewport(), grip + QPoint(80, 0))
    qtbot.mouseRelease(page.chart.viewport(), Qt.MouseButton.LeftButton, pos=grip + QPoint(80, 0))
    to = date.fromisoformat(page.dialog.text("to_text"))
    store_context.jobs.drain()
    page.dialog.submit()
    assert page.dialog.field("reason").error() == "请写时限变动的理由"
    assert page.dialog.field("decided_by").error() == "请写批准人"
    page.dialog.field("reason").editor.setPlainText("企业搬迁")
    page.dialog.field("decided_by").editor.setText("王副市长")
    page.dialog.submit()
    store_context.jobs.drain()
    with ledger.reading() as session:
        one = session.exec(select(Extension)).one()
        changed = session.get(Task, task.id)
        assert (one.task_id, one.from_on, one.to_on, one.reason) == (task.id, task.due_on, to, "企业搬迁")
        assert (changed.due_on, changed.first_due_on) == (to, date(2023, 8, 31))
    assert page.chart.shape(index).first_due is not None


def test_a_deadline_pulled_to_an_earlier_day_only_has_to_be_confirmed(page, ledger, store_context):
    task = bars_of(page)[0].task
    earlier = date(2024, 1, 31)
    with ledger.session() as session:
        begin(session, "推后")
        session.get(Task, task.id).due_on = date(2024, 8, 31)
    page.chart.deadline_asked.emit(task, earlier)
    store_context.jobs.drain()
    assert page.dialog.shown.word == "提前"
    page.dialog.submit()
    store_context.jobs.drain()
    with ledger.reading() as session:
        row = session.exec(select(Extension)).one()
        assert (row.kind.word, row.counts, row.to_on) == ("提前", False, earlier)
        assert session.get(Task, task.id).due_on == earlier


def test_a_deadline_pulled_to_an_earlier_day_is_only_confirmed(qtbot, page, ledger, store_context):
    index = next(n for n in page.chart.visible() if page.chart.shape(n))
    task, end = page.chart.task_at(index), page.chart.shape(index).end
    grip = QPoint(int(page.chart.names_width() + 1 + end), int(page.chart.line_rect(index).center().y()))
    qtbot.mousePress(page.chart.viewport(), Qt.MouseButton.LeftButton, pos=grip)
    qtbot.mouseMove(page.chart.viewport(), grip - QPoint(30, 0))
    qtbot.mouseRelease(page.chart.viewport(), Qt.MouseButton.LeftButton, pos=grip - QPoint(30, 0))
    to = date.fromisoformat(page.dialog.text("to_text"))
    store_context.jobs.drain()
    assert to < task.due_on
    assert not page.dialog.field("reason").isVisible()
    page.dialog.answers.links[0].click()  # the day has passed: this year or the next
    store_context.jobs.drain()
    page.dialog.submit()
    store_context.jobs.drain()
    with ledger.reading() as session:
        one = session.exec(select(Extension)).one()
        assert (one.kind.word, one.task_id, one.to_on, one.counts) == ("提前", task.id, to, False)


def test_a_refused_extension_is_said_in_the_dialog(page, store_context):
    page.open_deadline(bars_of(page)[0].task, date(2024, 8, 1))
    store_context.jobs.drain()
    page.dialog.field("reason").editor.setPlainText("试")
    page.dialog.field("decided_by").editor.setText("王副市长")
    page.dialog.submit()
    store_context.jobs.drain()
    assert page.dialog.foot_label.text() == "延期要写明理由（至少 4 个字）。"
    page.dialog.reject()


def test_targets_and_the_way_to_the_ledger(qtbot, page, bus):
    page.open_target(TaskFilter(article="A"))
    assert {bar.task.article for bar in bars_of(page)} == {"A"}
    last = page.timeline.bars[-1].task.id
    page.open_target(OpenTask(last))
    page.context.jobs.drain()
    assert page.chart.task_at(page.chart.current).id == last
    with qtbot.waitSignal(bus.page_asked) as told:
        page.chart.task_asked.emit(last)
    assert told.args == ["ledger", OpenTask(last)]


def test_the_segments_zoom_and_follow(qtbot, page):
    page.zoom.setFocus()
    qtbot.keyClick(page.zoom, Qt.Key.Key_Left)
    assert page.chart.scale.days == 366
    page.chart.show_days(31)
    assert page.zoom.value() == 31
    qtbot.mouseClick(page.zoom, Qt.MouseButton.LeftButton, pos=QPoint(8, 14))
    assert page.chart.scale.days == 7


def test_the_page_fits_a_small_screen(page, grab):
    assert page.minimumSizeHint().width() <= 1366 - 128
    grab(page, "timeline", (1238, 768))


def test_the_whole_timeline_goes_along_page_by_page(page):
    sheets = page.sheets()
    shown = [line.key for sheet in sheets for line in sheet.make().lines]
    assert shown == [line.key for line in page.chart.lines]
    assert [sheet.title for sheet in sheets][:2] == [f"时间轴（1/{len(sheets)}）", f"时间轴（2/{len(sheets)}）"]
    for sheet in sheets:
        made = sheet.make()
        assert made.scale.days == page.chart.scale.days
        assert made.lines[-1].bar is not None, "a heading at the foot of a page"
        assert list(made.visible()) == list(range(len(made.lines)))


def test_the_picture_shows_what_is_in_sight(page):
    page.chart.verticalScrollBar().setValue(700)
    sheet = page.shown_sheet()
    assert [line.key for line in sheet.make().lines] == [page.chart.lines[n].key for n in page.chart.visible()]


@pytest.mark.parametrize(
    ("marks", "rows", "pages"),
    [
        ("", 3, []),
        ("ttttt", 2, ["tt", "tt", "t"]),
        ("httht", 3, ["htt", "ht"]),
        ("tthht", 3, ["tt", "hht"]),
        ("t", 0, ["t"]),
    ],
)
def test_lines_are_cut_into_pages(page, marks, rows, pages):
    """t is a task, h a heading of the second level, both 32 px; a heading goes with the task below it."""
    task = next(line for line in page.chart.lines if line.bar is not None)
    heading = next(line for line in page.chart.lines if line.bar is None and line.level == 1)
    found = pages_of([task if mark == "t" else heading for mark in marks], 32 * rows)
    assert ["".join("t" if line.bar else "h" for line in lines) for lines in found] == pages


def test_no_word_of_the_head_stands_under_the_pill_of_today(page):
    """Today is drawn over the head; a year that begins there is written beside it."""
    days = page.chart.days_rect(QRectF(0, 0, page.chart.viewport().width(), 48))
    for start in range(date(2022, 11, 1).toordinal(), date(2023, 9, 14).toordinal(), 9):
        scale = Scale(float(start), 731.0, days.width())
        pill = today_pill(days, scale, date(2023, 9, 15))
        assert pill is not None
        assert days.left() <= pill.left()
        assert pill.right() <= days.right() + 0.1
    assert today_pill(days, Scale(float(date(2030, 1, 1).toordinal()), 31.0, 800.0), date(2023, 9, 15)) is None


def test_a_month_of_the_strip_shows_only_what_is_due_in_it(qtbot, page, ledger, store_context):
    with ledger.session() as session:
        begin(session, "推后")
        for task in session.exec(select(Task).where(Task.id <= 5)):
            task.due_on = date(2023, 11, task.id)
    page.refresh()
    store_context.jobs.drain()
    assert [(month.words, month.total) for month in page.chart.months] == [("2023年8月", 83), ("2023年11月", 5)]
    strip = page.chart.strip_rect()
    x = strip.left() + page.chart.scale.x(date(2023, 11, 15))
    at = QPoint(int(x), int(strip.center().y()))
    assert page.chart.tip_at(QPointF(at)).startswith("2023年11月到期 5 项")
    qtbot.mouseClick(page.chart.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert {bar.task.due_on.month for bar in bars_of(page)} == {11}
    assert page.month.value() == date(2023, 11, 1)
    offered = page.month.choices()
    assert [action.text() for action in offered.actions()] == ["2023年8月\t83", "2023年11月\t5"]
    assert len(page.chart.months) == 2, "the strip still says what the other months hold"
    qtbot.mouseClick(page.chart.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert len(bars_of(page)) == 88


def test_a_month_that_another_chip_takes_away_is_asked_for_no_more(page, store_context):
    page.month.set_value(date(2023, 8, 1))
    page.article.set_value("B")
    store_context.jobs.drain()
    assert page.month.value() == date(2023, 8, 1)
    page.light.set_value(LightColour.GREEN.value)
    store_context.jobs.drain()
    assert page.month.value() is None
