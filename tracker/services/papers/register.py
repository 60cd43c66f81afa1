"""Registering issued papers, and setting what is fixed for all of them; acts that can be undone."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlmodel import Session, select

from tracker.errors import InputError
from tracker.model.changes import Changes
from tracker.model.enums import PaperKind
from tracker.model.paper_settings import SETTING_WORDS, PaperSettings, check_settings
from tracker.model.tables import Office, Paper, PaperTask, Task
from tracker.queries.paper_register import issue_words
from tracker.queries.paper_settings import PAPERS_KEY, read_paper_settings
from tracker.services.edit_conflicts import settle_setting
from tracker.services.write_basics import begin, touched
from tracker.store.history import drop_empty_batch, write_setting


@dataclass(frozen=True, slots=True)
class IssuedPaper:
    """A paper as it is registered; `office` is "" for all, `figures` as JSON has them, sha256 of its file in hex."""

    kind: PaperKind
    number: int | None
    title: str
    issued_on: date
    from_on: date | None
    to_on: date
    task_codes: tuple[str, ...]
    file_name: str
    sha256: str
    office: str = ""
    reply_by: date | None = None
    figures: dict[str, Any] = field(default_factory=dict)


def register_paper(session: Session, *papers: IssuedPaper) -> Changes:
    """Write issued papers into the register as one act.

    Raises InputError where a number was given before in its year, or an office is unknown.
    """
    settings = read_paper_settings(session)
    for paper in papers:
        _refuse_number(session, paper, settings)
    first = papers[0]
    words = issue_words(first.kind, first.number, first.issued_on.year, settings)
    more = f"等 {len(papers)} 份" if len(papers) > 1 else ""
    batch = begin(session, f"登记{first.kind.word} {words}{more}".strip())
    ids: set[int] = set()
    for paper in papers:
        ids |= _keep(session, paper)
    return touched(session, batch, tasks=ids) | Changes(everything=True)


def _refuse_number(session: Session, paper: IssuedPaper, settings: PaperSettings) -> None:
    if paper.number is None:
        return
    year = paper.issued_on.year
    same = select(Paper.id).where(Paper.kind == paper.kind, Paper.year == year, Paper.number == paper.number)
    if session.exec(same).first() is not None:
        words = issue_words(paper.kind, paper.number, year, settings)
        raise InputError(f"{year}年的{paper.kind.word}{words}已经登记过，没有重复登记；请换一个编号。")


def _keep(session: Session, paper: IssuedPaper) -> set[int]:
    """Add a paper and what it is about; return the ids of its tasks."""
    office_id = session.exec(select(Office.id).where(Office.name == paper.office)).first() if paper.office else None
    if paper.office and office_id is None:
        raise InputError(f"台账里没有名为“{paper.office}”的单位，可能刚被改名，没有登记；请刷新后重新出文。")
    row = Paper(
        kind=paper.kind,
        number=paper.number,
        year=paper.issued_on.year,
        title=paper.title,
        office_id=office_id,
        issued_on=paper.issued_on,
        from_on=paper.from_on,
        to_on=paper.to_on,
        reply_by=paper.reply_by,
        task_codes=list(paper.task_codes),
        figures=paper.figures,
        file_name=paper.file_name,
        sha256=paper.sha256,
    )
    session.add(row)
    session.flush()
    ids = _ids(session, paper.task_codes)
    session.add_all(PaperTask(paper_id=row.id, task_id=task_id) for task_id in sorted(ids))
    session.flush()
    return ids


def _ids(session: Session, codes: Sequence[str]) -> set[int]:
    wanted = set(codes)
    return {task_id for task_id, code in session.exec(select(Task.id, Task.code)) if code in wanted}


def set_paper_settings(session: Session, wanted: PaperSettings, seen: PaperSettings | None = None) -> Changes:
    """Put what is fixed for all papers in force, as an act that can be undone.

    Raises InputError for nonsense, ConflictError where somebody else changed what is changed here since it was `seen`.
    """
    if seen is not None:
        now = read_paper_settings(session)
        wanted = replace(now, **settle_setting(session, PAPERS_KEY, "出文设置", SETTING_WORDS, now, wanted, seen))
    check_settings(wanted)
    batch = begin(session, "修改出文设置")
    write_setting(session, PAPERS_KEY, wanted.to_dict() or None)
    if drop_empty_batch(session):
        return Changes("没有变化")
    return Changes(batch.label, batch.id, everything=True)
