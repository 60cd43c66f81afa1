"""命令面板: a few letters lead to a page, an act or a task."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QListView, QWidget

from tracker.model.enums import LightColour
from tracker.model.rows import OfficeRow, TaskChoice
from tracker.model.search import SearchIndex, words_of
from tracker.ui.core.command import Command
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.core.page_requests import OpenOffice, OpenTask
from tracker.ui.core.sessions import DatabaseSession
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.icons import paint_icon, tone
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.fields import SearchField
from tracker.ui.widgets.paint import RIGHT, paint_light, paint_matches, paint_text
from tracker.ui.widgets.row_delegate import Cell, RowDelegate
from tracker.ui.widgets.row_model import ROW, RowModel, list_of

if TYPE_CHECKING:
    from tracker.queries import offices, task_index
else:
    task_index = late("tracker.queries.task_index")
    offices = late("tracker.queries.offices")

#: The group of the commands that open the page of an office.
OFFICE = "单位"
_HEIGHT, _SHOWN, _TASKS = 32, 12, 50
_CODE = 72  # px of the column of codes
_SPELLED_AT_ONCE = 2_000
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _SHOWN, Qt.Key.Key_PageUp: -_SHOWN}
Choices = tuple[tuple[TaskChoice, ...], SearchIndex, tuple[OfficeRow, ...]]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line: icon, what, a paler word beside it, and keys at the right."""

    icon: str
    text: str
    note: str
    keys: str
    goal: Command | TaskChoice
    code: str = ""
    light: LightColour | None = None

    @property
    def spoken(self) -> str:
        """Return the line for a screen reader."""
        light = f"{self.light.word}灯" if self.light is not None else ""
        return "，".join(part for part in (self.code, self.text, self.note, light, self.keys) if part)


def suggestion_of(goal: Command | TaskChoice) -> Suggestion:
    """Return the line of a command or a task."""
    if isinstance(goal, Command):
        return Suggestion(goal.icon, goal.word, goal.group, next(iter(goal.keys), ""), goal)
    return Suggestion("ledger", goal.title, goal.office or "未定", "", goal, goal.code, goal.light)


def _paint(painter: QPainter, cell: Cell, words: Sequence[str]) -> None:
    """Paint a line: light or icon, the code in a column of its own, the text with what was typed in bold."""
    tokens, line, rect = current(), cell.row, QRectF(cell.rect)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if cell.chosen or cell.hovered:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.select if cell.chosen else tokens.hover))
        painter.drawRoundedRect(rect, 4, 4)
    if line.light is not None:
        paint_light(painter, QRectF(rect.left() + 13, rect.center().y() - 5, 10, 10), line.light)
    else:
        at = QRectF(rect.left() + 10, rect.top() + 8, 16, 16)
        paint_icon(painter, at, line.icon or "chevron_right", tokens.text2)
    right = rect.adjusted(0, 0, -12, 0)
    paint_text(painter, right, line.keys, tone("text3"), "small", RIGHT)
    paint_text(painter, right.adjusted(0, 0, -72, 0), line.note, tone("text3"), "small", RIGHT)
    left = rect.adjusted(36, 0, -96 - metrics("small").horizontalAdvance(line.note), 0)
    if line.code:
        paint_matches(painter, left, line.code, words, tone("text3"))
        left.setLeft(left.left() + _CODE)
    paint_matches(painter, left, line.text, words, tokens.text)


class _Found(QListView):
    """The list of lines; says in its middle why there is none."""

    nothing = ""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines, or the sentence."""
        super().paintEvent(event)
        if self.nothing and self.model().rowCount() == 0:
            box = QRectF(self.viewport().rect()).adjusted(24, 0, -24, -self.viewport().height() / 2)
            painter = QPainter(self.viewport())
            for number, sentence in enumerate(self.nothing.splitlines()):
                line = box.translated(0, 24.0 * number)
                paint_text(painter, line, sentence, tone("text2"), "body", Qt.AlignmentFlag.AlignCenter)


class _Field(SearchField):
    """Sends the arrows to the list; Esc closes the dialog, whatever is written."""

    moved = Signal(int)  # lines

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (step := _STEPS.get(Qt.Key(event.key()))) is not None:
            self.moved.emit(step)
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            QLineEdit.keyPressEvent(self, event)
        else:
            super().keyPressEvent(event)


class PaletteDialog(Dialog):
    """Type, ↑ ↓, Enter; nothing typed shows what can be done here and everywhere."""

    def __init__(self, context: Context, commands: Sequence[Command], parent: QWidget | None = None) -> None:
        super().__init__("命令面板", "", 640, parent)
        self._context = context
        self._commands = tuple(commands)
        self._words = SearchIndex([f"{command.word}\n{command.group}".casefold() for command in self._commands])
        self._offices: tuple[Command, ...] = ()
        self._office_words = SearchIndex([])
        self._tasks: tuple[TaskChoice, ...] = ()
        self._index: SearchIndex | None = None
        self._typed: Sequence[str] = ()
        self.search = _Field("输入命令、页面，或任务的编号、名称、单位；拼音首字母也可以")
        self.search.setAccessibleName("命令或任务")
        self.model: RowModel[Suggestion] = RowModel(list_of(lambda line: line.spoken))
        self.list = _Found()
        self.list.setModel(self.model)
        self.list.setItemDelegate(
            RowDelegate(lambda painter, cell: _paint(painter, cell, self._typed), _HEIGHT, self.list)
        )
        self.list.setAccessibleName("找到的命令和任务")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self.list.setFixedHeight(_HEIGHT * _SHOWN)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for widget in (self.search, self.list):
            self.body.addWidget(widget)
        self.search.textChanged.connect(lambda _text: self._rebuild())
        self.search.moved.connect(self._move)
        self.search.returnPressed.connect(lambda: self._choose(self.list.currentIndex()))
        self.list.clicked.connect(self._choose)
        self._rebuild()
        self.search.setFocus()
        context.jobs.read(partial(_read_choices, context.today()), on_result=self._offer_choices, owner=self)

    def _offer_choices(self, choices: Choices) -> None:
        self._tasks, self._index, offices = choices
        ask = self._context.bus.page_asked.emit
        self._offices = tuple(
            Command(OFFICE, office.name, partial(ask, "office", OpenOffice(office.name)), (), "user")
            for office in offices
        )
        self._office_words = SearchIndex(["\n".join((office.name, *office.aliases)).casefold() for office in offices])
        self._rebuild()
        self._spell(0)

    def _spell(self, first: int) -> None:
        """Put the pinyin of the tasks together piece by piece; letters typed meanwhile may find more at the end."""
        if self._index is None or self._index.spelled:
            words = words_of(self.search.text())
            if words and self._matches(words) != [line.goal for line in self.model.rows]:
                self._rebuild()
        else:
            index, last = self._index, first + _SPELLED_AT_ONCE
            self._context.jobs.read(
                lambda _s: index.spell(first, last), on_result=lambda _none: self._spell(last), owner=self, key="spell"
            )

    def suggestions(self) -> tuple[Suggestion, ...]:
        """Return the lines shown."""
        return tuple(self.model.rows)

    def _matches(self, words: Sequence[str]) -> list[Command | TaskChoice]:
        commands = [self._commands[n] for n in self._words.find(words)]
        offices = [self._offices[n] for n in self._office_words.find(words)]
        return [*commands, *offices, *(self._tasks[n] for n in self._having(words)[:_TASKS])]

    def _having(self, words: Sequence[str]) -> Sequence[int]:
        return self._index.find(words, at_once=True) if words and self._index is not None else ()

    def _rebuild(self) -> None:
        words = self._typed = words_of(self.search.text())
        self.list.nothing = nothing_words(self.search.text()) if words else ""
        self.model.set_rows([suggestion_of(goal) for goal in (self._matches(words) if words else self._commands)])
        self.list.setCurrentIndex(self.model.index(0, 0))
        self.foot_label.setText(_foot_words(bool(words), len(self.model.rows), len(self._having(words))))

    def _move(self, step: int) -> None:
        last = self.model.rowCount() - 1
        row = max(0, min(last, self.list.currentIndex().row() + step))
        self.list.setCurrentIndex(self.model.index(row, 0))

    def _choose(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        goal = index.data(ROW).goal
        self.accept()
        if isinstance(goal, Command):
            QTimer.singleShot(0, goal.run)  # after this dialog is gone: the command may open its own
        else:
            self._context.bus.page_asked.emit("ledger", OpenTask(goal.id))


def nothing_words(typed: str) -> str:
    """Return why there is no line, and what else to write; two sentences."""
    first = f"没有符合“{typed.strip()}”的命令、页面、单位或任务。"
    return f"{first}\n换一个词试试：任务可以写编号、名称、单位或责任人，拼音首字母也可以。"


def _foot_words(searched: bool, shown: int, tasks: int) -> str:
    if not shown:
        return "没有符合的命令或任务"
    if searched and tasks > _TASKS:
        return f"符合的任务有 {tasks:,} 项，这里是前 {_TASKS} 项；多写几个字"
    return "↑↓ 选择，Enter 执行，Esc 关闭"


def _read_choices(today: date, session: DatabaseSession) -> Choices:
    return *task_index.list_choices(session, today), offices.list_offices(session)
