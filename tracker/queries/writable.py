"""Whether this desk may write to the ledger, and if not, why."""

import os

import sqlalchemy as sa
from sqlmodel import Session

from tracker.errors import ReadOnlyError
from tracker.model.tables import LedgerState
from tracker.store.engine import check_open

ACCOUNT = "这个数据库账号只能查看"
#: A copy that follows another server, or one that is being worked on.
SERVER = "服务器上的数据库现在是只读的，只能查看"
MEDIUM = "台账文件所在的磁盘写保护，只能查看"

_RIGHTS = sa.text(
    "SELECT has_table_privilege('ledger_state', 'UPDATE'), "
    "pg_is_in_recovery() OR current_setting('default_transaction_read_only')::boolean"
)


def why_read_only(session: Session) -> str:
    """Return why nothing may be written, "" where this desk may write.

    Asked of how it was opened, of the state of the ledger (moved, closed for an upgrade, newer than this program), of
    the account on a server and of the file otherwise.
    """
    if reason := session.info.get("only_reading", ""):
        return str(reason)
    state = session.connection().execute(sa.select(LedgerState.__table__)).first()  # type: ignore[attr-defined]
    if state is not None:
        try:
            check_open(state)
        except ReadOnlyError as closed:
            return closed.sentence
    url = session.get_bind().engine.url
    if url.get_backend_name() == "sqlite":
        return "" if not url.database or os.access(url.database, os.W_OK) else f"{MEDIUM}。"
    may, rests = session.connection().execute(_RIGHTS).one()
    if rests:
        return f"{SERVER}。"
    return "" if may else f"{ACCOUNT}。"
