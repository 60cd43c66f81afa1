"""The toolbar of the ledger: search, chips, grouping, columns."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QPoint, QSize, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from tracker.model.rows import LedgerView
from tracker.ui.ledger.columns import ON_REQUEST, OPTIONAL, SPECS, Column
from tracker.ui.ledger.filter_chips import WIDEST, FacetChip, chosen_of, shorten
from tracker.ui.ledger.grouping import Grouping
from tracker.ui.ledger.light_segments import LightSegments
from tracker.ui.ledger.view_settings import Shape
from tracker.ui.task.action_list import ACTS, COLUMNS, SAVE_VIEW
from tracker.ui.task.filter import Facet, LedgerFilter, Options
from tracker.ui.task.option_counts import option_counts
from tracker.ui.widgets.buttons import Button, IconButton
from tracker.ui.widgets.fields import SearchField
from tracker.ui.widgets.menu import add, menu
from tracker.ui.widgets.segments import Segments

SEARCH_WIDTH = 176
NARROW_SEARCH = 112
LEAST_SEARCH = 88
EDGE = 24
GAP = 6
#: Is the grouping named, px for the text of a chip, px for the search field; the first that fits is used.
STEPS = (
    (True, WIDEST, SEARCH_WIDTH),
    (False, WIDEST, SEARCH_WIDTH),
    (False, 120, SEARCH_WIDTH),
    (False, 120, NARROW_SEARCH),
    (False, 84, NARROW_SEARCH),
    (False, 0, NARROW_SEARCH),
    (False, 0, LEAST_SEARCH),
)


class LedgerToolbar(QWidget):
    """44 px high; says what to filter, how to group and which columns to show."""

    shape_chosen = Signal(object)  # Shape
    filter_changed = Signal(object)  # LedgerFilter
    grouping_changed = Signal(object)  # Grouping
    column_toggled = Signal(int, bool)
    entries_toggled = Signal()  # rows for umbrellas and groups, or none
    wrap_toggled = Signal()  # rows of several lines, or of one
    columns_asked = Signal()  # the dialog that moves and sorts them
    view_asked = Signal(str)  # name of a saved view
    view_saving = Signal()
    view_renaming = Signal(str)
    view_removed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(44)
        self.setMinimumWidth(480)
        self.grouping = Grouping.ARTICLE
        self.visible_columns: frozenset[int] = frozenset(Column)
        self.wrapped = False  # whether rows have several lines
        self.entries = False  # whether umbrellas and groups have rows of their own
        self.options: dict[Facet, Options] = {}
        self.views: tuple[str, ...] = ()  # names of the saved views
        self.shapes = Segments("台账的样子", [(shape, shape.value) for shape in Shape], self)
        self.shapes.show_value(Shape.TABLE)
        self.shapes.chosen.connect(self.shape_chosen)
        self.search = SearchField("搜索  Ctrl+F", self)
        self.search.setFixedWidth(SEARCH_WIDTH)
        self._typed = QTimer(self, singleShot=True, interval=0)
        self._announced: LedgerFilter | None = None
        facets = tuple(facet for facet in Facet if facet is not Facet.LIGHT)
        self.chips: dict[Facet, FacetChip] = {facet: FacetChip(facet, self) for facet in facets}
        self.lights = LightSegments()  # the head of the page has room for them
        self.clear = Button("清除", "plain", parent=self)
        self.group = Button("", "plain", "group", self)
        self.columns = IconButton("columns", "显示哪些列（Ctrl+L 移动、排序）", self)
        self._lay_out()
        self._connect()
        self.set_grouping(Grouping.ARTICLE)
        self.clear.hide()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(EDGE, 0, 16, 8)
        row.setSpacing(GAP)
        row.addWidget(self.shapes)
        row.addWidget(self.search)
        for chip in self.chips.values():
            row.addWidget(chip)
        row.addWidget(self.clear)
        row.addStretch(1)
        row.addWidget(self.group)
        row.addWidget(self.columns)

    def _connect(self) -> None:
        self.search.searched.connect(lambda _text: self._announce())
        # As you type: the rows stand before the next key, so nobody waits for a pause.
        self.search.textChanged.connect(lambda _text: self._typed.start())
        self._typed.timeout.connect(self._announce)
        for chip in self.chips.values():
            chip.chosen_changed.connect(lambda _values: self._announce())
        self.lights.chosen_changed.connect(lambda _values: self._announce())
        self.clear.clicked.connect(self.clear_all)
        self.group.clicked.connect(self.open_grouping)
        self.columns.clicked.connect(self._open_columns)

    def set_options(self, options: Mapping[Facet, Options]) -> None:
        """Give each chip its values."""
        self.options = dict(options)
        for facet, chip in self.chips.items():
            chip.set_options(self.options.get(facet, ()))
        self._fit()

    def count_in(self, view: LedgerView) -> None:
        """Count the values of the chips in a ledger, when their menus open."""
        for facet, chip in self.chips.items():
            chip.count = partial(option_counts, facet, view)

    def filter(self) -> LedgerFilter:
        """Return what is filtered now."""
        lights = {Facet.LIGHT: self.lights.chosen} if self.lights.chosen else {}
        return LedgerFilter({**chosen_of(self.chips), **lights}, self.search.text())

    def set_filter(self, wanted: LedgerFilter) -> None:
        """Show and announce another filter."""
        for facet, chip in self.chips.items():
            chip.choose(wanted.chosen.get(facet, frozenset()), silent=True)
        self.lights.choose(wanted.chosen.get(Facet.LIGHT, frozenset()), silent=True)
        self.search.setText(wanted.search)
        self._announce()

    def clear_all(self) -> None:
        """Take all filters off."""
        self.set_filter(LedgerFilter())

    def set_grouping(self, grouping: Grouping) -> None:
        """Show and announce another grouping."""
        changed, self.grouping = grouping is not self.grouping, grouping
        self._fit()
        if changed:
            self.grouping_changed.emit(grouping)

    def show_shape(self, shape: Shape) -> None:
        """Mark the shape; groups and columns are of the table alone."""
        self.shapes.show_value(shape)
        for widget in (self.group, self.columns):
            widget.setVisible(shape is Shape.TABLE)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make everything fit again."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Allow the toolbar to be narrower than its widest state."""
        return QSize(480, 44)

    def _announce(self) -> None:
        wanted = self.filter()
        if wanted == self._announced:
            return
        self._announced = wanted
        self.clear.setVisible(wanted.active)
        self._fit()
        self.filter_changed.emit(wanted)

    def _fit(self) -> None:
        """Give way step by step until all fits, the segments last: the palette has them as well."""
        self.shapes.show()
        self.shapes.setVisible(self._fits())
        if self.shapes.isHidden():
            self._fits()

    def _fits(self) -> bool:
        """Shorten the grouping's name, the chips' words, the search field; False where that is not enough."""
        name = f"分组：{self.grouping.value}"
        self.group.setToolTip(f"{name}；分组与保存的视图（Ctrl+G）")
        for named, cut, search in STEPS:
            self.group.setText(name if named else "")
            self.search.setFixedWidth(search)
            self.search.setPlaceholderText("搜索  Ctrl+F" if search > NARROW_SEARCH else "搜索")
            room = self.width() - EDGE - 16 - search - 6 * GAP
            room -= self.shapes.sizeHint().width() if not self.shapes.isHidden() else 0
            room -= self.group.sizeHint().width() + 28 if not self.group.isHidden() else 0
            room -= (self.clear.sizeHint().width() + GAP) if self.clear.isVisibleTo(self) else 0
            if shorten(tuple(self.chips.values()), cut) <= room:
                return True
        return False

    def open_grouping(self) -> None:
        """Open the menu of groupings and saved views."""
        popup = menu(self.group)
        for grouping in Grouping:
            action = add(popup, grouping.value, slot=partial(self.set_grouping, grouping))
            action.setCheckable(True)
            action.setChecked(grouping is self.grouping)
        popup.addSeparator()
        entries = add(popup, "显示总领和分组行", slot=self.entries_toggled.emit)
        entries.setCheckable(True)
        entries.setChecked(self.entries)
        entries.setEnabled(self.grouping is Grouping.ARTICLE)
        self._add_views(popup)
        popup.popup(self.group.mapToGlobal(QPoint(0, self.group.height() + 4)))

    def _add_views(self, popup: QMenu) -> None:
        popup.addSeparator()
        for name in self.views:
            add(popup, f"视图：{name}", "filter", slot=partial(self.view_asked.emit, name))
        add(popup, "保存为视图…", "plus", ACTS[SAVE_VIEW].shortcut, self.view_saving.emit)
        for title, signal in (("视图改名", self.view_renaming), ("删除视图", self.view_removed)) if self.views else ():
            below = menu(popup)
            below.setTitle(title)
            for name in self.views:
                add(below, name, slot=partial(signal.emit, name))
            popup.addMenu(below)

    def column_menu_entries(self) -> tuple[tuple[int, str, bool], ...]:
        """Return column, header and whether it is shown, for all columns that can be hidden."""
        return tuple((c, SPECS[c].header, c in self.visible_columns) for c in OPTIONAL)

    def _open_columns(self) -> None:
        popup = menu(self.columns)
        more = menu(popup)
        more.setTitle("更多列")
        for column, header, shown in self.column_menu_entries():
            action = add(more if column in ON_REQUEST and not shown else popup, header)
            action.setCheckable(True)
            action.setChecked(shown)
            action.toggled.connect(lambda on, which=column: self.column_toggled.emit(which, on))
        popup.addMenu(more)
        popup.addSeparator()
        wrap = add(popup, "自动换行", slot=self.wrap_toggled.emit)
        wrap.setCheckable(True)
        wrap.setChecked(self.wrapped)
        add(popup, "列与排序…", "columns", ACTS[COLUMNS].shortcut, self.columns_asked.emit)
        popup.popup(self.columns.mapToGlobal(QPoint(0, self.columns.height() + 4)))
