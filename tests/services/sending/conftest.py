"""Offices with liaisons, and the acts of sending."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from tracker.model.exchange_words import PersonRole
from tracker.model.tables import Office, OfficePerson
from tracker.services import exporting
from tracker.services.sending.sending import Roads, Sent, export_and_send
from tracker.services.write_basics import begin


@pytest.fixture
def liaison() -> Callable[..., None]:
    """Note a liaison of an office: `liaison(desk, "市经信局", "张三", "zhangsan@nb.gov.cn", main=True)`."""

    def add(desk: Any, office: str, name: str, email: str = "", **more: Any) -> None:
        with desk.ledger.session() as session:
            begin(session, "联络员")
            number = session.exec(select(Office.id).where(Office.name == office)).one()
            more = {"role": PersonRole.LIAISON, "from_on": desk.today, **more}
            session.add(OfficePerson(office_id=number, name=name, email=email, **more))

    return add


@pytest.fixture
def send() -> Callable[..., Sent]:
    """Export all workbooks, or the one of an office, on some roads."""

    def work(desk: Any, roads: Roads, office: str = "", due: Any = None) -> Sent:
        with desk.ledger.session() as session:

            def export(out: Path, ready: Any) -> Any:
                if not office:
                    return exporting.export_all(session, out, desk.today, due, ready=ready)
                path = out / f"{office}_第1批交办.xlsx"
                return exporting.export_office(session, office, path, desk.today, due, ready=ready), (path,)

            return export_and_send(session, export, roads, desk.today)

    return work
