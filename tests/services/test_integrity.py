"""The check finds what was planted and nothing else."""

import re

import pytest
from sqlalchemy import text

from tracker.services import integrity
from tracker.services.progress import add_evidence

PLANTED = [
    ("DELETE FROM task_indicator;DELETE FROM indicator_link;DELETE FROM observation;DELETE FROM indicator WHERE id = 7",
     "目录中的 I07 不在台账里"),
    ("UPDATE recommendation SET code = 'ZZ' WHERE code = 'A1.1'", r"目录中的 A1\.1 不在台账里"),
    ("UPDATE alembic_version SET version_num = '0000'", "数据库结构是 0000，程序需要"),
    ("DROP TABLE evidence", "缺少数据表 evidence"),
    ("DROP TABLE task_link", "缺少数据表 task_link"),
    ("INSERT INTO task_link (from_id, to_id, kind) VALUES (3, 4, 'duplicate')", "已并入别的任务，却没有取消"),
    (("UPDATE task SET status = 'cancelled' WHERE id IN (3, 4);"
     "INSERT INTO task_link (from_id, to_id, kind) VALUES (3, 4, 'duplicate'), (4, 5, 'duplicate')"),
     "已并入别的任务，却还有任务并入它"),
    (("UPDATE task SET status = 'cancelled' WHERE id = 3;"
     "INSERT INTO task_link (from_id, to_id, kind) VALUES (3, 4, 'duplicate'), (3, 5, 'duplicate')"),
     "并入了不止一项任务"),
    ("UPDATE revision SET entity = 'martian' WHERE entity = 'office'", "38 条不认识的内容（martian）"),
]  # fmt: skip


def test_a_good_ledger_has_no_faults(desk) -> None:
    assert desk.look(integrity.find_faults) == []


@pytest.mark.parametrize(("statements", "sentence"), PLANTED, ids=lambda one: one[:20])
def test_a_planted_fault_is_found(desk, statements: str, sentence: str) -> None:
    with desk.ledger.session() as session:
        for one in statements.split(";"):
            session.connection().execute(text(one))
    (fault,) = desk.look(integrity.find_faults)
    assert re.search(sentence, fault)


def test_a_link_into_nothing_is_found(lite) -> None:
    """Foreign keys are off for a moment, as in somebody else's tool."""
    raw = lite.ledger.engine.raw_connection()
    raw.cursor().execute("PRAGMA foreign_keys=OFF")
    raw.cursor().execute("UPDATE task SET lead_office_id = 999 WHERE id = 3")
    raw.cursor().execute("PRAGMA foreign_keys=ON")
    raw.close()
    assert lite.look(integrity.find_faults) == ["表 task 第 3 行指向不存在的 office。"]


def test_a_progress_out_of_range_is_found(lite) -> None:
    raw = lite.ledger.engine.raw_connection()
    raw.cursor().execute("PRAGMA ignore_check_constraints=ON")
    raw.cursor().execute("UPDATE task SET progress = 140 WHERE code = 'A1.1'")
    raw.cursor().execute("PRAGMA ignore_check_constraints=OFF")
    raw.close()
    faults = lite.look(integrity.find_faults)
    assert "任务 A1.1 的进度不在 0 到 100 之间。" in faults


def test_a_closed_task_without_evidence_that_counts_is_named(lite) -> None:
    with lite.ledger.session() as session:
        session.connection().execute(text("UPDATE task SET status = 'closed' WHERE code = 'A1.1'"))
    assert lite.look(integrity.find_faults) == []
    assert lite.look(integrity.find_notices) == ["佐证不足：A1.1 已销号，没有计入的佐证。"]
    lite.act(add_evidence, lite.number("A1.1"), "", text="市发改委组织验收，意见为合格。")
    assert lite.look(integrity.find_notices) == []
