"""亮灯规则: the four thresholds, how many tasks they would turn, and who decided it where they ask less of tasks."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractSpinBox, QGridLayout, QSpinBox, QWidget

from tracker.errors import InputError
from tracker.model.changes import Changes
from tracker.model.enums import LightColour
from tracker.model.figures import MINUS
from tracker.model.rows import LightShift, MovedTask
from tracker.model.thresholds import Thresholds, threshold_words
from tracker.ui.charts.line_list import Line, LineList
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.task.leaders import offer_leaders
from tracker.ui.theme.fonts import font
from tracker.ui.theme.icons import tone
from tracker.ui.widgets.choice_line import ChoiceLine
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.fields import FormField
from tracker.ui.widgets.labels import TextLabel
from tracker.ui.widgets.paint import paint_hairline, paint_light, paint_text

if TYPE_CHECKING:
    from tracker.queries import light_preview
    from tracker.queries import thresholds as threshold_query
    from tracker.services import light_rules
else:
    light_preview = late("tracker.queries.light_preview")
    threshold_query = late("tracker.queries.thresholds")
    light_rules = late("tracker.services.light_rules")

_PAUSE = 150
_SHOWN = 5


class ShiftTable(QWidget):
    """Five colours: how many tasks now, how many then; 3 lines of 28 px."""

    def __init__(self) -> None:
        super().__init__()
        self.shift: LightShift | None = None
        self.setFixedHeight(84)

    def sizeHint(self) -> QSize:
        """Return 400 x 84 px."""
        return QSize(400, 84)

    def set_shift(self, shift: LightShift) -> None:
        """Show the numbers of a preview."""
        self.shift = shift
        changes = (f"{c.word} {shift.before[c]} 变为 {shift.after[c]}" for c in LightColour)
        self.setAccessibleName("各灯任务数：" + "，".join(changes))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a column per colour."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = (self.width() - 72) / 5
        for row, word in enumerate(("", "现在", "改后")):
            line = QRectF(0, row * 28, self.width(), 28)
            paint_text(painter, line, word, tone("text2"), "small")
            paint_hairline(painter, line, 0)
        for number, colour in enumerate(LightColour):
            self._paint_column(painter, 72 + number * width, width, colour)

    def _paint_column(self, painter: QPainter, left: float, width: float, colour: LightColour) -> None:
        paint_light(painter, QRectF(left, 9, 10, 10), colour)
        paint_text(painter, QRectF(left + 18, 0, width, 28), colour.word, tone("text2"), "small")
        if self.shift is None:
            return
        before, after = self.shift.before[colour], self.shift.after[colour]
        paint_text(painter, QRectF(left, 28, width, 28), str(before), tone("text2"))
        step = f"{after - before:+d}".replace("-", MINUS)
        changed = f"{after}（{step}）" if after != before else str(after)
        moved = after != before
        box = QRectF(left, 56, width, 28)
        paint_text(painter, box, changed, tone("text" if moved else "text2"), "strong" if moved else "body")


class LightRulesDialog(Dialog):
    """Writes the thresholds into the ledger, for everybody who uses it; this can be undone."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("亮灯规则", "对整个台账生效，可以撤销", 560, parent)
        self.context = context
        self.numbers = {each.name: _number(each.unit, each.most) for each in threshold_words()}
        self.fields = {each.name: FormField(each.label, self.numbers[each.name]) for each in threshold_words()}
        self.reason, self.decided_by = ChoiceLine(), ChoiceLine()
        self.asked = (FormField("放宽的理由", self.reason), FormField("批准人", self.decided_by))
        self._previewed: Thresholds | None = None
        self._in_force = Thresholds()
        self.table = ShiftTable()
        self.summary = TextLabel("", "strong")
        self.moved = LineList("变色的任务", "改一个数，这里列出变色的任务")
        self.moved.setFixedHeight(34 * _SHOWN)
        self._lay_out()
        self.standard = self.add_button("恢复默认", "plain", lambda: self.show_thresholds(Thresholds()))
        self.add_button("取消", "plain", self.reject)
        self.confirm = self.add_button("保存", "primary", self.save, writes=True)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._preview)
        for number in self.numbers.values():
            number.valueChanged.connect(lambda _value: self._wait())
        context.jobs.read(lambda s: threshold_query.read_thresholds(s), on_result=self._show_in_force, owner=self)
        offer_leaders(context, self, self.decided_by.offer)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for number, field in enumerate(self.fields.values()):
            grid.addWidget(field, number // 2, number % 2)
        self.body.addLayout(grid)
        for widget in (self.table, self.summary, self.moved, *self.asked):
            self.body.addWidget(widget)

    def _show_in_force(self, kept: Thresholds) -> None:
        self._in_force = kept
        self.show_thresholds(kept)

    def show_thresholds(self, wanted: Thresholds) -> None:
        """Fill the fields and preview them."""
        for name, number in self.numbers.items():
            number.setValue(getattr(wanted, name))
        self.numbers["behind_red"].selectAll()
        self._preview()

    def thresholds(self) -> Thresholds | None:
        """Return what the fields say; None with a sentence below the field when it cannot be."""
        try:
            wanted = Thresholds(**{name: number.value() for name, number in self.numbers.items()})
        except InputError as error:
            self.fields["behind_red"].set_error(error.sentence)
            return None
        self.fields["behind_red"].set_error("")
        return wanted

    def save(self) -> None:
        """Put the thresholds in force and close; a refusal stays in sight."""
        wanted = self.thresholds()
        if wanted is not None:
            why, decider, seen = self.reason.text(), self.decided_by.text(), self._in_force
            self.context.jobs.write(
                lambda s: light_rules.set_thresholds(s, wanted, why, decider, seen=seen), on_result=self._done,
                owner=self, toast=True, failed=self._refused,
            )  # fmt: skip

    def _refused(self, sentence: str) -> None:
        (self.asked[0] if self.reason.isVisible() else self.fields["behind_red"]).set_error(sentence)

    def _done(self, _changes: Changes) -> None:
        self.accept()

    def _wait(self) -> None:
        """Wait for another preview where what is shown is not what is typed any more; Enter tells the same number."""
        if self.thresholds() == self._previewed:
            return
        self.confirm.setEnabled(False)
        self._pause.start()

    def _preview(self) -> None:
        self._pause.stop()
        wanted = self.thresholds()
        self.confirm.setEnabled(False)
        self._previewed = wanted
        for field in self.asked:
            field.setVisible(wanted is not None and wanted.eases(self._in_force))
        if wanted is not None:
            jobs, today = self.context.jobs, self.context.today()
            jobs.read(
                lambda s: light_preview.preview_thresholds(s, today, wanted),
                on_result=self._show,
                owner=self,
                key="preview",
            )

    def _show(self, shift: LightShift) -> None:
        self.confirm.setEnabled(not self._pause.isActive())
        self.table.set_shift(shift)
        self.summary.setText(shift_words(shift.moved))
        self.moved.set_data([_line(task) for task in shift.moved])


def shift_words(moved: Sequence[MovedTask]) -> str:
    """Return how many tasks change colour."""
    if not moved:
        return "没有任务变色"
    rest = f"，这里是前 {_SHOWN} 项" if len(moved) > _SHOWN else ""
    return f"{len(moved):,} 项任务变色{rest}"


def _line(task: MovedTask) -> Line:
    change = f"{task.before.colour.word} → {task.after.text}"
    return Line(task.title, "", change, task.after.colour, lead=task.code, sentence=f"{task.code} {change}")


def _number(suffix: str, most: int) -> QSpinBox:
    box = QSpinBox()
    box.setRange(0, most)
    box.setSuffix(suffix)
    box.setFont(font("body"))
    box.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
    box.setFixedHeight(28)  # px, as every field; its own line inside asks for three more
    box.setAlignment(Qt.AlignmentFlag.AlignLeft)
    return box
