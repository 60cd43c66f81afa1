"""What the intake of an article needs to know of the ledger, as plain data."""

from datetime import date

from sqlmodel import Session, col, select

from tracker.model.rows.intake import KnownOffice, KnownRecommendation, LedgerKnowledge
from tracker.model.tables import Recommendation
from tracker.queries.offices import list_offices

#: The place the ledger is kept for: what it does is practice, not a lesson from elsewhere.
OWN_PLACES = ("宁波", "浙江")


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
    return LedgerKnowledge(offices, known, OWN_PLACES, today)
