"""Papers into files: where is asked, then they are written and, if wanted, registered on the database thread."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from tracker.files.paper_names import paper_name
from tracker.model.changes import Changes
from tracker.model.enums import PaperKind
from tracker.model.paper_settings import PaperSettings
from tracker.model.rows import Brief, Circular, ClosingList, LedgerPaper, Slip
from tracker.ui.charts.office_lights import office_lights
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.jobs import DatabaseSession
from tracker.ui.core.late import late
from tracker.ui.core.save_file import ask_where_to_keep
from tracker.ui.papers.reading import Paper
from tracker.ui.print.papers import lay_out
from tracker.ui.print.pdf import pdf_content

if TYPE_CHECKING:
    from tracker.reports import closing, documents, official_ledger
    from tracker.services.papers import issue
else:
    closing = late("tracker.reports.closing")
    documents = late("tracker.reports.documents")
    official_ledger = late("tracker.reports.official_ledger")
    issue = late("tracker.services.papers.issue")

WORD, PDF, EXCEL = ".docx", ".pdf", ".xlsx"
_KINDS = {WORD: "Word 文档 (*.docx)", PDF: "PDF 文件 (*.pdf)", EXCEL: "Excel 工作簿 (*.xlsx)"}
Pictures = Mapping[str, Callable[[], bytes]]


def ask_folder(parent: QWidget, start: str) -> str:
    """Let the user choose a folder; "" when the dialog was left."""
    return QFileDialog.getExistingDirectory(parent, "单据保存到哪个文件夹", start)


def content_of(paper: Paper, data: Path, pictures: Pictures) -> bytes:
    """Return a paper as a Word document or a workbook. Raises InputError with every finding of its template."""
    if isinstance(paper, LedgerPaper):
        return official_ledger.ledger_content(paper)
    if isinstance(paper, ClosingList):
        return closing.closing_content(paper)
    if isinstance(paper, Circular):
        return documents.make_circular(paper, data=data, pictures=pictures)
    return documents.make_brief(paper, data=data, pictures=pictures)


class Saving(QObject):
    """Asks where, writes, and says where the file is."""

    saved = Signal(object)  # the paths

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self.ask_place = ask_where_to_keep
        self.choose_folder: Callable[[QWidget, str], str] = ask_folder

    def save(self, paper: Paper, suffix: str, *, register: bool = False) -> None:
        """Ask for a file and write the paper there."""
        kind, day = kind_of(paper), day_of(paper)
        start = self._folder() / paper_name(kind.word, day, suffix)
        title = f"登记并保存{kind.word}" if register else f"保存{kind.word}"
        self.ask_place(
            self._window.window(), title, start, lambda path: self.write(paper, path, register=register), _KINDS[suffix]
        )

    def write(self, paper: Paper, path: Path, *, register: bool = False) -> None:
        """Write a paper to a file; pictures and PDF are drawn here, on the thread of the window."""
        self._context.remember(last_folder=str(path.parent))
        data, today = self._context.data_dir, self._context.today()
        is_pdf = path.suffix.lower() == PDF
        ready = pdf_content(lay_out(paper)) if isinstance(paper, Circular | Brief) and is_pdf else b""
        pictures = {} if ready else pictures_of(paper)

        def run(session: DatabaseSession) -> Changes | None:
            file = issue.PaperFile(paper, path, ready or content_of(paper, data, pictures))
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

    def write_slips(self, slips: Sequence[Slip], settings: PaperSettings, folder: Path, *, register: bool) -> None:
        """Write slips into a folder, all or none."""
        self._context.remember(last_folder=str(folder))
        data, today = self._context.data_dir, self._context.today()
        paths = slip_paths(slips, folder)

        def run(session: DatabaseSession, step: Callable[[int, int, str], None]) -> Changes | None:
            files = []
            for number, (slip, path) in enumerate(zip(slips, paths, strict=True)):
                step(number, len(slips), path.name)
                files.append(issue.PaperFile(slip, path, documents.make_slip(slip, settings, data=data)))
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
        text = f"已保存 {paths[0].name}" if single else f"已保存 {len(paths)} 份单据"
        act = "打开文件" if single else "打开文件夹"
        self._context.bus.notified.emit(Notice(text, retry=lambda: QDesktopServices.openUrl(url), act=act))
        self.saved.emit(tuple(paths))


def kind_of(paper: Paper) -> PaperKind:
    """Return the kind of a paper that is no slip."""
    if isinstance(paper, Circular | Brief):
        return paper.head.kind
    return PaperKind.LEDGER if isinstance(paper, LedgerPaper) else PaperKind.CLOSING


def day_of(paper: Paper) -> date:
    """Return the last day a paper reports on."""
    return paper.period.end if isinstance(paper, ClosingList) else paper.figures.period.end


def pictures_of(paper: Paper) -> Pictures:
    """Return the pictures of a bulletin, drawn."""
    if not isinstance(paper, Circular | Brief):
        return {}
    drawn = office_lights(paper.figures.offices, demo=paper.figures.demo)
    return {"图_单位亮灯": lambda: drawn}


def slip_paths(slips: Sequence[Slip], folder: Path) -> list[Path]:
    """Return a name for each slip that none of the others has."""
    names = Counter[str]()
    paths = []
    for slip in slips:
        name = paper_name(slip.head.title, slip.until, WORD, slip.office)
        names[name] += 1
        paths.append(folder / (f"{name.removesuffix(WORD)}({names[name]}){WORD}" if names[name] > 1 else name))
    return paths
