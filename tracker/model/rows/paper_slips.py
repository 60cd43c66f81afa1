"""Rows of what one office is asked: letters and sheets, and the round they are made of."""

from dataclasses import dataclass
from datetime import date

from tracker.model.enums import SlipLevel
from tracker.model.paper_settings import PaperSettings
from tracker.model.rows.papers import ListedTask, PaperHead


@dataclass(frozen=True, slots=True)
class SlipTask:
    """A task an office is asked about, at which level and why; a sheet of its own has a number and its demand."""

    task: ListedTask
    level: SlipLevel
    reason: str
    issue: str = ""  # 督办〔2026〕3号
    demand: str = ""  # 办理要求


@dataclass(frozen=True, slots=True)
class Slip:
    """One file for one office: a letter with a table, or, at 督办, a sheet for each task."""

    head: PaperHead  # recipients is the office
    level: SlipLevel
    colour: str  # RRGGBB of the level
    office: str
    until: date  # the last day that counts
    reply_by: date | None
    tasks: tuple[SlipTask, ...]
    opening: str  # the paragraph of a letter, "" where only a workbook is missing
    workbook: str  # the paragraph about a workbook that did not come back, "" for none
    closing: str  # the last sentence of a letter


@dataclass(frozen=True, slots=True)
class OfficeSlips:
    """All an office would be asked about, before anything is written."""

    office: str
    tasks: tuple[SlipTask, ...]
    workbook: str
    workbook_level: SlipLevel | None

    def count(self, level: SlipLevel) -> int:
        """Return how many of its tasks are at a level."""
        return sum(task.level is level for task in self.tasks)


@dataclass(frozen=True, slots=True)
class SlipRound:
    """The offices with a case, in ledger order, and the tasks no office can be asked about."""

    until: date
    issued_on: date
    offices: tuple[OfficeSlips, ...]
    unconfirmed: tuple[ListedTask, ...]  # without a lead office, or with one nobody has confirmed
    unassigned: tuple[ListedTask, ...]  # red before anybody was charged with them
    settings: PaperSettings
    demo: bool
