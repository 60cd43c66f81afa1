"""A list as the window takes it in: its sheets as they stand, its source, and what was decided row by row."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tracker.errors import ConflictError, InputError
from tracker.model.copied_cells import is_block
from tracker.model.enums import Status
from tracker.model.source_words import SourceKind
from tracker.model.tables import Article, Task
from tracker.services import undo
from tracker.services.deadlines import Decision
from tracker.services.lists.importing import ListDecisions
from tracker.services.lists.preview import ListWish
from tracker.services.lists.taking_in import (
    ListFile,
    ListOrder,
    ListTarget,
    list_of_block,
    look_at_list,
    open_list,
    seen_of,
    take_list_in,
)
from tracker.services.status import change_status

TODAY = date(2026, 3, 2)
BLOCK = (
    "序号\t工作任务\t牵头单位\t完成时限\n"
    "1\t建设培育库\t市经信局\t2026年6月底前\n"
    "2\t举办对接活动\t市科技局\t2026年9月底前\n"
)
NEW = ListTarget(kind=SourceKind.MEETING, title="专题会议纪要")
PLAIN = ListWish()


def order(**more: Any) -> ListOrder:
    return ListOrder(more.pop("target", NEW), PLAIN, ListDecisions(**more.pop("decisions", {})), **more)


def tasks(desk: Any) -> dict[str, Task]:
    return {task.code: task for task in desk.rows(Task) if task.code.startswith("会")}


def test_a_file_is_shown_as_it_stands(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "说明"
    second, empty = book.create_sheet("任务"), book.create_sheet("空")
    second["B2"], second["B3"], second["C3"] = "任务", "建设培育库", "市经信局"
    first["A1"] = "填表说明"
    first.sheet_state = "hidden"
    assert empty.title == "空"
    path = tmp_path / "清单.xlsx"
    book.save(path)
    file = open_list(path)
    assert file.name == "清单.xlsx"
    assert [sheet.name for sheet in file.sheets] == ["任务", "说明"]  # what is hidden stands last, empty ones nowhere
    assert file.sheets[0].columns == ("A", "B", "C")
    assert file.sheets[0].rows == ((2, ("", "任务", "")), (3, ("", "建设培育库", "市经信局")))


@pytest.mark.parametrize(
    ("text", "block"),
    [
        (BLOCK, True),
        ("一段普通的话。\n第二行。", False),
        ("只有\t一行", False),
        ("标题\n甲\t乙\n丙\t丁", True),
        ("", False),
        ("一、甲\n\t缩进的一段\n二、乙\n三、丙", False),
    ],
)
def test_a_block_of_cells_is_told_from_prose(text: str, block: bool) -> None:
    assert is_block(text) is block


def test_a_block_is_a_list_of_one_sheet() -> None:
    file = list_of_block(BLOCK)
    assert [len(sheet.rows) for sheet in file.sheets] == [3]
    assert list_of_block("").sheets == ()


def test_undo_leaves_the_source_and_numbers_go_on(desk: Any) -> None:
    file = list_of_block(BLOCK)
    desk.act(take_list_in, file, order(), TODAY)
    assert list(tasks(desk)) == ["会2026-01.1", "会2026-01.2"]
    desk.act(undo.undo_batch)
    assert tasks(desk) == {}
    assert len(desk.rows(Article, Article.kind == SourceKind.MEETING)) == 1
    desk.act(take_list_in, file, order(), TODAY)
    assert list(tasks(desk)) == ["会2026-01.3", "会2026-01.4"]


def test_rows_that_are_left_out_stay_out(desk: Any) -> None:
    desk.act(take_list_in, list_of_block(BLOCK), order(decisions={"left_out": frozenset({("粘贴", 2)})}), TODAY)
    assert [task.title for task in tasks(desk).values()] == ["举办对接活动"]


def test_a_source_must_be_named(desk: Any) -> None:
    with pytest.raises(InputError, match="来源要有名称"):
        desk.act(take_list_in, list_of_block(BLOCK), order(target=ListTarget(title="  ")), TODAY)
    assert tasks(desk) == {}


def test_what_is_another_thing_by_now_is_not_written(desk: Any) -> None:
    file = list_of_block(BLOCK)
    seen = seen_of(desk.look(look_at_list, file, NEW, PLAIN, TODAY))
    desk.act(take_list_in, file, order(seen=seen), TODAY)
    before = desk.content()
    with pytest.raises(ConflictError, match="刚刚有变化"):
        desk.act(take_list_in, file, order(target=ListTarget("会2026-01"), seen=seen), TODAY)
    assert desk.content() == before


def test_a_decision_is_about_the_rows_it_was_given_for(desk: Any) -> None:
    desk.act(take_list_in, list_of_block(BLOCK), order(), TODAY)
    for task in tasks(desk).values():
        desk.act(change_status, task.id, Status.NOT_STARTED, TODAY, confirmed=True)
    later: ListFile = list_of_block(
        BLOCK.replace("2026年6月底前", "2026年8月底前").replace("2026年9月底前", "2026年11月底前")
    )
    decided = {"decision": Decision("上级调整了时限", "周市长"), "granted": frozenset({("粘贴", 3)})}
    desk.act(take_list_in, later, order(target=ListTarget("会2026-01"), decisions=decided), TODAY)
    assert [task.due_on for task in tasks(desk).values()] == [date(2026, 6, 30), date(2026, 11, 30)]
    desk.act(
        take_list_in, later, order(target=ListTarget("会2026-01"), decisions={"decision": decided["decision"]}), TODAY
    )
    assert [task.due_on for task in tasks(desk).values()] == [date(2026, 8, 31), date(2026, 11, 30)]


def test_a_copied_block_keeps_its_merged_cells_by_its_markup() -> None:
    text = "任务\t责任单位\t\n\t牵头\t配合\n推进绿电直供\t市经信局\t市财政局\n组建联合体\t\t\n"
    rows = (
        "<tr><td rowspan=2>任务</td><td colspan=2>责任单位</td></tr><tr><td>牵头</td><td>配合</td></tr>"
        "<tr><td>推进绿电直供</td><td rowspan=2>市经信局</td><td>市财政局</td></tr>"
        "<tr><td>组建联合体</td><td></td></tr>"
    )
    page = f"<html><head><meta charset=utf-8></head><body><!--StartFragment--><table>{rows}</table></body></html>"
    (sheet,) = list_of_block(text, page).book.sheets
    assert sheet.name == "粘贴"
    assert set(sheet.merges) == {(1, 1, 2, 1), (1, 2, 1, 3), (3, 2, 4, 2)}
    assert sheet.text(4, 1) == "组建联合体"
    for markup in ("", page.replace("rowspan=2", "").replace("colspan=2", ""), f"{page}{page}"):
        (sheet,) = list_of_block(text, markup).book.sheets
        assert (sheet.merges, sheet.text(1, 2), sheet.text(4, 1)) == ((), "责任单位", "组建联合体")
