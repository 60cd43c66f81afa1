"""By the command line alone nobody betters a light without reported progress, a decision or a grant on record."""

import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

OFFICE = "市经信局"
RANK = {"red": 0, "amber": 1, "grey": 2, "green": 3, "blue": 4}
LATE = "2026-08-01"
DUE = {"A1.1": "2026-06-30", "A2.1a": "2026-08-15", "A1.4": "每月25日前", "A2.1b": "2027-06-30", "B4.1": "长期坚持"}
TAKE = ("--conflicts", "theirs")
GRANT = ("--deadlines", "grant", "--decided-by", "王副市长")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder from which each test copies what the first of them prepared."""
    return tmp_path_factory.mktemp("at_work")


@pytest.fixture
def at_work(run, fill, data: Path, kept: Path, tmp_path: Path) -> Path:
    """A ledger in summer with overdue, late, silent and regular tasks, and the workbook its office has of them."""
    early, late = tmp_path / "第一批.xlsx", kept / "第二批.xlsx"
    if not late.exists():
        run("export", "--office", OFFICE, "--out", early)
        for code, due in DUE.items():
            fill(early, code, 完成时限=due, 延期理由="按会议纪要明确", 状态="推进中", 进度=0.2, 进展情况="已经开始推进")
        assert run("import", early, *GRANT).code == 0
        run("export", "--office", OFFICE, "--out", late)
        shutil.copytree(data, kept / "data")
    shutil.rmtree(data)
    shutil.copytree(kept / "data", data)
    return Path(shutil.copy(late, tmp_path))


@pytest.fixture
def later(run, data: Path) -> Any:
    """Run a command in that summer."""
    return lambda *arguments: run(*arguments, before=("--data", str(data), "--today", LATE))


def lights(later: Any) -> dict[str, tuple[str, str]]:
    rows = later("tasks", "--json").json
    return {row["code"]: (row["light"], row["reason"]) for row in rows if row["code"] in DUE}


def task(later: Any, code: str = "A1.1") -> dict[str, Any]:
    return next(row for row in later("tasks", "--json").json if row["code"] == code)


WITHOUT_PROGRESS: list[dict[str, Any]] = [
    {"完成时限": "2027-12-31"},
    {"完成时限": "2027-12-31", "延期理由": "需要更多时间推进"},
    {"完成时限": "2027年底前"},
    {"完成时限": "长期坚持"},
    {"完成时限": "每季度末"},
    {"完成时限": "立行立改"},
    {"完成时限": "尽快完成"},
    {"完成时限": "2027/13/45"},
    {"完成时限": None},
    {"完成时限": "2026-01-01"},
    {"状态": "暂缓", "备注": "等上级文件"},
    {"状态": "已取消", "备注": "不再需要做了"},
    {"状态": "已销号", "备注": "已经全部做完"},
    {"状态": "待交办", "备注": "收回来再说吧"},
    {"状态": "未启动", "备注": "还没有开始呢"},
    {"状态": None},
    {"备注": "领导说可以延期", "责任人": "张三"},
    {"配合单位": None, "联系电话": None},
    {"原时限": "2027-12-31", "延期次数": 0, "交办说明": "同意延至 2027-12-31"},
    {"佐证材料": "验收报告.pdf", "填报人": "张三"},
]


@pytest.mark.parametrize("cells", WITHOUT_PROGRESS, ids=lambda cells: " ".join(f"{k}={v}" for k, v in cells.items()))
def test_no_cell_betters_a_light(later, fill, at_work: Path, cells: dict[str, Any]) -> None:
    before = lights(later)
    assert {light for light, _ in before.values()} >= {"red", "amber"}
    fill(at_work, *DUE, **cells)
    for options in ((), TAKE):
        assert later("import", at_work, *options).code in (0, 3)
        after = lights(later)
        assert all(RANK[after[code][0]] <= RANK[before[code][0]] for code in DUE), (options, before, after)
    assert later("import", at_work, "--conflicts", "ours").code == 0
    after = lights(later)
    assert all(RANK[after[code][0]] <= RANK[before[code][0]] for code in DUE), (before, after)
    assert later("returns", "--json").json[-1]["pending"] == 0


def test_problems_and_plans_of_an_office_end_no_silence(later, fill, at_work: Path) -> None:
    before = lights(later)
    fill(at_work, *DUE, 存在问题="缺资金", 下一步措施="报市政府")
    assert later("import", at_work).code == 0
    assert lights(later) == before


def test_new_words_of_an_office_end_its_silence_and_nothing_else(later, fill, at_work: Path) -> None:
    before = lights(later)
    fill(at_work, *DUE, 进展情况="已召开两次协调会", 存在问题="缺资金")
    assert later("import", at_work).code == 0
    changed = {code: light for code, light in lights(later).items() if light != before[code]}
    # A1.4 reports regularly: new words report its running period.
    assert changed == {"A1.4": ("amber", "缺报3期"), "B4.1": ("grey", "长期坚持")}
    assert before["B4.1"] == ("amber", "152天无进展")


def test_a_report_of_completion_is_a_claim_and_takes_nothing_with_it_when_it_is_taken_back(
    later, fill, at_work: Path, tmp_path: Path
) -> None:
    before = lights(later)
    assert later("import", fill(at_work, "A1.1", 状态="待销号")).code == 0
    assert (lights(later)["A1.1"], task(later)["progress"]) == (("blue", "待审核"), 20)
    back = tmp_path / "第三批.xlsx"
    later("export", "--office", OFFICE, "--out", back)
    assert later("import", fill(back, "A1.1", 状态="推进中", 存在问题="材料还要补充")).code == 0
    assert (lights(later)["A1.1"], task(later)["progress"]) == (before["A1.1"], 20)


def test_taking_back_a_report_takes_back_the_percent_that_came_with_it(
    later, fill, at_work: Path, tmp_path: Path
) -> None:
    assert later("import", fill(at_work, "A1.1", 状态="待销号", 进度=1, 进展情况="已经全部做完")).code == 0
    back = tmp_path / "第三批.xlsx"
    later("export", "--office", OFFICE, "--out", back)
    assert later("import", fill(back, "A1.1", 状态="推进中", 存在问题="材料还要补充")).code == 0
    assert task(later)["progress"] == 20


def test_a_grant_is_on_record(later, fill, at_work: Path) -> None:
    fill(at_work, "A1.1", 完成时限="2027-12-31", 延期理由="需要更多时间推进")
    assert later("import", at_work, *GRANT).code == 0
    row = task(later)
    assert (row["due_on"], row["first_due_on"], row["extensions"]) == ("2027-12-31", "2026-06-30", 1)
    assert later("undo").code == 0
    row = task(later)
    assert (row["due_on"], row["first_due_on"], row["extensions"]) == ("2026-06-30", "2026-06-30", 0)


def test_granting_needs_a_name_and_writes_nothing_without(later, fill, at_work: Path, content) -> None:
    fill(at_work, "A1.1", 完成时限="2027-12-31", 延期理由="需要更多时间推进")
    before = content()
    assert "--decided-by" in later("import", at_work, "--deadlines", "grant").sentence()
    assert content() == before


@pytest.mark.parametrize("reason", [None, "再等等", "……！！", "无"])
def test_an_incomplete_grant_waits(later, fill, at_work: Path, reason: str | None) -> None:
    fill(at_work, "A1.1", 完成时限="2027-12-31", 延期理由=reason)
    assert later("import", at_work, *GRANT).code == 3
    assert lights(later)["A1.1"][0] == "red"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ((), 3),
        (TAKE, 3),
        (("--conflicts", "ours"), 0),
        (("--deadlines", "refuse"), 0),
        (("--deadlines", "wait", "--conflicts", "ours"), 3),
        ((*GRANT, "--conflicts", "ours"), 0),
        ((*GRANT, "--conflicts", "theirs"), 0),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_becomes_of_an_application(later, fill, at_work: Path, options: tuple[str, ...], code: int) -> None:
    fill(at_work, "A1.1", 完成时限="2027-12-31", 延期理由="需要更多时间推进")
    assert later("import", at_work, *options).code == code
    assert (task(later)["due_on"] == "2027-12-31") is ("grant" in options)


def test_the_preview_says_what_waits_and_why(later, fill, at_work: Path) -> None:
    fill(at_work, "A1.1", 完成时限="2027-12-31", 延期理由="需要更多时间推进", 状态="暂缓", 责任人="张三")
    changes = {one["field"]: one for one in later("preview", at_work, "--json").json["changes"]}
    assert set(changes) == {"due_text", "status", "owner"}
    assert {field: one["needs_decision"] for field, one in changes.items()} == {
        "due_text": True, "status": True, "owner": False,
    }  # fmt: skip
    assert (changes["due_text"]["request"], changes["due_text"]["reason"]) == ("extension", "需要更多时间推进")
    assert changes["due_text"]["note"] == "第 1 次延期；提出时已逾期 32 天"
    assert changes["status"]["note"] == "单位反馈不能把任务由“推进中”改为“暂缓”，请由交办方暂缓。"
    assert (changes["owner"]["note"], "request" in changes["owner"]) == ("", False)


def test_another_frequency_holds_from_its_day_and_forgives_nothing(later, fill, at_work: Path) -> None:
    assert lights(later)["A1.4"] == ("red", "连缺4期")
    fill(at_work, "A1.4", 完成时限="每季度末", 延期理由="按季度统一报送")
    assert later("import", at_work, *GRANT).code == 0
    light, reason = lights(later)["A1.4"]
    assert (light, reason.startswith("连缺")) == ("red", True)


def test_a_file_does_not_come_back_before_it_was_sent(run, fill, at_work: Path, data: Path, content) -> None:
    """Whoever works on an earlier day would report in time what is late."""
    fill(at_work, "A1.1", 进度=0.9)
    before = content()
    early = run("import", at_work, before=("--data", str(data), "--today", "2026-01-05"))
    assert "2026-03-02 发出的，不能在 2026-01-05 收到" in early.sentence()
    assert content() == before


@pytest.mark.parametrize("name", ["。", " ", "——"])
def test_marks_are_no_name(later, fill, at_work: Path, name: str) -> None:
    fill(at_work, "A1.1", 完成时限="2027-12-31", 延期理由="需要更多时间推进")
    assert later("import", at_work, "--deadlines", "grant", "--decided-by", name).code == 2
    assert lights(later)["A1.1"][0] == "red"


@pytest.mark.parametrize("due", ["2099-12-31", "2027年9月前", "10日内"])
def test_what_must_be_asked_about_is_granted_by_nobody_unasked(later, fill, at_work: Path, due: str) -> None:
    fill(at_work, "A1.1", 完成时限=due, 延期理由="需要更多时间推进")
    assert later("import", at_work, *GRANT).code == 3
    assert lights(later)["A1.1"][0] == "red"


def test_one_bad_cell_waits_and_the_rest_is_taken(later, fill, at_work: Path) -> None:
    fill(at_work, "A1.1", 联系电话="打办公室", 责任人="张三")
    (phone,) = (one for one in later("preview", at_work, "--json").json["changes"] if one["field"] == "phone")
    assert phone["needs_decision"]
    assert later("import", at_work).code == 3
    assert task(later)["owner"] == "张三"
    assert later("import", at_work, "--conflicts", "ours").code == 0


def test_ours_settles_an_indicator_whose_value_is_doubtful(later, fill, at_work: Path) -> None:
    fill(at_work, "国家级专精特新“小巨人”企业数", 本期值="约7000", 说明="快报数")
    assert later("import", at_work, "--conflicts", "ours").code == 0


def test_marks_end_no_silence(later, fill, at_work: Path) -> None:
    before = lights(later)["B4.1"]
    assert later("import", fill(at_work, "B4.1", 存在问题="。", 下一步措施="无")).code == 0
    assert lights(later)["B4.1"] == before == ("amber", "152天无进展")


EMPTY_WORDS = [
    "无进展", "没有新进展", "暂无", "没有", "无变化", "无新增", "1111", "０００００", "aaaa", "〇〇〇〇", "的的的的",
    "进展进展", "按计划推进", "正在推进中", "继续推进", "本期无新进展", "已完成", "目前正按计划有序推进。",
    "与上期一致", "正常推进", "持续推进中", "同上期", "已经，开始推进。",
]  # fmt: skip


@pytest.mark.parametrize("words", EMPTY_WORDS)
def test_words_that_tell_nothing_are_kept_and_end_no_silence(later, fill, at_work: Path, words: str) -> None:
    before = lights(later)["B4.1"]
    assert before == ("amber", "152天无进展")
    assert later("import", fill(at_work, "B4.1", 进展情况=words), *TAKE).code == 0
    assert lights(later)["B4.1"] == before
    assert later("task", "set", "B4.1", "progress_note", "已经开始推进").code == 0
    assert lights(later)["B4.1"] == before, "the old words again, after words that tell nothing, are not new"


@pytest.mark.parametrize("words", ["本期无新进展", "没有新进展"])
def test_that_nothing_is_new_reports_a_period(later, fill, at_work: Path, words: str) -> None:
    assert later("import", fill(at_work, "A1.4", 进展情况=words)).code == 0
    assert lights(later)["A1.4"] == ("amber", "缺报3期")


@pytest.mark.parametrize("words", ["1111", "aaaa", "〇〇〇〇", "进展进展"])
def test_padding_reports_no_period(later, fill, at_work: Path, words: str) -> None:
    before = lights(later)["A1.4"]
    assert later("import", fill(at_work, "A1.4", 进展情况=words)).code == 0
    assert lights(later)["A1.4"] == before


@pytest.fixture
def waiting(later, at_work: Path) -> Path:
    """The workbook of the office, of which two tasks at work were taken back before they went out."""
    taken_back = at_work.with_name("收回.xlsx")
    for code in ("A1.1", "A2.1b"):
        assert later("task", "set", code, "progress", "0", "--reason", "误报的进度").code == 0
        assert later("task", "set", code, "status", "未启动", "--reason", "还没有开始做").code == 0
        assert later("task", "set", code, "status", "待交办", "--reason", "单位还没有定").code == 0
    assert later("export", "--office", OFFICE, "--out", taken_back).code == 0
    return taken_back


@pytest.mark.parametrize("options", [(), TAKE])
def test_nobody_reports_on_a_task_that_was_not_assigned(later, fill, waiting: Path, options) -> None:
    fill(waiting, "A1.1", 进度=0.6, 进展情况="已召开两次协调会")
    (progress,) = (one for one in later("preview", waiting, "--json").json["changes"] if one["field"] == "progress")
    assert (progress["needs_decision"], progress["note"]) == (True, "还没有交办，不能记进度。")
    assert later("import", waiting, *options).code == 3
    assert (task(later)["progress"], task(later)["status"]) == (0, "待交办")
    assert later("import", waiting, "--conflicts", "ours").code == 0


def test_an_office_that_begins_at_once_reports(later, fill, waiting: Path) -> None:
    fill(waiting, "A1.1", 状态="推进中", 进度=0.6, 进展情况="已召开两次协调会")
    assert later("import", waiting).code == 0
    assert (task(later)["progress"], task(later)["status"]) == (60, "推进中")


@pytest.mark.parametrize("options", [(), TAKE, (*GRANT, *TAKE)], ids=" ".join)
@pytest.mark.parametrize(("status", "percent"), [("已销号", 1), ("暂缓", 0.9), ("已取消", 1), ("待交办", 0.9)])
def test_the_percent_beside_a_move_that_waits_waits_with_it(
    later, fill, at_work: Path, status: str, percent: float, options: tuple[str, ...]
) -> None:
    before = lights(later)
    fill(at_work, "A1.1", 状态=status, 进度=percent, 备注="已经全部做完了", 进展情况="已召开两次协调会")
    (progress,) = (one for one in later("preview", at_work, "--json").json["changes"] if one["field"] == "progress")
    assert (progress["needs_decision"], progress["note"]) == (True, "随状态一起决定")
    assert later("import", at_work, *options).code == 3
    assert (task(later)["progress"], task(later)["status"], lights(later)) == (20, "推进中", before)
    assert later("import", at_work, "--conflicts", "ours").code == 0
    assert (task(later)["progress"], later("returns", "--json").json[-1]["pending"]) == (20, 0)


@pytest.mark.parametrize("progress", ["0.6", 0.006, "约80%"])
def test_a_percent_that_may_mean_another_is_taken_by_no_option(later, fill, at_work: Path, progress: object) -> None:
    fill(at_work, "A1.1", 进度=progress, 进展情况="已召开两次协调会")
    (doubtful,) = (one for one in later("preview", at_work, "--json").json["changes"] if one["field"] == "progress")
    assert doubtful["needs_decision"]
    for options in ((), TAKE):
        assert later("import", at_work, *options).code == 3
        assert task(later)["progress"] == 20
    assert later("import", at_work, "--conflicts", "ours").code == 0


NAME = "国家级专精特新“小巨人”企业数"


def test_a_value_of_a_day_is_not_written_over_unseen(later, fill, at_work: Path, tmp_path: Path) -> None:
    assert later("import", fill(at_work, NAME, 本期值=190, 统计日期="2026-06-30")).code == 0
    again = tmp_path / "再报.xlsx"
    later("export", "--office", OFFICE, "--out", again)
    fill(again, NAME, 本期值=260, 统计日期="2026-06-30")
    (value,) = (one for one in later("preview", again, "--json").json["changes"] if one["field"] == "indicator_value")
    assert (value["outcome"], value["ours"], value["note"]) == ("conflict", 190.0, "这一天已经有另一个数值")
    assert later("import", again).code == 3
    assert later("import", again, *TAKE).code == 0
    after = [one for one in later("preview", again, "--json").json["changes"] if one["field"] == "indicator_value"]
    assert [one["outcome"] for one in after] == ["same"]


@pytest.mark.parametrize("back", ["19", "20"])
def test_lowering_the_progress_and_raising_it_again_reports_nothing(later, at_work: Path, back: str) -> None:
    before = lights(later)
    for code in DUE:
        assert later("task", "set", code, "进度", "18", "--reason", "更正统计口径", "--yes").code == 0
    for code in DUE:
        assert later("task", "set", code, "进度", back, "--yes").code == 0
    after = lights(later)
    assert all(RANK[after[code][0]] <= RANK[before[code][0]] for code in DUE), (before, after)
    assert (after["B4.1"], after["A1.4"]) == (("amber", "152天无进展"), before["A1.4"])
    assert later("task", "set", "B4.1", "进度", "21", "--yes").code == 0
    assert lights(later)["B4.1"] == ("grey", "长期坚持")


def test_a_pause_of_no_day_drops_no_period(run, data: Path, at_work: Path) -> None:
    def on(day: str, *arguments: object) -> Any:
        return run(*arguments, before=("--data", str(data), "--today", day))

    def light(day: str) -> tuple[str, str]:
        return next((row["light"], row["reason"]) for row in on(day, "tasks", "--json").json if row["code"] == "A1.4")

    before = light("2026-07-26")
    why = ("--reason", "工作需要重新安排", "--decided-by", "王副市长", "--yes")
    for status in ("暂缓", "推进中"):
        assert on("2026-07-22", "task", "set", "A1.4", "状态", status, *why).code == 0
    assert light("2026-07-26") == before == ("red", "连缺4期")


def test_a_claim_repeated_on_the_day_of_its_return_waits_on(run, data: Path, later, at_work: Path) -> None:
    early = ("--data", str(data), "--today", "2026-07-01")
    assert run("task", "set", "A1.1", "状态", "待销号", "--yes", before=early).code == 0
    assert lights(later)["A1.1"] == ("blue", "待审核31天")
    assert later("task", "set", "A1.1", "状态", "推进中", "--reason", "材料不全予以退回", "--yes").code == 0
    assert later("task", "set", "A1.1", "状态", "待销号", "--yes").code == 0
    assert lights(later)["A1.1"] == ("blue", "待审核31天")


BACK = ("--reason", "材料不全予以退回", "--yes")


@pytest.mark.parametrize("options", [(), TAKE])
def test_a_claim_from_before_it_was_returned_waits(later, fill, at_work: Path, options: tuple[str, ...]) -> None:
    assert later("import", fill(at_work, "A1.1", 状态="待销号")).code == 0
    assert later("task", "set", "A1.1", "状态", "推进中", *BACK).code == 0
    fill(at_work, "A1.1", 备注="再次报送", 责任人="张三")
    change = next(one for one in later("preview", at_work, "--json").json["changes"] if one["field"] == "status")
    assert (change["outcome"], change["needs_decision"]) == ("conflict", True)
    assert "退回这项任务" in change["note"]
    assert later("import", at_work, *options).code == 3
    row = task(later)
    assert (row["status"], row["light"]) == ("推进中", "red")
    assert later("import", at_work, "--conflicts", "ours").code == 0
    assert later("returns", "--json").json[-1]["pending"] == 0


def test_a_claim_in_a_workbook_sent_after_the_return_is_taken(later, fill, at_work: Path, tmp_path: Path) -> None:
    assert later("import", fill(at_work, "A1.1", 状态="待销号")).code == 0
    assert later("task", "set", "A1.1", "状态", "推进中", *BACK).code == 0
    again = tmp_path / "第三批.xlsx"
    later("export", "--office", OFFICE, "--out", again)
    assert later("import", fill(again, "A1.1", 状态="待销号")).code == 0
    assert task(later)["status"] == "待销号"


@pytest.mark.parametrize("options", [(), TAKE, (*TAKE, *GRANT)])
def test_a_row_of_another_office_waits_whatever_it_says(
    later, run, fill, at_work: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    """Its row key was copied with it."""
    other = next(row["lead_office"] for row in later("tasks", "--json").json if row["lead_office"] not in ("", OFFICE))
    theirs = tmp_path / "别的单位.xlsx"
    assert later("export", "--office", other, "--out", theirs).code == 0
    code, row = first_row(theirs)
    paste(at_work, row, 状态="待销号", 进度=0.9, 责任人="张三", 完成时限="2027-12-31", 延期理由="需要更多时间推进")
    before = task(later, code)
    said = later("preview", at_work, "--json").json["changes"]
    changes = [one for one in said if one["task"] == code]
    assert {one["field"] for one in changes} >= {"status", "progress", "owner", "due_text"}
    assert all(one["needs_decision"] for one in changes)
    assert all(other in one["note"] and OFFICE in one["note"] for one in changes if "不能" not in one["note"])
    assert later("import", at_work, *options).code == 3
    assert task(later, code) == before
    assert later("import", at_work, "--conflicts", "ours").code == 0
    assert task(later, code) == before


def test_a_row_of_an_older_batch_of_the_same_office_is_taken(later, at_work: Path, tmp_path: Path) -> None:
    _, row = first_row(at_work)
    newer = tmp_path / "第三批.xlsx"
    later("export", "--office", OFFICE, "--out", newer)
    paste(newer, row, instead=True, 责任人="张三")
    assert later("import", newer).code == 0


def first_row(path: Path) -> tuple[str, dict[str, Any]]:
    """Return number and cells by header of the first task of a workbook, the hidden key under its own header."""
    sheet = openpyxl.load_workbook(path)["任务清单"]
    cells = {column: sheet.cell(5, column).value for column in range(1, sheet.max_column + 1)}
    headers = {str(sheet.cell(4, column).value).strip(): column for column in cells}
    return str(cells[headers["编号"]]), {name: cells[column] for name, column in headers.items()}


def paste(path: Path, row: dict[str, Any], *, instead: bool = False, **cells: Any) -> None:
    """Write a row below the last one of a workbook, or `instead` of the first."""
    book = openpyxl.load_workbook(path)
    sheet = book["任务清单"]
    number = 5 if instead else next(n for n in range(5, sheet.max_row + 2) if sheet.cell(n, 1).value is None)
    for column in range(1, sheet.max_column + 1):
        header = str(sheet.cell(4, column).value).strip()
        sheet.cell(number, column).value = cells.get(header, row.get(header))
    book.save(path)
