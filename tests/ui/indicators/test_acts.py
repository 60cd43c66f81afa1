"""Indicators made, counted, linked, merged and retired in the window; a monthly table taken in."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from shiboken6 import isValid
from sqlmodel import select

from tests.forms import fill
from tracker.model.tables import Indicator, ListMapping
from tracker.queries.indicators import linked_codes, list_indicators
from tracker.services.indicator_links import create_indicator
from tracker.services.indicators import add_observation, describe_indicator
from tracker.services.undo import undo_batch
from tracker.store.engine import Database
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.page_requests import ImportMonths, OpenIndicator
from tracker.ui.indicators.month_window import MonthWindow, counts_words, values_words
from tracker.ui.indicators.page import IndicatorsPage
from tracker.ui.widgets.form_dialog import FormDialog

TODAY = date(2023, 9, 15)
MONTH = (
    ("2023年8月主要指标",),
    ("指标", "计量单位", "本月", "1-8月累计", "累计增长%"),
    ("规上增加值", "亿元", 410.5, 3120, 6.2),
    ("没有的指标", "家", 1, 2, 3),
)


@pytest.fixture
def page(live: Context, show: Callable[..., Any]) -> IndicatorsPage:
    made = show(IndicatorsPage(live))
    live.jobs.drain()
    return made


@pytest.fixture
def total(ledger: Database) -> str:
    """An indicator that a monthly table names."""
    with ledger.session() as session:
        values = {"unit": "亿元", "measure": "累计", "aliases": ("规模以上工业增加值",)}
        (number,) = create_indicator(session, "规上增加值", values, TODAY).indicators
    with ledger.reading() as session:
        return session.exec(select(Indicator.code).where(Indicator.id == number)).one()


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    def write(rows: Sequence[Sequence[Any]] = MONTH, name: str = "8月.xlsx") -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for row in rows:
            sheet.append(list(row))
        path = tmp_path / name
        book.save(path)
        return path

    return write


def row_of(ledger: Database, code: str) -> Any:
    with ledger.reading() as session:
        return next((row for row in list_indicators(session, TODAY) if row.code == code), None)


def links(ledger: Database, code: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    with ledger.reading() as session:
        return linked_codes(session, session.exec(select(Indicator.id).where(Indicator.code == code)).one())


def look_at(page: IndicatorsPage, live: Context, code: str) -> Any:
    page.refresh()
    live.jobs.drain()
    page.open_target(OpenIndicator(code))
    live.jobs.drain()
    assert page.detail.indicator is not None
    return page.detail.indicator


def dialog_of(page: IndicatorsPage, live: Context) -> Any:
    live.jobs.drain()
    assert page.acts.dialog is not None
    return page.acts.dialog


def test_a_new_indicator_is_shown_and_taken_back(
    page: IndicatorsPage, live: Context, ledger: Database, told: list[Notice]
) -> None:
    page.acts.create()
    fill(dialog_of(page, live), name="新培育企业数", unit="家").submit()
    live.jobs.drain()
    live.jobs.drain()
    row = row_of(ledger, "指2023-01")
    assert (row.name, row.unit) == ("新培育企业数", "家")
    assert page.detail.indicator is not None
    assert page.detail.indicator.code == "指2023-01"
    live.jobs.write(lambda s: undo_batch(s, told[-1].batch_id))
    live.jobs.drain()
    assert row_of(ledger, "指2023-01") is None


def test_a_name_that_is_there_already_is_refused_in_the_form(page: IndicatorsPage, live: Context, total: str) -> None:
    page.acts.create()
    dialog = fill(dialog_of(page, live), name="规上增加值")
    dialog.submit()
    live.jobs.drain()
    assert f"已有名为“规上增加值”的指标（{total}）" in dialog.foot_label.text()


def test_counting_and_reporting_are_described(
    page: IndicatorsPage, live: Context, ledger: Database, total: str
) -> None:
    page.acts.count(look_at(page, live, total))
    dialog = fill(dialog_of(page, live), office="经信局", aliases="工业增加值（规上）")
    dialog.field("frequency").editor.setCurrentText("每月")
    dialog.submit()
    live.jobs.drain()
    row = row_of(ledger, total)
    assert (row.office, row.aliases) == ("市经信局", ("工业增加值（规上）",))
    assert row.frequency.word == "每月"


def test_links_are_added_and_taken_away_as_one_act(
    page: IndicatorsPage, live: Context, ledger: Database, total: str, told: list[Notice]
) -> None:
    page.acts.link(look_at(page, live, total))
    fill(dialog_of(page, live), tasks="A1.1、A1.2a", recommendations="B3.1").submit()
    live.jobs.drain()
    assert links(ledger, total) == (("A1.1", "A1.2a", "B3.1"), ("B3.1",))  # the task of the recommendation follows
    page.acts.link(look_at(page, live, total))
    fill(dialog_of(page, live), tasks="A1.1", recommendations="").submit()
    live.jobs.drain()
    assert links(ledger, total) == (("A1.1",), ())
    live.jobs.write(lambda s: undo_batch(s, told[-1].batch_id))
    live.jobs.drain()
    assert links(ledger, total) == (("A1.1", "A1.2a", "B3.1"), ("B3.1",))


def test_a_code_nobody_has_keeps_the_form_open(
    page: IndicatorsPage, live: Context, ledger: Database, total: str
) -> None:
    page.acts.link(look_at(page, live, total))
    dialog = fill(dialog_of(page, live), tasks="Z9.9")
    dialog.submit()
    live.jobs.drain()
    assert "没有编号为“Z9.9”的任务" in dialog.foot_label.text()
    assert links(ledger, total) == ((), ())


def test_a_retired_indicator_leaves_the_cards(
    page: IndicatorsPage, live: Context, ledger: Database, total: str
) -> None:
    page.acts.retire(look_at(page, live, total))
    fill(dialog_of(page, live), reason="统计口径已取消").submit()
    live.jobs.drain()
    assert row_of(ledger, total) is None


def test_merging_moves_values_and_refuses_two_of_a_day(
    page: IndicatorsPage, live: Context, ledger: Database, total: str
) -> None:
    with ledger.session() as session:
        (number,) = create_indicator(session, "规上工业增加值", {"unit": "亿元"}, TODAY).indicators
        add_observation(session, number, date(2023, 6, 30), 2300.0, "")
    page.acts.merge(look_at(page, live, total))
    fill(dialog_of(page, live), other="指2023-02").submit()
    live.jobs.drain()
    row = row_of(ledger, total)
    assert [value.value for value in row.observations] == [2300.0]
    assert row_of(ledger, "指2023-02") is None
    assert "规上工业增加值" in row.aliases


def test_menu_and_palette_offer_the_same(page: IndicatorsPage, live: Context, total: str) -> None:
    look_at(page, live, total)
    words = [command.word for command in page.commands()]
    assert words == [
        "新建指标…", "导入月报…", "口径与填报…", "关联任务与建议…", "合并重复指标…", "停用…",
    ]  # fmt: skip
    assert page.acts.offered(None) == []


# --- the monthly table --------------------------------------------------------------------------------------


def months(page: IndicatorsPage, live: Context, path: Path) -> MonthWindow:
    page.refresh()
    live.jobs.drain()
    page.open_target(ImportMonths(path))
    live.jobs.drain(30_000)
    live.jobs.drain()
    assert page.acts.months is not None
    return page.acts.months


def test_a_table_is_shown_taken_in_and_known_the_next_time(
    page: IndicatorsPage, live: Context, ledger: Database, total: str, table: Callable[..., Path]
) -> None:
    window = months(page, live, table())
    first, other = window.list.rows.rows
    assert (first.code, other.code) == (total, None)
    assert values_words(first) == "2023-08-31 3120 新增"
    assert window.preview is not None
    assert counts_words(window.preview) == "1 个新增；1 行没有对应的指标"
    window.submit()
    live.jobs.drain()
    assert [(v.on, v.value) for v in row_of(ledger, total).observations] == [(date(2023, 8, 31), 3120.0)]
    with ledger.reading() as session:
        assert [row.name for row in session.exec(select(ListMapping))] == ["8月"]
    again = months(page, live, table())
    assert again.remembered.text() == "上次按“8月”对应"
    assert values_words(again.list.rows.rows[0]) == "2023-08-31 3120 已录入过"


def test_a_row_is_given_to_an_indicator_and_a_figure(
    page: IndicatorsPage, live: Context, ledger: Database, total: str, table: Callable[..., Path], qtbot: QtBot
) -> None:
    window = months(page, live, table())
    window.list.setCurrentIndex(window.list.rows.index(1, 0))
    window.indicator.setText("I07")
    window.figure.setCurrentText("当月")
    qtbot.keyClick(window.indicator, Qt.Key.Key_Return)
    live.jobs.drain()
    entry = window.list.rows.rows[1]
    assert entry.code == "I07"
    assert [value.value for value in entry.values] == [1.0]
    window.list.setCurrentIndex(window.list.rows.index(0, 0))
    qtbot.keyClick(window.list, Qt.Key.Key_Space)  # left out
    window.submit()
    live.jobs.drain()
    assert row_of(ledger, total).observations == ()
    assert row_of(ledger, "I07").current.value in (1.0, 182.0)


def test_another_value_of_the_same_day_is_kept_unless_the_table_is_right(
    page: IndicatorsPage, live: Context, ledger: Database, total: str, table: Callable[..., Path]
) -> None:
    with ledger.session() as session:
        number = session.exec(select(Indicator.id).where(Indicator.code == total)).one()
        add_observation(session, number, date(2023, 8, 31), 3000.0, "")
    window = months(page, live, table())
    assert values_words(window.list.rows.rows[0]) == "2023-08-31 3120 与已有不同"
    window.submit()
    live.jobs.drain()
    assert row_of(ledger, total).current.value == 3000.0
    window = months(page, live, table())
    window.theirs.setChecked(True)
    window.submit()
    live.jobs.drain()
    assert row_of(ledger, total).current.value == 3120.0


def test_a_file_without_figures_says_so(page: IndicatorsPage, live: Context, table: Callable[..., Path]) -> None:
    window = months(page, live, table((("甲", "乙"), ("一", "二"))))
    assert "没有找到统计月报" in window.counts.text()
    assert not window.confirm.isEnabled()


@pytest.fixture
def behind(ledger: Database, page: IndicatorsPage, live: Context) -> Any:
    """I07 at 188 of the 200 that were wanted by a day that has passed."""
    number = row_of(ledger, "I07").id
    with ledger.session() as session:
        describe_indicator(session, number, None, {"baseline_on": "2022-04-30", "target_on": "2023-08-31"}, today=TODAY)
    with ledger.session() as session:
        add_observation(session, number, date(2023, 8, 31), 188)
    return look_at(page, live, "I07")


def asked_why(dialog: Any, live: Context) -> Any:
    live.jobs.drain()
    return next(form for form in dialog.findChildren(FormDialog) if form.windowTitle() == "请写原因")


def test_an_eased_goal_asks_why_over_its_form(
    page: IndicatorsPage, live: Context, ledger: Database, behind: Any
) -> None:
    assert behind.light.text == "红 · 差 12 家"
    form = page.open_edit()
    assert form is not None
    fill(form, target_value="188").submit()
    why = asked_why(form, live)
    assert row_of(ledger, "I07").target_value == 200
    why.reject()
    assert form.isVisible()
    assert "请写理由和批准人" in form.foot_label.text()
    form.submit()
    why = asked_why(form, live)
    fill(why, reason="省里下调了年度目标").submit()
    assert why.field("decided_by").error() == "请写批准人"
    fill(why, decided_by="王副市长").submit()
    live.jobs.drain()
    assert row_of(ledger, "I07").target_value == 188
    assert not isValid(form) or not form.isVisible()


def test_a_goal_that_is_raised_asks_nothing(page: IndicatorsPage, live: Context, ledger: Database, behind: Any) -> None:
    form = page.open_edit()
    assert form is not None
    fill(form, target_value="210").submit()
    live.jobs.drain()
    assert row_of(ledger, "I07").target_value == 210


def test_an_eased_way_of_counting_asks_why(page: IndicatorsPage, live: Context, ledger: Database, behind: Any) -> None:
    page.acts.count(behind)
    form = dialog_of(page, live)
    form.field("kind").editor.setCurrentText("背景")
    form.submit()
    fill(asked_why(form, live), reason="只作背景参考", decided_by="王副市长").submit()
    live.jobs.drain()
    assert row_of(ledger, "I07").kind.word == "背景"
