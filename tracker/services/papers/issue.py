"""Issuing papers: their files are written and they are registered, all or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlmodel import Session

from tracker.files.whole_files import write_all
from tracker.model.changes import Changes
from tracker.model.enums import PaperKind, SlipLevel
from tracker.model.rows import Brief, Circular, ClosingList, LedgerPaper, ListedTask, Slip
from tracker.reports import paper_json
from tracker.reports.brief_fit import fit_brief
from tracker.services.papers.register import IssuedPaper, register_paper

AnyPaper = Circular | Brief | Slip | LedgerPaper | ClosingList


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A paper, the bytes of its file and where that goes."""

    paper: AnyPaper
    path: Path
    content: bytes


def issue_papers(session: Session, files: Sequence[PaperFile], today: date) -> Changes:
    """Register papers as one act and write their files.

    Raises InputError where a number was given before or a file cannot be written; then neither is done.
    """
    changes = register_paper(session, *(entry for file in files for entry in entries_of(file, today)))
    write_files(files)  # last, inside the transaction: a paper nobody has must not stand in the register
    return changes


def write_files(files: Sequence[PaperFile]) -> None:
    """Write the files of papers without registering them. Raises InputError with nothing moved."""
    write_all([(file.path, file.content) for file in files])


def entries_of(file: PaperFile, today: date) -> tuple[IssuedPaper, ...]:
    """Return the entries of the register for one file: one, of sheets to an office one for each task."""
    paper = file.paper
    common: dict[str, Any] = {
        "issued_on": today,
        "file_name": file.path.name,
        "sha256": sha256(file.content).hexdigest(),
    }
    if isinstance(paper, Slip):
        return tuple(_slip_entries(paper, common))
    if isinstance(paper, Brief):
        paper = fit_brief(paper)  # the register has the rows that are printed, and no brief that is none
    if isinstance(paper, Circular | Brief):
        head, period = paper.head, paper.figures.period
        shape = paper_json.circular_shape(paper) if isinstance(paper, Circular) else paper_json.brief_shape(paper)
        title, codes = head.title.replace("\n", ""), _codes(_subjects(paper))
        days: dict[str, Any] = {"from_on": period.start, "to_on": period.end, "figures": shape}
        return (IssuedPaper(kind=head.kind, number=head.number, title=title, task_codes=codes, **days, **common),)
    return (_list_entry(paper, common),)


def _list_entry(paper: LedgerPaper | ClosingList, common: dict[str, Any]) -> IssuedPaper:
    if isinstance(paper, LedgerPaper):
        figures, shape = paper.figures, paper_json.ledger_shape(paper)
        common = common | {"from_on": None, "to_on": figures.period.end, "figures": shape}
        title, codes = figures.settings.ledger_title, _codes(figures.tasks)
        return IssuedPaper(kind=PaperKind.LEDGER, number=None, title=title, task_codes=codes, **common)
    period, shape = paper.period, paper_json.closing_shape(paper)
    common = common | {"from_on": period.start, "to_on": period.end, "figures": shape}
    codes = _codes([*(line.task for line in paper.done), *(line.task for line in paper.waiting)])
    title = f"{paper.settings.subject}销号清单"
    return IssuedPaper(kind=PaperKind.CLOSING, number=None, title=title, task_codes=codes, **common)


def _slip_entries(slip: Slip, common: dict[str, Any]) -> Sequence[IssuedPaper]:
    """A letter is one entry, a sheet for each task has a number of its own."""
    head, first = slip.head, slip.head.number or 1
    parts = [(case,) for case in slip.tasks] if slip.level is SlipLevel.SUPERVISE else [slip.tasks]
    return [
        IssuedPaper(
            kind=head.kind,
            number=first + index,
            title=head.title,
            from_on=None,
            to_on=slip.until,
            task_codes=_codes([case.task for case in cases]),
            office=slip.office,
            reply_by=slip.reply_by,
            figures=paper_json.slip_shape(replace(slip, tasks=cases)),
            **common,
        )
        for index, cases in enumerate(parts)
    ]


def _subjects(paper: Circular | Brief) -> Sequence[ListedTask]:
    """Return the tasks a bulletin names: a circular those of its annexes, a brief those of its table."""
    figures = paper.figures
    if isinstance(paper, Circular):
        return figures.tasks if paper.with_list else figures.listed
    named = {line.code for line in paper.lines}
    return [task for task in figures.tasks if task.code in named]


def _codes(tasks: Sequence[ListedTask]) -> tuple[str, ...]:
    return tuple(task.code for task in tasks)
