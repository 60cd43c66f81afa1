"""The forms about rounds: what they say before, what they refuse, what they write."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from tests.forms import fill
from tracker.model.exchange_words import ExportChannel
from tracker.queries.exports import list_exports, list_round_rows
from tracker.ui.exchange import round_forms
from tracker.ui.exchange.round_forms import check_reason


def rows(page: Any) -> Any:
    read: list[Any] = []
    page.context.jobs.read(lambda s: list_exports(s, page.context.today()), on_result=read.append)
    page.context.jobs.drain()
    return read[0]


def this_round(page: Any) -> Any:
    read: list[Any] = []
    page.context.jobs.read(lambda s: list_round_rows(s, page.context.today())[0], on_result=read.append)
    page.context.jobs.drain()
    return read[0]


@pytest.fixture
def parent(empty_window: QWidget) -> QWidget:
    return empty_window


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("机构改革期间", ""),
        ("  机构改革\n期间 ", ""),
        ("无", "理由至少 4 个字"),
        ("。。。。。。", "理由至少 4 个字"),
        ("", "理由至少 4 个字"),
    ],
)
def test_a_reason_has_words(text: str, error: str) -> None:
    assert check_reason(text).error == error
    if not error:
        assert "\n" not in str(check_reason(text).value)


def test_closing_says_who_is_missing_and_refuses_a_day_before_the_sending(desk: Any, parent: QWidget) -> None:
    desk.settle()
    form = round_forms.close_form(desk.page.context, this_round(desk.page), parent)
    form.open()
    assert any("1 个单位记为未交" in label.text() for label in form.findChildren(QWidget) if hasattr(label, "text"))
    form._rows["on"].editor.setText("2023-08-01")
    form.submit()
    desk.settle()
    assert "关闭日期不能更早" in form.foot_label.text()
    form._rows["on"].editor.setText("昨天")
    form.submit()
    assert "“昨天”不是日期" in form.field("on").error()
    form._rows["on"].editor.setText("2023-09-15")
    form.submit()
    desk.settle()
    assert this_round(desk.page).closed_on == date(2023, 9, 15)


def test_excusing_asks_for_a_reason_of_words(desk: Any, parent: QWidget) -> None:
    desk.settle()
    form = round_forms.excuse_form(desk.page.context, rows(desk.page)[0], parent)
    form.open()
    form._rows["reason"].editor.setPlainText("无")
    form.submit()
    assert form.field("reason").error() == "理由至少 4 个字"
    assert not rows(desk.page)[0].excused


def test_handing_over_starts_with_what_is_known(desk: Any, parent: QWidget) -> None:
    desk.settle()
    form = round_forms.handing_form(desk.page.context, rows(desk.page)[0], parent)
    assert (form.text("channel"), form.text("on")) == ("邮件", "2023-09-15")
    form._rows["channel"].editor.setCurrentText("纸质")
    form.submit()
    desk.settle()
    again = round_forms.handing_form(desk.page.context, rows(desk.page)[0], parent)
    assert again.text("channel") == ExportChannel.PAPER.word


def test_a_round_gets_a_name_and_a_note(desk: Any, parent: QWidget) -> None:
    desk.settle()
    form = round_forms.name_form(desk.page.context, this_round(desk.page), parent)
    form.open()
    assert form.text("name") == "第1批"
    fill(form, name="九月一批", note="加急")
    form.submit()
    desk.settle()
    assert (this_round(desk.page).name, this_round(desk.page).note) == ("九月一批", "加急")
    again = round_forms.name_form(desk.page.context, this_round(desk.page), parent)
    fill(again, name="", note="").submit()
    desk.settle()
    assert (this_round(desk.page).name, this_round(desk.page).note) == ("第1批", "")
