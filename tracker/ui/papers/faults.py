"""What is wrong with a template, in a red frame above the foot, and the way round it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from tracker.model.enums import LightColour
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.labels import TextLabel

_MOST = 132  # px: more findings are scrolled to


class TemplateFaults(QWidget):
    """Lists the findings; hidden until there are any."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._use_shipped: Callable[[], object] | None = None
        self.title = TextLabel("模板有要改的地方，没有生成文件", "strong", "red")
        self.text = TextLabel("", "small")
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.shipped = Button("用默认模板生成")
        self.close_button = Button("知道了", "plain")
        self.shipped.clicked.connect(lambda _checked=False: self._go_on())
        self.close_button.clicked.connect(lambda _checked=False: self.hide())
        self._area = QScrollArea()
        self._area.setWidget(self.text)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setAccessibleName("模板里要改的地方")
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        head.addWidget(self.shipped)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 10, 20, 10)
        box.setSpacing(6)
        box.addLayout(head)
        box.addWidget(self._area)
        self.hide()

    def show_faults(self, text: str, use_shipped: Callable[[], object] | None = None) -> None:
        """Show findings, a line each; `use_shipped` saves what was to be saved with the shipped template."""
        self._use_shipped = use_shipped
        self.title.setText("模板有要改的地方，没有生成文件" if use_shipped else "模板有要改的地方")
        self.text.setText(text)
        self.shipped.setVisible(use_shipped is not None)
        lines = text.count("\n") + 1
        self._area.setFixedHeight(min((lines + 1) * self.text.fontMetrics().lineSpacing() + 8, _MOST))
        self.show()
        (self.shipped if use_shipped else self.close_button).setFocus()

    def _go_on(self) -> None:
        self.hide()
        if self._use_shipped is not None:
            self._use_shipped()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the red frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(current().light(LightColour.RED).fill), 1.5))
        painter.drawRoundedRect(self.rect().adjusted(8, 3, -8, -3), 6, 6)
