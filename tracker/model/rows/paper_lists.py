"""Rows of the papers that are workbooks, and of the register of all papers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker.model.enums import PaperKind
from tracker.model.paper_settings import PaperSettings
from tracker.model.rows.papers import Figures, ListedTask, Period


@dataclass(frozen=True, slots=True)
class ClosedLine:
    """One closed task of 销号清单; `early_days` before its deadline by the day of 报完成, negative when late."""

    task: ListedTask
    early_days: int | None  # None without a deadline
    statement: str
    evidence: int  # pieces that count
    evidence_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """One task reported complete: since when, its progress before, and what is missing before it can be closed."""

    task: ListedTask
    reported_on: date | None
    progress_before: int | None
    missing: tuple[str, ...]
    evidence: int = 0
    evidence_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClosingList:
    """销号清单: what was closed in the period, and what waits for it."""

    period: Period
    settings: PaperSettings
    done: tuple[ClosedLine, ...]
    waiting: tuple[WaitingLine, ...]
    demo: bool
    partial: bool = False  # of the tasks of a filter, not of all


@dataclass(frozen=True, slots=True)
class LedgerPaper:
    """工作台账: its tasks in groups, each with a heading ("" for none)."""

    figures: Figures
    groups: tuple["LedgerGroup", ...]
    by_office: bool  # shows the source of each task as a column
    past: bool  # the last day is before today: progress texts are those of that day


@dataclass(frozen=True, slots=True)
class LedgerGroup:
    """A heading row and the tasks below it."""

    heading: str
    tasks: tuple[ListedTask, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One registered paper as the register lists it."""

    id: int
    kind: PaperKind
    number: int | None
    year: int
    issue: str
    title: str
    office: str  # "" for all
    issued_on: date
    from_on: date | None
    to_on: date
    reply_by: date | None
    task_codes: tuple[str, ...]
    file_name: str


@dataclass(frozen=True, slots=True)
class IssueFacts:
    """What a registered paper was made of: its figures and sentences as JSON has them, the SHA-256 of its file."""

    paper_id: int
    figures: Mapping[str, Any]
    sha256: str
