"""总览 to take along: each chart with the page's figures, and all of it on one page."""

from datetime import date

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication

from tracker.model.enums import LightColour, Status
from tracker.model.light_cause import WaterfallBar
from tracker.model.rows import Light, Movements, TurnedTask
from tracker.queries.overview import read_overview
from tracker.ui.charts.figure import lay_out
from tracker.ui.charts.image_files import A4_LANDSCAPE, content
from tracker.ui.overview.figures import BURN_UP, BY_ARTICLE, BY_OFFICE, HEAT, RISKS, TURNED, WHY, draw_page, sheets_of
from tracker.ui.overview.page import OverviewPage

TODAY = date(2023, 9, 15)


@pytest.fixture
def view(ledger):
    with ledger.reading() as session:
        return read_overview(session, TODAY)


def chart_of(view, title):
    sheet = next(one for one in sheets_of(view) if one.title == title)
    made = sheet.make()
    lay_out(made, sheet.size)
    return made


def test_every_sheet_with_its_day(view):
    sheets = sheets_of(view)
    assert [one.title for one in sheets] == [BURN_UP, BY_OFFICE, BY_ARTICLE, HEAT, RISKS]
    assert all(one.note.startswith("截至 2023-09-15") for one in sheets)
    assert sheets[0].note.endswith("单位：项，累计销号")


def test_the_sheets_draw_the_figures_of_the_overview(view):
    bars, heat = chart_of(view, BY_ARTICLE), chart_of(view, HEAT)
    rows = {m.target["article"]: m.value for m in bars.marks if m.target and set(m.target) == {"article", "status"}}
    assert rows == {group.group: group.total for group in view.by_article}
    assert sum(m.value for m in heat.marks if m.target and "office" in m.target) <= 88
    assert sum(counts[Status.UNASSIGNED] for _, counts in view.office_status) == 88
    burn = chart_of(view, BURN_UP)
    assert burn.today_label.words == "截至 9月15日"
    burn.close()


MOVED = Movements(
    date(2023, 8, 31), TODAY, 1, 2, 1, 1, 1,
    (TurnedTask(
        4, "A1.4", "任务四", "市经信局", Light(LightColour.AMBER, "", ""), None, WaterfallBar.SET_ASIDE, "搁置"
    ),),
)  # fmt: skip


def test_what_turned_goes_along(view):
    sheets = {sheet.title: sheet for sheet in sheets_of(view, MOVED)}
    assert list(sheets)[:2] == [WHY, TURNED]
    assert sheets[WHY].note.splitlines()[1] == "需要关注的任务（红 + 黄）比8月31日少了 1 项"
    assert sheets[WHY].make().moved is MOVED


@pytest.mark.parametrize(("demo", "scope"), [(True, ""), (False, "市经信局")])
def test_one_page_of_a4_holds_everything(view, demo, scope):
    def draw(painter, area):
        draw_page(painter, area, view, MOVED, demo=demo, scope=scope)

    svg = content("svg", draw, A4_LANDSCAPE, "总览").decode("utf-8")
    title = f"总览：{scope}" if scope else "总览"
    for words in (title, "任务总数", "已销号", "截至 2023-09-15", BURN_UP, BY_OFFICE, WHY, TURNED, RISKS):
        assert words in svg
    assert ("演示数据" in svg) is demo
    assert str(view.by_light[LightColour.GREY]) in svg
    assert content("pdf", draw, A4_LANDSCAPE, "总览").count(b"/Type /Page\n") == 1


def test_the_page_keeps_itself_as_pdf(qtbot, store_context, tmp_path):
    page = OverviewPage(store_context)
    qtbot.addWidget(page)
    page.keep_page(tmp_path / "早.pdf", True)  # nothing was read yet
    assert list(tmp_path.glob("*.pdf")) == []
    page.resize(1238, 768)
    page.show()
    store_context.jobs.drain()
    page.keep_page(tmp_path / "总览.pdf", True)
    assert (tmp_path / "总览.pdf").read_bytes().startswith(b"%PDF")
    assert next(sheet.title for sheet in page.sheets()) == BURN_UP


def test_the_button_takes_the_bars_that_are_shown(show, store_context):
    from tracker.ui.charts.export_button import ExportButton

    page = show(OverviewPage(store_context))
    store_context.jobs.drain()
    for by, title in (("office", BY_OFFICE), ("article", BY_ARTICLE), ("status", HEAT)):
        page.by._choose(by)
        sheets = [button._sheet() for button in page.findChildren(ExportButton)]
        assert sorted(sheet.title for sheet in sheets if sheet) == sorted([BURN_UP, title, RISKS])
    next(button for button in page.findChildren(ExportButton) if button._sheet()).copy(True)
    assert QGuiApplication.clipboard().image().size() == QSize(2400, 1525)
