"""Without a screen: the ledger's summary as text, every page as a picture, one office's workbook."""

import argparse
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.cli.opened_ledger import OpenLedger, open_for
from tracker.errors import TrackerError
from tracker.model.counting import count_tasks
from tracker.model.enums import Status
from tracker.queries.ledger import read_ledger
from tracker.queries.offices import list_offices
from tracker.services.exporting import export_office

if TYPE_CHECKING:
    from tracker.desktop import Desktop

OUT = Path("out")
SIZES = ((1366, 768), (1920, 1080))
THEMES = ("light", "dark")
SCALE = "QT_SCALE_FACTOR"
SCALED = (1093, 614)  # what a screen of 1366 x 768 has room for at 125 %
#: What the picture of a review shows.
ARTICLE = """关于推动老旧园区焕新的若干建议

近年来，老旧园区的厂房、管网和配套普遍老化。去年全市已腾退低效用地1200亩。

一、存在问题
一些园区权属分散，改造意愿不强；部分企业担心改造期间停产。

二、对策建议
（一）摸清家底
1.建立园区体检台账，由市经信局在2026年底前完成首轮排查。
2.公布低效用地清单，每年更新一次。
（二）完善政策
1.出台厂房加层改造奖补办法，对容积率提高的企业给予奖励。
2.设立园区更新基金，规模不低于30亿元。
3.支持职业院校与园区共建实训基地，完善产教融合机制。
（三）强化服务
1.搭建供需对接平台，按季度发布改造需求。
2.将更新成效纳入年度考核。
广大企业要提高认识，主动参与。
"""


def run_tour(arguments: argparse.Namespace) -> int:
    """Take the tour and return the exit code; nothing but one export is added to the ledger."""
    out = Path(getattr(arguments, "out", OUT))
    out.mkdir(parents=True, exist_ok=True)
    if getattr(arguments, "guide", False):
        return _take_guide(arguments, out)
    with _opened(arguments) as opened:
        for line in summary(opened):
            print(line)
    # The pictures open the ledger for themselves: a process that opens a file twice loses SQLite's locks on it.
    for picture in _take_pictures(arguments, out):
        print(f"图片 {picture}")
    if getattr(arguments, "all", False) and not os.environ.get(SCALE):
        _take_scaled(arguments, out)
    # Last: the pictures show the register as it was before this export.
    with _opened(arguments) as opened:
        workbook = _write_workbook(opened, out)
    print(f"工作簿 {workbook}" if workbook else "没有可以交办的任务，不出工作簿")
    return 0


@contextmanager
def _opened(arguments: argparse.Namespace) -> Iterator[OpenLedger]:
    """Open the ledger for as long as it is needed."""
    opened = open_for(arguments)
    try:
        yield opened
    finally:
        opened.database.close()


def _take_guide(arguments: argparse.Namespace, out: Path) -> int:
    """Take the ten pictures of the guided tour in the help, in light colours."""
    os.environ["QT_QPA_PLATFORM"] = os.environ.get("QT_QPA_PLATFORM") or "offscreen"
    from tracker.desktop import build
    from tracker.tour_guide import keep_guide
    from tracker.ui.theme import style

    desktop = build(arguments)
    try:
        style.apply(desktop.app, "light")
        for picture in keep_guide(desktop, out, partial(_settle, desktop)):
            print(f"图片 {picture}")
    finally:
        desktop.close()
    return 0


def summary(opened: OpenLedger) -> Iterator[str]:
    """Yield the ledger as lines of text: totals, lights, and each article with its sections."""
    with opened.database.reading() as session:
        view = read_ledger(session, opened.today)
    count = count_tasks(task.status for task in view.tasks)
    live = [task for task in view.tasks if task.status in Status.counted()]
    lights = Counter(task.light.colour.word for task in live)
    shown = "，".join(f"{word} {number}" for word, number in lights.items())
    yield f"台账：{len(view.articles)} 篇文章，{count.total} 项任务（{shown}）{count.aside}，截至 {opened.today}"
    for article in view.articles:
        yield f"{article.code}　{article.title}　{article.tasks} 项任务"
        for section, number in _sections(tuple(t.section for t in live if t.article == article.code)):
            yield f"　　{section}　{number} 项"


def _sections(names: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    for name in dict.fromkeys(names):
        yield name, names.count(name)


def _write_workbook(opened: OpenLedger, out: Path) -> Path | None:
    """Export the workbook of the office that leads most tasks, None where nobody leads any."""
    with opened.database.session() as session:
        busiest = max(list_offices(session), key=lambda office: office.tasks, default=None)
        if busiest is None or not busiest.tasks:
            return None
        path = out / f"{busiest.name}.xlsx"
        export_office(session, busiest.name, path, opened.today)
    return path


def _take_pictures(arguments: argparse.Namespace, out: Path) -> Iterator[Path]:
    # Empty is as good as unset: Qt would look for a display.
    os.environ["QT_QPA_PLATFORM"] = os.environ.get("QT_QPA_PLATFORM") or "offscreen"
    from tracker.desktop import build  # Qt reads the platform when it is first used

    desktop = build(arguments)
    crashes: list[str] = []
    desktop.context.jobs.crashed.connect(crashes.append)
    desktop.context.jobs.failed.connect(crashes.append)
    try:
        sizes = (SCALED,) if os.environ.get(SCALE) else SIZES
        yield from _picture_pages(desktop, out, sizes)
        if getattr(arguments, "all", False):
            yield from _picture_states(desktop, out, sizes[0])
    finally:
        desktop.close()
    if crashes:
        raise TrackerError(f"有页面没有画完：{crashes[0]}")


def _take_scaled(arguments: argparse.Namespace, out: Path) -> None:
    """Take the pictures of a screen at 125 %: Qt reads its scale when it starts, so another process takes them."""
    own = [] if getattr(sys, "frozen", False) else ["-m", "tracker"]
    options = ["--data", str(arguments.data)] if arguments.data else []
    options += ["--db", arguments.db] if arguments.db else []
    options += ["--today", arguments.today.isoformat()] if arguments.today else []
    command = [sys.executable, *own, *options, "tour", "--all", "--out", str(out / "125")]
    if subprocess.run(command, env={**os.environ, SCALE: "1.25"}, check=False).returncode:
        raise TrackerError("125% 缩放的图片没有画完。")


def _settle(desktop: "Desktop") -> None:
    """Wait until a page stands as a person sees it: all read, and what comes a moment after the rows."""
    from tracker.tour_opening import settle

    settle(desktop.context.jobs)


def _picture_states(desktop: "Desktop", out: Path, size: tuple[int, int]) -> Iterator[Path]:
    """Take a picture of every dialog, tab and menu in both themes."""
    from tracker.tour_states import window_states
    from tracker.ui.theme import style

    desktop.window.resize(*size)
    for theme in THEMES:
        style.apply(desktop.app, theme)  # type: ignore[arg-type]
        for name, widget in window_states(desktop, partial(_settle, desktop)):
            path = out / f"{name}-{theme}-{size[0]}x{size[1]}.png"
            widget.grab().save(str(path))
            yield path


def _picture_pages(desktop: "Desktop", out: Path, sizes: Sequence[tuple[int, int]]) -> Iterator[Path]:
    from tracker.ui.shell.page_list import PAGES
    from tracker.ui.theme import style

    desktop.window.show()
    for theme in THEMES:
        style.apply(desktop.app, theme)  # type: ignore[arg-type]
        for width, height in sizes:
            desktop.window.resize(width, height)
            for entry in PAGES:
                desktop.window.show_page(entry.key)
                _settle(desktop)
                path = out / f"{entry.key}-{theme}-{width}x{height}.png"
                desktop.window.grab().save(str(path))
                yield path
            yield _picture_review(desktop, out / f"intake-{theme}-{width}x{height}.png")


def _picture_review(desktop: "Desktop", path: Path) -> Path:
    """Take the picture of a review of an article of our own, of which nothing is kept."""
    from tracker.services.reviewing.keeping import look_at_text
    from tracker.ui.sources.page import SourcesPage

    desktop.window.show_page("sources")
    _settle(desktop)
    page = desktop.window.page()
    assert isinstance(page, SourcesPage)
    with desktop.ledger.reading() as session:
        page.intake.open_review(look_at_text(session, ARTICLE, desktop.context.today()))
    _settle(desktop)
    desktop.window.grab().save(str(path))
    page.intake.close_review()
    page.setFocus()  # else the keyboard, and its frame, would be on the rail
    return path
