"""A ledger with a few acts in it, its file, and ways to spoil a file."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import select

from tracker import paths
from tracker.model.tables import Task
from tracker.store.engine import Database, sqlite_url
from tracker.store.history import open_batch
from tracker.store.opening import open_ledger

SCRIPTS = paths.migrations_dir()


def set_owner(file: Path, name: str) -> None:
    """Change the owner of the first task as an act."""
    database = Database(sqlite_url(file), "测试员", "a" * 12)
    with database.session() as session:
        open_batch(session, f"责任人 {name}")
        session.get(Task, 1).owner = name
    database.close()


def owner_in(file: Path) -> str:
    """Return the owner of the first task."""
    database = open_ledger(sqlite_url(file), SCRIPTS, paths.seed_dir())
    with database.reading() as session:
        owner = session.exec(select(Task.owner).where(Task.id == 1)).one()
    database.close()
    return owner


@pytest.fixture
def file(sqlite_ledger_url: str, tmp_path: Path) -> Path:
    """Return the file of a ledger in which somebody has worked."""
    path = tmp_path / "data" / "ledger.db"
    set_owner(path, "张三")
    return path


@pytest.fixture
def spoil() -> Callable[[bytes, int], bytes]:
    """Return what spoils a file: zeros, noise, a few bytes or a cut, another way for each number."""

    def spoilt(content: bytes, number: int) -> bytes:
        dice = random.Random(number)
        data, start = bytearray(content), dice.randrange(len(content))
        length = dice.choice((1, 64, 4096, 40_000))
        if number % 4 == 0:
            data[start : start + length] = bytes(len(data[start : start + length]))
        elif number % 4 == 1:
            data[start : start + length] = dice.randbytes(len(data[start : start + length]))
        elif number % 4 == 2:
            for _ in range(5):
                data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        else:
            del data[start:]
        return bytes(data)

    return spoilt
