"""Backup, restore and check from outside: on ledgers that are garbage, damaged, missing or somebody else's."""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.backups.conftest import owner_in, set_owner

GARBAGE = [b"garbage" * 3000, b"SQLite format 3\x00" + b"\xff" * 20_000, b"%PDF-1.7"]


@pytest.fixture(autouse=True)
def umask() -> Iterator[None]:
    """Give the test process its own umask back."""
    before = os.umask(0o022)
    os.umask(before)
    yield
    os.umask(before)


@pytest.fixture
def packed(run, data: Path, tmp_path: Path) -> Path:
    set_owner(data / "ledger.db", "张三")
    assert run("backup", tmp_path / "b.zip").code == 0
    return tmp_path / "b.zip"


def spoil_a_page(ledger: Path) -> bytes:
    with closing(sqlite3.connect(ledger)) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'task'").fetchone()[0]
    content = bytearray(ledger.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = b"\xff" * 4096
    ledger.write_bytes(content)
    return bytes(content)


@pytest.mark.parametrize("content", GARBAGE)
def test_a_garbage_ledger_is_restored_over(run, data: Path, packed: Path, content: bytes) -> None:
    (data / "ledger.db").write_bytes(content)
    done = run("restore", packed)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"已从 {packed} 恢复；原来的台账已损坏，保存在 ")
    kept = Path(done.out.strip().split("保存在 ")[1])
    assert (kept / "ledger.db").read_bytes() == content
    assert run("check").code == 0
    assert owner_in(data / "ledger.db") == "张三"


@pytest.mark.parametrize(
    "line",
    [
        ("office", "export", "ledger.db"),
        ("pack", "template", "ledger.db"),
        ("report", "ledger", "--out", "ledger.db"),
        ("forms", "--office", "市经信局", "--out", "ledger.db"),
        ("backup", "ledger.db"),
        ("backup", "ledger.db-wal"),
        ("backup", "settings.json"),
        ("restore", "ledger.db"),
        ("move-to", "ledger.db"),
    ],
)
def test_nothing_is_ever_written_over_the_ledger_or_what_belongs_to_it(run, data: Path, content, line: tuple) -> None:
    before, settings = content(), data / "settings.json"
    run("tasks")
    kept = settings.read_bytes()
    run(*(data / word if word.startswith(("ledger.db", "settings")) else word for word in line))
    assert content() == before
    assert settings.read_bytes() == kept
    assert not (data / "ledger.db-wal").exists()


def test_a_table_takes_the_place_of_a_table_only(run, data: Path, tmp_path: Path) -> None:
    for _ in range(2):
        assert run("office", "export", tmp_path / "单位.xlsx").code == 0
    said = run("office", "export", data / "ledger.db").sentence()
    assert said == "文件「ledger.db」是台账或别的数据库，没有覆盖；请换一个文件名。"


def test_an_empty_folder_gets_the_ledger(run, tmp_path: Path, packed: Path) -> None:
    elsewhere = ("--data", str(tmp_path / "elsewhere"))
    done = run("restore", packed, before=elsewhere)
    assert (done.code, done.out) == (0, f"已从 {packed} 恢复\n")
    assert owner_in(tmp_path / "elsewhere" / "ledger.db") == "张三"


@pytest.mark.parametrize("content", [*GARBAGE, b"", b"PK\x03\x04"])
def test_a_garbage_backup_is_refused_with_a_sentence(run, data: Path, tmp_path: Path, content, packed: Path) -> None:
    (tmp_path / "坏.zip").write_bytes(content)
    before = (data / "ledger.db").read_bytes()
    assert "坏.zip" in run("restore", tmp_path / "坏.zip").sentence()
    assert (data / "ledger.db").read_bytes() == before


@pytest.mark.parametrize("name", ["neu.zip", "neu.db"])
def test_a_damaged_ledger_is_not_backed_up(run, data: Path, tmp_path: Path, name: str) -> None:
    content = spoil_a_page(data / "ledger.db")
    (tmp_path / name).write_text("old")
    done = run("backup", tmp_path / name)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("台账文件有损坏")
    assert "没有备份；原有备份都在。请看“恢复…”。" in done.err
    assert (tmp_path / name).read_text() == "old"
    assert (data / "ledger.db").read_bytes() == content


def test_check_says_so_and_repair_saves(run, data: Path, packed: Path) -> None:
    assert run("check", "--repair").out == "台账文件完好，不用抢救。\n"
    run("tasks")
    (data / "backups").mkdir(exist_ok=True)
    packed.rename(data / "backups" / "台账_20260302-0900_日常.zip")
    content = spoil_a_page(data / "ledger.db")
    done = run("check")
    assert (done.code, done.err) == (1, "")
    assert "check --repair" in done.out
    assert (data / "ledger.db").read_bytes() == content
    assert "请加 --yes" in run("check", "--repair").sentence()
    done = run("check", "--repair", "--yes")
    assert done.code == 0
    assert done.out.startswith("救回 ")
    assert run("check").code == 0
    assert owner_in(data / "ledger.db") == "张三"


def test_deep_reads_every_backup(run, data: Path, packed: Path) -> None:
    folder = data / "backups"
    none = run("check", "--deep")
    assert (none.code, none.err) == (0, "")
    assert none.out.startswith("数据文件夹里还没有备份")
    assert all(way in none.out for way in ("立即备份", "backup FILE"))
    folder.mkdir(exist_ok=True)
    good, bad = folder / "台账_20260302-0900_日常.zip", folder / "台账_20260302-0901_日常.zip"
    good.write_bytes(packed.read_bytes())
    assert run("check", "--deep").out.splitlines() == [f"完好\t{good.name}", "共 1 份备份，都完好。"]
    bad.write_bytes(b"garbage")
    done = run("check", "--deep")
    assert done.code == 1
    assert f"损坏\t{bad.name}" in done.out
    assert "共 2 份备份，1 份损坏。" in done.out


def test_restoring_another_ledger_needs_a_yes(run, data: Path, tmp_path: Path, packed: Path) -> None:
    other = ("--data", str(tmp_path / "other"))
    run("tasks", before=other)
    set_owner(tmp_path / "other" / "ledger.db", "别人")
    assert "--yes" in run("restore", packed, before=other).sentence()
    assert owner_in(tmp_path / "other" / "ledger.db") == "别人"
    assert run("restore", packed, "--yes", before=other).code == 0
    assert owner_in(tmp_path / "other" / "ledger.db") == "张三"


def test_a_restore_is_no_act_to_take_back(run, packed: Path) -> None:
    assert run("restore", packed).code == 0
    assert "恢复自" not in run("undo").err


@pytest.mark.skipif(os.name == "nt", reason="modes are Linux's")
def test_everything_is_this_user_s_alone(run, tmp_path: Path, packed: Path) -> None:
    """A folder of an older program is narrowed; what is written in it and outside is 0600."""
    folder = tmp_path / "old"
    where = ("--data", str(folder))
    os.umask(0o022)
    folder.mkdir()
    assert folder.stat().st_mode & 0o777 == 0o755
    assert run("restore", packed, before=where).code == 0
    os.umask(0o022)
    run("tasks", before=where)
    run("backup", folder / "backups" / "b.zip", before=where)
    modes = {path.relative_to(folder).as_posix(): path.stat().st_mode & 0o777 for path in folder.rglob("*")}
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {name: oct(mode) for name, mode in modes.items() if mode & 0o077} == {}
    assert packed.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name == "nt", reason="modes are Linux's")
def test_a_folder_of_other_things_is_left_alone(run, tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    (folder / "holiday.txt").write_text("x")
    (folder / "holiday.txt").chmod(0o644)
    from tracker import paths

    paths.data_dir(folder)
    assert folder.stat().st_mode & 0o777 == 0o755
    assert (folder / "holiday.txt").stat().st_mode & 0o777 == 0o644


def test_repair_of_a_whole_ledger_clears_away_what_nothing_points_to(run, data: Path, tmp_path: Path) -> None:
    run("tasks")
    with sqlite3.connect(data / "ledger.db") as raw:
        raw.execute("INSERT INTO attachment (sha256, size, data) VALUES ('0', 2097152, x'00')")
    done = run("check", "--repair")
    assert (done.code, done.err) == (0, "")
    assert "清理了 1 份没有归属的文件，共 2.0 MB" in done.out
    assert run("check", "--repair").out == "台账文件完好，不用抢救。\n"
    assert run("check").code == 0


def test_usage_tells_figures_and_cleans_only_when_asked(run, data, sent, fill) -> None:
    fill(sent, "A1.1", 责任人="张三")
    assert run("import", sent, "--conflicts", "theirs").code in (0, 3)
    later = ("--data", str(data), "--today", "2028-06-01")
    assert "可以清理（24 个月以前、已处理完）：1 份反馈原件和 1 份发出内容" in run("usage", before=later).out
    assert "没有清理；确实要清理，请加 --yes。" in run("usage", "--clean", before=later).sentence()
    figures = json.loads(run("usage", "--json", before=later).out)
    assert (figures["cleanable"], figures["originals"], figures["tasks"]) == (1, 1, 88)
    done = run("usage", "--clean", "--yes", before=later)
    assert "清理 1 份反馈原件" in done.out
    (kept,) = (data / "backups").glob("台账_*_清理前.zip")
    assert kept.stat().st_size > 10_000
    assert json.loads(run("usage", "--json", before=later).out)["cleanable"] == 0
    assert run("check").code == 0


def test_repair_leaves_outside_what_this_program_never_makes(run, data: Path) -> None:
    ledger = data / "ledger.db"
    set_owner(ledger, "张三")
    with closing(sqlite3.connect(ledger)) as connection:
        connection.execute("CREATE TRIGGER evil AFTER INSERT ON batch BEGIN DELETE FROM task; END")
        connection.commit()
    assert "不属于本程序的内容（evil）" in run("check").sentence()
    assert run("check", "--repair", "--yes").code == 0
    assert run("check").code == 0
    assert owner_in(ledger) == "张三"


def test_a_database_of_another_program_is_no_ledger_to_back_up_and_gives_way_to_one(
    run, data: Path, packed: Path, tmp_path: Path
) -> None:
    ledger = data / "ledger.db"
    ledger.unlink()
    with closing(sqlite3.connect(ledger)) as connection:
        connection.execute("CREATE TABLE x (y)")
        connection.commit()
    assert "不是本程序的台账，没有备份" in run("backup", tmp_path / "o.zip").sentence()
    assert run("restore", packed, "--yes").code == 0
    assert owner_in(ledger) == "张三"
    (kept,) = data.glob("backups/damaged-*/ledger.db")
    with closing(sqlite3.connect(kept)) as connection:
        assert connection.execute("SELECT count(*) FROM x").fetchone() == (0,)
