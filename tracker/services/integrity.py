"""Is the ledger whole: the database itself, its links, its schema, and what the catalogue promises."""

from typing import Any

from sqlalchemy import inspect, text
from sqlmodel import Session, col, func, select

from tracker.model.enums import Status, TaskLinkKind
from tracker.model.tables import CatalogueBase, Indicator, Recommendation, Revision, Task, TaskLink, metadata
from tracker.queries.evidence import count_evidence
from tracker.store.history import SETTING, TRACKED
from tracker.store.schema import HEAD


def find_faults(session: Session) -> list[str]:
    """Return one Chinese sentence per fault, an empty list when all is well."""
    return [
        *_database_faults(session),
        *_schema_faults(session),
        *_catalogue_faults(session),
        *_task_faults(session),
        *_link_faults(session),
        *_history_faults(session),
    ]


def find_notices(session: Session) -> list[str]:
    """Return a Chinese sentence per matter that is no fault: closed tasks whose evidence does not count."""
    closed = session.exec(
        select(Task.id, Task.code).where(Task.status == Status.CLOSED).order_by(col(Task.position))
    ).all()
    counted = count_evidence(session) if closed else {}
    return [f"佐证不足：{code} 已销号，没有计入的佐证。" for number, code in closed if number not in counted]


def _database_faults(session: Session) -> list[str]:
    if session.get_bind().dialect.name != "sqlite":
        return []  # a server checks its files and foreign keys by itself
    faults = [f"数据库文件损坏：{row[0]}" for row in _rows(session, "PRAGMA integrity_check") if row[0] != "ok"]
    broken = _rows(session, "PRAGMA foreign_key_check")
    return faults + [f"表 {row[0]} 第 {row[1]:,} 行指向不存在的 {row[2]}。" for row in broken]


def _schema_faults(session: Session) -> list[str]:
    revision = session.connection().scalar(text("SELECT version_num FROM alembic_version"))
    faults = [] if revision == HEAD else [f"数据库结构是 {revision}，程序需要 {HEAD}。"]
    present = set(inspect(session.connection()).get_table_names())
    return faults + [f"缺少数据表 {name}。" for name in metadata.tables if name not in present]


def _catalogue_faults(session: Session) -> list[str]:
    faults = []
    for kind, table in (("recommendation", Recommendation), ("indicator", Indicator)):
        promised = set(session.exec(select(CatalogueBase.code).where(CatalogueBase.kind == kind)))
        present = set(session.exec(select(table.code)))
        faults += [f"目录中的 {code} 不在台账里。" for code in sorted(promised - present)]
    return faults


def _task_faults(session: Session) -> list[str]:
    odd = select(Task.code).where((col(Task.progress) < 0) | (col(Task.progress) > 100))
    return [f"任务 {code} 的进度不在 0 到 100 之间。" for code in session.exec(odd)]


def _link_faults(session: Session) -> list[str]:
    """A merged task is cancelled, and was merged into one task that was not merged itself."""
    if TaskLink.__tablename__ not in inspect(session.connection()).get_table_names():
        return []  # reported as a missing table
    merged = TaskLink.from_id == Task.id, TaskLink.kind == TaskLinkKind.DUPLICATE
    live = select(Task.code).where(*merged, col(Task.status) != Status.CANCELLED)
    faults = [f"任务 {code} 已并入别的任务，却没有取消。" for code in session.exec(live)]
    gone = select(TaskLink.from_id).where(TaskLink.kind == TaskLinkKind.DUPLICATE)
    lost = select(Task.code).where(TaskLink.to_id == Task.id, merged[1], col(Task.id).in_(gone)).distinct()
    faults += [f"任务 {code} 已并入别的任务，却还有任务并入它。" for code in session.exec(lost)]
    twice = select(Task.code).where(*merged).group_by(Task.code).having(func.count() > 1)
    return faults + [f"任务 {code} 并入了不止一项任务。" for code in session.exec(twice)]


def _history_faults(session: Session) -> list[str]:
    unknown = select(Revision.entity, func.count()).group_by(col(Revision.entity))
    return [
        f"变更记录里有 {count:,} 条不认识的内容（{entity}）。"
        for entity, count in session.exec(unknown)
        if entity not in {*TRACKED, SETTING}
    ]


def _rows(session: Session, statement: str) -> Any:
    return session.connection().exec_driver_sql(statement).all()
