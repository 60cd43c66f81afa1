"""The overview against raw sqlite3 for the same aggregates; panning the charts against a plain pyqtgraph plot."""

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from sqlmodel import Session, col, select

from tracker import paths
from tracker.model.enums import BatchSource, Direction, IndicatorKind, LightColour, Measure, Status
from tracker.model.paper_periods import period_until
from tracker.model.rows import IndicatorRow, Light, MilestoneRow, ObservationRow, OfficeView, Timeline, TimelineBar
from tracker.model.tables import Task
from tracker.queries.office import read_office
from tracker.queries.overview import read_overview
from tracker.queries.task_rows import list_tasks
from tracker.services.progress import record_progress
from tracker.store.engine import Database
from tracker.store.history import open_batch
from tracker.ui.theme import style

TODAY = date(2023, 9, 15)
TASKS, OBSERVATIONS, BARS = 100_000, 1_000_000, 5_000

#: Everything 总览 counts, as somebody would write it by hand for SQLite.
LIGHTS = """
WITH heard AS (SELECT task_id, max(entered_on) AS last_on FROM progress_entry {until} GROUP BY task_id),
     steps AS (SELECT task_id, sum(weight) AS whole, sum(CASE WHEN due_on <= :day THEN weight ELSE 0 END) AS due
               FROM milestone GROUP BY task_id HAVING count(due_on) > 0),
     facts AS (
       SELECT a.code AS article, o.name AS office, t.status, t.progress, t.start_on, t.due_on, h.last_on,
              CASE WHEN s.whole IS NULL AND (t.start_on IS NULL OR t.due_on IS NULL) THEN NULL
                   WHEN t.due_on <= :day THEN 100 WHEN t.start_on > :day THEN 0
                   WHEN s.whole IS NOT NULL THEN (200 * s.due + s.whole) / (2 * s.whole)
                   ELSE CAST(100.0 * (julianday(:day) - julianday(t.start_on))
                        / (julianday(t.due_on) - julianday(t.start_on)) + 0.5 AS INTEGER) END AS percent
       FROM task t LEFT JOIN recommendation r ON r.id = t.recommendation_id LEFT JOIN article a ON a.id = r.article_id
       LEFT JOIN office o ON o.id = t.lead_office_id LEFT JOIN heard h ON h.task_id = t.id
       LEFT JOIN steps s ON s.task_id = t.id {where})
SELECT article, office, status,
       CASE WHEN status IN ('closed', 'closing') THEN 'blue' WHEN status IN ('paused', 'cancelled') THEN 'grey'
            WHEN due_on IS NULL THEN 'grey' WHEN due_on < :day THEN 'red'
            WHEN status = 'unassigned' OR start_on > :day THEN 'grey' WHEN percent - progress > 30 THEN 'red'
            WHEN due_on <= :soon THEN 'amber' WHEN percent - progress >= 10 THEN 'amber'
            WHEN max(coalesce(last_on, ''), coalesce(start_on, '')) BETWEEN '1' AND :silent THEN 'amber'
            ELSE 'green' END AS light,
       count(*), sum(progress), sum(percent), count(percent),
       sum(status NOT IN ('closed', 'closing', 'cancelled') AND due_on BETWEEN :day AND :soon)
FROM facts GROUP BY 1, 2, 3, 4"""
UNCHANGED = """WHERE t.id NOT IN (SELECT v.entity_id FROM revision v JOIN batch b ON b.id = v.batch_id
               WHERE v.entity = 'task' AND b.at > :moment)"""
OTHERS = (
    "SELECT due_on, count(*) FROM task WHERE due_on IS NOT NULL AND status <> 'cancelled' GROUP BY due_on",
    "SELECT closed_on, count(*) FROM task WHERE closed_on IS NOT NULL AND status = 'closed' GROUP BY closed_on",
    """SELECT o.indicator_id, o.value, o.observed_on FROM observation o JOIN
       (SELECT indicator_id, max(observed_on) AS latest FROM observation GROUP BY indicator_id) n
       ON n.indicator_id = o.indicator_id AND n.latest = o.observed_on""",
    "SELECT task_id, indicator_id FROM task_indicator",
    "SELECT * FROM batch WHERE source <> 'seed' ORDER BY at DESC, id DESC LIMIT 12",
)

TASK_ROWS = """
INSERT INTO task (uid, version, code, recommendation_id, title, content, themes, lead_office_id, offices_confirmed,
  owner, phone, status, start_on, due_text, due_kind, due_on, first_due_on, progress, progress_note, problems,
  next_steps, remark, closing_statement, closed_on, position)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :number)
SELECT 'B' || i, 1, 'Z' || i, i % 80 + 1, '第 ' || i || ' 项任务', '', '[]', i % 12 + 1, 1, '', '',
  CASE i % 7 WHEN 0 THEN 'closed' WHEN 1 THEN 'not_started' WHEN 2 THEN 'closing' ELSE 'in_progress' END,
  date(:day, '-' || (i % 500) || ' days'), '', 'date', date(:day, (i % 700 - 60) || ' days'), NULL, i % 101,
  '', '', '', '', '', CASE WHEN i % 7 = 0 THEN date(:day, '-' || (i % 300) || ' days') END, i
FROM n"""
ENTRY_ROWS = """INSERT INTO progress_entry (task_id, entered_on, progress, note, problems, next_steps, author, source)
  SELECT id, date(:day, '-' || (id % 120) || ' days'), progress, '', '', '', '', 'manual' FROM task"""
OBSERVATION_ROWS = """
INSERT INTO observation (indicator_id, observed_on, value, period, anchor, source, note, from_catalogue)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :number)
SELECT i % 50 + 1, date('1970-01-01', (i / 50) || ' days'), i % 1000, '', '', '', '', 0 FROM n"""


@pytest.fixture
def large(database: Database, ledger_folder: Path) -> Iterator[tuple[Database, Path]]:
    """A ledger of 100,000 tasks that is a year old, with 1,000,000 observations and three weeks of recorded work."""
    file = ledger_folder / paths.LEDGER_FILE
    with closing(sqlite3.connect(file)) as connection, connection:
        day = {"day": TODAY.isoformat()}
        connection.execute(TASK_ROWS, day | {"number": TASKS - 88})
        connection.execute(ENTRY_ROWS, day)
        connection.execute(OBSERVATION_ROWS, {"number": OBSERVATIONS})
        connection.execute("UPDATE batch SET at = '2022-01-01 00:00:00'")
        connection.execute("ANALYZE")
    for number in range(40):
        with database.session() as session:
            _work(session, number)
    yield database, file
    database.close()


def _work(session: Session, number: int) -> None:
    at = datetime.combine(TODAY - timedelta(days=number // 2), time(4), UTC)
    session.info["at"] = at
    open_batch(session, f"第 {number} 次", BatchSource.MANUAL)
    reported = Task.status == Status.IN_PROGRESS, col(Task.progress) <= 60, col(Task.id) >= 200
    wanted = select(Task.id).where(*reported).order_by(col(Task.id)).offset(number * 25).limit(25)
    for task_id in session.exec(wanted).all():
        record_progress(session, task_id, at.date(), 60, "本期又有新的进展", "", "")


def _raw(file: Path) -> int:
    """Do by hand what the overview counts: today, a month ago, over time, newest observations."""
    before = period_until(TODAY).before
    with closing(sqlite3.connect(file)) as connection:
        found = connection.execute(LIGHTS.format(until="", where=""), _days(TODAY)).fetchall()
        until = f"WHERE entered_on <= '{before}'"
        connection.execute(LIGHTS.format(until=until, where=UNCHANGED), _days(before)).fetchall()
        for statement in OTHERS:
            connection.execute(statement).fetchall()
    return sum(row[4] for row in found)


def _days(day: date) -> dict[str, str]:
    return {
        "day": day.isoformat(),
        "soon": (day + timedelta(days=30)).isoformat(),
        "silent": (day - timedelta(days=60)).isoformat(),
        "moment": datetime.combine(day, time.max).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f"),
    }


def _read(database: Database) -> int:
    with database.reading() as session:
        return read_overview(session, TODAY).tasks


def bench_overview(large: tuple[Database, Path], timed: Callable[..., float], say: Callable[[str], None]) -> None:
    database, file = large
    assert _read(database) == _raw(file) == TASKS
    ours, raw = timed(lambda: _read(database), 5), timed(lambda: _raw(file), 5)
    say(
        f"overview of {TASKS:,} tasks, {OBSERVATIONS:,} observations: {ours * 1000:.0f} ms, "
        f"raw sqlite3 {raw * 1000:.0f} ms, ratio {ours / raw:.2f}"
    )


def bench_office(large: tuple[Database, Path], timed: Callable[..., float], say: Callable[[str], None]) -> None:
    database, _ = large

    def read() -> OfficeView:
        with database.reading() as session:
            view = read_office(session, TODAY)
            assert view is not None
            return view

    view = read()
    say(
        f"page of one office with {len(view.tasks):,} of {TASKS:,} tasks, lights of {len(view.lights)} days: "
        f"{timed(read, 3) * 1000:.0f} ms"
    )


# --- repaints -------------------------------------------------------------------------------------


@pytest.fixture
def panned(qapp: QApplication) -> Callable[[QWidget, Callable[[int], None]], tuple[float, float]]:
    """Return the median seconds of one step of panning a widget, and of a plain pyqtgraph plot of 1,000 points.

    A step is: move, then paint the whole widget. Both are stepped in turns, so that a busy machine slows both.
    """
    import pyqtgraph as pg

    def measure(widget: QWidget, move: Callable[[int], None]) -> tuple[float, float]:
        plain = pg.PlotWidget()
        plain.plot(list(range(1000)), [n % 37 for n in range(1000)])
        shown = ((widget, move), (plain, lambda step: plain.setXRange(step, step + 900, padding=0)))
        seconds: tuple[list[float], list[float]] = ([], [])
        for one, _ in shown:
            one.resize(1100, 600)
            one.show()
        qapp.processEvents()
        for step in range(66):
            for (one, moved), found in zip(shown, seconds, strict=True):
                started = perf_counter()
                moved(step)
                one.viewport().repaint()
                found.append(perf_counter() - started)
        for one, _ in shown:
            one.close()
        return median(seconds[0][5:]), median(seconds[1][5:])

    return measure


def bench_indicator_chart(
    panned: Callable[..., tuple[float, float]], qapp: QApplication, say: Callable[[str], None]
) -> None:
    from tracker.ui.indicators.chart import IndicatorChart

    style.apply(qapp, "light")
    start, dice, level = date(1000, 1, 1), random.Random(1), 500.0
    rows = []
    for number in range(OBSERVATIONS):  # two thousand years and more, one value a day: it wanders, as figures do
        level += dice.uniform(-1, 1)
        rows.append(ObservationRow(number, start + timedelta(days=number), level, "", "", ""))
    row = IndicatorRow(
        1, 1, "X", "试", "家", IndicatorKind.NUMERIC, Measure.LEVEL, Direction.HIGHER, "A", "", "", "", "", "",
        1.0, start, "", 900.0, date(2025, 12, 31), "", tuple(rows), None, Light(LightColour.GREEN, "", ""), (),
    )  # fmt: skip
    chart = IndicatorChart()
    chart.set_data(row, TODAY)
    first, last = rows[0].on.toordinal(), rows[-1].on.toordinal()
    wide = (last - first) * 0.5
    found = panned(chart, lambda step: chart.setXRange(first + step * wide / 500, first + wide + step * wide / 500))
    say(_line("indicator chart of 1,000,000 points", *found))


def bench_timeline(
    database: Database, panned: Callable[..., tuple[float, float]], qapp: QApplication, say: Callable[[str], None]
) -> None:
    from tracker.ui.timeline.interaction import TimelineChart
    from tracker.ui.timeline.lines import Grouping, lines_of

    style.apply(qapp, "light")
    with database.reading() as session:
        tasks = list_tasks(session, TODAY)
    database.close()
    steps = tuple(MilestoneRow(n, "节点", TODAY + timedelta(days=n * 90 - 180), None, 1) for n in range(4))
    bars = tuple(TimelineBar(tasks[n % len(tasks)], steps) for n in range(BARS))
    chart = TimelineChart()
    timeline = Timeline(TODAY, bars, {task.article: task.article_title for task in tasks})
    chart.set_lines(lines_of(timeline, bars, Grouping.OFFICE), TODAY)
    chart.show_today()

    def move(step: int) -> None:
        chart.set_scale(chart.scale.moved(3 if step % 2 else -3))
        chart.verticalScrollBar().setValue(step * 37 % chart.verticalScrollBar().maximum())

    say(_line(f"timeline of {BARS:,} bars", *panned(chart, move)))


def _line(what: str, ours: float, plain: float) -> str:
    return (
        f"one step of panning the {what}: {ours * 1000:.1f} ms, "
        f"plain plot of 1,000 points {plain * 1000:.1f} ms, ratio {ours / plain:.2f}"
    )
