"""从 Excel 粘贴: what was copied, line by line as it was understood, before anything is recorded."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QTableWidget, QTableWidgetItem, QWidget

from tracker.model.numbers import format_value
from tracker.model.pasted import PastedRow, read_pasted
from tracker.model.rows import IndicatorRow
from tracker.ui.theme.fonts import font
from tracker.ui.theme.tokens import colour, current
from tracker.ui.widgets.fields import FormField
from tracker.ui.widgets.paint import LEFT, RIGHT
from tracker.ui.widgets.saving_dialog import Reply, SavingDialog

Values = Sequence[tuple[date, float, str]]
#: Called with what is to be recorded, and where the outcome goes.
Save = Callable[[Values, Reply], None]
_HEADS, _WIDTHS = ("日期", "数值", "说明", "结果"), (110, 100, 160)


class PasteDialog(SavingDialog):
    """A text field with the clipboard in it, and the table of what it means."""

    def __init__(self, row: IndicatorRow, today: date, save: Save, parent: QWidget | None) -> None:
        super().__init__("从 Excel 粘贴观测值", row.name, 600, parent)
        self._row, self._today, self._save = row, today, save
        self.rows: tuple[PastedRow, ...] = ()
        self.text = QPlainTextEdit()
        self.text.setFont(font("body"))
        self.text.setPlaceholderText("在 Excel 中复制“日期、数值、说明”几列，粘贴到这里")
        self.text.setFixedHeight(104)
        self.table = QTableWidget(0, len(_HEADS))
        self._dress_table()
        self.body.addWidget(FormField("复制的内容", self.text))
        self.body.addWidget(self.table)
        self.add_button("取消", "plain", self.reject)
        self.confirm = self.add_button("录入", "primary", self.submit)
        self.text.textChanged.connect(self._read)
        self.text.setPlainText(_copied(today))
        self._read()

    def _dress_table(self) -> None:
        self.table.setHorizontalHeaderLabels(list(_HEADS))
        self.table.setAccessibleName("读出的观测值")
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.setShowGrid(False)
        self.table.setFixedHeight(232)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(28)
        self.table.horizontalHeader().setFont(font("small"))
        self.table.horizontalHeader().setStretchLastSection(True)
        for column, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(column, width)

    def good(self) -> list[tuple[date, float, str]]:
        """Return what can be recorded."""
        return [(r.on, r.value, r.note) for r in self.rows if not r.problem and r.on and r.value is not None]

    def _read(self) -> None:
        known = [(observation.on, observation.value) for observation in self._row.observations]
        self.rows = read_pasted(self.text.toPlainText(), self._today, self._row.unit, known)
        self.table.setRowCount(len(self.rows))
        for number, row in enumerate(self.rows):
            value = format_value(row.value) if row.value is not None else "—"
            words = (
                row.on.isoformat() if row.on else "—",
                value,
                row.note,
                _outcome(row),
            )
            for column, word in enumerate(words):
                self.table.setItem(number, column, _cell(word, column == 1, bool(row.problem)))
        good = len(self.good())
        self.confirm.setText(f"录入 {good:,} 个观测值" if good else "录入")
        self.confirm.setEnabled(good > 0)
        bad = len(self.rows) - good
        self.foot_label.set_tone("text2")
        self.foot_label.setText(f"{bad:,} 行不录入" if bad else "")

    def submit(self) -> None:
        """Record what can be recorded; a refusal is said in the foot."""
        self._save(self.good(), self.begin_saving())


def _copied(today: date) -> str:
    """Return the clipboard's text where it looks like values, so that one key is enough."""
    text = QGuiApplication.clipboard().text()
    return text if any(not row.problem for row in read_pasted(text, today)) else ""


def _outcome(row: PastedRow) -> str:
    return row.problem or (f"可录入，{row.said}" if row.said else "可录入")


def _cell(word: str, number: bool, wrong: bool) -> QTableWidgetItem:
    cell = QTableWidgetItem(word)
    cell.setFont(font("small"))
    cell.setTextAlignment(RIGHT if number else LEFT)
    cell.setForeground(colour(current().amber.text if wrong else current().text2))
    cell.setFlags(Qt.ItemFlag.ItemIsEnabled)
    cell.setToolTip(word)
    return cell
