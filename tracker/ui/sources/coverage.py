"""覆盖: what became of the sentences of each section; those without a task are listed and can be called otherwise."""

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.model.sentences import NOBODYS, WITHOUT_TASK, Section, Sentence, Share
from tracker.model.source_words import SentenceKind
from tracker.ui.sources.lists import RowsView
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.icons import tone
from tracker.ui.widgets.labels import TextLabel
from tracker.ui.widgets.menu import add, menu
from tracker.ui.widgets.paint import RIGHT, paint_hairline, paint_row_ground, paint_text
from tracker.ui.widgets.row_delegate import Cell, RowDelegate
from tracker.ui.widgets.row_model import RowModel, list_of

_SENTENCE, _SECTION, _LINE = 28, 44, 20  # px of a row, of a line of the legend
_LEFT = "没有任务"
_INKS = {Share.TASK.value: "accent", Share.OTHER.value: "bar", _LEFT: "line2"}
#: Keys that call a sentence something, and the words of it; None leaves it to the rules.
KINDS: tuple[tuple[Qt.Key, SentenceKind | None, str], ...] = (
    (Qt.Key.Key_B, SentenceKind.BACKGROUND, "标为背景"),
    (Qt.Key.Key_M, SentenceKind.MISSED, "标为可能漏了"),
    (Qt.Key.Key_R, None, "按规则归类"),
)


def parts_of(section: Section) -> tuple[tuple[str, int], ...]:
    """Return the three parts of the bar: with a task, headings and references, without a task."""
    counts = section.counts
    left = sum(counts[share] for share in WITHOUT_TASK)
    return (Share.TASK.value, counts[Share.TASK]), (Share.OTHER.value, counts[Share.OTHER]), (_LEFT, left)


def section_words(section: Section) -> str:
    """Return the counts of a section: 18 句：有任务 11，条、总领 2，背景 4，可能漏了 1."""
    counts = section.counts
    parts = (f"{share.value} {counts[share]:,}" for share in Share if counts[share])
    return f"{len(section.sentences):,} 句：{'，'.join(parts)}"


class _Bar(QWidget):
    """The parts of a section side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(8)
        self.parts: tuple[tuple[str, int], ...] = ()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the parts in the proportion of their sentences."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = [(word, count) for word, count in self.parts if count]
        room = self.width() - 2.0 * (len(shown) - 1)
        whole, left = sum(count for _, count in shown), 0.0
        for word, count in shown:
            width = room * count / whole
            painter.setPen(QPen(QColor(tone("field")), 1) if word == _LEFT else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tone(_INKS[word])))
            painter.drawRoundedRect(QRectF(left, 0, width, 8).adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
            left += width + 2


class _Legend(QWidget):
    """A square and a number for each part, on a second line where one does not hold them."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: tuple[tuple[str, int], ...] = ()
        self.setFixedHeight(_LINE)

    def show_parts(self, parts: tuple[tuple[str, int], ...]) -> None:
        """Show other numbers."""
        self.parts = parts
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take a second line where the words need it."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        rows = [row for _, _, row in self._places()]
        self.setFixedHeight(_LINE * (1 + max(rows, default=0)))

    def _places(self) -> Iterator[tuple[str, int, int]]:
        """Yield the words of each part with their left edge and line."""
        left = row = 0
        for word, count in self.parts:
            width = 14 + metrics("small").horizontalAdvance(f"{word} {count:,}")
            if left and left + width > self.width():
                left, row = 0, row + 1
            yield word, left, row
            left += width + 16

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words beside their squares."""
        painter, counts = QPainter(self), dict(self.parts)
        for word, left, row in self._places():
            top = row * _LINE
            painter.fillRect(QRectF(left, top + 6, 8, 8), QColor(tone(_INKS[word])))
            line = QRectF(left + 14, top, self.width() - left, _LINE)
            paint_text(painter, line, f"{word} {counts[word]:,}", tone("text2"), "small")


class _Sentences(RowsView):
    """The list of sentences; a letter is what the sentence is called, no search."""

    called = Signal(object)  # SentenceKind or None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell what the chosen sentence is called."""
        kinds = [kind for key, kind, _ in KINDS if key == event.key()]
        if kinds and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.called.emit(kinds[0])
            return
        super().keyPressEvent(event)


class CoveragePanel(QWidget):
    """Says which sentence or section was chosen, and what a person calls a sentence."""

    sentence_picked = Signal(int, int)
    section_picked = Signal(int)  # place in the text
    marked = Signal(object, object)  # Sentence, SentenceKind or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._markable = True
        self._sections: tuple[Section, ...] = ()
        self._number = 0  # of the section that is shown in full
        self.title = TextLabel("这一节的覆盖", "strong")
        self.total = TextLabel("", "small", "text2")
        self._bar, self._legend = _Bar(), _Legend()
        self.sentences = _Sentences(
            RowModel(list_of(self.words_of), tip=self._tip, key=lambda row: (row.start, row.end)),
            RowDelegate(self._paint_sentence, _SENTENCE),
        )
        self.sentences.setAccessibleName("没有任务的句子")
        self.sections = RowsView(
            RowModel(list_of(_title_and_counts), tip=_title_and_counts, key=lambda row: row.start),
            RowDelegate(_paint_section, _SECTION),
        )
        self.sections.setAccessibleName("各节的覆盖")
        self.all_title = TextLabel("各节", "strong")
        self._lay_out()
        self.sentences.picked.connect(lambda row: self.sentence_picked.emit(row.start, row.end))
        self.sentences.called.connect(self._call)
        self.sections.clicked.connect(lambda index: self._go(self.sections.rows.rows[index.row()]))
        self.sections.opened.connect(self._go)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.total)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addLayout(head)
        for widget in (self._bar, self._legend, self.sentences):
            box.addWidget(widget)
        box.addSpacing(6)
        box.addWidget(self.all_title)
        box.addWidget(self.sections)

    def show_sections(self, text: str, sections: Sequence[Section], at: int, *, markable: bool) -> None:
        """Show the sections of a text, the one at a place in full; `markable` says whether sentences can be marked."""
        number = max((n for n, section in enumerate(sections) if section.start <= at), default=0)
        self.setVisible(bool(sections))
        if not sections or (sections is self._sections and number == self._number):
            return  # walking inside a section changes nothing here
        self._text, self._sections, self._markable, self._number = text, tuple(sections), markable, number
        section = self._sections[number]
        self.title.setToolTip(section.title)
        self.total.setText(f"{len(section.sentences):,} 句")
        self._bar.parts = parts_of(section)
        self._bar.update()
        self._legend.show_parts(parts_of(section))
        self._bar.setToolTip(section_words(section))
        self._legend.setAccessibleName(section_words(section))
        left = [row for row in section.sentences if row.share in WITHOUT_TASK]
        _fill(self.sentences, left, _SENTENCE)
        _fill(self.sections, self._sections if len(sections) > 1 else (), _SECTION)
        self.all_title.setVisible(len(sections) > 1)
        self.sections.selectionModel().blockSignals(True)
        self.sections.setCurrentIndex(self.sections.rows.index(number, 0) if len(sections) > 1 else QModelIndex())
        self.sections.selectionModel().blockSignals(False)

    def words_of(self, row: Sentence) -> str:
        """Return a sentence with what it is, as it is read aloud."""
        return f"“{self._said(row)}” {kind_words(row)}"

    def _tip(self, row: Sentence) -> str:
        said = self._said(row)
        return f"{said}\nB 标为背景，M 标为可能漏了，R 按规则" if self._markable and row.share in NOBODYS else said

    def _said(self, row: Sentence) -> str:
        return "".join(self._text[row.start : row.end].split())

    def _paint_sentence(self, painter: QPainter, cell: Cell) -> None:
        paint_row_ground(painter, cell.rect, selected=cell.chosen, hovered=cell.hovered, first=False)
        paint_hairline(painter, cell.rect, 0)
        box, row = QRectF(cell.rect).adjusted(4, 0, -2, 0), cell.row
        word = kind_words(row)
        width = metrics("small").horizontalAdvance(word)
        ink = "text2" if row.share is Share.BACKGROUND else "accenttext"
        paint_text(painter, box, word, tone(ink), "small", RIGHT)
        room = int(box.width() - width - 12)
        said = metrics("small").elidedText(f"“{self._said(row)}”", Qt.TextElideMode.ElideRight, room)
        paint_text(painter, box, said, tone("text"), "small")

    def _go(self, section: Section) -> None:
        self.section_picked.emit(section.start)

    def _call(self, kind: SentenceKind | None) -> None:
        row = self._current()
        if row is not None:
            self.marked.emit(row, kind)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what the sentence under the mouse may be called."""
        index = self.sentences.indexAt(self.sentences.viewport().mapFromGlobal(event.globalPos()))
        if index.isValid():
            self.sentences.setCurrentIndex(index)
            self.open_menu(event.globalPos())

    def open_menu(self, at: QPoint) -> None:
        """Open the menu of the chosen sentence."""
        row = self._current()
        if row is None or row.share not in NOBODYS or not self._markable:
            return
        opened = menu(self)
        for key, kind, word in KINDS:
            action = add(opened, word, slot=partial(self.marked.emit, row, kind))
            action.setText(f"{word}\t{chr(key.value)}")
        opened.popup(at)

    def _current(self) -> Sentence | None:
        index = self.sentences.currentIndex()
        row = self.sentences.rows.rows[index.row()] if index.isValid() else None
        return row if isinstance(row, Sentence) else None


def kind_words(row: Sentence) -> str:
    """Return what a sentence is; of one that a person called so, that he did."""
    return f"{row.share.value} · 手工" if row.by_hand else row.share.value


def _title_and_counts(section: Section) -> str:
    return f"{section.title or '开头'} {section_words(section)}"


def _paint_section(painter: QPainter, cell: Cell) -> None:
    paint_row_ground(painter, cell.rect, selected=cell.chosen, hovered=cell.hovered, first=True)
    paint_hairline(painter, cell.rect, 0)
    box, section = QRectF(cell.rect).adjusted(8, 3, -4, -1), cell.row
    for number, (words, ink) in enumerate(
        ((section.title or "开头", "text"), (section_words(section), "text2")),
    ):
        line = QRectF(box.left(), box.top() + number * 19, box.width(), 20)
        said = metrics("small").elidedText(words, Qt.TextElideMode.ElideRight, int(line.width()))
        paint_text(painter, line, said, tone(ink), "small")


def _fill(view: RowsView, rows: Sequence[object], height: int) -> None:
    """Show rows as high as they are: the panel around them scrolls."""
    view.rows.set_rows(list(rows))
    view.setFixedHeight(len(rows) * height)
    view.setVisible(bool(rows))
