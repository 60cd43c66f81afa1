"""Which indicators the grid shows, and in which order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.model.enums import IndicatorKind, LightColour
from tracker.model.rows import IndicatorRow
from tracker.ui.charts.bullets import bullet_of, ranks_of
from tracker.ui.indicators.series import drawable

RISK = (LightColour.RED, LightColour.AMBER)
_A_LINE = 2  # values that make one
_KINDS = (IndicatorKind.NUMERIC, IndicatorKind.QUALITATIVE, IndicatorKind.CONTEXT)


@dataclass(frozen=True, slots=True)
class Choice:
    """What indicators must meet; empty means any. `light` is a colour's value, or "risk" for red and amber."""

    search: str = ""
    has_target: bool | None = None
    light: str = ""
    article: str = ""
    kind: str = ""
    only: frozenset[str] = frozenset()  # codes; all where it is empty

    def takes(self, row: IndicatorRow) -> bool:
        """Return whether an indicator is shown."""
        return all(
            (
                not self.only or row.code in self.only,
                self.has_target is None or self.has_target == (row.target_value is not None),
                not self.light or row.light.colour in (RISK if self.light == "risk" else (self.light,)),
                not self.article or row.article == self.article,
                not self.kind or row.kind == self.kind,
                all(word in _text(row) for word in self.search.lower().split()),
            )
        )


def _text(row: IndicatorRow) -> str:
    return f"{row.code} {row.name} {row.stated} {row.unit} {row.geography} {' '.join(row.tasks)}".lower()


def arranged(rows: Iterable[IndicatorRow], choice: Choice) -> tuple[IndicatorRow, ...]:
    """Return the chosen indicators: numeric with a target first (red, amber, others), then with values, words last."""
    return tuple(sorted((row for row in rows if choice.takes(row)), key=_rank))


def _rank(row: IndicatorRow) -> tuple[int, bool, bool, int, bool]:
    colour = row.light.colour
    trouble = RISK.index(colour) if colour in RISK else len(RISK)
    return _KINDS.index(row.kind), is_short(row), row.target_value is None, trouble, not row.observations


def is_short(row: IndicatorRow) -> bool:
    """Tell whether a low card says it all: words, or numbers too few for a line and without a way to a target."""
    if row.kind is not IndicatorKind.NUMERIC:
        return True
    drawn = ranks_of(row) or bullet_of(row, date.max)
    return drawn is None and sum(drawable(seen.value) is not None for seen in row.observations) < _A_LINE


def summary(rows: Iterable[IndicatorRow]) -> str:
    """Return 「54 项，24 项有目标，5 项有风险」."""
    known = tuple(rows)
    tracked = sum(row.target_value is not None for row in known)
    risky = sum(row.light.colour in RISK for row in known)
    return f"{len(known):,} 项，{tracked:,} 项有目标，{risky:,} 项有风险"
