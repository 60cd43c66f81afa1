"""Rows of a form on paper: a label and a value, or two of each, as high as there has to be room."""

from tracker.reports.fonts import HEADING
from tracker.ui.print.blocks import Cell, Paragraph, Style

#: Label, value, label, value, in millimetres; a single value takes the last three.
WIDTHS = (30.0, 50.0, 28.0, 48.0)
LABEL = Style(HEADING, 12, 18, align="center")
VALUE = Style(size=12, line=18, align="left", edge=0.8)
ROW, SIGNED = 8.5, 14.0  # millimetres at least
Row = tuple[tuple[Cell, ...], float]


def single(label: str, *texts: str, height: float = ROW, style: Style = VALUE) -> Row:
    """Return a row with one value over the width, a line for each text, and its least height."""
    value = tuple(line for text in texts for line in _lines(str(text), style))
    return (Cell(_lines(label, LABEL)), Cell(value, 3)), height


def pair(left: str, first: str, right: str, second: str, height: float = ROW) -> Row:
    """Return a row with two labels and their values."""
    pairs = ((left, first), (right, second))
    cells = (cell for label, text in pairs for cell in (Cell(_lines(label, LABEL)), Cell(_lines(str(text), VALUE))))
    return tuple(cells), height


def _lines(text: str, style: Style) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(line, style) for line in text.split("\n"))
