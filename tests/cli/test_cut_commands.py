"""A command whose connection is cut at any message is carried out once, or says truly that it was not."""

import argparse
import os
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import psycopg
import pytest
from sqlalchemy import text
from sqlmodel import col, func, select

from tests.cut_line import CLIENT, SERVER, CutLine, cut_line
from tracker.__main__ import main
from tracker.cli import commands, opened_ledger
from tracker.cli.opened_ledger import OpenLedger
from tracker.cli.parser import parse
from tracker.errors import AgainError, DoneBeforeError, TrackerError
from tracker.model.changeset import ChangeSet
from tracker.model.enums import BatchSource, FileState
from tracker.model.tables import Batch, Task, WorkbookExport, WorkbookReturn
from tracker.services.exporting import export_office
from tracker.services.returns import apply
from tracker.services.tasks import edit_task
from tracker.store.engine import Database

TODAY = date(2026, 3, 2)
#: How many messages of a command are cut on each side, spread over all of them; each is a whole command.
STEPS = int(os.environ.get("TRACKER_CUT_STEPS", "4"))
OFFICE = "市经信局"


@pytest.fixture(autouse=True)
def quick(allow_log: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    allow_log("psycopg: error ignored terminating")
    monkeypatch.setattr(opened_ledger, "PAUSES", (0.01, 0.05, 0.1))
    monkeypatch.setattr(opened_ledger, "UNTIL_KNOWN", (0.1, 0.1))
    monkeypatch.setattr("tracker.store.engine.RECONNECTING", (0.01, 0.1, 0.5))


@pytest.fixture
def line(postgres_ledger_url: str) -> Iterator[tuple[CutLine, str]]:
    with cut_line(postgres_ledger_url) as ends:
        yield ends


@pytest.fixture
def beside(postgres_ledger_url: str) -> Iterator[Database]:
    """Return another desk at the same ledger, in which only a few tasks have an office that leads them."""
    database = Database(postgres_ledger_url, "李刚", "b" * 12)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE task SET lead_office_id = NULL WHERE id > 5"))
        connection.execute(text("DELETE FROM task_office"))
    yield database
    database.close()


@pytest.fixture
def opened(line: tuple[CutLine, str], tmp_path: Path) -> Iterator[OpenLedger]:
    database = Database(line[1], "王敏", "a" * 12)
    yield OpenLedger(tmp_path, database, TODAY)
    database.close()


def run(opened: OpenLedger, *arguments: object) -> str:
    """Carry out a command and return what was complained about, "" for nothing."""
    wanted: argparse.Namespace = parse([str(argument) for argument in arguments])
    try:
        assert commands.run(wanted, opened) == 0
    except DoneBeforeError:
        return ""
    except TrackerError as error:
        return error.sentence
    return ""


def steps(opened: OpenLedger, line: CutLine, work: Callable[[int], Any]) -> Iterator[tuple[str, int]]:
    """Yield the messages at which to cut, spread over those of a command that is left alone; the last two always.

    Each has a connection of its own, so that all say as much; the driver asks the first one more.
    """
    work(-1)
    opened.database.engine.dispose()
    line.arm()
    work(0)
    for side in (CLIENT, SERVER):
        count = line.counts[side]
        chosen = {1 + count * step // STEPS for step in range(STEPS)} | {count - 1, count}
        assert len(chosen) >= STEPS
        for at in sorted(chosen):
            opened.database.engine.dispose()
            yield side, at


@pytest.mark.postgres
def test_an_export_of_all_cut_anywhere_is_one_round_or_none(
    opened: OpenLedger, line: tuple[CutLine, str], beside: Database, tmp_path: Path
) -> None:
    def work(number: int) -> str:
        return run(opened, "export", "--all", "--out", tmp_path / f"out{number}")

    rounds = 2  # those that are counted, cut nowhere
    for number, (side, at) in enumerate(steps(opened, line[0], work), start=1):
        line[0].arm(side, at)
        told, where = work(number), f"{side} {at}"
        assert told == "" or "没有保存" in told, where
        rounds += told == ""
        with beside.reading() as session:
            sent = session.exec(select(WorkbookExport).order_by(col(WorkbookExport.id))).all()
            assert len({row.round for row in sent}) == rounds, where
            assert len({(row.round, row.office_id) for row in sent}) == len(sent), where
            newest = sorted(row.file_name for row in sent if row.round == rounds) if told == "" else []
        folder = tmp_path / f"out{number}"
        assert (sorted(path.name for path in folder.iterdir()) if folder.exists() else []) == newest, where
    assert line[0].cuts >= 2 * STEPS
    assert rounds > STEPS, "what was cut is sent again"
    with beside.reading() as session:
        assert set(session.exec(select(WorkbookExport.file_state))) <= {FileState.PLACED, FileState.RECORDED}


@pytest.mark.postgres
@pytest.mark.parametrize("again", [True, False], ids=["sent again", "given up"])
def test_a_commit_that_outlasts_the_questions_about_it_keeps_its_workbooks(
    opened: OpenLedger,
    line: tuple[CutLine, str],
    beside: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    postgres_ledger_url: str,
    again: bool,
) -> None:
    """The connection goes while the server writes for seconds: whoever asks meanwhile is not told a premature no."""
    monkeypatch.setattr("tracker.store.engine.RECONNECTING", (0.01,))
    if not again:
        for name in ("PAUSES", "UNTIL_KNOWN"):
            monkeypatch.setattr(opened_ledger, name, ())
    with beside.engine.begin() as connection:
        connection.execute(text(_SLOWLY))
        connection.execute(text(_SLOW_COMMIT))
    over, watch = threading.Event(), psycopg.connect(postgres_ledger_url.replace("+psycopg", ""), autocommit=True)

    def cut() -> None:
        while not over.is_set() and not watch.execute(_COMMITTING).fetchone():
            time.sleep(0.01)
        line[0].cut()

    cutter = threading.Thread(target=cut)
    cutter.start()
    told = run(opened, "export", "--all", "--out", tmp_path / "out")
    over.set()
    cutter.join()
    watch.close()
    with beside.session():  # waits until the server has written
        pass
    columns = WorkbookExport.round, WorkbookExport.code, WorkbookExport.file_name
    with beside.reading() as session:
        recorded = session.exec(select(*columns)).all()
    assert {number for number, _, _ in recorded} == {1}, "it was written, once"
    assert told == "" if again else "还不知道" in told
    kept = {path.name for path in (tmp_path / "out").iterdir()}
    assert all({name, f".part-{code}.xlsx"} & kept for _, code, name in recorded)


#: What makes the commit of an export last, and how that is seen from outside.
_SLOWLY = """
    CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.id = (SELECT min(id) FROM workbook_export) THEN PERFORM pg_sleep(12); END IF;
    RETURN NEW; END $$
"""
_SLOW_COMMIT = """
    CREATE CONSTRAINT TRIGGER slow_commit AFTER INSERT ON workbook_export
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION slowly()
"""
_COMMITTING = (
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query ILIKE 'COMMIT%'"
)


@pytest.mark.postgres
def test_an_import_cut_anywhere_is_taken_in_once_or_not_at_all(
    opened: OpenLedger, line: tuple[CutLine, str], beside: Database, tmp_path: Path
) -> None:
    with beside.session() as session:
        export_office(session, OFFICE, tmp_path / "sent.xlsx", TODAY)
    book = openpyxl.load_workbook(tmp_path / "sent.xlsx")
    columns = {str(cell.value).strip(): cell.column for cell in book["任务清单"][4]}
    code = book["任务清单"].cell(5, columns["编号"]).value

    def work(number: int) -> str:
        book["任务清单"].cell(5, columns["责任人"]).value = f"第{number}次"
        book.save(path := tmp_path / f"back{number}.xlsx")
        return run(opened, "import", path, "--conflicts", "theirs")

    def state() -> tuple[int, int, str]:
        with beside.reading() as session:
            acts = select(func.count()).select_from(Batch).where(Batch.source == BatchSource.IMPORT)
            returns = select(func.count()).select_from(WorkbookReturn)
            owner = session.exec(select(Task.owner).where(Task.code == code)).one()
            return session.exec(acts).one(), session.exec(returns).one(), owner

    done = 0
    for number, (side, at) in enumerate(steps(opened, line[0], work), start=1):
        before = state()
        line[0].arm(side, at)
        told, where = work(number), f"{side} {at}"
        if told == "":
            done += 1
            assert state() == (before[0] + 1, before[1] + 1, f"第{number}次"), where
        else:
            ends = "没有保存；请稍后再试。", "连接断开；请稍后再试。", "服务器是否在运行。"
            assert told.endswith(ends), where  # while it only read, or had not yet begun to
            assert state() == before, where
    assert line[0].cuts >= 2 * STEPS
    assert done > STEPS // 2, "what was cut while it wrote is sent again"


# --- what nobody knows is asked about by its key ---------------------------------------------------------------


def test_an_act_of_which_the_answer_got_lost_is_told_as_saved(
    run_anew: Callable[..., tuple[int, str]], ledger_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commit was done, its answer was lost, and for a while nobody answered: the next attempt asks by the key."""
    commit = Database._end
    lost: list[str] = []

    def lose(self: Database, session: Any) -> None:
        commit(self, session)
        if session.info.get("act") and not lost:
            lost.append(session.info["act"])
            raise AgainError("正在确认。", unknown=True)

    monkeypatch.setattr(Database, "_end", lose)
    code, told = run_anew("task", "set", "A1.1", "owner", "李刚")
    assert (code, told.strip()) == (0, "“A1.1 修改责任人”已保存（答复在途中丢失，已经核对）。")
    database = Database(ledger_url)
    with database.reading() as session:
        assert session.exec(select(Task.owner).where(Task.code == "A1.1")).one() == "李刚"
        assert session.exec(select(func.count()).select_from(Batch).where(Batch.key == lost[0])).one() == 1
    database.close()


def test_what_stays_unknown_is_never_told_as_not_saved(
    run_anew: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def silent(_self: Database, session: Any) -> None:
        tried.append(session.info.get("act", ""))
        raise AgainError("正在确认。", unknown=True)

    monkeypatch.setattr(Database, "_end", silent)
    code, told = run_anew("task", "set", "A1.1", "owner", "李刚")
    assert code == 2
    assert "还不知道" in told
    assert "没有保存" not in told
    assert len([act for act in tried if act]) == 1 + 3 + 2
    assert len({act for act in tried if act}) == 1, "always the same key"


@pytest.fixture
def run_anew(ledger_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Run a command as a person does and return its code and what it complained about."""

    def do(*arguments: str) -> tuple[int, str]:
        code = main(["--data", str(tmp_path / "desk"), "--db", ledger_url, "--today", str(TODAY), *arguments])
        return code, capsys.readouterr().err

    return do


def test_an_import_compares_before_its_turn(ledger_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a file is compared the others write, also what it is compared with; the newest of it is what counts."""
    other = Database(ledger_url, "王敏", "c" * 12)
    other.patience = 0.1
    with other.session() as session:
        export_office(session, OFFICE, tmp_path / "sent.xlsx", TODAY)
    book = openpyxl.load_workbook(tmp_path / "sent.xlsx")
    columns = {str(cell.value).strip(): cell.column for cell in book["任务清单"][4]}
    code = book["任务清单"].cell(5, columns["编号"]).value
    book["任务清单"].cell(5, columns["责任人"]).value = "李刚"
    book.save(tmp_path / "back.xlsx")
    compare, written = apply.preview_read, list[str]()

    def slowly(*known: Any) -> ChangeSet:
        changeset = compare(*known)
        if len(written) == 2:  # the last comparison is made inside the turn
            return changeset
        with other.session() as session:
            task = session.exec(select(Task).where(Task.code == code)).one()
            written.append(f"王敏第{len(written) + 1}次改")
            edit_task(session, task.id, 0, "owner", written[-1], TODAY, seen={})
        return changeset

    monkeypatch.setattr(apply, "preview_read", slowly)
    head = ["--data", str(tmp_path / "desk"), "--db", ledger_url, "--today", str(TODAY)]
    code_of_exit = main([*head, "import", str(tmp_path / "back.xlsx")])
    with other.reading() as session:
        owner = session.exec(select(Task.owner).where(Task.code == code)).one()
    assert (code_of_exit, owner) == (3, written[-1]), "what the other desk wrote meanwhile is no plain change any more"
    other.close()


def test_undo_asks_before_its_turn(ledger_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a person reads the question the others write."""
    other = Database(ledger_url, "王敏", "c" * 12)
    other.patience = 0.1
    with other.session() as session:
        number = edit_task(session, 1, 0, "owner", "王敏改的", TODAY, seen={}).batch_id

    def ask(_question: str) -> bool:
        with other.session() as session:
            edit_task(session, 2, 0, "owner", "王敏又改", TODAY, seen={})
        return True

    monkeypatch.setattr(commands, "asked", ask)
    head = ["--data", str(tmp_path / "desk"), "--db", ledger_url, "--today", str(TODAY)]
    assert main([*head, "undo", "--batch", str(number)]) == 0
    with other.reading() as session:
        assert (session.get(Task, 1).owner, session.get(Task, 2).owner) == ("", "王敏又改")
    other.close()
