"""`office`, `round`, `holidays` and what `export` and `returns` say of rounds, as a script uses them."""

from pathlib import Path

import openpyxl
import pytest

from tests.filled_in import filled_in

NOTICE = "2027年元旦：1月1日至3日放假，共3天。春节：2月5日至11日放假调休，共7天。2月13日（星期六）上班。"


def test_all_offices_are_listed(run) -> None:
    offices = run("office", "list", "--json").json
    assert len(offices) == 38
    assert {office["state"] for office in offices} == {"active"}
    assert sum(office["leads"] for office in offices) == 88
    assert "市科技局\t在用\t没有联络员" in run("office", "list").out


def test_an_office_and_its_people(run) -> None:
    add = ("person", "市科技局", "--add", "张三", "--phone", "0574-87654321", "--email", "zs@nb.gov.cn")
    assert run("office", *add).out == "市科技局 新增联系人 张三\n"
    shown = run("office", "show", "科技局", "--json").json
    assert set(shown) == {
        "name", "short_name", "kind", "leader", "state", "state_on", "successor", "aliases", "names", "people",
        "leads", "helps",
    }  # fmt: skip
    assert shown["people"] == [
        {"name": "张三", "role": "联络员", "post": "", "phone": "0574-87654321", "mobile": "",
         "email": "zs@nb.gov.cn", "main": True},
    ]  # fmt: skip
    assert "联络员（主要）\t张三" in run("office", "show", "市科技局").out


def test_a_person_is_changed_and_leaves(run) -> None:
    run("office", "person", "市科技局", "--add", "张三", "--phone", "87654321")
    assert run("office", "person", "市科技局", "--edit", "张三", "--post", "科长").code == 0
    (person,) = run("office", "show", "市科技局", "--json").json["people"]
    assert (person["post"], person["phone"]) == ("科长", "87654321")
    assert run("office", "person", "市科技局", "--leave", "张三").out == "市科技局 联系人 张三 离任\n"
    assert run("office", "show", "市科技局", "--json").json["people"] == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("show", "火星局"), "没有名为“火星局”的单位"),
        (("person", "火星局", "--add", "张三"), "没有名为“火星局”的单位"),
        (("person", "市科技局", "--add", "张三", "--email", "zs"), "不像邮箱地址"),
        (("person", "市科技局", "--leave", "李四"), "市科技局没有联系人李四"),
        (("rename", "市科技局", "市经信局", "--on", "2026-03-01"), "已经是市经信局的名称"),
        (("merge", "市科技局", "市科技局", "--on", "2026-03-01"), "不能并入自己"),
        (("dissolve", "市科技局", "--on", "2026-03-01"), "项任务，请先移交"),
        (("split", "市科技局", "甲局", "--on", "2026-03-01", "--tasks", "X9"), "没有编号为“X9”的任务"),
        (("rename", "市科技局", "甲局", "--on", "昨天"), "不是日期"),
        (("person", "市科技局"), "命令写法不对"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(run, content, arguments, sentence: str) -> None:
    before = content()
    seen = run("office", *arguments)
    assert seen.code == 2
    assert sentence in seen.err
    assert content() == before


def test_two_people_of_one_name_are_told_apart_by_their_role(run) -> None:
    for role in ("联络员", "分管领导"):
        run("office", "person", "市科技局", "--add", "张三", "--role", role)
    assert "有几个张三，请用 --role" in run("office", "person", "市科技局", "--leave", "张三").err
    assert run("office", "person", "市科技局", "--leave", "张三", "--role", "分管领导").code == 0
    assert [one["role"] for one in run("office", "show", "市科技局", "--json").json["people"]] == ["联络员"]


def test_offices_change_and_everything_is_undone(run) -> None:
    assert run("office", "rename", "市科技局", "市科创局", "--on", "2026-03-01").out == "市科技局 更名为 市科创局\n"
    shown = run("office", "show", "市科技局", "--json").json
    assert (shown["name"], shown["names"]) == (
        "市科创局",
        [{"name": "市科技局", "from_on": None, "to_on": "2026-03-01"}],
    )
    led = run("office", "show", "市科创局", "--json").json["leads"]
    ours = run("office", "show", "市经信局", "--json").json["leads"]
    assert run("office", "merge", "市科创局", "市经信局", "--on", "2026-03-01").code == 0
    old = run("office", "show", "市科创局", "--json").json
    assert (old["state"], old["successor"], old["leads"]) == ("merged", "市经信局", 0)
    assert run("office", "show", "市经信局", "--json").json["leads"] == led + ours
    assert "已合并（2026-03-01，市经信局）" in run("office", "show", "市科创局").out
    assert run("undo").code == 0
    assert run("office", "show", "市科创局", "--json").json["state"] == "active"


def test_tasks_go_to_a_new_office(run) -> None:
    code = next(task["code"] for task in run("tasks", "--json").json if task["lead_office"] == "市科技局")
    assert run("office", "split", "市科技局", "市低空经济局", "--on", "2026-03-01", "--tasks", f"{code}，").code == 0
    tasks = {task["code"]: task["lead_office"] for task in run("tasks", "--json").json}
    assert tasks[code] == "市低空经济局"


def test_the_directory_goes_out_and_in_without_a_change(run, content, tmp_path: Path) -> None:
    run("office", "person", "市科技局", "--add", "张三", "--phone", "87654321", "--main")
    path = tmp_path / "名录.xlsx"
    assert run("office", "export", path).out == f"{path}\n"
    before = content()
    seen = run("office", "import", path, "--json")
    assert (seen.code, seen.json["counts"]) == (
        0,
        {"new": 0, "changed": 0, "same": 38, "unknown": 0, "refused": 0},
    )
    assert seen.json["batch"] is None
    assert content() == before


def test_a_list_of_liaisons_is_previewed_then_taken_in(run, content, tmp_path: Path) -> None:
    path = tmp_path / "联络员.xlsx"
    book = openpyxl.Workbook()
    for row in (("单位", "联络员", "手机"), ("市科技局", "张三", "13800138000"), ("火星局", "李四", "13900139000")):
        book.active.append(row)
    book.save(path)
    before = content()
    seen = run("office", "import", path, "--preview", "--json")
    assert (seen.code, [row["outcome"] for row in seen.json["rows"]]) == (3, ["new", "unknown"])
    assert content() == before
    taken = run("office", "import", path)
    assert taken.code == 3  # what nobody can place waits
    assert "[新增] 市科技局 张三" in taken.out
    assert "第3行：没有名为“火星局”的单位" in taken.out
    assert run("office", "show", "市科技局", "--json").json["people"][0]["mobile"] == "13800138000"


# --- rounds -------------------------------------------------------------------------------------------


@pytest.fixture
def sent(run, tmp_path: Path) -> Path:
    """One workbook of one office, due in five working days."""
    path = tmp_path / "科技.xlsx"
    seen = run("export", "--office", "市科技局", "--out", path, "--due-days", 5)
    assert (seen.code, seen.err) == (0, "")
    return path


def test_working_days_count_to_the_day_agreed(run, sent) -> None:
    (row,) = run("returns", "--json").json
    assert row["return_due_on"] == "2026-03-09"
    (listed,) = run("round", "list", "--json").json
    assert (listed["due_on"], listed["due_days"], listed["state"]) == ("2026-03-09", 5, "open")


def test_a_year_that_is_not_entered_is_said(run, data, tmp_path: Path) -> None:
    before = ("--data", str(data), "--today", "2026-12-30")
    seen = run("export", "--office", "市科技局", "--out", tmp_path / "a.xlsx", "--due-days", 5, before=before)
    assert seen.code == 0
    assert "2027年的节假日安排还没有录入，按周一至周五计算" in seen.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--due", "2026-03-09", "--due-days", 5), "只能写一个"),
        (("--due-days", 0), "1 到 250 之间"),
        (("--due-days", "五"), "不是数字"),
        (("--again",), "--again 与 --all 同用"),
        (("--again", "--new-round"), "命令写法不对"),
    ],
)
def test_options_that_do_not_go_together_are_refused(run, content, tmp_path: Path, arguments, sentence: str) -> None:
    before = content()
    seen = run("export", "--office", "市科技局", "--out", tmp_path / "a.xlsx", *arguments)
    assert seen.code == 2
    assert sentence in seen.err
    assert content() == before
    assert not (tmp_path / "a.xlsx").exists()


def test_all_in_a_new_round_needs_no_word_for_it(run, tmp_path: Path) -> None:
    seen = run("export", "--all", "--out", tmp_path / "out", "--new-round")
    assert (seen.code, "本来就另开一批" in seen.err) == (2, True)


def test_what_returns_says_of_rounds(run, data, sent) -> None:
    (row,) = run("returns", "--json").json
    assert (row["state"], row["kind"], row["again_of"], row["channel"]) == ("none", "first", "", "none")
    assert (row["round_name"], row["round_state"], row["timing"], row["late_days"]) == ("第1批", "open", None, 0)
    later = ("--data", str(data), "--today", "2026-03-12")
    assert run("returns", "--json", before=later).json[0]["timing"] == "missing"
    run("import", filled_in(sent), before=later)
    (row,) = run("returns", "--json", before=later).json
    assert (row["timing"], row["late_days"]) == ("late", 3)


def test_sent_again_by_itself_and_as_a_new_round(run, sent, tmp_path: Path) -> None:
    run("export", "--office", "市科技局", "--out", tmp_path / "b.xlsx")
    run("export", "--office", "市科技局", "--out", tmp_path / "c.xlsx", "--new-round")
    rows = run("returns", "--json").json
    assert {(row["round"], row["kind"]) for row in rows} == {(1, "first"), (1, "again"), (2, "first")}
    again = next(row for row in rows if row["kind"] == "again")
    assert again["again_of"] == next(row["export"] for row in rows if row["round"] == 1 and row["kind"] == "first")
    assert [row["round"] for row in run("returns", "--round", 2, "--json").json] == [2]
    assert run("returns", "--round", 9).code == 2


def test_a_round_is_closed_opened_again_and_an_office_excused(run, sent) -> None:
    assert run("round", "excuse", 1, "市科技局", "--reason", "机构改革期间").out == "市科技局 第1批免报：机构改革期间\n"
    (row,) = run("returns", "--json").json
    assert (row["timing"], row["excuse"]) == ("excused", "机构改革期间")
    assert run("round", "expect", 1, "市科技局").code == 0
    assert run("round", "close", 1).out == "关闭第1批\n"
    (listed,) = run("round", "list", "--json").json
    assert (listed["state"], listed["closed_on"], listed["missing"]) == ("closed", "2026-03-02", 1)
    assert run("returns", "--json").json[0]["timing"] == "missing"
    assert run("round", "reopen", 1, "--reason", "还有单位要补交").code == 0
    assert "第1批\t进行中" in run("round", "list").out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("close", 9), "没有第9批"),
        (("reopen", 1, "--reason", "还有单位要补交"), "没有关闭"),
        (("excuse", 1, "市科技局", "--reason", "无"), "要写理由"),
        (("excuse", 1, "市经信局", "--reason", "机构改革期间"), "没有发给市经信局"),
        (("excuse", 1, "市科技局"), "命令写法不对"),
        (("expect", 1, "市科技局"), "没有免报"),
    ],
)
def test_acts_on_rounds_that_cannot_be(run, sent, content, arguments, sentence: str) -> None:
    before = content()
    seen = run("round", *arguments)
    assert seen.code == 2
    assert sentence in seen.err
    assert content() == before


# --- holidays -----------------------------------------------------------------------------------------


def test_the_shipped_year_is_listed(run) -> None:
    lines = run("holidays", "list", 2026).out.splitlines()
    assert len(lines) == 25
    assert lines[0] == "2026-01-01\t放假\t元旦"
    assert "2026-02-14\t上班\t春节" in lines


def test_a_year_nobody_entered_says_so(run) -> None:
    assert run("holidays", "list", 2027).out == "2027年的节假日安排还没有录入，按周一至周五计算\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_notice_is_read_from_a_file(run, content, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "通知.txt"
    path.write_bytes(NOTICE.encode(encoding))
    before = content()
    assert "2027-02-13\t上班\t春节" in run("holidays", "add-notice", path, "--preview").out
    assert content() == before
    assert run("holidays", "add-notice", path).code == 0
    assert "2027-01-01\t放假" in run("holidays", "list", 2027).out


def test_a_doubtful_notice_waits(run, content, tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_text(NOTICE.replace("共3天", "共4天"), encoding="utf-8")
    before = content()
    seen = run("holidays", "add-notice", path)
    assert (seen.code, "[核对]" in seen.out) == (3, True)
    assert content() == before


def test_a_year_of_one_ledger_goes_into_another(run, tmp_path: Path) -> None:
    path = tmp_path / "2027.toml"
    path.write_text('[[holidays]]\nday = 2027-01-01\nkind = "off"\nname = "元旦"\n', encoding="utf-8")
    assert run("holidays", "import", path).code == 0
    assert run("holidays", "list", 2027).out == "2027-01-01\t放假\t元旦\n"
    path.write_text("nothing", encoding="utf-8")
    assert "不是节假日文件" in run("holidays", "import", path).err
    assert "无法打开" in run("holidays", "add-notice", tmp_path / "没有.txt").err


def test_days_given_before_stay_until_somebody_wants_them_counted_anew(run, data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    head = ("--data", str(data), "--today", "2026-12-30")
    assert run("export", "--all", "--due-days", 3, "--out", out, before=head).code == 0
    path = tmp_path / "2027.toml"
    path.write_text('[[holidays]]\nday = 2027-01-01\nkind = "off"\nname = "元旦"\n', encoding="utf-8")
    said = run("holidays", "import", path).out
    assert (
        "第1批约定 2027-01-04 反馈，按现在的节假日是 2027-01-05；\n  要改请用 round recount 1 --reason 理由\n" in said
    )
    assert run("round", "list").out.count("2027-01-04") == 1
    assert run("round", "recount", "1", "--reason", "元旦放假通知").code == 0
    assert run("round", "list").out.count("2027-01-05") == 1
    assert "约定" not in run("holidays", "import", path).out
