"""What a progress entry (进展) consists of, on whichever road it is written, and whether it tells of progress."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from tracker.model.enums import BatchSource, DueKind
from tracker.model.exchange_words import EntryChannel
from tracker.model.field_list import ENTRY_COLUMNS
from tracker.model.tables import ProgressEntry
from tracker.model.telling_text import count_meaningful, spoken, tells_of_work

_AT_ONCE = 500  # ids in one statement


@dataclass(frozen=True, slots=True)
class Teller:
    """Who of an office told us what an entry says, and how."""

    filled_by: str = ""
    channel: EntryChannel = EntryChannel.MANUAL


NOBODY = Teller()


@dataclass(frozen=True, slots=True)
class Said:
    """What a task said before an act: its percent, and its last 进展情况 that told of work."""

    percent: int
    note: str = ""

    def is_new(self, note: str) -> bool:
        """Tell whether a text is new 进展情况: it tells of work, and other than was told last, though cleared."""
        return tells_of_work(note) and spoken(note) != spoken(self.note)


def says_something(written: Mapping[str, Any]) -> bool:
    """Tell whether what is written makes an entry: a percent, or words; marks alone do not."""
    texts = (str(written[name] or "") for name in ENTRY_COLUMNS if name in written and name != "progress")
    return "progress" in written or any(count_meaningful(text) for text in texts)


def said_by(session: Session, rows: Mapping[int, Any], writing: Collection[int]) -> dict[int, Said]:
    """Return by id what tasks say before an act; `rows` are the tasks, `writing` those that get other words.

    Words that were cleared, or written over with others that tell nothing, are looked up in the entries.
    """
    cleared = [number for number in writing if not tells_of_work(rows[number].progress_note)]
    last = _last_notes(session, cleared)
    return {number: Said(row.progress, last.get(number, row.progress_note)) for number, row in rows.items()}


def _last_notes(session: Session, task_ids: list[int]) -> dict[int, str]:
    """Return by task its last 进展情况 that told of work."""
    last: dict[int, str] = {}
    for first in range(0, len(task_ids), _AT_ONCE):
        theirs = col(ProgressEntry.task_id).in_(task_ids[first : first + _AT_ONCE]), ProgressEntry.note != ""
        noted = select(ProgressEntry.task_id, ProgressEntry.note).where(*theirs).order_by(col(ProgressEntry.id))
        last |= {task_id: note for task_id, note in session.exec(noted) if tells_of_work(note)}
    return last


def entry_columns(
    session: Session,
    row: Any,
    written: Mapping[str, Any],
    on: date,
    source: BatchSource,
    said: Said,
    period: date | None = None,
    teller: Teller = NOBODY,
) -> dict[str, Any]:
    """Return the columns of a progress entry of a task read as `row`: what is written now, else what it says.

    `said` is what the task said before the act. An entry without new 进展情况 and without another percent tells of no
    progress: it has no percent, and ends no silence. `period` is the due day of the period that a person chose for it.
    """
    now = {entry: written.get(name, getattr(row, name)) for name, entry in ENTRY_COLUMNS.items()}
    chosen = period if row.due_kind is DueKind.RECURRING else None
    if chosen is None and now["progress"] == said.percent and not said.is_new(str(now["note"])):
        now |= {"progress": None, "note": written.get("progress_note", "")}
    return {
        "task_id": row.id,
        "entered_on": on,
        **now,
        "author": session.info.get("actor", ""),
        "source": source,
        "period_due_on": chosen,
        "filled_by": teller.filled_by,
        "channel": teller.channel,
    }
