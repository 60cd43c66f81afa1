"""总览 to take along: each chart with the page's figures, and all of it on one page."""

from datetime import date

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication

from tracker.model.enums import LightColour, Status
from tracker.queries.overview import read_overview
from tracker.ui.charts.figure import lay_out
from tracker.ui.charts.image_files import A4_LANDSCAPE, content
from tracker.ui.charts.line_list import Line
from tracker.ui.overview.figures import BURN_UP, BY_ARTICLE, BY_OFFICE, HEAT, RECENT, RISKS, draw_page, sheets_of
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


def test_six_sheets_with_their_day(view):
    sheets = sheets_of(view)
    assert [one.title for one in sheets] == [BURN_UP, BY_ARTICLE, BY_OFFICE, HEAT, RISKS, RECENT]
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


def test_the_changes_of_the_page_go_along(view):
    sheet = sheets_of(view, (Line("完成 2，新增 1"),))[-1]
    assert [line.title for line in sheet.make().lines] == ["完成 2，新增 1"]


@pytest.mark.parametrize(("demo", "scope"), [(True, ""), (False, "市经信局")])
def test_one_page_of_a4_holds_everything(view, demo, scope):
    def draw(painter, area):
        draw_page(painter, area, view, demo=demo, scope=scope)

    svg = content("svg", draw, A4_LANDSCAPE, "总览").decode("utf-8")
    title = f"总览：{scope}" if scope else "总览"
    for words in (title, "任务总数", "已销号", "截至 2023-09-15", BURN_UP, BY_ARTICLE, HEAT, RISKS, RECENT):
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
    titles = [button._sheet().title for button in page.findChildren(ExportButton)]
    assert sorted(titles) == sorted([BURN_UP, BY_ARTICLE, HEAT, RISKS, RECENT])
    page.by._choose("office")
    assert BY_OFFICE in [button._sheet().title for button in page.findChildren(ExportButton)]
    page.findChildren(ExportButton)[0].copy(True)
    assert QGuiApplication.clipboard().image().size() == QSize(2400, 1525)
