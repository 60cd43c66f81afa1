"""The diary: acts in the order of their moments, each its own batch with its person."""

from collections.abc import Callable
from datetime import date, time

import pytest
from sqlmodel import Session, col, select

from tracker.errors import InputError
from tracker.model.enums import BatchSource
from tracker.model.tables import Batch, Indicator, Revision
from tracker.services import indicators
from tracker.services.demo.days import moment
from tracker.services.demo.diary import Diary
from tracker.store.engine import Database

DAY = date(2023, 3, 1)


def naming(name: str) -> Callable[[Session], None]:
    def rename(session: Session) -> None:
        first = session.exec(select(Indicator).order_by(col(Indicator.id))).first()
        assert first is not None
        indicators.edit_indicator(session, first.id, first.version, "name", name)

    return rename


def test_acts_happen_in_time_and_in_batches_of_their_own(empty: Database) -> None:
    diary = Diary()
    diary.note(DAY, time(16), "王磊", naming("三"))
    diary.note(DAY, time(9), "张敏", naming("一"))
    diary.note(DAY, time(9), "张敏", naming("二"))
    with empty.session() as session:
        assert diary.perform(session) == 3
    with empty.reading() as session:
        batches = session.exec(select(Batch).where(Batch.source == BatchSource.MANUAL).order_by(col(Batch.id))).all()
        names = [session.exec(select(Revision.new).where(Revision.batch_id == one.id)).one() for one in batches]
        done = [(one.actor, one.at) for one in batches]
    assert names == ["一", "二", "三"]
    assert done == [
        ("张敏", moment(DAY, time(9))),
        ("张敏", moment(DAY, time(9))),
        ("王磊", moment(DAY, time(16))),
    ]


def test_the_session_is_the_users_again_afterwards(empty: Database) -> None:
    diary = Diary()
    diary.note(DAY, time(9), "张敏", naming("一"))
    with empty.session() as session:
        diary.perform(session)
        assert "at" not in session.info
        assert session.info["actor"] == "李静"


def test_a_failing_act_stops_the_diary(empty: Database) -> None:
    diary = Diary()
    diary.note(DAY, time(9), "张敏", naming(""))
    diary.note(DAY, time(10), "张敏", naming("二"))
    with pytest.raises(InputError, match="指标要有名称"), empty.session() as session:
        diary.perform(session)
    with empty.reading() as session:
        assert session.exec(select(Batch).where(Batch.source == BatchSource.MANUAL)).all() == []
