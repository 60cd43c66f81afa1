"""What the intake of an article needs to know of the ledger, as plain data."""

from datetime import date

from sqlmodel import Session, col, select

from tracker.model.rows.intake import KnownOffice, KnownRecommendation, LedgerKnowledge
from tracker.model.tables import Pack, Recommendation, Setting
from tracker.queries.offices import list_offices
from tracker.store.seed import REMOVED_KEY
from tracker.store.shipped_pack import shipped_pack


def read_knowledge(session: Session, today: date | None = None) -> LedgerKnowledge:
    """Return offices with all their names, and what every recommendation says; `today` dates wordings without year."""
    offices = tuple(KnownOffice(row.name, (row.short_name, *row.aliases)) for row in list_offices(session))
    rows = session.exec(
        select(
            Recommendation.code, Recommendation.title, Recommendation.summary, Recommendation.anchor,
            Recommendation.themes, Recommendation.lead_office,
        ).order_by(col(Recommendation.position))  # type: ignore[call-overload]
    )  # fmt: skip
    known = tuple(
        KnownRecommendation(code, title, f"{summary} {anchor}", tuple(themes or ()), lead)
        for code, title, summary, anchor, themes, lead in rows
    )
    return LedgerKnowledge(offices, known, own_places(session), today)


def own_places(session: Session) -> tuple[str, ...]:
    """Return the places the ledger is kept for, by its catalogues: what they do is practice, no lesson."""
    cities = list(session.exec(select(Pack.city).where(col(Pack.removed_on).is_(None)).order_by(col(Pack.id))))
    if session.get(Setting, REMOVED_KEY) is None:
        shipped = shipped_pack()
        cities += [shipped.city, shipped.province]
    return tuple(dict.fromkeys(bare for city in cities if len(bare := city.strip().rstrip("省市县区")) > 1))
