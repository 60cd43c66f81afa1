"""The right side of 指标: one indicator with its chart, its tasks and its observations."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from tracker.model.enums import IndicatorKind
from tracker.model.numbers import chinese_date
from tracker.model.rows import IndicatorRow, TaskRow
from tracker.model.trend import Outcome
from tracker.ui.charts.legend import Legend
from tracker.ui.charts.task_links import TaskLinks
from tracker.ui.charts.wording import figure_text, quoted
from tracker.ui.indicators.cards import lacking_words
from tracker.ui.indicators.light_banner import LightBanner
from tracker.ui.indicators.observation_table import PAD, ObservationTable
from tracker.ui.indicators.selection import RISK
from tracker.ui.widgets.badges import LightBadge
from tracker.ui.widgets.buttons import Button, IconButton
from tracker.ui.widgets.card import Card
from tracker.ui.widgets.labels import ElidedLabel, TextLabel

if TYPE_CHECKING:
    from tracker.ui.indicators.chart import IndicatorChart

_MOST_WITHOUT_LEGEND = 3
_BAD = (Outcome.NEVER, Outcome.LATE)


class IndicatorDetail(QWidget):
    """Shows one frozen row; what the user wants done is signalled."""

    edit_asked = Signal()
    paste_asked = Signal()
    task_asked = Signal(object)  # task id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.indicator: IndicatorRow | None = None
        self.chart: IndicatorChart | None = None  # created at the first show: importing pyqtgraph is slow
        self.name, self.note = ElidedLabel("", "title"), ElidedLabel("", "small", "text3")
        self.described = ElidedLabel("", "small", "text2")
        self.outlook = ElidedLabel("", "small", "accenttext")
        self.banner = LightBanner()
        self.badge, self.unit = LightBadge(), TextLabel("", "small", "text2")
        self.legend, self.tasks = Legend(), TaskLinks()
        self.more = IconButton("more", "对这个指标")
        self.words = _Words()
        self.drawing = QStackedWidget()
        self.drawing.addWidget(self.words)
        self.table = ObservationTable()
        self.remove = IconButton("trash", "删除选中的观测值（Delete）")
        self.nothing = TextLabel("", "small", "text3")
        self._lay_out()

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(self._chart_card(), 2)
        box.addWidget(self._table_card(), 1)
        self.tasks.picked.connect(self.task_asked)
        self.table.selectionModel().selectionChanged.connect(self._follow_selection)
        self.table.paste_asked.connect(self.paste_asked)
        self.remove.clicked.connect(lambda: self.table.delete_asked.emit(self.table.chosen()))

    def _chart_card(self) -> Card:
        card = Card()
        edit = Button("编辑指标…", icon="edit")
        edit.clicked.connect(self.edit_asked)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.name, 1)
        head.addWidget(self.badge)
        head.addWidget(edit)
        head.addWidget(self.more)
        self._head = head
        legend = QHBoxLayout()
        legend.addWidget(self.legend, 1)
        legend.addWidget(self.unit)
        links = QHBoxLayout()
        links.setSpacing(12)
        caption = TextLabel("相关任务", "small", "text2")
        caption.setFixedHeight(24)
        links.addWidget(caption, alignment=Qt.AlignmentFlag.AlignTop)
        links.addWidget(self.tasks, 1)
        card.body.addLayout(head)
        card.body.addWidget(self.described)
        card.body.addWidget(self.note)
        card.body.addWidget(self.outlook)
        card.body.addSpacing(6)
        card.body.addWidget(self.banner)
        card.body.addSpacing(6)
        card.body.addLayout(legend)
        card.body.addWidget(self.drawing, 1)
        card.body.addSpacing(8)
        card.body.addLayout(links)
        return card

    def offer_picture(self, button: QWidget) -> None:
        """Add the export button of the chart at the end of its head."""
        self._head.addWidget(button)

    def _table_card(self) -> Card:
        card = Card()
        card.setMinimumHeight(150)
        if (layout := card.layout()) is not None:
            layout.setContentsMargins(15 - PAD, 7, 15 - PAD, 11)  # cells have their own room beside the text
        head = QHBoxLayout()
        head.setContentsMargins(PAD, 0, 0, 0)
        head.addWidget(TextLabel("观测值", "strong"))
        head.addStretch()
        paste = IconButton("copy", "从 Excel 粘贴观测值…（Ctrl+V）")
        paste.clicked.connect(self.paste_asked)
        head.addWidget(paste)
        head.addWidget(self.remove)
        self.nothing.setContentsMargins(PAD, 0, PAD, 0)
        card.body.addLayout(head)
        card.body.addWidget(self.nothing, alignment=Qt.AlignmentFlag.AlignTop)
        card.body.addWidget(self.table, 1)
        return card

    def set_data(self, row: IndicatorRow | None, tasks: Sequence[TaskRow], today: date) -> None:
        """Show an indicator and the tasks linked to it; None empties the side."""
        self.indicator = row
        self.setVisible(row is not None)
        if row is None:
            return
        self.name.setText(row.name)
        self.described.setText(_description(row))
        self.note.setText(row.note)
        self.note.setVisible(bool(row.note))
        self.badge.set_light(row.light)
        self.badge.setVisible(row.light.colour not in RISK)
        self.banner.setVisible(row.light.colour in RISK)
        self.tasks.set_data(tasks)
        self.table.show_data(row, today)
        self.table.setVisible(bool(row.observations))
        self.nothing.setVisible(not row.observations)
        worded = row.kind is IndicatorKind.QUALITATIVE
        self.nothing.setText("定性指标没有观测值。" if worded else "还没有观测值，点“录入观测值…”记下第一个。")
        self._follow_selection()
        self._draw(row, today)

    def _draw(self, row: IndicatorRow, today: date) -> None:
        numeric = row.kind is IndicatorKind.NUMERIC or bool(row.observations)
        self.legend.setVisible(numeric)
        self.unit.setText(f"单位：{row.unit}" if numeric and row.unit else "")
        if not numeric:
            self.outlook.hide()
            self.words.set_data(row)
            self.drawing.setCurrentWidget(self.words)
            return
        chart = self._chart()
        self.drawing.setCurrentWidget(chart)
        chart.set_data(row, today)
        seen = chart.series.outlook
        self.outlook.setText(seen.sentence if seen else "")
        self.outlook.set_tone("red" if seen and seen.outcome in _BAD else "text2")
        self.outlook.setVisible(seen is not None and row.light.colour not in RISK)
        self._warn(row, seen.sentence if seen else "", today)
        kinds = chart.kinds()
        self.legend.set_kinds(kinds if len(kinds) >= _MOST_WITHOUT_LEGEND else ())

    def _warn(self, row: IndicatorRow, outlook: str, today: date) -> None:
        """Say in the banner what is lacking, from what to what, and when the trend gets there."""
        if row.light.colour not in RISK:
            return
        said = row.light.sentence
        if row.target_on is not None and row.target_on < today and row.current is not None:
            target, now = figure_text(row, row.target_value), figure_text(row, row.current.value)
            said = f"目标 {target}应在 {chinese_date(row.target_on)}前达到，现有 {now}。"
        self.banner.show_light(row.light, lacking_words(row, today), f"{said}{outlook}")

    def _chart(self) -> "IndicatorChart":
        if self.chart is None:
            from tracker.ui.indicators.chart import IndicatorChart

            self.chart = IndicatorChart()
            self.drawing.addWidget(self.chart)
        return self.chart

    def _follow_selection(self) -> None:
        self.remove.setEnabled(self.table.chosen() is not None)


class _Words(QWidget):
    """What stands in the chart's place for an indicator that is no number: the source's own words."""

    def __init__(self) -> None:
        super().__init__()
        self._stated = TextLabel("", "figure")
        self._anchor = TextLabel("", "body", "text2")
        self._why = TextLabel("", "small", "text3")
        box = QVBoxLayout(self)
        box.setSpacing(8)
        box.addStretch()
        for label in (self._stated, self._anchor, self._why):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            box.addWidget(label)
        box.addStretch()

    def set_data(self, row: IndicatorRow) -> None:
        """Show what the source says, where it says it, and that no light is counted."""
        self._stated.setText(row.stated)
        period = f"，{row.period}" if row.period else ""
        self._anchor.setText(f"原文{quoted(row.anchor)}{period}" if row.anchor else row.period)
        self._why.setText(f"{row.kind.word}指标，只记原文，不画图，不计亮灯。")


def _description(row: IndicatorRow) -> str:
    """Return 「I07，存量，宁波市，B文“到2025年”」."""
    kind = row.measure.word if row.measure else row.kind.word
    where = f"，{row.geography}" if row.geography else ""
    source = f"{row.article}文{quoted(row.anchor)}" if row.anchor else f"{row.article}文"
    return f"{row.code}，{kind}{where}，{source}"
