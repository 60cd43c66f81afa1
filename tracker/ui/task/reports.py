"""The periods of recurring reporting in the panel: reported in time, late, or missed."""

from datetime import date

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tracker.model.enums import Status
from tracker.model.reporting import DueReport
from tracker.ui.task.parts import Heading, empty, stack
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.paint import RIGHT, paint_status, paint_text

FEW = 4  # periods shown until all are asked for
HEIGHT = 26


class ReportLine(QWidget):
    """One period, 26 px high: until when, what became of it, and 免报 where its report is wanted."""

    waived = Signal(object)  # due day of the period

    def __init__(self, report: DueReport, today: date, parent: QWidget | None = None, *, frozen: bool = False) -> None:
        super().__init__(parent)
        self._report = report
        self.words, self._tone = report_words(report, today)
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(f"{report.due_on.isoformat()} 前，{self.words}")
        reason = f"\n免报：{report.waiver}" if report.waiver else ""
        self.setToolTip(f"{report.after.isoformat()} 之后到 {report.due_on.isoformat()} 的报送{reason}")
        self.waive = LinkButton("免报…")
        self.waive.setAccessibleName(f"{report.due_on.isoformat()} 期免报")
        self.waive.clicked.connect(lambda _checked=False: self.waived.emit(report.due_on))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self.waive)
        self.waive.setVisible(report.expected and not frozen)

    def sizeHint(self) -> QSize:
        """Return the width of a panel."""
        return QSize(240, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint glyph, day and outcome."""
        painter, colours = QPainter(self), current()
        inks = {"red": colours.red.text, "amber": colours.amber.text}
        ink = inks.get(self._tone, colours.text3)
        glyph = QRectF(0, 7, 12, 12)
        if self._tone == "red":
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(colours.red.fill), 1.4))
            painter.drawEllipse(glyph.adjusted(0.7, 0.7, -0.7, -0.7))
        else:
            paint_status(painter, glyph, Status.CLOSED if self._report.reported_on else Status.NOT_STARTED)
        box = self.rect().adjusted(22, 0, 0, 0)
        paint_text(painter, box, f"{self._report.due_on.isoformat()} 前", colours.text)
        if not self.waive.isHidden():
            box.setRight(self.waive.x() - 6)
        paint_text(painter, box, self.words, ink, "small", RIGHT)


class ReportsList(QWidget):
    """Heading with reported / due, the newest periods, and the way to the earlier ones; hidden without any."""

    waived = Signal(object)  # due day of a period

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.today = date.min
        self._reports: tuple[DueReport, ...] = ()
        self._all = self._frozen = False
        self.heading = Heading("定期报送")
        self.more = LinkButton("更早的报送")
        self.more.clicked.connect(lambda _checked=False: self._show_all())
        self.rows = stack(self, self.heading, self.more)
        self.setContentsMargins(0, 8, 0, 0)
        self.hide()

    def show_rows(self, reports: tuple[DueReport, ...], *, frozen: bool = False) -> None:
        """Show these periods, newest first; of a task that has ended (`frozen`) none can be waived."""
        if reports != self._reports:
            self._all = False
        self._reports, self._frozen = reports, frozen
        empty(self.rows)
        shown = reports if self._all else reports[:FEW]
        for report in shown:
            line = ReportLine(report, self.today, frozen=frozen)
            line.waived.connect(self.waived)
            self.rows.addWidget(line)
        past = [report for report in reports if report.due_on < self.today and (report.expected or report.reported_on)]
        reported = sum(report.reported_on is not None for report in past)
        self.heading.right.setText(f"过去 {len(past)} 期，报送 {reported} 期" if past else "")
        self.more.setVisible(len(shown) < len(reports))
        self.setVisible(bool(reports))

    def _show_all(self) -> None:
        self._all = True
        self.show_rows(self._reports, frozen=self._frozen)


#: The first choice of the period an entry reports: the rules say which.
BY_DAY = "按日期归期"


def period_choices(reports: tuple[DueReport, ...], today: date) -> dict[str, date | None]:
    """Return what an entry may report, by its words: as its day says, the running period, any missed one."""
    choices: dict[str, date | None] = {BY_DAY: None}
    for report in reports:
        if report.due_on >= today:
            choices[f"本期（到 {report.due_on.isoformat()}）"] = report.due_on
        elif report.expected:
            choices[f"补报 {report.due_on.isoformat()} 期"] = report.due_on
    return choices


def report_words(report: DueReport, today: date) -> tuple[str, str]:
    """Return what became of a period's report, and the tone of the words."""
    reported = report.reported_on
    if reported is not None:
        late = f"，迟 {report.late_days} 天" if report.late_days else " 已报"
        return f"{reported.isoformat()}{late}", "amber" if report.late_days else "text3"
    if report.waiver:
        return "免报", "text3"
    if not report.owed:
        return "不需报送", "text3"
    days = report.overdue_days(today)
    return (f"未报送，逾期 {days} 天", "red") if days else ("待报送", "text3")
