"""Removing a pack: what nobody touched goes, the rest stays under sources that are put away."""

from datetime import date

from sqlmodel import Session, col, select

from tracker.errors import InputError
from tracker.model.changes import Changes
from tracker.model.enums import BatchSource
from tracker.model.tables import CatalogueBase, Pack, Setting
from tracker.services.packs.applying import SHIPPED, PackOutcome, finished
from tracker.services.packs.dropping import drop_entries
from tracker.services.write_basics import begin
from tracker.store.history import write_setting
from tracker.store.seed import REMOVED_KEY
from tracker.store.shipped_pack import shipped_pack

_KINDS = ("article", "recommendation", "indicator", "goal", "problem")


def remove_pack(session: Session, code: str, today: date, *, preview: bool = False) -> PackOutcome:
    """Remove a pack as one act, the shipped catalogue as well. Raises InputError for one that is not there."""
    wanted = code.strip().lower()
    pack = session.exec(select(Pack).where(Pack.code == wanted, col(Pack.removed_on).is_(None))).first()
    if pack is None and not (wanted == SHIPPED and session.get(Setting, REMOVED_KEY) is None):
        raise InputError(f"没有名为“{code}”的目录包；可用的有：{'、'.join(row.code for row in list_packs(session))}。")
    batch = begin(session, f"移除目录包 {pack.name if pack is not None else shipped_pack().name}", BatchSource.SEED)
    pack_id = pack.id if pack is not None else None
    outcome = PackOutcome(Changes(batch.label, batch.id, everything=True))
    mine = {
        kind: session.exec(
            select(CatalogueBase.code).where(CatalogueBase.kind == kind, CatalogueBase.pack_id == pack_id)
        ).all()
        for kind in _KINDS
    }
    outcome.removed, outcome.kept = drop_entries(session, mine, pack_id, today)
    if pack is not None:
        pack.removed_on = today
    else:
        write_setting(session, REMOVED_KEY, True)
    outcome.counts = {"removed": len(outcome.removed), "kept": len(outcome.kept)}
    return finished(session, outcome, preview=preview)


def list_packs(session: Session) -> list[Pack]:
    """Return the packs in force, the shipped one first; that one is no row of the ledger."""
    packs = list(session.exec(select(Pack).where(col(Pack.removed_on).is_(None)).order_by(col(Pack.id))))
    if session.get(Setting, REMOVED_KEY) is None:
        shipped = shipped_pack()
        packs.insert(0, Pack(code=SHIPPED, name=shipped.name, city=shipped.city, version=shipped.version))
    return packs
