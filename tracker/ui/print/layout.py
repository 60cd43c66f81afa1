"""A paper laid out on its pages, for the PDF file, the printer and the preview alike."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QImage,
    QPainter,
    QPen,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextImageFormat,
    QTextOption,
    QTextTable,
)

from tracker.reports.fonts import PLAIN
from tracker.ui.print.blocks import RED, Block, Cell, Pages, Paragraph, Picture, Sheet, Style, Table
from tracker.ui.print.formats import (
    KEEPS,
    MILLIMETRE,
    NAME,
    POINT,
    RESOLUTION,
    RULE_BELOW,
    RULED,
    breakable,
    character_format,
    dots,
    paragraph_format,
    plain_cell,
    ruled_cell,
    runs,
    table_format,
)

_PAGE_NUMBER = Style(PLAIN, 14)
_NUMBER_BELOW = 7  # millimetres below the text
_PIXEL = RESOLUTION / 96  # dots in 1/96 inch
_RED_WIDTH = 2.25 * POINT
_TINY = Style(size=1, line=1)
#: How often headings are moved to the page of what they head: each move may push the next one.
_MOVES = 20


class PaperLayout:
    """The pages of a paper; measures are in dots of 1/600 inch, pages count from 0."""

    def __init__(self, pages: Pages) -> None:
        self.sheet: Sheet = pages.sheet
        self.title = pages.title
        sheet = pages.sheet
        self.text_size = QSizeF(
            dots(sheet.width - sheet.left - sheet.right), dots(sheet.height - sheet.top - sheet.bottom)
        )
        self.page_size = QSizeF(dots(sheet.width), dots(sheet.height))
        self._device = QImage(1, 1, QImage.Format.Format_Mono)
        self._device.setDotsPerMeterX(round(RESOLUTION / 0.0254))
        self._device.setDotsPerMeterY(round(RESOLUTION / 0.0254))
        self.document = QTextDocument()
        self.document.setUndoRedoEnabled(False)
        self._pictures = 0
        self._fill(pages.blocks)
        self._keep_together()
        self._measure()

    @property
    def count(self) -> int:
        """Return the number of pages."""
        return self.document.pageCount()

    def _fill(self, blocks: tuple[Block, ...]) -> None:
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document.setDefaultTextOption(option)
        self.document.setDocumentMargin(0)
        self.document.documentLayout().setPaintDevice(self._device)
        self.document.setPageSize(self.text_size)
        cursor = QTextCursor(self.document)
        cursor.beginEditBlock()  # the layout is made once, not after each insertion
        fresh = True
        for block in blocks:
            fresh = self._add(cursor, block, fresh=fresh)
        if fresh:
            cursor.setBlockFormat(paragraph_format(_TINY))
            cursor.setBlockCharFormat(character_format(_TINY))
        cursor.endEditBlock()

    def _add(self, cursor: QTextCursor, block: Block, *, fresh: bool) -> bool:
        """Add a block; return whether an empty paragraph stands at the end that the next one may use."""
        if isinstance(block, Table):
            if fresh:  # the paragraph before a table cannot be done without
                cursor.setBlockFormat(paragraph_format(_TINY))
                cursor.setBlockCharFormat(character_format(_TINY))
            _add_table(cursor, block)
            return True
        if not fresh:
            cursor.insertBlock()
        if isinstance(block, Paragraph):
            _write(cursor, block)
        else:
            self._add_picture(cursor, block)
        return False

    def _add_picture(self, cursor: QTextCursor, picture: Picture) -> None:
        self._pictures += 1
        url = QUrl(f"picture:{self._pictures}")
        self.document.addResource(QTextDocument.ResourceType.ImageResource.value, url, picture.image)
        form = QTextImageFormat()
        form.setName(url.toString())
        form.setWidth(picture.width * MILLIMETRE)
        form.setHeight(picture.width * MILLIMETRE * picture.image.height() / picture.image.width())
        cursor.setBlockFormat(
            paragraph_format(Style(line=0, align="center", before=6, keeps_next=picture.keeps_next))
        )  # fmt: skip
        cursor.insertImage(form)

    def _keep_together(self) -> None:
        """Move what would be parted from what it heads to the next page."""
        kept = [block for block in self._blocks() if _keeps(block)]
        for _ in range(_MOVES):
            parted = next(filter(self._is_parted, kept), None)
            if parted is None:
                return
            head = self._head_of(parted)
            form = head.blockFormat()
            form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
            QTextCursor(head).setBlockFormat(form)

    def _is_parted(self, block: QTextBlock) -> bool:
        following = block.next()
        if _begins_page(self._head_of(block)) or not following.isValid():
            return False
        return self._page_of(self._rect(following)) > self._page_of(self._rect(block))

    def _head_of(self, block: QTextBlock) -> QTextBlock:
        """Return the first of the paragraphs that stay together with this one: they move as one."""
        while not _begins_page(block) and block.previous().isValid() and _keeps(block.previous()):
            block = block.previous()
        return block

    def _measure(self) -> None:
        """Note where paragraphs stand, once: Qt takes its time to tell, and a long list has thousands of them."""
        self._named: list[tuple[str, QRectF]] = []
        self._ruled: list[QRectF] = []
        self._turning: list[tuple[QTextBlock, QRectF]] = []  # paragraphs of the text that go on overleaf
        for block in self._blocks():
            form = block.blockFormat()
            if form.property(NAME):
                self._named.append((str(form.property(NAME)), self._rect(block)))
            if form.property(RULED):
                self._ruled.append(self._rect(block))
            if block.layout().lineCount() > 1 and QTextCursor(block).currentTable() is None:
                self._turning.append((block, self._rect(block)))

    def _page_of(self, rect: QRectF) -> int:
        return int((rect.top() + 1) // self.text_size.height())

    def _rect(self, block: QTextBlock) -> QRectF:
        """Return where the lines of a paragraph stand; what a page break left free above them is no part of it."""
        whole, lines = self.document.documentLayout().blockBoundingRect(block), block.layout()
        if not lines.lineCount():
            return whole
        first = lines.lineAt(0).y()
        return QRectF(whole.left(), whole.top() + first, whole.width(), lines.boundingRect().bottom() - first)

    def _blocks(self) -> Iterator[QTextBlock]:
        block = self.document.begin()
        while block.isValid():
            yield block
            block = block.next()

    def draw(self, painter: QPainter, page: int) -> None:
        """Draw one page with its number at the painter's origin, in dots; the paper is left as it is."""
        sheet, height = self.sheet, self.text_size.height()
        painter.save()
        painter.translate(dots(sheet.left), dots(sheet.top) - page * height)
        area = QRectF(QPointF(0, page * height), self.text_size)
        painter.setClipRect(area.adjusted(-12, -12, 12, 12))  # borders stand half outside
        context = QAbstractTextDocumentLayout.PaintContext()
        context.clip = area.adjusted(0, self._draw_rest(painter, area), 0, 0)
        if context.clip.height() > 1:
            self.document.documentLayout().draw(painter, context)
        self._draw_lines(painter, page)
        painter.restore()
        if sheet.numbered:
            self._draw_number(painter, page)

    def _draw_rest(self, painter: QPainter, area: QRectF) -> float:
        """Draw the rest of a paragraph from the page before and return its height.

        Qt draws one line too many above a clip: it could not be seen, but would be copied from a PDF file.
        """
        for block, rect in self._turning:
            if rect.top() < area.top() - 1 < rect.bottom() - 1:
                lines = block.layout()
                origin = (
                    self.document.documentLayout().blockBoundingRect(block).topLeft() - lines.boundingRect().topLeft()
                )
                for line in map(lines.lineAt, range(lines.lineCount())):
                    if area.top() - 1 <= origin.y() + line.y() < area.bottom() - 1:
                        line.draw(painter, origin)
                return min(rect.bottom() - area.top() + 2, area.height())
        return 0.0

    def _draw_lines(self, painter: QPainter, page: int) -> None:
        """Draw what Qt cannot: the red line of a head, and the lower edge of a table that goes on overleaf."""
        width, bottom = self.text_size.width(), (page + 1) * self.text_size.height()
        for rect in self._ruled:
            if self._page_of(rect) == page:
                painter.setPen(QPen(QColor(RED), _RED_WIDTH * _PIXEL))
                line = rect.bottom() + RULE_BELOW * _PIXEL
                painter.drawLine(QPointF(0, line), QPointF(width, line))
        for frame in self.document.rootFrame().childFrames():
            area = self.document.documentLayout().frameBoundingRect(frame)
            if area.top() < bottom - 1 and area.bottom() > bottom + 1:
                painter.setPen(QPen(QColor("#000000"), _PIXEL))
                painter.drawLine(QPointF(area.left(), bottom), QPointF(area.right(), bottom))

    def _draw_number(self, painter: QPainter, page: int) -> None:
        """Odd pages bear their number at the right, even ones at the left, one character in."""
        sheet, side = self.sheet, _PAGE_NUMBER.size / 72 * RESOLUTION
        font = character_format(_PAGE_NUMBER).font()
        font.setPixelSize(round(side))
        middle = dots(sheet.height - sheet.bottom + _NUMBER_BELOW)
        line = QRectF(dots(sheet.left) + side, middle - side, self.text_size.width() - 2 * side, 2 * side)
        align = Qt.AlignmentFlag.AlignLeft if page % 2 else Qt.AlignmentFlag.AlignRight
        painter.save()
        painter.setFont(font)
        painter.setPen(QColor("#000000"))
        painter.drawText(line, int(align | Qt.AlignmentFlag.AlignVCenter), f"— {page + 1} —")
        painter.restore()

    def places(self, name: str) -> list[tuple[int, QRectF]]:
        """Return where a sentence stands: page and rectangle on it, in dots from the corner of the page."""
        return [part for named, rect in self._named if named == name for part in self._on_pages(rect)]

    def _on_pages(self, rect: QRectF) -> Iterator[tuple[int, QRectF]]:
        height = self.text_size.height()
        first, last = int(rect.top() // height), int(max(rect.bottom() - 1, rect.top()) // height)
        for page in range(first, last + 1):
            part = rect.intersected(QRectF(rect.left(), page * height, rect.width(), height))
            yield page, part.translated(dots(self.sheet.left), dots(self.sheet.top) - page * height)

    def name_at(self, page: int, point: QPointF) -> str:
        """Return the sentence that stands at a point of a page, "" where there is none."""
        for name, rect in self._named:
            if any(on == page and part.contains(point) for on, part in self._on_pages(rect)):
                return name
        return ""


def _keeps(block: QTextBlock) -> bool:
    return bool(block.blockFormat().property(KEEPS))


def _begins_page(block: QTextBlock) -> bool:
    return block.blockFormat().pageBreakPolicy() == QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore


def _write(cursor: QTextCursor, paragraph: Paragraph) -> None:
    style = paragraph.style
    cursor.setBlockFormat(paragraph_format(style, paragraph.name, new_page=paragraph.new_page))
    cursor.mergeBlockCharFormat(character_format(style))  # in a cell it holds padding and span as well
    for text, latin in runs(breakable(paragraph.text)):
        cursor.insertText(text, character_format(style, latin=latin))


def _add_table(cursor: QTextCursor, table: Table) -> None:
    grid: QTextTable = cursor.insertTable(len(table.rows), len(table.widths), table_format(table))
    for number, row in enumerate(table.rows):
        column = 0
        least = table.least[number] if table.least else 0
        for cell in row:
            if cell.span > 1:
                grid.mergeCells(number, column, 1, cell.span)
            _fill_cell(grid, number, column, cell, least, ruled=table.ruled)
            column += cell.span
    cursor.movePosition(QTextCursor.MoveOperation.End)


def _fill_cell(grid: QTextTable, row: int, column: int, cell: Cell, least: float, *, ruled: bool) -> None:
    spot = grid.cellAt(row, column)
    form = ruled_cell() if ruled else plain_cell()
    form.setTableCellColumnSpan(cell.span)  # a new format forgets that cells were merged
    form.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignMiddle)
    if least:
        height = sum(line.style.line for line in cell.lines) / 72 * 25.4
        spare = max(least - height, 0) / 2 * MILLIMETRE
        form.setTopPadding(spare)
        form.setBottomPadding(spare)
    spot.setFormat(form)
    cursor = spot.firstCursorPosition()
    for number, line in enumerate(cell.lines):
        if number:
            cursor.insertBlock(QTextBlockFormat())
        _write(cursor, line)
