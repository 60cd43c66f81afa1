"""What is fixed for all papers of this ledger."""

from sqlmodel import Session

from tracker.model.paper_settings import PaperSettings
from tracker.model.tables import Setting

PAPERS_KEY = "papers"


def read_paper_settings(session: Session) -> PaperSettings:
    """Return the settings of the papers, the defaults where nobody set any."""
    kept = session.get(Setting, PAPERS_KEY)
    return PaperSettings.from_dict(kept.value or {}) if kept is not None else PaperSettings()
