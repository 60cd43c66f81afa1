"""What a screen reader is told of painted widgets: their marks as a list, and the day of a slider as a date.

Qt keeps an interface as long as it may be asked for and knows nothing of Python's references to it, so none is ever
let go; there are some only while a screen reader runs.
"""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, QRect, QRectF
from PySide6.QtGui import QAccessible, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QAccessibleWidget, QWidget
from shiboken6 import isValid


@runtime_checkable
class Listed(Protocol):
    """A painted widget that can say its marks."""

    def spoken_marks(self) -> Sequence[tuple[QRectF, str]]:
        """Return the marks in reading order: where they are in the widget, and what they say."""


@runtime_checkable
class Valued(Protocol):
    """A widget whose value is said in words instead of as a number."""

    def spoken_value(self) -> str:
        """Return the value in words."""


class _ListedMark(QAccessibleInterface):
    """One mark of a painted widget."""

    def __init__(self, owner: "_MarkList", number: int) -> None:
        super().__init__()
        self._owner, self._number = owner, number

    def _mark(self) -> tuple[QRectF, str] | None:
        marks = self._owner.marks()
        return marks[self._number] if self._number < len(marks) else None

    def isValid(self) -> bool:
        """Tell whether the mark is still drawn."""
        return self._mark() is not None

    def object(self) -> QObject | None:  # type: ignore[override]  # a mark is none of its own
        """Return None: a mark is painted, no object."""
        return None

    def window(self) -> QWindow | None:  # type: ignore[override]
        """Return the window of the chart."""
        return self._owner.painted.window().windowHandle() if isValid(self._owner.painted) else None

    def parent(self) -> QAccessibleInterface:
        """Return the list."""
        return self._owner

    def child(self, _index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """Return None: a mark has nothing inside."""
        return None

    def childAt(self, _x: int, _y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """Return None: a mark has nothing inside."""
        return None

    def childCount(self) -> int:
        """Return 0."""
        return 0

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        """Return -1: a mark has nothing inside."""
        return -1

    def rect(self) -> QRect:
        """Return where the mark is on the screen."""
        mark, widget = self._mark(), self._owner.painted
        if mark is None or not isValid(widget):
            return QRect()
        box = mark[0].toAlignedRect()
        return QRect(widget.mapToGlobal(box.topLeft()), box.size())

    def role(self) -> QAccessible.Role:
        """Return the role of an entry."""
        return QAccessible.Role.ListItem

    def setText(self, _kind: QAccessible.Text, _text: str) -> None:
        """Ignore: nothing can be written into a mark."""

    def state(self) -> QAccessible.State:
        """Return that it can be read and nothing else."""
        return QAccessible.State()

    def text(self, kind: QAccessible.Text) -> str:
        """Return the sentence of the mark as its name."""
        mark = self._mark()
        return mark[1].replace("\n", "，") if mark is not None and kind == QAccessible.Text.Name else ""


class _MarkList(QAccessibleWidget):
    """A painted widget as the list of its marks."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget, QAccessible.Role.List)
        self.painted = widget
        self._items: dict[int, _ListedMark] = {}

    def marks(self) -> Sequence[tuple[QRectF, str]]:
        """Return the marks drawn now; none once the widget is gone."""
        return self.painted.spoken_marks() if isValid(self.painted) and isinstance(self.painted, Listed) else ()

    def childCount(self) -> int:
        """Return how many marks there are."""
        return len(self.marks())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """Return a mark by its number."""
        if not 0 <= index < self.childCount():
            return None
        return self._items.setdefault(index, _ListedMark(self, index))

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Return the number of a mark."""
        return next((number for number, item in self._items.items() if item is child), -1)


class _Slider(QAccessibleWidget):
    """A slider that says its value in words."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget, QAccessible.Role.Slider)
        self._widget = widget

    def text(self, kind: QAccessible.Text) -> str:
        """Return the value in words, all else as any widget says it."""
        if kind == QAccessible.Text.Value and isValid(self._widget) and isinstance(self._widget, Valued):
            return self._widget.spoken_value()
        return super().text(kind)


_kept: list[QAccessibleInterface] = []


def interface_of(_key: str, subject: QObject | None) -> QAccessibleInterface | None:
    """Return the interface of a painted widget, None for all that Qt knows how to describe itself."""
    if not isinstance(subject, QWidget):
        return None
    kind = _Slider if isinstance(subject, Valued) else _MarkList if isinstance(subject, Listed) else None
    if kind is None:
        return None
    _kept.append(kind(subject))
    return _kept[-1]


def install() -> None:
    """Describe painted widgets to screen readers from now on."""
    QAccessible.installFactory(interface_of)
