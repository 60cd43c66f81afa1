"""Does this installation work: everything once in an empty folder; the last line is PASS or FAIL.

Made for the frozen program, where a module left out shows only when it is used.
"""

import argparse
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self
from zipfile import ZipFile

from tracker import __version__, log, paths
from tracker.cli.opened_ledger import OpenLedger, open_for
from tracker.errors import InputError, TrackerError

PASS, FAIL = "PASS", "FAIL"
REPORT = "selftest.txt"
TODAY = date(2026, 6, 30)
NOTE = "自检写入"
#: The smallest OpenDocument sheet: one cell with the text of NOTE.
_ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="a"><table:table-row><table:table-cell office:value-type="string">'
    f"<text:p>{NOTE}</text:p></table:table-cell></table:table-row></table:table>"
    "</office:spreadsheet></office:body></office:document-content>"
)
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    "</manifest:manifest>"
)
#: With a folder to write to they are whole commands.
_PAPERS = (("ledger",), ("circular",), ("brief",), ("closing",), ("reminder", "--all"))
#: The papers that are also kept as PDF.
_PDF_PAPERS = ("circular", "brief")


class SelfTestError(TrackerError):
    """Something works differently from what it should."""


@dataclass
class Trial:
    """What the steps share: a folder of their own and the ledger in it."""

    folder: Path
    opened: OpenLedger
    workbook: Path = Path()

    @property
    def arguments(self) -> argparse.Namespace:
        """Return the command line that opens this trial's ledger."""
        return argparse.Namespace(data=self.folder / "data", db=None, today=TODAY, files=[])


@dataclass
class Report:
    """Lines as they come, on stdout and in a file: a windowed Windows program has no stdout."""

    path: Path
    failed: list[str] = field(default_factory=list)

    def say(self, line: str) -> None:
        """Write one line."""
        print(line, flush=True)
        with self.path.open("a", encoding="utf-8") as stream:
            stream.write(line + "\n")

    def attempt(self, name: str) -> "_Attempt":
        """Return a block in which one step may fail without keeping the others from being tried."""
        return _Attempt(self, name)


class _Attempt:
    def __init__(self, report: Report, name: str) -> None:
        self._report = report
        self._name = name
        self._started = time.monotonic()
        self.outcome = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """Write the step's line; whatever went wrong is what the self-test is there to tell."""
        took = time.monotonic() - self._started
        if error is None:
            self._report.say(f"  ok    {took:5.1f} s  {self._name}：{self.outcome}")
            return True
        self._report.failed.append(self._name)
        self._report.say(f"  {FAIL}  {took:5.1f} s  {self._name}：{error}")
        self._report.say("".join(traceback.format_exception(kind, error, trace)).rstrip())
        return isinstance(error, Exception)


def run(arguments: argparse.Namespace) -> int:
    """Try everything in `--selftest [DIR]` (an empty folder, else a temporary one); return 0 or 1."""
    # Empty is as good as unset: Qt would look for a display.
    os.environ["QT_QPA_PLATFORM"] = os.environ.get("QT_QPA_PLATFORM") or "offscreen"
    with _folder(arguments.selftest) as folder:
        report = Report(folder / REPORT)
        frozen = "frozen" if getattr(sys, "frozen", False) else "from source"
        report.say(f"tracker {__version__} {frozen}, Python {sys.version.split()[0]}, {sys.platform}")
        _try_steps(folder, report)
        report.say(f"{FAIL}：{'、'.join(report.failed)}" if report.failed else PASS)
        log.stop()  # Windows removes no folder with an open file in it
    return 1 if report.failed else 0


def _try_steps(folder: Path, report: Report) -> None:
    from tracker.selftest_charts import CHART_STEPS
    from tracker.selftest_window import WINDOW_STEPS

    with report.attempt("数据库") as step:
        trial = Trial(folder, _open(folder))
        step.outcome = f"结构 {_revision(trial.opened)}"
    if report.failed:
        return
    try:
        for name, try_it in STEPS.items():
            with report.attempt(name) as step:
                step.outcome = try_it(trial)
    finally:
        trial.opened.database.close()
    for name, try_window in (WINDOW_STEPS | CHART_STEPS).items():
        with report.attempt(name) as step:
            step.outcome = try_window(trial.arguments, folder)


@contextmanager
def _folder(wanted: str) -> Iterator[Path]:
    if not wanted:
        with tempfile.TemporaryDirectory(prefix="ZhizaoLedger-", ignore_cleanup_errors=True) as temporary:
            yield Path(temporary)
        return
    folder = paths.data_dir(wanted)
    if any(folder.iterdir()):
        raise InputError(f"自检需要一个空文件夹，「{folder}」里已有内容。")
    yield folder


def _open(folder: Path) -> OpenLedger:
    return open_for(argparse.Namespace(data=folder / "data", db=None, today=TODAY))


def _revision(opened: OpenLedger) -> str:
    from tracker.store import migrate, schema

    revision = migrate.current_revision(opened.database)
    expect(revision == schema.HEAD, f"结构是 {revision}，应为 {schema.HEAD}")
    return schema.HEAD


def expect(holds: bool, otherwise: str) -> None:
    """Raise SelfTestError with a sentence unless something holds."""
    if not holds:
        raise SelfTestError(otherwise)


def _catalogue(trial: Trial) -> str:
    from tracker.queries.ledger import find_tasks
    from tracker.services.integrity import find_faults

    with trial.opened.database.reading() as session:
        faults, tasks = find_faults(session), find_tasks(session, TODAY)
    expect(not faults, "；".join(faults))
    expect(len(tasks) > 0, "目录里没有任务")
    return f"{len(tasks)} 项任务，完好"


def _demo(trial: Trial) -> str:
    """A year of work: exports, filled workbooks, imports through the reading process, conflicts, undo."""
    from tracker.services.demo import fill_demo

    with trial.opened.database.session() as session:
        return fill_demo(session, TODAY).label


def _export(trial: Trial) -> str:
    from tracker.services.exporting import export_all

    folder = paths.data_dir(trial.folder / "workbooks")
    with trial.opened.database.session() as session:
        _, files = export_all(session, folder, TODAY, TODAY + timedelta(days=14))
    expect(len(files) > 0 and all(path.stat().st_size > 0 for path in files), "没有写出工作簿")
    trial.workbook = files[0]
    return f"{len(files)} 份工作簿"


def _import(trial: Trial) -> str:
    from tracker.services import undo
    from tracker.services.returns import apply

    code = _fill_in(trial.workbook)
    with trial.opened.database.session() as session:
        _, return_id = apply.receive_file(session, trial.workbook, TODAY)
        apply.apply_return(session, return_id, {}, TODAY)
    expect(_remark(trial, code) == NOTE, f"{code} 的备注没有导入")
    with trial.opened.database.session() as session:
        undo.undo_batch(session, None)
    expect(_remark(trial, code) != NOTE, f"{code} 的备注没有撤销")
    return f"{trial.workbook.name} 的 {code}，导入并撤销"


def _fill_in(path: Path) -> str:
    """Write a remark into the first row as an office would; return the task's code."""
    import openpyxl

    from tracker.exchange.cells.columns import FIRST_DATA_ROW, HEADER_ROW, TASK_SHEET

    book = openpyxl.load_workbook(path)
    sheet = book[TASK_SHEET.name]
    places = {cell.value: number for number, cell in enumerate(sheet[HEADER_ROW], 1)}
    sheet.cell(FIRST_DATA_ROW, places[TASK_SHEET.by_field["remark"].header], NOTE)
    code = str(sheet.cell(FIRST_DATA_ROW, places[TASK_SHEET.by_field["code"].header]).value)
    book.save(path)
    return code


def _remark(trial: Trial, code: str) -> str:
    from tracker.queries.ledger import find_tasks

    with trial.opened.database.reading() as session:
        return next(task.remark for task in find_tasks(session, TODAY) if task.code == code)


def _papers(trial: Trial) -> str:
    """Every paper once, from its template or as a sheet; the files are whole."""
    from tracker.cli.paper_commands import run_report
    from tracker.cli.parser import parse

    folder = paths.data_dir(trial.folder / "papers")
    for paper in _PAPERS:
        run_report(parse(["report", *paper, "--out", str(folder)]), trial.opened, lambda _line: None)
    files = sorted(folder.iterdir())
    for path in files:
        with ZipFile(path) as archive:
            expect(archive.testzip() is None, f"{path.name} 不完整")
    for name in _PDF_PAPERS:
        path = folder / f"{name}.pdf"
        run_report(parse(["report", name, "--out", str(path)]), trial.opened, lambda _line: None)
        expect(path.read_bytes().startswith(b"%PDF-"), f"{path.name} 不完整")
    kinds = {path.name.partition("_")[0] for path in files}
    expect(len(kinds) == len(_PAPERS) + 2, f"只写出 {'、'.join(sorted(kinds))}")  # three kinds of slips
    return f"{len(files) + len(_PDF_PAPERS)} 份：{'、'.join(sorted(kinds))}"


def _old_formats(trial: Trial) -> str:
    from tracker.exchange.read.reader_pool import load_file, read_file

    path = trial.folder / "old.ods"
    with ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr("content.xml", _ODS)
    cells = [cell.text for row in read_file(load_file(path)).sheets[0].rows.values() for cell in row.values()]
    expect(cells == [NOTE], f"读出的是 {cells}")
    return ".ods 在读取进程里读出"


def _server(_trial: Trial) -> str:
    """The driver of the server a department may move to: loaded, not connected."""
    import psycopg
    from alembic.ddl import postgresql
    from sqlalchemy import create_engine

    create_engine("postgresql+psycopg://nobody@localhost/none").dispose()
    return f"libpq {psycopg.pq.version()}，{postgresql.PostgresqlImpl.__dialect__}"


def _backup(trial: Trial) -> str:
    from tracker.store.backups.keeping import write_backup
    from tracker.store.backups.restoring import restore_backup

    file = trial.opened.database.file
    assert file is not None
    copy = trial.folder / "copy.zip"
    write_backup(file, copy)
    trial.opened.database.close()
    restored = restore_backup(file, copy, paths.migrations_dir())
    trial.opened.reopen()
    return f"备份 {copy.stat().st_size // 1024} KB，恢复，原件 {restored.kept.name if restored.kept else ''}"


STEPS: dict[str, Callable[[Trial], str]] = {
    "目录": _catalogue,
    "演示数据": _demo,
    "导出": _export,
    "导入": _import,
    "出文": _papers,
    "旧格式": _old_formats,
    "服务器驱动": _server,
    "备份": _backup,
}
