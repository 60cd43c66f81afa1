"""What people do to a workbook in LibreOffice, done by script: no wrong match, no false change."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.office_program import office_program, ran_in_office
from tracker.exchange.read.reader_pool import BookReader, load_file
from tracker.exchange.write.workbook import write_workbook
from tracker.model.changeset import ChangeSet
from tracker.model.enums import Outcome

pytestmark = pytest.mark.libreoffice

SCRIPT = Path(__file__).with_name("office_session.py")
VERBS = ("建立", "完善", "推进", "出台", "开展", "加快", "编制", "举办", "组建", "制定")
THINGS = ("企业培育库", "产业基金", "数字化车间改造", "人才公寓建设方案", "重点实验室", "首台套目录")
DUE = ("2025年12月底前", "6月底", "长期坚持", "每季度末", "2025-09-30", "尽快")
ATTEMPTS = 8
STATUSES = ("not_started", "in_progress", "closing", "paused")


def a_task(number: int) -> dict[str, Any]:
    return {
        "code": f"B{number // 10 + 1}.{number % 10 + 1}",
        "title": f"{VERBS[number % 10]}{THINGS[number % 6]}（第{number + 1}项）",
        "content": f"=第 {number} 项\n第二行",
        "owner": f"张{number}",
        "phone": f"0574-8718{number:04}",
        "due_text": DUE[number % 6],
        "progress": number * 7 % 101,
        "status": STATUSES[number % 4],
        "progress_note": f"第{number}项进展\n- 已完成",
        "remark": "" if number % 3 else "备 注",
    }


@pytest.fixture(scope="module")
def sixty(make_exchange: Callable[..., Any]) -> Any:
    return make_exchange(*map(a_task, range(60)))


def edited(program: str, source: Path, results: Path, profile: Path) -> bool:
    """Do all edits of which there is no result in one LibreOffice, and tell whether it lived to the end."""
    own = shutil.copy(source, profile.parent / f"{profile.name}.xlsx")  # one that died has left a lock on its file
    return ran_in_office(program, SCRIPT, profile, own, results)


@pytest.fixture(scope="module")
def found(sixty: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, ChangeSet]:
    """Return what comparing each edited workbook gives; one LibreOffice does all edits."""
    program = office_program()
    source = tmp_path_factory.mktemp("session") / "交办.xlsx"
    write_workbook(source, sixty.content)
    # LibreOffice now and then dies in the middle of its own work: another one goes on with the edits that are left.
    results = tmp_path_factory.mktemp("edited")
    profiles = (tmp_path_factory.mktemp("profile") for _ in range(ATTEMPTS))
    assert any(edited(program, source, results, profile) for profile in profiles), "LibreOffice came to no end"
    with BookReader() as reader:
        return {file.name: sixty.compare(reader.read(load_file(file))) for file in sorted(results.iterdir())}


SURE = (
    "nothing",
    "insert_column_and_rename_headers",
    "cut_and_paste_a_column",
    "sort_rows",
    "duplicate_a_row",
    "copy_to_a_new_workbook",
    "delete_the_token_column",
    "delete_token_and_number",
    "sort_rows_then_delete_token_and_number",
    "sort_rows_then_duplicate_a_row_then_copy_to_a_new_workbook",
    "sort_rows_then_cut_and_paste_a_column",
    "cut_and_paste_a_column_then_delete_the_token_column",
    "insert_column_and_rename_headers_then_copy_to_a_new_workbook",
)
#: Sheets that lost tokens and hidden sheet: the newest export is only assumed, so a person confirms.
UNSURE = (
    "sort_rows_then_copy_to_a_new_workbook_then_delete_the_token_column",
    "sort_rows_then_copy_to_a_new_workbook_then_delete_token_and_number",
)


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
@pytest.mark.parametrize("name", SURE)
def test_the_one_edit_is_found_and_nothing_else(name: str, kind: str, found: Any) -> None:
    one = found[f"{name}.{kind}"]
    changes = [(c.key, c.field, c.theirs, c.outcome, c.review) for c in one.changes]
    unnamed = kind == "xls" and "rename_headers" in name  # there nobody sees the names behind the headers
    assert changes == [("uid-6", "owner", "赵六", Outcome.CHANGE, unnamed)]
    assert len([kind for kind, _ in one.rows if kind == "task"]) == 60


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
@pytest.mark.parametrize("name", UNSURE)
def test_what_lost_every_trace_is_matched_rightly_and_in_review(name: str, kind: str, found: Any) -> None:
    one = found[f"{name}.{kind}"]
    changes = [(c.key, c.field, c.theirs, c.outcome, c.review) for c in one.changes]
    assert changes == [("uid-6", "owner", "赵六", Outcome.CHANGE, True)]
    assert len([kind for kind, _ in one.rows if kind == "task"]) == 60


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_what_a_copy_says_otherwise_is_in_review(kind: str, found: Any) -> None:
    changes = found[f"duplicate_a_row_and_edit_the_copy.{kind}"].changes
    assert {(c.key, c.field) for c in changes} == {("uid-6", "owner"), ("uid-6", "progress_note")}
    assert all(c.needs_decision for c in changes)


PROBLEMS = {
    "nothing": [],
    "sort_rows": [],
    "duplicate_a_row": [],
    "insert_column_and_rename_headers": ["处室意见"],
    "cut_and_paste_a_column": [],
    "delete_the_token_column": ["行编码列不见了"],
    "copy_to_a_new_workbook": ["没有「指标填报」表"],
}


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
@pytest.mark.parametrize(("name", "words"), PROBLEMS.items(), ids=PROBLEMS)
def test_what_is_said_about_the_file(name: str, words: list[str], kind: str, found: Any) -> None:
    messages = [p.message for p in found[f"{name}.{kind}"].problems]
    if kind == "xls" and "rename_headers" in name:
        words = [*(f"按内容当作「{column}」" for column in ("责任人", "进度", "进展情况")), *words]
    assert len(messages) == len(words)
    assert all(word in message for word, message in zip(words, messages, strict=True))
