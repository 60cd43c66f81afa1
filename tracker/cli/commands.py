"""What each command does. Exit codes: 0 done, 1 a check failed, 2 bad input, 3 decisions pending.

What only some commands need is imported by them: nobody waits for the modules of another command.
"""

import argparse
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sqlmodel import Session

from tracker.cli import intake
from tracker.cli.opened_ledger import OpenLedger
from tracker.cli.output import asked, make_folder, print_json, say
from tracker.errors import InputError
from tracker.files.file_names import free_path
from tracker.files.limits import MB
from tracker.model.changes import Changes
from tracker.model.enums import Helpers, SplitBy, Unconfirmed

# 2, bad input, is what an error of ours becomes at the entry; 3 comes from return_commands
if TYPE_CHECKING:
    from tracker.services.exporting import RoundPlan, Wanted

DONE, FAILED = 0, 1


def run(arguments: argparse.Namespace, opened: OpenLedger) -> int:
    """Carry out one command and return its exit code."""
    return _COMMANDS[arguments.command](arguments, opened)


def _tasks(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    if wanted.tasks_command == "import":
        from tracker.cli.list_commands import run_list_import  # only who imports a list waits for its readers

        return run_list_import(wanted, opened)
    from tracker.cli import shapes
    from tracker.queries import ledger
    from tracker.queries.helping import read_helping

    names = ("office", "article", "theme", "status", "light", "search")
    with opened.database.reading() as session:
        rows = ledger.find_tasks(
            session, opened.today, ledger.TaskFilter(**{name: getattr(wanted, name) for name in names})
        )
        helping = read_helping(session, [row.id for row in rows], opened.today) if wanted.json else {}
    if wanted.json:
        print_json([shapes.task_shape(row, helping.get(row.id, ())) for row in rows])
    else:
        for row in rows:
            say(
                f"{row.code}\t{row.title}\t{row.lead_office}{row.suggested}\t{row.status.word}\t{row.progress}%\t{row.light.text}"
            )
        say(f"共 {len(rows)} 项任务")
    return DONE


def _indicators(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    from tracker.cli.indicator_commands import list_indicators

    return list_indicators(wanted, opened)


def _export(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    from tracker.services import exporting  # openpyxl takes a tenth of a second that reading a file need not wait for
    from tracker.services.sending.sending import Roads, Sent, export_and_send

    whom = Unconfirmed(wanted.unconfirmed), Helpers(wanted.helpers)
    roads = Roads(wanted.out, wanted.eml, wanted.disk)
    plan = exporting.RoundPlan(wanted.new_round, wanted.again, wanted.due_days)
    if wanted.eml is not None:
        make_folder(wanted.eml)
    if wanted.split_by:
        return _export_split(wanted, opened, exporting.Wanted(*whom), plan)

    def send(session: Session) -> tuple[Sent, str]:
        due, note = _due(wanted, opened, session)

        def export(out: Path, ready: exporting.Ready) -> tuple[Changes, tuple[Path, ...]]:
            if wanted.all:
                return exporting.export_all(
                    session, out, opened.today, due, lambda *_: make_folder(out), *whom, plan=plan, ready=ready
                )
            if wanted.into_folder:
                make_folder(out)
            path = _workbook_path(out, exporting.name_in_files(session, wanted.office))
            changes = exporting.export_office(
                session, wanted.office, path, opened.today, due, *whom, plan=plan, ready=ready
            )
            return changes, (path,)

        return export_and_send(session, export, roads, opened.today), note

    sent, note = opened.write(send, reads_first=True)
    for line in (*map(str, sent.paths), *sent.drafts.warnings):
        say(line)
    if note:
        print(note, file=sys.stderr)  # beside the list of files, so that scripts still read it
    return DONE


def _due(wanted: argparse.Namespace, opened: OpenLedger, session: Session) -> tuple[date | None, str]:
    """Return until when an answer is wanted, and what must be said about how the day was counted."""
    from tracker.model.workdays import counting_note
    from tracker.queries.workdays import day_table
    from tracker.services.rounds import due_day

    if wanted.all and wanted.new_round:
        raise InputError("--all 本来就另开一批，不用 --new-round；补发用 --again。")
    if wanted.office and wanted.again:
        raise InputError("--again 与 --all 同用；单个单位在进行中的批次里会自动记为补发。")
    if wanted.due_days is None:
        return wanted.due, ""
    if wanted.due is not None:
        raise InputError("--due 和 --due-days 只能写一个。")
    day = due_day(session, opened.today, wanted.due_days)
    return day, counting_note(opened.today, day, day_table(session))


def _export_split(wanted: argparse.Namespace, opened: OpenLedger, whom: "Wanted", plan: "RoundPlan") -> int:
    """Write the parts of one office's workbook into a folder."""
    from tracker.services.exporting import export_split

    if wanted.all:
        raise InputError("--split-by 只能和 --office 同用：一次分一个单位的工作簿。")
    if wanted.out is None:
        raise InputError("--split-by 只写到文件夹里；请用 --out 指定。")
    make_folder(wanted.out)

    def export(session: Session) -> tuple[tuple[Path, ...], str]:
        by, (due, note) = SplitBy(wanted.split_by), _due(wanted, opened, session)
        return export_split(session, wanted.office, wanted.out, opened.today, due, by, whom, plan=plan)[1], note

    paths, note = opened.write(export, reads_first=True)
    for path in paths:
        say(str(path))
    if note:
        print(note, file=sys.stderr)
    return DONE


def _workbook_path(out: Path, name: str) -> Path:
    """A folder or a name without ending gets the name of a workbook; no file that is in a folder is replaced."""
    if out.is_dir():
        return free_path(out / f"{name}.xlsx")
    return out if out.suffix.lower() == ".xlsx" else out.with_name(f"{out.name}.xlsx")


def _undo(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    from tracker.services import undo
    from tracker.services.undo_on_record import undo_on_record

    with opened.database.reading() as session:
        batch = undo.find_batch(session, wanted.batch, any_run=True)
        number, when = batch.id, batch.at.astimezone().strftime("%Y-%m-%d %H:%M")
        foreign, whose = undo.is_others(session, batch), undo.whose(batch)
    others = wanted.others or (foreign and asked(f"{whose}确定撤销？"))  # nobody waits while a person is asked
    changes = opened.write(lambda session: undo_on_record(session, number, opened.today, others=others))
    say(f"已{changes.label}（{when}）")
    return DONE


def _redo(_wanted: argparse.Namespace, opened: OpenLedger) -> int:
    from tracker.services import undo
    from tracker.services.undo_on_record import undo_on_record

    def redo(session: Session) -> tuple[str, str]:
        undone = undo.find_undone(session, any_run=True)
        when = undone.at.astimezone().strftime("%Y-%m-%d %H:%M")
        return undo_on_record(session, undone.id, opened.today).label, when

    label, when = opened.write(redo)
    say(f"已{label}（{when} 撤销的）")
    return DONE


def _preview(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    from tracker.cli.return_commands import run_preview  # comparing takes two tenths of a second to load

    return run_preview(wanted, opened)


def _import(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    from tracker.cli.return_commands import run_import

    return run_import(wanted, opened)


def _returns(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    from tracker.cli.return_commands import run_returns

    return run_returns(wanted, opened)


def _report(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    from tracker.cli import paper_commands  # workbooks and Word libraries are late guests

    paper_commands.run_report(wanted, opened, say)
    return DONE


def _demo(_wanted: argparse.Namespace, opened: OpenLedger) -> int:
    from tracker.services import demo

    say(opened.write(lambda session: demo.fill_demo(session, opened.today)).label)
    return DONE


def _check(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    from tracker.services import integrity

    if wanted.repair:
        return _sweep(opened)
    with opened.database.reading() as session:
        faults = integrity.find_faults(session)
        notices = [] if faults else integrity.find_notices(session)
    for sentence in (*faults, *notices):
        say(sentence)
    say("发现问题，见上。" if faults else "数据库、结构和目录都完好。")
    return FAILED if faults else DONE


def _sweep(opened: OpenLedger) -> int:
    """Clear away files that nothing points to, left behind by imports that were stopped."""
    from tracker.services.attachments import sweep_attachments

    swept = opened.write(sweep_attachments)
    if swept.files:
        say(f"清理了 {swept.files} 份没有归属的文件，共 {swept.size / MB:.1f} MB（导入中断时留下的，不影响台账）。")
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


def _forms(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    from tracker.cli.form_command import run_forms

    return run_forms(wanted, opened)


def _office(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    from tracker.cli.exchange_commands import run_office

    return run_office(wanted, opened)


def _round(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    from tracker.cli.exchange_commands import run_round

    return run_round(wanted, opened)


def _holidays(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    from tracker.cli.exchange_commands import run_holidays

    return run_holidays(wanted, opened)


def _evidence(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    from tracker.cli.evidence_commands import run_evidence

    return run_evidence(wanted, opened)


def _usage(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    from tracker.cli.usage_command import run_usage  # only who cleans waits for the backups

    return run_usage(wanted, opened)


_COMMANDS: Mapping[str, Callable[[argparse.Namespace, OpenLedger], int]] = {
    "tasks": _tasks,
    "indicators": _indicators,
    "intake": intake.run,
    "export": _export,
    "preview": _preview,
    "import": _import,
    "undo": _undo,
    "redo": _redo,
    "returns": _returns,
    "evidence": _evidence,
    "forms": _forms,
    "report": _report,
    "demo": _demo,
    "check": _check,
    "source": _source,
    "task": _task,
    "indicator": _indicator,
    "xray": _xray,
    "pack": _pack,
    "office": _office,
    "round": _round,
    "holidays": _holidays,
    "usage": _usage,
}
