"""What taking an act back would do is known before anybody does it, and looking leaves no trace."""

import pytest
from sqlmodel import select

from tracker.errors import InputError
from tracker.model.enums import LightColour, Status
from tracker.model.tables import Batch, Task
from tracker.services import undo as undoing
from tracker.services.deadlines import Decision, change_deadline
from tracker.services.status import change_status
from tracker.services.undo_preview import preview_undo
from tracker.store.engine import Database


def newest(desk) -> int:
    return max(batch.id for batch in desk.rows(Batch))


def extended(desk) -> int:
    """A task that was late, and was extended; return the act."""
    number = desk.number("A1.1")
    desk.act(change_deadline, number, "2026-02-10", desk.today, Decision(confirmed=True))
    desk.act(change_status, number, Status.IN_PROGRESS, desk.today, confirmed=True)
    decision = Decision("等待上级批复", "王副市长")
    return desk.act(change_deadline, number, "2026-12-31", desk.today, decision).batch_id


def test_it_says_field_by_field_what_comes_back_and_which_light_changes(desk) -> None:
    batch = extended(desk)
    before = desk.content(memory=True)
    preview = desk.act(preview_undo, batch, desk.today)
    assert desk.content(memory=True) == before
    assert (preview.label, preview.others, preview.refusal) == ("A1.1 延期", False, "")
    shown = {(row.subject, row.field): (row.new, row.old) for row in preview.changes}
    assert shown["A1.1", "完成时限"] == ("2026-12-31", "2026-02-10")
    assert preview.count == len(preview.changes)
    (moved,) = preview.moved
    assert moved.before.colour is not LightColour.RED
    assert moved.after.text == "红 · 逾期20天"
    desk.act(undoing.undo_batch, batch)
    assert desk.task().light == moved.after


def test_what_stands_on_the_act_is_said_before(lite) -> None:
    first = lite.edit("owner", "张三").batch_id
    lite.edit("owner", "李四")
    preview = lite.act(preview_undo, first, lite.today)
    assert "又改过其中的责任人" in preview.refusal
    assert preview.moved == ()
    assert lite.task().owner == "李四"


def test_another_desk_is_named_and_may_look(lite) -> None:
    batch = lite.edit("owner", "张三").batch_id
    other = Database(lite.ledger.url, "王敏", "b" * 12)
    with other.session() as session:
        preview = preview_undo(session, batch, lite.today)
        assert session.exec(select(Task.owner).where(Task.code == "A1.1")).one() == "张三"
    other.close()
    assert (preview.others, preview.actor) == (True, "测试员")


def test_an_act_that_is_not_there_any_more_cannot_be_looked_at(lite) -> None:
    batch = lite.edit("owner", "张三").batch_id
    lite.act(undoing.undo_batch)
    with pytest.raises(InputError, match="已经撤销过了"):
        lite.act(preview_undo, batch, lite.today)
    assert lite.act(preview_undo, newest(lite), lite.today).label == "撤销：A1.1 责任人"
