"""What a mark of 总览 asks the ledger for, within the chosen office and article."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tracker.model.rows.tasks import UNSETTLED
from tracker.ui.task.day_range import closed, planned
from tracker.ui.task.filter import NO_OFFICE, Facet, LedgerFilter

if TYPE_CHECKING:
    from tracker.ui.overview.burn_up import Step

Chips = Mapping[str, object]  # office and article of the page, None where the chip is off

_FACETS = {
    "article": Facet.ARTICLE,
    "office": Facet.OFFICE,
    "status": Facet.STATUS,
    "light": Facet.LIGHT,
    "due": Facet.DUE,
}


def target_within(target: Mapping[str, str], chips: Chips) -> dict[str, Any]:
    """Return the fields of a TaskFilter for one mark: its own, and the chips where it says nothing."""
    wanted = {name: str(value) for name, value in chips.items() if value} | dict(target)
    return {name: _known(name, value) for name, value in wanted.items()}


def filter_of_targets(targets: Sequence[object], chips: Chips) -> LedgerFilter:
    """Return the filter for all marks in a rubber band: any of their offices, articles, statuses and lights."""
    marks = [target for target in targets if isinstance(target, dict)]
    by_chip = {name: frozenset(value for mark in marks for value in _values(name, mark)) for name in _FACETS}
    chosen = {_FACETS[name]: values for name, values in by_chip.items() if values}
    return LedgerFilter(_of_chips(chips) | chosen)


def filter_of_step(step: "Step", chips: Chips) -> LedgerFilter:
    """Return the filter for a place on a line of the burn-up: all tasks counted there."""
    stretch = (closed if step.done else planned)(None, step.on)
    return LedgerFilter(_of_chips(chips) | {Facet.DUE: frozenset({stretch.value})})


def filter_of_steps(steps: Sequence["Step"], chips: Chips) -> LedgerFilter:
    """Return the filter for the steps in a rubber band: the tasks that came with them, on either line."""
    values = set()
    for done, stretch in ((False, planned), (True, closed)):
        if line := [step for step in steps if step.done is done]:
            values.add(stretch(line[0].since, line[-1].on).value)
    return LedgerFilter(_of_chips(chips) | {Facet.DUE: frozenset(values)})


def _values(name: str, target: Mapping[str, object]) -> list[str]:
    """Return what a mark says about a chip; the row that sums up the rest says many."""
    stated = target.get(name, ())
    return [_known(name, str(value)) for value in (stated if isinstance(stated, tuple) else (stated,))]


def _of_chips(chips: Chips) -> dict[Facet, frozenset[str]]:
    return {_FACETS[name]: frozenset({str(value)}) for name, value in chips.items() if value}


def _known(name: str, value: str) -> str:
    """Return a value as the ledger's chips know it: tasks without an office have a sign of their own there."""
    return NO_OFFICE if name == "office" and value in ("", UNSETTLED) else value
