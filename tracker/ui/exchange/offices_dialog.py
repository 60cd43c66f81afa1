"""单位名称与别名: what people call an office, so that a workbook that says so is understood."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from tracker.model.changes import Changes
from tracker.model.edited_forms import shown_by
from tracker.model.rows import OfficeRow
from tracker.model.typed.names import split_names
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.core.sessions import DatabaseSession
from tracker.ui.theme.fonts import font, metrics
from tracker.ui.theme.icons import tone
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.fields import FormField, SearchField
from tracker.ui.widgets.guarded_save import GuardedSave
from tracker.ui.widgets.labels import TextLabel
from tracker.ui.widgets.paint import paint_row_ground, paint_text
from tracker.ui.widgets.row_delegate import Cell, RowDelegate
from tracker.ui.widgets.row_model import ROW

if TYPE_CHECKING:
    from tracker.queries import offices as office_query
    from tracker.services import offices as office_service
else:
    office_query = late("tracker.queries.offices")
    office_service = late("tracker.services.offices")

_ROW = 28


def _paint_names(painter: QPainter, cell: Cell) -> None:
    """Paint the proper name of an office, and after it the others in grey."""
    office: OfficeRow = cell.row
    paint_row_ground(painter, cell.rect, selected=cell.chosen, hovered=cell.hovered, first=True)
    box = QRectF(cell.rect).adjusted(12, 0, -8, 0)
    paint_text(painter, box, office.name, tone("text"), "body")
    after = metrics("body").horizontalAdvance(office.name) + 10
    paint_text(painter, box.adjusted(after, 0, 0, 0), "、".join(office.aliases), tone("text3"), "small")


_NAMES = ("name", "short_name", "aliases")


class OfficesDialog(Dialog):
    """Offices at the left, the names of one at the right; every save is an act with history and undo."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        note = "反馈里写简称或别名也能认出单位；一个名称只能指一个单位"
        super().__init__("单位名称与别名", note, 760, parent, height=560, ruled=True)
        self._context = context
        self._offices: tuple[OfficeRow, ...] = ()
        self._select_next = ""  # the office to select after the next read
        box = QHBoxLayout()
        box.setContentsMargins(23, 16, 23, 16)
        box.setSpacing(24)
        box.addLayout(self._left())
        box.addLayout(self._form(), 1)
        self.body.addLayout(box, 1)
        self.add_button("关闭", "plain", self.reject)
        self.save = self.add_button("保存", "primary", self._save, writes=True)
        self.miss_typed(self.name, self.short_name, self.aliases)
        self.read()

    def _left(self) -> QVBoxLayout:
        self.search = SearchField("查找单位、简称、别名")
        self.search.searched.connect(lambda _text: self._show_list())
        self.list = QListWidget()
        self.list.setFont(font("body"))
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(RowDelegate(_paint_names, _ROW, self.list))
        self.list.setMouseTracking(True)
        self.list.setAccessibleName("单位")
        self.list.currentItemChanged.connect(lambda item, _before: self._show(item))
        self.add = Button("新增单位", icon="plus")
        self.add.clicked.connect(lambda _checked=False: self._begin())
        box = QVBoxLayout()
        box.setSpacing(8)
        for widget in (self.search, self.list):
            widget.setFixedWidth(260)
            box.addWidget(widget)
        box.addWidget(self.add, alignment=Qt.AlignmentFlag.AlignLeft)
        return box

    def _form(self) -> QVBoxLayout:
        self.name, self.short_name = QLineEdit(), QLineEdit()
        self.aliases = QPlainTextEdit()
        self.name.setPlaceholderText("正式名称")
        self.short_name.setPlaceholderText("窄列里显示的名称，可不填")
        self.aliases.setPlaceholderText("一行一个，如：科技局")
        self.aliases.setTabChangesFocus(True)
        for editor in (self.name, self.short_name, self.aliases):
            editor.setFont(font("body"))
        self.field = FormField("名称", self.name)
        self.used = TextLabel("", "small", "text3")
        box = QVBoxLayout()
        box.setSpacing(12)
        box.addWidget(self.field)
        box.addWidget(FormField("简称", self.short_name))
        box.addWidget(FormField("别名", self.aliases), 1)
        box.addWidget(self.used)
        return box

    def read(self) -> None:
        """Read the offices again."""
        self._context.jobs.read(
            lambda s: office_query.list_offices(s), on_result=self._set_offices, owner=self, key="offices"
        )

    def current(self) -> OfficeRow | None:
        """Return the office whose names are shown, None for a new one."""
        item = self.list.currentItem()
        office: OfficeRow | None = item.data(ROW) if item else None
        return office

    def names(self) -> tuple[str, str, tuple[str, ...]]:
        """Return name, short name and aliases as they are written."""
        others = tuple(split_names(self.aliases.toPlainText()))
        return self.name.text().strip(), self.short_name.text().strip(), others

    def _set_offices(self, offices: tuple[OfficeRow, ...]) -> None:
        self._offices = offices
        self._show_list()

    def _show_list(self) -> None:
        before = self.current()
        keep, wanted = self._select_next or (before.name if before else ""), self.search.text().strip()
        self._select_next = ""
        self.list.clear()
        for office in self._offices:
            if any(wanted in name for name in (office.name, office.short_name, *office.aliases)):
                item = QListWidgetItem(office.name)
                item.setData(ROW, office)
                self.list.addItem(item)
        number = next((row for row in range(self.list.count()) if self.list.item(row).text() == keep), 0)
        self.list.setCurrentRow(number)

    def _show(self, item: QListWidgetItem | None) -> None:
        office: OfficeRow | None = item.data(ROW) if item else None
        if office is None:
            return
        self.field.set_error("")
        self.name.setText(office.name)
        self.short_name.setText(office.short_name if office.short_name != office.name else "")
        self.aliases.setPlainText("\n".join(office.aliases))
        self.used.setText(f"牵头 {office.tasks:,} 项任务" if office.tasks else "没有牵头的任务")

    def _begin(self) -> None:
        """Empty the form for a new office."""
        self.list.setCurrentRow(-1)
        for editor in (self.name, self.short_name):
            editor.clear()
        self.aliases.clear()
        self.used.setText("新单位排在名单最后")
        self.field.set_error("")
        self.name.setFocus()

    def _save(self) -> None:
        office, names = self.current(), self.names()
        self._select_next = names[0]

        def save(session: DatabaseSession, wanted: Mapping[str, Any], seen: Mapping[str, Any]) -> Changes:
            given = wanted["name"], wanted["short_name"], wanted["aliases"]
            if office is None:
                return office_service.add_office(session, *given)
            return office_service.describe_office(session, office.id, *given, seen)

        wanted = dict(zip(_NAMES, names, strict=True))
        seen = shown_by(office, _NAMES) if office is not None else {}
        GuardedSave(save, wanted, seen, self, self, self._saved, self.field.set_error).send(self._context.jobs)

    def _saved(self, _changes: Changes) -> None:
        self.field.set_error("")
        self.read()
