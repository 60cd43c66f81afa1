"""单位 to take along: what is written on the sheets and on the one page."""

from dataclasses import replace
from datetime import date

import pytest

from tracker.model.enums import CoordinationStatus
from tracker.model.exchange_words import HelpState
from tracker.model.rows import CoOfficeReport, HelpRow, MatterRow, OfficeMatter
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
    for words in (
        "市经信局",
        "牵头任务",
        "反馈用时",
        "亮灯变化",
        "存在问题",
        "还没有向这个单位发出工作簿",
        "没有报告问题",
    ):
        assert words in svg
    assert ("演示数据" in svg) is demo


def helpers(view, count):
    """Return what so many co-offices say of the first task of an office."""
    said = HelpRow(
        1, 1, "", "", HelpState.IN_PROGRESS, "已联系领馆", "", "", "", "", confirmed=True, on=date(2023, 9, 8)
    )
    return tuple(CoOfficeReport(view.tasks[0], replace(said, office=f"市外办{n}")) for n in range(1, count + 1))


def drawn(view):
    return content("svg", lambda p, area: draw_office_page(p, area, view, demo=False), A4_LANDSCAPE, "单位").decode()


@pytest.mark.parametrize("count", [1, 30])
def test_one_page_holds_what_co_offices_say_as_the_page_does(view, count):
    svg = drawn(replace(view, helpers=helpers(view, count)))
    for words in ("配合单位反馈", "市外办1：配合中，已联系领馆", "9月8日", "牵头任务", "存在问题"):
        assert words in svg
    assert "协调事项" not in svg
    assert "配合单位反馈" not in drawn(view)


def test_one_page_holds_matters_beside_what_co_offices_say(view):
    matter = MatterRow(1, 1, "资金缺口", "王副市长", date(2023, 9, 1), "张三", None, CoordinationStatus.OPEN)
    matters = (OfficeMatter(matter, "A1.1", "任务", "市经信局", to_solve=False),)
    svg = drawn(replace(view, helpers=helpers(view, 1), matters=matters))
    for words in ("配合单位反馈", "市外办1：配合中，已联系领馆", "协调事项", "资金缺口"):
        assert words in svg
