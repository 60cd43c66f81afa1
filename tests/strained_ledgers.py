"""Ledgers that strain a window: offices with the longest names there are, and more tasks than a person sees."""

from random import Random
from typing import Any

from sqlmodel import select

from tracker.model.enums import Status
from tracker.model.tables import Office, Task
from tracker.services.write_basics import begin
from tracker.store.engine import Database

_TAIL = "（市推进共建长三角一体化发展示范区工作领导小组办公室）"


def lengthen_names(ledger: Database) -> None:
    """Give every office a name of more than thirty characters, in full and in short."""
    with ledger.session() as session:
        begin(session, "更名")
        for office in session.exec(select(Office)).all():
            office.name, office.short_name = f"{office.name}{_TAIL}", ""


def fill_up(ledger: Database, wanted: int) -> None:
    """Copy the tasks until there are so many, in every status, with deadlines over several years."""
    chance, statuses = Random(1), [*Status]
    with ledger.session() as session:
        begin(session, "放大")
        first = session.exec(select(Task)).all()
        for number in range(wanted - len(first)):
            copied: dict[str, Any] = chance.choice(first).model_dump(exclude={"id"})
            year, month = 2022 + number % 3, number % 12 + 1
            copied |= {"uid": f"Z{number}", "code": f"Z{number}", "status": chance.choice(statuses)}
            copied |= {"due_text": f"{year}年{month}月底前", "progress": number % 100}
            session.add(Task(**copied))
