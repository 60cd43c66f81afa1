"""What the intake knows of the ledger: the places it is kept for come from its catalogues."""

from datetime import date

from tracker.model.enums import BatchSource
from tracker.model.tables import Pack, Setting
from tracker.queries.intake_knowledge import own_places
from tracker.store.history import open_batch
from tracker.store.seed import REMOVED_KEY


def test_the_places_are_those_of_the_catalogues_in_force(small) -> None:
    with small.ledger.session() as session:
        open_batch(session, "目录", BatchSource.SEED)
        session.add(Pack(code="river", name="江口目录", city="江口市"))
        session.add(Pack(code="old", name="旧目录", city="旧河市", removed_on=date(2026, 1, 1)))
        session.add(Pack(code="nowhere", name="无城市"))
        session.flush()
        assert own_places(session) == ("江口", "宁波", "浙江")
        session.rollback()


def test_a_removed_shipped_catalogue_has_no_place(small) -> None:
    with small.ledger.session() as session:
        open_batch(session, "目录", BatchSource.SEED)
        session.add(Setting(key=REMOVED_KEY, value=True))
        session.flush()
        assert own_places(session) == ()
        session.rollback()
