"""The zoo of hostile workbooks by its numbers, 1 to 32: identity and structure. Tasks stand in rows 5 to 8."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tracker.errors import WorkbookError
from tracker.exchange.read.open_book import read_raw
from tracker.exchange.write.workbook import write_workbook
from tracker.model.changeset import ChangeSet
from tracker.model.enums import Outcome

Make = Callable[..., Any]
#: Cases that only show in a ledger; they are tested where the ledger is.
ELSEWHERE = {
    6: ("tests/exchange/test_cases_1_to_32.py", "test_case_5_and_case_6_"),
    9: ("tests/exchange/compare/test_compare_book.py", "test_sorted_rows_change_nothing"),
    13: ("tests/services/returns/test_apply.py", "test_the_same_file_a_second_time_changes_nothing"),
    14: ("tests/services/returns/test_receive.py", "test_of_two_copies_that_disagree_neither_is_taken_unseen"),
    24: ("tests/exchange/test_attacks.py", "merge of everything"),
    25: ("tests/exchange/test_attacks.py", "many merges"),
    26: ("tests/exchange/test_sheet_choice.py", "test_case_26_sheets_added_renamed_and_doubled"),
    27: ("tests/exchange/test_attacks.py", "test_formatted_to_the_last_row"),
    28: ("tests/exchange/test_honest_variants.py", "rows and cells in the wrong order"),
    29: ("tests/exchange/test_honest_variants.py", "dimension of one"),
    30: ("tests/exchange/test_honest_variants.py", "no addresses of rows"),
}


def tasks(book: openpyxl.Workbook) -> Any:
    return book["任务清单"]


def told(found: ChangeSet) -> list[tuple[str, str, Any, Outcome, bool]]:
    """Return what would change, silence left out."""
    return [(c.key, c.field, c.theirs, c.outcome, c.needs_decision) for c in found.changes]


def said(found: ChangeSet) -> str:
    return "\n".join(f"{p.cell} {p.message} {p.raw}" for p in found.problems)


def edit(book: openpyxl.Workbook, column: str = "H") -> None:
    """The one honest change of most cases: the owner of the second task."""
    tasks(book)[f"{column}6"] = "赵六"


HONEST = ("uid-2", "owner", "赵六", Outcome.CHANGE, False)


def drop_columns(book: openpyxl.Workbook, *places: int) -> None:
    """Delete columns as an office program would: the anchors of what follows are gone with them here."""
    for place in sorted(places, reverse=True):
        tasks(book).delete_cols(place)
    for name in [name for name in book.defined_names if name.startswith("ZC_") and name != "ZC_export"]:
        del book.defined_names[name]


def insert_rows(book: openpyxl.Workbook, at: int, *rows: list[Any]) -> None:
    tasks(book).insert_rows(at, len(rows))
    for number, row in enumerate(rows, start=at):
        for place, value in enumerate(row, start=1):
            tasks(book).cell(number, place, value)


# --- identity ----------------------------------------------------------------------------------------


def test_case_1_id_column_deleted(came_back: Make) -> None:
    def change(book: openpyxl.Workbook) -> None:
        edit(book)
        tasks(book)["C7"], tasks(book)["H7"] = "召开智造大会", "钱七"
        drop_columns(book, 1)

    found = came_back(change)
    assert told(found) == [HONEST, ("uid-3", "owner", "钱七", Outcome.CHANGE, True)]
    assert "行编码列不见了" in said(found)


def test_case_2_id_and_number_deleted(came_back: Make) -> None:
    def change(book: openpyxl.Workbook) -> None:
        edit(book)
        tasks(book)["C7"], tasks(book)["H7"] = "举办国际智造高峰会", "钱七"
        tasks(book)["C8"] = "毫不相干的另一件事"
        drop_columns(book, 1, 2)

    found = [one for one in told(came_back(change)) if one[3] is not Outcome.MISSING_ROW]
    assert found == [
        HONEST,
        ("uid-3", "owner", "钱七", Outcome.CHANGE, True),
        ("", "", None, Outcome.UNKNOWN_ROW, True),
    ]


@pytest.mark.parametrize(("owner", "review"), [("赵六", False), ("钱七", True)], ids=["equal", "different"])
def test_case_3_row_copied(came_back: Make, owner: str, review: bool) -> None:
    def change(book: openpyxl.Workbook) -> None:
        edit(book)
        insert_rows(book, 9, [cell.value for cell in tasks(book)[6]])
        tasks(book)["H9"], tasks(book)["N9"].number_format = owner, "0%"

    found = came_back(change)
    assert told(found) == [(*HONEST[:4], review)]
    assert ("出现了 2 行" in said(found)) == review


def test_case_4_token_of_another_row(came_back: Make) -> None:
    def change(book: openpyxl.Workbook) -> None:
        edit(book)
        tasks(book)["A6"] = tasks(book)["A5"].value

    found = came_back(change)
    assert "行编码与编号、任务名称对不上" in said(found)
    assert all(one.needs_decision for one in found.changes if one.outcome is not Outcome.MISSING_ROW)


@pytest.mark.parametrize(("token", "words"), [(None, ""), ("Tuid-2~EXP7F3A~AAAAAAAA", "行编码被改动")])
def test_case_5_and_case_6_id_blanked_or_damaged(came_back: Make, token: str | None, words: str) -> None:
    def change(book: openpyxl.Workbook) -> None:
        edit(book)
        tasks(book)["A6"] = token

    found = came_back(change)
    assert told(found) == [HONEST]
    assert words in said(found)


def test_case_7_new_row(came_back: Make) -> None:
    found = came_back(lambda book: insert_rows(book, 9, [None, "B9", "新增一项任务", "内容"]))
    assert told(found) == [("", "", None, Outcome.UNKNOWN_ROW, True)]


def test_case_8_row_deleted(came_back: Make) -> None:
    found = told(came_back(lambda book: tasks(book).delete_rows(6)))
    assert found == [("uid-2", "", None, Outcome.MISSING_ROW, False)]


def test_case_9_hidden_rows_and_columns(came_back: Make) -> None:
    def change(book: openpyxl.Workbook) -> None:
        edit(book)
        tasks(book).row_dimensions[6].hidden = tasks(book).row_dimensions[7].hidden = True
        tasks(book).column_dimensions["H"].hidden = True

    found = came_back(change)
    assert told(found) == [HONEST]
    assert "有 2 行被隐藏或筛选掉了，同样已读取" in said(found)


def test_case_10_sheet_copied_to_a_new_workbook(exchange: Any, exported: Path, tmp_path: Path) -> None:
    book, fresh = openpyxl.load_workbook(exported), openpyxl.Workbook()
    edit(book)
    for row in tasks(book).iter_rows():
        for cell in row:
            fresh.active.cell(cell.row, cell.column, cell.value).number_format = cell.number_format
    fresh.save(tmp_path / "新.xlsx")
    found = exchange.compare(read_raw((tmp_path / "新.xlsx").read_bytes()))
    assert (told(found), found.export) == ([HONEST], exchange.content.export_code)


def older(exchange: Any) -> Any:
    """Return an export of before, in which the owner of the first task was another."""
    rows = tuple(replace(r, values={**r.values, "owner": "孙八"} if r.key == "uid-1" else r.values)
                 for r in exchange.content.tasks)  # fmt: skip
    return replace(
        exchange, content=replace(exchange.content, export_code="EXPOLD", tasks=rows, sent_on=date(2025, 1, 1))
    )


def test_case_11_old_export(exchange: Any, returned_of: Make) -> None:
    """Their silence against the old values is silence; what both changed since is a conflict."""
    old, now = older(exchange), exchange.with_ours("uid-2", owner="王五")
    known = {one.content.export_code: one.sent for one in (old, now)}
    assert told(now.compare(returned_of(old, lambda _: None), sent=known)) == []
    found = now.compare(returned_of(old, edit), sent=known)
    assert (found.export, told(found)) == ("EXPOLD", [("uid-2", "owner", "赵六", Outcome.CONFLICT, True)])


def test_case_12_another_system(exchange: Any, returned_of: Make) -> None:
    stranger = replace(exchange, content=replace(exchange.content, export_code="EXPX", secret=b"another key"))
    with pytest.raises(WorkbookError, match="没有一行能对上发出过的任务"):
        exchange.compare(returned_of(stranger, edit), latest_for_office={})
    foreign = replace(exchange, content=replace(exchange.content, export_code="EXPX"))
    with pytest.raises(WorkbookError, match="EXPX"):
        exchange.compare(returned_of(foreign, lambda book: book.remove(book["_meta"])), latest_for_office={})


def test_case_15_rows_of_two_exports(exchange: Any, returned_of: Make) -> None:
    old = older(exchange)
    both = returned_of(exchange, lambda _: None)
    rows = returned_of(old, lambda _: None).sheets[0].rows
    both.sheets[0].rows[5] = rows[5]
    found = exchange.compare(both, sent={one.content.export_code: one.sent for one in (old, exchange)})
    assert told(found) == []
    assert "另一批次 EXPOLD" in said(found)


@pytest.fixture
def returned_of(tmp_path: Path) -> Make:
    """Return the book of any export after an edit."""

    def make(exchange: Any, change: Callable[[openpyxl.Workbook], Any]) -> Any:
        path = tmp_path / f"{exchange.content.export_code}.xlsx"
        write_workbook(path, exchange.content)
        book = openpyxl.load_workbook(path)
        change(book)
        book.save(path)
        return read_raw(path.read_bytes())

    return make


# --- structure ---------------------------------------------------------------------------------------


def test_case_16_columns_inserted_and_renamed(came_back: Make) -> None:
    def change(book: openpyxl.Workbook) -> None:
        edit(book)
        tasks(book)["H4"], tasks(book)["P4"] = "经手的同志", "本月做了什么"  # the anchors still stand
        tasks(book)["Y4"], tasks(book)["Y6"] = "处室意见", "同意"

    found = came_back(change)
    assert told(found) == [HONEST]
    assert "未识别的列「处室意见」（1 格）未导入：同意" in said(found)


def test_case_16_columns_moved(came_back: Make) -> None:
    def change(book: openpyxl.Workbook) -> None:
        edit(book)
        values = [tasks(book).cell(row, 8).value for row in range(4, 9)]
        drop_columns(book, 8)
        for row, value in enumerate(values, start=4):
            tasks(book).cell(row, 20, value)

    assert told(came_back(change)) == [HONEST]


def test_case_17_notes_above_the_header(came_back: Make) -> None:
    def change(book: openpyxl.Workbook) -> None:
        edit(book)
        insert_rows(book, 1, ["关于反馈进展的说明"], [], ["填报单位：", "市经信局", "填报日期：", "3月20日"])

    assert told(came_back(change)) == [HONEST]


def test_case_18_header_of_two_rows(came_back: Make) -> None:
    def change(book: openpyxl.Workbook) -> None:
        edit(book)
        drop_columns(book)
        insert_rows(book, 5, [cell.value for cell in tasks(book)[4]])
        tasks(book)["G4"], tasks(book)["H5"], tasks(book)["I5"] = "办理人员", "责任人", "联系电话"
        tasks(book)["H4"] = tasks(book)["I4"] = None
        tasks(book).merge_cells("G4:I4")

    assert told(came_back(change)) == [HONEST]


def test_case_19_repeated_headers_sums_and_signatures(came_back: Make) -> None:
    def change(book: openpyxl.Workbook) -> None:
        edit(book)
        header = [cell.value for cell in tasks(book)[4]]
        insert_rows(book, 7, [None, "小计", None, "2 项"], header)
        insert_rows(book, 11, [None, "合计", "4 项"], [None, "填表人：张三", None, "审核人：李四"], [None, "（盖章）"])

    found = came_back(change)
    assert [one for one in told(found) if one[3] is not Outcome.UNKNOWN_ROW] == [HONEST]
    assert said(found).count("像合计或签字行，未导入") >= 3


@pytest.mark.parametrize(("anchored", "review"), [(True, False), (False, True)])
def test_case_20_two_columns_of_one_name(came_back: Make, anchored: bool, review: bool) -> None:
    def change(book: openpyxl.Workbook) -> None:
        edit(book)
        tasks(book)["Y4"], tasks(book)["Y6"] = "责任人", "周九"
        if not anchored:
            drop_columns(book)

    found = came_back(change)
    assert told(found) == [(*HONEST[:4], review)]
    assert "有两列都叫「责任人」" in said(found)


def test_case_21_column_missing(came_back: Make) -> None:
    def change(book: openpyxl.Workbook) -> None:
        edit(book)
        drop_columns(book, 16)

    found = came_back(change)
    assert told(found) == [HONEST]
    assert "没有「进展情况」列，按未提供处理" in said(found)


def test_case_22_cell_merged_down(came_back: Make) -> None:
    def change(book: openpyxl.Workbook) -> None:
        tasks(book)["H6"] = "赵六"
        tasks(book).merge_cells("H6:H8")
        tasks(book).merge_cells("P5:P6")

    found = came_back(change)
    shared = [(key, "owner", "赵六", Outcome.CHANGE, True) for key in ("uid-3", "uid-4")]
    assert told(found) == [HONEST, *shared]
    assert all("合并单元格填充" in one.note for one in found.changes[1:])
    assert "P6 进展情况：单元格并入了别的单元格，按未提供处理" in said(found)


def test_case_23_value_hidden_under_a_merge(exchange: Any, returned: Make) -> None:
    book = returned(lambda _: None)
    sheet = replace(book.sheets[0], merges=((5, 16, 6, 16),))
    found = exchange.compare(replace(book, sheets=(sheet, *book.sheets[1:])))
    assert told(found) == []
    assert "被遮住的内容是「已完成方案起草」" in said(found)


def test_case_31_address_twice(with_cell: Make) -> None:
    found = with_cell("H6", 't="str"', '<v>甲</v></c><c r="H6" t="str"><v>赵六</v>')
    assert told(found) == [HONEST]
    assert "单元格 H6 在文件里出现了两次，取后一个" in said(found)


def test_case_32_data_begins_further_in(came_back: Make) -> None:
    def change(book: openpyxl.Workbook) -> None:
        edit(book)
        drop_columns(book)
        tasks(book).insert_cols(1, 2)
        insert_rows(book, 1, [], [], [])

    assert told(came_back(change)) == [HONEST]


def test_every_case_has_its_test() -> None:
    root, here = Path(__file__).parents[2], Path(__file__).read_text()
    missing = [n for n in range(1, 33) if n not in ELSEWHERE and f"def test_case_{n}_" not in here]
    assert missing == []
    assert [place for place, words in ELSEWHERE.values() if words not in (root / place).read_text()] == []
