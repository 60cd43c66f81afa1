"""The part of the self-test that draws: every page in both themes, every chart, dialogs, pictures."""

import argparse
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from tracker import paths
from tracker.errors import TrackerError

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QWidget

    from tracker.desktop import Desktop

#: Every chart with the page that shows it.
CHARTS = {
    "overview": (
        "article_bars.ArticleBars",
        "burn_up.BurnUpChart",
        "heat_map.HeatMap",
        "line_list.LineList",
    ),
    "indicators": ("indicator_chart.IndicatorChart", "legend.Legend", "task_links.TaskLinks"),
}
#: A picture with fewer colours has nothing on it.
FEWEST_COLOURS = 4


def _pages(arguments: argparse.Namespace, folder: Path) -> str:
    from tracker.ui.page_table import PAGES
    from tracker.ui.theme import style

    with _desktop(arguments) as desktop:
        desktop.window.resize(1366, 768)
        for theme in ("light", "dark"):
            style.apply(desktop.app, theme)
            for entry in PAGES:
                _visit(desktop, entry.key)
                _save(desktop.window, folder / f"{entry.key}-{theme}.png")
        return f"{len(PAGES)} 页，{desktop.app.platformName()}"


def _charts(arguments: argparse.Namespace, folder: Path) -> str:
    drawn = 0
    with _desktop(arguments) as desktop:
        for page, names in CHARTS.items():
            _visit(desktop, page)
            for name in names:
                _save(_find(desktop.window, name), folder / f"{name}.png")
                drawn += 1
    return f"{drawn} 种图"


def _dialogs(arguments: argparse.Namespace, folder: Path) -> str:
    from PySide6.QtWidgets import QMessageBox

    with _desktop(arguments) as desktop:
        desktop.window.open_settings()
        desktop.app.processEvents()
        dialog = desktop.app.activeModalWidget() or desktop.window
        _save(dialog, folder / "settings.png")
        dialog.close()
        question = QMessageBox(QMessageBox.Icon.Question, "", "", QMessageBox.StandardButton.Cancel)
        word = question.button(QMessageBox.StandardButton.Cancel).text()
        question.deleteLater()
    if "取消" not in word:
        raise TrackerError(f"Qt 的中文译文没有装上：取消按钮写的是「{word}」")
    return f"设置，Qt 的按钮「{word}」"


def _pictures(_arguments: argparse.Namespace, folder: Path) -> str:
    from PySide6.QtGui import QIcon, QImage

    for path in sorted(folder.glob("*.png")):
        if QImage(str(path)).isNull():
            raise TrackerError(f"{path.name} 读不回来")
    icon = QIcon(str(paths.resources_dir() / "icons" / "program.ico"))
    if icon.isNull() or not icon.availableSizes():
        raise TrackerError("程序图标读不出来")
    return f"{len(list(folder.glob('*.png')))} 张，图标 {len(icon.availableSizes())} 种尺寸"


WINDOW_STEPS: dict[str, Callable[[argparse.Namespace, Path], str]] = {
    "页面": _pages,
    "图表": _charts,
    "对话框": _dialogs,
    "图片": _pictures,
}


@contextmanager
def _desktop(arguments: argparse.Namespace) -> "Iterator[Desktop]":
    """Show the window; what failed in its jobs, or in a slot, fails here."""
    from tracker.desktop import build

    desktop = build(arguments)
    failures: list[str] = []
    earlier, sys.excepthook = (
        sys.excepthook,
        lambda *error: failures.append("".join(traceback.format_exception(*error))),
    )
    desktop.context.jobs.crashed.connect(failures.append)
    desktop.context.jobs.failed.connect(failures.append)
    desktop.window.show()
    try:
        yield desktop
    finally:
        desktop.window.close()
        desktop.close()
        sys.excepthook = earlier
    if failures:
        raise TrackerError("\n".join(failures))


def _visit(desktop: "Desktop", page: str) -> None:
    desktop.window.show_page(page)
    desktop.context.jobs.drain(60_000)
    desktop.app.processEvents()


def _find(window: "QWidget", name: str) -> "QWidget":
    module, _, kind = name.partition(".")
    wanted = getattr(import_module(f"tracker.ui.charts.{module}"), kind)
    found: list[QWidget] = [one for one in window.findChildren(wanted) if one.isVisible()]
    if not found:
        raise TrackerError(f"{name} 没有出现在页面上")
    return max(found, key=lambda one: one.width() * one.height())


def _save(widget: "QWidget", path: Path) -> None:
    image = widget.grab().toImage()
    if colours(image) < FEWEST_COLOURS:
        raise TrackerError(f"{path.name} 是空白的")
    if not image.save(str(path)):
        raise TrackerError(f"{path.name} 写不出来")


def colours(image: "QImage") -> int:
    """Return how many colours a sample of a picture's pixels has; 0 for no picture."""
    across, down = max(1, image.width() // 97), max(1, image.height() // 97)
    places = ((x, y) for x in range(0, image.width(), across) for y in range(0, image.height(), down))
    return len({image.pixel(x, y) for x, y in places})
