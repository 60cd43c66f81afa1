"""单位 to take along: what is written on the sheets and on the one page."""

from datetime import date

import pytest

from tracker.queries.office import read_office
from tracker.ui.charts.image_files import A4_LANDSCAPE, content
from tracker.ui.overview.office_figures import draw_office_page, sheets_of_office

TODAY = date(2023, 9, 15)


@pytest.fixture
def view(ledger):
    with ledger.reading() as session:
        return read_office(session, TODAY, "市经信局")


def test_the_sheets_say_office_day_and_unit(view):
    sheets = sheets_of_office(view)
    assert sheets[0].title == "市经信局：亮灯变化"
    assert [sheet.note for sheet in sheets[:2]] == [
        "截至 2023-09-15，单位：项，每月末",
        "截至 2023-09-15，单位：天，发出到收到",
    ]
    assert sheets[2].title == "市经信局：存在问题"
    assert sheets[2].make().marks == ()
    numbered = [sheet.title for sheet in sheets[3:]]
    assert numbered == [f"市经信局：牵头任务（{n}/{len(numbered)}）" for n in range(1, len(numbered) + 1)]
    assert sheets[3].note == f"截至 2023-09-15，共 {len(view.tasks)} 项"


@pytest.mark.parametrize("demo", [True, False])
def test_one_page_holds_figures_charts_and_lists(view, demo):
    svg = content("svg", lambda p, area: draw_office_page(p, area, view, demo=demo), A4_LANDSCAPE, "单位").decode()
    for words in ("市经信局", "牵头任务", "反馈用时", "亮灯变化", "存在问题", "还没有向这个单位交办", "没有报告问题"):
        assert words in svg
    assert ("演示数据" in svg) is demo
