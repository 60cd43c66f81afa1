"""单位 over a real ledger: how one gets there and back, what it shows, what one takes along."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlmodel import select

from tracker.model.enums import LightColour, Status
from tracker.model.exchange_words import EntryChannel, HelpState
from tracker.model.tables import Office, Task, TaskOffice
from tracker.queries.ledger import TaskFilter
from tracker.queries.office import read_office
from tracker.services.coordination import raise_matter
from tracker.services.helping import Report, record_report
from tracker.services.progress import record_progress
from tracker.services.write_basics import begin
from tracker.ui.charts.export_button import ExportButton
from tracker.ui.core.page_requests import OpenOffice, OpenTask
from tracker.ui.overview import office_page
from tracker.ui.overview.office_page import OfficePage
from tracker.ui.overview.page import OverviewPage
from tracker.ui.shell.main_window import MainWindow
from tracker.ui.shell.palette import OFFICE, PaletteDialog
from tracker.ui.task.filter import Facet

TODAY = date(2023, 9, 15)


@pytest.fixture
def worked(ledger):
    """市经信局 leads its tasks of the catalogue: the first is late, the second has a problem, the others wait."""
    with ledger.session() as session:
        begin(session, "推进")
        office = session.exec(select(Office.id).where(Office.name == "市经信局")).one()
        for number, task in enumerate(session.exec(select(Task).order_by(Task.id)).all()[:5]):
            task.lead_office_id, task.start_on = office, date(2023, 1, 1)
            task.status = Status.IN_PROGRESS
            task.due_on = date(2023, 9, 1) if number == 0 else date(2024, 12, 31)
            task.due_kind, task.due_text, task.progress = "date", "x", 60
        record_progress(session, 2, date(2023, 9, 2), 60, "", "资金未到位")
    return ledger


@pytest.fixture
def page(show, worked, store_context):
    made = OfficePage(store_context)
    made.open_target(OpenOffice("市经信局", "exchange"))
    show(made)
    store_context.jobs.drain()
    return made


def test_it_shows_one_office(page, worked):
    assert page.head._title.text() == "市经信局"
    assert page.office.value() == "市经信局"
    lines = page.tasks.lines
    assert lines[0].light is LightColour.RED
    assert lines[0].reason == "逾期14天"
    assert len(lines) == page.view.by_light[LightColour.RED] + len(lines[1:])
    assert [(line.title, line.figure) for line in page.problems.lines] == [("资金未到位", "9月2日起")]
    today = [(mark.target["light"], mark.value) for mark in page.lights.marks if mark.target]
    assert dict(today) == {light: n for light, n in page.view.by_light.items() if n}
    assert page.answers.marks == ()


def test_all_but_the_history_stands_first_and_is_not_exported_before_it(show, worked, store_context):
    jobs = store_context.jobs
    page, asked = OfficePage(store_context), []
    page.lights.set_data = lambda days: asked.append((days, page.head._title.text(), bool(page.sheets())))
    page.open_target(OpenOffice("市经信局", "exchange"))
    show(page)
    jobs.drain()
    (first, title, exported), (then, _, whole) = asked
    assert first is None
    assert title == "市经信局"
    assert not exported
    assert whole
    assert then == page.view.lights == read_whole(worked).lights
    page.refresh()
    jobs.drain()
    assert asked[2][0] == then  # what is known of this office stays until it is read again
    page.office.set_value("市发改委")
    jobs.drain()
    assert asked[4][0] is None  # what is known of another one does not


def test_before_the_year_of_lights_is_read_nothing_false_is_said_and_the_page_has_it(
    show, worked, store_context, tmp_path, monkeypatch
):
    jobs = store_context.jobs
    page, notes, asked = OfficePage(store_context), [], []
    page._show_history = lambda _view: None  # it is still being read
    figures = page.figures.set_data
    page.figures.set_data = lambda view: (figures(view), notes.append(page.figures.red._note))
    monkeypatch.setattr(office_page, "ask_where_to_keep", lambda _w, _title, _start, then: asked.append(then))
    page.open_target(OpenOffice("市经信局", "exchange"))
    show(page)
    jobs.drain()
    assert notes == [""]
    page.page_button.click()
    jobs.drain()
    printed = []
    monkeypatch.setattr(office_page.sheets, "draw_office_page", lambda _p, _area, view, demo: printed.append(view))
    asked[0](tmp_path / "单位.pdf")
    assert printed == [read_whole(worked)]


def test_the_lights_of_an_office_that_is_no_longer_shown_are_dropped(page):
    late = page.view
    page.office.set_value("市科技局")
    page.context.jobs.drain()
    page._show_history(late)
    assert page.view.name == "市科技局"
    assert page.lights._days == tuple((day, counts) for day, counts in page.view.lights if sum(counts.values()))


def read_whole(ledger):
    with ledger.reading() as session:
        return read_office(session, TODAY, "市经信局")


def test_matters_are_listed_once_there_are_any(page, worked, store_context):
    assert not page.matter_card.isVisible()
    plain = [sheet.title for sheet in page.sheets()]
    with worked.session() as session:
        raise_matter(session, 2, "资金缺口请市财政统筹", "王副市长", TODAY)
    page.refresh()
    store_context.jobs.drain()
    assert page.matter_card.isVisible()
    assert [(line.title, line.figure) for line in page.matters.lines] == [
        ("资金缺口请市财政统筹", "由王副市长协调，未定日期")
    ]
    assert [sheet.title for sheet in page.sheets() if sheet.title not in plain] == ["市经信局：协调事项"]


def test_the_way_back(qtbot, page, bus):
    with qtbot.waitSignal(bus.page_asked) as told:
        QTest.mouseClick(page.back, Qt.MouseButton.LeftButton)
    assert told.args == ["exchange", None]


@pytest.mark.parametrize(
    ("act", "asked"),
    [
        (lambda page: page.all_button.click(), ("ledger", TaskFilter(office="市经信局"))),
        (lambda page: page.figures.red._pick(), ("ledger", TaskFilter(office="市经信局", light=LightColour.RED))),
        (lambda page: page.figures.answers._pick(), ("exchange", None)),
        (lambda page: page.lights.picked.emit({"light": LightColour.RED}),
         ("ledger", TaskFilter(office="市经信局", light=LightColour.RED))),
        (lambda page: page.problems.picked.emit(2), ("ledger", OpenTask(2))),
        (lambda page: page.tasks.picked.emit(1), ("ledger", OpenTask(1))),
    ],
)  # fmt: skip
def test_its_marks_lead_on(qtbot, page, bus, act, asked):
    with qtbot.waitSignal(bus.page_asked) as told:
        act(page)
    assert tuple(told.args) == asked


def test_another_office_by_the_chip(page):
    page.office.set_value("市科技局")
    page.context.jobs.drain()
    assert page.head._title.text() == "市科技局"
    assert page.view.name == "市科技局"


def test_without_a_name_the_busiest_office(qtbot, worked, store_context):
    made = OfficePage(store_context)
    qtbot.addWidget(made)
    made.show()
    store_context.jobs.drain()
    assert made.office.value() == made.view.name


def test_long_lists_go_on_over_several_sheets(page, tmp_path, worked, store_context):
    titles = [sheet.title for sheet in page.sheets()]
    assert titles[:3] == ["市经信局：亮灯变化", "市经信局：反馈用时", "市经信局：存在问题"]
    tasks = [sheet for sheet in page.sheets() if "牵头任务" in sheet.title]
    shown = [line.title for sheet in tasks for line in sheet.make().lines]
    assert shown == [line.title for line in page.tasks.lines]
    assert all(len(sheet.make().lines) <= 11 for sheet in tasks)
    with worked.session() as session:
        raise_matter(session, 2, "资金缺口请市财政统筹", "王副市长", TODAY)
    page.refresh()
    store_context.jobs.drain()
    exports = [button for button in page.findChildren(ExportButton) if button.isVisible()]
    assert {button._sheet().title.split("（")[0] for button in exports} == {
        f"市经信局：{word}" for word in ("亮灯变化", "反馈用时", "存在问题", "协调事项", "牵头任务")
    }
    page.keep_page(tmp_path / "单位.pdf", True)
    assert (tmp_path / "单位.pdf").read_bytes().count(b"/Type /Page\n") == 1


def test_the_name_in_the_overview_leads_here(qtbot, worked, store_context, bus):
    overview = OverviewPage(store_context)
    qtbot.addWidget(overview)
    overview.resize(1238, 768)
    overview.show()
    store_context.jobs.drain()
    overview.by._choose("office")
    for chart in (overview.heat, overview.bars):
        mark = next(one for one in chart.links if one.target == OpenOffice("市经信局"))
        with qtbot.waitSignal(bus.page_asked) as told:
            qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=mark.rect.center().toPoint())
        assert told.args == ["office", OpenOffice("市经信局")]
        assert not any(isinstance(one, OpenOffice) for one in chart.targets_in(chart.rect().toRectF()))


def test_the_palette_finds_an_office(qtbot, live):
    window = MainWindow(live)
    qtbot.addWidget(window)
    window.show()
    live.jobs.drain()
    palette = window.commands.open_palette()
    live.jobs.drain()
    assert isinstance(palette, PaletteDialog)
    palette.search.setText("jingxin")
    palette.search.setText("经信局")
    found = [place for place in palette.suggestions() if place.note == OFFICE]
    assert [place.text for place in found] == ["市经信局"]
    found[0].goal.run()
    live.jobs.drain()
    assert window.current_key() == "office"
    assert "office" not in window.rail.entries
    assert window.rail.entries["offices"].isChecked()
    window.page().back.click()
    assert window.current_key() == "overview"
    palette.reject()
    live.jobs.drain()
    window.hide()


def test_every_task_can_be_scrolled_to(page):
    """The list is as high as all its lines: the page scrolls, the card cuts nothing off."""
    assert len(page.tasks.marks) == len(page.view.tasks) > 20
    last = page.tasks.marks[-1].rect
    assert page.tasks.height() >= last.bottom()
    assert page.task_card.height() >= page.tasks.height()


def test_the_page_fits_a_small_screen(page):
    assert page.minimumSizeHint().width() <= 1366 - 128


def test_a_rubber_band_over_the_lights_asks_for_all_of_them(qtbot, page, bus):
    with qtbot.waitSignal(bus.page_asked) as told:
        page.lights.banded.emit([{"light": LightColour.RED}, {"light": LightColour.GREY}])
    key, wanted = told.args
    assert key == "ledger"
    assert wanted.chosen == {Facet.OFFICE: {"市经信局"}, Facet.LIGHT: {"red", "grey"}}


def test_what_co_offices_say_is_listed_once_any_did(page, worked, store_context):
    assert not page.helper_card.isVisible()
    report = Report(
        "市外办", "王海", EntryChannel.PHONE, date(2023, 9, 8), state=HelpState.IN_PROGRESS, note="已联系领馆"
    )
    with worked.session() as session:
        begin(session, "配合")
        office = session.exec(select(Office.id).where(Office.name == "市外办")).one()
        if not session.exec(select(TaskOffice).where(TaskOffice.task_id == 2, TaskOffice.office_id == office)).first():
            session.add(TaskOffice(task_id=2, office_id=office))
    with worked.session() as session:
        record_report(session, 2, report, TODAY)
    page.refresh()
    store_context.jobs.drain()
    assert page.helper_card.isVisible()
    assert [(line.title, line.figure, line.target) for line in page.helpers.lines] == [
        ("市外办：配合中，已联系领馆", "9月8日", 2)
    ]
    assert "市经信局：配合单位反馈" in [sheet.title for sheet in page.sheets()]
