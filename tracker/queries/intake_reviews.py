"""Reviews of texts that are not done: offered again until they are."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from tracker.model.intake_review.review import kept_tally
from tracker.model.source_words import ReviewState
from tracker.model.tables import IntakeReview


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review under way: how many actions are settled of how many, and whose file it is."""

    id: int
    version: int
    name: str
    format: str
    started_at: datetime
    settled: int
    total: int


def list_open_reviews(session: Session) -> tuple[ReviewRow, ...]:
    """Return the reviews that are not done, the newest first."""
    wanted = select(IntakeReview).where(IntakeReview.state == ReviewState.OPEN)
    rows = session.exec(wanted.order_by(col(IntakeReview.started_at).desc(), col(IntakeReview.id).desc()))
    return tuple(
        ReviewRow(
            row.id, row.version, row.name, row.format, row.started_at, *kept_tally(row.proposal, row.decisions or {})
        )
        for row in rows
    )
