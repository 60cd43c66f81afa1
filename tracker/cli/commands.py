"""What each command does. Exit codes: 0 done, 1 a check failed, 2 bad input, 3 decisions pending.

What only some commands need is imported by them: nobody waits for the modules of another command.
"""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from tracker.cli import intake
from tracker.cli.opened_ledger import OpenLedger
from tracker.cli.output import asked, print_json, say
from tracker.errors import InputError
from tracker.files.file_names import clean_name
from tracker.model.enums import Unconfirmed

# 2, bad input, is what an error of ours becomes at the entry; 3 comes from return_commands
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
    from tracker.cli import shapes
    from tracker.queries import indicators

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


def _undo(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    from tracker.services import undo

    with opened.database.session() as session:
        batch = undo.find_batch(session, wanted.batch, any_run=True)
        others = wanted.others or (undo.is_others(session, batch) and asked(f"{undo.whose(batch)}确定撤销？"))
        changes = undo.undo_batch(session, batch.id, others=others)
        when = batch.at.astimezone().strftime("%Y-%m-%d %H:%M")
    say(f"已{changes.label}（{when}）")
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
    from tracker.services import integrity

    with opened.database.reading() as session:
        faults = integrity.find_faults(session)
        notices = [] if faults else integrity.find_notices(session)
    for sentence in (*faults, *notices):
        say(sentence)
    say("发现问题，见上。" if faults else "数据库、结构和目录都完好。")
    return FAILED if faults else DONE


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


def _evidence(wanted: argparse.Namespace, opened: OpenLedger) -> int:
    from tracker.cli.evidence_commands import run_evidence

    return run_evidence(wanted, opened)


_COMMANDS: Mapping[str, Callable[[argparse.Namespace, OpenLedger], int]] = {
    "tasks": _tasks,
    "indicators": _indicators,
    "intake": intake.run,
    "export": _export,
    "preview": _preview,
    "import": _import,
    "undo": _undo,
    "returns": _returns,
    "evidence": _evidence,
    "report": _report,
    "demo": _demo,
    "check": _check,
    "source": _source,
    "task": _task,
    "indicator": _indicator,
    "xray": _xray,
    "pack": _pack,
}
