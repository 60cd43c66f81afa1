"""The states of the daily work: menus of rows, forms of 往来, 单位 and 出文, and reviews of what came back."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from tracker.model.enums import Choice, ReturnState, Status
from tracker.model.rows import ExportRow
from tracker.tour_opening import Settle, State, opened_by
from tracker.tour_sample import asking_book
from tracker.ui.core.command import Command
from tracker.ui.core.page_requests import OpenReturn
from tracker.ui.exchange.page import ExchangePage
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.offices.page import DirectoryPage
from tracker.ui.page import Page
from tracker.ui.papers.page import PapersPage
from tracker.ui.papers.paper_list import title_of
from tracker.ui.review.dialog import ReviewDialog
from tracker.ui.review.entries import Review
from tracker.ui.today.page import TodayPage

if TYPE_CHECKING:
    from tracker.desktop import Desktop

Shown = TypeVar("Shown", bound=Page)
#: An entry of a menu of the page: words, icon, what happens.
Act = tuple[str, str, Callable[[], object]]


def work_states(desktop: "Desktop", settle: Settle) -> Iterator[State]:
    """Bring the window into one state after the other; nothing is written."""
    for part in (_row_menus, _exchange_states, _reviews, _office_states, _paper_states):
        yield from part(desktop, settle)


def _page(desktop: "Desktop", key: str, kind: type[Shown], settle: Settle) -> Shown:
    desktop.window.show_page(key)
    settle()
    page = desktop.window.page()
    assert isinstance(page, kind)
    return page


def _run(acts: Iterable[Act]) -> list[Command]:
    """Return entries of a menu as commands."""
    return [Command("", word, run) for word, _icon, run in acts]


def _acts_on(page: ExchangePage, row: ExportRow) -> list[Command]:
    return _run(page.acts_on(row))


def _row_menus(desktop: "Desktop", settle: Settle) -> Iterator[State]:
    """The menu of a row of the ledger by status, that of several rows, and that of 今日."""
    page = _page(desktop, "ledger", LedgerPage, settle)
    for status in Status:
        task = next((task for task in page.controller.shown if task.status is status), None)
        if task is None:
            continue
        page.table.choose_task(task.id)
        settle()
        yield from _menu_of(desktop, f"台账-行菜单-{status.word}", lambda: page.table.menu_asked.emit(QPoint()), settle)
    page.table.choose_all_tasks()
    settle()
    yield from _menu_of(desktop, "台账-行菜单-多选", lambda: page.table.menu_asked.emit(QPoint()), settle)
    page.table.keep_current()
    settle()
    today = _page(desktop, "today", TodayPage, settle)
    chosen = today.chosen_tasks()
    if chosen:
        asked = today.list.menu_asked
        yield from _menu_of(desktop, "今日-行菜单", lambda: asked.emit(chosen[0], QPoint()), settle, "today")


def _menu_of(
    desktop: "Desktop", name: str, ask: Callable[[], object], settle: Settle, page: str = "ledger"
) -> Iterator[State]:
    """Open a menu and its groups; the word stands for a command that opens something."""
    for number, (_, widget) in enumerate(opened_by(desktop, page, lambda: [Command("", "…", ask)], "", settle)):
        yield name + (f"-{number + 1}" if number else ""), widget
        for group in widget.findChildren(QMenu):
            group.ensurePolished()
            group.resize(group.sizeHint())
            yield f"{name}-{group.title()}", group


def _exchange_states(desktop: "Desktop", settle: Settle) -> Iterator[State]:
    """The dock of a return that waits, of one that is out and of one that is in, with their menus and forms."""
    page = _page(desktop, "exchange", ExchangePage, settle)
    for word, fits in _KINDS.items():
        row = next((row for row in page.model.rows if fits(row)), None)
        if row is None:
            continue
        desktop.window.show_page("exchange")  # an act of the row before may lead to another page
        settle()
        page.table.selectRow(page.model.rows.index(row))
        if page.dock.isHidden():
            page.docking.toggle()
        settle()
        settle()  # what waits is compared a moment later
        settle()
        yield f"往来-{word}", desktop.window
        yield from opened_by(desktop, "exchange", partial(_acts_on, page, row), f"往来-{word}-", settle)
    yield from opened_by(desktop, "exchange", lambda: _run(page.more()), "往来-更多-", settle)
    for word, button in (("更多", page.more_button), ("催报", page.remind_button)):
        if button.isVisible():
            yield from _menu_of(desktop, f"往来-菜单{word}", button.click, settle, "exchange")
    if page.bar.isVisible():
        yield from opened_by(
            desktop, "exchange", lambda: [Command("", "关闭本批…", page.bar.close_asked.emit)], "往来-", settle
        )


_KINDS: dict[str, Callable[[ExportRow], bool]] = {
    "待核对": lambda row: row.state is ReturnState.PENDING,
    "未反馈": lambda row: row.state is None,
    "已导入": lambda row: row.state is ReturnState.APPLIED,
}


def _reviews(desktop: "Desktop", settle: Settle) -> Iterator[State]:
    """Every group of every return that waits; of one of our own the deadlines asked for, and the forms that answer."""
    page = _page(desktop, "exchange", ExchangePage, settle)
    waiting = [row for row in page.model.rows if row.state is ReturnState.PENDING and row.return_id is not None]
    for row in waiting:
        page.open_target(OpenReturn(row.return_id or 0))
        settle()
        settle()  # files are read beside, then compared
        review = page.importing.dialog
        if review is None:
            continue
        for group in review.groups:
            review.show_group(group.key)
            settle()
            yield f"核对-{row.office}-{group.word}", review
            if group.key == "request":
                yield from _answers(desktop, review, row.office, settle)
        review.reject()
        settle()
    review = ReviewDialog(Review([asking_book()]), desktop.window)
    review.open()
    settle()
    yield "核对-时限申请", review
    yield from _answers(desktop, review, "时限申请", settle)
    review.done(0)
    settle()


def _answers(desktop: "Desktop", review: ReviewDialog, office: str, settle: Settle) -> Iterator[State]:
    ask = review.list_view.answer_wanted.emit
    forms = [Command("", "同意…", partial(ask, Choice.THEIRS)), Command("", "不同意…", partial(ask, Choice.OURS))]
    yield from opened_by(desktop, "exchange", lambda: forms, f"核对-{office}-", settle)


def _office_states(desktop: "Desktop", settle: Settle) -> Iterator[State]:
    """The directory with its first office: tabs, forms, menu."""
    page = _page(desktop, "offices", DirectoryPage, settle)
    office = page.model.rows[0] if page.model.rows else None
    if office is None:
        return
    page.table.selectRow(0)
    settle()
    yield from opened_by(desktop, "offices", lambda: _run(page.acts_on(office)), "单位-", settle)
    if office.people:
        person = office.people[0]
        yield from opened_by(desktop, "offices", lambda: _run(page.acts_on_person(person)), "单位-联系人", settle)


def _paper_states(desktop: "Desktop", settle: Settle) -> Iterator[State]:
    """Every paper, the settings and the register."""
    page = _page(desktop, "papers", PapersPage, settle)
    for kind in page.papers.entries:
        page.show_kind(kind)
        settle()
        settle()  # the pages follow a moment after the words
        yield f"出文-{title_of(kind)}", desktop.window
    first = next(iter(page.papers.entries))
    page.show_kind(first)
    settle()
    forms = [Command("", "出文设置…", page.open_settings), Command("", "已登记…", page.open_register)]
    yield from opened_by(desktop, "papers", lambda: forms, "出文-", settle)
