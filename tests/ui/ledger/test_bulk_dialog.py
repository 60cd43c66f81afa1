"""批量修改: only what was seen is written, whenever the answers come."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tracker.model.bulk_edits import BulkEdit, BulkPreview, EditLine
from tracker.model.rows import TaskRow
from tracker.model.typed.sentences import already_past
from tracker.ui.ledger.bulk_dialog import MOST_SHOWN, BulkDialog, PreviewDialog
from tracker.ui.widgets.entry_checks import OfficeNames
from tracker.ui.widgets.saving_dialog import Reply
from tracker.ui.widgets.states import EmptyState

Answer = Callable[[BulkPreview], None]


@dataclass
class Desk:
    """Stands for the database: keeps what was asked, and answers when the test says so."""

    asked: list[tuple[Sequence[BulkEdit], Answer, QObject]] = field(default_factory=list)
    written: list[Sequence[BulkEdit]] = field(default_factory=list)

    def preview(self, edits: Sequence[BulkEdit], then: Answer, owner: QObject) -> None:
        self.asked.append((edits, then, owner))

    def apply(self, edits: Sequence[BulkEdit], reply: Reply) -> None:
        self.written.append(edits)
        reply.done()

    def answer(self, place: int = -1) -> None:
        """Say that every wish changes something."""
        edits, then, _owner = self.asked[place]
        then(BulkPreview(tuple(EditLine(edit, "A1.1", "任务", "责任人", "", edit.text) for edit in edits)))

    def texts(self) -> list[str]:
        return [edits[0].text for edits, _then, _owner in self.asked]


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def dialog(qtbot: QtBot, empty_window: QWidget, make_task: Callable[..., TaskRow], desk: Desk) -> BulkDialog:
    tasks = [make_task(number) for number in (1, 2)]
    made = BulkDialog(tasks, OfficeNames(), date(2026, 3, 2), desk.preview, desk.apply, empty_window)
    qtbot.addWidget(made)
    made.open()
    made.field.setCurrentIndex(made.field.findData("owner"))
    return made


def test_the_one_who_asks_is_told_to_those_who_answer(dialog: BulkDialog, desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClicks(dialog.value, "Li")
    dialog.look()
    assert [owner for _edits, _then, owner in desk.asked] == [dialog]


def test_before_a_value_it_says_what_will_be_listed(dialog: BulkDialog, desk: Desk, qtbot: QtBot) -> None:
    assert not dialog.table.isVisible()
    assert [state.isVisible() for state in dialog.findChildren(EmptyState)] == [True]
    qtbot.keyClicks(dialog.value, "Li")
    dialog.look()
    desk.answer()
    assert dialog.table.isVisible()
    dialog.clear_preview()
    assert not dialog.table.isVisible()


def test_what_is_typed_later_takes_back_what_was_shown(dialog: BulkDialog, desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClicks(dialog.value, "Li")
    dialog.look()
    desk.answer()
    assert dialog.confirm.isEnabled()
    qtbot.keyClicks(dialog.value, "u")
    assert not dialog.confirm.isEnabled()
    dialog.submit()
    assert desk.written == []
    qtbot.waitUntil(lambda: desk.texts() == ["Li", "Liu"])  # asked without another key
    desk.answer()
    dialog.submit()
    assert [edit.text for edit in desk.written[0]] == ["Liu", "Liu"]


def test_an_answer_that_comes_late_shows_nothing(dialog: BulkDialog, desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClicks(dialog.value, "Li")
    dialog.look()
    qtbot.keyClicks(dialog.value, "u")
    dialog.look()
    desk.answer(0)
    assert (dialog.shown, dialog.confirm.isEnabled()) == (None, False)
    desk.answer(1)
    assert dialog.shown is not None
    assert dialog.shown.edits[0].text == "Liu"


def test_enter_right_after_typing_shows_first_and_writes_next(dialog: BulkDialog, desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClicks(dialog.value, "Li")
    qtbot.keyClick(dialog.value, Qt.Key.Key_Return)
    assert (desk.texts(), desk.written) == (["Li"], [])
    desk.answer()
    qtbot.keyClick(dialog.value, Qt.Key.Key_Return)
    assert len(desk.written) == 1
    assert desk.texts() == ["Li"]  # what is shown is not asked for again


def test_a_deadline_typed_for_many_says_which_day_is_meant(dialog: BulkDialog) -> None:
    said = []
    for name in ("due_text", "start_on", "owner"):
        dialog.field.setCurrentIndex(dialog.field.findData(name))
        dialog.value.setText("2027年6月底")
        dialog.look()
        said.append((dialog._value_field._hint.text(), dialog._calendar.isVisible()))
    assert said == [("按 2027-06-30 计", True), ("按 2027-06-30 计", True), ("", False)]


class Rules(Desk):
    """Answers at once: every edit asks for what `needs` says of its task, until that is given."""

    def __init__(self, **needs: tuple[str, ...]) -> None:
        super().__init__()
        self.needs = needs

    def line(self, edit: BulkEdit) -> EditLine:
        needs = self.needs.get(edit.text, ())
        given = {"progress": edit.progress == 100, "confirmed": edit.confirmed, "statement": bool(edit.reason)}
        missing = [need for need in needs if not given.get(need, bool(getattr(edit, need, "")))]
        return EditLine(edit, f"A1.{edit.task_id}", "任务", "状态", "待交办", edit.text, asks="、".join(missing),
                        needs=needs, question="、".join(needs))  # fmt: skip

    def preview(self, edits: Sequence[BulkEdit], then: Answer, owner: QObject) -> None:
        super().preview(edits, then, owner)
        then(BulkPreview(tuple(map(self.line, edits))))


@pytest.fixture
def opened(qtbot: QtBot, empty_window: QWidget) -> Callable[[Desk], PreviewDialog]:
    def show(desk: Desk) -> PreviewDialog:
        made = PreviewDialog("粘贴表格", "", desk.preview, desk.apply, empty_window)
        qtbot.addWidget(made)
        made.open()
        return made

    return show


def status_edits(*words: str) -> list[BulkEdit]:
    return [BulkEdit(number, "status", word) for number, word in enumerate(words, 1)]


def test_full_progress_is_given_to_what_closes_and_to_nothing_else(opened: Callable[[Desk], PreviewDialog]) -> None:
    desk = Rules(已销号=("statement", "progress"))
    dialog = opened(desk)
    dialog.ask(status_edits("已销号", "暂缓", "推进中"))
    dialog.full.click()
    dialog.reason.setText("生产线建成，九月起投入使用")
    dialog.look()
    dialog.submit()
    assert {edit.text: edit.progress for edit in desk.written[0]} == {"已销号": 100, "暂缓": None, "推进中": None}


def test_what_is_hidden_is_not_ticked(opened: Callable[[Desk], PreviewDialog]) -> None:
    desk = Rules(已销号=("progress", "confirmed"))
    dialog = opened(desk)
    dialog.ask(status_edits("已销号"))
    dialog.full.click()
    dialog.confirmed.click()
    dialog.look()
    assert dialog.confirm.isEnabled()
    dialog.ask(status_edits("推进中"))
    assert [(box.isVisible(), box.isChecked()) for box in (dialog.full, dialog.confirmed)] == [(False, False)] * 2
    dialog.ask(status_edits("已销号"))
    assert [(box.isVisible(), box.isChecked()) for box in (dialog.full, dialog.confirmed)] == [(True, False)] * 2
    assert not dialog.confirm.isEnabled()


@pytest.mark.parametrize(
    ("needs", "shown", "label"),
    [
        ((), (), "理由"),
        (("reason",), ("reason",), "理由"),
        (("reason", "decided_by"), ("reason", "decided_by"), "理由"),
        (("statement",), ("reason",), "办结说明（写给还没有办结说明的任务）"),
        (("progress",), ("full",), "理由"),
        (("confirmed",), ("confirmed",), "理由"),
    ],
)
def test_the_form_asks_for_what_the_rules_need(
    opened: Callable[[Desk], PreviewDialog], needs: tuple[str, ...], shown: tuple[str, ...], label: str
) -> None:
    dialog = opened(Rules(暂缓=needs))
    dialog.ask(status_edits("暂缓"))
    names = ("reason", "decided_by", "full", "confirmed")
    assert tuple(name for name in names if getattr(dialog, name).isVisible()) == shown
    assert dialog.reason.accessibleName() == label
    dialog.reason.setText("等待上级文件")
    dialog.decided_by.setText("王副市长")
    dialog.look()
    assert tuple(name for name in names if getattr(dialog, name).isVisible()) == shown  # also once it is given


def test_a_confirmation_covers_only_the_lines_that_were_seen(
    opened: Callable[[Desk], PreviewDialog], qtbot: QtBot
) -> None:
    desk = Rules(未启动=("confirmed",), 推进中=("confirmed",))
    dialog = opened(desk)
    dialog.ask(status_edits("未启动"))
    dialog.confirmed.click()
    qtbot.waitUntil(dialog.confirm.isEnabled)
    dialog.ask(status_edits("未启动", "推进中"))  # another line has come
    assert not dialog.confirmed.isChecked()
    assert not dialog.confirm.isEnabled()
    assert [edit.confirmed for edit in desk.asked[-1][0]] == [False, False]
    dialog.confirmed.click()
    dialog.look()
    dialog.submit()
    assert [edit.text for edit in desk.written[0]] == ["未启动", "推进中"]


def test_a_confirmation_of_one_thing_is_none_of_another(opened: Callable[[Desk], PreviewDialog]) -> None:
    desk = Rules(未启动=("confirmed",))
    dialog = opened(desk)
    dialog.ask(status_edits("未启动"))
    dialog.confirmed.click()
    dialog.look()
    desk.line = lambda edit: replace(Rules.line(desk, edit), question="时限已过 9 天")  # type: ignore[method-assign]
    dialog.look()
    assert not dialog.confirmed.isChecked()


def test_all_that_is_to_be_confirmed_is_shown(opened: Callable[[Desk], PreviewDialog]) -> None:
    dialog = opened(Rules(未启动=("confirmed",)))
    dialog.ask(status_edits(*["推进中 "] * (MOST_SHOWN + 20), *["未启动"] * (MOST_SHOWN + 1)))
    assert len(dialog.table.changes()) == 2 * MOST_SHOWN + 1
    assert "另有 20 行没有列出" in dialog.foot_label.text()


def test_the_keyboard_begins_at_the_value_and_goes_down_the_dialog(
    qtbot: QtBot, empty_window: QWidget, make_task: Callable[..., TaskRow], desk: Desk
) -> None:
    made = BulkDialog([make_task(1)], OfficeNames(), date(2026, 3, 2), desk.preview, desk.apply, empty_window)
    qtbot.addWidget(made)
    made.open()
    assert made.focusWidget() is made.value
    qtbot.keyClick(made.value, Qt.Key.Key_Tab)
    assert made.focusWidget() is made.leave  # nothing is listed yet, nothing can be applied
    qtbot.keyClick(made.leave, Qt.Key.Key_Tab)
    assert made.focusWidget() is made.field


def test_an_act_that_only_asks_for_a_tick_has_the_keyboard_there(
    qtbot: QtBot, empty_window: QWidget, make_task: Callable[..., TaskRow]
) -> None:
    desk = Rules(未启动=("confirmed",))
    tasks = [make_task(1), make_task(2)]
    made = BulkDialog(
        tasks, OfficeNames(), date(2026, 3, 2), desk.preview, desk.apply, empty_window, "交办", "其中 2 项时限已过"
    )
    qtbot.addWidget(made)
    made.open()
    made.preset("status", "未启动")
    assert made.focusWidget() is made.confirmed


@pytest.mark.parametrize(
    ("sentences", "said"),
    [
        ((already_past(date(2025, 6, 30), date(2026, 6, 30)),), "，1 处写的日子已经过了，不计在内"),
        (("9月前是指 8月31日 还是 9月30日？",), "，1 处写法不清，不计在内"),
        (
            (already_past(date(2025, 6, 30), date(2026, 6, 30)), "9月前是指 8月31日 还是 9月30日？"),
            "，1 处写的日子已经过了、1 处写法不清，不计在内",
        ),
    ],
)
def test_a_day_that_has_passed_is_not_called_unclear(dialog: BulkDialog, sentences: tuple[str, ...], said: str) -> None:
    lines = [
        EditLine(BulkEdit(number, "due_text", ""), "A1.1", "任务", "完成时限", "", "", asks=asks, unclear=True)
        for number, asks in enumerate(sentences)
    ]
    dialog.show_preview(BulkPreview(tuple(lines)))
    assert dialog.foot_label.text() == f"没有可应用的修改{said}"


def test_what_is_said_of_a_line_comes_first_also_where_all_are_asked_about(
    opened: Callable[[Desk], PreviewDialog],
) -> None:
    dialog = opened(Desk())
    plain, late = (
        EditLine(BulkEdit(number, "status", "未启动"), code, "任务", "状态", "待交办", "未启动", note=note,
                 asks="请确认后再交办。", needs=("confirmed",))
        for number, code, note in ((1, "A1.1", ""), (2, "B0.1", "时限已过，交办后即为红灯"))
    )  # fmt: skip
    dialog.show_preview(BulkPreview((plain, late)))
    assert [line.subject for line in dialog.table.changes()] == ["B0.1", "A1.1"]
