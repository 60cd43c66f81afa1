"""What stands around the papers on 出文: chosen tasks, days of a ledger, the register, printing, who issues."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.papers.conftest import TODAY, Office
from tracker.model.enums import PaperKind
from tracker.model.rows import IssueFacts, PaperRow
from tracker.ui.core.page_requests import OpenPaper
from tracker.ui.ledger.columns import Column
from tracker.ui.papers.register_dialog import RegisterDialog, facts_lines
from tracker.ui.papers.settings_dialog import IssuerDialog
from tracker.ui.widgets.states import EmptyState


def test_chosen_tasks_stay_chosen_from_paper_to_paper(office: Office) -> None:
    ledger = office.ask("ledger")
    ids = frozenset(task.id for task in ledger.controller.shown[:6])
    office.ask("papers", OpenPaper(PaperKind.LEDGER, tasks=ids))
    for kind in (PaperKind.CIRCULAR, PaperKind.BRIEF):
        office.show(kind)
        assert office.page.form.scope.currentText() == "台账中筛选的 6 项"
        assert len(office.page.paper.figures.tasks) == 6  # type: ignore[union-attr]
        assert "选定任务6项" in office.page.form.sentences.fields["总体_任务"].text
    office.show(PaperKind.CLOSING)
    closing: Any = office.page.paper
    assert {line.task.task_id for line in (*closing.done, *closing.waiting)} <= ids


def test_a_ledger_is_asked_for_its_day_alone(office: Office) -> None:
    office.show(PaperKind.LEDGER)
    form = office.page.form
    assert (form.period.isVisible(), form.start.isVisible(), form.end.isVisible()) == (False, False, True)
    assert form.end.value() == TODAY
    form.end.set_value(TODAY.replace(day=1))
    form.end.changed.emit()
    office.settle()
    assert office.page.paper.figures.period.end == TODAY.replace(day=1)  # type: ignore[union-attr]
    office.show(PaperKind.CIRCULAR)
    assert (form.period.isVisible(), form.end.isVisible()) == (True, False)


def test_the_keyboard_stands_on_the_paper_in_hand(office: Office) -> None:
    office.page.papers.entries[PaperKind.CIRCULAR].setFocus()
    office.ask("papers", OpenPaper(PaperKind.ORDER))
    assert office.page.papers.entries[PaperKind.ORDER].hasFocus()
    office.ask("overview")
    office.ask("papers")
    assert office.page.papers.entries[PaperKind.ORDER].hasFocus()


def test_sentences_have_names_that_people_use(office: Office) -> None:
    names = [field.editor.accessibleName() for field in office.page.form.sentences.fields.values()]
    assert names[:4] == ["标题", "引言", "任务情况", "亮灯情况"]
    assert not any("_" in name for name in names)


def test_an_empty_register_says_how_papers_come_into_it(show: Callable[..., object]) -> None:
    dialog = RegisterDialog((), lambda _paper: None)
    show(dialog)
    (empty,) = dialog.findChildren(EmptyState)
    assert empty.isVisible()
    assert "登记并保存…" in empty._sentence.text()
    assert not dialog.table.isVisible()


def test_the_register_tells_what_a_paper_said(office: Office) -> None:
    field = office.page.form.sentences.fields["引言"]
    field.editor.setPlainText(f"{field.text}请予重视。")
    office.page.foot.register.click()
    office.settle()
    dialog = office.page.open_register()
    assert isinstance(dialog, RegisterDialog)
    office.settle()
    text = dialog.facts.text()
    for part in (
        "任务95项",
        "完成率17.9%",
        "已销号17项",
        "红灯8项",
        "引言（已改）：",
        "请予重视。",
        "文件 通报_20261128.docx",
    ):
        assert part in text
    dialog.show_facts(IssueFacts(0, {}, ""))  # an answer about another paper
    assert dialog.facts.text() == text
    dialog.accept()


def test_facts_of_a_paper_without_figures() -> None:
    row = PaperRow(
        1,
        PaperKind.URGING,
        2,
        2026,
        "催办〔2026〕2号",
        "催办单",
        "市教育局",
        TODAY,
        None,
        TODAY,
        TODAY,
        ("A1",),
        "催办单.docx",
    )
    lines = list(facts_lines(row, IssueFacts(1, {}, "0" * 64)))
    assert lines == ["催办单：截至 2026-11-28，答复期限 2026-11-28", "文件 催办单.docx，校验值 0000000000000000…"]


def test_pages_are_printed_by_the_program_for_pdf_files(office: Office) -> None:
    opened: list[Any] = []
    office.page.printing.open_file = opened.append
    office.page.preview.printer.click()
    office.page.preview.printer.click()
    office.settle()
    assert len({url.toLocalFile() for url in opened}) == 2
    assert Path(opened[0].toLocalFile()).read_bytes().startswith(b"%PDF")
    office.show(PaperKind.LEDGER)
    assert not office.page.preview.printer.isEnabled()


def test_who_issues_is_asked_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    page = office.page
    assert page.overview is not None
    assert page.issuer_asked(page.overview) is None  # demonstration data are never signed
    object.__setattr__(page.overview.slips, "demo", False)
    page.foot.save.click()
    dialog = page.window().findChild(IssuerDialog)
    assert dialog is not None
    dialog.submit()
    assert dialog.field("issuer").error() == "请写印发单位"
    dialog.field("issuer").editor.setText("市委督查室")
    dialog.submit()
    office.settle()
    assert list(office.out.iterdir()) == []
    assert page.overview.settings.issuer == "市委督查室"
    assert page.paper.head.issuer == "市委督查室"  # type: ignore[union-attr]
    object.__setattr__(page.overview.slips, "demo", False)
    page.foot.save.click()
    office.settle()
    assert [path.name for path in office.out.iterdir()] == ["通报_20261128.docx"]


def test_the_same_slips_again_leave_those_of_the_morning_alone(office: Office) -> None:
    office.ask("papers", OpenPaper(PaperKind.ORDER, offices=frozenset({"市财政局", "市总工会"})))
    assert office.page.table.offices() == {"市财政局", "市总工会"}
    for _ in range(2):
        office.page.foot.save.click()
        office.settle()
    assert sorted(path.name for path in office.out.iterdir()) == [
        "督办单_市总工会_20261128(2).docx", "督办单_市总工会_20261128.docx",
        "督办单_市财政局_20261128(2).docx", "督办单_市财政局_20261128.docx",
    ]  # fmt: skip


def test_several_offices_of_the_register_are_urged_together(office: Office) -> None:
    exchange = office.ask("exchange")
    rows = [number for number, row in enumerate(exchange.model.rows) if row.open]
    names = {exchange.model.rows[number].office for number in rows[:2]}
    select = exchange.table.selectionModel()
    for number in rows[:2]:
        select.select(exchange.model.index(number, 0), select.SelectionFlag.Select | select.SelectionFlag.Rows)
    acts = {word: act for word, _, act in exchange.acts_on(exchange.model.rows[rows[0]])}
    assert [word for word, _, _ in exchange.reminders() if "催办单" in word] == ["出催办单（选中的 2 个单位）…"]
    acts["出催办单（2 个单位）…"]()
    office.settle()
    assert office.page.table.offices() == names


def test_the_ledger_is_exported_as_it_is_shown(office: Office) -> None:
    ledger = office.ask("ledger")
    ledger.toolbar.search.setText("灯塔工厂")
    office.settle()
    ledger.parts.sort(((Column.CODE, True),))
    office.settle()
    target = office.out / "明细.xlsx"
    ledger.plain.ask_place = lambda _parent, _title, start, then, _kinds="": then(target)
    QTest.mouseClick(ledger.parts.plain, Qt.MouseButton.LeftButton)
    office.settle()
    sheet: Any = load_workbook(target).active
    codes = [cell.value for cell in sheet["A"]][1:]
    assert codes == sorted((task.code for task in ledger.controller.shown), reverse=True)
    assert sheet.freeze_panes == "C2"
    assert office.told[-1].act == "打开文件"
    ledger.plain.ask(())
    assert office.told[-1].text == "没有符合条件的任务，不导出明细表。"


def test_a_registered_slip_tells_its_tasks_and_reasons(office: Office) -> None:
    office.ask("papers", OpenPaper(PaperKind.ORDER, offices=frozenset({"市财政局"})))
    office.page.foot.register.click()
    office.settle()
    dialog = office.page.open_register()
    assert isinstance(dialog, RegisterDialog)
    office.settle()
    assert "A2.1c-2 智能工厂项目入库与资金兑付：落后41点" in dialog.facts.text()
    dialog.accept()


def test_nobody_to_urge_is_said(office: Office) -> None:
    office.show(PaperKind.URGING)
    desk = office.page.overview
    assert desk is not None
    office.page.table.show_round(replace(desk.slips, offices=()), office.page.table.level)
    office.settle()
    assert not office.page.table.table.isVisible()
    assert not office.page.table.all.isVisible()
    assert office.page.table.offices() == frozenset()
    office.page.table.show_round(desk.slips, office.page.table.level)
    assert office.page.table.table.isVisible()


def test_a_tick_is_seen_on_dark_ground_and_toggled_by_space(office: Office) -> None:
    office.show(PaperKind.ORDER)
    table = office.page.table.table
    table.setFocus()
    row = table.visualItemRect(table.item(0, 0))
    before = table.viewport().grab(row).toImage()
    QTest.keyClick(table, Qt.Key.Key_Space)
    office.settle()
    assert "市经信局" not in office.page.table.offices()
    assert table.viewport().grab(row).toImage() != before
