"""The left column: the papers with their last issue, and what was registered last."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from tracker.model.enums import PaperKind
from tracker.model.paper_periods import day_words
from tracker.model.rows import PaperRow
from tracker.ui.papers.reading import PapersOverview
from tracker.ui.papers.wishes import REGULAR, SLIPS
from tracker.ui.theme.icons import tone
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.labels import ElidedLabel, TextLabel
from tracker.ui.widgets.paint import RIGHT, paint_text

WIDTH, _ROW, _LEAST_ROW, _LEFT = 212, 52, 40, 24
_SHOWN = 3
_BETWEEN = 8  # px below a group
#: What each slip is about, below its name.
_ABOUT = {
    PaperKind.ORDER: "红灯任务，一事一单",
    PaperKind.URGING: "黄灯和未反馈",
    PaperKind.NOTICE: "30 天内到期、久无进展",
}


def title_of(kind: PaperKind) -> str:
    """Return what the page calls a paper."""
    return "工作台账" if kind is PaperKind.LEDGER else kind.word


def issue_note(row: PaperRow | None) -> str:
    """Return when a paper was issued last."""
    if row is None:
        return "还没有登记过"
    return f"{row.issue or '上次'}{'，' if row.issue else ' '}{day_words(row.issued_on)}"


class PaperEntry(QAbstractButton):
    """A paper: its name, a line below it, a count at the right."""

    def __init__(self, kind: PaperKind) -> None:
        super().__init__()
        self.kind = kind
        self.note, self.count = "", ""
        self._by_keys = False
        self.setText(title_of(kind))
        self.setCheckable(True)
        self.setMinimumHeight(_LEAST_ROW)
        self.setMaximumHeight(_ROW)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        """Return the height where there is room."""
        return QSize(WIDTH, _ROW)

    def show_note(self, note: str, count: str = "") -> None:
        """Show another line and count."""
        self.note, self.count = note, count
        self.setAccessibleName("，".join(filter(None, (self.text(), note, count))))
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember whether the keyboard came here: only who uses it needs the frame."""
        self._by_keys = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show the frame to who goes on with the keyboard."""
        self._by_keys = True
        super().keyPressEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, bar, words and a hairline."""
        painter = QPainter(self)
        on = self.isChecked()
        if on or self.underMouse():
            painter.fillRect(self.rect(), QColor(tone("select" if on else "hover")))
        if on:
            painter.fillRect(QRectF(0, 0, 3, self.height()), QColor(tone("accent")))
        else:
            painter.fillRect(QRectF(_LEFT, self.height() - 1, self.width(), 1), QColor(tone("line")))
        width = self.width() - _LEFT - 12
        top = (self.height() - 40) / 2
        paint_text(painter, QRectF(_LEFT, top, width, 20), self.text(), tone("text"), "strong" if on else "body")
        paint_text(painter, QRectF(_LEFT, top + 20, width, 20), self.note, tone("text2"), "small")
        paint_text(painter, QRectF(_LEFT, top, width, 20), self.count, tone("text2"), "small", RIGHT)
        if self.hasFocus() and self._by_keys:
            painter.setPen(QColor(tone("focus")))
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))


class PaperList(QWidget):
    """Says which paper is wanted."""

    picked = Signal(object)  # PaperKind
    register_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self.entries = {kind: PaperEntry(kind) for kind in (*REGULAR, *SLIPS)}
        group = QButtonGroup(self)
        for entry in self.entries.values():
            group.addButton(entry)
            entry.clicked.connect(lambda _checked=False, kind=entry.kind: self.picked.emit(kind))
        self.all = LinkButton("")
        self.all.clicked.connect(lambda _checked=False: self.register_asked.emit())
        self._issued = QVBoxLayout()
        self._issued.setSpacing(6)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 10, 0, 12)
        box.setSpacing(0)
        self._add_group(box, "定期", REGULAR)
        self._add_group(box, "督促到单位", SLIPS)
        head = QHBoxLayout()
        head.setContentsMargins(_LEFT, 4, 12, 4)
        head.addWidget(TextLabel("已登记", "small", "text2"), 1)
        head.addWidget(self.all)
        box.addLayout(head)
        self._issued.setContentsMargins(_LEFT, 0, 12, 0)
        box.addLayout(self._issued)
        box.addStretch()

    def _add_group(self, box: QVBoxLayout, title: str, kinds: Iterable[PaperKind]) -> None:
        name = TextLabel(title, "small", "text2")
        name.setContentsMargins(_LEFT, 4, 0, 4)
        box.addWidget(name)
        for kind in kinds:
            box.addWidget(self.entries[kind])
        box.addSpacing(_BETWEEN)

    def select(self, kind: PaperKind) -> None:
        """Mark a paper without telling."""
        self.entries[kind].setChecked(True)

    def show_overview(self, overview: PapersOverview) -> None:
        """Show the last issues and the counts of offices with a case."""
        for kind in REGULAR:
            self.entries[kind].show_note(issue_note(overview.last(kind)))
        for kind, level in SLIPS.items():
            cases = overview.cases(level)
            self.entries[kind].show_note(_ABOUT[kind], f"{cases:,} 个单位" if cases else "")
        self.all.setText(f"全部 {len(overview.issued):,} 份")
        self.all.setVisible(bool(overview.issued))
        while (old := self._issued.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.deleteLater()
        for row in overview.issued[:_SHOWN]:
            self._issued.addWidget(ElidedLabel(f"{title_of(row.kind)} {row.issue}".strip(), "small"))
            note = "，".join(filter(None, (row.office, day_words(row.issued_on))))
            self._issued.addWidget(ElidedLabel(note, "small", "text2"))
        if not overview.issued:
            self._issued.addWidget(TextLabel("还没有登记过", "small", "text3"), alignment=Qt.AlignmentFlag.AlignLeft)
