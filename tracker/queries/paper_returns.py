"""How offices answered the newest round of workbooks, as known on a day."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func

from tracker.model.enums import ExportKind
from tracker.model.rows import MissingReturn, ReturnRound
from tracker.model.tables import Office, WorkbookExport, WorkbookReturn

IN_TIME, NOT_ASKED = "按时", "—"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one office owed and when it came back first, up to the day looked at."""

    office: str
    due_on: date | None
    received_on: date | None

    def missing(self, day: date) -> MissingReturn | None:
        """Return what is missing at the end of a day, None where the workbook is back."""
        return MissingReturn(self.office, self.due_on, self._late(day)) if self.received_on is None else None

    @property
    def back_word(self) -> str:
        """Return 按时 or 迟交3天 for a workbook that is back."""
        late = self._late(self.received_on) if self.received_on is not None else 0
        return f"迟交{late}天" if late else IN_TIME

    def _late(self, day: date) -> int:
        return max((day - self.due_on).days, 0) if self.due_on is not None else 0


def read_round(session: Session, day: date) -> tuple[ReturnRound | None, Mapping[str, str]]:
    """Return the newest round sent by a day, and by office the word for its answer; None before any was sent."""
    newest: Any = sa.select(func.max(WorkbookExport.round)).where(col(WorkbookExport.sent_on) <= day)
    number = session.connection().execute(newest).scalar()
    if number is None:
        return None, {}
    sent_on, answers = _answers(session, number, day)
    owed = {answer.office: answer.missing(day) for answer in answers}
    missing = tuple(row for row in owed.values() if row is not None)
    agreed = [answer.due_on for answer in answers if answer.due_on is not None]
    back = len(answers) - len(missing)
    newest_round = ReturnRound(number, sent_on, max(agreed, default=None), len(answers), back, missing)
    words = {answer.office: row.word if (row := owed[answer.office]) else answer.back_word for answer in answers}
    return newest_round, words


def _answers(session: Session, number: int, day: date) -> tuple[date, list[Answer]]:
    """Return when a round was sent first, and the answer of each of its offices, in ledger order.

    An office counts once: what it was sent again asks the same, the first file that came back answers.
    """
    back = sa.select(col(WorkbookReturn.export_id), func.min(WorkbookReturn.received_on).label("on"))
    back = back.where(col(WorkbookReturn.received_on) <= day).group_by(col(WorkbookReturn.export_id))
    first = back.subquery("first")
    columns: Any = (
        Office.name, WorkbookExport.sent_on, WorkbookExport.return_due_on, WorkbookExport.kind, first.c.on,
    )  # fmt: skip
    rows: Any = sa.select(*columns).select_from(WorkbookExport)
    rows = rows.join(Office, col(Office.id) == WorkbookExport.office_id)
    rows = rows.join(first, first.c.export_id == col(WorkbookExport.id), isouter=True)
    rows = rows.where(col(WorkbookExport.round) == number, col(WorkbookExport.sent_on) <= day)
    asked: dict[str, list[Any]] = defaultdict(list)
    for row in session.connection().execute(rows.order_by(col(Office.position), col(WorkbookExport.id))):
        asked[row.name].append(row)
    sent_on = min(row.sent_on for sent in asked.values() for row in sent)
    return sent_on, [_answer(name, sent) for name, sent in asked.items()]


def _answer(office: str, sent: list[Any]) -> Answer:
    # What was sent back for correction asks anew, it gives no more time for the first answer.
    agreed = [row.return_due_on for row in sent if row.return_due_on and row.kind is not ExportKind.REPLY]
    received = [row.on for row in sent if row.on is not None]
    return Answer(office, max(agreed, default=None), min(received, default=None))
