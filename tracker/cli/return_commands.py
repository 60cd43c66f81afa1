"""The commands on workbooks that came back: look at them, take them in, list them."""

import argparse
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlmodel import Session

from tracker.cli import import_choices, shapes
from tracker.cli.opened_ledger import OpenLedger
from tracker.cli.output import make_folder, print_json, say
from tracker.errors import AsSentError, ConflictError, DoneBeforeError, TrackerError
from tracker.model.changes import Changes
from tracker.model.changeset import ChangeSet
from tracker.model.enums import Outcome, ReturnState
from tracker.model.light_words import overdue_reason
from tracker.model.rows import ExportRow
from tracker.queries import exports
from tracker.queries.evidence_lists import ListedEvidence, listed_evidence
from tracker.queries.token_key import token_secret
from tracker.services.returns import apply, read_ahead
from tracker.services.returns.copies import Identity, compared_copies, held_back, shared_cells
from tracker.services.returns.preview import Comparison, find_return
from tracker.services.rounds import the_round

DONE, PENDING = 0, 3


def run_preview(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    """Show what the files would change."""
    with opened.database.reading() as session:
        comparison = Comparison(session, opened.today)
        read_files = _read(session, wanted.files)
        changesets = compared_copies([apply.preview_read(comparison, read) for read in read_files])
    if wanted.json:
        seen = [shapes.changeset_shape(changeset) for changeset in changesets]
        print_json(seen[0] if len(seen) == 1 else seen)
    else:
        for changeset in changesets:
            _print_changeset(changeset)
    return DONE


def run_import(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    """Take files in one after another, each its own act; where one cannot be read, none is taken in."""
    choices = import_choices.Choices(wanted.conflicts, wanted.deadlines, wanted.decided_by)
    with opened.database.reading() as session:
        comparison = Comparison(session, opened.today)
        files = list(_read(session, wanted.files))
        seen = [apply.preview_read(comparison, read) for read in files]
        for changeset in seen:
            apply.check_received_on(session, changeset, opened.today)
    held = shared_cells(seen)
    results: list[dict[str, Any]] = []
    for number, read in enumerate(files):
        try:
            results.append(_take_in(read, choices, opened, held[number]))
        except AsSentError as error:
            results.append(_untaken(seen[number], 0, error.sentence))
        except TrackerError as error:
            if not results:
                raise
            # What was taken in stays: the files after it say why they wait.
            results.append(_untaken(seen[number], 1, f"{read.name}：没有导入。{error.sentence}"))
    if wanted.json:
        print_json(results[0] if len(results) == 1 else results)
    else:
        for result in results:
            say(result["message"])
    return PENDING if any(result["pending"] for result in results) else DONE


def run_returns(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    """List what was sent and what came back, or write reminders as mail drafts."""
    if wanted.eml is not None:
        return _write_reminders(wanted, opened)
    with opened.database.reading() as session:
        rows = exports.list_all_exports(session, opened.today)
        if wanted.round is not None:
            the_round(session, wanted.round)
            rows = tuple(row for row in rows if row.round == wanted.round)
        lists = listed_evidence(session, [row.id for row in rows])
    if wanted.json:
        nothing = ListedEvidence()
        print_json([shapes.export_shape(row) | _evidence_shape(lists.get(row.id, nothing)) for row in rows])
    else:
        for row in rows:
            late = overdue_reason(row.overdue_days) if row.overdue_days else ""
            say(f"第{row.round}批\t{row.office}\t{row.tasks} 项\t{row.sent_on}\t{_state(row)}\t{late}\t{row.mark.word}")
    return DONE


def _state(row: ExportRow) -> str:
    """Return what became of a workbook, and how much of it was filled in where that is not all."""
    if row.part and row.state is not ReturnState.PENDING:
        return f"部分反馈 {row.filled:,}/{row.rows:,}"
    return row.state.word if row.state else "未反馈"


def _evidence_shape(lists: ListedEvidence) -> dict[str, Any]:
    """Return how many files the answer lists as evidence, and how many of them came."""
    return {"evidence": {"listed": lists.listed, "found": lists.arrived}}


def _write_reminders(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    from tracker.services.sending.drafts import write_reminders

    make_folder(wanted.eml)
    with opened.database.reading() as session:
        drafts = write_reminders(session, wanted.eml, opened.today, attach=wanted.attach)
    for line in (*map(str, drafts.paths), *drafts.warnings):
        say(line)
    return DONE


def _read(session: Session, files: Sequence[Path]) -> Iterator[read_ahead.ReadFile]:
    return read_ahead.read_files(files, token_secret(session))


def _take_in(
    read: read_ahead.ReadFile, choices: import_choices.Choices, opened: OpenLedger, held: Collection[Identity]
) -> dict[str, Any]:
    """Take one file in; the entries that are `held` wait for more than a look at this file alone."""

    def take_in(session: Session) -> tuple[ChangeSet, Changes, int]:
        changeset = apply.preview_read(Comparison(session, opened.today), read)  # before the turn: nobody waits for it
        _, received = apply.receive_compared(session, read, changeset, opened.today)
        decisions = import_choices.decided(held_back(received.preview, held).changes, choices)
        changes = apply.apply_return(session, received.return_id, decisions, opened.today, received.preview, held)
        return changeset, changes, apply.count_waiting(session, received.return_id)

    try:
        try:
            changeset, changes, pending = opened.write(take_in, reads_first=True)
        except ConflictError:  # others wrote what it was compared with: once more, inside its turn
            changeset, changes, pending = opened.write(take_in)
    except DoneBeforeError as done:  # the answer got lost, and it was asked about
        return _told_later(read, done, opened)
    applied = changes.batch_id is not None
    message = f"{changeset.file}：{'已导入' if applied else '已经导入过' if changeset.already_imported else '没有变化'}"
    if pending:
        message += f"，{pending} 项待决定"
    if changeset.note and not changeset.already_imported:
        message = f"{message}。{changeset.note}" if applied or pending else changeset.note
    shape = {"already_imported": changeset.already_imported, "batch": changes.batch_id, "pending": pending}
    return shapes.changeset_shape(changeset) | shape | {"message": message}


def _untaken(seen: ChangeSet, pending: int, message: str) -> dict[str, Any]:
    """Return what is to be said of a file that was not taken in, under the same names as of one that was."""
    nothing = {"already_imported": seen.already_imported, "batch": None, "pending": pending}
    return shapes.changeset_shape(seen) | nothing | {"message": message}


def _told_later(read: read_ahead.ReadFile, done: DoneBeforeError, opened: OpenLedger) -> dict[str, Any]:
    """Return what is to be said of a file whose import was written though nobody heard so."""
    with opened.database.reading() as session:
        kept = find_return(session, read.file.sha256) if read.file is not None else None
        pending = kept.pending if kept is not None else 0
        changeset = apply.preview_read(Comparison(session, opened.today), read)
    message = f"{changeset.file}：已导入" + (f"，{pending} 项待决定" if pending else "")
    shape = {"already_imported": False, "batch": done.batch_id, "pending": pending}
    return shapes.changeset_shape(changeset) | shape | {"message": message}


def _print_changeset(changeset: ChangeSet) -> None:
    counts = "，".join(f"{outcome.word} {changeset.counts[outcome.value]}" for outcome in Outcome)
    say(f"{changeset.file}（{changeset.office or '单位不明'}）：{counts}，单元格问题 {len(changeset.problems)}")
    if changeset.already_imported:
        say("  这份文件已经导入过。")
    for change in changeset.changes:
        say(shapes.change_line(change))
    if changeset.note:
        say(f"  {changeset.note}")
    for problem in changeset.problems:
        where = f"{problem.sheet}!{problem.cell} " if problem.sheet else ""  # else it is about the whole file
        say(f"  [问题] {where}{problem.message}")
