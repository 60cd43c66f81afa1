"""The day that 总览 compares with: the end of the last month unless another one is chosen."""

from collections.abc import Iterator
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tracker.model.paper_periods import period_until
from tracker.ui.charts.wording import short_day
from tracker.ui.widgets.chip import Chip
from tracker.ui.widgets.entry_checks import check_past_day
from tracker.ui.widgets.fields import DateField

LAST_MONTH, OTHER = "month", "other"


def compared_days(day: date) -> Iterator[tuple[str, str, date]]:
    """Yield key, word and day of what a day may be compared with, the usual one first."""
    quarter = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1) - timedelta(days=1)
    yield LAST_MONTH, "上月末", period_until(day).before
    yield "week", "一周前", day - timedelta(days=7)
    yield "days", "30天前", day - timedelta(days=30)
    yield "quarter", "上季末", quarter
    yield "year", "去年末", date(day.year - 1, 12, 31)


class SinceChoice(QWidget):
    """A chip of days; with 比其他日期 a field beside it. `changed` says that another day is chosen."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chip = Chip("比")
        self.field = DateField(check=lambda text: check_past_day(self._of or date.max)(text))
        self.chip.required = True
        self.chip.setAccessibleName("与哪一天相比")
        self.field.setAccessibleName("起始日期")
        self.field.setPlaceholderText("起始日期")
        self.field.setFixedWidth(124)
        self.field.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.field)
        row.addWidget(self.chip)
        self._days: dict[str, date] = {}
        self._of: date | None = None
        self.chip.value_changed.connect(lambda _value: self._choose())
        self.field.changed.connect(self.changed)

    def set_day(self, day: date) -> None:
        """Offer the days before a day, without telling; what was chosen stays chosen."""
        if day == self._of:
            return
        self._of = day
        offered = list(compared_days(day))
        self._days = {key: on for key, _, on in offered}
        self.chip.blockSignals(True)
        self.chip.set_options(
            [*((key, f"比{word} {short_day(on, day)}") for key, word, on in offered), (OTHER, "比其他日期")]
        )
        self.chip.set_value(self.chip.value() or LAST_MONTH)
        self.chip.blockSignals(False)

    def day(self) -> date | None:
        """Return the chosen day, None while 比其他日期 has none before the day looked at."""
        if self.chip.value() != OTHER:
            return self._days.get(str(self.chip.value()))
        chosen = self.field.value()
        return chosen if chosen is not None and self._of is not None and chosen < self._of else None

    def _choose(self) -> None:
        self.field.setVisible(self.chip.value() == OTHER)
        if self.field.isVisible():
            self.field.setFocus()
        self.changed.emit()
