"""Of a damaged ledger nothing is lost that can be read, or that a backup holds."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.backups.conftest import SCRIPTS, owner_in, set_owner
from tracker.errors import DamagedError, StoreError
from tracker.store.backups.keeping import FOLDER, Reason, keep_backup
from tracker.store.backups.raw_file import faults_of
from tracker.store.backups.recovery import recover
from tracker.store.backups.salvage import Salvaged, salvage

PAGE = 4096


def pages_of(file: Path, table: str) -> tuple[list[int], int]:
    """Return the numbers of a table's leaf pages and of its root, read from the file itself."""
    with closing(sqlite3.connect(file)) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()[0]
    data = file.read_bytes()
    head = data[(root - 1) * PAGE : root * PAGE]
    if head[0] != 5:  # the whole table is one leaf
        return [root], root
    cells = int.from_bytes(head[3:5], "big")
    places = [int.from_bytes(head[12 + 2 * n : 14 + 2 * n], "big") for n in range(cells)]
    children = [int.from_bytes(head[start : start + 4], "big") for start in places]
    return [*children, int.from_bytes(head[8:12], "big")], root


def wipe(file: Path, page: int) -> None:
    data = bytearray(file.read_bytes())
    data[(page - 1) * PAGE : page * PAGE] = b"\xff" * PAGE
    file.write_bytes(data)


def count(file: Path, table: str) -> int:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def test_of_a_bad_leaf_page_only_its_own_rows_are_lost(file: Path, tmp_path: Path) -> None:
    leaves, root = pages_of(file, "recommendation")
    assert leaves != [root]
    before = count(file, "recommendation")
    wipe(file, leaves[len(leaves) // 2])
    counts = salvage(file, None, tmp_path / "fresh.db", SCRIPTS)
    assert faults_of(tmp_path / "fresh.db") == []
    left = count(tmp_path / "fresh.db", "recommendation")
    assert before - left < before / len(leaves) * 4
    assert counts.worst["recommendation"] >= before - left > 0
    assert counts.from_backup == 0


def test_what_a_backup_holds_is_not_lost(file: Path, tmp_path: Path) -> None:
    keep_backup(file, file.parent / FOLDER, Reason.DAILY)
    set_owner(file, "李四")
    before = {table: count(file, table) for table in ("recommendation", "task", "revision")}
    leaves, _ = pages_of(file, "recommendation")
    wipe(file, leaves[1])
    recovered = recover(file, SCRIPTS, "王敏", "b" * 12)
    assert {table: count(file, table) for table in before} == before
    assert recovered.counts.missing == 0
    assert recovered.counts.from_backup > 0
    assert owner_in(file) == "李四", "what can be read of today is not taken from the backup"
    assert recovered.kept.name.startswith("damaged-")


def test_a_bad_root_page_takes_its_table_and_no_other(file: Path, tmp_path: Path) -> None:
    tags = count(file, "tag")
    _, root = pages_of(file, "milestone")
    wipe(file, root)
    counts = salvage(file, None, tmp_path / "fresh.db", SCRIPTS)
    assert count(tmp_path / "fresh.db", "tag") == tags
    assert count(tmp_path / "fresh.db", "task") == 88
    assert counts.missing == 0


@pytest.mark.parametrize("spoilt", [b"\xff" * 200, b""], ids=["its beginning", "all of it"])
def test_how_many_rows_a_bad_inner_page_takes_is_told(file: Path, tmp_path: Path, spoilt: bytes) -> None:
    """An index still lists them, though nobody can read them any more."""
    set_owner(file, "李四")
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
            " INSERT INTO revision (batch_id, entity, entity_id, field, old, new)"
            " SELECT (SELECT max(id) FROM batch), 'task', 1, 'owner', 'null', '\"' || i || '\"' FROM n"
        )
        connection.execute("DELETE FROM revision WHERE id % 10 = 0")
        connection.commit()
    leaves, root = pages_of(file, "revision")
    assert len(leaves) > 3
    before = count(file, "revision")
    data = bytearray(file.read_bytes())
    start = (root - 1) * PAGE + (12 if spoilt else 0)
    data[start : start + (len(spoilt) or PAGE)] = spoilt or b"\xff" * PAGE
    file.write_bytes(data)
    counts = salvage(file, None, tmp_path / "fresh.db", SCRIPTS)
    assert faults_of(tmp_path / "fresh.db") == []
    left = count(tmp_path / "fresh.db", "revision")
    assert left < before
    assert counts.worst["revision"] == counts.missing == before - left
    assert f"，缺 {counts.missing:,} 行" in counts.sentence


@pytest.mark.parametrize("more", [0, 1000], ids=["between two pages", "within a page"])
def test_of_a_file_that_was_cut_everything_before_the_cut_is_saved(file: Path, tmp_path: Path, more: int) -> None:
    """SQLite itself reads nothing at all of a file that is shorter than it says."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("VACUUM")
    leaves, root = pages_of(file, "recommendation")
    kept = {"office": count(file, "office"), "recommendation": count(file, "recommendation")}
    assert root < min(leaves) < max(leaves) < file.stat().st_size // PAGE - 10
    whole = file.read_bytes()
    file.write_bytes(whole[: max(leaves) * PAGE + more])
    counts = salvage(file, None, tmp_path / "fresh.db", SCRIPTS)
    assert faults_of(tmp_path / "fresh.db") == []
    assert {table: count(tmp_path / "fresh.db", table) for table in kept} == kept
    assert counts.read >= sum(kept.values())
    assert "至少缺" in counts.sentence, "of what lay behind the cut nobody knows how much it was"


def test_what_a_cut_took_comes_from_the_backup(file: Path) -> None:
    keep_backup(file, file.parent / FOLDER, Reason.DAILY)
    tables = "recommendation", "task", "office", "task_indicator", "sentence_mark", "setting"
    before = {table: count(file, table) for table in tables}
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])
    counts = recover(file, SCRIPTS).counts
    assert {table: count(file, table) for table in tables} == before
    assert min(counts.read, counts.from_backup) > 100
    assert owner_in(file) == "张三"


def test_rows_deleted_since_the_backup_do_not_come_back(file: Path, tmp_path: Path) -> None:
    keep_backup(file, file.parent / FOLDER, Reason.DAILY)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("DELETE FROM office_alias")
        connection.commit()
    leaves, _ = pages_of(file, "recommendation")
    wipe(file, leaves[0])
    recover(file, SCRIPTS)
    assert count(file, "office_alias") == 0


def test_a_ledger_without_its_state_gets_a_new_one(file: Path, tmp_path: Path) -> None:
    _, root = pages_of(file, "ledger_state")
    wipe(file, root)
    salvage(file, None, tmp_path / "fresh.db", SCRIPTS)
    set_owner(tmp_path / "fresh.db", "又能写了")
    assert owner_in(tmp_path / "fresh.db") == "又能写了"


def test_a_file_that_says_nothing_comes_from_the_backup_alone(file: Path) -> None:
    keep_backup(file, file.parent / FOLDER, Reason.DAILY)
    file.write_bytes(b"garbage" * 3000)
    recovered = recover(file, SCRIPTS)
    assert recovered.counts.read == 0
    assert owner_in(file) == "张三"


def test_a_file_that_says_nothing_without_a_backup_stays(file: Path) -> None:
    file.write_bytes(b"garbage" * 3000)
    with pytest.raises(DamagedError, match="没有抢救出来；文件没有改动"):
        recover(file, SCRIPTS)
    assert file.read_bytes() == b"garbage" * 3000


def test_many_damaged_files_are_saved_or_say_why_not(file: Path, spoil: Callable[[bytes, int], bytes]) -> None:
    good = file.read_bytes()
    keep_backup(file, file.parent / FOLDER, Reason.DAILY)
    for number in range(12):
        file.write_bytes(spoil(good, number))
        recover(file, SCRIPTS)
        assert faults_of(file) == [], number
        assert count(file, "task") == 88, number


def test_the_sentence_says_how_much() -> None:
    assert Salvaged(6512, 31, 6).sentence == "救回 6,512 行，取自备份 31 行，缺 6 行"


def list_pages(file: Path) -> list[int]:
    """Return the leaf pages of the list of tables, read from the file itself."""
    data = file.read_bytes()
    assert data[100] == 5, "the list is longer than a page"
    cells = int.from_bytes(data[103:105], "big")
    places = [int.from_bytes(data[112 + 2 * n : 114 + 2 * n], "big") for n in range(cells)]
    return [*(int.from_bytes(data[at : at + 4], "big") for at in places), int.from_bytes(data[108:112], "big")]


@pytest.mark.parametrize(("which", "kept"), [(0, True), (-1, True), (None, True), (0, False), (-1, False)])
def test_a_ledger_whose_list_of_tables_is_lost_is_read_all_the_same(file: Path, which: int | None, kept: bool) -> None:
    """SQLite reads no table of it any more, though all rows are there: none since the backup, if any, is lost.

    Without a backup nothing says what a file was of which the first page (None) is lost.
    """
    if kept:
        keep_backup(file, file.parent / FOLDER, Reason.DAILY)
    set_owner(file, "李四")
    before = {table: count(file, table) for table in ("recommendation", "task", "revision")}
    wipe(file, 1 if which is None else list_pages(file)[which])
    assert faults_of(file) != []
    recovered = recover(file, SCRIPTS, "王敏", "b" * 12)
    assert {table: count(file, table) for table in before} == before
    assert (owner_in(file), recovered.counts.missing) == ("李四", 0)


def test_the_list_of_a_ledger_that_was_compacted_comes_from_its_backup(file: Path) -> None:
    """It lies elsewhere than in a new ledger, and a backup counts its changes anew."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("VACUUM")
    keep_backup(file, file.parent / FOLDER, Reason.DAILY)
    set_owner(file, "李四")
    wipe(file, list_pages(file)[1])
    recovered = recover(file, SCRIPTS)
    assert (owner_in(file), recovered.counts.missing) == ("李四", 0)
    assert recovered.counts.read > 0


def test_nothing_saved_since_the_backup_is_said_so(file: Path) -> None:
    keep_backup(file, file.parent / FOLDER, Reason.DAILY)
    set_owner(file, "李四")
    file.write_bytes(b"\xff" * file.stat().st_size)
    counts = recover(file, SCRIPTS).counts
    assert (counts.read, owner_in(file) == "李四") == (0, False)
    assert counts.sentence.startswith("损坏的文件一行也读不出，全部")
    assert counts.sentence.endswith("备份以后的修改没有救回")


def test_a_disk_that_refuses_the_rescued_ledger_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_of: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    before = file.read_bytes()
    monkeypatch.setattr("tracker.store.backups.salvage.copy_numbers", refuse)
    monkeypatch.setattr("tracker.store.backups.salvage._drop_dangling", refuse)
    with pytest.raises(StoreError, match="抢救没有写成，损坏的文件没有改动"):
        recover(file, SCRIPTS)
    assert file.read_bytes() == before
