"""A day with a U-disk: workbooks out, five filled in by LibreOffice, reviewed by keyboard, undone and redone."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlmodel import select

from tests.keyboard import Keyboard
from tests.office_program import office_program, ran_in_office
from tracker.desktop import Desktop
from tracker.model.enums import Status
from tracker.model.tables import Evidence, HelpEntry, Office, Task, TaskOffice
from tracker.queries.exports import list_exports
from tracker.queries.ledger import read_ledger
from tracker.services.office_changes import rename_office
from tracker.services.status import change_status
from tracker.services.tasks import confirm_offices, edit_task
from tracker.ui.core.page_requests import ExportWorkbooks

pytestmark = pytest.mark.libreoffice

TODAY = date(2026, 11, 20)
SCRIPT = Path(__file__).with_name("office_filling.py")
PDF = b"%PDF-1.7 " + b"x" * 2000
NEW_NAME = "市更名后的局"


@dataclass
class Round:
    """Who takes part: the codes of the tasks that are filled in, by office."""

    day: Desktop
    disk: Path
    led: dict[str, list[str]]
    helper: str
    helped: str

    @property
    def offices(self) -> list[str]:
        """Return four offices that lead tasks: two people, evidence, renamed, application."""
        return list(self.led)

    def home(self, office: str) -> Path:
        return next(folder for folder in self.disk.iterdir() if folder.name.partition("_")[2] == office)

    def book(self, office: str) -> Path:
        (path,) = self.home(office).glob("*.xlsx")
        return path

    def look(self, query: Callable[..., Any]) -> Any:
        with self.day.ledger.reading() as session:
            return query(session)

    def task(self, code: str) -> Any:
        return next(one for one in self.look(lambda s: read_ledger(s, TODAY)).tasks if one.code == code)

    def content(self) -> dict[str, Any]:
        """Return what the review of the day may change."""

        def read(session: Any) -> dict[str, Any]:
            tasks = {
                row.code: (row.progress, row.owner, row.due_text, row.progress_note)
                for row in session.exec(select(Task))
            }
            parts = session.exec(select(TaskOffice))
            helps = sorted((row.task_id, row.office_id, str(row.state), row.note) for row in parts)
            files = sorted((row.task_id, row.name) for row in session.exec(select(Evidence)))
            entries = len(session.exec(select(HelpEntry)).all())
            return {"tasks": tasks, "helps": helps, "files": files, "entries": entries}

        return dict(self.look(read))


def write(day: Desktop, service: Any, *arguments: Any, **more: Any) -> None:
    day.context.jobs.write(lambda s: service(s, *arguments, **more))
    day.context.jobs.drain(30_000)


def begin(day: Desktop) -> tuple[dict[str, list[str]], str, str]:
    """Confirm all offices, set tasks of four of them to work, and name an office that only helps."""
    with day.ledger.reading() as session:
        numbers = list(session.exec(select(Task.id)))
    write(day, confirm_offices, numbers)
    with day.ledger.reading() as session:
        rows = read_ledger(session, TODAY).tasks
        names = dict(session.exec(select(Office.id, Office.name)).all())
        links = session.exec(select(TaskOffice.office_id, Task.code).where(Task.id == TaskOffice.task_id)).all()
    led: dict[str, list[str]] = {}
    for row in rows:
        led.setdefault(row.lead_office, []).append(row.code)
    chosen = {office: codes[:2] for office, codes in led.items() if office and len(codes) > 1}
    chosen = dict(list(chosen.items())[:4])
    helper, helped = next((names[number], code) for number, code in links if names[number] not in led)
    for row in rows:
        if row.code in {code for codes in chosen.values() for code in codes}:
            write(day, change_status, row.id, Status.IN_PROGRESS, TODAY, confirmed=True)
    return chosen, helper, helped


@pytest.fixture
def sent(day: Desktop, tmp_path: Path, qtbot: QtBot) -> Round:
    """Everything lies on the disk: one folder for every office."""
    led, helper, helped = begin(day)
    last = next(row for row in read_rows(day) if row.code == led[list(led)[3]][0])
    write(day, edit_task, last.id, last.version, "due_text", "2027年6月底前", TODAY)
    (disk := tmp_path / "U").mkdir()
    day.window.show_page("exchange")
    exchange = day.window.page()
    opened: list[Any] = []
    exchange.exporting.dialog_opened.connect(opened.append)
    exchange.open_target(ExportWorkbooks(""))
    day.context.jobs.drain(30_000)
    dialog = opened[-1]
    dialog.folder.setText(str(disk))
    dialog.due.setText("5个工作日")
    dialog.road.setCurrentIndex(2)
    qtbot.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    day.context.jobs.drain(30_000)
    if opened[-1] is not dialog:  # tasks without a deadline
        qtbot.mouseClick(opened[-1].mark, Qt.MouseButton.LeftButton)
    day.context.jobs.drain(120_000)
    return Round(day, disk, led, helper, helped)


def read_rows(day: Desktop) -> Any:
    with day.ledger.reading() as session:
        return read_ledger(session, TODAY).tasks


@pytest.fixture
def filled(sent: Round, tmp_path: Path) -> Round:
    """Five offices fill in theirs; the third has another name by then."""
    program = office_program()
    people, proof, renamed, asking = sent.offices
    first, second = sent.led[people]
    other = sent.home(people) / "乙处填的.xlsx"
    shutil.copy(sent.book(people), other)
    tasks, help_sheet = "任务清单", "配合事项"
    work: list[tuple[Path, list[list[object]]]] = [
        (next(path for path in sent.home(people).glob("*.xlsx") if path != other),
         [[tasks, first, "进度", 0.5], [tasks, first, "进展情况", "甲处完成方案起草"], [tasks, first, "责任人", "张三"],
          [tasks, first, "填报人", "甲"]]),
        (other, [[tasks, second, "进度", 0.3], [tasks, second, "进展情况", "乙处完成摸底调查"],
                 [tasks, first, "责任人", "李四"], [tasks, second, "填报人", "乙"]]),
        (sent.book(sent.helper), [[help_sheet, sent.helped, "配合状态", "配合中"],
                                  [help_sheet, sent.helped, "配合情况", "已协调两处用地"]]),
        (sent.book(proof), [[tasks, sent.led[proof][0], "进展情况", "方案已报市政府"],
                            [tasks, sent.led[proof][0], "佐证材料", "纪要.pdf"]]),
        (sent.book(renamed), [[tasks, sent.led[renamed][0], "进展情况", "已召开两次协调会"]]),
        (sent.book(asking), [[tasks, sent.led[asking][0], "完成时限", "2027年12月底前"],
                             [tasks, sent.led[asking][0], "延期理由", "专项规划调整，需要顺延"]]),
    ]  # fmt: skip
    (sent.home(proof) / "佐证材料" / f"{sent.led[proof][0]}_方案.pdf").write_bytes(PDF)
    for attempt in range(3):  # LibreOffice now and then dies in the middle of its own work
        jobs = tmp_path / f"{attempt}.json"
        jobs.write_text(json.dumps([{"path": str(path), "cells": cells} for path, cells in work], ensure_ascii=False))
        if ran_in_office(program, SCRIPT, tmp_path / f"profile{attempt}", jobs):
            break
    else:
        pytest.fail("LibreOffice came to no end")
    write(sent.day, rename_office, renamed, NEW_NAME, TODAY, TODAY)
    return sent


def drop(day: Desktop, folder: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder))])
    keys = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    event = QDropEvent(QPointF(QPoint(300, 300)), *keys)
    day.window.dropEvent(event)
    day.context.jobs.drain(120_000)


def test_the_disk_has_a_folder_for_every_office(sent: Round) -> None:
    folders = [path for path in sent.disk.iterdir() if path.is_dir()]
    assert len(folders) == 38
    assert all((folder / "佐证材料").is_dir() and len(list(folder.glob("*.xlsx"))) == 1 for folder in folders)
    assert (sent.disk / "交接清单.xlsx").exists()


def grant(keyboard: Keyboard, dialog: Any, opened: list[Any]) -> None:
    """Grant the deadline that is asked for: who decided is typed where the keyboard finds the field."""
    keyboard.press(Qt.Key.Key_1)
    (form,) = opened
    field = form.field("decided_by")
    for _ in range(12):
        focused = QApplication.focusWidget()
        if focused is not None and field.isAncestorOf(focused):
            break
        keyboard.press(Qt.Key.Key_Tab)
    keyboard.write("王副市长")
    keyboard.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.review.answers().granted == 1


def settle_all(keyboard: Keyboard, dialog: Any) -> None:
    """Of two people's owners the first one's is taken, by the keys of the groups."""
    for _ in range(len(dialog.groups)):
        keyboard.press(Qt.Key.Key_Right)
        if dialog.list_view.group.key in ("conflict", "review"):
            change = dialog.list_view.current_entry().change
            assert "乙处填的.xlsx" in change.note
            keyboard.press(Qt.Key.Key_2 if change.theirs == "张三" else Qt.Key.Key_1)
    assert dialog.review.tally().open == 0


def test_what_comes_back_is_reviewed_by_keyboard_undone_and_redone(filled: Round, qtbot: QtBot) -> None:
    day, keyboard = filled.day, Keyboard(filled.day, qtbot)
    people, proof, renamed, asking = filled.offices
    before, helping = filled.content(), filled.helper
    drop(day, filled.disk)
    dialog = day.window.page().importing.dialog
    assert sorted(book.name for book in dialog.books) == sorted([people, people, helping, proof, NEW_NAME, asking])
    sizes = {group.key: group.size for group in dialog.groups}
    assert sizes | {"unchanged": 0, "problems": 0} == {
        "request": 1, "conflict": 1, "review": 1, "problems": 0, "change": 6, "help": 2, "evidence": 2, "unchanged": 0,
    }  # fmt: skip
    opened: list[Any] = []
    dialog.leaders_asked.connect(opened.append)
    grant(keyboard, dialog, opened)
    settle_all(keyboard, dialog)
    keyboard.press(Qt.Key.Key_Return)
    assert day.window.page().importing.dialog is None

    first, second = filled.led[people]
    assert (filled.task(first).progress, filled.task(first).owner) == (50, "张三")
    assert (filled.task(second).progress, filled.task(second).progress_note) == (30, "乙处完成摸底调查")
    assert filled.task(filled.led[renamed][0]).lead_office == NEW_NAME
    assert filled.task(filled.led[renamed][0]).progress_note == "已召开两次协调会"
    assert filled.task(filled.led[asking][0]).due_on == date(2027, 12, 31)
    after = filled.content()
    assert [state_note for *_, state_note in after["helps"] if state_note] == ["已协调两处用地"]
    assert [name for _, name in after["files"]] == [f"{filled.led[proof][0]}_方案.pdf"]
    answered = {row.office for row in filled.look(lambda s: list_exports(s, TODAY)) if not row.open}
    assert answered == {people, proof, NEW_NAME, asking, helping}, "what lies there as it was sent is no answer"

    keyboard.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert filled.content() == before
    keyboard.press(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert filled.content() == after
