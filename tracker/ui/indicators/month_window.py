"""导入月报: which indicator each row of a monthly table is, which of its figures counts, and what is new in it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QListView, QWidget

from tracker.errors import TrackerError
from tracker.model.month_tables import FIGURE_WORDS, Figure, MonthEntry, MonthPreview
from tracker.model.rows import IndicatorRow
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.core.sessions import DatabaseSession
from tracker.ui.theme.icons import tone
from tracker.ui.widgets.choice_line import ChoiceLine
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.fields import CheckBox, ComboBox
from tracker.ui.widgets.labels import ElidedLabel, TextLabel
from tracker.ui.widgets.paint import RIGHT, paint_hairline, paint_row_ground, paint_text
from tracker.ui.widgets.row_delegate import Cell, RowDelegate
from tracker.ui.widgets.row_model import ROW, RowModel, list_of

if TYPE_CHECKING:
    from tracker.services import month_import
    from tracker.services.lists import preview as list_preview
else:
    list_preview = late("tracker.services.lists.preview")
    month_import = late("tracker.services.month_import")

OUTCOME_WORDS = {"new": "新增", "same": "已录入过", "conflict": "与已有不同", "unsure": "期外值，请核对"}
_TONES = {"new": "green", "same": "text3", "conflict": "amber", "unsure": "amber"}
_KINDS = "表格 (*.xlsx *.xlsm *.xls *.et *.ods *.xlsb)"
_AUTO, _SHOWN = "按口径", 6


def values_words(entry: MonthEntry) -> str:
    """Return the figures of a row with what they would be: 2026-09-30 12.5 新增."""
    words = [f"{value.on.isoformat()} {value.value:g} {OUTCOME_WORDS[value.outcome]}" for value in entry.values]
    more = f"，等 {len(words):,} 个" if len(words) > _SHOWN else ""
    return "；".join([*words[-_SHOWN:], *entry.problems]) + more


def counts_words(seen: MonthPreview) -> str:
    """Return how many figures are of each kind: 6 个新增，2 个已录入过；3 行没有对应的指标."""
    values = [v.outcome for entry in seen.entries if entry.how != "likely" for v in entry.values]
    parts = [f"{values.count(name):,} 个{word}" for name, word in OUTCOME_WORDS.items() if name in values]
    likely = sum(entry.how == "likely" for entry in seen.entries)
    none = sum(entry.code is None for entry in seen.entries)
    asked = [f"{likely:,} 行可能是台账里的指标，请选定"] if likely else []
    asked += [f"{none:,} 行没有对应的指标"] if none else []
    return "；".join(filter(None, ("，".join(parts), *asked))) or "没有可以录入的数值"


class MonthList(QListView):
    """One row of the table a line: its name, the indicator it is, and its figures."""

    picked = Signal(object)  # MonthEntry

    def __init__(self, names: dict[str, str]) -> None:
        super().__init__()
        self._names = names
        self.left_out: set[str] = set()
        self.rows: RowModel[MonthEntry] = RowModel(list_of(self._spoken), key=lambda e: (e.row.name, e.row.row))
        self.setItemDelegate(RowDelegate(self._paint, 46, self))
        self.setModel(self.rows)
        self.setAccessibleName("月报各行")
        self.setMouseTracking(True)
        self.selectionModel().currentChanged.connect(self._tell)

    def _tell(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.picked.emit(now.data(ROW))

    def current(self) -> MonthEntry | None:
        """Return the row one stands on."""
        index = self.currentIndex()
        entry: MonthEntry | None = index.data(ROW) if index.isValid() else None
        return entry

    def _target(self, entry: MonthEntry) -> tuple[str, str]:
        if entry.row.name in self.left_out:
            return "不导入", "text3"
        if entry.code is None:
            return "没有对应的指标", "text3"
        figure = f"（{FIGURE_WORDS[entry.figure]}）" if entry.figure else ""
        words = f"{entry.code} {self._names.get(entry.code, '')}{figure}"
        return (f"可能是 {words}？", "amber") if entry.how == "likely" else (words, "text")

    def _spoken(self, entry: MonthEntry) -> str:
        return f"{entry.row.name} {entry.row.unit}：{self._target(entry)[0]}；{values_words(entry)}"

    def _paint(self, painter: QPainter, cell: Cell) -> None:
        entry: MonthEntry = cell.row
        paint_row_ground(painter, cell.rect, selected=cell.chosen, hovered=cell.hovered, first=True)
        paint_hairline(painter, cell.rect, 12)
        box = QRectF(cell.rect).adjusted(23, 4, -23, -4)
        upper = QRectF(box.left(), box.top(), box.width(), 20)
        unit = f"（{entry.row.unit}）" if entry.row.unit else ""
        left = upper.adjusted(0, 0, -box.width() / 2, 0)
        paint_text(painter, left, f"{entry.row.name}{unit}", tone("text"), "strong")
        words, ink = self._target(entry)
        paint_text(painter, upper.adjusted(box.width() / 2, 0, 0, 0), words, tone(ink), "body", RIGHT)
        outcomes = {value.outcome for value in entry.values}
        worst = next((name for name in ("unsure", "conflict", "new", "same") if name in outcomes), "same")
        paint_text(painter, box.adjusted(0, 20, 0, 0), values_words(entry), tone(_TONES[worst]), "small")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave a row out, or let it in, with Space."""
        entry = self.current()
        if event.key() == Qt.Key.Key_Space and entry is not None:
            self.left_out ^= {entry.row.name}
            self.viewport().update()
        else:
            super().keyPressEvent(event)


class EnterFilter(QObject):
    """Enter in a field does what the field is for, and does not press the button of its dialog."""

    def __init__(self, act: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._act = act

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Act on Enter and keep it from the dialog."""
        enter = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in enter
        if pressed:
            self._act()
        return pressed


class MonthWindow(Dialog):
    """Reads the table anew whenever a row is said to be another indicator; nothing is written before 导入."""

    def __init__(
        self, context: Context, name: str, book: object, rows: tuple[IndicatorRow, ...], parent: QWidget
    ) -> None:
        super().__init__("导入月报", name, 960, parent, height=640, ruled=True)
        self._context, self._name, self._book = context, name, book
        self.preview: MonthPreview | None = None
        self._said: dict[str, tuple[str, Figure | None]] = {}
        self._codes = {f"{row.code}  {row.name}": row.code for row in rows}
        self.counts, self.remembered = ElidedLabel("", "strong"), ElidedLabel("", "small", "text2")
        self.list = MonthList({row.code: row.name for row in rows})
        self.indicator, self.figure = ChoiceLine(), ComboBox()
        self.indicator.offer(tuple(self._codes))
        self.indicator.setPlaceholderText("选定这一行是哪个指标（↓ 列出全部）")
        self.indicator.setAccessibleName("这一行是哪个指标")
        self.figure.setAccessibleName("用哪一种数值")
        self.figure.addItems([_AUTO, *FIGURE_WORDS.values()])
        self.theirs, self.unsure = CheckBox("与已有不同的，以月报为准"), CheckBox("期外值也录入")
        self.scheme = QLineEdit(name.rpartition(".")[0] or name)
        self.scheme.setAccessibleName("把对应记为方案")
        self._lay_out()
        self.add_button("取消", "plain", self.reject)
        self.confirm = self.add_button("导入", "primary", self.submit, writes=True)
        self._connect()
        self.read()

    def _lay_out(self) -> None:
        for widget in (self.counts, self.remembered):
            widget.setContentsMargins(23, 6, 23, 0)
            self.body.addWidget(widget)
        self.body.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.setContentsMargins(23, 0, 23, 0)
        row.addWidget(TextLabel("这一行是", "small", "text2"))
        row.addWidget(self.indicator, 1)
        row.addWidget(self.figure)
        below = QHBoxLayout()
        below.setContentsMargins(23, 0, 23, 8)
        below.addWidget(self.theirs)
        below.addWidget(self.unsure)
        below.addStretch(1)
        below.addWidget(TextLabel("记住对应", "small", "text2"))
        below.addWidget(self.scheme)
        self.body.addLayout(row)
        self.body.addLayout(below)

    def _connect(self) -> None:
        self.list.picked.connect(self._show_entry)
        self._enter = EnterFilter(self.choose, self)
        self.indicator.installEventFilter(self._enter)
        if (offered := self.indicator.completer()) is not None:
            offered.activated.connect(lambda _text: self.choose())
        self.figure.activated.connect(lambda _number: self.choose())

    def read(self) -> None:
        """Read the table with what was said of its rows."""
        book, name, said, today = self._book, self._name, dict(self._said), self._context.today()

        def look(session: DatabaseSession) -> tuple[MonthPreview | None, str]:
            try:
                wish = month_import.month_wish(said)
                return month_import.preview_months(session, name, book, today, wish), ""  # type: ignore[arg-type]
            except TrackerError as refused:
                return None, refused.sentence

        self._context.jobs.read(look, on_result=self._show, owner=self, key="months")

    def _show(self, reading: tuple[MonthPreview | None, str]) -> None:
        seen, sentence = reading
        self.preview = seen
        self.confirm.setEnabled(seen is not None)
        if seen is None:
            self.counts.setText(sentence)
            return
        self.counts.setText(counts_words(seen))
        self.remembered.setText(
            f"上次按“{seen.mapping}”对应" if seen.mapping else "按编号、名称和别名对应；空格不导入一行"
        )
        row = max(self.list.currentIndex().row(), 0)
        self.list.rows.set_rows(seen.entries)
        self.list.setCurrentIndex(self.list.rows.index(min(row, len(seen.entries) - 1), 0))

    def _show_entry(self, entry: MonthEntry) -> None:
        words = next((words for words, code in self._codes.items() if code == entry.code), "")
        self.indicator.setText(words)
        self.figure.setCurrentText(FIGURE_WORDS[entry.figure] if entry.figure else _AUTO)

    def choose(self) -> None:
        """Take the current row for the indicator and the figure that are written."""
        entry, text = self.list.current(), self.indicator.text().strip()
        code = self._codes.get(text) or next((code for code in self._codes.values() if code == text), "")
        if entry is None or not code:
            return
        figure = next((f for f, word in FIGURE_WORDS.items() if word == self.figure.currentText()), None)
        self._said[entry.row.name] = (code, figure)
        self.list.left_out.discard(entry.row.name)
        self.read()

    def submit(self) -> None:
        """Record what is new, and what was decided of the rest, as one act; how rows were mapped is remembered."""
        if self.preview is None:
            return
        book, name, said, today = self._book, self._name, dict(self._said), self._context.today()
        conflicts = "theirs" if self.theirs.isChecked() else "ours"
        unsure = "take" if self.unsure.isChecked() else "skip"
        left_out, scheme = frozenset(self.list.left_out), self.scheme.text().strip()

        def write(session: DatabaseSession) -> object:
            wish = month_import.month_wish(said)
            seen = month_import.preview_months(session, name, book, today, wish)  # type: ignore[arg-type]
            changes = month_import.import_months(session, seen, conflicts=conflicts, unsure=unsure, left_out=left_out)
            month_import.remember_months(session, scheme, seen)
            return changes

        self.confirm.setEnabled(False)
        self._context.jobs.write(write, on_result=lambda _c: self.accept(), failed=self._refuse, owner=self, toast=True)

    def _refuse(self, sentence: str) -> None:
        self.confirm.setEnabled(True)
        self.foot_label.set_tone("red")
        self.foot_label.setText(sentence)


def ask_table(context: Context, parent: QWidget, then: Callable[[Path], object]) -> QFileDialog:
    """Ask for the file of a monthly table."""
    dialog = QFileDialog(parent, "导入月报", context.settings.last_folder, _KINDS)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(lambda path: then(Path(path)))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
