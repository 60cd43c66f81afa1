"""Paints the rows that span all columns: article, group and section."""

from collections.abc import Mapping

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from tracker.ui.ledger.cell_painting import (
    CODE_INSET,
    LEAST_WORD,
    PAD,
    inside,
    paint_rollup_bar,
    paint_rollup_lights,
    paint_rollup_percent,
)
from tracker.ui.ledger.columns import Column
from tracker.ui.ledger.rows import Heading, HeadingKind, Rollup
from tracker.ui.theme import fonts, icons, tokens
from tracker.ui.widgets import paint

TILE = 18
CHEVRON = 12
LINK_GAP = 16
LEAST_LEFT = CODE_INSET + 48  # px; where titles of sections begin when the table is scrolled sideways
#: Cells by column in viewport coordinates, visible columns only.
Cells = Mapping[int, QRect]


def paint_heading(painter: QPainter, row: QRect, cells: Cells, heading: Heading) -> None:
    """Paint an article, group or section over the whole row; the ground is there already."""
    colours = tokens.current()
    if heading.kind is HeadingKind.SECTION:
        _section(painter, row, cells, heading)
        return
    left = row.left() + CODE_INSET
    if heading.code:
        square = QRect(left, row.top() + (row.height() - TILE) // 2, TILE, TILE)
        paint.paint_tile(painter, square, heading.code[:2])
        left += TILE + 10
    width = max(0, _summary_left(cells, row) - left - PAD)
    written = min(width, fonts.metrics("strong").horizontalAdvance(heading.title) + 2)
    paint.paint_text(painter, QRect(left, row.top(), written, row.height()), heading.title, colours.text, "strong")
    rest = QRect(left + written + 12, row.top(), max(0, width - written - 12), row.height())
    if rest.width() > 40:
        paint.paint_text(painter, rest, heading.note, colours.text3, "small")
    if Column.PROGRESS in cells:
        paint_rollup_bar(painter, cells[Column.PROGRESS], heading.rollup, tick=True)
    _summary(painter, cells, heading.rollup, colours.text2)


def paint_chevron(painter: QPainter, row: QRect, *, opened: bool, boxed: bool = False) -> None:
    """Paint the sign that a row can be opened or closed, at the left edge; further left where it has a box."""
    area = QRectF(row.left() + (1 if boxed else 15), row.top() + (row.height() - CHEVRON) / 2, CHEVRON, CHEVRON)
    name = "chevron_down" if opened else "chevron_right"
    icons.paint_icon(painter, area, name, tokens.current().text3)


def link_left(title_left: int, heading: Heading) -> int:
    """Return where the link of a section begins, px, given where its column of titles begins."""
    inset = PAD if heading.code else CODE_INSET
    return (
        (max(title_left, LEAST_LEFT) if heading.code else title_left)
        + inset
        + fonts.metrics("small").horizontalAdvance(heading.title)
        + LINK_GAP
    )


def link_width(heading: Heading) -> int:
    """Return how wide the link of a section is, px."""
    return fonts.metrics("small").horizontalAdvance(heading.note)


def _section(painter: QPainter, row: QRect, cells: Cells, heading: Heading) -> None:
    colours = tokens.current()
    code = QRect(row.left() + CODE_INSET, row.top(), 44, row.height())
    paint.paint_text(painter, code, heading.code, colours.text3, "small")
    left = max(cells[Column.TITLE].left(), LEAST_LEFT) + PAD if heading.code else code.left()
    words = QRect(left, row.top(), max(0, _summary_left(cells, row) - left - PAD), row.height())
    paint.paint_text(painter, words, heading.title, colours.text2, "small")
    link = link_left(cells[Column.TITLE].left() if heading.code else row.left(), heading)
    if heading.note and link + link_width(heading) < words.right():
        area = QRect(link, row.top(), link_width(heading) + 2, row.height())
        paint.paint_text(painter, area, heading.note, colours.accenttext, "small")
    if heading.rollup is not None and heading.rollup.tasks:
        _summary(painter, cells, heading.rollup, colours.text3)


def _summary(painter: QPainter, cells: Cells, rollup: Rollup | None, ink: str) -> None:
    if Column.PROGRESS in cells:
        paint_rollup_percent(painter, cells[Column.PROGRESS], rollup, ink)
    ends = paint_rollup_lights(painter, cells[Column.LIGHT], rollup) if Column.LIGHT in cells else 0
    if Column.STATUS in cells and rollup is not None:
        words, area = f"{rollup.tasks:,} 项", cells[Column.STATUS]
        if area.width() >= LEAST_WORD:
            paint.paint_text(painter, inside(area), words, ink, "small")
        elif Column.LIGHT in cells:  # no room for words: at the end of the row, where the lights leave some
            rest = cells[Column.LIGHT].adjusted(0, 0, -PAD, 0)
            if ends + fonts.metrics("small").horizontalAdvance(words) <= rest.right():
                paint.paint_text(painter, rest, words, ink, "small", paint.RIGHT)


def _summary_left(cells: Cells, row: QRect) -> int:
    lefts = [cells[c].left() for c in (Column.PROGRESS, Column.STATUS, Column.LIGHT) if c in cells]
    return min(lefts, default=row.right())
