"""What each command does. Exit codes: 0 done, 1 a check failed, 2 bad input, 3 decisions pending."""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlmodel import Session

from tracker.cli import import_choices, intake, shapes
from tracker.cli.opened_ledger import OpenLedger
from tracker.cli.output import print_json, say
from tracker.errors import InputError, TrackerError
from tracker.files.file_names import clean_name
from tracker.model.changeset import ChangeSet
from tracker.model.enums import Outcome, Unconfirmed
from tracker.queries import exports, indicators, ledger
from tracker.queries.token_key import token_secret
from tracker.services import integrity, undo
from tracker.services.returns import apply, read_ahead
from tracker.services.returns.preview import Comparison
from tracker.store import backup

DONE, FAILED, PENDING = 0, 1, 3  # 2, bad input, is what an error of ours becomes at the entry


def run(arguments: argparse.Namespace, opened: OpenLedger) -> int:
    """Carry out one command and return its exit code."""
    return _COMMANDS[arguments.command](arguments, opened)


def _tasks(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    if wanted.tasks_command == "import":
        from tracker.cli.list_commands import run_list_import  # only who imports a list waits for its readers

        return run_list_import(wanted, opened)
    names = ("office", "article", "theme", "status", "light", "search")
    with opened.database.reading() as session:
        rows = ledger.find_tasks(
            session, opened.today, ledger.TaskFilter(**{name: getattr(wanted, name) for name in names})
        )
    if wanted.json:
        print_json([shapes.task_shape(row) for row in rows])
    else:
        for row in rows:
            say(
                f"{row.code}\t{row.title}\t{row.lead_office}{row.suggested}\t{row.status.word}\t{row.progress}%\t{row.light.text}"
            )
        say(f"共 {len(rows)} 项任务")
    return DONE


def _indicators(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    with opened.database.reading() as session:
        rows = indicators.list_indicators(session, opened.today)
    if wanted.json:
        print_json([shapes.indicator_shape(row) for row in rows])
    else:
        for row in rows:
            now = f"{row.current.value:g}" if row.current else "未录入"
            target = f"{row.target_value:g}" if row.target_value is not None else "缺目标"
            say(f"{row.code}\t{row.name}\t{now} → {target} {row.unit}\t{row.light.text}")
    return DONE


def _export(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    from tracker.services import exporting  # openpyxl takes a tenth of a second that reading a file need not wait for

    unconfirmed = Unconfirmed(wanted.unconfirmed)
    if wanted.all:
        with opened.database.session() as session:
            _, paths = exporting.export_all(
                session, wanted.out, opened.today, wanted.due, lambda *_: _make_folder(wanted.out), unconfirmed
            )
    else:
        path = _workbook_path(wanted.out, wanted.office)
        with opened.database.session() as session:
            exporting.export_office(session, wanted.office, path, opened.today, wanted.due, unconfirmed)
        paths = (path,)
    for path in paths:
        say(str(path))
    return DONE


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"文件夹“{out}”无法使用，没有导出；请换一个可以写入的文件夹。") from error


def _workbook_path(out: Path, office: str) -> Path:
    """A folder or a name without ending gets the name of a workbook."""
    if out.is_dir():
        return out / f"{clean_name(office)}.xlsx"
    return out if out.suffix.lower() == ".xlsx" else out.with_name(f"{out.name}.xlsx")


def _preview(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    with opened.database.reading() as session:
        comparison = Comparison(session, opened.today)
        changesets = [apply.preview_read(comparison, read) for read in _read(session, wanted.files)]
    if wanted.json:
        seen = [shapes.changeset_shape(changeset) for changeset in changesets]
        print_json(seen[0] if len(seen) == 1 else seen)
    else:
        for changeset in changesets:
            _print_changeset(changeset)
    return DONE


def _read(session: Session, files: Sequence[Path]) -> Iterator[read_ahead.ReadFile]:
    return read_ahead.read_files(files, token_secret(session))


def _import(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    """Take files in one after another, each its own act; where one cannot be read, none is taken in."""
    choices = import_choices.Choices(wanted.conflicts, wanted.deadlines, wanted.decided_by)
    with opened.database.reading() as session:
        comparison = Comparison(session, opened.today)
        files = list(_read(session, wanted.files))
        for read in files:
            apply.check_received_on(session, apply.preview_read(comparison, read), opened.today)
    results: list[dict[str, Any]] = []
    for read in files:
        try:
            results.append(_take_in(read, choices, opened))
        except TrackerError as error:
            if not results:
                raise
            # What was taken in stays: the files after it say why they wait.
            results.append({"file": read.name, "pending": 1, "message": f"{read.name}：没有导入。{error.sentence}"})
    if wanted.json:
        print_json(results[0] if len(results) == 1 else results)
    else:
        for result in results:
            say(result["message"])
    return PENDING if any(result["pending"] for result in results) else DONE


def _take_in(read: read_ahead.ReadFile, choices: import_choices.Choices, opened: OpenLedger) -> dict[str, Any]:
    with opened.database.session() as session:
        comparison = Comparison(session, opened.today)
        changeset = apply.preview_read(comparison, read)
        _, received = apply.receive_read(session, read, opened.today, comparison)
        decisions = import_choices.decided(received.preview.changes, choices)
        changes = apply.apply_return(session, received.return_id, decisions, opened.today, received.preview)
        pending = apply.count_waiting(session, received.return_id)
    applied = changes.batch_id is not None
    message = f"{changeset.file}：{'已导入' if applied else '已经导入过' if changeset.already_imported else '没有变化'}"
    if pending:
        message += f"，{pending} 项待决定"
    shape = {"already_imported": changeset.already_imported, "batch": changes.batch_id, "pending": pending}
    return shapes.changeset_shape(changeset) | shape | {"message": message}


def _undo(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    with opened.database.session() as session:
        batch = undo.find_batch(session, wanted.batch, any_run=True)
        others = wanted.others or (undo.is_others(session, batch) and _asked(undo.whose(batch)))
        changes = undo.undo_batch(session, batch.id, others=others)
        when = batch.at.astimezone().strftime("%Y-%m-%d %H:%M")
    say(f"已{changes.label}（{when}）")
    return DONE


def _asked(sentence: str) -> bool:
    """Ask on a terminal whether to go on; elsewhere nobody can answer, so it is no."""
    return sys.stdin.isatty() and input(f"{sentence}确定撤销？[y/N] ").strip().lower() in ("y", "yes", "是")


def _returns(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    with opened.database.reading() as session:
        rows = exports.list_all_exports(session, opened.today)
    if wanted.json:
        print_json([shapes.export_shape(row) for row in rows])
    else:
        for row in rows:
            state = row.state.word if row.state else "未反馈"
            late = f"逾期 {row.overdue_days} 天" if row.overdue_days else ""
            say(f"第{row.round}批\t{row.office}\t{row.tasks} 项\t{row.sent_on}\t{state}\t{late}")
    return DONE


def _report(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    from tracker.cli import papers  # workbooks and Word libraries are late guests

    papers.run_report(wanted, opened, say)
    return DONE


def _demo(_wanted: argparse.Namespace, opened: OpenLedger) -> int:
    from tracker.services import demo

    with opened.database.session() as session:
        changes = demo.fill_demo(session, opened.today)
    say(changes.label)
    return DONE


def _check(_wanted: argparse.Namespace, opened: OpenLedger) -> int:
    with opened.database.reading() as session:
        faults = integrity.find_faults(session)
        notices = [] if faults else integrity.find_notices(session)
    for sentence in (*faults, *notices):
        say(sentence)
    say("发现问题，见上。" if faults else "数据库、结构和目录都完好。")
    return FAILED if faults else DONE


def _backup(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    say(f"已备份到 {backup.save_backup(opened.database, wanted.file)}")
    return DONE


def _restore(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    kept = backup.restore_backup(opened.database, wanted.file)
    opened.reopen()
    say(f"已从 {wanted.file} 恢复；原来的台账保存在 {kept}")
    return DONE


def _source(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    from tracker.cli.source_commands import run_source

    return run_source(wanted, opened)


def _task(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    from tracker.cli.source_commands import run_task

    return run_task(wanted, opened)


def _indicator(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    from tracker.cli.indicator_commands import run_indicator

    return run_indicator(wanted, opened)


def _xray(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    from tracker.cli.xray_command import run_xray

    return run_xray(wanted, opened)


def _pack(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    from tracker.cli.pack_commands import run_pack

    return run_pack(wanted, opened)


_COMMANDS: Mapping[str, Callable[[argparse.Namespace, OpenLedger], int]] = {
    "tasks": _tasks,
    "indicators": _indicators,
    "intake": intake.run,
    "export": _export,
    "preview": _preview,
    "import": _import,
    "undo": _undo,
    "returns": _returns,
    "report": _report,
    "demo": _demo,
    "check": _check,
    "backup": _backup,
    "restore": _restore,
    "source": _source,
    "task": _task,
    "indicator": _indicator,
    "xray": _xray,
    "pack": _pack,
}


def _print_changeset(changeset: ChangeSet) -> None:
    counts = "，".join(f"{outcome.word} {changeset.counts[outcome.value]}" for outcome in Outcome)
    say(f"{changeset.file}（{changeset.office or '单位不明'}）：{counts}，单元格问题 {len(changeset.problems)}")
    if changeset.already_imported:
        say("  这份文件已经导入过。")
    for change in changeset.changes:
        say(shapes.change_line(change))
    for problem in changeset.problems:
        say(f"  [问题] {problem.sheet}!{problem.cell} {problem.message}")
