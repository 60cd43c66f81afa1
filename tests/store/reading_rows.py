"""Rows of a ledger that are looked at after the reading has ended."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session

from tracker.store.engine import Database


@contextmanager
def looking(ledger: Database) -> Iterator[Session]:
    """Read rows that stay usable afterwards."""
    with ledger.reading() as session:
        yield session
        session.expunge_all()
