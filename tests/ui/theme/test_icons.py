"""Icons: every drawing draws, stays inside its square, follows the theme and the pixel ratio."""

import pytest
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from tracker.ui.theme import style
from tracker.ui.theme.icon_paths import PATHS
from tracker.ui.theme.icon_paths import PATHS as NAMES
from tracker.ui.theme.icons import icon, paint_icon, tone
from tracker.ui.theme.tokens import current

NEEDED = [
    "today",
    "overview",
    "ledger",
    "timeline",
    "indicators",
    "exchange",
    "sources",
    "settings",
    "search",
    "import",
    "export",
    "plus",
    "close",
    "chevron_down",
    "chevron_right",
    "chevron_left",
    "chevron_up",
    "filter",
    "group",
    "columns",
    "more",
    "edit",
    "clock",
    "check",
    "warning",
    "trash",
    "copy",
    "undo",
    "file",
    "link",
    "calendar",
    "user",
    "folder",
]


def drawn(name: str, side: int = 40, hex_colour: str = "#000000") -> QImage:
    image = QImage(side + 8, side + 8, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_icon(painter, QRectF(4, 4, side, side), name, hex_colour)
    painter.end()
    return image


def alphas(image: QImage) -> list[tuple[int, int]]:
    size = range(image.width())
    return [(x, y) for x in size for y in size if image.pixelColor(x, y).alpha() > 0]


def test_the_set_has_what_the_look_asks_for() -> None:
    assert set(NEEDED) <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_draws_inside_its_square(name: str) -> None:
    inked = alphas(drawn(name))
    assert len(inked) > 20
    assert all(4 <= x < 44 and 4 <= y < 44 for x, y in inked)


def test_drawings_differ_from_each_other() -> None:
    # A calendar is also today's ground; every other pair must be told apart at the size of the rail.
    shapes = {name: frozenset(alphas(drawn(name, 16))) for name in NAMES}
    assert len(set(shapes.values())) == len(NAMES)
    assert len(set(PATHS.values())) == len(PATHS)


def test_an_unknown_icon_is_a_bug() -> None:
    with pytest.raises(KeyError):
        icon("unicorn")


@pytest.mark.parametrize(
    ("role", "expected"), [("text2", lambda: current().text2), ("red", lambda: current().red.text)]
)
def test_a_role_is_a_token_or_a_light(role: str, expected: object) -> None:
    assert tone(role) == expected()  # type: ignore[operator]


def strongest(pixmap: QPixmap) -> str:
    image = pixmap.toImage()
    pairs = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return max((image.pixelColor(x, y) for x, y in pairs), key=QColor.alpha).name().upper()


def test_one_icon_follows_the_theme(qapp: QApplication) -> None:
    made = icon("check", "text")
    assert strongest(made.pixmap(QSize(32, 32))) == "#1C1F26"
    style.apply(qapp, "dark")
    assert strongest(made.pixmap(QSize(32, 32))) == "#E8EAED"
    style.apply(qapp, "light")


def test_a_disabled_icon_is_pale() -> None:
    made = icon("check", "text").pixmap(QSize(32, 32), QIcon.Mode.Disabled)
    assert strongest(made) == current().disabled


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_an_icon_is_crisp_at_every_ratio(ratio: float) -> None:
    pixmap = icon("trash").pixmap(QSize(16, 16), ratio)
    assert pixmap.size() == QSize(round(16 * ratio), round(16 * ratio))
    assert pixmap.devicePixelRatio() == ratio


def test_a_copied_icon_outlives_its_original() -> None:
    copies = []
    for _ in range(50):
        made = icon("plus")
        copies.append(QIcon(made))
        del made
    assert all(not copy.pixmap(QSize(16, 16)).isNull() for copy in copies)
