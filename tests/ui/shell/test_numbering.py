"""编号规则 in its form: numbers to come follow it, those given stay."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.forms import fill
from tracker.model.source_words import SourceKind
from tracker.services.sources.numbering import read_rule
from tracker.services.sources.register import SourceFacts, register_source
from tracker.ui.core.context import Context
from tracker.ui.shell.numbering import ask_numbering
from tracker.ui.widgets.form_dialog import FormDialog


@pytest.fixture
def form(live: Context, qtbot: QtBot) -> FormDialog:
    window = QWidget()
    qtbot.addWidget(window)
    ask_numbering(live, window)
    live.jobs.drain()
    (dialog,) = window.findChildren(FormDialog)
    return dialog


def answer(context: Context, read: Any) -> Any:
    seen: list[Any] = []
    context.jobs.read(read, on_result=seen.append)
    context.jobs.drain()
    return seen[0]


def register(context: Context) -> str:
    def write(session: Any) -> Any:
        return register_source(session, SourceFacts(SourceKind.INSTRUCTION, "批示一件"), date(2026, 3, 2))

    seen: list[Any] = []
    context.jobs.write(write, on_result=seen.append)
    context.jobs.drain()
    return str(seen[0].label)


def test_the_form_shows_the_rule_and_changes_it_for_numbers_to_come(form: FormDialog, live: Context) -> None:
    assert (form.text(SourceKind.INSTRUCTION.value), form.text("width")) == ("批", "2")
    assert "批2026-01" in register(live)
    fill(form, instruction="令")
    fill(form, width="3")
    form.submit()
    live.jobs.drain()
    assert not isValid(form)  # closed, and gone
    signs, width = answer(live, read_rule)
    assert (signs[SourceKind.INSTRUCTION], width) == ("令", 3)
    assert "令2026-002" in register(live)


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("instruction", "会", "各不相同"),
        ("instruction", "A1", "要写 1 到 4 个汉字"),
        ("width", "9", "要在 1 到 6 之间"),
    ],
)
def test_a_rule_that_cannot_be_is_said_and_nothing_changes(
    form: FormDialog, live: Context, field: str, text: str, sentence: str
) -> None:
    before = answer(live, read_rule)
    fill(form, **{field: text})
    form.submit()
    live.jobs.drain()
    assert form.isVisible()
    assert sentence in form.foot_label.text()
    assert answer(live, read_rule) == before


def test_digits_are_a_number(form: FormDialog, live: Context) -> None:
    fill(form, width="两位")
    form.submit()
    assert form.isVisible()
    assert form.field("width").error() == "请写一个数字，如 2"
