"""指标 for export: a chart with its legend as a sheet."""

from datetime import date

from PySide6.QtWidgets import QWidget

from tracker.model.rows import IndicatorRow
from tracker.ui.charts.export_button import note_of
from tracker.ui.charts.figure import Sheet
from tracker.ui.charts.legend import Legend
from tracker.ui.indicators.series import series_of


def indicator_sheet(row: IndicatorRow, today: date) -> Sheet:
    """Return the large chart of an indicator, with light and outlook under its name."""
    seen = series_of(row).outlook
    text = "；".join(part for part in (row.light.text, seen.sentence if seen else "") if part)
    return Sheet(row.name, f"{note_of(today, row.unit)}\n{text}", lambda: _chart(row, today), _legend)


def _chart(row: IndicatorRow, today: date) -> QWidget:
    from tracker.ui.indicators.chart import IndicatorChart

    chart = IndicatorChart()
    chart.resize(720, 380)
    chart.set_data(row, today)
    return chart


def _legend(chart: QWidget) -> Legend:
    legend = Legend()
    legend.set_kinds(chart.kinds() if hasattr(chart, "kinds") else ())
    return legend
