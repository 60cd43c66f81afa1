"""A ledger that takes long to move: no server ends a transaction that rests while the other side is read."""

import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from tracker import paths
from tracker.store import connecting, moving
from tracker.store.copy_rows import digests
from tracker.store.engine import Database, sqlite_url
from tracker.store.moving import move_ledger, open_target

RESTS, LASTS = 1000, 1.3  # milliseconds a transaction may rest, seconds that either side takes to be read


@pytest.mark.postgres
def test_a_move_lasts_longer_than_a_transaction_may_rest(
    sqlite_ledger_url: str, postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(connection: Any) -> Any:
        time.sleep(LASTS)
        return digests(connection)

    monkeypatch.setattr(connecting, "_LIMITS", f"-c idle_in_transaction_session_timeout={RESTS}")
    monkeypatch.setattr(moving, "digests", slow)
    back = sqlite_url(tmp_path / "back.db")
    for source, target in ((sqlite_ledger_url, postgres_url), (postgres_url, str(tmp_path / "back.db"))):
        there, then = Database(source), open_target(target)
        assert move_ledger(there, then, paths.migrations_dir(), "dort") > 1000
        there.close()
        then.close()
    database = Database(back)
    with database.reading() as session:
        assert session.connection().execute(text("SELECT count(*) FROM task")).scalar_one() == 88
    database.close()
