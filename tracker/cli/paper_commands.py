"""The command `report`: each paper made, printed as JSON, written to its file and registered."""

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from tracker.cli.opened_ledger import OpenLedger
from tracker.cli.paper_parser import FILTERS, check_wishes
from tracker.errors import InputError
from tracker.files.file_names import free_path, free_paths, paper_name
from tracker.files.whole_files import write_all
from tracker.model.enums import PaperKind, SlipLevel
from tracker.model.paper_periods import check_period, period_until
from tracker.model.rows import Brief, Circular, Figures, ListedTask, Period, Slip, SlipRound
from tracker.queries.ledger import TaskFilter
from tracker.reports import paper_json
from tracker.reports.names import PICTURES
from tracker.services.papers.issue import PaperFile, issue_papers, write_files

Say = Callable[[str], None]
_ENDINGS: Mapping[PaperKind, tuple[str, ...]] = {
    PaperKind.LEDGER: (".xlsx",),
    PaperKind.CLOSING: (".xlsx",),
    PaperKind.CIRCULAR: (".docx", ".pdf"),
    PaperKind.BRIEF: (".docx", ".pdf"),
}
_SLIP_ENDINGS = (".docx",)
NOBODY = "没有需要提醒的单位。"


def run_report(wanted: argparse.Namespace, opened: OpenLedger, say: Say) -> None:
    """Carry out one paper command. Raises InputError before anything is written."""
    check_wishes(wanted)
    _PAPERS[wanted.paper](wanted, opened, say)


def _ledger(wanted: argparse.Namespace, opened: OpenLedger, say: Say) -> None:
    from tracker.reports.official_ledger import ledger_content
    from tracker.services.papers.workbooks import Grouping, make_ledger

    if wanted.plain:
        _plain(wanted, opened, say)
        return
    until = wanted.end or opened.today
    with opened.database.reading() as session:
        paper = make_ledger(session, opened.today, until, Grouping(wanted.group), _filter(wanted))
    shape = paper_json.ledger_shape(paper)
    files = []
    if wanted.out is not None:
        files = [PaperFile(paper, _path(wanted.out, PaperKind.LEDGER, until), ledger_content(paper))]
    _finish(wanted, opened, say, shape, files)


def _plain(wanted: argparse.Namespace, opened: OpenLedger, say: Say) -> None:
    from tracker.queries.ledger import find_tasks_on
    from tracker.queries.papers import NOTHING
    from tracker.reports.plain_ledger import choose_columns, plain_content

    until = wanted.end or opened.today
    check_period(Period(until, until), opened.today)
    columns = choose_columns(wanted.columns.replace("，", ",").replace("、", ",").split(","))
    with opened.database.reading() as session:
        tasks = find_tasks_on(session, opened.today, _filter(wanted), [until])[until]
    if not tasks:
        raise InputError(NOTHING.format(paper="台账"))
    shape = {"paper": "plain", "to": until.isoformat(), "tasks": len(tasks), "columns": [c.header for c in columns]}
    if wanted.out is not None:
        path = _path(wanted.out, PaperKind.LEDGER, until)
        write_all([(path, plain_content(tasks, columns))])
        shape["file"] = str(path)
    say(json.dumps(shape, ensure_ascii=False, indent=2) if wanted.json else str(shape["file"]))


def _circular(wanted: argparse.Namespace, opened: OpenLedger, say: Say) -> None:
    from tracker.services.papers.bulletins import make_circular

    period = _period(wanted, opened)
    _check_ending(wanted, PaperKind.CIRCULAR)
    with opened.database.reading() as session:
        paper = make_circular(
            session, opened.today, period, _source(wanted), wanted.number, with_list=wanted.with_list
        )  # fmt: skip
    _bulletin(wanted, opened, say, paper, paper_json.circular_shape(paper))


def _brief(wanted: argparse.Namespace, opened: OpenLedger, say: Say) -> None:
    from tracker.services.papers.bulletins import make_brief

    period = _period(wanted, opened)
    _check_ending(wanted, PaperKind.BRIEF)
    with opened.database.reading() as session:
        paper = make_brief(session, opened.today, period, _source(wanted), wanted.number)
    _bulletin(wanted, opened, say, paper, paper_json.brief_shape(paper))


def _bulletin(
    wanted: argparse.Namespace, opened: OpenLedger, say: Say, paper: Circular | Brief, shape: dict[str, Any]
) -> None:
    files = []
    if wanted.out is not None:
        path = _path(wanted.out, paper.head.kind, paper.figures.period.end)
        is_pdf = path.suffix.lower() == ".pdf"
        if is_pdf and wanted.template is not None:
            raise InputError("PDF 用标准版式，不用模板；请去掉 --template，或存为 .docx 后在 Word、WPS 中另存为 PDF。")
        content = _pdf(paper) if is_pdf else _docx(paper, wanted.template, opened)
        files = [PaperFile(paper, path, content)]
    _finish(wanted, opened, say, shape, files)


def _docx(paper: Circular | Brief, template: Path | None, opened: OpenLedger) -> bytes:
    from tracker.reports import documents

    pictures = _pictures(paper.figures)
    if isinstance(paper, Circular):
        return documents.circular_document(paper, template, opened.folder, pictures)
    return documents.brief_document(paper, template, opened.folder, pictures)


def _pdf(paper: Circular | Brief) -> bytes:
    """Return a bulletin in the standard layout; a template has no say in it."""
    from tracker.ui.print.papers import lay_out
    from tracker.ui.print.pdf import pdf_content
    from tracker.ui.print.without_window import begin_drawing

    begin_drawing()
    return pdf_content(lay_out(paper))


def _pictures(figures: Figures) -> dict[str, Callable[[], bytes]]:
    """Return what draws the pictures; Qt is loaded when a template asks for one."""
    return {name: partial(_drawn, name, figures) for name in PICTURES}


def _drawn(name: str, figures: Figures) -> bytes:
    from tracker.ui.charts.paper_pictures import pictures_of
    from tracker.ui.print.without_window import begin_drawing

    begin_drawing()
    return pictures_of(figures)[name]()


def _reminder(wanted: argparse.Namespace, opened: OpenLedger, say: Say) -> None:
    from tracker.services.papers.slips import find_slips, make_slips

    until, level = wanted.end or opened.today, SlipLevel.from_word(wanted.level)
    with opened.database.reading() as session:
        slips = find_slips(session, opened.today, until, wanted.office)
        papers = make_slips(session, slips, level, wanted.reply_by)
    files = []
    if wanted.out is not None and papers:
        from tracker.reports.documents import slip_document

        paths = _slip_paths(wanted.out, papers, until)
        contents = (slip_document(slip, slips.settings, wanted.template, opened.folder) for slip in papers)
        files = [PaperFile(*parts) for parts in zip(papers, paths, contents, strict=True)]
    notes = _notes(slips)
    if not papers:
        notes.insert(0, NOBODY if not wanted.office else f"{wanted.office}没有需要提醒的任务和工作簿。")
    _finish(wanted, opened, say, paper_json.slips_shape(slips, papers), files, notes)


def _slip_paths(out: Path, papers: Sequence[Slip], until: date) -> list[Path]:
    """Return where the slips go: a folder takes many, a file only one."""
    if out.suffix and not out.is_dir():
        if out.suffix.lower() not in _SLIP_ENDINGS:
            raise InputError(f"{papers[0].head.title}只能存为 .docx。")
        if len(papers) > 1:
            words = "、".join(dict.fromkeys(f"{slip.office}的{slip.head.title}" for slip in papers))
            raise InputError(f"要出的不止一份（{words}），一个文件放不下；请给一个文件夹，或用 --level 选一种。")
        return [_with_parent(out)]
    folder = _made_folder(out)
    return free_paths(folder / paper_name(slip.head.title, until, ".docx", slip.office) for slip in papers)


def _notes(slips: SlipRound) -> list[str]:
    """Say which tasks got no slip because nobody can be asked."""
    cases = (
        (slips.unconfirmed, "项任务的牵头单位尚未确认，没有出单："),
        (slips.unassigned, "项任务尚未交办，没有出单："),
    )
    return [f"{len(tasks)}{words}{'、'.join(_codes(tasks))}" for tasks, words in cases if tasks]


def _closing(wanted: argparse.Namespace, opened: OpenLedger, say: Say) -> None:
    from tracker.reports.closing import closing_content
    from tracker.services.papers.workbooks import make_closing

    period = _period(wanted, opened)
    _check_ending(wanted, PaperKind.CLOSING)
    with opened.database.reading() as session:
        paper = make_closing(session, opened.today, period, TaskFilter(office=wanted.office, article=wanted.article))
    files = []
    if wanted.out is not None:
        files = [PaperFile(paper, _path(wanted.out, PaperKind.CLOSING, period.end), closing_content(paper))]
    _finish(wanted, opened, say, paper_json.closing_shape(paper), files)


def _template(wanted: argparse.Namespace, _opened: OpenLedger, say: Say) -> None:
    from tracker.reports import template_files

    if wanted.copy is not None:
        for path in template_files.copy_templates(_made_folder(wanted.copy)):
            say(str(path))
        return
    sentence, lines = _findings(wanted.check)
    if wanted.json:
        say(json.dumps({"template": wanted.check.name, "findings": lines}, ensure_ascii=False, indent=2))
    if sentence:
        raise InputError(sentence)
    if not wanted.json:
        say(f"模板“{wanted.check.name}”可以使用。")


def _findings(template: Path) -> tuple[str, list[str]]:
    """Return what is wrong with a template, as one sentence and one by one; a file that is none is a finding too."""
    from tracker.reports import template_check

    try:
        findings = template_check.check_template(template)
    except InputError as none:
        return none.sentence, [none.sentence]
    return template_check.findings_sentence(template, findings) if findings else "", [str(each) for each in findings]


_PAPERS: Mapping[str, Callable[[argparse.Namespace, OpenLedger, Say], None]] = {
    "ledger": _ledger,
    "circular": _circular,
    "brief": _brief,
    "reminder": _reminder,
    "closing": _closing,
    "template": _template,
}


def _filter(wanted: argparse.Namespace) -> TaskFilter:
    return TaskFilter(**{name: getattr(wanted, name) for name in FILTERS})


def _source(wanted: argparse.Namespace) -> TaskFilter:
    return TaskFilter(article=wanted.article)


def _period(wanted: argparse.Namespace, opened: OpenLedger) -> Period:
    period = period_until(wanted.end or opened.today, wanted.start)
    check_period(period, opened.today)
    return period


def _codes(tasks: Sequence[ListedTask]) -> tuple[str, ...]:
    return tuple(task.code for task in tasks)


def _check_ending(wanted: argparse.Namespace, kind: PaperKind) -> None:
    """Refuse a wrong ending before anything is read."""
    if wanted.out is None or wanted.out.is_dir() or not wanted.out.suffix:
        return
    if wanted.out.suffix.lower() not in _ENDINGS[kind]:
        raise InputError(f"{kind.word}只能存为 {' 或 '.join(_ENDINGS[kind])}。")


def _path(out: Path, kind: PaperKind, day: date) -> Path:
    """Return where a paper goes; a folder, or a name without an ending, gets a name in it."""
    if out.suffix and not out.is_dir():
        if out.suffix.lower() not in _ENDINGS[kind]:
            raise InputError(f"{kind.word}只能存为 {' 或 '.join(_ENDINGS[kind])}。")
        return _with_parent(out)
    return free_path(_made_folder(out) / paper_name(kind.word, day, _ENDINGS[kind][0]))


def _with_parent(path: Path) -> Path:
    if not path.absolute().parent.is_dir():
        raise InputError(f"文件夹“{path.parent}”不存在，没有出文；请先建好文件夹，或换一个位置。")
    return path


def _made_folder(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"文件夹“{folder}”无法使用，没有出文；请换一个可以写入的文件夹。") from error
    return folder


def _finish(
    wanted: argparse.Namespace,
    opened: OpenLedger,
    say: Say,
    shape: dict[str, Any],
    files: Sequence[PaperFile],
    notes: Sequence[str] = (),
) -> None:
    """Write the files, register them where that is wanted, and print what came of it."""
    if wanted.register and files:
        opened.write(lambda session: issue_papers(session, files, opened.today))
    else:
        write_files(files)
    paths = [str(file.path) for file in files]
    if wanted.json:
        written = {"file": paths[0] if len(paths) == 1 else paths} if paths else {}
        say(json.dumps(shape | written, ensure_ascii=False, indent=2))
    else:
        for line in (*paths, *notes):
            say(line)
