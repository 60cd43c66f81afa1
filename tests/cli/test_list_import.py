"""`tasks import`: a list of others as a person at a command line takes it in."""

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

HEADER = ["序号", "工作任务", "牵头单位", "配合单位", "完成时限", "状态", "年度投资"]
ROWS = [
    [1, "建设培育库", "市经信局", "市科技局、市财政局", "6月底前", "推进中", 12.5],
    [2, "举办对接活动", "市科技局", "市教育局等有关单位", "尽快", None, None],
    [3, "修订扶持办法", "市财政局", None, "2026年9月前", None, None],
]
NEW = ("--new-source", "上级文件:2026年任务分解")


@pytest.fixture
def listed(tmp_path: Path) -> Callable[..., Path]:
    """Write a list and return its path."""

    def write(*rows: Sequence[Any], header: Sequence[str] = HEADER, name: str = "任务分解.xlsx") -> Path:
        book = openpyxl.Workbook()
        for row in (["2026年任务分解表"], header, *(rows or ROWS)):
            book.active.append(list(row))
        path = tmp_path / name
        book.save(path)
        return path

    return write


def test_a_preview_writes_nothing(run, listed, content) -> None:
    before = content()
    seen = run("tasks", "import", listed(), "--preview", "--json", "--save-map", "甲").json
    assert seen["counts"] == {"new": 3, "same": 0, "changed": 0, "unsure": 0}
    assert seen["tables"][0]["rows"][0]["due_on"] == "2026-06-30"
    assert content() == before


def test_a_list_is_imported_once_and_recognised_again(run, listed, content) -> None:
    assert run("tasks", "import", listed(), *NEW).code == 0
    tasks = {row["code"]: row for row in run("tasks", "--json").json}
    assert len(tasks) == 91
    first = tasks["文2026-01.1"]
    assert (first["title"], first["lead_office"], first["co_offices"]) == (
        "建设培育库",
        "市经信局",
        ["市科技局", "市财政局"],
    )
    assert (first["due_text"], first["due_on"], first["status"]) == ("2026年6月底前", "2026-06-30", "待交办")
    assert (first["source"], first["source_kind"]) == ("文2026-01", "上级文件")
    assert (tasks["文2026-01.2"]["due_text"], tasks["文2026-01.2"]["due_on"]) == ("尽快", None)
    assert tasks["文2026-01.3"]["due_text"] == ""
    before = content()
    again = run("tasks", "import", listed(), "--source", "文2026-01")
    assert (again.code, "没有变化" in again.out) == (0, True)
    assert content() == before


def test_what_has_no_field_stands_in_the_remark(run, listed, data) -> None:
    run("tasks", "import", listed(), *NEW)
    with sqlite3.connect(data / "ledger.db") as connection:
        remarks = dict(connection.execute("SELECT code, remark FROM task WHERE code LIKE '文%'").fetchall())
    assert remarks["文2026-01.1"].splitlines() == ["来文序号 1", "来文状态：推进中", "年度投资：12.5"]
    assert remarks["文2026-01.2"].splitlines() == ["来文序号 2", "配合范围：等有关单位"]
    assert remarks["文2026-01.3"].splitlines() == ["来文序号 3", "来文时限：2026年9月前"]


def test_a_start_after_its_deadline_is_words_of_the_remark_alone(run, listed, data) -> None:
    header = ["序号", "工作任务", "牵头单位", "启动时间", "完成时限"]
    late = [1, "建设培育库", "市经信局", "2027年1月", "2026年6月底"]
    path = listed(late, [2, "举办对接活动", "市科技局", "2026年1月", "2026年6月底"], header=header)
    seen = run("tasks", "import", path, "--preview", "--json").json["tables"][0]["rows"]
    assert seen[0]["problems"] == ["启动时间 2027-01-01 晚于完成时限 2026-06-30，请核对；新增时启动时间只记入备注"]
    assert [row["start_on"] for row in seen] == ["2027-01-01", "2026-01-01"]
    assert run("tasks", "import", path, *NEW).code == 0
    with sqlite3.connect(data / "ledger.db") as connection:
        rows = connection.execute("SELECT start_on, remark FROM task WHERE code LIKE '文%' ORDER BY code").fetchall()
    assert rows == [(None, "来文序号 1\n来文启动时间：2027-01-01"), ("2026-01-01", "来文序号 2")]


def test_a_list_that_comes_again_moves_no_start_behind_a_deadline(run, listed) -> None:
    header = ["序号", "工作任务", "牵头单位", "启动时间", "完成时限"]
    run("tasks", "import", listed([1, "建设培育库", "市经信局", "2026年1月", "2026年6月底"], header=header), *NEW)
    later = listed([1, "建设培育库", "市经信局", "2026年7月", None], header=header)
    done = run("tasks", "import", later, "--source", "文2026-01")
    assert "启动日期 2026-07-01 晚于完成时限 2026-06-30" in done.out + done.err
    run("task", "set", "文2026-01.1", "start_on", "2026-02-01")
    assert "早于启动日期" in run("task", "set", "文2026-01.1", "due_text", "2026-01-31", "--yes").sentence()


def test_the_name_of_a_file_is_no_reason_and_its_reader_decided_nothing(run, listed, data) -> None:
    header = ["序号", "工作任务", "牵头单位", "启动时间", "完成时限"]
    row = [1, "建设培育库", "市经信局", "2026年1月", "2026年6月底"]
    run("tasks", "import", listed(row, header=header), *NEW)
    again = listed([*row[:3], "2026年2月", row[4]], header=header, name="市政府：清单（批准人 张三）.xlsx")
    assert run("tasks", "import", again, "--source", "文2026-01").code == 0
    with sqlite3.connect(data / "ledger.db") as connection:
        label, decisions = connection.execute("SELECT label, decisions FROM batch ORDER BY id DESC LIMIT 1").fetchone()
    assert (label, decisions) == ("文2026-01 导入清单 市政府：清单（批准人 张三）.xlsx", None)


def test_numbers_are_not_given_again_after_an_undo(run, listed) -> None:
    run("tasks", "import", listed(), *NEW)
    run("undo")
    assert len(run("tasks", "--json").json) == 88
    run("tasks", "import", listed(), "--source", "文2026-01")
    codes = [row["code"] for row in run("tasks", "--json", "--article", "文2026-01").json]
    assert codes == ["文2026-01.4", "文2026-01.5", "文2026-01.6"]


def test_the_same_new_source_is_taken_up_again_while_it_is_empty(run, listed) -> None:
    run("tasks", "import", listed(), *NEW)
    run("undo")
    run("tasks", "import", listed(), *NEW)
    assert [row["code"] for row in run("source", "list", "--kind", "上级文件", "--json").json] == ["文2026-01"]


def test_a_changed_row_is_one_change(run, listed) -> None:
    run("tasks", "import", listed(), *NEW)
    rows = [[*ROWS[0][:3], "市科技局", *ROWS[0][4:]], *ROWS[1:]]
    path = listed(*rows)
    seen = run("tasks", "import", path, "--source", "文2026-01", "--preview", "--json").json
    assert seen["counts"] == {"new": 0, "same": 2, "changed": 1, "unsure": 0}
    changed = seen["tables"][0]["rows"][0]
    assert (changed["task"], changed["changes"]) == (
        "文2026-01.1",
        {"co_offices": [["市科技局", "市财政局"], ["市科技局"]]},
    )
    assert run("tasks", "import", path, "--source", "文2026-01", "--changed", "skip").code == 0
    assert run("tasks", "import", path, "--source", "文2026-01", "--json").json["updated"] == 1
    (row,) = run("tasks", "--json", "--search", "建设培育库").json
    assert row["co_offices"] == ["市科技局"]


def test_a_later_deadline_waits_for_who_decided(run, listed) -> None:
    run("tasks", "import", listed(), *NEW)
    assert run("task", "set", "文2026-01.1", "status", "未启动", "--yes").code == 0
    path = listed([*ROWS[0][:4], "2026年12月底", *ROWS[0][5:]], *ROWS[1:])
    waiting = run("tasks", "import", path, "--source", "文2026-01", "--json")
    assert waiting.code == 3
    assert waiting.json["waiting"]
    (row,) = run("tasks", "--json", "--search", "建设培育库").json
    assert row["due_on"] == "2026-06-30"
    given = ("--reason", "上级统一调整", "--decided-by", "周市长")
    assert run("tasks", "import", path, "--source", "文2026-01", *given).code == 0
    (row,) = run("tasks", "--json", "--search", "建设培育库").json
    assert row["due_on"] == "2026-12-31"


STARTS = ["序号", "工作任务", "牵头单位", "启动时间", "完成时限", "状态", "进度", "进展情况"]


@pytest.fixture
def assigned(run, listed) -> Callable[..., Path]:
    """Import one task of a list, assign it, and write the list with other cells."""

    def write(**cells: Any) -> Path:
        words = ["1", "建设培育库", "市经信局", "2026-01-10", "2026年12月底", None, None, None]
        return listed([cells.get(header, word) for header, word in zip(STARTS, words, strict=True)], header=STARTS)

    assert run("tasks", "import", write(), *NEW).code == 0
    assert run("task", "set", "文2026-01.1", "状态", "推进中", "--yes").code == 0
    return write


SOURCE = ("--source", "文2026-01")


def test_a_start_that_eases_a_task_waits_for_its_reason(run, assigned) -> None:
    path = assigned(启动时间="2026-11-20")
    (row,) = run("tasks", "import", path, *SOURCE, "--preview", "--json").json["tables"][0]["rows"]
    asked = row["waiting"]["start_on"]
    assert "批准人" in asked or "理由" in asked
    assert f"[待决定] {asked}" in run("tasks", "import", path, *SOURCE, "--preview").out
    by_hand = run("task", "set", "文2026-01.1", "启动日期", "2026-11-20")
    assert (by_hand.code, asked in by_hand.err) == (2, True)
    waiting = run("tasks", "import", path, *SOURCE, "--json")
    assert (waiting.code, waiting.json["waiting"], waiting.json["updated"]) == (3, [asked], 0)
    given = ("--reason", "上级统一调整", "--decided-by", "周市长")
    assert run("tasks", "import", path, *SOURCE, *given, "--json").json["updated"] == 1
    assert run("tasks", "import", path, *SOURCE, "--json").json["counts"]["same"] == 1


def test_a_start_after_the_deadline_is_refused(run, assigned) -> None:
    path = assigned(启动时间="2027-06-01")
    sentence = "文2026-01.1 的启动日期 2027-06-01 晚于完成时限 2026-12-31；请先改完成时限。"
    (row,) = run("tasks", "import", path, *SOURCE, "--preview", "--json").json["tables"][0]["rows"]
    assert row["refused"] == {"start_on": sentence}
    given = ("--reason", "上级统一调整", "--decided-by", "周市长")
    for options in ((), given):
        refused = run("tasks", "import", path, *SOURCE, *options, "--json").json
        assert (refused["refused"], refused["updated"]) == ([sentence], 0)


def test_every_field_of_an_ended_task_is_refused_before_and_when_it_is_written(run, assigned) -> None:
    assert run("task", "set", "文2026-01.1", "状态", "待销号").code == 0
    path = assigned(启动时间="2026-02-10", 完成时限="2027年6月底")
    (row,) = run("tasks", "import", path, *SOURCE, "--preview", "--json").json["tables"][0]["rows"]
    assert row["refused"].keys() == {"start_on", "due_text"}
    refused = run("tasks", "import", path, *SOURCE, "--json").json
    assert refused["refused"] == list(row["refused"].values())


def test_what_a_list_says_of_progress_is_noted_and_said(run, assigned, content) -> None:
    path = assigned(状态="已完成", 进度="100%", 进展情况="已经建成投用")
    preview = run("tasks", "import", path, *SOURCE, "--preview")
    assert "状态 → 只记入备注（来文状态）" in preview.out
    done = run("tasks", "import", path, *SOURCE)
    said = "清单里的状态、进度、进展情况不改任务，只记入备注（来文状态、来文进度、来文进展情况）"
    assert (said in preview.out, said in done.out, done.code) == (True, True, 0)
    (task,) = run("tasks", "--json", "--search", "建设培育库").json
    assert (task["status"], task["progress"]) == ("推进中", 0)
    row = str(content()["task"][-1])
    for line in ("来文状态：已完成", "来文进度：100%", "来文进展情况：已经建成投用"):
        assert line in row
    assert "没有变化" in run("tasks", "import", path, *SOURCE).out
    changed = assigned(状态="推进中", 进度="60%")
    assert run("tasks", "import", changed, *SOURCE, "--json").json["updated"] == 1
    row = str(content()["task"][-1])
    assert ("来文进度：60%" in row, "来文进度：100%" in row) == (True, False)


def test_a_new_task_says_how_to_write_its_deadline(run) -> None:
    add = ("task", "add", "--source", "A", "--title", "试一试", "--due")
    for due in ("2020-01-01", "尽快", "10日内"):
        sentence = run(*add, due).sentence()
        assert "任务没有新增" in sentence
        assert "请把 --due 写成 2026-06-30" in sentence
        assert ("--yes" in sentence) is (due != "10日内")
    code = run(*add, "尽快", "--yes", "--json").json["code"]
    assert next(row["due_text"] for row in run("tasks", "--json").json if row["code"] == code) == "尽快"


def test_fields_are_called_as_people_call_them(run) -> None:
    sentence = run("task", "set", "A1.1", "颜色", "红").sentence()
    assert ("下一步措施" in sentence, "next_steps" in sentence) == (True, False)
    assert run("task", "set", "A1.1", "下一步", "召开协调会").code == 0
    assert run("task", "set", "A1.1", "next_steps", "召开推进会").code == 0


def test_unknown_offices_stop_the_import_until_decided(run, listed, content) -> None:
    path = listed([1, "建设大走廊", "大走廊管委会", "某某中心、市科技局", "年底", None, None])
    before = content()
    stopped = run("tasks", "import", path, *NEW)
    assert stopped.code == 3
    assert "2 个单位不认识" in stopped.out
    assert content() == before
    assert run("tasks", "import", path, *NEW, "--unknown-offices", "keep").code == 0
    (row,) = run("tasks", "--json", "--search", "建设大走廊").json
    assert (row["lead_office"], row["co_offices"]) == ("", ["市科技局"])
    assert "牵头单位原文：大走廊管委会" in str(content()["task"][-1])


def test_unknown_offices_may_be_made(run, listed) -> None:
    path = listed([1, "建设大走廊", "大走廊管委会", None, "年底", None, None])
    assert run("tasks", "import", path, *NEW, "--unknown-offices", "create").code == 0
    (row,) = run("tasks", "--json", "--search", "建设大走廊").json
    assert row["lead_office"] == "大走廊管委会"


def test_a_task_that_may_be_there_already_is_asked_about(run, listed) -> None:
    run("tasks", "import", listed(), *NEW)
    path = listed([1, "建设培育库", "市经信局", None, "年底", None, None], name="别的.xlsx")
    stopped = run("tasks", "import", path, "--new-source", "会议:专题会")
    assert (stopped.code, "1 项可能已在台账中" in stopped.out) == (3, True)
    assert run("tasks", "import", path, "--new-source", "会议:专题会", "--unsure", "new").code == 0
    assert len(run("tasks", "--json", "--search", "建设培育库").json) == 2


def test_columns_are_remembered_by_name_and_by_their_headers(run, listed) -> None:
    header = ["号", "干什么", "谁来干", "何时"]
    path = listed([1, "建设培育库", "市经信局", "6月底"], header=header)
    assert "没有找到任务清单" in run("tasks", "import", path, *NEW).sentence()
    columns = "ref=A,title=B,lead_office=C,due_text=D"
    assert run("tasks", "import", path, *NEW, "--map", columns).code == 0
    known = listed(*ROWS)
    assert run("tasks", "import", known, "--new-source", "会议:一", "--unsure", "new", "--save-map", "分解表").code == 0
    seen = run("tasks", "import", known, "--preview", "--json").json
    assert seen["mapping"] == "分解表"
    assert run("tasks", "import", known, "--preview", "--json", "--map", "@分解表").json["mapping"] == "分解表"


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ((), "请用 --source 或 --new-source 说明任务从哪里来。"),
        (("--source", "没有"), "没有编号为“没有”的来源"),
        (("--new-source", "闲话:甲"), "没有“闲话”这种来源"),
        ((*NEW, "--map", "标题=B"), "没有名为“标题”的字段"),
        ((*NEW, "--map", "title=第二列"), "没有写清是哪一列"),
        ((*NEW, "--map", "@没有"), "没有名为“没有”的对应方案"),
    ],
)
def test_what_is_refused(run, listed, more: tuple[str, ...], sentence: str) -> None:
    assert sentence in run("tasks", "import", listed(), *more).sentence()


def test_a_search_for_the_word_import_needs_its_option(run) -> None:
    assert run("tasks", "--search", "import", "--json").json == []


REGULAR = ["序号", "工作任务", "牵头单位", "完成时限", "进展情况", "存在问题", "下一步措施"]


def test_what_a_list_tells_of_a_new_task_is_no_report(run, data: Path, listed, content) -> None:
    """A regular task that came with words about it owes its first period like one that came with none."""
    told = [1, "报送培育库月度情况", "市经信局", "每月25日前", "已报送三期简报\n走访企业三十家", "缺人手", "再报三期"]
    path = listed(told, [2, "编印工业运行简报", "市经信局", "每月25日前", None, None, None], header=REGULAR)
    assert run("tasks", "import", path, *NEW).code == 0
    assert content()["progress_entry"] == []
    remark = str(content()["task"][-2])
    for line in ("来文进展情况：已报送三期简报；走访企业三十家", "来文存在问题：缺人手", "来文下一步措施：再报三期"):
        assert line in remark
    for code in ("文2026-01.1", "文2026-01.2"):
        assert run("task", "set", code, "状态", "未启动", "--yes").code == 0
    rows = run("tasks", "--json", before=("--data", str(data), "--today", "2026-03-26")).json
    lights = {row["code"]: (row["light"], row["reason"]) for row in rows if row["code"].startswith("文")}
    assert lights["文2026-01.1"] == lights["文2026-01.2"] == ("red", "逾期1天")
    assert run("tasks", "import", path, "--source", "文2026-01", "--json").json["counts"]["same"] == 2


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_a_list_that_another_system_exported_as_text(run, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "导出.csv"
    path.write_text("序号,工作任务,牵头单位,完成时限\n1,建设培育库,市经信局,2026-12-31\n", encoding=encoding)
    (table,) = run("tasks", "import", path, "--preview", "--json").json["tables"]
    (row,) = table["rows"]
    assert (row["title"], row["lead_office"], row["due_on"]) == ("建设培育库", "市经信局", "2026-12-31")


def test_a_text_that_is_broken_is_refused_with_its_name(run, tmp_path: Path) -> None:
    path = tmp_path / "导出.csv"
    path.write_text("序号,工作任务\n1," + "甲" * 200_000, encoding="utf-8")
    done = run("tasks", "import", path, "--preview")
    assert done.code == 2
    assert "「导出.csv」引号没有成对或一格太长" in done.err


def test_a_list_that_stands_on_its_side_says_so(run, tmp_path: Path) -> None:
    path = tmp_path / "任务卡.csv"
    path.write_text(
        "任务名称,建设培育库,推广车间\n牵头单位,市经信局,市科技局\n完成时限,2026-12-31,年底\n", encoding="utf-8"
    )
    done = run("tasks", "import", path, "--preview")
    assert (done.code, "表头竖在 A 列" in done.err, "转置" in done.err) == (2, True, True)


def test_hidden_sheets_and_rows_are_told(run, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name in ("清单", "旧版"):
        sheet = book.create_sheet(name)
        for row in (["序号", "工作任务", "牵头单位"], [1, "建设培育库", "市经信局"]):
            sheet.append(row)
    book["旧版"].sheet_state = "hidden"
    book["清单"].row_dimensions[2].hidden = True
    path = tmp_path / "清单.xlsx"
    book.save(path)
    seen = run("tasks", "import", path, "--preview", "--json").json
    assert [table["sheet"] for table in seen["tables"]] == ["清单"]
    rows, sheet = seen["notes"]
    assert rows == "工作表“清单”有 1 行任务是隐藏或被筛选掉的（第2行），已一并读入，请核对。"
    assert sheet.startswith("隐藏的工作表“旧版”里也有任务清单（1 项），没有读入")
    assert f"[说明] {sheet}" in run("tasks", "import", path, "--preview").out
    assert run("tasks", "import", path, "--preview", "--json", "--sheet", "旧版").json["notes"] == []


def test_what_is_no_list_says_what_is_wrong_and_where(run, tmp_path: Path) -> None:
    def refusal(*arguments: str) -> str:
        done = run("tasks", "import", path, "--preview", *arguments)
        assert done.code == 2
        return done.err.strip()

    path = tmp_path / "清单.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "清单"
    book.save(path)
    assert refusal() == "“清单.xlsx”里没有内容，请核对是否选错了文件。"
    book.active.append(["序号", "任务名称", "牵头单位", "完成时限"])
    book.save(path)
    assert refusal() == "“清单.xlsx”的工作表“清单”只有表头（第 1 行），下面没有任务；请填好再导入。"
    assert refusal("--sheet", "别的") == "“清单.xlsx”里没有名为“别的”的工作表；有：清单。"


def test_offices_as_columns_are_taken_in_and_remembered(run, tmp_path: Path) -> None:
    path = tmp_path / "分工.csv"
    path.write_text("工作任务,市经信局,市科技局\n建设企业培育平台,▲,△\n", encoding="utf-8")
    run("tasks", "import", path, "--new-source", "上级文件:分工", "--save-map", "分工")
    (row,) = [task for task in run("tasks", "--json").json if task["title"] == "建设企业培育平台"]
    assert (row["lead_office"], row["co_offices"]) == ("市经信局", ["市科技局"])
    seen = run("tasks", "import", path, "--preview", "--json").json
    assert seen["mapping"] == "分工"
    (again,) = seen["tables"][0]["rows"]
    assert (again["lead_office"], again["co_offices"]) == ("市经信局", ["市科技局"])
