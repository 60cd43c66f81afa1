"""Granting and refusing as a person does it: the keys, the forms, several at once, and what is refused."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from tracker.model.changeset import Decision
from tracker.model.deadline_outlook import DeadlineOutlook
from tracker.model.enums import Choice
from tracker.ui.review.answer_forms import GrantForm, GrantManyForm
from tracker.ui.review.dialog import ReviewDialog
from tracker.ui.review.entries import Book, Review
from tracker.ui.widgets.form_dialog import FormDialog

CONTROL = Qt.KeyboardModifier.ControlModifier
REASON = "司法局要求补做审查"


@pytest.fixture
def dialog(asked: Book, empty_window: QWidget) -> ReviewDialog:
    made = ReviewDialog(Review([asked]), empty_window)
    made.open()
    return made


def decided(dialog: ReviewDialog) -> dict[str, Decision]:
    return {f"{key} {field}": one for (_, key, field), one in dialog.books[0].decisions.all().items()}


def form_of(dialog: ReviewDialog, kind: type[FormDialog] = GrantForm) -> Any:
    (form,) = [form for form in dialog.findChildren(kind) if form.isVisible()]
    return form


def write(form: FormDialog, **texts: str) -> None:
    for name, text in texts.items():
        editor: Any = form._rows[name].editor
        editor.selectAll()
        editor.insertPlainText(text) if isinstance(editor, QPlainTextEdit) else editor.insert(text)


def test_the_requests_come_first_and_say_so(dialog: ReviewDialog) -> None:
    assert [(group.key, group.size) for group in dialog.groups] == [("request", 4), ("forbidden", 1), ("change", 1)]
    assert dialog._heading.text() == "延期申请 1 / 4"
    assert dialog.foot_label.text() == (
        "采纳 1 项，保留 0 项，待决定 5 项；其中时限申请同意 0 项、不同意 0 项、待定 4 项。采纳后可整批撤销。"
    )
    entry = dialog.current()
    assert entry is not None
    words = [button.text() for button in entry.bar.buttons.values()]  # type: ignore[union-attr]
    assert words == ["同意…", "不同意…", "以后再定"]


def test_granting_asks_who_and_why(dialog: ReviewDialog, press: Callable[..., None], qtbot: Any) -> None:
    press(Qt.Key.Key_1)
    form = form_of(dialog)
    assert form.text("to_text") == "2027-01-31"
    assert form.summary.accessibleName().splitlines() == [
        "2026-10-24 → 2027-01-31 · 延期 · 第 1 次延期 · 推后 99 天",
        "亮灯：红 · 逾期36天 → 绿",
        "序时 100% → 84%，落后 22 点 → 落后 6 点，剩余 63 天",
    ]
    qtbot.mouseClick(form.confirm, Qt.MouseButton.LeftButton)
    assert (form.field("decided_by").error(), form.field("reason").error()) == (
        "请写批准人：谁同意改时限",
        "请写理由（至少 4 个字）",
    )
    write(form, decided_by="王市长", reason="无")
    qtbot.mouseClick(form.confirm, Qt.MouseButton.LeftButton)
    assert "至少 4 个字" in form.field("reason").error()
    assert decided(dialog) == {}
    write(form, reason=REASON)
    qtbot.keyClick(form._rows["decided_by"].editor, Qt.Key.Key_Return)
    assert decided(dialog) == {"D1 due_text": Decision(Choice.THEIRS, None, REASON, "王市长")}
    assert dialog._heading.text() == "延期申请 2 / 4"
    assert "其中时限申请同意 1 项、不同意 0 项、待定 3 项" in dialog.foot_label.text()
    assert dialog.apply.text() == "采纳 2 项"
    press(Qt.Key.Key_Z, modifier=CONTROL)
    assert decided(dialog) == {}
    assert dialog._heading.text() == "延期申请 1 / 4"


def test_the_reason_of_the_office_is_enough_and_nodes_may_stay(
    dialog: ReviewDialog, press: Callable[..., None], qtbot: Any
) -> None:
    press(Qt.Key.Key_Down, Qt.Key.Key_1)
    form = form_of(dialog)
    assert not form.field("reason").isVisible()
    assert form.field("nodes").isVisible()
    form.nodes.setCurrentText("节点保持不变")
    assert "亮灯：红 · 逾期36天 → 黄 · 节点逾期9天" in form.summary.accessibleName()
    write(form, decided_by="王市长")
    qtbot.mouseClick(form.confirm, Qt.MouseButton.LeftButton)
    assert decided(dialog) == {"D2 due_text": Decision(Choice.THEIRS, None, "", "王市长", keep_nodes=True)}
    press(Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_1)
    again = form_of(dialog)
    assert (again.text("decided_by"), again.text("nodes")) == ("王市长", "节点保持不变")


def test_another_date_is_granted_as_it_was_shown(
    dialog: ReviewDialog, press: Callable[..., None], outlook_of: Callable[..., DeadlineOutlook], qtbot: Any
) -> None:
    press(Qt.Key.Key_Down, Qt.Key.Key_1)
    form = form_of(dialog)
    with qtbot.waitSignal(dialog.outlook_asked) as asked:
        write(form, to_text="12月底", decided_by="王市长")
    assert (asked.args[0].change.task, asked.args[1]) == ("D2", "12月底")
    assert not form.confirm.isEnabled()
    qtbot.keyClick(form, Qt.Key.Key_Return, CONTROL)
    assert decided(dialog) == {}
    form.show_outlook(outlook_of(typed="6月底"))  # an answer to what is not typed any more
    assert not form.confirm.isEnabled()
    form.show_outlook(outlook_of(typed="12月底", wording="2026年12月底"))
    qtbot.mouseClick(form.confirm, Qt.MouseButton.LeftButton)
    assert decided(dialog) == {"D2 due_text": Decision(Choice.MERGED, "2026年12月底", "", "王市长")}
    line = dialog.list_view.opened[1].line  # type: ignore[union-attr]
    assert line.accessibleName().endswith("同意另一时限")


def test_what_cannot_be_read_is_granted_only_with_another_date(
    dialog: ReviewDialog, press: Callable[..., None], qtbot: Any
) -> None:
    press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_1)
    form = form_of(dialog)
    assert form.summary.accessibleName() == "D3 申请的时限读不出日期，不能同意；请填写同意的日期。"
    assert not form.confirm.isEnabled()
    form.submit()
    assert decided(dialog) == {}


def test_refusing_asks_for_the_answer(dialog: ReviewDialog, press: Callable[..., None], qtbot: Any) -> None:
    press(Qt.Key.Key_3)
    form = form_of(dialog, FormDialog)
    qtbot.mouseClick(form.confirm, Qt.MouseButton.LeftButton)
    assert form.field("answer").error() == "请写不同意的理由"
    write(form, answer="年内必须完成")
    qtbot.keyClick(form, Qt.Key.Key_Return, CONTROL)
    assert decided(dialog) == {"D1 due_text": Decision(Choice.OURS, reason="年内必须完成")}
    assert "不同意 1 项" in dialog.foot_label.text()
    press(Qt.Key.Key_0)
    assert decided(dialog)["D2 due_text"] == Decision(Choice.LATER)


def test_escape_decides_nothing(dialog: ReviewDialog, press: Callable[..., None], qtbot: Any) -> None:
    for key in (Qt.Key.Key_1, Qt.Key.Key_3):
        press(key)
        form = form_of(dialog, FormDialog)
        qtbot.keyClick(form, Qt.Key.Key_Escape)
        assert not form.isVisible()
        form.deleteLater()
    assert decided(dialog) == {}
    assert dialog.isVisible()


def test_several_are_granted_together_and_the_incomplete_stay(
    dialog: ReviewDialog, press: Callable[..., None], qtbot: Any
) -> None:
    grant = dialog.whole[Choice.THEIRS]
    assert (grant.text(), grant.isEnabled()) == ("同意选中…", False)
    press(Qt.Key.Key_A, modifier=CONTROL)
    assert grant.isEnabled()
    qtbot.mouseClick(grant, Qt.MouseButton.LeftButton)
    form = form_of(dialog, GrantManyForm)
    assert form.summary.accessibleName().splitlines() == [
        "按对方希望的时限同意 1 项。",
        "3 项保持待定：",
        "D1：还没有理由（至少 4 个字）",
        "D3：申请的时限读不出日期，不能同意；请填写同意的日期。",
        "D4：待销号，不能改完成时限；请先退回。",
    ]
    qtbot.mouseClick(form.confirm, Qt.MouseButton.LeftButton)
    assert form.field("decided_by").error() == "请写批准人：谁同意改时限"
    write(form, reason="疫情影响施工", decided_by="王市长")
    assert form.confirm.text() == "同意 2 项"
    qtbot.mouseClick(form.confirm, Qt.MouseButton.LeftButton)
    assert decided(dialog) == {
        "D1 due_text": Decision(Choice.THEIRS, None, "疫情影响施工", "王市长"),
        "D2 due_text": Decision(Choice.THEIRS, None, "", "王市长"),
    }
    assert dialog.list_view.marked() == 0
    press(Qt.Key.Key_Z, modifier=CONTROL)  # one step
    assert decided(dialog) == {}


def test_several_are_refused_or_put_off_by_keys(dialog: ReviewDialog, press: Callable[..., None], qtbot: Any) -> None:
    press(Qt.Key.Key_A, modifier=CONTROL)
    press(Qt.Key.Key_3)
    form = form_of(dialog, FormDialog)
    write(form, answer="一律不延")
    qtbot.mouseClick(form.confirm, Qt.MouseButton.LeftButton)
    assert set(decided(dialog).values()) == {Decision(Choice.OURS, reason="一律不延")}
    assert len(decided(dialog)) == 4
    press(Qt.Key.Key_A, modifier=CONTROL)
    press(Qt.Key.Key_0)
    assert set(decided(dialog).values()) == {Decision(Choice.LATER)}


def test_what_was_answered_keeps_its_answer_among_several(
    dialog: ReviewDialog, press: Callable[..., None], qtbot: Any
) -> None:
    press(Qt.Key.Key_3)
    refusal = form_of(dialog, FormDialog)
    write(refusal, answer="年内必须完成")
    qtbot.mouseClick(refusal.confirm, Qt.MouseButton.LeftButton)
    press(Qt.Key.Key_A, modifier=CONTROL)
    press(Qt.Key.Key_1)
    form = form_of(dialog, GrantManyForm)
    assert form._note.text() == "选中 3 项"
    write(form, decided_by="王市长")
    qtbot.mouseClick(form.confirm, Qt.MouseButton.LeftButton)
    assert decided(dialog) == {
        "D1 due_text": Decision(Choice.OURS, reason="年内必须完成"),
        "D2 due_text": Decision(Choice.THEIRS, None, "", "王市长"),
    }


def test_nothing_that_can_be_granted_is_granted_together(dialog: ReviewDialog, press: Callable[..., None]) -> None:
    dialog.list_view.mark((2, 3))
    press(Qt.Key.Key_1)
    form = form_of(dialog, GrantManyForm)
    assert form.summary.accessibleName().startswith("选中的申请都不能这样同意。")
    assert not form.confirm.isEnabled()


def test_taking_all_elsewhere_touches_no_request(dialog: ReviewDialog, qtbot: Any) -> None:
    qtbot.mouseClick(dialog.list.entries["change"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(dialog.whole[Choice.THEIRS], Qt.MouseButton.LeftButton)
    assert decided(dialog) == {"D5 progress": Decision(Choice.THEIRS)}
    dialog.decide_group(Choice.THEIRS)
    dialog.show_group("request")
    dialog.decide_group(Choice.THEIRS)  # nothing is marked: the form is of the current one alone, nothing is decided
    assert list(decided(dialog)) == ["D5 progress"]


def test_what_is_forbidden_can_only_be_kept_out_or_wait(
    dialog: ReviewDialog, press: Callable[..., None], qtbot: Any
) -> None:
    qtbot.mouseClick(dialog.list.entries["forbidden"], Qt.MouseButton.LeftButton)
    entry = dialog.list_view.opened[0]
    assert [button.text() for button in entry.bar.buttons.values()] == ["保留我方", "以后再定"]  # type: ignore[union-attr]
    assert dialog.whole[Choice.OURS].isVisible()
    assert not dialog.whole[Choice.THEIRS].isVisible()
    press(Qt.Key.Key_2, Qt.Key.Key_3)
    dialog.decide_group(Choice.THEIRS)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_2)
    assert decided(dialog) == {}
    press(Qt.Key.Key_1)
    assert decided(dialog) == {"D4 progress": Decision(Choice.OURS)}


def test_a_frozen_deadline_can_only_be_refused_or_wait(
    dialog: ReviewDialog, press: Callable[..., None], qtbot: Any
) -> None:
    dialog.list_view.go(3)
    entry = dialog.list_view.opened[3]
    assert [button.text() for button in entry.bar.buttons.values()] == ["不同意…", "以后再定"]  # type: ignore[union-attr]
    press(Qt.Key.Key_1)
    assert not dialog.findChildren(FormDialog)
    press(Qt.Key.Key_3)
    form = form_of(dialog, FormDialog)
    write(form, answer="已报完成")
    qtbot.mouseClick(form.confirm, Qt.MouseButton.LeftButton)
    assert decided(dialog) == {"D4 due_text": Decision(Choice.OURS, reason="已报完成")}
