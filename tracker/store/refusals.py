"""What a database said no to, in a sentence a user can act on; decided by its codes, never by the words it used."""

import errno
import sqlite3
from typing import Any

from sqlalchemy.exc import DatabaseError, DBAPIError, IntegrityError, OperationalError

from tracker.errors import (
    AgainError,
    BusyError,
    DamagedError,
    LoginError,
    ReadOnlyError,
    RefusedError,
    StoreError,
    TrackerError,
)

#: SQLSTATEs, or their class of two letters, of a connection that is no more.
_LOST = ("08", "57P01", "57P02", "57P03")
_BUSY = frozenset({"55P03", "SQLITE_BUSY", "SQLITE_LOCKED"})
_AT_ODDS = frozenset({"40001", "40P01"})
_FULL = frozenset({"53100", "SQLITE_FULL"})
_READ_ONLY = frozenset({"42501", "25006", "SQLITE_READONLY"})
_DAMAGED = frozenset({"SQLITE_CORRUPT", "SQLITE_NOTADB", "XX001", "XX002"})

_FULL_SENTENCE = "数据文件夹所在的磁盘已满，没有保存；请腾出空间后重试。"
_SILENT = "服务器没有答复，没有保存；请检查网络，稍后再试。"
_UNREACHED = "连不上服务器，没有保存；请检查网络和服务器地址，或请管理员看看服务器是否在运行。"
_TURNED_AWAY = "服务器有答复，但没有让这个账号连上这个数据库；请检查数据库名和账号，或请管理员看看服务器。"
RESTING = "服务器上的数据库现在是只读的，只能查看，没有保存。"
_ONLY_SEEN = "这个数据库账号只能查看，没有保存。"
_NOT_EVEN_SEEN = "这个数据库账号没有查看台账的权限；请管理员授权（帮助：多台电脑共用）。"
NO_PARAMETER = "数据库地址里有服务器连接不认识的参数；请检查地址里问号后面的写法。"
_NO_SERVICE = "没有找到这个连接服务（service）；请检查服务名和 pg_service.conf。"
#: What constraints say, by their names: what of them people can come upon.
RULES = {
    "uq_task_code": "这个编号已经用在另一项任务上",
    "uq_office_name": "已经有同名的单位",
    "uq_office_alias_alias": "这个别名已经属于别的单位",
    "uq_tag_name": "已经有同名的主题",
    "uq_task_office_task_id_office_id": "这个单位已经是配合单位",
    "uq_batch_key": "这次操作已经保存过",
    "uq_indicator_alias_alias": "这个别名已经属于别的指标",
    "uq_workbook_return_sha256": "这个文件已经导入过",
    "ck_task_progress_range": "进度要在 0 到 100 之间",
    "ck_observation_value": "观测值要是数",
}


def code_of(error: DBAPIError) -> str:
    """Return the SQLSTATE of a server, or the name of SQLite's code without its details (SQLITE_BUSY)."""
    cause: Any = error.orig
    name = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None) or ""
    return "_".join(str(name).split("_")[:2])


def refusal_of(error: DBAPIError) -> TrackerError | None:
    """Return what to tell the user, None for what is a mistake of the program."""
    code = code_of(error)
    if code in _DAMAGED:
        return DamagedError("台账文件已损坏或不是台账，没有改动；请从备份恢复，或换一个数据文件夹。")
    if code in _BUSY:
        return BusyError("数据库正被另一个程序占用，没有保存；请关闭另一个窗口后重试。")
    if code.startswith(_LOST) or error.connection_invalidated:
        return AgainError("与服务器的连接断开，没有保存；请稍后再试。")
    if code in _AT_ODDS:
        return met()
    if code == "57014":
        return StoreError("服务器 30 秒没有答复，没有保存；请稍后再试，或联系管理员。")
    if code in _READ_ONLY:
        return _read_only(code)
    if code in _FULL or _os_says(error, errno.ENOSPC):
        return StoreError(_FULL_SENTENCE)
    if isinstance(error, IntegrityError) or code.startswith(("22", "23")):
        return _broken_rule(error)
    if isinstance(error, OperationalError) or isinstance(error.orig, sqlite3.OperationalError):
        return _unreached(error)
    return None


def of_reading(refusal: TrackerError) -> TrackerError:
    """Return a refusal for who only read or opened a ledger: nothing was to be saved, so nothing is said of it."""
    sentence = refusal.sentence
    return refusal.worded(_NOT_EVEN_SEEN if sentence == _ONLY_SEEN else sentence.replace("，没有保存", "", 1))


def met() -> AgainError:
    """Return the refusal of an act that wrote the same rows as somebody else at the same moment."""
    return AgainError("与另一台电脑的修改撞在一起，没有保存；请再试一次。", met=True)


def _unreached(error: DBAPIError) -> TrackerError:
    sentence = unreachable(error)
    if _asks_password(error):
        return LoginError(sentence)
    return AgainError(sentence, away=True) if sentence in (_SILENT, _UNREACHED, _TURNED_AWAY) else StoreError(sentence)


def unreachable(error: DBAPIError) -> str:
    """Return the sentence for a database that cannot be used, with what its driver says of why in one line."""
    said = _first_line(error)
    if "service" in said and "not found" in said:  # libpq has no code for it
        return _NO_SERVICE
    if code_of(error).startswith(("28", "3D")) or _asks_password(error):
        return "服务器不接受这个账号的登录；请检查账号和密码。"
    if type(error.orig).__name__ == "ConnectionTimeout":  # psycopg has no code for it
        return _SILENT
    if "SSL" in said and "not support" in said:  # libpq has no code for it
        return "服务器没有加密连接，数据会明文经过网络；请让管理员开启 TLS，或在地址后面写 ?sslmode=prefer 允许不加密。"
    if "FATAL" in said:
        return _TURNED_AWAY
    if "invalid" in said and " value" in said:  # libpq has no code for it
        return NO_PARAMETER
    if not isinstance(error.orig, sqlite3.Error):  # libpq tells in English which address did not answer
        return _UNREACHED
    return f"无法访问数据库，没有保存：{said}。请检查数据文件夹后重试。"


def _read_only(code: str) -> TrackerError:
    if code.startswith("SQLITE"):
        return ReadOnlyError("数据文件夹是只读的，没有保存；请换一个可写的文件夹。")
    return ReadOnlyError(RESTING if code == "25006" else _ONLY_SEEN)


def _broken_rule(error: DBAPIError) -> TrackerError:
    name = constraint_of(error)
    if name.startswith("fk_") or str(error.orig).startswith("FOREIGN KEY"):  # SQLite does not say which
        return RefusedError("所关联的内容已不在台账中，可能刚被撤销或删除，没有保存；请刷新后再试。")
    rule = RULES.get(name) or f"内容不符合台账的规则（约束 {name or '未知'}）"
    return RefusedError(f"{rule}，没有保存。")


def constraint_of(error: DBAPIError) -> str:
    """Return the name of the constraint a write broke, "" where the database does not say.

    SQLite names the columns of a UNIQUE one (`UNIQUE constraint failed: office.name`): its name follows from them.
    """
    cause: Any = error.orig
    server = getattr(getattr(cause, "diag", None), "constraint_name", None)
    if server:
        return str(server)
    kind, _, rest = str(cause).partition(" constraint failed: ")
    if kind == "UNIQUE" and rest:
        columns = [part.strip().split(".") for part in rest.split(",")]
        return "_".join(["uq", columns[0][0], *(part[-1] for part in columns)])
    return rest.strip() if kind == "CHECK" else ""


def _asks_password(error: DBAPIError) -> bool:
    """Tell whether a server wanted a password that it was not given, or another one: libpq has no code for it."""
    line: Any = getattr(error.orig, "pgconn", None)
    return bool(getattr(line, "needs_password", False) or getattr(line, "used_password", False))


def _first_line(error: DatabaseError | DBAPIError) -> str:
    lines = str(error.orig).strip().splitlines() or [""]
    return lines[0].rstrip(".。")  # a server's driver tells a whole story


def _os_says(error: DBAPIError, number: int) -> bool:
    cause = error.orig.__cause__ if error.orig is not None else None
    return isinstance(cause, OSError) and cause.errno == number
