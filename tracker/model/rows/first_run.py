"""How far a new ledger is on its way from a list of tasks to the first return."""

from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """The steps of the way, in their order; the values are their titles."""

    NAME = "填写姓名"
    OFFICES = "确认牵头单位"
    DEADLINES = "填写时限"
    ASSIGN = "交办任务"
    EXPORT = "导出工作簿"
    IMPORT = "导入反馈"


@dataclass(frozen=True, slots=True)
class FirstRun:
    """Counts of open tasks, and of the offices that lead them; `suggested` are offices with tasks to be confirmed.

    `suggested` holds the name of an office, its short name and the numbers of its tasks, most tasks first.
    """

    articles: int
    recommendations: int
    tasks: int
    indicators: int
    doubts: int  # places in the sources that are damaged or doubtful
    confirmed: int
    dated: int
    assigned: int
    offices: int
    sent: int
    returned: int
    suggested: tuple[tuple[str, str, tuple[int, ...]], ...]

    def counts(self, step: Step) -> tuple[int, int]:
        """Return how much of a step is done, and of how much; the name is not the ledger's."""
        done = {
            Step.OFFICES: (self.confirmed, self.tasks),
            Step.DEADLINES: (self.dated, self.tasks),
            Step.ASSIGN: (self.assigned, self.tasks),
            Step.EXPORT: (self.sent, self.offices),
            Step.IMPORT: (self.returned, self.offices),
        }
        return done.get(step, (0, 1))

    @property
    def waiting_for(self) -> str:
        """Return what tasks still wait for, as part of a sentence; "" where nothing is missing."""
        missing = ((self.tasks - self.confirmed, "项待确认牵头单位"), (self.tasks - self.dated, "项没有时限"))
        return "，".join(f"{number:,} {words}" for number, words in missing if number)

    @property
    def over(self) -> bool:
        """Tell whether the way was gone once: a return was taken in, or there is nothing to begin with."""
        return self.returned > 0 or not self.tasks


def present_step(counts: FirstRun, *, named: bool) -> Step | None:
    """Return the first step that is not done and whose conditions hold, None when all are done."""
    return next((step for step in Step if not is_done(counts, step, named=named) and not waits_for(counts, step)), None)


def is_done(counts: FirstRun, step: Step, *, named: bool) -> bool:
    """Tell whether a step is done."""
    if step is Step.NAME:
        return named
    done, of = counts.counts(step)
    return done > 0 if step is Step.IMPORT else 0 < of <= done


def waits_for(counts: FirstRun, step: Step) -> str:
    """Return why a step cannot be begun yet, "" where it can."""
    if step is Step.ASSIGN and not counts.assigned and not (counts.confirmed and counts.dated):
        return "等第 2、3 步"
    if step is Step.EXPORT and not counts.sent and not counts.assigned:
        return "等第 4 步"
    return "等第 5 步" if step is Step.IMPORT and not counts.sent else ""
