"""F11: one chart after another over the whole screen, large."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from tracker.ui.charts.figure import Sheet, draw_sheet
from tracker.ui.core.bus import Notice
from tracker.ui.shell.window import Window
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.paint import RIGHT, paint_text

#: The sheet's size in the look's pixels; the screen enlarges it, and with it the type.
STAGE = QSize(880, 495)
_NEXT = (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Space, Qt.Key.Key_Return)
_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_PageUp, Qt.Key.Key_Backspace)
_END = (Qt.Key.Key_Escape, Qt.Key.Key_F11)


class Presentation(QWidget):
    """Shows sheets page by page; keys or clicks go on, Esc or F11 ends."""

    def __init__(self, sheets: Sequence[Sheet], *, demo: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.sheets, self.demo, self.page = tuple(sheets), demo, 0
        self.setWindowTitle("演示")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.BlankCursor)

    def turn(self, step: int) -> None:
        """Go on or back; at the ends it stays."""
        self.page = max(0, min(self.page + step, len(self.sheets) - 1))
        self.setAccessibleName(self.sheets[self.page].title)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn the pages, or end."""
        if event.key() in _END:
            self.close()
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.turn(len(self.sheets) * (1 if event.key() == Qt.Key.Key_End else -1))
        elif event.key() in (*_NEXT, *_BACK):
            self.turn(1 if event.key() in _NEXT else -1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The left button goes on, the right one back."""
        self.turn(-1 if event.button() == Qt.MouseButton.RightButton else 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sheet in the middle, and which page it is."""
        painter, tokens = QPainter(self), current()
        painter.fillRect(self.rect(), QColor(tokens.surface))
        sheet = self.sheets[self.page]
        stage = sheet.whole if sheet.fixed else STAGE
        scale = min(self.width() / stage.width(), self.height() / stage.height())
        painter.translate((self.width() - stage.width() * scale) / 2, (self.height() - stage.height() * scale) / 2)
        painter.scale(scale, scale)
        area = QRectF(0, 0, stage.width(), stage.height())
        draw_sheet(painter, area, sheet, demo=self.demo, size=stage - (sheet.whole - sheet.size))
        number = QRectF(area.left(), area.top() + 16, area.width() - 24, 20)
        paint_text(painter, number, f"{self.page + 1} / {len(self.sheets)}", tokens.text3, "small", RIGHT)


def present(window: Window) -> Presentation | None:
    """Show the charts of the window's page, of the overview where it has none; None while nothing has been read."""
    sheets = window.page().sheets()
    if not sheets:
        window.show_page("overview")
        sheets = window.page().sheets()
    if not sheets:
        window.context.bus.notified.emit(Notice("图还没有读出来，稍等再按 F11。", warning=True))
        return None
    shown = Presentation(sheets, demo=window.state is not None and window.state.demo, parent=window.frame())
    shown.showFullScreen()
    return shown
