"""ChangeView: what became of what, act by act; prose with its words struck out and added, numbers with their falls."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QWidget

from tracker.ui.theme.style import themes
from tracker.ui.widgets.change_delegate import TAGS, ChangeDelegate, hints_of, prose_in, prose_width
from tracker.ui.widgets.change_lines import ChangeGroup, ChangeLine
from tracker.ui.widgets.change_places import Places, Shape, places_of, shape_of
from tracker.ui.widgets.lazy_sequence import OnDemand
from tracker.ui.widgets.row_model import ROW, Index, RowModel, list_of

_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
#: Of longer lists it is not looked which parts their lines have: they are made on demand.
_LOOKED_AT = 5_000

Row = str | ChangeLine  # a head, or a change


class _Rows(OnDemand[Row]):
    """Heads and below them their lines; a folded head has none."""

    def __init__(self, groups: Sequence[ChangeGroup], folded: set[int]) -> None:
        self.groups = groups
        super().__init__(
            bool(group.head) + (0 if number in folded else len(group.lines)) for number, group in enumerate(groups)
        )

    def make(self, part: int, number: int) -> Row:
        """Return a head or one of its lines."""
        group = self.groups[part]
        if group.head:
            return group.lines[number - 1] if number else group.head
        return group.lines[number]


class ChangeView(QListView):
    """A list of changes under the heads of their acts.

    Space opens prose that was cut and folds a head; so do Enter and a double click, but where a line stands for
    something that can be opened they open that.
    """

    opened = Signal(object)  # what a line is about
    key = "空格"  # what opens prose, in the words of its tag

    def __init__(self, name: str, parent: QWidget | None = None, *, opens: bool = False) -> None:
        """`opens` says that a line may be opened: `opened` then tells what it is about."""
        super().__init__(parent)
        self.opens = opens
        self.groups: tuple[ChangeGroup, ...] = ()
        self.shape = Shape()
        self.lines: RowModel[Row] = RowModel(
            list_of(_words), spoken=self._spoken, tip=_tip, selectable=lambda row: row != ""
        )
        self._unfolded: set[tuple[int, int]] = set()  # prose that is shown in full, by group and line
        self._folded: set[int] = set()
        self.setModel(self.lines)
        self.setItemDelegate(ChangeDelegate(self, self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLayoutMode(QListView.LayoutMode.Batched)  # long histories are laid out bit by bit
        self.setBatchSize(60)
        themes().switched.connect(self.viewport().update)

    def show_groups(self, groups: Sequence[ChangeGroup], shape: Shape | None = None) -> None:
        """Show other changes; a group without a head has none. `shape` spares looking which parts the lines have."""
        self._unfolded.clear()
        self._folded.clear()
        self.groups = tuple(groups)
        many = sum(len(group.lines) for group in self.groups) > _LOOKED_AT
        whole = Shape(subject=True, title=True, note=True)
        self.shape = shape or (whole if many else shape_of(self.changes()))
        self._rebuild()

    def _rebuild(self) -> None:
        self.lines.set_rows(_Rows(self.groups, self._folded))

    def changes(self) -> list[ChangeLine]:
        """Return all changes, from top to bottom."""
        return [line for group in self.groups for line in group.lines]

    def heads(self) -> list[str]:
        """Return the heads, from top to bottom."""
        return [group.head for group in self.groups if group.head]

    def _group_and_line(self, row: int) -> tuple[int, int]:
        """Return the group of a row and which of its rows it is."""
        rows = self.lines.rows
        assert isinstance(rows, _Rows)  # nothing else is ever set
        group = rows.part_of(row)
        return group, row - rows.firsts[group]

    def unfolded(self, row: int) -> bool:
        """Tell whether a row shows all of its prose, with the difference of what was rewritten."""
        return self._group_and_line(row) in self._unfolded

    def folded(self, row: int) -> bool:
        """Tell whether the lines of a head are put away."""
        return self._group_and_line(row)[0] in self._folded

    def tick_of(self, _line: ChangeLine, /) -> bool | None:
        """Return whether the box of a line is ticked, None where it has no box."""
        return None

    def spoken(self, line: ChangeLine) -> str:
        """Return what a screen reader says of a line."""
        return line.words

    def _spoken(self, row: Row) -> str:
        return self.spoken(row) if isinstance(row, ChangeLine) else row

    def toggle(self, index: Index) -> None:
        """Open or close the prose of a row, fold or unfold a head."""
        row = index.data(ROW) if index.isValid() else None
        if isinstance(row, str):
            number = index.row()
            self._folded ^= {self._group_and_line(number)[0]}
            self._rebuild()
            self.setCurrentIndex(self.lines.index(number, 0))
        elif isinstance(row, ChangeLine) and prose_in(row, self.places()):
            self._unfolded ^= {self._group_and_line(index.row())}
            self.scheduleDelayedItemsLayout()
            self.viewport().update()

    def open_row(self, index: Index) -> None:
        """Open what a line is about; else its prose, or fold a head."""
        row = index.data(ROW) if index.isValid() else None
        if self.opens and isinstance(row, ChangeLine):
            if row.about is not None:
                self.opened.emit(row.about)
        else:
            self.toggle(index)

    def places(self) -> Places:
        """Return where the parts of a line stand in the present width."""
        return places_of(self.shape, self.viewport().width())

    def select_first(self) -> None:
        """Make the first row the current one."""
        self.setCurrentIndex(self.lines.index(0, 0) if self.lines.rows else QModelIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, unfold with Space; copy nothing, walk with the arrows."""
        if event.key() in _OPENING:
            self.open_row(self.currentIndex())
        elif event.key() == Qt.Key.Key_Space:
            self.toggle(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Fold the head that was clicked; a click on the tags of prose shows all of it."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        row = index.data(ROW)
        if isinstance(row, str) or self._over_tags(row, index, event.position()):
            self.toggle(index)

    def _over_tags(self, line: ChangeLine, index: Index, spot: QPointF) -> bool:
        """Tell whether a spot is on the tags of prose."""
        places = self.places()
        if not hints_of(line, self.unfolded(index.row()), places):
            return False
        if places.narrow:
            return spot.y() > self.visualRect(index).bottom() - TAGS
        left = places.values[0] + prose_width(line, False, places)
        return left < spot.x() < places.values[0] + places.values[1]

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the line under the pointer; a head was folded by the click already."""
        index = self.indexAt(event.position().toPoint())
        if isinstance(index.data(ROW), ChangeLine):
            self.open_row(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the prose out for the new width."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


def _words(row: Row) -> str:
    return row if isinstance(row, str) else row.words


def _tip(row: Row) -> str | None:
    """Return what a line cuts: the name, the note, the lights."""
    if isinstance(row, str):
        return None
    return "\n".join(part for part in (row.title, row.note, row.light_words) if part) or None
