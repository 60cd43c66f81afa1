"""The headers of the ledger: what a column shows beside its own words, and the second word over the progress."""

from itertools import pairwise

from PySide6.QtCore import QItemSelectionModel, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QStyleOptionHeader, QTableView, QWidget

from tracker.ui.ledger.cell_painting import GAIN_WIDTH, PAD, PERCENT_END
from tracker.ui.ledger.columns import GAIN, OFFICE_AND, OFFICE_UNDER, PROGRESS_AND, Column
from tracker.ui.ledger.view_settings import LEAST_WIDTH
from tracker.ui.theme.fonts import font, metrics
from tracker.ui.theme.icons import tone
from tracker.ui.widgets.paint import RIGHT, paint_text


def headers_of(table: QTableView, *, under: bool) -> dict[Column, str]:
    """Return the headers that differ from those of the columns; `under` says that owners stand under their offices."""
    header, words = table.horizontalHeader(), {Column.PROGRESS: PROGRESS_AND}
    shown = [column for column in Column if not table.isColumnHidden(column)]
    order = sorted(shown, key=header.visualIndex)
    if under:
        words[Column.OFFICE] = OFFICE_UNDER
    elif (Column.OFFICE, Column.OWNER) in pairwise(order):
        words[Column.OFFICE] = OFFICE_AND
    return words


class LedgerHeader(QHeaderView):
    """The header of the table; over the progress it says as well what the number behind it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFont(font("small"))
        self.setFixedHeight(32)
        self.setHighlightSections(False)
        self.setSectionsMovable(True)
        self.setFirstSectionMovable(False)
        self.setSectionsClickable(True)
        self.setStretchLastSection(False)
        self.setMinimumSectionSize(LEAST_WIDTH)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setStyleSheet(
            "QHeaderView::section { padding-left: 8px } QHeaderView::section:first { padding-left: 36px }"
        )
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)

    def select_nothing(self) -> None:
        """Have a selection of its own, always empty, in place of the table's.

        At each paint Qt asks whether whole columns are selected, every cell of them, which with all of 20,000 rows
        chosen takes seconds. Here rows are selected, never columns.
        """
        self.setSelectionModel(QItemSelectionModel(self.model(), self))

    def _word(self, column: Column) -> str:
        return str(self.model().headerData(column, Qt.Orientation.Horizontal) or "")

    def _goes_on(self, section: int) -> bool:
        """Tell whether the word of a section stands behind that of the offices, as one text."""
        return section == Column.OWNER and self._word(Column.OFFICE) == OFFICE_AND

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, section: int) -> None:
        """Leave out the words that are painted behind others."""
        super().initStyleOptionForIndex(option, section)
        if self._goes_on(section):
            option.text = ""

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Paint a section, and 近30天 over the change of the progress where there is room for it."""
        painter.save()
        super().paintSection(painter, rect, section)
        painter.restore()
        if self._goes_on(section):
            begin = self.sectionViewportPosition(Column.OFFICE) + PAD
            behind = begin + metrics("small").horizontalAdvance(f"{OFFICE_AND} ")
            room = QRect(behind, rect.top(), rect.right() - behind, rect.height())
            paint_text(painter, room, self._word(Column.OWNER), tone("text3"), "small")
        if section == Column.PROGRESS and rect.width() >= PERCENT_END + GAIN_WIDTH:
            end = QRect(rect.left(), rect.top(), PERCENT_END + GAIN_WIDTH, rect.height())
            paint_text(painter, end, GAIN, tone("text3"), "small", RIGHT)
