"""体检: what is missing in the ledger, a line for each kind, and how far every source is answered."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QListView, QScrollArea, QVBoxLayout, QWidget

from tracker.model.rows.xray import Coverage, Finding, Xray
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.icons import tone
from tracker.ui.widgets.badges import ProgressBar
from tracker.ui.widgets.labels import ElidedLabel, SideRule, TextLabel
from tracker.ui.widgets.paint import RIGHT, paint_hairline, paint_row_ground, paint_text
from tracker.ui.widgets.row_delegate import Cell, RowDelegate
from tracker.ui.widgets.row_model import ROW, RowModel, list_of
from tracker.ui.widgets.scroll_page import scrolled
from tracker.ui.widgets.states import EmptyState, Stage

_ROW, _EDGE, _ACT, _SIDE = 44, 40, 112, 352
_SHOWN = 8  # codes named in a line
#: What is asked for most often first; the rest follows in the order of the query.
HINT = "Enter 打开　A 处理　点一行看是哪些"


def finding_words(finding: Finding) -> str:
    """Return a line in one text, as a screen reader says it."""
    return f"{finding.sentence}：{example_words(finding)}；{finding.act}"


def example_words(finding: Finding) -> str:
    """Return some of the codes of a finding."""
    more = "…" if finding.count > _SHOWN else ""
    return f"{'、'.join(finding.items[:_SHOWN])}{more}"


def coverage_words(covered: Coverage) -> str:
    """Return 覆盖率 24/25（96.0%）."""
    return f"覆盖率 {covered.answered}/{covered.leaves}（{covered.share}%）"


def section_words(covered: Coverage) -> str:
    """Return the sections of a source, a line each, with what is measured and closed."""
    lines = [f"有指标 {covered.with_indicator:,} 条，已销号 {covered.closed:,} 条"]
    lines += [f"{part.section or '（没有章节）'}：{part.answered}/{part.leaves}" for part in covered.sections]
    return "\n".join(lines)


def _paint(painter: QPainter, cell: Cell) -> None:
    finding: Finding = cell.row
    paint_row_ground(painter, cell.rect, selected=cell.chosen, hovered=cell.hovered, first=True)
    paint_hairline(painter, cell.rect, 16)
    box = QRectF(cell.rect).adjusted(_EDGE, 0, -_EDGE, 0)
    paint_text(painter, box.adjusted(0, 0, -_ACT, 0), finding.sentence, tone("text"), "strong")
    after = metrics("strong").horizontalAdvance(finding.sentence) + 16
    paint_text(painter, box.adjusted(after, 0, -_ACT, 0), example_words(finding), tone("text3"), "small")
    paint_text(painter, box, f"{finding.act}…", tone("accenttext"), "body", RIGHT)


class FindingList(QListView):
    """One line a finding; a click or Enter opens what it is about, its word at the right or A mends it."""

    opened = Signal(object)  # Finding
    act_asked = Signal(object)  # Finding

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: RowModel[Finding] = RowModel(
            list_of(finding_words), tip=lambda f: "、".join(f.items[:60]), key=lambda f: (f.code, f.items)
        )
        self.setItemDelegate(RowDelegate(_paint, _ROW, self))
        self.setModel(self.rows)
        self.setAccessibleName("体检")
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show findings; the line one stands on stays."""
        row = max(self.currentIndex().row(), 0)
        self.rows.set_rows(findings)
        if findings:
            self.setCurrentIndex(self.rows.index(min(row, len(findings) - 1), 0))

    def current(self) -> Finding | None:
        """Return the finding one stands on."""
        index = self.currentIndex()
        finding: Finding | None = index.data(ROW) if index.isValid() else None
        return finding

    def act_at(self, index: QModelIndex, at: QPoint) -> bool:
        """Tell whether a place of the view is on the word of what mends a finding."""
        return index.isValid() and at.x() >= self.viewport().width() - _EDGE - _ACT

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open what was clicked, or mend it."""
        super().mouseReleaseEvent(event)
        at = event.position().toPoint()
        index = self.indexAt(at)
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            (self.act_asked if self.act_at(index, at) else self.opened).emit(index.data(ROW))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, mend with A."""
        finding = self.current()
        if finding is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(finding)
        elif finding is not None and event.key() == Qt.Key.Key_A:
            self.act_asked.emit(finding)
        else:
            super().keyPressEvent(event)


class XrayView(QWidget):
    """Findings at the left, coverage of the sources at the right."""

    source_opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.findings = FindingList()
        self.summary, hint = TextLabel("", "body", "text2"), TextLabel(HINT, "small", "text3")
        self.stage = Stage(self.findings)
        column = QVBoxLayout()
        column.setContentsMargins(0, 28, 0, 0)
        column.setSpacing(4)
        for label in (self.summary, hint):
            label.setContentsMargins(_EDGE, 0, _EDGE, 0)
            column.addWidget(label)
        column.addWidget(self.stage, 1)
        line = SideRule()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(column, 1)
        row.addWidget(line)
        row.addWidget(self._side())
        self.setFocusProxy(self.findings)

    def _side(self) -> QScrollArea:
        inside = QWidget()
        inside.setObjectName("canvas")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._coverage = QVBoxLayout(inside)
        self._coverage.setContentsMargins(24, 28, 24, 24)
        self._coverage.setSpacing(12)
        area = scrolled(inside)
        area.setFixedWidth(_SIDE)
        return area

    def show_xray(self, xray: Xray, names: dict[str, str]) -> None:
        """Show findings and coverage; `names` are the titles of sources by code."""
        self.summary.setText(summary_words(xray))
        self.findings.show_findings(xray.findings)
        if xray.findings:
            self.stage.show_content()
        else:
            self.stage.show_empty(EmptyState("check", "没有缺项", "单位、时限、指标、佐证、来源都齐全。"))
        while (entry := self._coverage.takeAt(0)) is not None:
            if (widget := entry.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._coverage.addWidget(TextLabel("各来源的覆盖率", "strong"))
        for covered in xray.coverage:
            self._coverage.addWidget(_CoverageLine(covered, names.get(covered.article, "")))
        self._coverage.addStretch(1)


def summary_words(xray: Xray) -> str:
    """Return how many kinds of things are missing: 12 类缺项，最多的是 55 项任务没有指标。."""
    if not xray.findings:
        return "没有缺项。"
    most = max(xray.findings, key=lambda finding: finding.count)
    return f"{len(xray.findings)} 类缺项，最多的是 {most.sentence}。"


class _CoverageLine(QWidget):
    """One source: title, share as a bar and in figures; its sections in the tooltip."""

    def __init__(self, covered: Coverage, title: str) -> None:
        super().__init__()
        self.setToolTip(section_words(covered))
        bar = ProgressBar()
        bar.set_progress(round(covered.share))
        bar.setAccessibleName(f"{covered.article} {coverage_words(covered)}")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        grid.addWidget(ElidedLabel(f"{covered.article}  {title}"), 0, 0, 1, 2)
        grid.addWidget(bar, 1, 0, 1, 2)
        grid.addWidget(TextLabel(coverage_words(covered), "small", "text2"), 2, 0)
        measured = f"有指标 {covered.with_indicator}，已销号 {covered.closed}"
        grid.addWidget(TextLabel(measured, "small", "text3"), 2, 1, Qt.AlignmentFlag.AlignRight)
