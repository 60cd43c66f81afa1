"""The dialogs about one task: what they ask, what they refuse, what they hand over."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.forms import fill
from tracker.model.deadline_outlook import DeadlinePreview
from tracker.model.enums import DueKind, Status
from tracker.model.rows import OfficeRow, TaskRow
from tracker.model.rules import transition
from tracker.ui.ledger.bulk_dialog import hint
from tracker.ui.task import forms as task_forms
from tracker.ui.task.deadline_dialog import DeadlineDialog
from tracker.ui.widgets.entry_checks import OfficeNames
from tracker.ui.widgets.form_dialog import FormDialog, Values
from tracker.ui.widgets.saving_dialog import Reply
from tracker.ui.widgets.textdiff import Prose

TODAY = date(2023, 9, 15)
OFFICES = OfficeNames((OfficeRow(1, "市经信局", "市经信局", (), 1), OfficeRow(2, "市财政局", "市财政局", (), 1)))


class Saving:
    """Stands in for the jobs: keeps the values, then saves or refuses."""

    def __init__(self, refusal: str = "") -> None:
        self.values: list[dict[str, object]] = []
        self.refusal = refusal

    def __call__(self, values: Values, reply: Reply) -> None:
        self.values.append(dict(values))
        if self.refusal:
            reply.refused(self.refusal)
        else:
            reply.done()


def preview(typed: str, then: Callable[[DeadlinePreview], None], _owner: QObject) -> None:
    """Answer as the database would for a later day of a task whose deadline nobody may correct."""
    then(
        DeadlinePreview(
            1, typed, "2023-12-31", typed, "延期", "第 1 次延期", "推后 182 天", needs_decision=True, nodes=2
        )
    )


def forms(task: TaskRow, saving: Saving, window: QWidget) -> dict[str, FormDialog]:
    move = transition(Status.IN_PROGRESS, Status.PAUSED)
    assert move is not None
    return {
        "progress": task_forms.progress_dialog(task, TODAY, saving, window),
        "extension": DeadlineDialog(task, None, TODAY, preview, saving, window),
        "reason": task_forms.reason_dialog(task, move, saving, window, today=TODAY),
        "closing": task_forms.closing_dialog(task, 0, saving, window),
        "task": task_forms.task_dialog(task, OFFICES, saving, window),
        "milestone": task_forms.milestone_dialog(task, TODAY, saving, window),
        "evidence": task_forms.evidence_dialog(task, saving, window),
    }


CASES: list[tuple[str, dict[str, str], str, dict[str, str], dict[str, object]]] = [
    # form, wrong texts, field that complains, right texts, values handed over
    ("progress", {"progress": "160"}, "progress", {"progress": "70%", "note": "已印发"},
     {"on": "2023-09-15", "progress": 70, "note": "已印发", "problems": "", "next_steps": ""}),
    ("progress", {"on": ""}, "on", {"on": "2023-09-01", "note": "已印发"}, {"on": "2023-09-01"}),
    ("progress", {"on": "2023-13-01"}, "on", {"on": "8月底", "note": "x"}, {"on": "2023-08-31"}),
    ("progress", {"on": "2023-12-01"}, "on", {"on": "昨天", "note": "x"}, {"on": "2023-09-14"}),
    ("extension", {}, "to_text", {"to_text": "2024年6月底", "reason": "资金", "decided_by": "王副市长"},
     {"to_text": "2024年6月底", "reason": "资金", "decided_by": "王副市长", "nodes": "节点一并顺延", "way": ""}),
    ("extension", {"to_text": "2024年6月底"}, "reason", {"reason": "资金", "decided_by": "王副市长"},
     {"reason": "资金"}),
    ("extension", {"to_text": "2024年6月底", "reason": "资金"}, "decided_by", {"decided_by": "王副市长"},
     {"reason": "资金", "decided_by": "王副市长"}),
    ("reason", {}, "reason", {"reason": "等待政策", "decided_by": "王副市长"},
     {"reason": "等待政策", "decided_by": "王副市长", "until": "2023-12-14"}),
    ("reason", {"reason": "等待政策"}, "decided_by", {"decided_by": "王副市长", "until": "2023-11-01"},
     {"until": "2023-11-01"}),
    ("closing", {"statement": "完成"}, "evidence", {"evidence": "甬政发12号"},
     {"statement": "完成", "evidence": "甬政发12号", "progress": 50}),
    ("closing", {"statement": "完成", "evidence": "甬政发12号", "progress": "101"}, "progress", {"progress": "100"},
     {"progress": 100}),
    ("task", {"title": " "}, "title", {"title": "入库"}, {"title": "入库", "lead_office": "市经信局"}),
    ("task", {"title": "入库", "lead_office": "水利局"}, "lead_office", {"lead_office": ""}, {"lead_office": ""}),
    ("milestone", {"title": "印发", "weight": "0"}, "weight", {"weight": "2"}, {"weight": 2, "due_on": "2023-12-31"}),
    ("evidence", {"name": "验收意见"}, "text", {"text": "通过"}, {"name": "验收意见", "text": "通过"}),
]  # fmt: skip


@pytest.mark.parametrize(("form", "wrong", "complains", "right", "handed"), CASES)
def test_each_form(
    empty_window: QWidget,
    make_task: Callable[..., TaskRow],
    form: str,
    wrong: dict[str, str],
    complains: str,
    right: dict[str, str],
    handed: dict[str, object],
) -> None:
    saving = Saving()
    dialog = fill(forms(make_task(), saving, empty_window)[form], **wrong)
    dialog.open()
    dialog.submit()
    assert saving.values == []
    assert dialog.field(complains).error()
    assert dialog.field(complains).editor.property("error") == "true"
    fill(dialog, **right).submit()
    assert len(saving.values) == 1
    assert handed.items() <= saving.values[0].items()
    assert dialog.isHidden()


def test_a_refusal_keeps_the_dialog_and_what_was_typed(
    empty_window: QWidget, make_task: Callable[..., TaskRow]
) -> None:
    saving = Saving("A1.1 待销号，不能改完成时限；请先退回。")
    dialog = forms(make_task(), saving, empty_window)["extension"]
    dialog.open()
    fill(dialog, to_text="2023-01-01", reason="资金", decided_by="王副市长").submit()
    assert dialog.isVisible()
    assert dialog.foot_label.text() == "A1.1 待销号，不能改完成时限；请先退回。"
    assert dialog.text("reason") == "资金"
    assert dialog.confirm.isEnabled()


def test_evidence_is_asked_for_only_where_there_is_none(
    empty_window: QWidget, make_task: Callable[..., TaskRow]
) -> None:
    saving = Saving()
    dialog = task_forms.closing_dialog(make_task(closing_statement="完成"), 2, saving, empty_window)
    dialog.submit()
    assert saving.values == [{"statement": "完成", "progress": 50, "evidence": ""}]


def test_a_new_deadline_says_how_it_is_understood(empty_window: QWidget, make_task: Callable[..., TaskRow]) -> None:
    dialog = forms(make_task(), Saving(), empty_window)["extension"]
    assert isinstance(dialog, DeadlineDialog)
    fill(dialog, to_text="2024年6月底")
    assert not dialog.confirm.isEnabled()  # nothing is saved that was not previewed
    dialog.look()
    assert dialog.summary.text() == "2023-12-31 → 2024年6月底 · 延期 · 第 1 次延期 · 推后 182 天"
    assert dialog.confirm.isEnabled()
    dialog.show_preview(DeadlinePreview(1, "以后", "2023-12-31", "以后", error="“以后”读不出日期。"))
    assert (dialog.summary.text(), dialog.confirm.isEnabled()) == ("“以后”读不出日期。", False)


def test_the_cursor_starts_where_one_begins_to_write(
    empty_window: QWidget, make_task: Callable[..., TaskRow], qtbot: QtBot
) -> None:
    for form, field in (("progress", "note"), ("reason", "reason"), ("milestone", "title")):
        dialog = forms(make_task(), Saving(), empty_window)[form]
        dialog.open()
        assert dialog.focusWidget() is dialog.field(field).editor
        dialog.reject()


def test_ctrl_enter_saves_and_esc_leaves(empty_window: QWidget, make_task: Callable[..., TaskRow]) -> None:
    saving = Saving()
    dialog = fill(forms(make_task(), saving, empty_window)["reason"], reason="等待政策", decided_by="王副市长")
    dialog.open()
    QTest.keyClick(dialog.field("reason").editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(saving.values) == 1
    other = forms(make_task(), saving, empty_window)["reason"]
    other.open()
    QTest.keyClick(other, Qt.Key.Key_Escape)
    assert other.isHidden()
    assert len(saving.values) == 1


def test_they_fit_and_paint(
    empty_window: QWidget, make_task: Callable[..., TaskRow], grab: Callable[..., None]
) -> None:
    for name, dialog in forms(make_task(), Saving(), empty_window).items():
        dialog.open()
        assert dialog.sheet.height() <= 768 - 64
        grab(dialog, f"dialog-{name}")
        dialog.reject()


@pytest.mark.parametrize(
    ("target", "buttons", "kind"),
    [(Status.CANCELLED, ("返回", "取消任务"), "danger"), (Status.PAUSED, ("取消", "暂缓"), "primary")],
)
def test_cancelling_has_no_two_buttons_that_say_cancel(
    make_task: Callable[..., TaskRow], empty_window: QWidget, target: Status, buttons: tuple[str, str], kind: str
) -> None:
    """The act names itself on a button of its own colour; the other one only leads back."""
    move = transition(Status.IN_PROGRESS, target)
    assert move is not None
    dialog = task_forms.reason_dialog(make_task(), move, Saving(), empty_window, today=TODAY)
    assert (dialog.leave.text(), dialog.confirm.text()) == buttons
    assert dialog.confirm.property("kind") == kind


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"due_text": "2023年12月底前", "due_on": date(2023, 12, 31)}, "现在的时限：2023-12-31（2023年12月底前）"),
        ({"due_text": "", "due_on": None, "due_kind": DueKind.NONE, "first_due_on": None}, "现在的时限：未定"),
        (
            {
                "due_text": "2023-12-31",
                "due_on": date(2023, 12, 31),
                "first_due_on": date(2023, 6, 30),
                "extensions": 2,
            },
            "现在的时限：2023-12-31，原时限 2023-06-30，已延期 2 次",
        ),
    ],
)
def test_another_deadline_is_asked_for_beside_the_one_that_stands(
    empty_window: QWidget, make_task: Callable[..., TaskRow], values: dict, words: str
) -> None:
    dialog = DeadlineDialog(make_task(**values), None, TODAY, preview, Saving(), empty_window)
    assert words in [prose.accessibleName() for prose in dialog.findChildren(Prose)]
    assert dialog.typed.placeholderText() == "如 2023年12月底前"


def test_closing_says_what_it_needs_and_how_much_is_there(
    empty_window: QWidget, make_task: Callable[..., TaskRow]
) -> None:
    dialog = task_forms.closing_dialog(make_task(progress=80), 2, Saving(), empty_window)
    words = "".join(prose.accessibleName() for prose in dialog.findChildren(Prose))
    for part in ("由交办方核实后办理", "办结说明（至少 10 个字）", "有效佐证（现有 2 份）", "进度 100%（现在 80%）"):
        assert part in words


@pytest.mark.parametrize("today", [date(2023, 9, 15), date(2031, 12, 31)])
def test_examples_of_days_are_of_the_day(empty_window: QWidget, make_task: Callable[..., TaskRow], today: date) -> None:
    task = make_task(due_on=None)
    node = task_forms.milestone_dialog(task, today, Saving(), empty_window)
    node.submit()
    assert node.field("due_on").error() == f"请填日期，如 {today}"
    assert node.field("due_on").editor.placeholderText() == f"如 {today}"
    assert DeadlineDialog(task, None, today, preview, Saving(), empty_window).typed.placeholderText() == (
        f"如 {today.year}年12月底前"
    )
    assert hint("due_text", today) == f"如 {today.year}年12月底前、长期坚持，留空即未定"
    assert hint("start_on", today) == f"如 {today}，留空即未定"


@pytest.mark.parametrize(
    ("source", "target", "title"),
    [
        (Status.CLOSING, Status.IN_PROGRESS, "退回任务"),
        (Status.IN_PROGRESS, Status.CANCELLED, "取消任务"),
        (Status.IN_PROGRESS, Status.NOT_STARTED, "改回未启动"),
        (Status.PAUSED, Status.NOT_STARTED, "恢复为未启动"),
    ],
)
def test_a_form_is_called_as_people_say(source: Status, target: Status, title: str) -> None:
    assert task_forms.title_of(transition(source, target)) == title
