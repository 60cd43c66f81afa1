"""图1 of the circular: for every lead office its lights as a bar, and the numbers beside it; always on white paper."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from tracker.model.enums import LightColour
from tracker.model.rows import OfficeLine
from tracker.reports.task_lines import SHAPES
from tracker.ui.charts.image_files import content, picture
from tracker.ui.theme.tokens import LIGHT
from tracker.ui.widgets.paint import LEFT, Align, paint_text

#: 156 × 66 mm in pixels of 1/96 inch; at 300 dots per inch it is 1,844 pixels wide.
SIZE = QSize(590, 250)
#: More offices than these are added up as 其他.
MOST = 16
OTHERS = "其他"
LIGHTS = tuple(LightColour)
_NAME, _COLUMN, _TOTAL, _GAP = 104, 36, 34, 10
_HEAD, _ROW, _BAR = 18, 20, 9  # the most a row gets; many share what there is


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of the picture: an office and how many of its tasks show which light."""

    name: str
    lights: tuple[int, ...]  # in the order of LIGHTS

    @property
    def total(self) -> int:
        """Return the tasks of the row."""
        return sum(self.lights)


def bars_of(offices: Sequence[OfficeLine]) -> tuple[Bar, ...]:
    """Return the rows: most tasks first, equal ones as given, 未定 last; beyond 16 offices the rest as 其他."""
    named = sorted((line for line in offices if line.name), key=lambda line: -line.tasks)
    bars = [_bar(line.short, line) for line in named[:MOST]]
    if rest := named[MOST:]:
        sums: Counter[LightColour] = Counter()
        for line in rest:
            sums.update(line.lights)
        bars.append(Bar(OTHERS, tuple(sums[colour] for colour in LIGHTS)))
    return (*bars, *(_bar(line.label, line) for line in offices if not line.name))


def _bar(name: str, line: OfficeLine) -> Bar:
    return Bar(name, tuple(line.lights[colour] for colour in LIGHTS))


def office_lights(offices: Sequence[OfficeLine], *, demo: bool = False) -> bytes:
    """Return the picture as a PNG of 300 dots per inch, 156 mm wide and at most 66 mm high; b"" without an office."""
    if not (bars := bars_of(offices)):
        return b""
    paint = lambda painter, area: draw(painter, area, bars, demo=demo)  # noqa: E731 - one expression, used once
    return content("png", paint, _size(bars, demo=demo), "各牵头单位任务亮灯情况")


def office_lights_image(offices: Sequence[OfficeLine], *, demo: bool = False) -> QImage | None:
    """Return the same picture as the program itself shows and prints it; None without an office."""
    if not (bars := bars_of(offices)):
        return None
    image = picture(lambda painter, area: draw(painter, area, bars, demo=demo), _size(bars, demo=demo))
    image.setDevicePixelRatio(1)  # its width in millimetres is said where it stands
    return image


def _size(bars: Sequence[Bar], *, demo: bool) -> QSize:
    return QSize(SIZE.width(), min(SIZE.height(), _HEAD + len(bars) * _ROW + (_HEAD if demo else 0)))


def draw(painter: QPainter, area: QRectF, bars: Sequence[Bar], *, demo: bool = False) -> None:
    """Draw the rows into an area, colours of the light theme whatever the screen shows."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(area.adjusted(0, 0, 1, 1), QColor(LIGHT.surface))  # the last dots are parts of a pixel
    foot = _HEAD if demo else 0
    height = (area.height() - _HEAD - foot) / len(bars)
    _draw_head(painter, area)
    most = max((bar.total for bar in bars), default=0) or 1
    for number, bar in enumerate(bars):
        row = QRectF(area.left(), area.top() + _HEAD + number * height, area.width(), height)
        _draw_row(painter, row, bar, most)
    if demo:
        line = QRectF(area.left(), area.bottom() - foot, area.width(), foot)
        paint_text(painter, line, "（演示数据）", LIGHT.text2, "tick", Align.AlignRight | Align.AlignVCenter)


def _columns(row: QRectF) -> list[QRectF]:
    """Return the columns of the five counts and of the total, from the right edge."""
    left = row.right() - _TOTAL - len(LIGHTS) * _COLUMN
    counts = [QRectF(left + number * _COLUMN, row.top(), _COLUMN, row.height()) for number in range(len(LIGHTS))]
    return [*counts, QRectF(row.right() - _TOTAL, row.top(), _TOTAL, row.height())]


def _draw_head(painter: QPainter, area: QRectF) -> None:
    head = QRectF(area.left(), area.top(), area.width(), _HEAD)
    *columns, total = _columns(head)
    for colour, column in zip(LIGHTS, columns, strict=True):
        word = f"{SHAPES[colour]}{colour.word}"
        paint_text(painter, column, word, LIGHT.light(colour).text, "tick", Align.AlignCenter)
    paint_text(painter, total, "合计", LIGHT.text, "tick", Align.AlignCenter)
    painter.setPen(QPen(QColor(LIGHT.line2), 1))
    painter.drawLine(QPointF(area.left(), head.bottom()), QPointF(area.right(), head.bottom()))


def _draw_row(painter: QPainter, row: QRectF, bar: Bar, most: int) -> None:
    paint_text(painter, QRectF(row.left(), row.top(), _NAME, row.height()), bar.name, LIGHT.text, "tick", LEFT)
    *columns, total = _columns(row)
    for count, column in zip(bar.lights, columns, strict=True):
        paint_text(painter, column, str(count), LIGHT.text if count else LIGHT.text3, "tick", Align.AlignCenter)
    paint_text(painter, total, str(bar.total), LIGHT.text, "tick", Align.AlignCenter)
    left, right = row.left() + _NAME + _GAP, columns[0].left() - _GAP
    unit = (right - left) / most
    thick = min(_BAR, row.height() - 3)
    for colour, count in zip(LIGHTS, bar.lights, strict=True):
        if count:
            box = QRectF(left, row.center().y() - thick / 2, count * unit, thick)
            painter.fillRect(box.adjusted(0, 0, -0.8, 0), QColor(LIGHT.light(colour).fill))
        left += count * unit
