"""A column without its name and its anchor is told by what it holds, or not at all."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tracker.exchange.read.open_book import read_raw
from tracker.exchange.write.workbook import write_workbook
from tracker.model.changeset import ChangeSet
from tracker.model.enums import Outcome

Edit = Callable[[Any], object]
PEOPLE = ("张三", "李四", "王五", "赵六", "孙七", "周八")
HELPERS, OWNER, PHONE, NOTE, PROBLEMS, REMARK, BEYOND = 7, 8, 9, 16, 17, 20, 24


def nameless(sheet: Any, *places: int) -> None:
    """Take the anchors away, and from these columns the names as well."""
    for place in places:
        sheet.cell(4, place, f"第{place}栏")
    book = sheet.parent
    for name in [name for name in book.defined_names if name.startswith("ZC_") and name != "ZC_export"]:
        del book.defined_names[name]


@pytest.fixture
def came_back(make_exchange: Callable[..., Any], tmp_path: Path) -> Callable[..., ChangeSet]:
    """Compare an export of six tasks, which differ as said, after an edit of the sheet."""

    def compare(edit: Edit, **columns: tuple[Any, ...]) -> ChangeSet:
        columns = {"owner": PEOPLE, **columns}
        rows = [
            {"code": f"A1.{n}", "title": f"第{n}件事", **{f: v[n] for f, v in columns.items()}}
            for n in range(len(PEOPLE))
        ]
        exchange, path = make_exchange(*rows), tmp_path / "交办.xlsx"
        write_workbook(path, exchange.content)
        book = openpyxl.load_workbook(path)
        edit(book["任务清单"])
        book.save(path)
        return exchange.compare(read_raw(path.read_bytes()))

    return compare


def told(found: ChangeSet) -> list[tuple[str, str, Any, Outcome, bool]]:
    return [(c.key, c.field, c.theirs, c.outcome, c.needs_decision) for c in found.changes]


def said(found: ChangeSet) -> list[str]:
    return [p.message for p in found.problems]


def with_new_owner(*places: int) -> Edit:
    def edit(sheet: Any) -> None:
        nameless(sheet, *places)
        sheet["H7"] = "吴九"

    return edit


def test_a_column_that_holds_what_was_sent_is_that_column(came_back: Callable[..., ChangeSet]) -> None:
    found = came_back(with_new_owner(OWNER))
    assert told(found) == [("uid-3", "owner", "吴九", Outcome.CHANGE, True)]
    assert said(found) == ["这一列没有认得的表头，按内容当作「责任人」"]


def test_what_is_new_in_it_stands_against_nothing(came_back: Callable[..., ChangeSet]) -> None:
    """Cells that were sent empty say nothing about the column; those that were sent do."""

    def edit(sheet: Any) -> None:
        nameless(sheet, NOTE)
        sheet["P8"] = "新写的进展"

    notes = ("已立项", "已招标", "已开工", "", "", "")
    found = came_back(edit, progress_note=notes)
    assert told(found) == [("uid-4", "progress_note", "新写的进展", Outcome.CHANGE, True)]


UNTOLD: Mapping[str, dict[str, tuple[Any, ...]]] = {
    "the same in every row": {"owner": ("张三",) * 6},
    "sent in two rows only": {"owner": ("张三", "李四", "", "", "", "")},
    "sent nowhere": {"owner": ("",) * 6},
}


@pytest.mark.parametrize("columns", UNTOLD.values(), ids=UNTOLD)
def test_too_little_is_no_evidence(columns: dict[str, tuple[Any, ...]], came_back: Callable[..., ChangeSet]) -> None:
    found = came_back(with_new_owner(OWNER), **columns)
    assert told(found) == []
    assert said(found)[0] == "没有「责任人」列，按未提供处理"
    assert "吴九" in said(found)[1]


def test_a_column_that_mostly_holds_something_else_is_not_it(came_back: Callable[..., ChangeSet]) -> None:
    def edit(sheet: Any) -> None:
        nameless(sheet, OWNER)
        for row in (5, 6, 7):
            sheet.cell(row, OWNER, f"另一人{row}")

    assert told(came_back(edit)) == []


def test_two_columns_that_hold_the_same_are_told_apart_by_nobody(came_back: Callable[..., ChangeSet]) -> None:
    def edit(sheet: Any) -> None:
        nameless(sheet, OWNER)
        for row in range(5, 11):
            sheet.cell(row, BEYOND, sheet.cell(row, OWNER).value)

    found = came_back(edit)
    assert told(found) == []
    assert "没有「责任人」列，按未提供处理" in said(found)


@pytest.mark.parametrize("emptied", [False, True])
def test_two_fields_that_were_sent_alike_are_told_apart_by_nobody(
    emptied: bool, came_back: Callable[..., ChangeSet]
) -> None:
    """Nor when only one of their columns is left."""

    def edit(sheet: Any) -> None:
        nameless(sheet, PROBLEMS, REMARK)
        for row in range(5, 11) if emptied else ():
            sheet.cell(row, REMARK).value = None

    texts = ("无", "缺资金", "缺用地", "无", "缺人", "无")
    found = came_back(edit, problems=texts, remark=texts)
    assert told(found) == []
    assert {"没有「存在问题」列，按未提供处理", "没有「备注」列，按未提供处理"} <= set(said(found))


def test_several_columns_at_once(came_back: Callable[..., ChangeSet]) -> None:
    def edit(sheet: Any) -> None:
        nameless(sheet, OWNER, PHONE, REMARK)
        sheet["I6"] = "0574-99"

    phones = tuple(f"0574-8718000{n}" for n in range(6))
    found = came_back(edit, phone=phones, remark=tuple(f"备注{n}" for n in range(6)))
    assert told(found) == [("uid-2", "phone", "0574-99", Outcome.CHANGE, True)]
    assert [one for one in said(found) if "按内容当作" in one] == said(found)


def test_offices_are_known_by_what_was_written(came_back: Callable[..., ChangeSet]) -> None:
    """Nobody has read their names yet, nor needs to."""
    helpers = tuple(("市科技局", "市财政局")[: n % 3] for n in range(6))
    found = came_back(lambda sheet: nameless(sheet, HELPERS), co_offices=helpers)
    assert told(found) == []
    assert said(found) == ["这一列没有认得的表头，按内容当作「配合单位」"]


def test_a_second_column_of_another_name_is_not_it(came_back: Callable[..., ChangeSet]) -> None:
    """Whatever stands there, its header says that it is remarks."""

    def edit(sheet: Any) -> None:
        nameless(sheet)
        sheet.cell(4, BEYOND, "备注")
        for row in range(5, 11):
            sheet.cell(row, BEYOND, sheet.cell(row, OWNER).value)
        for row in range(4, 11):
            sheet.cell(row, OWNER).value = None

    found = came_back(edit)
    assert "没有「责任人」列，按未提供处理" in said(found)
    assert any("有两列都叫「备注」" in one for one in said(found))


def test_a_column_with_its_own_name_is_left_alone(came_back: Callable[..., ChangeSet]) -> None:
    """Somebody copied the people into 备注: that is what 备注 says now."""

    def edit(sheet: Any) -> None:
        nameless(sheet, OWNER)
        for row in range(5, 11):
            sheet.cell(row, REMARK, sheet.cell(row, OWNER).value)
            sheet.cell(row, OWNER).value = None

    found = came_back(edit)
    assert {(field, theirs) for _key, field, theirs, _outcome, _decide in told(found)} == {
        ("remark", name) for name in PEOPLE
    }
