"""The register of papers: what was sent, which number comes next, what a task was asked last."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from tracker.model.enums import PaperKind, SlipLevel
from tracker.model.paper_settings import PaperSettings
from tracker.model.rows import CHOSEN, IssueFacts, PaperRow
from tracker.model.tables import Office, Paper, PaperTask
from tracker.queries.paper_settings import read_paper_settings

#: The level a registered paper asked at.
LEVELS: Mapping[PaperKind, SlipLevel] = {level.kind: level for level in SlipLevel}


@dataclass(frozen=True, slots=True)
class LastSlip:
    """What a task was asked last: at which level, when, and until when an answer was wanted."""

    level: SlipLevel
    issued_on: date
    reply_by: date | None


def issue_words(kind: PaperKind, number: int | None, year: int, settings: PaperSettings) -> str:
    """Write the number of a paper: 第11期, 督办〔2026〕3号, "" for papers that have none."""
    if number is None:
        return ""
    level = LEVELS.get(kind)
    return f"第{number}期" if level is None else f"{settings.prefix}{level.word}〔{year}〕{number}号"


def next_number(session: Session, kind: PaperKind, year: int) -> int:
    """Return the number after the highest one registered of a kind in a year."""
    highest = select(func.max(Paper.number)).where(Paper.kind == kind, Paper.year == year)
    return (session.exec(highest).one() or 0) + 1


def previous_end(session: Session, kind: PaperKind, before: date, scope: str = "") -> date | None:
    """Return the last day that the newest registered paper of a kind reported on before a day (上期).

    Only papers about the same tasks are compared: all, or those of an article; chosen ones have no predecessor, and
    a weekly digest is none of a month.
    """
    if scope == CHOSEN:
        return None
    earlier = select(Paper).where(Paper.kind == kind, col(Paper.to_on) < before).order_by(col(Paper.to_on).desc())
    return next((paper.to_on for paper in session.exec(earlier) if _alike(paper.figures, scope)), None)


def _alike(figures: Mapping[str, Any], scope: str) -> bool:
    return figures.get("scope", "") == scope and not figures.get("weekly", False)


def list_papers(session: Session, task_id: int | None = None) -> tuple[PaperRow, ...]:
    """Return the registered papers (about one task, if given), newest first."""
    rows: Any = select(Paper, Office.name).join(Office, col(Office.id) == Paper.office_id, isouter=True)
    if task_id is not None:
        rows = rows.where(col(Paper.id).in_(select(PaperTask.paper_id).where(PaperTask.task_id == task_id)))
    settings = read_paper_settings(session)
    ordered = rows.order_by(col(Paper.issued_on).desc(), col(Paper.id).desc())
    return tuple(_row(paper, office or "", settings) for paper, office in session.exec(ordered))


def _row(paper: Paper, office: str, settings: PaperSettings) -> PaperRow:
    return PaperRow(
        id=paper.id,
        kind=paper.kind,
        number=paper.number,
        year=paper.year,
        issue=issue_words(paper.kind, paper.number, paper.year, settings),
        title=paper.title,
        office=office,
        issued_on=paper.issued_on,
        from_on=paper.from_on,
        to_on=paper.to_on,
        reply_by=paper.reply_by,
        task_codes=tuple(paper.task_codes),
        file_name=paper.file_name,
    )


def read_issue(session: Session, paper_id: int) -> IssueFacts | None:
    """Return what a registered paper said: the figures and sentences it was made of; None when it is gone."""
    paper = session.get(Paper, paper_id)
    return IssueFacts(paper.id, dict(paper.figures or {}), paper.sha256) if paper is not None else None


def last_slips(session: Session, until: date) -> dict[int, LastSlip]:
    """Return by task the last slip about it that was issued by a day."""
    columns: Any = (PaperTask.task_id, Paper.kind, Paper.issued_on, Paper.reply_by)
    slips: Any = sa.select(*map(col, columns)).join(Paper, col(Paper.id) == PaperTask.paper_id)
    slips = slips.where(col(Paper.kind).in_(LEVELS), col(Paper.issued_on) <= until)
    rows = session.connection().execute(slips.order_by(col(Paper.issued_on), col(Paper.id)))
    return {task_id: LastSlip(LEVELS[kind], issued_on, reply_by) for task_id, kind, issued_on, reply_by in rows}
