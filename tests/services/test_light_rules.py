"""Light thresholds are put in force as an act: recorded, undone, redone, refused when nonsense."""

from datetime import date

import pytest
from sqlmodel import select

from tracker.errors import InputError, RuleError, UndecidedError
from tracker.model.enums import LightColour, Status
from tracker.model.tables import Revision, Setting
from tracker.model.thresholds import Thresholds
from tracker.queries.history import list_act_changes, list_acts
from tracker.queries.light_preview import preview_thresholds
from tracker.queries.thresholds import THRESHOLDS_DECISION_KEY, THRESHOLDS_KEY, read_thresholds
from tracker.services import integrity, light_rules, status, tasks, undo

STRICT = Thresholds(behind_red=20, behind_amber=5, due_soon_days=60, stale_days=30)
LATER = date(2026, 3, 20)
DECIDED = ("年底集中报送", "王副市长")


def kept(desk) -> object:
    return desk.look(lambda session: getattr(session.get(Setting, THRESHOLDS_KEY), "value", None))


def test_new_thresholds_are_in_force_and_stand_in_the_history(desk) -> None:
    changes = desk.act(light_rules.set_thresholds, STRICT)
    assert desk.look(read_thresholds) == STRICT
    assert (changes.label, changes.everything) == ("修改亮灯规则", True)
    (act,) = desk.look(list_acts, 1)
    assert (act.batch_id, act.label) == (changes.batch_id, "修改亮灯规则")
    assert act.detail == "— → 红灯落后超过20点，黄灯落后5点，60天内到期，30天无进展"


def test_undo_and_redo_of_thresholds(desk) -> None:
    desk.act(light_rules.set_thresholds, STRICT)
    second = desk.act(light_rules.set_thresholds, Thresholds(stale_days=90), *DECIDED)
    desk.act(undo.undo_batch)
    assert desk.look(read_thresholds) == STRICT
    desk.act(undo.undo_batch)
    assert desk.look(read_thresholds) == Thresholds()
    assert kept(desk) is None
    for _ in range(2):
        desk.act(undo.redo_batch)
    assert desk.look(read_thresholds) == Thresholds(stale_days=90)
    assert desk.act(undo.undo_batch, second.batch_id).everything
    assert desk.look(integrity.find_faults) == []


def test_back_to_the_standard_keeps_nothing(desk) -> None:
    desk.act(light_rules.set_thresholds, STRICT)
    desk.act(light_rules.set_thresholds, Thresholds(), *DECIDED)
    assert kept(desk) is None
    assert desk.look(read_thresholds) == Thresholds()


def test_the_same_thresholds_are_no_act(desk) -> None:
    assert desk.act(light_rules.set_thresholds, Thresholds()).batch_id is None
    assert desk.look(lambda s: s.exec(select(Revision).where(Revision.entity == "setting")).all()) == []


@pytest.mark.parametrize(
    "easier", [{"behind_red": 31}, {"behind_amber": 11}, {"due_soon_days": 29}, {"stale_days": 61}]
)
@pytest.mark.parametrize("decided", [("", ""), ("等", "王副市长"), ("年底集中报送", "、")])
def test_a_rule_that_asks_less_needs_a_reason_and_a_name(desk, easier: dict[str, int], decided) -> None:
    with pytest.raises(UndecidedError, match=r"要写理由（至少 4 个字）和批准人"):
        desk.act(light_rules.set_thresholds, Thresholds(**easier), *decided)
    assert desk.look(read_thresholds) == Thresholds()


def test_why_a_rule_was_eased_stands_in_the_history_until_it_is_undone(desk) -> None:
    desk.act(light_rules.set_thresholds, STRICT)
    changes = desk.act(light_rules.set_thresholds, Thresholds(), *DECIDED)
    words = {row.field: row.new for row in desk.look(list_act_changes, changes.batch_id, 10)}
    assert words["亮灯规则的理由"] == "年底集中报送（批准人 王副市长）"
    desk.act(undo.undo_batch)
    assert desk.look(lambda session: session.get(Setting, THRESHOLDS_DECISION_KEY)) is None


def test_thresholds_covered_by_later_ones_are_not_undone(desk) -> None:
    first = desk.act(light_rules.set_thresholds, STRICT)
    desk.act(light_rules.set_thresholds, Thresholds(stale_days=90), *DECIDED)
    with pytest.raises(RuleError, match="“修改亮灯规则”又改过其中的亮灯规则"):
        desk.act(undo.undo_batch, first.batch_id)


@pytest.mark.parametrize("wrong", [{"behind_red": 5}, {"stale_days": 1000}, {"behind_amber": -1}])
def test_nonsense_never_reaches_the_ledger(wrong: dict[str, int]) -> None:
    with pytest.raises(InputError, match=r"亮灯阈值|红灯的落后点数"):
        Thresholds(**wrong)


def test_the_preview_counts_what_the_new_rule_then_does(desk) -> None:
    for code, due in (("A1.1", "2026-03-31"), ("A1.2a", "2026-12-31")):
        desk.edit("due_text", due, code)
        desk.edit("start_on", "2026-03-02", code)
        desk.act(status.change_status, desk.number(code), Status.IN_PROGRESS, desk.today, confirmed=True)
    shift = desk.look(preview_thresholds, LATER, Thresholds(due_soon_days=5, behind_red=99, behind_amber=98))
    assert [(one.code, one.before.colour, one.after.colour) for one in shift.moved] == [
        ("A1.1", LightColour.RED, LightColour.GREEN)
    ]
    assert shift.after[LightColour.RED] == shift.before[LightColour.RED] - 1
    assert shift.after[LightColour.GREEN] == shift.before[LightColour.GREEN] + 1
    assert sum(shift.before.values()) == sum(shift.after.values())


def test_a_preview_of_the_rule_in_force_moves_nothing(desk) -> None:
    desk.act(light_rules.set_thresholds, STRICT)
    shift = desk.look(preview_thresholds, LATER, STRICT)
    assert shift.moved == ()
    assert shift.before == shift.after


# --- redo ----------------------------------------------------------------------------------------------------


def owner(desk, name: str, code: str = "A1.1") -> object:
    row = desk.task(code)
    return desk.act(tasks.edit_task, row.id, row.version, "owner", name, desk.today)


def redo(desk) -> object:
    return desk.act(undo.redo_batch)


def test_redo_goes_forward_act_by_act(desk) -> None:
    for name in ("张三", "李四", "王五"):
        owner(desk, name)
    for _ in range(3):
        desk.act(undo.undo_batch)
    seen = []
    for _ in range(3):
        seen.append((redo(desk).label, desk.task().owner))
    assert seen == [("重做：A1.1 责任人", name) for name in ("张三", "李四", "王五")]
    with pytest.raises(InputError, match="没有可以重做的操作"):
        redo(desk)


def test_undo_and_redo_may_alternate(desk) -> None:
    owner(desk, "张三")
    owner(desk, "李四")
    desk.act(undo.undo_batch)
    desk.act(undo.undo_batch)
    redo(desk)
    assert desk.act(undo.undo_batch).label == "撤销：A1.1 责任人"
    assert desk.task().owner == ""
    redo(desk)
    redo(desk)
    assert desk.task().owner == "李四"


def test_a_new_act_ends_what_could_be_redone(desk) -> None:
    owner(desk, "张三")
    desk.act(undo.undo_batch)
    owner(desk, "李四", "A1.2a")
    with pytest.raises(InputError, match="没有可以重做的操作"):
        redo(desk)
    desk.act(undo.undo_batch)
    assert redo(desk).label == "重做：A1.2a 责任人"


def test_redo_of_an_undo_by_number(desk) -> None:
    first = owner(desk, "张三")
    owner(desk, "李四", "A1.2a")
    desk.act(undo.undo_batch, first.batch_id)
    redo(desk)
    assert desk.task().owner == "张三"


def test_an_undone_redo_can_be_redone(desk) -> None:
    owner(desk, "张三")
    desk.act(undo.undo_batch)
    again = redo(desk)
    undone = desk.act(undo.undo_batch, again.batch_id)
    assert (undone.label, desk.task().owner) == ("撤销：A1.1 责任人", "")
    assert redo(desk).label == "重做：A1.1 责任人"
    assert desk.task().owner == "张三"


def test_nothing_to_redo_in_a_fresh_ledger(desk) -> None:
    with pytest.raises(InputError, match="没有可以重做的操作"):
        redo(desk)
