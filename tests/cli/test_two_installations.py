"""Two data folders, one command line: a workbook becomes tasks elsewhere and comes back with its identities."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlmodel import select

from tracker.model.enums import DecisionState
from tracker.model.tables import Extension, Setting, Task, WorkbookReturn
from tracker.queries.indicators import list_indicators
from tracker.services.returns import send_back
from tracker.store.engine import Database

OFFICE, NAME = "市经信局", "国家级专精特新“小巨人”企业数"
DUES = (
    "2026年12月底前", "6月底", "一季度末", "2026年上半年", "到2027年", "长期坚持", "立行立改", "每季度末", "另行通知",
    "2026-12-31",
)  # fmt: skip
GRANT = ("--deadlines", "grant", "--decided-by", "王副市长")
STATUSES = ("推进中", "未启动", "待销号", "暂缓")
FIELDS = (
    "title", "lead_office", "co_offices", "owner", "status", "due_text", "due_on", "progress", "light",
)  # fmt: skip


class Installation:
    """A data folder and what is done in it."""

    def __init__(self, folder: Path, run: Callable[..., Any]) -> None:
        self.folder, self._run = folder, run

    def __call__(self, *arguments: object) -> Any:
        return self._run(*arguments, before=("--data", str(self.folder), "--today", "2026-03-02"))

    def export(self, path: Path) -> Path:
        assert self("export", "--office", OFFICE, "--out", path).code == 0
        return path

    def seen(self, path: Path) -> dict[tuple[str, str], tuple[Any, str]]:
        """Return what a preview says, by row and field."""
        told = self("preview", path, "--json").json["changes"]
        return {(one["task"], one["field"]): (one["theirs"], one["outcome"]) for one in told}

    def tasks(self) -> dict[str, dict[str, Any]]:
        return {row["code"]: {field: row[field] for field in FIELDS} for row in self("tasks", "--json").json}

    def database(self) -> Database:
        return Database(f"sqlite:///{(self.folder / 'ledger.db').as_posix()}", "测试员")


@pytest.fixture
def ours(data: Path, run: Callable[..., Any]) -> Installation:
    return Installation(data, run)


@pytest.fixture
def theirs(data: Path, sqlite_template: Path, tmp_path: Path, run: Callable[..., Any]) -> Installation:
    """Another installation with the same catalogue: other keys of its tasks, another key for its tokens."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    shutil.copyfile(sqlite_template, folder / "ledger.db")
    made = Installation(folder, run)
    database = made.database()
    with database.session() as session:
        session.get(Setting, "token_key").value = "22" * 16
        session.connection().exec_driver_sql("UPDATE task SET uid = 'U' || substr(uid, 2)")
    database.close()
    return made


@pytest.fixture
def asked(ours: Installation, tmp_path: Path) -> Path:
    """Return a workbook with tasks of every status and deadline, prose, and texts that look like formulas."""
    path = ours.export(tmp_path / "先填.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["任务清单"]
    heads = {str(cell.value).strip(): cell.column for cell in sheet[4]}
    for place, row in enumerate(range(5, 25)):
        for header, value in {
            "完成时限": DUES[place % len(DUES)],
            "状态": STATUSES[place % len(STATUSES)],
            "进度": place / 20,
            "责任人": f"经办{place}",
            "进展情况": f"第{place}条\n\n第二段，完成 5%",
            "存在问题": "缺人手",
            "备注": "=1+1 起草中",
        }.items():
            cell = sheet.cell(row, heads[header], value)
            cell.data_type = "s" if isinstance(value, str) else cell.data_type
    book.save(path)
    # An office can neither close what was never begun nor pause; 另行通知 is no deadline that anybody can grant.
    assert ours("import", path, "--conflicts", "theirs", *GRANT).code == 3
    assert {row["status"] for row in ours.tasks().values()} >= {"推进中", "未启动", "待交办"}
    return ours.export(tmp_path / "交办.xlsx")


def fill_in(fill: Callable[..., Path], path: Path) -> Path:
    fill(path, "A1.1", 进度=0.95, 责任人="沈佳宁", 进展情况="第0条\n\n第二段，完成 5%\n\n又办一件")
    fill(path, "A1.4", 完成时限="2027年底前", 延期理由="等上级统一部署", 存在问题="@起草 + 文字")
    return path


#: A deadline of another ledger cannot be extended here: it is asked for with the answer.
ASKED = ("A1.4", "due_text")
EDITS = {
    ("A1.1", "progress"): (95, "change"),
    ("A1.1", "owner"): ("沈佳宁", "change"),
    ("A1.1", "progress_note"): ("第0条\n\n第二段，完成 5%\n\n又办一件", "change"),
    ("A1.4", "due_text"): ("2027年底前", "change"),
    ("A1.4", "problems"): ("@起草 + 文字", "change"),
}


def take(installation: Installation, path: Path) -> None:
    assert installation("import", path).code == 3  # new rows wait for a person
    assert installation("import", path, "--conflicts", "theirs").code == 0


def test_a_workbook_becomes_tasks_elsewhere_without_a_second_one(
    ours: Installation, theirs: Installation, asked: Path
) -> None:
    before = len(theirs.tasks())
    assert {outcome for _, outcome in theirs.seen(asked).values()} == {"unknown_row"}
    assert len(theirs.tasks()) == before
    take(theirs, asked)
    sent = {code: row for code, row in ours.tasks().items() if row["lead_office"] == OFFICE and row["owner"]}
    assert len(sent) >= 16
    assert {code: row for code, row in theirs.tasks().items() if code in sent} == sent
    assert len(theirs.tasks()) == before
    again = theirs("import", asked, "--conflicts", "theirs")
    assert (again.code, again.out) == (0, "交办.xlsx：已经导入过\n")


def test_what_they_export_comes_back_as_exactly_their_edits(
    ours: Installation, theirs: Installation, asked: Path, fill, tmp_path: Path
) -> None:
    take(theirs, asked)
    own = theirs.export(tmp_path / "科室.xlsx")
    assert ours.seen(own) == {}
    assert theirs("import", fill_in(fill, own), *GRANT).code == 0
    back = theirs.export(tmp_path / "回.xlsx")
    assert ours.seen(back) == {cell: seen for cell, seen in EDITS.items() if cell != ASKED}  # shows what is in force
    assert ours("import", back).code == 0
    assert ours.tasks()["A1.1"]["owner"] == "沈佳宁"
    assert ours("import", back).out == "回.xlsx：已经导入过\n"
    assert theirs.seen(ours.export(tmp_path / "第二轮.xlsx")) == {}


def test_the_answer_goes_through_rounds_without_doubles_and_takes_only_what_is_new(
    ours: Installation, theirs: Installation, asked: Path, fill, tmp_path: Path
) -> None:
    take(theirs, asked)
    count = len(theirs.tasks())
    theirs("import", fill_in(fill, theirs.export(tmp_path / "科室.xlsx")), *GRANT)
    assert theirs.tasks()["A1.4"]["due_on"] == "2026-03-31"  # asked for, in force is what its assigner said
    back = answer(theirs, tmp_path / "答复.xlsx")
    assert ours.seen(back) == EDITS
    assert ours("import", back).code == 3
    assert ours("import", back, *GRANT).code == 0
    assert ours.tasks()["A1.4"]["due_on"] == "2027-12-31"
    assert applications(ours) == [(DecisionState.GRANTED, "等上级统一部署", "")]
    moved = fill(ours.export(tmp_path / "我方.xlsx"), "A2.1a", 完成时限="2028年3月底前", 延期理由="等上级统一部署")
    assert ours("import", moved, *GRANT).code == 0
    second = ours.export(tmp_path / "第二轮.xlsx")
    assert theirs.seen(second) == {
        ("A1.4", "due_text"): ("2027年底前", "change"),
        ("A2.1a", "due_text"): ("2028年3月底前", "change"),
    }
    assert theirs("import", second).code == 0  # the assigner decides, nobody is asked
    assert len(theirs.tasks()) == count
    for code in ("A1.4", "A2.1a"):
        assert theirs.tasks()[code] == ours.tasks()[code]
    theirs("import", fill(theirs.export(tmp_path / "科室二.xlsx"), "A2.1a", 责任人="赵六"))
    assert theirs.seen(ours.export(tmp_path / "第三轮.xlsx")) == {}  # what they did since stays theirs


def test_a_deadline_typed_over_a_workbook_of_the_assigner_is_not_its_word(
    ours: Installation, theirs: Installation, asked: Path, fill, tmp_path: Path
) -> None:
    take(theirs, asked)
    before = theirs.tasks()["A1.1"]
    forged = fill(shutil.copy(asked, tmp_path / "改过.xlsx"), "A1.1", 完成时限="2030年12月底前", 状态="暂缓")
    told = theirs("import", forged, "--conflicts", "theirs", *GRANT)
    assert (told.code, theirs.tasks()["A1.1"]) == (0, before)
    answered = fill(answer(theirs, tmp_path / "答复.xlsx"), "A1.1", 完成时限="2030年12月底前")
    theirs("import", answered, "--conflicts", "theirs", *GRANT)
    assert theirs.tasks()["A1.1"] == before


def test_a_refusal_of_the_assigner_closes_the_application_here(
    ours: Installation, theirs: Installation, asked: Path, fill, tmp_path: Path
) -> None:
    take(theirs, asked)
    theirs("import", fill_in(fill, theirs.export(tmp_path / "科室.xlsx")), *GRANT)
    assert applications(theirs) == [(DecisionState.REQUESTED, "等上级统一部署", "")]
    assert ours("import", answer(theirs, tmp_path / "答复.xlsx"), "--deadlines", "refuse").code == 0
    theirs("import", ours.export(tmp_path / "第二轮.xlsx"))
    assert applications(theirs) == [(DecisionState.REFUSED, "等上级统一部署", "按我方保留")]
    assert theirs.tasks()["A1.4"]["due_on"] == ours.tasks()["A1.4"]["due_on"] == "2026-03-31"


def applications(installation: Installation) -> list[tuple]:
    database = installation.database()
    with database.session() as session:
        asked = session.exec(select(Extension).join(Task).where(Task.code == "A1.4", Extension.reason != ""))
        rows = [(row.state, row.reason, row.answer) for row in asked]
    database.close()
    return rows


def answer(installation: Installation, path: Path) -> Path:
    """Write what the window's button writes for the last workbook that came."""
    database = installation.database()
    with database.session() as session:
        newest = max(one.id for one in session.exec(select(WorkbookReturn)) if one.export_id is None)
        send_back.answer_assignment(session, newest, path, date(2026, 3, 20))
    database.close()
    return path


def test_our_own_later_change_of_the_same_cell_is_a_conflict(
    ours: Installation, theirs: Installation, asked: Path, fill, tmp_path: Path
) -> None:
    take(theirs, asked)
    theirs("import", fill_in(fill, theirs.export(tmp_path / "科室.xlsx")), *GRANT)
    ours("import", fill(ours.export(tmp_path / "我方.xlsx"), "A1.1", 责任人="我方的人"))
    seen = ours.seen(theirs.export(tmp_path / "回.xlsx"))
    assert seen == {cell: told for cell, told in EDITS.items() if cell != ASKED} | {
        ("A1.1", "owner"): ("沈佳宁", "conflict")
    }


def test_what_is_begun_here_already_is_never_written_over(
    ours: Installation, theirs: Installation, asked: Path, fill, tmp_path: Path
) -> None:
    theirs("import", fill(theirs.export(tmp_path / "自己.xlsx"), "A1.1", 责任人="自己的人"))
    take(theirs, asked)
    assert theirs.tasks()["A1.1"]["owner"] == "自己的人"
    taken = [row for code, row in theirs.tasks().items() if code.startswith("新")]
    assert taken
    assert all(row["owner"] or row["status"] == "待交办" for row in taken)


def test_taking_in_is_undone_as_one_act(theirs: Installation, asked: Path) -> None:
    before = theirs.tasks()
    take(theirs, asked)
    assert theirs("undo").code == 0
    assert theirs.tasks() == before
    assert theirs("import", asked, "--conflicts", "theirs").code == 0
    assert len(theirs.tasks()) == len(before)


# --- indicators -----------------------------------------------------------------------------------------------


def value_of(installation: Installation, name: str) -> float | None:
    database = installation.database()
    with database.reading() as session:
        (row,) = [one for one in list_indicators(session, date(2026, 3, 2)) if one.name == name]
    database.close()
    return row.current.value if row.current else None


def test_observations_of_a_known_indicator_go_the_normal_way(
    ours: Installation, theirs: Installation, asked: Path, fill
) -> None:
    fill(asked, NAME, 本期值=512, 统计日期=date(2026, 2, 28), 说明="快报")
    told = {field: found for (name, field), found in theirs.seen(asked).items() if name == NAME}
    assert told == {
        "indicator_value": (512.0, "change"),
        "indicator_on": ("2026-02-28", "change"),
        "indicator_note": ("快报", "change"),
    }
    theirs("import", asked)
    assert value_of(theirs, NAME) == 512


@pytest.mark.parametrize(
    ("value", "outcomes"), [(512, {"same"}), (600, {"conflict", "same"})], ids=["the same", "another"]
)
def test_what_was_observed_on_that_day_already_is_compared(
    theirs: Installation, asked: Path, fill, tmp_path: Path, value: int, outcomes: set[str]
) -> None:
    theirs("import", fill(theirs.export(tmp_path / "自己.xlsx"), NAME, 本期值=512, 统计日期=date(2026, 2, 28)))
    fill(asked, NAME, 本期值=value, 统计日期=date(2026, 2, 28))
    assert {outcome for (name, _), (_, outcome) in theirs.seen(asked).items() if name == NAME} == outcomes
    assert value_of(theirs, NAME) == 512


def test_an_indicator_that_is_unknown_there_waits_for_a_person_and_is_answered(
    ours: Installation, theirs: Installation, asked: Path, fill, tmp_path: Path
) -> None:
    database = theirs.database()
    with database.session() as session:
        renamed = "UPDATE indicator SET name = '别的指标', code = 'ELSE-1', uid = 'Iffffffffffff' WHERE name = ?"
        session.connection().exec_driver_sql(renamed, (NAME,))
    database.close()
    fill(asked, NAME, 本期值=512, 统计日期=date(2026, 2, 28))
    assert theirs.seen(asked)[NAME, ""][1] == "unknown_row"
    theirs("import", asked)
    with pytest.raises(ValueError, match="not enough values"):
        value_of(theirs, NAME)
    assert theirs("import", asked, "--conflicts", "theirs").code == 0
    assert value_of(theirs, NAME) == 512
    told = {
        field: found
        for (name, field), found in ours.seen(answer(theirs, tmp_path / "答复.xlsx")).items()
        if name == NAME
    }
    assert told["indicator_value"] == (512.0, "change")


def test_one_code_for_two_indicators_is_asked_about(theirs: Installation, asked: Path, fill) -> None:
    database = theirs.database()
    with database.session() as session:
        session.connection().exec_driver_sql("UPDATE indicator SET name = '别的指标' WHERE name = ?", (NAME,))
    database.close()
    fill(asked, NAME, 本期值=512, 统计日期=date(2026, 2, 28))
    assert theirs("import", asked).code == 3
    assert value_of(theirs, "别的指标") != 512
