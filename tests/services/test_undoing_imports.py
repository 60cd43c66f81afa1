"""Imports taken back and done again: one act like any other."""

import pytest

from tracker.errors import InputError
from tracker.services import undo


def test_an_import_is_undone_and_done_again_and_again(desk, sent) -> None:
    sent.edit("A1.1", progress=55, owner="周立群", progress_note="方案已印发").edit("A2.1a", remark="已对接")
    before = desk.content()
    desk.take_in(sent)
    after, received = desk.content(), desk.returned()
    assert before != after
    for _ in range(2):
        undone = desk.act(undo.undo_batch)
        assert undone.label.startswith("撤销：")
        assert desk.content() == before
        assert desk.returned().state is not received.state
        redone = desk.act(undo.redo_batch)
        assert redone.label.startswith("重做：")
        assert {desk.number("A1.1"), desk.number("A2.1a")} <= redone.tasks
        assert desk.content() == after
        assert desk.returned().state is received.state
    files = {one.file for one in desk.detail("A1.1").history if one.new == "周立群"}
    assert sent.path.name in files


def test_after_another_act_an_undone_import_is_not_done_again(lite, sent_lite) -> None:
    sent_lite.edit("A1.1", progress=55)
    lite.take_in(sent_lite)
    lite.act(undo.undo_batch)
    lite.edit("owner", "周立群")
    with pytest.raises(InputError, match="没有可以重做的操作"):
        lite.act(undo.redo_batch)
