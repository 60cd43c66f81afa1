"""理由 and 批准人: shown where they are asked for, checked before anything is saved."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tracker.model.rules import Given
from tracker.ui.widgets.decision_fields import DecisionFields


@pytest.fixture
def fields(qtbot: QtBot, empty_window: QWidget) -> DecisionFields:
    made = DecisionFields()
    empty_window.setLayout(made)
    empty_window.show()
    empty_window.activateWindow()
    return made


@pytest.mark.parametrize(
    ("needs", "label", "decider"),
    [
        ((), "", False),
        (("reason",), "理由", False),
        (("reason", "decided_by"), "理由", True),
        (("statement",), "办结说明（写给还没有办结说明的任务）", False),
        (("statement", "reason"), "理由（同时作办结说明）", False),
        (("decided_by",), "", True),
    ],
)
def test_what_is_asked_for_is_shown(fields: DecisionFields, needs: tuple[str, ...], label: str, decider: bool) -> None:
    fields.ask(frozenset(needs))
    assert (fields.reason.isVisible(), fields.decided_by.isVisible()) == (bool(label), decider)
    assert not label or fields.reason.accessibleName() == label


@pytest.mark.parametrize(
    ("reason", "decided_by", "errors"),
    [
        ("", "", ("请写理由（至少 4 个字）", "请写批准人")),
        ("……！！", "——", ("请写理由（至少 4 个字）", "请写批准人")),
        ("等文件", "王副市长", ("请写理由（至少 4 个字）", "")),
        ("等待文件", "王副市长", ("", "")),
    ],
)
def test_marks_are_no_reason_and_no_name(
    fields: DecisionFields, reason: str, decided_by: str, errors: tuple[str, str]
) -> None:
    fields.ask(frozenset({"reason", "decided_by"}))
    fields.reason.setText(reason)
    fields.decided_by.setText(decided_by)
    assert fields.check() == (errors == ("", ""))
    assert (fields.reason_field.error(), fields.decider_field.error()) == errors


def test_typing_takes_the_complaint_away(fields: DecisionFields, qtbot: QtBot) -> None:
    fields.ask(frozenset({"reason"}))
    assert not fields.check()
    assert fields.reason.hasFocus()
    with qtbot.waitSignal(fields.changed):
        qtbot.keyClicks(fields.reason, "a")
    assert fields.reason_field.error() == ""


def test_what_is_hidden_is_neither_asked_for_nor_given(fields: DecisionFields) -> None:
    fields.reason.setText("等待文件")
    fields.decided_by.setText("王副市长")
    fields.ask(frozenset({"decided_by"}))
    assert fields.given == Given("", "王副市长")
    fields.ask(frozenset())
    assert fields.check()
    assert fields.given == Given()
