"""Plain paint functions of the look; delegates and widgets share them. Colours are read when painting."""

from collections.abc import Sequence
from functools import cache, lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTextLayout, QTextOption

from tracker.model.enums import LightColour, Status, StatusMark
from tracker.model.rows import Light
from tracker.ui.theme.fonts import Role, cut_text, line, metrics, shared_font
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.line_breaks import broken_lines

Align = Qt.AlignmentFlag
Rect = QRect | QRectF

#: Left edge, centred vertically: where nearly all text stands.
LEFT = Align.AlignLeft | Align.AlignVCenter
RIGHT = Align.AlignRight | Align.AlignVCenter

#: How strong the words of a row are that the filter or the list does not ask for any more.
DIMMED = 0.45

_SHAPE = 10
_GAP = 8
_MARK_PAD, _MARK_GAP = 8, 4


def paint_text(
    painter: QPainter,
    rect: Rect,
    text: str,
    hex_colour: str,
    role: Role = "body",
    align: Qt.AlignmentFlag = LEFT,
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> None:
    """Paint one line, cut with … where `rect` is too narrow."""
    painter.setFont(shared_font(role))
    painter.setPen(colour_of(hex_colour))
    painter.drawText(QRectF(rect), _single_line(align), cut_text(role, text, elide, int(rect.width()) + 1))


def paint_lines(painter: QPainter, rect: Rect, text: str, hex_colour: str, role: Role = "body") -> None:
    """Paint a text broken into the lines that fit, centred from top to bottom; the last one ends in … where it must."""
    box, height = QRectF(rect), float(line_height(role))
    most = max(1, int(box.height() // height))
    lines = _broken(text, box.width(), role, most + 1)
    top = box.top() + max(0.0, (box.height() - height * min(len(lines), most)) / 2)
    for number, (start, length) in enumerate(lines[:most]):
        words = text[start : start + length].strip("\n")
        if number == most - 1 and len(lines) > most:
            words = text[start:].replace("\n", " ")
        paint_text(painter, QRectF(box.left(), top + number * height, box.width(), height), words, hex_colour, role)


def line_height(role: Role) -> int:
    """Return the height in px of a line that `paint_lines` paints."""
    return line(role) - 3


def count_lines(text: str, width: float, role: Role = "body", most: int = 100) -> int:
    """Return into how many lines a text breaks in a width in px."""
    return len(_broken(text, width, role, most))


def _broken(text: str, width: float, role: Role, most: int) -> list[tuple[int, int]]:
    """Return where the lines of a text begin and how long they are, no more than `most`."""
    layout = QTextLayout(text.replace("\n", "\u2028"), shared_font(role))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    return [(each.textStart(), each.textLength()) for each in broken_lines(layout, max(width, 1), most)]


def paint_matches(painter: QPainter, rect: Rect, text: str, words: Sequence[str], hex_colour: str) -> None:
    """Paint one line of body text at the left, the places of these words (folded) in bold; it is cut like any text."""
    left, right = float(QRectF(rect).left()), float(QRectF(rect).right())
    for piece, bold in matches(text, words):
        role: Role = "strong" if bold else "body"
        room = QRectF(left, QRectF(rect).top(), max(right - left, 0), QRectF(rect).height())
        paint_text(painter, room, piece, hex_colour, role)
        left += metrics(role).horizontalAdvance(piece)
        if left >= right:
            return


def matches(text: str, words: Sequence[str]) -> list[tuple[str, bool]]:
    """Return a text in pieces, those that equal one of the words (folded) marked."""
    folded, marked = text.casefold(), bytearray(len(text))
    if len(folded) == len(text):  # else places would not be the same: some letters fold into two
        for word in words:
            at = folded.find(word) if word else -1
            while at >= 0:
                marked[at : at + len(word)] = b"\1" * len(word)
                at = folded.find(word, at + 1)
    pieces: list[tuple[str, bool]] = []
    for sign, bold in zip(text, marked, strict=True):
        if pieces and pieces[-1][1] == bool(bold):
            pieces[-1] = (pieces[-1][0] + sign, bool(bold))
        else:
            pieces.append((sign, bool(bold)))
    return pieces


# A screen of the ledger has some 150 texts; what follows keeps what is the same at every paint.


@cache
def _single_line(align: Qt.AlignmentFlag) -> int:
    return int(align | Qt.TextFlag.TextSingleLine)


@lru_cache(maxsize=500)
def colour_of(hex_colour: str) -> QColor:
    """Return a colour that is only looked at, never changed."""
    return QColor(hex_colour)


def paint_light(painter: QPainter, rect: Rect, colour: LightColour) -> None:
    """Paint the shape of a light, centred and as large as the shorter side of `rect`."""
    box = _square(rect)
    fill = colour_of(current().light(colour).fill)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    if colour is LightColour.GREY:
        _ring(painter, box, fill, box.width() * 0.15)
    else:
        painter.drawPath(_shape(box, colour))
    if colour is LightColour.BLUE:
        _tick(painter, box, colour_of(current().surface))
    painter.restore()


def paint_shape(painter: QPainter, rect: Rect, colour: LightColour, hex_colour: str) -> None:
    """Paint the bare shape of a light in another colour: in a segment that has the light's own."""
    box, tone = _square(rect), colour_of(hex_colour)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tone)
    if colour is LightColour.GREY:
        _ring(painter, box, tone, box.width() * 0.22)
    elif colour is LightColour.BLUE:
        _tick(painter, box.adjusted(-1.5, -1.5, 1.5, 1.5), tone)
    else:
        painter.drawPath(_shape(box, colour))
    painter.restore()


def _shape(box: QRectF, colour: LightColour) -> QPainterPath:
    path = QPainterPath()
    middle = box.center()
    if colour is LightColour.RED:
        points = [
            QPointF(middle.x(), box.top() - 0.5),
            QPointF(box.right() + 0.5, middle.y()),
            QPointF(middle.x(), box.bottom() + 0.5),
            QPointF(box.left() - 0.5, middle.y()),
        ]
    elif colour is LightColour.AMBER:
        inset = box.height() * 0.06
        points = [
            QPointF(middle.x(), box.top() + inset),
            QPointF(box.right() + 0.5, box.bottom() - inset),
            QPointF(box.left() - 0.5, box.bottom() - inset),
        ]
    else:
        path.addEllipse(box)
        return path
    path.addPolygon(points)
    path.closeSubpath()
    return path


def _ring(painter: QPainter, box: QRectF, colour: QColor, width: float) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, width))
    painter.drawEllipse(box.adjusted(width / 2, width / 2, -width / 2, -width / 2))


def _tick(painter: QPainter, box: QRectF, colour: QColor) -> None:
    side = box.width()
    pen = QPen(colour, side * 0.14, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    points = [(0.28, 0.52), (0.44, 0.68), (0.72, 0.36)]
    painter.drawPolyline([QPointF(box.left() + x * side, box.top() + y * side) for x, y in points])


def paint_light_text(painter: QPainter, rect: Rect, light: Light, *, short: bool = True) -> None:
    """Paint shape, word and reason at the left of `rect`; green says only 绿 when `short`."""
    box = QRectF(rect)
    top = box.center().y() - _SHAPE / 2
    paint_light(painter, QRectF(box.left(), top, _SHAPE, _SHAPE), light.colour)
    loud = light.colour in (LightColour.RED, LightColour.AMBER)
    tokens = current()
    tone = tokens.light(light.colour).text if loud else tokens.text3
    paint_text(painter, box.adjusted(_SHAPE + _GAP, 0, 0, 0), _light_words(light, short=short), tone, "small")


def marks_width(marks: Sequence[str]) -> int:
    """Return the px that marks need side by side."""
    return sum(metrics("tick").horizontalAdvance(mark) + _MARK_PAD + _MARK_GAP for mark in marks)


def paint_marks(painter: QPainter, rect: Rect, marks: Sequence[str]) -> None:
    """Paint marks (延2, 难, 重) from the left of `rect`: small words in hairline frames, never in a light's colour."""
    tokens, box = current(), QRectF(rect)
    left = box.left()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for mark in marks:
        width = metrics("tick").horizontalAdvance(mark) + _MARK_PAD
        frame = QRectF(left + 0.5, box.center().y() - 7.5, width - 1, 15)
        painter.setPen(QPen(colour_of(tokens.field), 1))
        painter.drawRoundedRect(frame, 3, 3)
        paint_text(painter, frame, mark, tokens.text2, "tick", Align.AlignCenter)
        left += width + _MARK_GAP
    painter.restore()


def paint_light_shift(painter: QPainter, rect: Rect, before: Light, after: Light) -> None:
    """Paint a light before with its word, an arrow, and the light afterwards at the left of `rect`."""
    box = QRectF(rect)
    paint_light_text(painter, box, before)
    left = _SHAPE + _GAP + metrics("small").horizontalAdvance(_light_words(before))
    paint_text(painter, box.adjusted(left, 0, 0, 0), "  →", current().text3, "small")
    paint_light_text(painter, box.adjusted(left + 26, 0, 0, 0), after)


def _light_words(light: Light, *, short: bool = True) -> str:
    """Return the word and reason of a light; green says only 绿 when `short`."""
    return light.colour.word if short and light.colour is LightColour.GREEN else light.text


def paint_status(painter: QPainter, rect: Rect, status: Status) -> None:
    """Paint the ink glyph of a status, centred; 12 px in cells."""
    box = _square(rect)
    ink = colour_of(current().bar)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    mark = status.facts.mark
    if mark is StatusMark.TICK:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawEllipse(box)
        _tick(painter, box, colour_of(current().surface))
    else:
        _outline(painter, box, ink, mark)
        _inside(painter, box, ink, mark)
    painter.restore()


def _outline(painter: QPainter, box: QRectF, ink: QColor, mark: StatusMark) -> None:
    width = box.width() * 0.11
    pen = QPen(ink, width)
    if mark is StatusMark.DASHED:
        pen.setDashPattern([1.6, 1.5])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(box.adjusted(width / 2, width / 2, -width / 2, -width / 2))


def _inside(painter: QPainter, box: QRectF, ink: QColor, mark: StatusMark) -> None:
    shares = {StatusMark.HALF: 0.5, StatusMark.NEARLY: 0.8}
    if mark in shares:
        inset = box.width() * 0.25
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        pie = box.adjusted(inset, inset, -inset, -inset)
        painter.drawPie(pie, 90 * 16, round(-360 * 16 * shares[mark]))
        return
    painter.setPen(QPen(ink, box.width() * 0.11, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    lines = {
        StatusMark.BARS: ((0.4, 0.33, 0.4, 0.67), (0.6, 0.33, 0.6, 0.67)),
        StatusMark.CROSS: ((0.36, 0.36, 0.64, 0.64), (0.64, 0.36, 0.36, 0.64)),
    }
    side = box.width()
    for x1, y1, x2, y2 in lines.get(mark, ()):
        painter.drawLine(box.topLeft() + QPointF(x1, y1) * side, box.topLeft() + QPointF(x2, y2) * side)


def paint_status_text(painter: QPainter, rect: Rect, status: Status, hex_colour: str = "") -> None:
    """Paint glyph and word at the left of `rect`."""
    box = QRectF(rect)
    paint_status(painter, QRectF(box.left(), box.center().y() - 6, 12, 12), status)
    paint_text(painter, box.adjusted(18, 0, 0, 0), status.word, hex_colour or current().text2)


def paint_progress(
    painter: QPainter,
    rect: Rect,
    progress: int | None,
    scheduled: int | None = None,
    *,
    height: int = 4,
    gap: tuple[int, str] | None = None,
) -> None:
    """Paint a bar over the width of `rect`, with a 1 px tick at `scheduled` percent (None: no tick).

    `gap` is the percent that is due and a colour: what lacks of it is hatched.
    """
    tokens = current()
    box = QRectF(rect)
    bar = QRectF(box.left(), round(box.center().y() - height / 2), box.width(), height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    _rounded(painter, bar, tokens.barbg)
    painter.setPen(QPen(colour_of(tokens.field), 1))  # the track has an edge: its ground alone is too pale to be seen
    painter.drawRoundedRect(bar.adjusted(0.5, 0.5, -0.5, -0.5), height / 2, height / 2)
    painter.setPen(Qt.PenStyle.NoPen)
    if progress:
        done = max(height, bar.width() * min(progress, 100) / 100)
        _rounded(painter, QRectF(bar.left(), bar.top(), done, height), tokens.bar)
    if gap is not None and gap[0] > (progress or 0):
        left, right = (bar.left() + bar.width() * min(percent, 100) / 100 for percent in (progress or 0, gap[0]))
        paint_hatch(painter, QRectF(left, bar.top(), right - left, bar.height()), gap[1])
    if scheduled is not None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        x = bar.left() + round(min(bar.width() - 1, bar.width() * scheduled / 100))
        painter.fillRect(QRectF(x, bar.top() - 2, 1, height + 4), colour_of(tokens.tick))
    painter.restore()


def paint_hatch(painter: QPainter, box: QRectF, hex_colour: str) -> None:
    """Hatch a part of a bar: what is lacking."""
    painter.save()
    painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(colour_of(hex_colour), 1.2))
    at = box.left() - box.height()
    while at < box.right():
        painter.drawLine(QPointF(at, box.bottom()), QPointF(at + box.height(), box.top()))
        at += 3
    painter.restore()


def _rounded(painter: QPainter, bar: QRectF, hex_colour: str) -> None:
    painter.setBrush(colour_of(hex_colour))
    painter.drawRoundedRect(bar, bar.height() / 2, bar.height() / 2)


def paint_tile(painter: QPainter, rect: Rect, letter: str) -> None:
    """Paint the 18 px letter tile of an article at the left of `rect`."""
    tokens = current()
    box = QRectF(rect)
    tile = QRectF(box.left(), round(box.center().y() - 9), 18, 18)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour_of(tokens.accenttint))
    painter.drawRoundedRect(tile, 4, 4)
    paint_text(painter, tile, letter, tokens.accenttext, "smallstrong", Align.AlignCenter)
    painter.restore()


def paint_row_ground(
    painter: QPainter,
    rect: Rect,
    *,
    selected: bool = False,
    hovered: bool = False,
    focused: bool = False,
    first: bool = False,
    ground: str = "",
) -> None:
    """Paint the ground of a cell or row; `first` cells of a selected row get the 3 px accent edge."""
    tokens = current()
    box = QRectF(rect)
    fill = tokens.select if selected else tokens.hover if hovered else ground
    if fill:
        painter.fillRect(box, colour_of(fill))
    if selected and first:
        painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), colour_of(tokens.accent))
    if focused:
        painter.save()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour_of(tokens.focus), 2, j=Qt.PenJoinStyle.MiterJoin))
        painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.restore()


def paint_hairline(painter: QPainter, rect: Rect, inset: int = 16, *, on_raised: bool = False) -> None:
    """Paint the hairline below a row, starting at the text edge; in a dialog it stands on the raised ground."""
    box, ink = QRectF(rect), current().raisedline if on_raised else current().line
    painter.fillRect(QRectF(box.left() + inset, box.bottom() - 1, box.width() - inset, 1), colour_of(ink))


def _square(rect: Rect) -> QRectF:
    box = QRectF(rect)
    side = min(box.width(), box.height())
    return QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)


def paint_text_tag(painter: QPainter, left: float, line: Rect, text: str) -> None:
    """Paint a small grey tag, 20 px high, beginning at `left` in the middle of a line."""
    box = QRectF(left, QRectF(line).center().y() - 10, metrics("small").horizontalAdvance(text) + 16, 20)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour_of(current().press))
    painter.drawRoundedRect(box, 4, 4)
    paint_text(painter, box, text, current().text2, "small", Align.AlignCenter)
    painter.restore()
