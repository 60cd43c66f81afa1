"""Every command of the command line: what it prints, what it returns, what it leaves alone."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from tests.cli.files_that_are_none import broken, empty, missing, no_workbook

TASK_KEYS = [
    "code", "title", "article", "section", "recommendation", "themes", "lead_office", "co_offices", "owner", "status",
    "due_text", "due_on", "progress", "leader", "priority", "first_due_on", "extensions", "scheduled", "verdict",
    "coordination", "light", "reason", "indicators", "source", "source_kind", "recommendations", "help",
]  # fmt: skip
NAME = "国家级专精特新“小巨人”企业数"


def owner(run, code: str = "A1.1") -> str:
    return next(row["owner"] for row in run("tasks", "--json").json if row["code"] == code)


# --- tasks --------------------------------------------------------------------------------------------------


def test_tasks_are_listed_with_exactly_these_keys(run) -> None:
    rows = run("tasks", "--json").json
    assert len(rows) == 88
    assert all(list(row) == TASK_KEYS for row in rows)
    for row in rows:
        assert all(row[key] for key in ("article", "section", "recommendation", "lead_office", "themes"))
        assert isinstance(row["progress"], int)
    first = next(row for row in rows if row["code"] == "A1.1")
    assert first == {
        "code": "A1.1",
        "title": "引进技术改良创新缩小差距",
        "article": "A",
        "section": "一、创新引领产业转型升级，推动制造业高质量发展",
        "recommendation": "A1.1",
        "themes": ["科技攻关", "企业培育"],
        "lead_office": "市经信局",
        "co_offices": ["市科技局", "市商务局"],
        "owner": "",
        "status": "待交办",
        "due_text": "",
        "due_on": None,
        "progress": 0,
        "leader": "",
        "priority": "一般",
        "first_due_on": None,
        "extensions": 0,
        "scheduled": None,
        "verdict": "",
        "coordination": 0,
        "light": "grey",
        "reason": "待交办",
        "indicators": [],
        "source": "A",
        "source_kind": "文章",
        "recommendations": ["A1.1"],
        "help": [
            {"office": name, "duty": "", "state": "未开始", "note": "", "problems": "", "on": None}
            for name in ("市科技局", "市商务局")
        ],
    }


def test_tasks_as_text_end_with_their_number(run) -> None:
    lines = run("tasks").out.splitlines()
    assert len(lines) == 89
    assert lines[-1] == "共 88 项任务"
    assert any(
        line.startswith("A1.1\t引进技术改良创新缩小差距\t市经信局（待确认）\t待交办\t0%\t灰 · 待交办") for line in lines
    )


@pytest.mark.parametrize("word", ["沪深", "职业教育", "5G", "灯塔工厂"])
def test_what_the_users_named_is_found(run, word: str) -> None:
    found = run("tasks", "--search", word, "--json")
    assert found.code == 0
    assert 0 < len(found.json) < 88


def test_filters_narrow_one_another(run) -> None:
    rows = run("tasks", "--json").json
    found = run(
        "tasks", "--office", "经信局", "--article", "A", "--theme", "数字化", "--status", "待交办", "--light", "灰",
        "--search", "车间", "--json",
    ).json  # fmt: skip
    assert found == [
        row
        for row in rows
        if row["lead_office"] == "市经信局"
        and row["article"] == "A"
        and "数字化" in row["themes"]
        and "车间" in row["title"]
    ]
    assert [row["code"] for row in found] == ["A2.1c"]


@pytest.mark.parametrize(
    ("option", "value"), [("office", "不存在"), ("article", "Z"), ("theme", "x"), ("status", "x"), ("light", "紫")]
)
def test_a_name_nobody_knows_is_bad_input(run, option: str, value: str) -> None:
    assert f"“{value}”" in run("tasks", f"--{option}", value, "--json").sentence()


def test_the_day_can_be_given(run, data: Path) -> None:
    def red(day: str) -> set[str]:
        rows = run("tasks", "--light", "红", "--json", before=("--data", str(data), "--today", day)).json
        return {row["code"] for row in rows}

    assert red("2025-12-31") == set()
    assert red("2026-01-12") == {"B0.1", "B3.1"}
    rows = run("tasks", "--json", before=("--data", str(data), "--today", "2026-01-12")).json
    late = next(row for row in rows if row["code"] == "B0.1")
    assert (late["light"], late["reason"], late["due_on"]) == ("red", "逾期12天", "2025-12-31")


# --- indicators ---------------------------------------------------------------------------------------------


def test_indicators_say_value_and_target(run) -> None:
    rows = {row["name"]: row for row in run("indicators", "--json").json}
    assert len(rows) == 54
    giants, lighthouse = rows[NAME], rows["灯塔工厂数"]
    assert (giants["value"], giants["target"], giants["target_on"]) == (182.0, 200.0, "2025-12-31")
    assert (lighthouse["value"], lighthouse["target"]) == (0.0, 1.0)
    assert giants["observations"] == [
        {"value": 182.0, "on": None, "period": "未注明（2022年见报时）", "source": "来源文章", "note": ""}
    ]
    assert lighthouse["tasks"] == ["D4.1c"]


def test_indicators_as_text(run) -> None:
    lines = run("indicators").out.splitlines()
    assert len(lines) == 54
    assert any(line.startswith(f"I07\t{NAME}\t182 → 200 家\t") for line in lines)
    assert any("缺目标" in line for line in lines)


# --- export -------------------------------------------------------------------------------------------------


def test_export_writes_one_office_s_workbook(run, tmp_path: Path) -> None:
    done = run("export", "--office", "经信局", "--out", tmp_path / "a.xlsx", "--due", "2026-03-20")
    assert (done.code, done.out, done.err) == (0, f"{tmp_path / 'a.xlsx'}\n", "")
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames[:3] == ["任务清单", "联系方式", "指标填报"]
    (row,) = run("returns", "--json").json
    assert (row["office"], row["sent_on"], row["return_due_on"]) == ("市经信局", "2026-03-02", "2026-03-20")


@pytest.mark.parametrize(
    ("out", "made"), [("folder", "folder/市经信局.xlsx"), ("name", "name.xlsx"), ("a.v2", "a.v2.xlsx")]
)
def test_a_folder_or_a_bare_name_gets_a_workbook_s_name(run, tmp_path: Path, out: str, made: str) -> None:
    (tmp_path / "folder").mkdir()
    assert run("export", "--office", "市经信局", "--out", tmp_path / out).code == 0
    assert (tmp_path / made).is_file()


def test_a_folder_is_made_where_a_sign_says_that_it_is_one(run, tmp_path: Path) -> None:
    assert run("export", "--office", "市经信局", "--out", f"{tmp_path / 'new'}{os.sep}").code == 0
    assert [path.name for path in tmp_path.glob("new*/*")] == ["市经信局.xlsx"]


def test_what_is_in_a_folder_is_not_replaced_what_is_named_is(run, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "市经信局.xlsx").write_bytes(b"mine")
    (tmp_path / "named.xlsx").write_bytes(b"old")
    first = run("export", "--office", "市经信局", "--out", tmp_path / "folder")
    assert (first.code, first.out) == (0, f"{tmp_path / 'folder' / '市经信局(2).xlsx'}\n")
    assert (tmp_path / "folder" / "市经信局.xlsx").read_bytes() == b"mine"
    assert run("export", "--office", "市经信局", "--new-round", "--out", tmp_path / "named.xlsx").code == 0
    assert (tmp_path / "named.xlsx").read_bytes()[:2] == b"PK"


def test_export_all_writes_one_file_for_each_leading_office(run, tmp_path: Path) -> None:
    done = run("export", "--all", "--out", tmp_path / "neu" / "alle")
    paths = [Path(line) for line in done.out.splitlines()]
    assert done.code == 0
    assert sorted(paths) == sorted((tmp_path / "neu" / "alle").iterdir())
    leading = {row["lead_office"] for row in run("tasks", "--json").json}
    assert {path.name.split("_")[0] for path in paths} == leading
    assert all(path.name.endswith("_第1批交办_20260302.xlsx") for path in paths)
    assert {row["office"] for row in run("returns", "--json").json} == leading


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--office", "不存在", "--out", "a.xlsx"), "没有名为“不存在”的单位"),
        (("--office", "市外办", "--out", "a.xlsx"), "没有需要交办的任务"),
        (("--office", "市经信局", "--out", "nowhere/a.xlsx"), "写不进去"),
        (("--all", "--out", "data/ledger.db"), "无法使用，没有导出"),
        (("--office", "市经信局"), "命令写法不对"),
        (("--out", "a.xlsx"), "命令写法不对"),
        (("--office", "市经信局", "--all", "--out", "a.xlsx"), "命令写法不对"),
        (("--office", "市经信局", "--out", "a.xlsx", "--due", "bald"), "不是日期"),
        (("--office", "市经信局", "--out", "a.xlsx", "--unconfirmed", "confirm"), "命令写法不对"),
        (("--office", "市经信局", "--out", "a.xlsx", "--unconfirmed", "stop"), "项的牵头单位还是建议"),
        (("--all", "--out", "neu", "--unconfirmed", "stop"), "项的牵头单位还是建议"),
        (("--office", "市经信局", "--out", "a.xlsx", "--unconfirmed", "skip"), "都还没有确认单位"),
        (("--all", "--out", "neu", "--unconfirmed", "skip"), "没有需要交办的任务"),
    ],
)
def test_a_bad_export_writes_nothing(run, content, tmp_path, monkeypatch, arguments: tuple, sentence: str) -> None:
    monkeypatch.chdir(tmp_path)
    before = content()
    assert sentence in run("export", *arguments).sentence()
    assert content() == before
    assert list(tmp_path.rglob("*.xlsx")) == []
    assert not (tmp_path / "neu").exists()


def test_what_is_not_confirmed_goes_out_marked(run, tmp_path: Path) -> None:
    for number, option in enumerate(((), ("--unconfirmed", "mark"))):
        path = tmp_path / f"{number}.xlsx"
        assert run("export", "--office", "市经信局", "--out", path, *option).code == 0
        head, *rows = openpyxl.load_workbook(path)["任务清单"].iter_rows(min_row=4, values_only=True)
        notes = {row[head.index("交办说明")] for row in rows}
        assert notes
        assert all("牵头单位为建议，待确认" in note for note in notes)


def test_the_office_s_second_workbook_stays_in_its_round(run, tmp_path: Path) -> None:
    for number, wanted in enumerate((("--office", "市经信局"), ("--office", "市经信局"), ("--all",))):
        out = tmp_path / f"{number}"
        assert run("export", *wanted, "--out", out).code == 0
    rounds = [(row["office"], row["round"]) for row in run("returns", "--json").json]
    assert rounds.count(("市经信局", 1)) == 2
    assert rounds.count(("市经信局", 2)) == 1


@pytest.mark.parametrize("day", ["1899-12-31", "2201-01-01", "0001-01-01", "9999-12-31"])
def test_a_day_of_another_age_gets_a_sentence(run, data: Path, day: str) -> None:
    said = run("tasks", before=("--data", str(data), "--today", day)).sentence()
    assert f"“{day}”不在 1900 年到 2200 年之间" in said


# --- returns ------------------------------------------------------------------------------------------------


def test_the_register_of_workbooks(run, fill, sent: Path) -> None:
    (row,) = run("returns", "--json").json
    assert set(row) == {
        "export", "round", "office", "tasks", "indicators", "sent_on", "return_due_on", "file", "returned",
        "received_on", "state", "changes", "conflicts", "problems", "pending", "overdue_days", "evidence",
        "kind", "again_of", "channel", "handed_on", "round_name", "round_state", "timing", "late_days", "excuse",
        "part", "rows", "filled", "answered_on",
    }  # fmt: skip
    assert (row["round"], row["returned"], row["state"], row["received_on"]) == (1, False, "none", None)
    assert "市经信局" in run("returns").out
    assert "未反馈" in run("returns").out
    run("import", fill(sent, "A1.1", 责任人="张三"))
    (row,) = run("returns", "--json").json
    assert (row["returned"], row["state"], row["received_on"], row["changes"]) == (True, "applied", "2026-03-02", 1)
    assert (row["answered_on"], row["filled"]) == ("2026-03-02", 1)
    assert f"\t部分反馈 1/{row['rows']}\t" in run("returns").out


def test_late_workbooks_are_told(run, data: Path, tmp_path: Path) -> None:
    run("export", "--office", "市经信局", "--out", tmp_path / "a.xlsx", "--due", "2026-03-10")
    later = ("--data", str(data), "--today", "2026-03-15")
    assert run("returns", "--json", before=later).json[0]["overdue_days"] == 5
    assert "逾期5天" in run("returns", before=later).out


# --- check, backup, restore ---------------------------------------------------------------------------------


def test_a_good_ledger_passes_the_check(run) -> None:
    done = run("check")
    assert (done.code, done.out, done.err) == (0, "数据库、结构和目录都完好。\n", "")


def test_a_planted_fault_fails_the_check(run, data: Path) -> None:
    with closing(sqlite3.connect(data / "ledger.db")) as connection:
        connection.execute("UPDATE task SET lead_office_id = 999 WHERE id = 3")
        connection.commit()
    done = run("check")
    assert done.code == 1
    assert done.out.splitlines() == ["表 task 第 3 行指向不存在的 office。", "发现问题，见上。"]


def test_backup_and_restore(run, fill, sent: Path, tmp_path: Path) -> None:
    target = tmp_path / "备份" / "台账.db"
    done = run("backup", target)
    assert (done.code, done.out) == (0, f"已备份到 {target}（普通数据库副本，不带清单和校验码）\n")
    run("import", fill(sent, "A1.1", 责任人="张三"))
    assert owner(run) == "张三"
    done = run("restore", target)
    assert done.code == 0
    assert done.out.startswith(f"已从 {target} 恢复；原来的台账保存在 ")
    assert owner(run) == ""
    kept = done.out.strip().split("保存在 ")[1]
    assert run("restore", kept).code == 0
    assert owner(run) == "张三"


@pytest.mark.parametrize("make", [broken, no_workbook, missing, empty], ids=lambda one: one.__name__)
def test_what_is_no_backup_is_not_restored(run, content, tmp_path: Path, make) -> None:
    path = tmp_path / "坏备份.db"
    make(path)
    before = content()
    assert "坏备份.db" in run("restore", path).sentence()
    assert content() == before


def test_the_ledger_is_neither_its_backup_nor_restored_from_itself(run, data: Path, content) -> None:
    before = content()
    for command in ("backup", "restore"):
        run(command, data / "ledger.db").sentence()
    assert content() == before
