"""preview, import and undo: exactly what the office edited, nothing from what is no workbook of ours."""

import re
from pathlib import Path

import openpyxl
import pytest

from tests.cli.files_that_are_none import broken, empty, missing, no_workbook
from tracker.cli.opened_ledger import OpenLedger
from tracker.errors import StoreError

CHANGE_KEYS = {"task", "field", "snapshot", "ours", "theirs", "outcome", "sheet", "cell"}
NAME = "国家级专精特新“小巨人”企业数"


def owner(run, code: str = "A1.1") -> str:
    return next(row["owner"] for row in run("tasks", "--json").json if row["code"] == code)


# --- preview ------------------------------------------------------------------------------------------------


def test_preview_of_three_edits_is_exactly_three_changes(run, fill, sent: Path, content) -> None:
    run("import", fill(sent, "A1.1", 状态="推进中"))
    run("export", "--office", "市经信局", "--out", sent)
    fill(fill(fill(sent, "A1.1", 进度=0.35), "A2.1a", 责任人="李四"), NAME, 本期值=190)
    before = content()
    seen = run("preview", sent, "--json")
    assert seen.code == 0
    assert {"file", "office", "export", "counts", "changes", "problems"} <= set(seen.json)
    assert (seen.json["file"], seen.json["office"]) == ("市经信局.xlsx", "市经信局")
    assert seen.json["export"] == run("returns", "--json").json[0]["export"]
    assert seen.json["counts"] == {
        "change": 3, "conflict": 0, "cleared": 0, "same": 0, "unknown_row": 0, "missing_row": 0, "problems": 0,
    }  # fmt: skip
    assert seen.json["problems"] == []
    told = [{key: one[key] for key in CHANGE_KEYS - {"cell", "sheet"}} for one in seen.json["changes"]]
    assert told == [
        {"task": "A1.1", "field": "progress", "snapshot": 0, "ours": 0, "theirs": 35, "outcome": "change"},
        {"task": "A2.1a", "field": "owner", "snapshot": "", "ours": "", "theirs": "李四", "outcome": "change"},
        {
            "task": NAME,
            "field": "indicator_value",
            "snapshot": None,
            "ours": None,
            "theirs": 190.0,
            "outcome": "change",
        },
    ]
    book = openpyxl.load_workbook(sent)
    shown = [book[one["sheet"]][one["cell"]].value for one in seen.json["changes"]]
    assert shown == [0.35, "李四", 190]
    assert content() == before


def test_a_status_is_told_by_its_word_and_offices_as_a_list(run, fill, sent: Path) -> None:
    fill(sent, "A1.1", 状态="推进中", 配合单位="市财政局")
    changes = {one["field"]: one for one in run("preview", sent, "--json").json["changes"]}
    assert (changes["status"]["snapshot"], changes["status"]["theirs"]) == ("待交办", "推进中")
    assert changes["co_offices"]["theirs"] == ["市财政局"]
    assert changes["co_offices"]["ours"] == ["市科技局", "市商务局"]


def test_problems_say_where(run, fill, sent: Path) -> None:
    fill(sent, "A1.1", 进度="差不多", 任务名称="换了题目")
    seen = run("preview", sent, "--json").json
    assert seen["changes"] == []
    assert len(seen["problems"]) == 2
    assert all(set(one) == {"sheet", "cell", "message"} and one["cell"] for one in seen["problems"])


def test_preview_of_several_files_is_a_list(run, sent: Path, tmp_path: Path) -> None:
    run("export", "--office", "市科技局", "--out", tmp_path / "b.xlsx")
    seen = run("preview", sent, tmp_path / "b.xlsx", "--json").json
    assert [one["office"] for one in seen] == ["市经信局", "市科技局"]


def test_preview_as_text(run, fill, sent: Path) -> None:
    fill(sent, "A1.1", 责任人="张三", 进度="差不多")
    text = run("preview", sent).out
    assert text.startswith("市经信局.xlsx（市经信局）：对方修改 1，冲突 0")
    assert "A1.1" in text
    assert "张三" in text
    assert "[问题] 任务清单!" in text


# --- import and undo ----------------------------------------------------------------------------------------


def test_import_undo_and_import_again(run, fill, sent: Path) -> None:
    fill(fill(sent, "A1.1", 责任人="张三", 状态="推进中", 进度=0.35), NAME, 本期值=190, 统计日期="2025-12-31")
    before = run("tasks", "--json").json
    done = run("import", sent, "--json")
    assert (done.code, done.json["pending"], done.json["counts"]["change"]) == (0, 0, 5)
    assert isinstance(done.json["batch"], int)
    after = run("tasks", "--json").json
    assert [row["code"] for row, old in zip(after, before, strict=True) if row != old] == ["A1.1"]
    giants = next(row for row in run("indicators", "--json").json if row["name"] == NAME)
    assert (giants["value"], giants["on"]) == (190.0, "2025-12-31")
    undone = run("undo")
    assert undone.code == 0
    assert re.fullmatch(r"已撤销：市经信局反馈导入（\d{4}-\d\d-\d\d \d\d:\d\d）\n", undone.out)
    assert run("tasks", "--json").json == before
    assert run("import", sent).out == "市经信局.xlsx：已导入\n"
    assert run("tasks", "--json").json == after


def test_the_very_file_that_was_sent_is_no_return(run, fill, sent: Path, content) -> None:
    sentence = f"{sent.name} 与发出的文件一字不差，没有填写，未登记为反馈；请导入单位填好后交回的那一份。"
    before = content()
    seen = run("preview", sent, "--json").json
    assert (seen["changes"], seen["problems"], seen["note"]) == ([], [], sentence)
    assert f"\n  {sentence}\n" in run("preview", sent).out
    assert (run("import", sent).out, content()) == (f"{sentence}\n", before)
    done = run("import", sent, "--json")
    assert (done.code, done.json["batch"], done.json["pending"], done.json["message"]) == (0, None, 0, sentence)
    (row,) = run("returns", "--json").json
    assert (row["returned"], row["state"], row["part"], row["filled"]) == (False, "none", False, 0)
    filled = sent.with_name("填好的.xlsx")
    filled.write_bytes(sent.read_bytes())
    lot = run("import", sent, fill(filled, "A1.1", 责任人="张三"))
    assert (lot.code, lot.out) == (0, f"{sentence}\n填好的.xlsx：已导入\n")


def test_the_same_file_a_second_time_changes_nothing(run, fill, sent: Path, content) -> None:
    fill(sent, "A1.1", 责任人="张三")
    run("import", sent)
    before = content()
    again = run("import", sent, "--json")
    assert (again.code, again.json["batch"], again.json["already_imported"]) == (0, None, True)
    assert run("import", sent, "--conflicts", "theirs").out == "市经信局.xlsx：已经导入过\n"
    assert content() == before


def test_a_file_that_is_refused_after_another_waits_and_has_the_same_names(
    run, fill, sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = sent.with_name("第二份.xlsx")
    second.write_bytes(sent.read_bytes())
    fill(sent, "A1.1", 责任人="张三")
    fill(second, "A1.1", 备注="请看附件")
    write = OpenLedger.write
    calls: list[object] = []

    def refuse_the_second(opened: OpenLedger, *arguments: object, **more: object) -> object:
        calls.append(arguments)
        if len(calls) == 2:
            raise StoreError("台账写不进去。")
        return write(opened, *arguments, **more)

    monkeypatch.setattr(OpenLedger, "write", refuse_the_second)
    done = run("import", sent, second, "--json")
    taken, refused = done.json
    assert (done.code, taken.keys() - refused.keys(), refused.keys() - taken.keys()) == (3, set(), set())
    assert (refused["message"], refused["batch"]) == ("第二份.xlsx：没有导入。台账写不进去。", None)


@pytest.fixture
def contested(run, fill, sent: Path, tmp_path: Path) -> Path:
    """A workbook with a clean change, a conflict and an emptied cell; ours came by another workbook."""
    other = tmp_path / "另一份.xlsx"
    other.write_bytes(sent.read_bytes())
    assert run("import", fill(other, "A1.1", 责任人="王五")).code == 0
    return fill(sent, "A1.1", 责任人="张三", 备注="新的备注", 配合单位=None)


@pytest.mark.parametrize(
    ("options", "code", "pending", "owner_after"),
    [
        ((), 3, 2, "王五"),
        (("--conflicts", "stop"), 3, 2, "王五"),
        (("--conflicts", "ours"), 0, 0, "王五"),
        (("--conflicts", "theirs"), 3, 1, "张三"),  # an emptied cell still waits for a person
    ],
)
def test_conflicts(run, contested: Path, options: tuple, code: int, pending: int, owner_after: str) -> None:
    seen = run("preview", contested, "--json").json
    assert {one["field"]: one["outcome"] for one in seen["changes"]} == {
        "owner": "conflict", "remark": "change", "co_offices": "cleared",
    }  # fmt: skip
    done = run("import", contested, *options, "--json")
    assert (done.code, done.json["pending"]) == (code, pending)
    assert owner(run) == owner_after
    row = next(row for row in run("tasks", "--search", "新的备注", "--json").json)
    assert (row["code"], row["co_offices"]) == ("A1.1", ["市科技局", "市商务局"])
    newest = run("returns", "--json").json[0]
    assert (newest["state"], newest["pending"]) == ("pending" if pending else "applied", pending)


def test_what_waits_can_be_settled_later(run, contested: Path) -> None:
    assert run("import", contested).out == "市经信局.xlsx：已导入，2 项待决定\n"
    assert run("import", contested).code == 3
    done = run("import", contested, "--conflicts", "ours", "--json")
    assert (done.code, done.json["pending"]) == (0, 0)
    assert owner(run) == "王五"


def test_several_files_are_acts_of_their_own(run, fill, sent: Path, tmp_path: Path) -> None:
    other = tmp_path / "b.xlsx"
    run("export", "--office", "市科技局", "--out", other)
    fill(sent, "A1.1", 责任人="张三")
    fill(other, "A1.2a", 责任人="李四")
    done = run("import", sent, other, "--json")
    assert done.code == 0
    first, second = (one["batch"] for one in done.json)
    assert run("undo", "--batch", first).code == 0
    assert (owner(run, "A1.1"), owner(run, "A1.2a")) == ("", "李四")
    assert second > first


def other_workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["姓名", "工资"])
    book.save(path)


@pytest.mark.parametrize("make", [broken, no_workbook, missing, empty, other_workbook], ids=lambda one: one.__name__)
@pytest.mark.parametrize("command", ["preview", "import"])
def test_a_broken_file_is_one_sentence_and_changes_nothing(run, content, tmp_path, command: str, make) -> None:
    path = tmp_path / "坏文件.xlsx"
    make(path)
    before = content()
    for options in ((), ("--json",)):
        assert "坏文件.xlsx" in run(command, path, *options).sentence()
    assert content() == before


@pytest.mark.parametrize("order", [1, -1])
def test_one_broken_file_among_several_takes_none_in(
    run, content, fill, sent: Path, tmp_path: Path, order: int
) -> None:
    broken(tmp_path / "坏文件.xlsx")
    fill(sent, "A1.1", 责任人="张三")
    before = content()
    files = [sent, tmp_path / "坏文件.xlsx"][::order]
    assert "坏文件.xlsx" in run("import", *files, "--json").sentence()
    assert content() == before


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [((), "没有可以撤销的操作"), (("--batch", "999"), "没有编号为 999"), (("--batch", "1"), "初始目录不能撤销")],
)
def test_what_cannot_be_undone(run, content, arguments: tuple, sentence: str) -> None:
    before = content()
    assert sentence in run("undo", *arguments).sentence()
    assert content() == before


def test_an_act_that_another_stands_on_is_not_undone(run, fill, sent: Path) -> None:
    first = run("import", fill(sent, "A1.1", 责任人="张三"), "--json").json["batch"]
    run("import", fill(sent, "A1.1", 责任人="李四"), "--conflicts", "theirs")
    assert owner(run) == "李四"
    assert "请先撤销那一次" in run("undo", "--batch", first).sentence()
