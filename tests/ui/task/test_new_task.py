"""Ctrl+N: a task made directly of a source."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from sqlmodel import select

from tests.forms import fill
from tracker.desktop import Desktop
from tracker.model.enums import Priority, Status
from tracker.model.rows import OfficeRow
from tracker.model.source_words import SourceKind
from tracker.model.tables import Article, Task
from tracker.ui.task.new_task import (
    check_chosen,
    check_codes,
    check_new_due,
    check_offices,
    check_themes,
    source_words,
    words_in,
)
from tracker.ui.widgets.entry_checks import OfficeNames
from tracker.ui.widgets.form_dialog import FormDialog

TODAY = date(2026, 11, 20)


def asked_form(day: Desktop, qtbot: Any) -> FormDialog:
    day.window.activateWindow()
    qtbot.keyClick(day.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    day.context.jobs.drain(30_000)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FormDialog)
    return dialog


def made_task(day: Desktop, title: str) -> tuple[Task, Article]:
    with day.ledger.reading() as session:
        task = session.exec(select(Task).where(Task.title == title)).one()
        source = session.get(Article, task.source_id)
        assert source is not None
        session.expunge_all()
        return task, source


def test_ctrl_n_proposes_the_source_of_the_chosen_row(day: Desktop, qtbot: Any) -> None:
    dialog = asked_form(day, qtbot)
    page: Any = day.window.page()
    assert dialog.text("source").startswith(f"{page.chosen_source()}  文章：")
    fill(
        dialog, title="提出培育方案", lead_office="经信局", co_offices="市科技局、市商务局", due_text="2026年12月底前",
        leader="周市长", themes="人才", answers="A1.2b、D3.1",
    )  # fmt: skip
    dialog.field("priority").editor.setCurrentText(Priority.KEY.word)  # type: ignore[attr-defined]
    dialog.submit()
    first = dialog.field("themes").error()
    if first:  # a new word is asked about once
        dialog.field("themes").answers.links[0].click()
        dialog.submit()
    day.context.jobs.drain(30_000)
    task, source = made_task(day, "提出培育方案")
    assert task.code.startswith(f"{source.code}.")
    assert (task.status, task.due_on, task.priority) == (Status.UNASSIGNED, date(2026, 12, 31), Priority.KEY)
    assert page.panel.task is not None
    assert page.panel.task.id == task.id  # it stands there, chosen
    assert page.panel.task.recommendations == ("A1.2b", "D3.1")
    assert page.panel.task.co_offices == ("市科技局", "市商务局")


def test_a_task_nobody_asked_for_registers_this_years_own_source(day: Desktop, qtbot: Any) -> None:
    dialog = asked_form(day, qtbot)
    fill(dialog, source="自立  2026年自立任务（没有来文）", title="开展走访").submit()
    day.context.jobs.drain(30_000)
    task, source = made_task(day, "开展走访")
    assert (source.kind, source.title, task.code) == (SourceKind.OWN, "2026年自立任务", "自2026-01.1")
    day.window.undo()
    day.context.jobs.drain(30_000)
    with day.ledger.reading() as session:
        assert session.exec(select(Article).where(Article.kind == SourceKind.OWN)).first() is None


@pytest.mark.parametrize(
    ("text", "value", "error"),
    [
        ("2026年12月底前", "2026年12月底前", ""),
        ("长期坚持", "长期坚持", ""),
        ("", "", ""),
        ("2026-02-30", None, "2026"),
    ],
)
def test_a_deadline_is_read_or_asked_about(text: str, value: str | None, error: str) -> None:
    checked = check_new_due(TODAY)(text)
    assert checked.value == value
    assert error in checked.error
    assert bool(checked.error) == bool(error)


@pytest.mark.parametrize("text", ["近期", "10月底前", "3个月内"])
def test_an_unclear_deadline_offers_its_readings(text: str) -> None:
    checked = check_new_due(TODAY)(text)
    assert checked.error
    assert checked.choices


def test_lists_are_read_as_people_type_them() -> None:
    assert words_in("A1.2b，D3.1;A1.2b 甲") == ["A1.2b", "D3.1", "甲"]
    assert words_in(None) == []


def test_unknown_offices_codes_and_themes_are_said(make_entry: Any) -> None:
    offices = OfficeNames([OfficeRow(1, "市经信局", "经信局", ("工信局",), 0)])
    assert check_offices(offices)("工信局").value == "市经信局"
    both = OfficeNames([OfficeRow(1, "市经信局", "经信局", (), 0), OfficeRow(2, "各区（县、市）", "区县", (), 0)])
    assert check_offices(both)("经信局 各区（县、市）").value == "市经信局、各区（县、市）"
    assert "没有“某局”" in check_offices(offices)("工信局、某局").error
    codes = check_codes({"A1.1": make_entry("A1.1", title="缩小差距")})
    assert codes("A1.1").hint == "缩小差距"
    assert "没有编号为“Z9”的建议" in codes("A1.1、Z9").error
    themes = check_themes(["人才"])
    assert themes("人才").value == "人才"
    assert [choice.label for choice in themes("人才、海洋").choices] == ["新增主题“海洋”"]


def test_a_source_is_found_by_its_code_and_own_is_offered_once(make_article: Any) -> None:
    papers = (make_article("A"), make_article("批2026-01", kind=SourceKind.INSTRUCTION, title="批示"))
    words = source_words(papers, TODAY)
    assert list(words.values()) == ["", "批2026-01", "A"]
    check = check_chosen(tuple(words))
    assert check("批2026-01").value == "批2026-01  批示：批示"
    assert "没有“Z”这个来源" in check("Z").error
    own = make_article("自2026-01", kind=SourceKind.OWN, title="2026年自立任务")
    assert "" not in source_words((*papers, own), TODAY).values()
