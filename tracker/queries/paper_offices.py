"""The table of lead offices in a paper: their tasks, progress, place and answers."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tracker.model.enums import LightColour, RankBy, Status
from tracker.model.figures import mean, percent, ranks
from tracker.model.pace import measured
from tracker.model.paper_settings import PaperSettings
from tracker.model.rows import ListedTask, OfficeLine
from tracker.model.rows.tasks import office_label
from tracker.queries.paper_returns import NOT_ASKED


def list_office_lines(
    tasks: Sequence[ListedTask], order: Sequence[str], returned: Mapping[str, str], settings: PaperSettings
) -> tuple[OfficeLine, ...]:
    """Return the offices that lead assigned tasks: ranked ones first, then the others, tasks without one last.

    `order` are all offices as the ledger lists them, `returned` the words for the answers of some.
    """
    by_office: dict[str, list[ListedTask]] = defaultdict(list)
    for task in tasks:
        if not task.status.waiting:
            by_office[task.office].append(task)
    known = [name for name in order if name in by_office] + ([""] if "" in by_office else [])
    lines = [_line(name, by_office[name], returned.get(name, NOT_ASKED)) for name in known]
    keys = [_key(line, by_office[line.name], settings) for line in lines]
    ranked = [replace(line, rank=rank) for line, rank in zip(lines, ranks(keys), strict=True)]
    return tuple(sorted(ranked, key=lambda line: (line.rank is None, line.rank or 0)))


def _line(name: str, tasks: Sequence[ListedTask], returned: str) -> OfficeLine:
    statuses, lights = Counter(task.status for task in tasks), Counter(task.light.colour for task in tasks)
    compared = measured(tasks)
    confirmed = any(task.confirmed for task in tasks)
    return OfficeLine(
        rank=None,
        name=name,
        label=office_label(name, confirmed=confirmed),
        short=office_label(tasks[0].office_short or name, confirmed=confirmed),
        tasks=len(tasks),
        done=statuses[Status.CLOSED],
        done_share=percent(statuses[Status.CLOSED], len(tasks)),
        waiting=statuses[Status.CLOSING],
        mean=mean(task.effective_progress for task in compared),
        gap=mean(-task.behind for task in compared),
        lights={colour: lights[colour] for colour in LightColour},
        overdue=sum(task.overdue_days > 0 for task in tasks),
        returned=returned,
    )


def _key(line: OfficeLine, tasks: Sequence[ListedTask], settings: PaperSettings) -> int | None:
    """Return what an office is ranked by, the greater the better; None for one that is not ranked."""
    if not line.name or line.tasks < settings.rank_least or not any(task.confirmed for task in tasks):
        return None
    return {RankBy.GAP: line.gap, RankBy.DONE: line.done_share, RankBy.RED: -line.red}[settings.rank_by]
