"""A dialog that saves: closed when done, open when refused, and no trouble when it was closed before."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tracker.errors import RuleError
from tracker.model.changes import Changes
from tracker.ui.core.bus import Bus
from tracker.ui.core.jobs import Jobs
from tracker.ui.widgets.saving_dialog import Reply, SavingDialog

SENTENCE = "这项任务刚刚被改过，请再看一遍。"


class Asking(SavingDialog):
    """Saves nothing but itself."""

    def __init__(self, jobs: Jobs, service: Callable[[Any], Changes], parent: QWidget) -> None:
        super().__init__("保存", parent=parent)
        self._jobs, self._service = jobs, service
        self.confirm = self.add_button("保存", "primary", self.submit)
        self.finished.connect(self.deleteLater)

    def submit(self) -> None:
        """Save once."""
        self._jobs.write(self._service, **self.begin_saving().route)


def done(_session: Any) -> Changes:
    return Changes()


def refuse(_session: Any) -> Changes:
    raise RuleError(SENTENCE)


@pytest.fixture
def ask(empty_window: QWidget, jobs: Jobs) -> Callable[..., Asking]:
    def opened(service: Callable[[Any], Changes]) -> Asking:
        dialog = Asking(jobs, service, empty_window)
        dialog.open()
        return dialog

    return opened


def test_what_is_saved_closes_it(ask: Callable[..., Asking], jobs: Jobs, qtbot: QtBot) -> None:
    dialog = ask(done)
    with qtbot.waitSignal(dialog.accepted):
        dialog.confirm.click()
        assert not dialog.confirm.isEnabled(), "nothing is saved twice"
        jobs.drain()


def test_what_is_refused_stays_open_with_the_sentence(ask: Callable[..., Asking], jobs: Jobs) -> None:
    aloud: list[str] = []
    jobs.failed.connect(aloud.append)
    dialog = ask(refuse)
    dialog.confirm.click()
    jobs.drain()
    assert (dialog.isVisible(), dialog.confirm.isEnabled()) == (True, True)
    assert (dialog.foot_label.text(), aloud) == (SENTENCE, [])


@pytest.mark.parametrize(("service", "told"), [(done, []), (refuse, [SENTENCE])])
def test_closed_before_the_answer_it_is_not_missed(
    ask: Callable[..., Asking], jobs: Jobs, bus: Bus, qtbot: QtBot, service: Callable[[Any], Changes], told: list[str]
) -> None:
    """The database was busy, the user pressed Esc: what was written is announced, a refusal is said in the window."""
    aloud: list[str] = []
    announced: list[Changes] = []
    jobs.failed.connect(aloud.append)
    bus.changed.connect(announced.append)
    dialog = ask(service)
    dialog.confirm.click()
    dialog.reject()
    with qtbot.captureExceptions() as raised:
        QCoreApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)
        jobs.drain()
    assert (raised, aloud) == ([], told)
    assert len(announced) == (service is done)


def test_a_reply_knows_the_way(qapp: QObject) -> None:
    heard: list[str] = []
    owner = QObject()
    route = Reply(lambda: heard.append("done"), heard.append, owner).route
    route["on_result"](Changes())
    route["failed"]("不行")
    assert (heard, route["owner"]) == (["done", "不行"], owner)


def test_one_that_waited_in_vain_can_be_filled_in_again(ask: Callable[..., Asking]) -> None:
    dialog = ask(done)
    reply = dialog.begin_saving()
    dialog.wait_for_answer("正在确认")
    body = dialog.body.parentWidget()
    assert body is not None
    assert not body.isEnabled()
    reply.refused(SENTENCE)
    assert body.isEnabled()
    assert dialog.confirm.isEnabled()
