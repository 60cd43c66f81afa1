"""An application for another deadline from the returned workbook to the ledger, as a person takes it in."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit

from tracker.model.enums import Choice, DecisionState, DueKind, LightColour, ReturnState, Status
from tracker.model.tables import Extension, Task, WorkbookReturn
from tracker.queries.ledger import read_ledger
from tracker.services.deadlines import Decision, change_deadline
from tracker.services.exporting import export_office
from tracker.services.status import change_status
from tracker.services.tasks import edit_task
from tracker.ui.exchange.page import ExchangePage
from tracker.ui.widgets.form_dialog import FormDialog

CONTROL = Qt.KeyboardModifier.ControlModifier
SENT, DUE = date(2023, 8, 25), "2023-11-30"


@pytest.fixture
def sent(live: Any, tmp_path: Any) -> Any:
    """Send 市科技局 its workbook after its first three tasks were assigned, due on 30 November."""
    path = tmp_path / "市科技局.xlsx"
    tasks = _tasks(live)

    def assign(session: Any) -> None:
        for task in tasks[:3]:
            edit_task(session, task.id, session.get(Task, task.id).version, "due_text", DUE, SENT)
            change_status(session, task.id, Status.IN_PROGRESS, SENT, confirmed=True)

    live.jobs.write(lambda s: [assign(s), export_office(s, "市科技局", path, SENT, date(2023, 9, 10))][1])
    live.jobs.drain()
    return path


def _tasks(live: Any) -> list[Any]:
    found: list[Any] = []
    live.jobs.read(lambda s: read_ledger(s, live.today()), on_result=found.append)
    live.jobs.drain()
    return [task for task in found[0].tasks if task.lead_office == "市科技局"]


def rows(desk: Any, table: type) -> list[Any]:
    """Return the rows of a table, in the order they came."""
    from sqlmodel import select

    found: list[Any] = []

    def read(session: Any) -> list[dict[str, Any]]:
        return [row.model_dump() for row in session.exec(select(table).order_by(table.id)).all()]  # type: ignore[attr-defined]

    desk.page.context.jobs.read(read, on_result=found.append)
    desk.settle()
    return found[0]


def form_of(dialog: Any) -> Any:
    (form,) = [form for form in dialog.findChildren(FormDialog) if form.isVisible()]
    return form


def answer(form: Any, qtbot: Any, **texts: str) -> None:
    """Fill fields in and confirm with the keyboard."""
    for name, text in texts.items():
        editor = form._rows[name].editor
        editor.selectAll()
        editor.insertPlainText(text) if isinstance(editor, QPlainTextEdit) else editor.insert(text)
    qtbot.keyClick(form, Qt.Key.Key_Return, CONTROL)


def apply(desk: Any, dialog: Any, qtbot: Any) -> None:
    qtbot.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    desk.settle()


def test_an_application_is_granted_and_one_undo_takes_it_back(desk: Any, qtbot: Any) -> None:
    desk.fill({"完成时限": "2024-03-31"})
    dialog = desk.review()
    assert (dialog.groups[0].word, dialog.groups[0].size) == ("延期申请", 1)
    assert not dialog.apply.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_1)
    answer(form_of(dialog), qtbot, reason="司法局要求补做审查", decided_by="王市长")
    apply(desk, dialog, qtbot)
    task = desk.tasks()[0]
    assert (task.due_text, task.due_on, task.extensions) == ("2024-03-31", date(2024, 3, 31), 1)
    (row,) = rows(desk, Extension)
    assert (row["decided_by"], row["reason"], row["requested_by"]) == ("王市长", "司法局要求补做审查", "市科技局")
    assert desk.told[-1].text == "已采纳市科技局反馈，1 项变更，同意时限申请 1 项"
    desk.undo()
    task = desk.tasks()[0]
    assert (task.due_text, task.extensions, rows(desk, Extension)) == (DUE, 0, [])


def test_who_grants_is_offered_from_the_leaders_used(desk: Any, qtbot: Any) -> None:
    desk.fill({"完成时限": "2024-03-31"})
    task, context = desk.tasks()[0], desk.page.context
    context.jobs.write(lambda s: edit_task(s, task.id, task.version, "leader", "李副市长", context.today()))
    desk.settle()
    dialog = desk.review()
    qtbot.keyClick(dialog, Qt.Key.Key_1)
    desk.settle()
    line = form_of(dialog).field("decided_by").editor
    line.completer().setCompletionPrefix("李")
    assert line.completer().currentCompletion() == "李副市长"


def test_who_granted_is_offered_for_the_next_application(desk: Any, qtbot: Any) -> None:
    def offered() -> list[str]:
        desk.settle()
        words = form_of(dialog)._rows["decided_by"].editor.completer()
        return [words.model().index(row, 0).data() for row in range(words.model().rowCount())] if words else []

    desk.fill({"完成时限": "2024-03-31"})
    dialog = desk.review()
    qtbot.keyClick(dialog, Qt.Key.Key_1)
    assert offered() == []
    answer(form_of(dialog), qtbot, reason="司法局要求补做审查", decided_by="王市长")
    qtbot.keyClick(dialog, Qt.Key.Key_1)
    assert offered() == ["王市长"]


def test_another_date_is_read_granted_and_kept_with_its_year(desk: Any, qtbot: Any) -> None:
    desk.fill({"完成时限": "2024-03-31"})
    dialog = desk.review()
    qtbot.keyClick(dialog, Qt.Key.Key_1)
    form = form_of(dialog)
    form.typed.setText("12月底")
    assert not form.confirm.isEnabled()
    qtbot.waitUntil(form.confirm.isEnabled)
    assert "2023-11-30 → 2023-12-31 · 延期 · 第 1 次延期 · 推后 31 天" in form.summary.accessibleName()
    answer(form, qtbot, reason="司法局要求补做审查", decided_by="王市长")
    apply(desk, dialog, qtbot)
    task = desk.tasks()[0]
    assert (task.due_text, task.due_on) == ("2023年12月底", date(2023, 12, 31))
    assert desk.page.model.rows[0].state is ReturnState.APPLIED


def test_the_day_of_sending_gives_the_year_and_the_light_foretold_is_the_one_that_comes(desk: Any, qtbot: Any) -> None:
    desk.fill({"完成时限": "8月底"})
    dialog = desk.review()
    (entry,) = dialog.groups[0].entries
    foretold = entry.outlook
    assert (foretold.word, foretold.to_on, foretold.warning) == (
        "提前",
        date(2023, 8, 31),
        f"新时限已过，将立即逾期 {(desk.page.context.today() - date(2023, 8, 31)).days} 天",
    )
    red = sum(task.light.colour is LightColour.RED for task in _all_tasks(desk))
    assert (foretold.reds, foretold.reds_change) == (red, 1)
    qtbot.keyClick(dialog, Qt.Key.Key_1)
    answer(form_of(dialog), qtbot, decided_by="王市长")
    apply(desk, dialog, qtbot)
    assert desk.tasks()[0].light == foretold.moved.light
    assert sum(task.light.colour is LightColour.RED for task in _all_tasks(desk)) == red + 1


def _all_tasks(desk: Any) -> Any:
    found: list[Any] = []
    desk.page.context.jobs.read(lambda s: read_ledger(s, desk.page.context.today()), on_result=found.append)
    desk.settle()
    return found[0].tasks


def test_a_refusal_keeps_its_row_and_its_answer(desk: Any, qtbot: Any) -> None:
    desk.fill({"完成时限": "2024-03-31"})
    dialog = desk.review()
    qtbot.keyClick(dialog, Qt.Key.Key_3)
    answer(form_of(dialog), qtbot, answer="年内必须完成")
    assert dialog.apply.text() == "完成核对"
    apply(desk, dialog, qtbot)
    (row,) = rows(desk, Extension)
    assert (row["state"], row["answer"], row["to_text"]) == (DecisionState.REFUSED, "年内必须完成", "2024-03-31")
    assert desk.tasks()[0].due_text == DUE
    assert desk.told[-1].text == "已核对市科技局反馈，不同意时限申请 1 项"
    assert desk.page.model.rows[0].state is ReturnState.APPLIED


def test_several_at_once_and_the_rest_waits(desk: Any, qtbot: Any) -> None:
    asks = ("2024-03-31", "尽快", "2023-09-30")
    desk.fill(*({"完成时限": text} for text in asks))
    dialog = desk.review()
    qtbot.keyClick(dialog, Qt.Key.Key_A, CONTROL)
    qtbot.mouseClick(dialog.whole[Choice.THEIRS], Qt.MouseButton.LeftButton)
    form = form_of(dialog)
    assert form.confirm.text() == "同意 1 项"  # the earlier day needs no reason
    answer(form, qtbot, reason="统一调整计划", decided_by="王市长")
    apply(desk, dialog, qtbot)
    assert [task.due_text for task in desk.tasks()[:3]] == ["2024-03-31", DUE, "2023-09-30"]
    assert [task.extensions for task in desk.tasks()[:3]] == [1, 0, 0]
    assert [row["pending"] for row in rows(desk, WorkbookReturn)] == [1]
    assert desk.page.model.rows[0].state is ReturnState.PENDING


def test_all_of_the_changes_taken_leaves_the_deadline(desk: Any, qtbot: Any) -> None:
    desk.fill({"完成时限": "2024-03-31", "责任人": "沈佳宁"})
    dialog = desk.review()
    qtbot.mouseClick(dialog.list.entries["change"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(dialog.whole[Choice.THEIRS], Qt.MouseButton.LeftButton)
    apply(desk, dialog, qtbot)
    task = desk.tasks()[0]
    assert (task.owner, task.due_text) == ("沈佳宁", DUE)
    assert rows(desk, Extension) == []


def test_a_decision_waits_for_the_next_start_with_who_granted(desk: Any, qtbot: Any) -> None:
    desk.fill({"完成时限": "2024-03-31"})
    dialog = desk.review()
    qtbot.keyClick(dialog, Qt.Key.Key_1)
    answer(form_of(dialog), qtbot, reason="司法局要求补做审查", decided_by="王市长")
    before = dialog.books[0].decisions.all()
    dialog.reject()
    desk.page.open_target(_review_of(desk))
    desk.settle()
    again = desk.opened()
    assert again.books[0].decisions.all() == before
    assert again.review.answers().granted == 1


def _review_of(desk: Any) -> Any:
    from tracker.ui.core.page_requests import ImportFiles

    return ImportFiles((desk.sent,))


def test_what_changed_meanwhile_is_not_granted_unseen(desk: Any, qtbot: Any) -> None:
    desk.fill({"完成时限": "2024-03-31"})
    dialog = desk.review()
    qtbot.keyClick(dialog, Qt.Key.Key_1)
    answer(form_of(dialog), qtbot, reason="司法局要求补做审查", decided_by="王市长")
    number, today = desk.tasks()[0].id, desk.page.context.today()

    by_hand = Decision("统一调整计划", "李市长")
    desk.page.context.jobs.write(lambda s: change_deadline(s, number, "2023-12-15", today, by_hand))
    desk.settle()
    apply(desk, dialog, qtbot)
    assert desk.tasks()[0].due_text == "2023-12-15"
    again = desk.opened()
    (entry,) = again.groups[0].entries
    assert (again.groups[0].key, entry.outlook.number, entry.outlook.standing) == (
        "request",
        "第 2 次延期",
        "2023-12-15",
    )


def test_a_task_that_froze_meanwhile_waits_and_it_is_said(desk: Any, qtbot: Any) -> None:
    desk.fill({"完成时限": "2024-03-31", "责任人": "沈佳宁"})
    dialog = desk.review()
    qtbot.keyClick(dialog, Qt.Key.Key_1)
    answer(form_of(dialog), qtbot, reason="司法局要求补做审查", decided_by="王市长")
    number, today = desk.tasks()[0].id, desk.page.context.today()
    desk.page.context.jobs.write(lambda s: change_status(s, number, Status.CLOSING, today))
    desk.settle()
    apply(desk, dialog, qtbot)
    desk.settle()
    task = desk.tasks()[0]
    assert (task.owner, task.due_text, task.due_kind) == ("沈佳宁", DUE, DueKind.DATE)
    assert desk.told[-1].text == "1 项没有按决定写入，仍待核对"
    assert desk.told[-1].batch_id is not None
    assert desk.page.model.rows[0].state is ReturnState.PENDING


def test_a_frozen_cell_offers_no_taking(desk: Any, exchange: ExchangePage, qtbot: Any) -> None:
    number, today = desk.tasks()[0].id, desk.page.context.today()
    exchange.context.jobs.write(lambda s: change_status(s, number, Status.CLOSING, today))
    desk.settle()
    desk.fill({"进度": 0.4, "完成时限": "2024-03-31"})
    dialog = desk.review()
    assert [(group.key, group.size) for group in dialog.groups][:2] == [("request", 1), ("forbidden", 1)]
    for key, offered in (("request", [Choice.OURS, Choice.LATER]), ("forbidden", [Choice.OURS, Choice.LATER])):
        dialog.show_group(key)
        assert list(dialog.current().bar.buttons) == offered
        qtbot.keyClick(dialog, Qt.Key.Key_2)
    assert dialog.books[0].decisions.all() == {}
    (frozen,) = dialog.groups[1].entries
    assert frozen.change.note.endswith("待销号，不能改进度；请先退回。")
    qtbot.keyClick(dialog, Qt.Key.Key_1)
    dialog.show_group("request")
    qtbot.keyClick(dialog, Qt.Key.Key_3)
    answer(form_of(dialog), qtbot, answer="已报完成，不再延期")
    apply(desk, dialog, qtbot)
    assert desk.tasks()[0].due_text == DUE
    assert desk.page.model.rows[0].state is ReturnState.APPLIED
