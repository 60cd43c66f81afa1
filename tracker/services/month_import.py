"""Import of a monthly table: which indicator a row is, which of its figures counts, and what is new in it."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from statistics import median

from sqlmodel import Session, col, select

from tracker.errors import InputError
from tracker.exchange.book.raw_book import RawBook
from tracker.exchange.book.text import key
from tracker.exchange.lists.month_tables import read_months
from tracker.exchange.lists.read_lists import signature
from tracker.model.changes import Changes
from tracker.model.enums import Measure
from tracker.model.month_tables import FIGURE_WORDS, Figure, MonthEntry, MonthPreview, MonthRow, MonthTable, MonthValue
from tracker.model.tables import Indicator, IndicatorAlias, ListMapping, Observation
from tracker.model.typed.units import factor, unit_key
from tracker.services.mapping_schemes import Reads, kind_of, remember_scheme, scheme_named
from tracker.services.write_basics import begin, touched

SOURCE = "统计月报"
_ALIKE, _STEPS, _FAR = 0.75, 3, 5


@dataclass(frozen=True, slots=True)
class MonthWish:
    """What a person said: by name of a row the code of its indicator and perhaps the figure; or a remembered scheme."""

    rows: Mapping[str, tuple[str, Figure | None]] = field(default_factory=dict)
    scheme: str = ""


def parse_month_map(text: str) -> MonthWish:
    """Return the wish of `--map NAME=CODE[:FIGURE],…` or `@NAME`. Raises InputError for a figure nobody knows."""
    if text.startswith("@"):
        return MonthWish(scheme=text[1:].strip())
    rows = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        name, _, said = pair.partition("=")
        code, _, figure = said.partition(":")
        if not name.strip() or not code.strip():
            raise InputError(f"“{pair}”没有写清是哪一行、哪个指标；请写成 规上工业增加值=I06:累计增长。")
        rows[key(name)] = (code.strip(), _figure_of(figure.strip()) if figure.strip() else None)
    return MonthWish(rows)


def _figure_of(text: str) -> Figure:
    for figure, word in FIGURE_WORDS.items():
        if text in (figure.value, word):
            return figure
    raise InputError(f"没有“{text}”这种数值；可用的有：{'、'.join(FIGURE_WORDS.values())}。")


def preview_months(
    session: Session, name: str, book: RawBook, today: date, wish: MonthWish | None = None
) -> MonthPreview:
    """Return what a monthly table would bring. Raises InputError where the file has none."""
    wish = wish or MonthWish()
    tables = read_months(book, today)
    if not tables:
        raise InputError(f"“{name}”里没有找到统计月报：要有“指标”一列，以及月份、本月或累计的列。")
    scheme = _scheme(session, wish, tables)
    known = _Known(session, {**_remembered(scheme), **wish.rows})
    entries = [known.entry(table, row) for table in tables for row in table.rows]
    return MonthPreview(name, tables, entries, scheme.name if scheme is not None else None)


def month_wish(rows: Mapping[str, tuple[str, Figure | None]], scheme: str = "") -> MonthWish:
    """Return the wish of somebody who said by the name of a row which indicator and which figure it is."""
    return MonthWish({key(name): said for name, said in rows.items()}, scheme)


def import_months(
    session: Session,
    preview: MonthPreview,
    *,
    conflicts: str = "ours",
    unsure: str = "skip",
    left_out: frozenset[str] = frozenset(),
) -> Changes:
    """Record what is new as one act; `conflicts` theirs replaces ours, `unsure` take records doubtful figures.

    `left_out` are the names of rows that are passed over.
    """
    rows = [entry for entry in preview.entries if entry.how != "likely" and entry.row.name not in left_out]
    wanted = [(entry, value) for entry in rows for value in entry.values]
    fresh = [(e, v) for e, v in wanted if v.outcome == "new" or (v.outcome == "unsure" and unsure == "take")]
    other = [(e, v) for e, v in wanted if v.outcome == "conflict" and conflicts == "theirs"]
    if not fresh and not other:
        return Changes("没有变化")
    batch = begin(session, f"导入月报 {preview.file}")
    for entry, value in fresh:
        session.add(
            Observation(indicator_id=entry.indicator_id or 0, observed_on=value.on, value=value.value, source=SOURCE)
        )
    for entry, value in other:
        same_day = select(Observation).where(
            Observation.indicator_id == entry.indicator_id, Observation.observed_on == value.on
        )
        row = session.exec(same_day.order_by(col(Observation.id).desc())).first()
        assert row is not None
        row.value, row.source = value.value, SOURCE
    return touched(session, batch, indicators={entry.indicator_id or 0 for entry, _ in (*fresh, *other)})


def remember_months(session: Session, name: str, preview: MonthPreview) -> None:
    """Keep which row is which indicator, and which of its figures counts, under a name. No act."""
    if not name.strip():
        return
    rows = {
        entry.row.name: {"code": entry.code, "figure": entry.figure.value if entry.figure else ""}
        for entry in preview.entries
        if entry.code and entry.how != "likely"
    }
    remember_scheme(session, name.strip(), Reads.MONTHS, signature(rows), {"rows": rows})


def _scheme(session: Session, wish: MonthWish, tables: Sequence[MonthTable]) -> ListMapping | None:
    """Return the scheme that is named, else the newest that knows half of the rows."""
    if wish.scheme:
        return scheme_named(session, wish.scheme, Reads.MONTHS)
    newest = session.exec(select(ListMapping).order_by(col(ListMapping.used_at).desc()))
    kept = [scheme for scheme in newest if kind_of(scheme) is Reads.MONTHS]
    names = {key(row.name) for table in tables for row in table.rows}
    return next((s for s in kept if 2 * len(names & set(_remembered(s))) >= len(s.content["rows"]) > 0), None)


def _remembered(scheme: ListMapping | None) -> dict[str, tuple[str, Figure | None]]:
    rows = scheme.content.get("rows", {}) if scheme is not None else {}
    return {
        key(name): (said["code"], Figure(said["figure"]) if said.get("figure") else None) for name, said in rows.items()
    }


_USUAL: Mapping[Measure | None, tuple[Figure, ...]] = {
    Measure.GROWTH_RATE: (Figure.GROWTH,),
    Measure.SHARE: (Figure.SHARE,),
    Measure.CUMULATIVE: (Figure.TOTAL,),
}


class _Known:
    """The indicators of the ledger with their names and series."""

    def __init__(self, session: Session, said: Mapping[str, tuple[str, Figure | None]]) -> None:
        self._said = said
        in_use = session.exec(select(Indicator).where(col(Indicator.retired_on).is_(None))).all()
        self._by_code = {indicator.code: indicator for indicator in in_use}
        numbers = {indicator.id: indicator for indicator in in_use}
        self._by_name = {key(indicator.name): indicator for indicator in in_use}
        for row in session.exec(select(IndicatorAlias)):
            if row.indicator_id in numbers:
                self._by_name.setdefault(key(row.alias), numbers[row.indicator_id])
        self._series: dict[int, dict[date, float]] = {}
        dated = select(Observation).where(col(Observation.observed_on).is_not(None)).order_by(col(Observation.id))
        for seen in session.exec(dated):
            assert seen.observed_on is not None
            self._series.setdefault(seen.indicator_id, {})[seen.observed_on] = seen.value

    def entry(self, table: MonthTable, row: MonthRow) -> MonthEntry:
        """Return which indicator a row is and what its figures would be."""
        indicator, how, figure = self._indicator(row)
        if indicator is None:
            return MonthEntry(row, None, how)
        entry = MonthEntry(row, indicator.code, how, indicator.id)
        entry.figure = figure or _usual(indicator, {column.figure for column in table.columns})
        if entry.figure is None:
            entry.problems.append("没有这个指标口径的数值列，请用 --map 指明")
        ratio = _ratio(row.unit, indicator.unit, entry.figure)
        if ratio is None:
            entry.problems.append(f"写的单位是“{row.unit}”，指标单位是“{indicator.unit}”，请核对")
        series = self._series.get(indicator.id, {})
        for column in sorted((c for c in table.columns if c.figure is entry.figure), key=lambda c: c.on):
            if column.column in row.values:
                value = round(row.values[column.column] * (ratio or 1.0), 9)
                outcome = "unsure" if ratio is None else _outcome(series, column.on, value)
                entry.values.append(MonthValue(column.column, column.on, value, outcome))
        return entry

    def _indicator(self, row: MonthRow) -> tuple[Indicator | None, str, Figure | None]:
        name = key(row.name)
        if name in self._said:
            code, figure = self._said[name]
            if code not in self._by_code:
                raise InputError(f"没有编号为“{code}”的指标，或它已停用。")
            return self._by_code[code], "code", figure
        if row.name in self._by_code:
            return self._by_code[row.name], "code", None
        if name in self._by_name:
            return self._by_name[name], "alias", None
        close = difflib.get_close_matches(name, self._by_name, n=1, cutoff=_ALIKE)
        return (self._by_name[close[0]], "likely", None) if close else (None, "none", None)


def _usual(indicator: Indicator, there: set[Figure]) -> Figure | None:
    """Return the figure that counts for an indicator where nobody chose one; month and total are never mixed."""
    order = _USUAL.get(indicator.measure, (Figure.TOTAL, Figure.MONTH))
    return next((figure for figure in order if figure in there), None)


def _ratio(written: str, wanted: str, figure: Figure | None) -> float | None:
    """Return what a figure is multiplied by to stand in the indicator's unit; None where nothing is certain."""
    if figure in (Figure.GROWTH, Figure.MONTH_GROWTH, Figure.SHARE) or not written or not wanted:
        return 1.0
    if unit_key(written) == unit_key(wanted):
        return 1.0
    ratio = factor(written, wanted)
    return float(ratio) if ratio is not None else None


def _outcome(series: Mapping[date, float], on: date, value: float) -> str:
    if on in series:
        return "same" if abs(series[on] - value) < 1e-9 else "conflict"
    days = sorted(series)
    steps = [abs(series[after] - series[before]) for before, after in pairwise(days)]
    if len(steps) < _STEPS or not (usual := median(steps)):
        return "new"
    nearest = min(days, key=lambda day: abs((day - on).days))
    return "unsure" if abs(value - series[nearest]) > _FAR * usual else "new"
