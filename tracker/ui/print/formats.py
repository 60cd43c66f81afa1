"""How the styles of papers look to Qt: fonts this PC has, exact lines, tables with hairlines.

Qt counts line heights, letter spacing and tables in 1/96 inch, indents of a first line in dots of the device.
"""

import re
from collections.abc import Iterator
from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontDatabase,
    QTextBlockFormat,
    QTextCharFormat,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTableCellFormat,
    QTextTableFormat,
)

from tracker.reports.fonts import BODY, HEADING, LATIN, PLAIN, SUBHEADING, TITLE, Font, choose_fonts
from tracker.ui.print.blocks import Style, Table

RESOLUTION = 600  # dots per inch; fewer give 27 characters a line instead of 28
#: Pixels of 1/96 inch in a millimetre and in a point.
MILLIMETRE, POINT = 96 / 25.4, 96 / 72
#: 28 characters of 16 pt are a little wider than 156 mm.
_TIGHT = -0.4
_HAIRLINE = 1  # thinner ones Qt leaves out where the borders of cells are shared
#: From the words of a head down to the red line.
RULE_BELOW = 4
_FIRST = QTextFormat.Property.UserProperty.value + 1
#: The sentence a paragraph shows; whether it must not be the last on its page; whether the red line stands below it.
NAME, KEEPS, RULED = _FIRST, _FIRST + 1, _FIRST + 2
_ALIGN = {
    "both": Qt.AlignmentFlag.AlignJustify,
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}
#: What stands in where a PC has no Chinese font of Windows.
_LAST = {
    **dict.fromkeys((BODY, SUBHEADING, TITLE, PLAIN), ("Noto Serif CJK SC", "Noto Sans CJK SC")),
    HEADING: ("Noto Sans CJK SC",),
}
#: Noto draws the digit of A1 as a glyph that no reader of a PDF file knows: any other Latin font comes before it.
_LATIN = (LATIN, "Liberation Serif", "Nimbus Roman", "DejaVu Serif")
_LATIN_RUN = re.compile(r"[\x20-\x7e]+")


def dots(millimetres: float) -> float:
    """Return a length in dots of the layout."""
    return millimetres / 25.4 * RESOLUTION


@cache
def family_of(official: str) -> Font:
    """Return what this PC shows for an official family."""
    return choose_fonts(QFontDatabase.families()).get(official, Font(official))


@cache
def character_format(style: Style, *, latin: bool = False) -> QTextCharFormat:
    """Return font and colour of a style; digits and Latin letters have a family of their own."""
    chosen = family_of(style.font)
    chinese = [chosen.family, *_LAST[style.font]]
    written = QTextCharFormat()
    written.setFontFamilies([*_LATIN, *chinese] if latin and style.font != HEADING else chinese)
    written.setFontPointSize(style.size)
    written.setFontWeight(QFont.Weight.Bold if chosen.bold else QFont.Weight.Normal)
    if style.align == "both":
        written.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
        written.setFontLetterSpacing(_TIGHT)
    written.setForeground(QBrush(QColor(style.colour or "#000000")))
    return written


@cache
def paragraph_format(style: Style, name: str = "", *, new_page: bool = False) -> QTextBlockFormat:
    """Return lines, indents and alignment of a style."""
    block = QTextBlockFormat()
    block.setAlignment(_ALIGN[style.align])
    block.setTextIndent(style.indent * style.size / 72 * RESOLUTION)
    block.setLeftMargin(style.edge * MILLIMETRE)
    block.setTopMargin(style.before * POINT)
    if style.line:
        block.setLineHeight(style.line * POINT, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    if name:
        block.setProperty(NAME, name)
    if style.keeps_next:
        block.setProperty(KEEPS, True)
    if style.rule:
        block.setProperty(RULED, True)
    if new_page:
        block.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
    return block


def table_format(table: Table) -> QTextTableFormat:
    """Return borders, widths and repeated rows of a table."""
    form = QTextTableFormat()
    form.setCellSpacing(0)
    form.setCellPadding(0)
    form.setBorderCollapse(True)
    form.setBorder(_HAIRLINE if table.ruled else 0)
    form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    form.setBorderBrush(QBrush(QColor("#000000")))
    lengths = [QTextLength(QTextLength.Type.FixedLength, width * MILLIMETRE) for width in table.widths]
    form.setColumnWidthConstraints(lengths)
    form.setHeaderRowCount(table.heads)
    return form


def ruled_cell() -> QTextTableCellFormat:
    """Return a cell with hairlines around it and no room above and below its exact lines."""
    cell = QTextTableCellFormat()
    cell.setTopPadding(0)
    cell.setBottomPadding(0)
    return cell


def plain_cell() -> QTextTableCellFormat:
    """Return a cell without lines, with room for the red line below it."""
    cell = QTextTableCellFormat()
    cell.setBottomPadding(RULE_BELOW * 2)
    return cell


def breakable(text: str) -> str:
    """Return a text as Qt breaks it into lines: also between a closing quotation mark and a bracket."""
    return text.replace("\n", "\u2028").replace("”（", "”\u200b（")


def runs(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a text and whether they are Latin: “ ” and … belong to the Chinese font."""
    end = 0
    for match in _LATIN_RUN.finditer(text):
        if match.start() > end:
            yield text[end : match.start()], False
        yield match.group(), True
        end = match.end()
    if end < len(text):
        yield text[end:], False
