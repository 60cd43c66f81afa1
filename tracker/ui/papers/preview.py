"""The pages of a paper as they will be printed, below each other; the sentence that is worked on is framed."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from tracker.ui.papers.sentences import label_of
from tracker.ui.print.layout import PaperLayout
from tracker.ui.theme.icons import tone
from tracker.ui.widgets.buttons import Button, IconButton
from tracker.ui.widgets.labels import Rule, TextLabel
from tracker.ui.widgets.paint import paint_text
from tracker.ui.widgets.states import EmptyState, Stage

_GAP, _MARGIN = 12, 14
_NATURAL = 794  # px of an A4 page at 100 %
_LEAST, _MOST, _STEP = 0.5, 2.0, 0.1
_BAR = 12  # px of a scroll bar
_NAME_ROOM = 78  # px beside the page for the name of the framed sentence


class PageStack(QWidget):
    """Paints the pages at a width in px and says which sentence was clicked."""

    sentence_clicked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.layout_shown: PaperLayout | None = None
        self.framed = ""
        self.page_width = 416
        self.setAccessibleName("打印预览")

    def show_layout(self, layout: PaperLayout | None) -> None:
        """Show other pages."""
        self.layout_shown = layout
        self._measure()

    def set_page_width(self, width: int) -> None:
        """Show the pages wider or narrower."""
        self.page_width = width
        self._measure()

    def _measure(self) -> None:
        count = self.layout_shown.count if self.layout_shown else 0
        height = _MARGIN + count * (self.page_height + _GAP)
        self.setFixedSize(QSize(self.page_width + 2 * _NAME_ROOM, max(height, 10)))
        self.update()

    @property
    def page_height(self) -> int:
        """Return the height of a page in px."""
        size = self.layout_shown.page_size if self.layout_shown else None
        return round(self.page_width * (size.height() / size.width() if size else 1.414))

    def page_rect(self, page: int) -> QRectF:
        """Return where a page stands, in px."""
        left = (self.width() - self.page_width) / 2
        return QRectF(left, _MARGIN + page * (self.page_height + _GAP), self.page_width, self.page_height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pages that are visible; paper is white in every theme."""
        if self.layout_shown is None:
            return
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(tone("canvas")))
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        scale = self.page_width / self.layout_shown.page_size.width()
        for page in range(self.layout_shown.count):
            rect = self.page_rect(page)
            if not rect.intersects(QRectF(event.rect())):
                continue
            painter.setPen(QPen(QColor(tone("line2")), 1))
            painter.setBrush(QColor("#FFFFFF"))
            painter.drawRect(rect)
            painter.save()
            painter.translate(rect.topLeft())
            painter.scale(scale, scale)
            self.layout_shown.draw(painter, page)
            painter.restore()
        self._paint_frame(painter, scale)

    def _paint_frame(self, painter: QPainter, scale: float) -> None:
        """Frame the sentence that is worked on and name it in the margin."""
        for number, (page, area) in enumerate(self._framed()):
            corner = self.page_rect(page).topLeft()
            box = QRectF(corner + area.topLeft() * scale, area.size() * scale).adjusted(-5, -4, 9, 4)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tone("accent")), 2))
            painter.drawRoundedRect(box, 4, 4)
            if not number:
                name = QRectF(self.page_rect(page).right() + 8, box.top(), _NAME_ROOM - 10, 20)
                painter.setPen(QPen(QColor(tone("accent")), 1, Qt.PenStyle.DotLine))
                painter.drawLine(QPointF(box.right(), name.center().y()), QPointF(name.left() - 2, name.center().y()))
                paint_text(painter, name, label_of(self.framed), tone("accenttext"), "small")

    def _framed(self) -> list[tuple[int, QRectF]]:
        return self.layout_shown.places(self.framed) if self.layout_shown and self.framed else []

    def frame(self, name: str) -> QRectF | None:
        """Frame a sentence; return where it begins in px, None where it stands nowhere."""
        self.framed = name
        self.update()
        for page, area in self._framed():
            scale = self.page_width / self.layout_shown.page_size.width() if self.layout_shown else 1
            return QRectF(self.page_rect(page).topLeft() + area.topLeft() * scale, area.size() * scale)
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Say which sentence was clicked."""
        if self.layout_shown is None:
            return
        scale = self.page_width / self.layout_shown.page_size.width()
        for page in range(self.layout_shown.count):
            rect = self.page_rect(page)
            if rect.contains(event.position()):
                name = self.layout_shown.name_at(page, (event.position() - rect.topLeft()) / scale)
                if name:
                    self.sentence_clicked.emit(name)


class Preview(QWidget):
    """The pages with their bar: which page, zoom."""

    sentence_clicked = Signal(str)
    print_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._zoom = 0.0  # 0: the whole page
        self.pages = PageStack()
        self.pages.sentence_clicked.connect(self.sentence_clicked)
        self.area = QScrollArea()
        self.area.setWidget(self.pages)
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setAccessibleName("打印预览")
        self.stage = Stage(self.area)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(self._bar())
        box.addWidget(Rule())
        box.addWidget(self.stage, 1)
        self.area.verticalScrollBar().valueChanged.connect(lambda _value: self._count())

    def _bar(self) -> QHBoxLayout:
        self.back = IconButton("chevron_left", "上一页（PgUp）")
        self.forth = IconButton("chevron_right", "下一页（PgDn）")
        self.number = TextLabel("", "smallstrong")
        self.note = TextLabel("", "small", "text2")
        self.smaller, self.larger = IconButton("minus", "缩小（Ctrl+滚轮）"), IconButton("plus", "放大（Ctrl+滚轮）")
        self.whole = Button("整页", "plain")
        self.printer = IconButton("print", "打印…（用系统的 PDF 程序）")
        self.printer.clicked.connect(lambda _checked=False: self.print_asked.emit())
        self.back.clicked.connect(lambda _checked=False: self.turn(-1))
        self.forth.clicked.connect(lambda _checked=False: self.turn(1))
        self.smaller.clicked.connect(lambda _checked=False: self.zoom(-_STEP))
        self.larger.clicked.connect(lambda _checked=False: self.zoom(_STEP))
        self.whole.clicked.connect(lambda _checked=False: self.show_whole())
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 6, 12, 6)
        bar.setSpacing(4)
        for widget in (self.back, self.number, self.forth):
            bar.addWidget(widget)
        bar.addSpacing(8)
        bar.addWidget(self.note, 1)
        for button in (self.smaller, self.whole, self.larger, self.printer):
            bar.addWidget(button)
        return bar

    def show_layout(self, layout: PaperLayout) -> None:
        """Show a paper; the place on the pages stays."""
        bar = self.area.verticalScrollBar()
        position = bar.value()
        self.pages.show_layout(layout)
        self.stage.show_content()
        self._fit()
        bar.setValue(position)
        self._count()

    def say(self, icon: str, title: str, sentence: str = "") -> None:
        """Show a sentence where there are no pages."""
        self.pages.show_layout(None)
        self._count()
        self.note.setText("")
        self.stage.show_empty(EmptyState(icon, title, sentence))

    def frame(self, name: str) -> None:
        """Frame a sentence and bring it into view."""
        rect = self.pages.frame(name)
        if rect is not None:
            self.area.ensureVisible(round(rect.center().x()), round(rect.center().y()), 20, round(rect.height()) + 40)

    def page(self) -> int:
        """Return the page in view, from 0."""
        middle = self.area.verticalScrollBar().value() + self.area.viewport().height() / 3
        count = self.pages.layout_shown.count if self.pages.layout_shown else 1
        return min(max(int((middle - _MARGIN) // (self.pages.page_height + _GAP)), 0), count - 1)

    def turn(self, step: int) -> None:
        """Go to the next page or the one before."""
        if self.pages.layout_shown is not None:
            page = min(max(self.page() + step, 0), self.pages.layout_shown.count - 1)
            self.area.verticalScrollBar().setValue(round(self.pages.page_rect(page).top()) - _MARGIN)

    def zoom(self, step: float) -> None:
        """Enlarge or reduce the pages, from a half to double."""
        now = self._zoom or self.pages.page_width / _NATURAL
        self._zoom = min(max(round(now + step, 1), _LEAST), _MOST)
        self._fit()

    def show_whole(self) -> None:
        """Show whole pages."""
        self._zoom = 0.0
        self._fit()

    def _fit(self) -> None:
        if self._zoom:
            width = round(_NATURAL * self._zoom)
        else:
            room = self.width() - 2 * _NAME_ROOM - _BAR
            width = min(round((self.area.height() - 2 * _MARGIN) / 1.414), room)
        self.pages.set_page_width(max(width, 240))
        self.whole.setText(f"{round(self._zoom * 100)}%" if self._zoom else "整页")

    def _count(self) -> None:
        layout = self.pages.layout_shown
        self.number.setText(f"{self.page() + 1} / {layout.count}" if layout else "")
        self.back.setEnabled(layout is not None and self.page() > 0)
        self.forth.setEnabled(layout is not None and self.page() < layout.count - 1)
        for button in (self.smaller, self.whole, self.larger, self.printer):
            button.setEnabled(layout is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep whole pages whole."""
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_STEP if event.angleDelta().y() > 0 else -_STEP)
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn pages."""
        step = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.turn(step)
