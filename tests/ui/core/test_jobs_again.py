"""A connection that goes: the same act is sent again by its key, and is there exactly once."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from tracker.errors import AgainError, DoneBeforeError, LoginError
from tracker.model.changes import Changes
from tracker.ui.core import jobs as jobs_module
from tracker.ui.core.bus import Bus
from tracker.ui.core.jobs import Jobs
from tracker.ui.widgets.saving_dialog import SavingDialog


class Flaky:
    """Loses the connection so often before an act is written, or after it, when nobody heard of it."""

    def __init__(self, losses: int, *, after: bool = False) -> None:
        self.acts: list[str] = []
        self.losses, self.after = losses, after
        self.written: dict[str, int] = {}

    @contextmanager
    def session(self, act: str = "") -> Iterator[object]:
        self.acts.append(act)
        if act in self.written:
            raise DoneBeforeError("改责任人", 7)
        if self.losses and not self.after:
            self.losses -= 1
            raise AgainError("连接断开，没有保存。")
        yield self
        self.written[act] = self.written.get(act, 0) + 1
        if self.losses:
            self.losses -= 1
            raise AgainError("正在确认。", unknown=True)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs_module, "PAUSES", (0.0, 0.0, 0.0))


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("losses", [1, 2, 3])
def test_an_act_whose_connection_goes_is_there_exactly_once(
    qapp: QApplication, bus: Bus, quick: None, losses: int, after: bool
) -> None:
    store = Flaky(losses, after=after)
    road = Jobs(store.session, bus)
    heard: list[object] = []
    sentences: list[str] = []
    road.failed.connect(sentences.append)
    road.write(lambda _session: Changes("改责任人", 7), on_result=heard.append)
    road.drain()
    road.close()
    assert list(store.written.values()) == [1]
    assert len(set(store.acts)) == 1, "always the same key"
    assert [changes.batch_id for changes in heard] == [7]
    assert sentences == []


@pytest.mark.parametrize("after", [False, True])
def test_an_act_waits_for_a_server_that_stays_away_and_is_there_once(
    qapp: QApplication, bus: Bus, quick: None, after: bool
) -> None:
    """Whether the answer got lost before or after the commit: by its key it is written exactly once."""
    store = Flaky(5 if not after else 1, after=after)
    road = Jobs(store.session, bus)
    told: list[str] = []
    heard: list[object] = []
    ended: list[int] = []
    road.waiting.connect(told.append)
    road.failed.connect(told.append)
    if after:  # the connection goes at the commit and does not come back for the question by key either
        monkey = store.session

        @contextmanager
        def lost(act: str = "") -> Iterator[object]:
            if act in store.written and len(store.acts) < 4:
                store.acts.append(act)
                raise AgainError("连接断开。")
            with monkey(act) as session:
                yield session

        road._sessions = lost
    road.write(lambda _session: Changes("改责任人", 7), on_result=heard.append, ended=lambda: ended.append(1))
    road.drain()
    assert told == [jobs_module.AWAY]
    assert heard == []
    assert ended == [], "it is under way still"
    while not heard:
        road.send_again()
        road.drain()
    road.close()
    assert list(store.written.values()) == [1]
    assert len(set(store.acts)) == 1, "always the same key"
    assert ended == [1]
    road.send_again()


def test_a_dialog_that_is_open_is_told_and_keeps_what_was_typed(
    qapp: QApplication, bus: Bus, quick: None, qtbot: QtBot
) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    road = Jobs(Flaky(99).session, bus)
    refused: list[str] = []
    road.write(lambda _session: Changes("改责任人", 7), owner=dialog, failed=refused.append)
    road.drain()
    road.close()
    assert refused == ["连接断开，没有保存。"]


def test_an_act_whose_editor_is_gone_is_sent_as_it_was_promised(qapp: QApplication, bus: Bus, quick: None) -> None:
    store, owner = Flaky(99), QObject()
    road, heard, ended = Jobs(store.session, bus), list[object](), list[int]()
    road.write(
        lambda _session: Changes("改责任人", 7), owner=owner, on_result=heard.append, ended=lambda: ended.append(1)
    )
    road.drain()
    delete(owner)
    store.losses = 0
    road.send_again()
    road.drain()
    road.close()
    assert list(store.written.values()) == [1]
    assert (heard, ended) == ([], [1]), "nobody is there to hear it, yet it is over"


def test_two_writers_that_meet_again_and_again_are_told_and_wait_for_no_server(
    qapp: QApplication, bus: Bus, quick: None
) -> None:
    tries, said, waiting, ended = list[str](), list[str](), list[str](), list[int]()

    @contextmanager
    def sessions(act: str = "") -> Iterator[object]:
        tries.append(act)
        raise AgainError("撞在一起，没有保存。", met=True)
        yield None

    road = Jobs(sessions, bus)
    road.waiting.connect(waiting.append)
    road.write(lambda _session: Changes("改责任人", 7), failed=said.append, ended=lambda: ended.append(1))
    road.drain()
    road.send_again()
    road.drain()
    road.close()
    assert (len(tries), len(set(tries))) == (4, 1)
    assert (said, waiting, ended) == (["撞在一起，没有保存。"], [], [1])


class Silent(Flaky):
    """Never tells whether an act was written, though it was: until somebody asks when it is back."""

    back = False

    @contextmanager
    def session(self, act: str = "") -> Iterator[object]:
        self.acts.append(act)
        if self.back and act in self.written:
            raise DoneBeforeError("改责任人", 7)
        yield self
        self.written.setdefault(act, 1)
        raise AgainError("正在确认。", unknown=True)


@pytest.mark.parametrize("losses", [1, 2])
def test_who_waits_for_more_than_changes_is_given_it_where_the_answer_got_lost(
    qapp: QApplication, bus: Bus, quick: None, losses: int
) -> None:
    """An import answers with changes and a plan, an export with changes and files: they are those of the run."""
    store, heard, runs = Flaky(losses, after=True), list[object](), list[int]()
    road = Jobs(store.session, bus)

    def service(_session: object) -> tuple[Changes, str]:
        runs.append(1)
        return Changes("导入反馈", 7, tasks=frozenset({3})), f"计划 {len(runs)}"

    road.write(service, on_result=heard.append)
    road.drain()
    road.close()
    assert heard == [(Changes("导入反馈", 7, tasks=frozenset({3})), "计划 1")]
    assert list(store.written.values()) == [1]


def test_what_nobody_knows_is_not_told_as_not_saved(qapp: QApplication, bus: Bus, quick: None) -> None:
    road = Jobs(Silent(99).session, bus)
    sentences: list[str] = []
    long = road.long(lambda _session, _step: Changes("导入", 7), title="正在导入", failed=sentences.append)
    road.drain()
    road.close()
    assert (sentences, long.stopped) == ([jobs_module.UNKNOWN], False)
    for sentence in (jobs_module.UNKNOWN, jobs_module.AWAY, jobs_module.DOUBT):
        assert "没有保存" not in sentence


def test_an_open_dialog_waits_where_nobody_knows_and_its_act_is_there_once(
    qapp: QApplication, bus: Bus, quick: None, qtbot: QtBot
) -> None:
    """Saved anew it would be another act: by its own key it is asked about when the server is back."""
    store, dialog = Silent(99), SavingDialog("保存")
    dialog.confirm = dialog.add_button("保存", "primary")
    field = QLineEdit("张三")
    dialog.body.addWidget(field)
    qtbot.addWidget(dialog)
    road = Jobs(store.session, bus)
    road.write(lambda _session: Changes("改责任人", 7), **dialog.begin_saving().route)
    road.drain()
    assert (dialog.confirm.isEnabled(), field.isEnabled()) == (False, False)
    assert dialog.foot_label.text() == jobs_module.DOUBT
    assert road.unsent == 1
    store.back = True
    with qtbot.waitSignal(dialog.accepted):
        road.send_again()
        road.drain()
    road.close()
    assert list(store.written.values()) == [1]
    assert len(set(store.acts)) == 1, "always the same key"


def test_a_reading_is_tried_again_as_well(qapp: QApplication, bus: Bus, quick: None) -> None:
    tries: list[int] = []

    @contextmanager
    def reading() -> Iterator[int]:
        tries.append(1)
        if len(tries) < 3:
            raise AgainError("连接断开。")
        yield 5

    road = Jobs(Flaky(0).session, bus, readings=reading)
    heard: list[int] = []
    road.read(lambda session: session, on_result=heard.append)
    road.drain()
    road.close()
    assert heard == [5]


def test_who_waits_for_another_desk_says_so_and_may_be_stopped(qapp: QApplication, bus: Bus) -> None:
    """The store asks each time its turn has not come; a stopped job gives up, the others wait on."""
    tries: list[str] = []

    @contextmanager
    def session(act: str = "") -> Iterator[object]:
        for _ in range(3):
            tries.append(act)
            road.wait_for_turn()
        yield act

    road = Jobs(session, bus)
    queued: list[int] = []
    sentences: list[str] = []
    road.queued.connect(lambda: queued.append(1))
    road.failed.connect(sentences.append)
    road.write(lambda _session: Changes("改责任人", 7))
    road.drain()
    assert len(queued) == 3
    long = road.long(lambda _session, _step: Changes("导出", 8), title="导出")
    long.cancel()
    road.drain()
    road.close()
    assert len(tries) in (3, 4)
    assert sentences == ["已取消，台账没有变化。"]


def test_a_closing_window_waits_for_nobody(qapp: QApplication, bus: Bus) -> None:
    road = Jobs(Flaky(0).session, bus)
    road.close()
    with pytest.raises(jobs_module.CancelledError):
        road.wait_for_turn()


def test_a_server_that_is_away_is_not_tried_again_at_once_and_the_act_waits_for_it(
    qapp: QApplication, bus: Bus, quick: None
) -> None:
    """The server is being started again: nothing typed is given up, and nobody waits for attempts in vain."""
    tries, written, is_away, refused = list[str](), list[str](), True, list[str]()

    @contextmanager
    def sessions(act: str = "") -> Iterator[object]:
        tries.append(act)
        if is_away:
            raise AgainError("连不上服务器，没有保存。", away=True)
        yield None
        written.append(act)

    road = Jobs(sessions, bus)
    road.write(lambda _session: Changes("改责任人", 7), failed=refused.append)
    road.drain()
    assert (len(tries), written, refused) == (1, [], [])
    is_away = False
    road.send_again()
    road.drain()
    road.close()
    assert written == tries[:1], "the same act, by its key"


def test_what_waits_for_a_login_is_done_after_it_or_told(qapp: QApplication, bus: Bus) -> None:
    let_in, heard, said, ended = False, list[int](), list[str](), list[int]()

    @contextmanager
    def sessions(_act: str = "") -> Iterator[object]:
        if not let_in:
            raise LoginError("请登录。")
        yield None

    road, asked = Jobs(sessions, bus), list[str]()
    road.locked.connect(asked.append)
    road.read(lambda _session: 1, on_result=heard.append)
    road.write(lambda _session: Changes("改责任人", 7), failed=said.append, ended=lambda: ended.append(1))
    road.drain()
    assert (asked, heard, said, ended) == (["请登录。", "请登录。"], [], [], [])
    road.give_up("没有登录。")
    assert (said, ended) == (["没有登录。"], [1])
    road.read(lambda _session: 2, on_result=heard.append)
    road.drain()
    let_in = True
    road.begin_again()
    road.drain()
    road.close()
    assert heard == [2]
