"""Migration 0009: reasons and who decided leave the labels of acts; what may mean otherwise is left alone."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.old_ledgers import bring_up, lay_out
from tracker import paths
from tracker.services.integrity import find_faults
from tracker.store import migrate
from tracker.store.engine import Database, sqlite_url
from tracker.store.schema import HEAD

#: The label of an act, and what it decided.
LABELS = [
    ("A1.1 启动日期：场地交付推迟（批准人 王副市长）", ("场地交付推迟", "王副市长")),
    ("A1.1 节点变动：依据：会议纪要", ("依据：会议纪要", "")),
    ("A1.1 新增节点：甲（批准人 张三）乙（批准人 李四）", ("甲（批准人 张三）乙（批准人 李四）", "")),
    ("批量修改 2 项任务的启动日期：场地交付推迟（批准人 王副市长）", ("场地交付推迟", "王副市长")),
    ("A1.1 启动日期", None),
    ("文2026-01 导入清单 市政府：清单（批准人 张三）.xlsx", None),
    ("撤销：A1.1 启动日期", None),
]


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return lay_out(tmp_path)


def acts(path: Path) -> dict[str, str | None]:
    with closing(sqlite3.connect(path)) as connection:
        return dict(connection.execute("SELECT label, decisions FROM batch").fetchall())


def test_a_ledger_of_before_keeps_its_acts_and_decides_nothing_new(ledger: Path) -> None:
    with closing(sqlite3.connect(ledger)) as connection:
        before = {label for (label,) in connection.execute("SELECT label FROM batch")}
    database = Database(sqlite_url(ledger))
    assert migrate.ensure_schema(database, paths.migrations_dir())
    assert migrate.current_revision(database) == HEAD
    with database.reading() as session:
        assert find_faults(session) == []
    database.close()
    assert acts(ledger).keys() == before


def test_labels_give_up_what_they_hold(ledger: Path) -> None:
    with closing(sqlite3.connect(ledger)) as connection:
        (task,) = connection.execute("SELECT id FROM task WHERE code = 'A1.1'").fetchone()
        for label, _ in LABELS:
            at = "2025-11-01 08:00:00"
            batch = "INSERT INTO batch (at, actor, source, label) VALUES (?, '周立群', 'manual', ?)"
            number = connection.execute(batch, (at, label)).lastrowid
            row = (number, "task", task, "start_on", '"2025-01-01"', '"2025-03-01"', task)
            columns = "batch_id, entity, entity_id, field, old, new, task_id"
            connection.execute(f"INSERT INTO revision ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        connection.commit()
    bring_up(ledger)
    kept = acts(ledger)
    for label, decided in LABELS:
        said = json.loads(kept[label]) if kept[label] else None
        wanted = {str(task): {"reason": decided[0], "decided_by": decided[1]}} if decided else None
        assert (label, said) == (label, wanted)
