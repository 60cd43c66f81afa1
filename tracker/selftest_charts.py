"""The part of the self-test that draws: every chart on its page, every chart as a file, the presentation, pictures."""

import argparse
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from tracker import paths
from tracker.errors import TrackerError
from tracker.selftest_window import FEWEST_COLOURS, colours, opened, save, visit

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QWidget

    from tracker.desktop import Desktop
    from tracker.ui.charts.figure import Sheet
    from tracker.ui.charts.image_files import Kind

#: Every chart with the page that shows it.
CHARTS = {
    "overview": (
        "overview.article_bars.ArticleBars",
        "overview.burn_up.BurnUpChart",
        "overview.heat_map.HeatMap",
        "overview.waterfall.Waterfall",
        "overview.turned_list.TurnedList",
        "overview.risk_bullets.RiskBullets",
        "overview.day_slider.DaySlider",
    ),
    "timeline": ("timeline.interaction.TimelineChart", "timeline.legend.TimelineLegend"),
    "office": (
        "overview.light_history.LightHistory",
        "overview.response_bars.ResponseBars",
        "charts.line_list.LineList",
    ),
    "ledger": ("ledger.year_bars.YearBars",),
    "indicators": ("indicators.chart.IndicatorChart", "charts.legend.Legend", "charts.task_links.TaskLinks"),
}
_WIDE = (1600, 900)  # px of the window
#: Pages that are kept as one page of A4.
PAPERS = ("overview", "office")
#: How a PDF begins and ends.
_PDF = (b"%PDF-", b"%%EOF")


def _charts(arguments: argparse.Namespace, folder: Path) -> str:
    drawn = 0
    with opened(arguments) as desktop:
        for page, names in CHARTS.items():
            visit(desktop, page)
            if page == "ledger":
                _show_month(desktop)
            for name in names:
                save(_find(desktop.window, name), folder / f"{name}.png")
                drawn += 1
    return f"{drawn} 种图"


def _show_month(desktop: "Desktop") -> None:
    """Show the ledger as a month in a wide window: its bars stand nowhere else."""
    from tracker.ui.ledger.page import LedgerPage
    from tracker.ui.ledger.view_settings import Shape

    page = desktop.window.page()
    assert isinstance(page, LedgerPage)
    desktop.window.resize(*_WIDE)
    page.parts.show_panel(False)
    page.toolbar.shape_chosen.emit(Shape.MONTH)
    desktop.context.jobs.drain(60_000)
    desktop.app.processEvents()


def _taken(arguments: argparse.Namespace, folder: Path) -> str:
    """Every kind of chart that can be taken along, as PNG, SVG and PDF."""
    from tracker.reports.pictures import keep_picture, picture_name
    from tracker.ui.charts.image_files import KINDS

    kept = 0
    with opened(arguments) as desktop:
        for sheet in _sheets(desktop):
            for kind in KINDS:
                path = folder / picture_name(sheet.title, arguments.today, kind)
                keep_picture(path, _content(sheet, kind))
                _require_drawn(path)
                kept += 1
        for key in PAPERS:
            visit(desktop, key)
            path = folder / picture_name(f"{key} A4", arguments.today, "pdf")
            desktop.window.page().keep_page(path, True)  # type: ignore[attr-defined]  # True: demonstration data
            _require_drawn(path)
            kept += 1
    return f"{kept} 个文件（{'、'.join(KINDS)}）"


def _sheets(desktop: "Desktop") -> "Iterator[Sheet]":
    """Yield the sheets of every page, one of each kind of chart and page; TrackerError when there is none at all."""
    from tracker.ui.shell.page_list import PAGES

    count = 0
    for entry in PAGES:
        visit(desktop, entry.key)
        kinds = {type(sheet.make()): sheet for sheet in desktop.window.page().sheets()}
        yield from kinds.values()
        count += len(kinds)
    if not count:
        raise TrackerError("没有一页有可以保存的图")


def _content(sheet: "Sheet", kind: "Kind") -> bytes:
    from tracker.ui.charts.figure import draw_sheet, on_paper
    from tracker.ui.charts.image_files import content

    with on_paper():
        return content(
            kind, lambda painter, area: draw_sheet(painter, area, sheet, demo=True), sheet.whole, sheet.title
        )


def _require_drawn(path: Path) -> None:
    """Raise TrackerError unless there is a file and it holds a drawing."""
    if not path.is_file():
        raise TrackerError(f"{path.name} 没有写出来")
    content = path.read_bytes()
    if path.suffix == ".pdf":
        if not content.startswith(_PDF[0]) or _PDF[1] not in content[-16:]:
            raise TrackerError(f"{path.name} 不是完整的 PDF")
        if b"/FontFile" not in content and _has_fonts():
            raise TrackerError(f"{path.name} 没有嵌入字体")
        return
    image = _from_svg(path) if path.suffix == ".svg" else _from_file(path)
    if colours(image) < FEWEST_COLOURS:
        raise TrackerError(f"{path.name} 是空白的")


def _has_fonts() -> bool:
    """Tell whether Qt has fonts here: on Windows its offscreen platform has none at all."""
    from PySide6.QtGui import QFontDatabase

    return bool(QFontDatabase.families())


def _from_svg(path: Path) -> "QImage":
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    drawing = QSvgRenderer(str(path))
    if not drawing.isValid():
        raise TrackerError(f"{path.name} 读不回来")
    image = QImage(drawing.defaultSize(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    drawing.render(painter)
    painter.end()
    return image


def _from_file(path: Path) -> "QImage":
    from PySide6.QtGui import QImage

    return QImage(str(path))


def _presented(arguments: argparse.Namespace, folder: Path) -> str:
    from tracker.ui.shell.presentation import present

    with opened(arguments) as desktop:
        visit(desktop, "overview")
        shown = present(desktop.window)
        if shown is None:
            raise TrackerError("F11 没有可以演示的图")
        shown.resize(1366, 768)
        for page in range(len(shown.sheets)):
            save(shown, folder / f"present-{page}.png")
            shown.turn(1)
        shown.close()
        return f"{len(shown.sheets)} 页"


def _pictures(_arguments: argparse.Namespace, folder: Path) -> str:
    from PySide6.QtGui import QIcon, QImage

    for path in sorted(folder.glob("*.png")):
        if QImage(str(path)).isNull():
            raise TrackerError(f"{path.name} 读不回来")
    icon = QIcon(str(paths.resources_dir() / "icons" / "program.ico"))
    if icon.isNull() or not icon.availableSizes():
        raise TrackerError("程序图标读不出来")
    return f"{len(list(folder.glob('*.png')))} 张，图标 {len(icon.availableSizes())} 种尺寸"


CHART_STEPS: dict[str, Callable[[argparse.Namespace, Path], str]] = {
    "图表": _charts,
    "存图": _taken,
    "演示": _presented,
    "图片": _pictures,
}


def _find(window: "QWidget", name: str) -> "QWidget":
    from PySide6.QtWidgets import QStackedWidget

    module, _, kind = name.rpartition(".")
    wanted = getattr(import_module(f"tracker.ui.{module}"), kind)
    for widget in window.findChildren(wanted):  # one that shares its card with another waits behind it
        if isinstance(stack := widget.parentWidget(), QStackedWidget) and stack.isVisible():
            stack.setCurrentWidget(widget)
    widgets: list[QWidget] = [widget for widget in window.findChildren(wanted) if widget.isVisible()]
    if not widgets:
        raise TrackerError(f"{name} 没有出现在页面上")
    return max(widgets, key=lambda widget: widget.width() * widget.height())
