"""The paint functions, read back pixel by pixel: shapes, colours, ticks, places."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from tracker.model.enums import LightColour, Status
from tracker.model.rows import Light
from tracker.ui.theme import style
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.tokens import DARK, LIGHT, current
from tracker.ui.widgets import paint

WHITE = "#FFFFFF"


def canvas(width: int, height: int, act: Callable[[QPainter], object]) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(WHITE))
    painter = QPainter(image)
    act(painter)
    painter.end()
    return image


def at(image: QImage, x: int, y: int) -> str:
    return image.pixelColor(x, y).name().upper()


def inked(image: QImage) -> list[tuple[int, int]]:
    return [(x, y) for x in range(image.width()) for y in range(image.height()) if at(image, x, y) != WHITE]


def light_image(colour: LightColour, side: int = 40) -> QImage:
    return canvas(side + 4, side + 4, lambda p: paint.paint_light(p, QRectF(2, 2, side, side), colour))


@pytest.mark.parametrize("colour", list(LightColour), ids=lambda colour: colour.value)
def test_a_light_has_its_fill_and_stays_in_place(colour: LightColour) -> None:
    image = light_image(colour)
    fill = current().light(colour).fill
    assert any(at(image, x, y) == fill for x, y in inked(image))
    assert all(1 <= x <= 42 and 1 <= y <= 42 for x, y in inked(image))


def test_shapes_differ_without_colour() -> None:
    shapes = {colour: frozenset(inked(light_image(colour))) for colour in LightColour}
    pairs = [(a, b) for a in shapes for b in shapes if a.value < b.value]
    alike = {(a, b) for a, b in pairs if shapes[a] == shapes[b]}
    # Green and blue share the disc; the tick inside tells them apart.
    assert alike <= {(LightColour.BLUE, LightColour.GREEN)}
    assert at(light_image(LightColour.GREEN), 22, 24) == LIGHT.green.fill
    ticks = [p for p in inked(light_image(LightColour.GREEN)) if at(light_image(LightColour.BLUE), *p) == WHITE]
    assert len(ticks) > 20


@pytest.mark.parametrize(
    ("colour", "middle", "corner"),
    [
        (LightColour.RED, True, False),
        (LightColour.AMBER, True, False),
        (LightColour.GREEN, True, False),
        (LightColour.GREY, False, False),
    ],
)
def test_rings_are_hollow_and_nothing_is_a_square(colour: LightColour, middle: bool, corner: bool) -> None:
    image = light_image(colour)
    assert (at(image, 22, 22) != WHITE) is middle
    assert (at(image, 3, 3) != WHITE) is corner


def test_the_triangle_stands_on_its_base() -> None:
    image = light_image(LightColour.AMBER)
    widths = [sum(at(image, x, y) != WHITE for x in range(44)) for y in (8, 20, 36)]
    assert widths[0] < widths[1] < widths[2]


def test_a_shape_is_centred_in_a_cell_and_as_large_as_its_shorter_side() -> None:
    image = canvas(100, 32, lambda p: paint.paint_light(p, QRectF(0, 0, 100, 20), LightColour.GREEN))
    xs = [x for x, _ in inked(image)]
    assert 39 <= min(xs) <= 41
    assert 58 <= max(xs) <= 61


@pytest.mark.parametrize("status", list(Status), ids=lambda status: status.value)
def test_status_is_ink_and_never_a_lights_colour(status: Status) -> None:
    image = canvas(40, 40, lambda p: paint.paint_status(p, QRectF(2, 2, 36, 36), status))
    hues = {image.pixelColor(x, y).hsvSaturation() for x, y in inked(image)}
    assert hues
    assert max(hues) < 90


def test_each_status_has_its_own_glyph() -> None:
    def shape(status: Status) -> frozenset[tuple[int, int, str]]:
        image = canvas(16, 16, lambda p: paint.paint_status(p, QRectF(2, 2, 12, 12), status))
        return frozenset((x, y, at(image, x, y)) for x, y in inked(image))

    assert len({shape(status) for status in Status}) == len(Status)


@pytest.mark.parametrize(("progress", "until"), [(None, 0), (0, 0), (50, 50), (100, 100), (130, 100)])
def test_the_bar_is_as_long_as_the_progress(progress: int | None, until: int) -> None:
    image = canvas(100, 20, lambda p: paint.paint_progress(p, QRectF(0, 0, 100, 20), progress))
    done = [x for x in range(3, 97) if at(image, x, 10) == LIGHT.bar]
    assert len(done) == pytest.approx(max(0, min(until, 97) - 3), abs=3)
    assert all(at(image, x, 10) in (LIGHT.bar, LIGHT.barbg) for x in range(4, 96) if abs(x - until) > 2)


def test_a_little_progress_is_seen() -> None:
    image = canvas(100, 20, lambda p: paint.paint_progress(p, QRectF(0, 0, 100, 20), 1))
    assert at(image, 2, 10) == LIGHT.bar


@pytest.mark.parametrize(("scheduled", "x"), [(0, 0), (50, 50), (99, 99), (100, 99)])
def test_the_tick_shows_the_schedule_and_stays_inside(scheduled: int, x: int) -> None:
    image = canvas(100, 20, lambda p: paint.paint_progress(p, QRectF(0, 0, 100, 20), 30, scheduled))
    assert at(image, x, 7) == LIGHT.tick
    assert at(image, x, 13) == LIGHT.tick


def test_without_a_schedule_there_is_no_tick() -> None:
    image = canvas(100, 20, lambda p: paint.paint_progress(p, QRectF(0, 0, 100, 20), 30))
    assert {y for _, y in inked(image)} == {8, 9, 10, 11}


@pytest.mark.parametrize(
    ("colour", "reason", "ink"),
    [
        (LightColour.RED, "逾期12天", LIGHT.red.text),
        (LightColour.AMBER, "落后17点", LIGHT.amber.text),
        (LightColour.BLUE, "已完成", LIGHT.text3),
        (LightColour.GREY, "无时限", LIGHT.text3),
    ],
)
def test_only_red_and_amber_raise_their_voice(colour: LightColour, reason: str, ink: str) -> None:
    light = Light(colour, reason, "")
    image = canvas(160, 32, lambda p: paint.paint_light_text(p, QRectF(0, 0, 160, 32), light))
    words = {at(image, x, y) for x, y in inked(image) if x > 20}
    assert ink in words


def test_a_shift_says_both_lights_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    monkeypatch.setattr(paint, "paint_text", lambda _painter, _rect, text, *_more: written.append(text))
    before, after = Light(LightColour.RED, "逾期12天", "。"), Light(LightColour.GREEN, "", "。")
    canvas(300, 24, lambda p: paint.paint_light_shift(p, QRectF(0, 0, 300, 24), before, after))
    assert written == ["红 · 逾期12天", "  →", "绿"]


def test_green_says_one_word_in_a_cell() -> None:
    light = Light(LightColour.GREEN, "正常推进", "")
    short = canvas(160, 32, lambda p: paint.paint_light_text(p, QRectF(0, 0, 160, 32), light))
    whole = canvas(160, 32, lambda p: paint.paint_light_text(p, QRectF(0, 0, 160, 32), light, short=False))
    assert max(x for x, _ in inked(short)) < 36
    assert max(x for x, _ in inked(whole)) > 70


def test_text_that_does_not_fit_is_cut() -> None:
    words = "推动产业创新人才资金政策五链协同"
    image = canvas(300, 32, lambda p: paint.paint_text(p, QRectF(0, 0, 100, 32), words, "#000000"))
    assert max(x for x, _ in inked(image)) <= 101
    assert metrics("body").horizontalAdvance(words) > 150


def test_text_that_just_fits_is_whole() -> None:
    words = "推动产业创新"
    wide = metrics("body").horizontalAdvance(words)
    image = canvas(300, 32, lambda p: paint.paint_text(p, QRectF(0, 0, wide, 32), words, "#000000"))
    free = canvas(300, 32, lambda p: paint.paint_text(p, QRectF(0, 0, 300, 32), words, "#000000"))
    assert image == free


def test_numbers_stand_at_the_right() -> None:
    image = canvas(100, 32, lambda p: paint.paint_text(p, QRectF(0, 0, 100, 32), "70%", "#000000", "body", paint.RIGHT))
    assert min(x for x, _ in inked(image)) > 60


@pytest.mark.parametrize(
    ("state", "ground", "edge"),
    [
        ({}, WHITE, WHITE),
        ({"hovered": True}, LIGHT.hover, LIGHT.hover),
        ({"selected": True}, LIGHT.select, LIGHT.select),
        ({"selected": True, "first": True}, LIGHT.select, LIGHT.accent),
        ({"selected": True, "hovered": True, "first": True}, LIGHT.select, LIGHT.accent),
        ({"ground": LIGHT.canvas}, LIGHT.canvas, LIGHT.canvas),
    ],
)
def test_the_ground_of_a_row(state: dict[str, bool], ground: str, edge: str) -> None:
    image = canvas(60, 32, lambda p: paint.paint_row_ground(p, QRectF(0, 0, 60, 32), **state))  # type: ignore[arg-type]
    assert at(image, 30, 16) == ground
    assert at(image, 1, 16) == edge


def test_the_row_with_the_focus_has_a_frame_of_two_pixels() -> None:
    image = canvas(60, 32, lambda p: paint.paint_row_ground(p, QRectF(0, 0, 60, 32), focused=True))
    assert [at(image, 30, y) for y in (0, 1, 2, 29, 30, 31)] == [
        LIGHT.accent, LIGHT.accent, WHITE, WHITE, LIGHT.accent, LIGHT.accent,
    ]  # fmt: skip


def test_the_hairline_begins_at_the_text_edge() -> None:
    image = canvas(60, 32, lambda p: paint.paint_hairline(p, QRectF(0, 0, 60, 32)))
    assert (at(image, 15, 31), at(image, 16, 31), at(image, 59, 31)) == (WHITE, LIGHT.line, LIGHT.line)
    assert at(image, 30, 30) == WHITE


def test_tile_and_tag_write_on_their_grounds() -> None:
    tile = canvas(40, 36, lambda p: paint.paint_tile(p, QRectF(4, 0, 40, 36), "A"))
    assert at(tile, 6, 18) == LIGHT.accenttint
    tag = canvas(80, 36, lambda p: paint.paint_text_tag(p, 4, QRectF(0, 0, 80, 36), "进度"))
    assert at(tag, 7, 18) == LIGHT.press


def test_painting_follows_the_theme_in_force(qapp: QApplication) -> None:
    style.apply(qapp, "dark")
    image = light_image(LightColour.RED)
    style.apply(qapp, "light")
    assert at(image, 22, 22) == DARK.red.fill


def test_the_painter_is_left_as_it_was() -> None:
    image = QImage(50, 50, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setPen(QColor("#123456"))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour in LightColour:
        paint.paint_light(painter, QRectF(0, 0, 10, 10), colour)
    for status in Status:
        paint.paint_status(painter, QRectF(0, 0, 12, 12), status)
    paint.paint_progress(painter, QRectF(0, 0, 50, 10), 30, 40)
    paint.paint_row_ground(painter, QRectF(0, 0, 50, 30), focused=True)
    assert painter.pen().color().name() == "#123456"
    assert not painter.testRenderHint(QPainter.RenderHint.Antialiasing)
    painter.end()


@pytest.mark.parametrize(
    ("text", "words", "pieces"),
    [
        ("建设灯塔工厂", ["灯塔"], [("建设", False), ("灯塔", True), ("工厂", False)]),
        ("A1.1a", ["a1", "1a"], [("A1", True), (".", False), ("1a", True)]),
        ("智造智造", ["智"], [("智", True), ("造", False), ("智", True), ("造", False)]),
        ("没有", ["灯塔", ""], [("没有", False)]),
        ("", ["灯"], []),
    ],
)
def test_what_was_typed_is_marked_in_a_text(text: str, words: list[str], pieces: list[tuple[str, bool]]) -> None:
    assert paint.matches(text, words) == pieces
