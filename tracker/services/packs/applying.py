"""Importing a pack, and updating it in three ways: what it said, what stands here, what it says now."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session, col, func, select

from tracker.errors import InputError
from tracker.model.changes import Changes
from tracker.model.enums import BatchSource
from tracker.model.tables import (
    Article,
    CatalogueBase,
    Goal,
    Indicator,
    Office,
    OfficeAlias,
    Pack,
    Recommendation,
    Revision,
    SourceProblem,
)
from tracker.queries.offices import office_names
from tracker.services.packs.dropping import drop_entries
from tracker.services.packs.reading import PackContent, prefixed
from tracker.services.write_basics import begin
from tracker.store.history import drop_empty_batch, moment_of
from tracker.store.seed import Merge

SHIPPED = "ningbo2022"
_TABLES: dict[str, Any] = {
    "articles": Article,
    "recommendations": Recommendation,
    "indicators": Indicator,
    "goals": Goal,
    "problems": SourceProblem,
}
_KINDS = {kind.removesuffix("s"): kind for kind in _TABLES}


@dataclass(slots=True)
class PackOutcome:
    """What an act on a pack comes to: counts by kind, what goes and what stays, by code."""

    changes: Changes
    counts: dict[str, int] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def import_pack(
    session: Session, content: PackContent, *, with_tasks: bool = True, preview: bool = False
) -> PackOutcome:
    """Take a pack in as one act; a `preview` takes it back at once. Raises InputError for one that is there."""
    if content.code == SHIPPED or _present(session, content.code) is not None:
        raise InputError(f"目录包 {content.code} 已经导入过；请用 pack update 更新。")
    batch = begin(session, f"导入目录包 {content.name}", BatchSource.SEED)
    pack = session.exec(select(Pack).where(Pack.code == content.code)).first() or Pack(code=content.code, name="")
    session.add(pack)
    _describe(session, pack, content)
    offices = _take_offices(session, content)
    first = {kind: session.exec(select(func.max(table.position))).one() or 0 for kind, table in _TABLES.items()}
    merge = Merge(session, prefixed(content, office_names(session), first), pack.id, tasks=with_tasks)
    merge.run()
    outcome = PackOutcome(Changes(batch.label, batch.id, everything=True))
    outcome.counts = {kind: len(getattr(content.catalogue, kind)) for kind in _TABLES}
    outcome.counts |= {"offices": offices, "tasks": len(merge.fresh) if with_tasks else 0}
    return finished(session, outcome, preview=preview)


def update_pack(session: Session, content: PackContent, today: date, *, preview: bool = False) -> PackOutcome:
    """Take a newer version of a pack in as one act: what a person changed stays, what was dropped goes or is kept.

    Raises InputError for a pack that is not there.
    """
    pack = _present(session, content.code)
    if pack is None:
        raise InputError(f"目录包 {content.code} 还没有导入；请用 pack import 导入。")
    batch = begin(session, f"更新目录包 {content.name}", BatchSource.SEED)
    _describe(session, pack, content)
    _take_offices(session, content)
    before = {kind: _codes(session, kind, pack.id) for kind in _KINDS}
    merge = Merge(session, prefixed(content, office_names(session), _first(session, content)), pack.id)
    merge.run()
    session.flush()
    now = {kind: {content.prefix + e["id"] for e in getattr(content.catalogue, _KINDS[kind])} for kind in _KINDS}
    outcome = PackOutcome(Changes(batch.label, batch.id, everything=True))
    dropped = {kind: before[kind] - now[kind] for kind in _KINDS}
    outcome.removed, outcome.kept = drop_entries(session, dropped, pack.id, today)
    revised = select(func.count()).select_from(Revision).where(Revision.batch_id == batch.id, Revision.field != "")
    outcome.counts = {"fields": session.exec(revised).one(), "tasks": len(merge.fresh)}
    outcome.counts |= {kind: len(now[kind] - before[kind]) for kind in _KINDS}
    if drop_empty_batch(session):
        outcome.changes = Changes("没有变化")
    return finished(session, outcome, preview=preview)


def finished(session: Session, outcome: PackOutcome, *, preview: bool) -> PackOutcome:
    """Write out what is pending, or take all of it back where it was only to be shown."""
    session.flush()
    if preview:
        session.rollback()
        outcome.changes = Changes("")
    return outcome


def _describe(session: Session, pack: Pack, content: PackContent) -> None:
    pack.name, pack.version, pack.city = content.name, content.version, content.city
    if pack.sha256 != content.sha256 or pack.removed_on is not None:
        pack.sha256, pack.imported_at, pack.removed_on = content.sha256, moment_of(session), None
    session.flush()


def _present(session: Session, code: str) -> Pack | None:
    return session.exec(select(Pack).where(Pack.code == code, col(Pack.removed_on).is_(None))).first()


def _codes(session: Session, kind: str, pack_id: int | None) -> set[str]:
    mine = select(CatalogueBase.code).where(CatalogueBase.kind == kind, CatalogueBase.pack_id == pack_id)
    return set(session.exec(mine))


def _first(session: Session, content: PackContent) -> dict[str, int]:
    """Return by kind the number before the position at which the pack began here."""
    first = {}
    for kind, table in _TABLES.items():
        mine = select(func.min(table.position)).where(col(table.code).startswith(content.prefix))
        lowest = session.exec(mine).one()
        first[kind] = lowest - 1 if lowest else session.exec(select(func.max(table.position))).one() or 0
    return first


def _take_offices(session: Session, content: PackContent) -> int:
    """Add the offices that no name or alias here means, with their aliases; return how many."""
    known, added = dict(office_names(session)), 0
    position = session.exec(select(func.max(Office.position))).one() or 0
    for entry in content.catalogue.offices:
        names = [entry["name"], *entry.get("aliases", ())]
        if any(name in known for name in names):
            continue
        added += 1
        office = Office(name=entry["name"], short_name=entry.get("short_name", ""), position=position + added)
        session.add(office)
        session.flush()
        for alias in dict.fromkeys(entry.get("aliases", ())):
            session.add(OfficeAlias(office_id=office.id, alias=alias))
        known |= dict.fromkeys(names, entry["name"])
    session.flush()
    return added
