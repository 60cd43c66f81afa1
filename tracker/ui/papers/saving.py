"""Papers into files: where is asked, then they are written and, if wanted, registered on the database thread."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from tracker.files.file_names import free_path, free_paths, paper_name
from tracker.model.changes import Changes
from tracker.model.enums import PaperKind
from tracker.model.paper_settings import PaperSettings
from tracker.model.rows import Brief, Circular, ClosingList, Figures, LedgerPaper, Slip
from tracker.ui.charts.paper_pictures import pictures_of
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.core.save_file import ask_where_to_keep
from tracker.ui.core.sessions import DatabaseSession
from tracker.ui.papers.reading import Paper
from tracker.ui.print.papers import lay_out
from tracker.ui.print.pdf import pdf_content

if TYPE_CHECKING:
    from tracker.reports import closing, documents, official_ledger, template_state
    from tracker.reports.template_state import TemplateState
    from tracker.services.papers import issue
else:
    closing = late("tracker.reports.closing")
    documents = late("tracker.reports.documents")
    official_ledger = late("tracker.reports.official_ledger")
    template_state = late("tracker.reports.template_state")
    issue = late("tracker.services.papers.issue")

WORD, PDF, EXCEL = ".docx", ".pdf", ".xlsx"
_KINDS = {WORD: "Word 文档 (*.docx)", PDF: "PDF 文件 (*.pdf)", EXCEL: "Excel 工作簿 (*.xlsx)"}
Pictures = Mapping[str, Callable[[], bytes]]


def ask_folder(parent: QWidget, start: str) -> str:
    """Let the user choose a folder; "" when the dialog was left."""
    return QFileDialog.getExistingDirectory(parent, "单据保存到哪个文件夹", start)


def content_of(paper: Paper, template: Path | None, pictures: Pictures) -> bytes:
    """Return a paper as a Word document or a workbook. Raises InputError with every finding of its template."""
    if isinstance(paper, LedgerPaper):
        return official_ledger.ledger_content(paper)
    if isinstance(paper, ClosingList):
        return closing.closing_content(paper)
    if isinstance(paper, Circular):
        return documents.circular_document(paper, template, pictures=pictures)
    return documents.brief_document(paper, template, pictures=pictures)


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """What is wrong with the templates of papers, every finding on a line, and how to save without them."""

    text: str
    use_shipped: Callable[[], None]


class Saving(QObject):
    """Asks where, looks at the template, writes, and says where the file is."""

    saved = Signal(object)  # the paths
    faulty = Signal(object)  # TemplateFault: nothing was written

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self.ask_place = ask_where_to_keep
        self.choose_folder: Callable[[QWidget, str], str] = ask_folder

    def save(self, paper: Paper, suffix: str, *, register: bool = False) -> None:
        """Ask for a file and write the paper there."""
        kind, day = kind_of(paper), day_of(paper)
        start = free_path(self._folder() / paper_name(kind.word, day, suffix))
        title = f"登记并保存{kind.word}" if register else f"保存{kind.word}"
        self.ask_place(
            self._window.window(), title, start, lambda path: self.write(paper, path, register=register), _KINDS[suffix]
        )

    def write(self, paper: Paper, path: Path, *, register: bool = False, shipped: bool = False) -> None:
        """Write a paper to a file; a Word document from the user's template, or the shipped one."""
        self._context.remember(last_folder=str(path.parent))
        if not isinstance(paper, Circular | Brief):
            self._write(paper, path, lambda: content_of(paper, None, {}), register=register)
        elif path.suffix.lower() == PDF:
            ready = pdf_content(lay_out(paper))  # drawn on the thread of the window
            self._write(paper, path, lambda: ready, register=register)
        else:
            word, data = paper.head.kind.word, None if shipped else self._context.data_dir

            def go_on(state: "TemplateState") -> None:
                if state.faults:
                    again = partial(self.write, paper, path, register=register, shipped=True)
                    self.faulty.emit(TemplateFault(state.faults, again))
                    return
                pictures = drawn(paper.figures, state.pictures)
                self._write(paper, path, lambda: content_of(paper, state.path, pictures), register=register)

            self._context.jobs.read(lambda _s: template_state.read_state(word, data), on_result=go_on, owner=self)

    def _write(self, paper: Paper, path: Path, make: Callable[[], bytes], *, register: bool) -> None:
        today = self._context.today()

        def run(session: DatabaseSession) -> Changes | None:
            file = issue.PaperFile(paper, path, make())
            if register:
                return issue.issue_papers(session, [file], today)
            issue.write_files([file])
            return None

        if register:
            self._context.jobs.write(run, on_result=lambda _done: self._say([path]), owner=self, toast=True)
        else:
            self._context.jobs.read(run, on_result=lambda _done: self._say([path]), owner=self)

    def save_slips(self, slips: Sequence[Slip], settings: PaperSettings, *, register: bool) -> None:
        """Ask for a folder and write every slip into a file of its own, with progress and cancel."""
        name = self.choose_folder(self._window.window(), self._context.settings.last_folder) if slips else ""
        if name:
            self.write_slips(slips, settings, Path(name), register=register)

    def write_slips(
        self, slips: Sequence[Slip], settings: PaperSettings, folder: Path, *, register: bool, shipped: bool = False
    ) -> None:
        """Write slips into a folder, all or none; from the user's templates, or the shipped ones."""
        self._context.remember(last_folder=str(folder))
        data = None if shipped else self._context.data_dir
        words = {slip.head.kind.word for slip in slips}

        def go_on(faults: str) -> None:
            if faults:
                again = partial(self.write_slips, slips, settings, folder, register=register, shipped=True)
                self.faulty.emit(TemplateFault(faults, again))
            else:
                self._write_slips(slips, settings, slip_paths(slips, folder), data, register=register)

        def look(_session: DatabaseSession) -> str:
            states = [template_state.read_state(word, data) for word in sorted(words)]
            return "\n".join(state.faults for state in states if state.faults)

        self._context.jobs.read(look, on_result=go_on, owner=self)

    def _write_slips(
        self,
        slips: Sequence[Slip],
        settings: PaperSettings,
        paths: Sequence[Path],
        data: Path | None,
        *,
        register: bool,
    ) -> None:
        today = self._context.today()

        def run(session: DatabaseSession, step: Callable[[int, int, str], None]) -> Changes | None:
            files = []
            for number, (slip, path) in enumerate(zip(slips, paths, strict=True)):
                step(number, len(slips), path.name)
                files.append(issue.PaperFile(slip, path, documents.slip_document(slip, settings, data=data)))
            step(len(slips), len(slips), "")
            if register:
                return issue.issue_papers(session, files, today)
            issue.write_files(files)
            return None

        self._context.jobs.long(
            run, title="正在生成单据", on_result=lambda _done: self._say(paths), owner=self, toast=register
        )

    def _folder(self) -> Path:
        last = self._context.settings.last_folder
        return Path(last) if last and Path(last).is_dir() else Path.home()

    def _say(self, paths: Sequence[Path]) -> None:
        """Tell where the files are, with a link that opens the file, or the folder of many."""
        single = len(paths) == 1
        url = QUrl.fromLocalFile(str(paths[0] if single else paths[0].parent))
        text = f"已保存 {paths[0].name}" if single else f"已保存 {len(paths):,} 份单据"
        act = "打开文件" if single else "打开文件夹"
        self._context.bus.notified.emit(Notice(text, retry=lambda: QDesktopServices.openUrl(url), act=act))
        self.saved.emit(tuple(paths))


def drawn(figures: Figures, wanted: Collection[str]) -> Pictures:
    """Return the pictures a template shows, drawn."""
    draws = pictures_of(figures)
    return {name: partial(bytes, draws[name]()) for name in wanted}


def kind_of(paper: Paper) -> PaperKind:
    """Return the kind of a paper that is no slip."""
    if isinstance(paper, Circular | Brief):
        return paper.head.kind
    return PaperKind.LEDGER if isinstance(paper, LedgerPaper) else PaperKind.CLOSING


def day_of(paper: Paper) -> date:
    """Return the last day a paper reports on."""
    return paper.period.end if isinstance(paper, ClosingList) else paper.figures.period.end


def slip_paths(slips: Sequence[Slip], folder: Path) -> list[Path]:
    """Return a free name for each slip: what was sent earlier that day stays as it is."""
    return free_paths(folder / paper_name(slip.head.title, slip.until, WORD, slip.office) for slip in slips)
