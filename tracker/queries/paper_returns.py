"""How offices answered the newest round of workbooks, as known on a day."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func

from tracker.model.enums import ExportKind
from tracker.model.return_timing import Asked, judge_answer
from tracker.model.rows import MissingReturn, ReturnRound
from tracker.model.tables import Office, Round, WorkbookExport
from tracker.queries.filled_rows import first_answers

IN_TIME, NOT_ASKED = "按时", "—"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one office owed and when it came back first, up to the day looked at."""

    office: str
    due_on: date | None
    received_on: date | None
    excused: bool = False
    closed_on: date | None = None

    def missing(self, day: date) -> MissingReturn | None:
        """Return what is missing at the end of a day, None where the workbook is back or not wanted."""
        if self.received_on is not None or self.excused:
            return None
        late = max((day - self.due_on).days, 0) if self.due_on is not None else 0
        return MissingReturn(self.office, self.due_on, late)

    def word(self, day: date) -> str:
        """Return 按时, 迟交3天, 免报 or 未反馈 as of a day; nobody is late before the day agreed."""
        owed = self.missing(day)
        if owed is not None:
            return owed.word
        return judge_answer(Asked(self.due_on, self.received_on, self.excused, self.closed_on), day).word or IN_TIME


def read_round(session: Session, day: date) -> tuple[ReturnRound | None, Mapping[str, str]]:
    """Return the newest round sent by a day, and by office the word for its answer; None before any was sent."""
    newest: Any = sa.select(func.max(WorkbookExport.round)).where(col(WorkbookExport.sent_on) <= day)
    number = session.connection().execute(newest).scalar()
    if number is None:
        return None, {}
    sent_on, answers = _answers(session, number, day)
    missing = tuple(row for answer in answers if (row := answer.missing(day)) is not None)
    agreed = [answer.due_on for answer in answers if answer.due_on is not None]
    back = sum(answer.received_on is not None for answer in answers)
    newest_round = ReturnRound(number, sent_on, max(agreed, default=None), len(answers), back, missing)
    return newest_round, {answer.office: answer.word(day) for answer in answers}


def _answers(session: Session, number: int, day: date) -> tuple[date, list[Answer]]:
    """Return when a round was sent first, and the answer of each of its offices, in ledger order.

    An office counts once: what it was sent again asks the same, the first file with something in it answers.
    """
    columns: Any = (
        WorkbookExport.id, Office.name, WorkbookExport.sent_on, WorkbookExport.return_due_on, WorkbookExport.kind,
        WorkbookExport.excused,
    )  # fmt: skip
    rows: Any = sa.select(*columns).select_from(WorkbookExport)
    rows = rows.join(Office, col(Office.id) == WorkbookExport.office_id)
    rows = rows.where(col(WorkbookExport.round) == number, col(WorkbookExport.sent_on) <= day)
    asked: dict[str, list[Any]] = defaultdict(list)
    for row in session.connection().execute(rows.order_by(col(Office.position), col(WorkbookExport.id))):
        asked[row.name].append(row)
    first = first_answers(session, [row.id for sent in asked.values() for row in sent])
    back = {number: on for number, on in first.items() if on <= day}
    sent_on = min(row.sent_on for sent in asked.values() for row in sent)
    sent_in = session.get(Round, number)
    closed_on = sent_in.closed_on if sent_in is not None else None
    return sent_on, [_answer(name, sent, back, closed_on) for name, sent in asked.items()]


def _answer(office: str, sent: list[Any], back: Mapping[int, date], closed_on: date | None) -> Answer:
    # What was sent back for correction asks anew, it gives no more time for the first answer.
    agreed = [row.return_due_on for row in sent if row.return_due_on and row.kind is not ExportKind.REPLY]
    received = [back[row.id] for row in sent if row.id in back]
    excused = any(row.excused for row in sent)
    return Answer(office, max(agreed, default=None), min(received, default=None), excused, closed_on)
