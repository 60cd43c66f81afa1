"""What scrolls: the ground of a page of cards, and what stands beside something else."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from tracker.ui.widgets.card import Card

EDGE, GAP = 24, 16  # px beside the cards, and between them


class Canvas(QScrollArea):
    """Fills the page, and scrolls where its cards need more; `rows` holds them from the top down."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        ground = QWidget()
        ground.setObjectName("canvas")
        ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.rows = QVBoxLayout(ground)
        self.rows.setContentsMargins(EDGE, GAP, EDGE, GAP)
        self.rows.setSpacing(GAP)
        self.setAccessibleName(name)
        self.setWidget(ground)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)


def scrolled(content: QWidget) -> QScrollArea:
    """Return a widget in an area without a frame that scrolls down only, and where the keyboard does not stop."""
    area = QScrollArea()
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def side_by_side(cards: Sequence[tuple[Card, int]], least: int = 0) -> QHBoxLayout:
    """Return cards in fixed shares of the width, as high as the highest needs and at least `least` px."""
    row = QHBoxLayout()
    row.setSpacing(GAP)
    row.addStrut(least)  # not a minimum of the cards: that would hide what their charts need
    for card, share in cards:
        card.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        row.addWidget(card, share)
    return row
