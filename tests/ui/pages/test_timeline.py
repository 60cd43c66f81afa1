"""时间轴 over a real ledger: what it shows, how it narrows, and an extension from end to end."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from sqlmodel import select

from tracker.model.enums import DueKind, LightColour, Status
from tracker.model.tables import Extension, Milestone, Task
from tracker.queries.ledger import TaskFilter
from tracker.queries.timeline import read_timeline
from tracker.services.acting import begin
from tracker.ui.charts.timeline_lines import Grouping
from tracker.ui.pages.timeline import TimelinePage
from tracker.ui.targets import OpenTask


@pytest.fixture
def page(qtbot, ledger, ledger_context):
    with ledger.session() as session:
        begin(session, "推进")
        for task in session.exec(select(Task)).all():
            task.status, task.start_on, task.progress = Status.IN_PROGRESS, date(2023, 1, 1), 20
            task.due_on, task.due_kind, task.due_text = date(2023, 8, 31), DueKind.DATE, "8月底前"
        session.add(Milestone(task_id=1, title="印发", due_on=date(2023, 3, 1)))
    made = TimelinePage(ledger_context)
    qtbot.addWidget(made)
    made.resize(1238, 768)
    made.show()
    ledger_context.jobs.drain()
    return made


def bars_of(page):
    return [line.bar for line in page.chart.lines if line.bar is not None]


def test_every_task_has_its_bar_and_its_milestones(page, ledger):
    with ledger.reading() as session:
        timeline = read_timeline(session, date(2023, 9, 15))
    assert bars_of(page) == list(timeline.bars)
    assert len(timeline.bars) == 88
    assert [m.title for bar in timeline.bars for m in bar.milestones] == ["印发"]
    assert page.head.summary() == "88 项 · 红灯 88"


def test_the_chips_narrow_the_bars(page):
    page.article.set_value("B")
    assert {bar.task.article for bar in bars_of(page)} == {"B"}
    page.light.set_value(LightColour.GREEN.value)
    assert bars_of(page) == []
    page._clear()
    assert len(bars_of(page)) == 88


def test_grouping_by_office_and_folding(page):
    page.grouping.set_value(Grouping.OFFICE)
    heading = page.chart.lines[0]
    assert heading.key.startswith("office:")
    page.chart.fold_asked.emit(heading.key)
    assert len(bars_of(page)) == 88 - heading.count
    page.chart.fold_asked.emit(heading.key)
    assert len(bars_of(page)) == 88


def test_a_pulled_deadline_is_extended_with_a_reason(qtbot, page, ledger, ledger_context):
    index = next(n for n in page.chart.visible() if page.chart.shape(n))
    task = page.chart.task_at(index)
    end = page.chart.shape(index).end
    grip = QPoint(int(page.chart.names_width() + 1 + end), int(page.chart.line_rect(index).center().y()))
    qtbot.mousePress(page.chart.viewport(), Qt.MouseButton.LeftButton, pos=grip)
    qtbot.mouseMove(page.chart.viewport(), grip + QPoint(80, 0))
    qtbot.mouseRelease(page.chart.viewport(), Qt.MouseButton.LeftButton, pos=grip + QPoint(80, 0))
    to = date.fromisoformat(page.dialog.text("to_text"))
    page.dialog.submit()
    assert page.dialog.field("reason").error() == "请写延期的理由"
    page.dialog.field("reason").editor.setPlainText("企业搬迁")
    page.dialog.submit()
    ledger_context.jobs.drain()
    with ledger.reading() as session:
        one = session.exec(select(Extension)).one()
        changed = session.get(Task, task.id)
        assert (one.task_id, one.from_on, one.to_on, one.reason) == (task.id, task.due_on, to, "企业搬迁")
        assert (changed.due_on, changed.first_due_on) == (to, date(2023, 8, 31))
    assert page.chart.shape(index).first_due is not None


def test_a_refused_extension_is_said_in_the_dialog(page, ledger_context):
    page.open_extension(bars_of(page)[0].task, date(2023, 8, 1))
    page.dialog.field("reason").editor.setPlainText("试")
    page.dialog.submit()
    ledger_context.jobs.drain()
    assert "延期只能往后" in page.dialog.foot_label.text()
    page.dialog.reject()


def test_targets_and_the_way_to_the_ledger(qtbot, page, bus):
    page.open_target(TaskFilter(article="A"))
    assert {bar.task.article for bar in bars_of(page)} == {"A"}
    last = page.timeline.bars[-1].task.id
    page.open_target(OpenTask(last))
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
