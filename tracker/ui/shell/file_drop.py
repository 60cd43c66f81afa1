"""Files dragged in from outside: workbooks go to 往来, anything let go over a task's panel is its evidence."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from tracker.files.file_names import shown_name
from tracker.ui.page import Page
from tracker.ui.theme.icons import paint_icon, tone
from tracker.ui.widgets.paint import paint_text

#: Every kind of workbook that can be read.
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et"})
#: Texts that can be reviewed.
ARTICLES = frozenset({".txt", ".docx", ".pdf", ".html", ".htm", ".mht", ".mhtml"})
_NOTE, _HIGH = 420, 64


class DropHint(QWidget):
    """Says over the window what letting go would do: a frame round the place, and one sentence at its foot."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def text(self) -> str:
        """Return what is said, "" while nothing is dragged."""
        return self._text if not self.isHidden() else ""

    def show_over(self, target: QWidget, text: str) -> None:
        """Frame a widget of the window and say what dropping there does."""
        self._text = text
        self.setAccessibleName(text)
        self.setGeometry(target.rect().translated(target.mapTo(target.window(), QPoint(0, 0))))
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame and the sentence."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(5, 5, -5, -5)
        painter.setPen(QPen(QColor(tone("accent")), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 10, 10)
        width = min(_NOTE, box.width() - 24)
        note = QRectF(box.center().x() - width / 2, box.bottom() - _HIGH - 24, width, _HIGH)
        painter.setPen(QPen(QColor(tone("line2")), 1))
        painter.setBrush(QColor(tone("raised")))
        painter.drawRoundedRect(note, 10, 10)
        paint_icon(painter, QRectF(note.left() + 20, note.center().y() - 10, 20, 20), "import", tone("accenttext"))
        paint_text(painter, note.adjusted(52, 0, -16, 0), self._text, tone("text"), "strong")


def hint_for(page: Page, position: QPoint, data: QMimeData) -> tuple[QWidget, str] | None:
    """Return the widget that accepts a drag at a position of the screen, and the words for it; None for nothing."""
    target, files = page.evidence_target(), files_of(data)
    if target is not None and files and _covers(target.widget, position):
        what = shown_name(files[0]) if len(files) == 1 else f"{len(files):,} 个文件"
        return target.widget, f"松开后作为 {target.task.code} 的佐证：{what}"
    taken = workbooks_of(data)
    article = article_of(data)
    if not taken and (zips := zips_of(data)):
        return page, f"松开后导入佐证：{shown_name(zips[0])}" if len(zips) == 1 else f"松开后导入 {len(zips)} 包佐证"
    if not taken and article is not None:
        return page, f"松开后选择用途：{shown_name(article)}"
    if not taken:
        return None
    if len(taken) == 1 and taken[0].is_dir():
        return page, f"松开后导入文件夹里的反馈：{shown_name(taken[0])}"
    if len(taken) == 1:
        return page, f"松开后导入反馈或任务清单：{shown_name(taken[0])}"
    return page, f"松开后导入 {len(taken):,} 份反馈"


def files_of(data: QMimeData) -> tuple[Path, ...]:
    """Return the files of a drag, folders left out."""
    return tuple(path for path in _local(data) if not path.is_dir())


def workbooks_of(data: QMimeData) -> tuple[Path, ...]:
    """Return what 往来 accepts of a drag: workbooks, and folders whatever is in them."""
    return tuple(path for path in _local(data) if path.suffix.lower() in WORKBOOKS or path.is_dir())


def zips_of(data: QMimeData) -> tuple[Path, ...]:
    """Return the zips of a drag: what is in them is evidence."""
    return tuple(path for path in files_of(data) if path.suffix.lower() == ".zip")


def handed_in_of(data: QMimeData) -> tuple[Path, ...]:
    """Return what 往来 gets of a drop: with workbooks all that came beside them, else the zips."""
    return _local(data) if workbooks_of(data) else zips_of(data)


def article_of(data: QMimeData) -> Path | None:
    """Return the text of a drag that is to be reviewed, None where there is none or more than one."""
    texts = [path for path in files_of(data) if path.suffix.lower() in ARTICLES]
    return texts[0] if len(texts) == 1 else None


def _local(data: QMimeData) -> tuple[Path, ...]:
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())


def _covers(widget: QWidget, position: QPoint) -> bool:
    return widget.rect().contains(widget.mapFromGlobal(position))


def add_evidence_at(page: Page, position: QPoint, paths: tuple[Path, ...]) -> bool:
    """Keep files as evidence of the task at a position of the screen; False where none accepts them."""
    target = page.evidence_target()
    if target is None or not paths or not _covers(target.widget, position):
        return False
    for path in paths:
        target.add(path)
    return True
