"""反馈表: a sheet for each task to be filled in by hand, signed and stamped; a code on it says which task it is of."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from tracker.model.rows.forms import FormRow
from tracker.ui.print.blocks import CENTRED, PAPER_TITLE, Block, Pages, Paragraph, Sheet, Table
from tracker.ui.print.boxes import SIGNED, VALUE, WIDTHS, Row, pair, single
from tracker.ui.print.formats import RESOLUTION, dots
from tracker.ui.print.layout import PaperLayout

_SHEET = Sheet(39, 10, 28, 26, numbered=False)
#: With its free room, in millimetres: what scanners of 100 dots per inch still read.
CODE_SIDE = 24.0
_TOP, _TEXT_SIZE, _TEXT_HIGH = 10.0, 7, 4.0
_GREY = replace(VALUE, size=10.5, line=16, colour="#7A808C")
_BOX, _LARGE = 20.0, 32.0
#: More of our last values than this is of no use on paper.
_LONGEST = 120
#: Characters of it that stand in a line.
_IN_A_LINE = 32


class FormLayout:
    """The pages of many forms, as the PDF file, the printer and the preview want them."""

    def __init__(self, forms: Sequence[FormRow]) -> None:
        self.title, self.sheet = "反馈表", _SHEET
        self._forms = tuple(forms)
        self._layouts = [PaperLayout(form_pages(form)) for form in forms]
        self._pages = [
            (layout, page, form.payload)
            for layout, form in zip(self._layouts, self._forms, strict=True)
            for page in range(layout.count)
        ]

    @property
    def count(self) -> int:
        """Return the number of pages."""
        return len(self._pages)

    def draw(self, painter: QPainter, page: int) -> None:
        """Draw one page at the painter's origin, in dots, with the code of its task."""
        layout, inner, payload = self._pages[page]
        layout.draw(painter, inner)
        _draw_payload(painter, payload)


def _draw_payload(painter: QPainter, payload: str) -> None:
    """Draw the code at the upper right, and below what it says, for whom has no reader."""
    from tracker.ui.print.qr import draw_code

    left, top = dots(_SHEET.width - _SHEET.right - CODE_SIDE), dots(_TOP)
    draw_code(painter, payload, QPointF(left, top), dots(CODE_SIDE))
    painter.save()
    font = painter.font()
    font.setFamilies(["Liberation Mono", "Consolas", "DejaVu Sans Mono", "Courier New"])
    font.setPixelSize(round(_TEXT_SIZE / 72 * RESOLUTION))
    painter.setFont(font)
    painter.setPen(QColor("#000000"))
    line = QRectF(0, top + dots(CODE_SIDE), dots(_SHEET.width - _SHEET.right), dots(_TEXT_HIGH))
    painter.drawText(line, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), payload)
    painter.restore()


def form_pages(form: FormRow) -> Pages:
    """Return the form of a task as blocks."""
    return Pages(f"{form.code} 反馈表", _SHEET, tuple(_blocks(form)))


def _blocks(form: FormRow) -> Iterator[Block]:
    yield Paragraph("任务反馈表", PAPER_TITLE)
    sent = f"第{form.round}批" if form.round else ""
    yield Paragraph(f"{form.office}　{sent}".strip("　"), replace(CENTRED, size=12, line=22))
    rows = tuple(_rows(form))
    yield Table(WIDTHS, tuple(row for row, _ in rows), heads=0, least=tuple(height for _, height in rows))
    note = "灰色的是上次填报的内容，供参考。填好后签字盖章，扫描件以任务编号开头命名，如“{}_反馈表.pdf”。"
    yield Paragraph(note.format(form.code), replace(_GREY, size=9, line=15, edge=0))


def _rows(form: FormRow) -> Iterator[Row]:
    yield pair("编　　号", form.code, "完成时限", form.due)
    yield single("任务名称", form.title)
    yield single("配合单位", "、".join(form.co_offices))
    yield _box("进　　度", form.progress, 14)
    yield _box("进展情况", form.progress_note, _LARGE)
    yield _box("存在问题", form.problems, _BOX)
    yield _box("下一步措施", form.next_steps, _BOX)
    yield pair("填 报 人", "", "联系电话", "", SIGNED)
    yield pair("负责人\n（签字）", "", "日　　期\n（盖章）", "", 24)


def _box(label: str, last: str, height: float) -> Row:
    """Return a box to write in, with what was said last in grey at its top."""
    plain = " ".join(last.split())
    shown = f"{plain[:_LONGEST]}…" if len(plain) > _LONGEST else plain
    lines = int(height / (_GREY.line / 72 * 25.4))
    below = [""] * (lines - 1 - len(shown) // _IN_A_LINE)  # else the words would stand in the middle
    return single(label, f"上次：{shown}" if shown else "", *below, height=height, style=_GREY)
