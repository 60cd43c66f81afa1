"""The workbooks of the year: sent to all offices, filled in, taken back; some late, some with conflicts.

A returned workbook is a real file: what was sent, with the office's answers in its cells, written under the
same tokens and read again by the reader that reads every returned file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from pathlib import Path

from sqlmodel import Session, col, select

from tracker.exchange.read.reader_pool import BookReader, load_file
from tracker.exchange.table.meta_sheet import meta_lines
from tracker.exchange.write.content import ContentRow, WorkbookContent
from tracker.exchange.write.workbook import write_workbook
from tracker.model.changeset import ChangeSet, Decision, SentRow, SentWorkbook, Value
from tracker.model.enums import Choice, Helpers, Outcome, Status
from tracker.model.paper_settings import PRODUCT_TITLE
from tracker.model.tables import Office, Task, WorkbookExport, uid_of_code
from tracker.queries.current_rows import SentWorkbooks
from tracker.queries.token_key import token_secret
from tracker.services import exporting
from tracker.services.demo.courses import Course, words_of
from tracker.services.demo.days import before, quarter_end, workday
from tracker.services.demo.diary import Diary
from tracker.services.demo.plans import Report
from tracker.services.demo.script import Measure, Round, Script
from tracker.services.returns import apply, preview

Answers = dict[str, Value]
#: Days from sending to the first and the last return.
_FIRST_BACK, _LAST_BACK = 7, 15
#: The round in which some offices wiped a cell and staff kept what stood there.
_WIPED_IN = 3


def returned_on(this_round: Round, index: int, office: str, today: date) -> date:
    """Return the day the office in this place of the list answers; unread workbooks came in the last days."""
    if office in this_round.waiting:
        return before(today, 2)
    span = _LAST_BACK - _FIRST_BACK
    return before(today, this_round.sent - _FIRST_BACK - index * 5 % (span + 1))


def is_taken_in(this_round: Round, office: str, code: str) -> bool:
    """Tell whether what an office writes about a task in this round reaches the ledger."""
    if office in this_round.absent or office in this_round.waiting:
        return False
    return not (office in this_round.partial and code in this_round.overlaps)


def overlap_day(this_round: Round, index: int, office: str, today: date) -> date:
    """Return the day staff write about a task while its office fills in the workbook."""
    return workday(returned_on(this_round, index, office, today) - timedelta(days=2))


@dataclass(frozen=True, slots=True)
class Mail:
    """The folder that holds the files of the simulated year, and who reads them."""

    folder: Path
    reader: BookReader
    script: Script
    courses: Mapping[str, Course]  # by task code
    today: date

    def note_round(self, diary: Diary, this_round: Round, offices: Sequence[str]) -> None:
        """Note the sending of a round and every return of it."""
        sent_on = before(self.today, this_round.sent)

        def send(session: Session) -> None:
            due = before(self.today, this_round.due)
            exporting.export_all(session, self.folder, sent_on, due, helpers=Helpers.NONE)

        diary.note(sent_on, time(16, 30), self.script.staff[0], send)
        for index, office in enumerate(offices):
            if office in this_round.absent:
                continue
            day = returned_on(this_round, index, office, self.today)
            keeper = self.script.staff[index % len(self.script.staff)]
            diary.note(day, time(17, index), keeper, _Return(self, this_round, office, day).receive)


@dataclass(frozen=True, slots=True)
class _Return:
    """One workbook that comes back."""

    mail: Mail
    round: Round
    office: str
    day: date

    def receive(self, session: Session) -> None:
        """Fill the workbook in, receive it, and take it in as far as the story says."""
        export = self._export(session)
        if export is None:
            return
        sent = SentWorkbooks(session)[export.code]
        path = self.mail.folder / f"{self.office}_第{export.round}批反馈_{self.day:%Y%m%d}.xlsx"
        write_workbook(path, self._filled(session, export, sent))
        file = load_file(path)
        preview.remember_book(file.sha256, self.mail.reader.read(file))
        _, return_id = apply.receive_file(session, path, self.day)
        if self.office in self.round.waiting:
            return
        decisions = {}
        if apply.count_waiting(session, return_id) and self.office not in self.round.partial:
            decisions = _decided(apply.preview_return(session, return_id))
        apply.apply_return(session, return_id, decisions, self.day)

    def _export(self, session: Session) -> WorkbookExport | None:
        newest = select(WorkbookExport).join(Office, col(Office.id) == WorkbookExport.office_id)
        mine = newest.where(Office.name == self.office).order_by(col(WorkbookExport.id).desc())
        return session.exec(mine.limit(1)).first()

    def _filled(self, session: Session, export: WorkbookExport, sent: SentWorkbook) -> WorkbookContent:
        codes = dict(session.exec(select(Task.uid, Task.code)).all())
        measures = {
            uid_of_code(measure.code): measure for measure in self.mail.script.measures if measure.office == self.office
        }
        tasks = [_answered(row, self._task_answers(row, codes[row.key])) for row in sent.rows if row.kind == "task"]
        indicators = [
            _answered(row, self._indicator_answers(measures.get(row.key)))
            for row in sent.rows
            if row.kind == "indicator"
        ]
        secret = token_secret(session)
        return WorkbookContent(
            export_code=sent.export_code,
            secret=secret,
            office=self.office,
            round_number=export.round,
            sent_on=export.sent_on,
            return_due_on=export.return_due_on,
            product_title=PRODUCT_TITLE,
            tasks=(*tasks, *self._added()),
            indicators=tuple(indicators),
            meta=meta_lines(sent, secret),  # an office leaves the hidden sheet as it was sent
        )

    def _task_answers(self, row: SentRow, code: str) -> Answers:
        course = self.mail.courses.get(code)
        if course is None or course.plan.assigned_on is None:
            return {}
        report = next((report for report in course.plan.reports if report.round_number == self.round.number), None)
        unread = not is_taken_in(self.round, self.office, code)
        if report is None and unread and row.values["status"] == Status.IN_PROGRESS.value:
            report = _unread_report(
                course, self.day, code in self.round.overlaps, before(self.mail.today, self.round.sent)
            )
        if report is None:
            return self._people(course) if row.values["owner"] == "" else {}
        answers: Answers = {"progress": report.progress, **words_of(course, report)}
        if unread:
            answers = {field: answers[field] for field in ("progress", "progress_note")}
        if row.values["status"] == Status.NOT_STARTED.value:
            answers["status"] = Status.IN_PROGRESS.value
        if report.closes:
            answers["status"] = Status.CLOSING.value
        return answers | self._people(course) | self._slips(row, course)

    def _people(self, course: Course) -> Answers:
        people = self.mail.script.people[self.office]
        index = course.task_id % len(people)
        number = sum(map(ord, self.office)) % 90 + 10
        return {"owner": people[index], "phone": f"0574-555{number}{index:02}{index + 1}"}

    def _slips(self, row: SentRow, course: Course) -> Answers:
        """Return what goes wrong in real life: a telephone number wiped out, a new partner, an unknown one."""
        if self.round.number == 1 or row.values["owner"] == "":
            return {}
        if self.office in self.round.waiting and course.task_id % 5 == 0:
            return {"phone": ""}
        if self.office in self.round.waiting and course.task_id % 5 == 1:
            return {"co_offices": ("市智能制造协会",)}
        if self.round.number == _WIPED_IN and course.task_id % 11 == 0:
            return {"phone": ""}
        return {"remark": "数据截至上月底"} if course.task_id % 9 == 0 else {}

    def _indicator_answers(self, measure: Measure | None) -> Answers:
        if measure is None:
            return {}
        return {
            "indicator_value": measure.values[self.round.number - 1],
            "indicator_on": quarter_end(self.day).isoformat(),
            "indicator_note": measure.note,
        }

    def _added(self) -> list[ContentRow]:
        title = (self.round.added or {}).get(self.office)
        if title is None:
            return []
        values: Answers = {"title": title, "content": "建议纳入下一批任务。", "due_text": "长期坚持", "progress": 0}
        return [ContentRow("", values)]


def _answered(row: SentRow, answers: Answers) -> ContentRow:
    return ContentRow(row.key, {**row.values, **answers})


def _unread_report(course: Course, day: date, overlaps: bool, sent_on: date) -> Report | None:
    """Return what a workbook says that nobody has read yet: of one in three quiet tasks, and of all that overlap."""
    reports = course.plan.reports
    quiet = course.task_id % 3 == 0 and reports and reports[-1].on <= sent_on
    if not (overlaps or quiet):
        return None
    return replace(reports[-1], on=day, progress=min(95, reports[-1].progress + 6))


def _decided(seen: ChangeSet) -> dict[tuple[str, str, str], Decision]:
    """Return what staff decide: theirs where both wrote, ours where a cell was wiped or a row was added."""
    ours = (Outcome.CLEARED, Outcome.UNKNOWN_ROW)
    return {
        change.identity: Decision(Choice.OURS if change.outcome in ours else Choice.THEIRS)
        for change in seen.changes
        if change.needs_decision
    }
