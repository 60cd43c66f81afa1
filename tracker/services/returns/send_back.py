"""Write the workbook that goes back to an office, or the answer to another installation."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from sqlmodel import Session, col, func, select

from tracker.errors import InputError
from tracker.exchange.peer.assignment import answer_content
from tracker.exchange.write.annotated import write_annotated
from tracker.exchange.write.content import ContentRow, WorkbookContent
from tracker.exchange.write.workbook import write_workbook
from tracker.model.changes import Changes
from tracker.model.changeset import ChangeSet, Decision, Value
from tracker.model.enums import ExportKind
from tracker.model.tables import Batch, Indicator, Office, Revision, Task, TaskOffice, WorkbookExport, WorkbookReturn
from tracker.queries.current_rows import current_rows, last_observations
from tracker.queries.helping import helps_to_send
from tracker.queries.sent_rows import requested_deadlines, tasks_to_send
from tracker.services.exporting import content_of, indicator_rows, with_people
from tracker.services.returns.apply import preview_return
from tracker.services.returns.feedback import Identity, answers_to, as_decided, needs_answer, without_answered
from tracker.services.returns.preview import Comparison, kept_file, read_book, the_return
from tracker.services.sent_books import Sending, keep_export


def return_to_sender(
    session: Session,
    return_id: int,
    path: Path,
    today: date,
    return_due_on: date | None = None,
    decisions: Mapping[Identity, Decision] | None = None,
) -> Changes:
    """Write a received workbook back to its office with everything that must be settled, as a new export.

    `decisions` are those of a review that are not applied: what is not taken goes back with its reason, what is
    taken is no longer asked about. Nothing is applied here.

    Raises InputError when the file is from nobody we sent a workbook to, or when there is nothing to settle.
    """
    received = the_return(session, return_id)
    before = session.get(WorkbookExport, received.export_id) if received.export_id else None
    if before is None:
        raise InputError(f"{received.file_name} 不是对我方交办的反馈，没有可以退回的单位。")
    answers = answers_to(session, return_id)
    preview = as_decided(without_answered(preview_return(session, return_id), answers), decisions or {})
    if not (answers or needs_answer(preview)):
        raise InputError(f"{received.file_name} 没有需要对方处理的内容，不用退回。")
    content = _same_rows(session, preview, before, today, return_due_on)
    sending = Sending(before.round, ExportKind.REPLY, before.id)
    return keep_export(
        session,
        before.office_id,
        content,
        path,
        lambda draft: write_annotated(draft, content, preview, answers),
        sending,
    )


def _same_rows(
    session: Session, preview: ChangeSet, before: WorkbookExport, today: date, due: date | None
) -> WorkbookContent:
    """Return a new export of the rows of the file and of those it lost, as they are in the ledger now."""
    uids = {key for kind, key in _keys(preview) if kind == "task"}
    measured = {key for kind, key in _keys(preview) if kind == "indicator"}
    helped = {key for kind, key in _keys(preview) if kind == "help"}
    parts = helps_to_send(session, col(Task.uid).in_(helped), TaskOffice.office_id == before.office_id)
    content = content_of(
        session,
        before.office_id,
        before.round,
        today,
        due,
        tuple(ContentRow(row.key, row.values) for row in tasks_to_send(session, today, col(Task.uid).in_(uids))),
        tuple(indicator_rows(session, col(Indicator.uid).in_(measured) | col(Indicator.code).in_(measured))),
        tuple(ContentRow(row.key, row.values) for row in parts),
    )
    return with_people(session, content, before.office_id)


def _keys(preview: ChangeSet) -> set[tuple[str, str]]:
    return {*preview.rows, *((change.kind, change.key) for change in preview.changes if change.key)}


def answer_assignment(session: Session, return_id: int, path: Path, today: date) -> Changes:
    """Write the workbook that answers another ledger, every row under the identity it came with.

    Raises InputError for a file that no other ledger sent.
    """
    received = the_return(session, return_id)
    comparison = Comparison(session, today)
    asked = comparison.assignment(read_book(kept_file(session, received)))
    if asked is None:
        raise InputError(f"{received.file_name} 不是另一台账交办的工作簿，不能生成答复。")
    keys = {(row.sent.kind, row.sent.key) for row in asked.rows}
    rows = current_rows(session, (), keys)
    asked_for = requested_deadlines(session, [uid for kind, uid in keys if kind == "task"])
    ours = {key: ContentRow(key[1], {**rows[key].values, **asked_for.get(key[1], {})}) for key in keys if key in rows}
    tasks = tuple(row for (kind, _), row in ours.items() if kind == "task")
    measured = tuple(row for (kind, _), row in ours.items() if kind == "indicator")
    office = received.office_id or session.exec(select(func.min(Office.id))).one()
    indicators = tuple(_observed(session, received, asked.sent.sent_on, measured))
    content = content_of(session, office, 0, today, None, tasks, indicators)
    write_workbook(path, answer_content(asked, content))
    return Changes(f"答复 {received.file_name}", returns=frozenset({return_id}))


def _observed(session: Session, received: WorkbookReturn, since: str, rows: Sequence[ContentRow]) -> list[ContentRow]:
    """Return indicator rows with what was observed, or written down of earlier days, since the workbook was sent."""
    keys = session.exec(select(Indicator.uid, Indicator.code, Indicator.id)).all()
    numbers = {key: number for uid, code, number in keys for key in (uid, code)}
    newest = last_observations(session)
    fresh = _recorded_since(session, received)
    observed = []
    for row in rows:
        last = newest.get(numbers[row.key])
        day = last.observed_on.isoformat() if last and last.observed_on else ""
        if last and day and not last.from_catalogue and (day >= since or last.id in fresh):
            observation: dict[str, Value] = {
                "indicator_value": last.value,
                "indicator_on": day,
                "indicator_note": last.note,
            }
            observed.append(ContentRow(row.key, {**row.values, **observation}))
        else:
            observed.append(row)
    return observed


def _recorded_since(session: Session, received: WorkbookReturn) -> set[int]:
    """Return the observations that were recorded or changed since a file came, by acts that stand."""
    statement = (
        select(Revision.entity_id)
        .join(Batch, col(Batch.id) == Revision.batch_id)
        .where(Revision.entity == "observation", Batch.at >= received.received_at)
        .where(col(Batch.undone_by_id).is_(None))
    )
    return set(session.exec(statement))
