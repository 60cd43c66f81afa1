"""What the page of one office shows."""

from dataclasses import dataclass
from datetime import date

from tracker.model.enums import LightColour
from tracker.model.rows.tasks import HelpRow, MatterRow, TaskRow


@dataclass(frozen=True, slots=True)
class Response:
    """One workbook sent to an office and how long it took to come back."""

    export_id: int
    round: int
    sent_on: date
    due_on: date | None  # when it should be back
    back_on: date | None  # when the first file came back, None while it has not
    days: int  # from sending to the first return, or to today
    return_id: int | None = None  # the newest file that came back

    @property
    def late_days(self) -> int:
        """Return by how many days the agreed day was missed so far, 0 when it was kept or none was agreed."""
        if self.due_on is None:
            return 0
        return max(self.days - (self.due_on - self.sent_on).days, 0)


@dataclass(frozen=True, slots=True)
class OpenProblem:
    """存在问题 of a task that is not over, and on which day it was first reported in these words."""

    task: TaskRow
    text: str
    reported_on: date | None  # None when no progress entry says it


@dataclass(frozen=True, slots=True)
class OfficeMatter:
    """An open matter for coordination of a task that an office leads, or that it must solve for another one."""

    matter: MatterRow
    code: str
    title: str
    lead: str  # the short name of the office in charge of the task
    to_solve: bool  # by this office


@dataclass(frozen=True, slots=True)
class CoOfficeReport:
    """What a co-office says of its part in a task that the office leads (配合单位反馈)."""

    task: TaskRow
    help: HelpRow


@dataclass(frozen=True, slots=True)
class OfficeView:
    """One office on `today`: its tasks, its lights over time, its answers, its problems, its matters."""

    today: date
    name: str
    short: str
    tasks: tuple[TaskRow, ...]  # that it leads: red first, then by deadline
    helping: int  # tasks it only helps with
    by_light: dict[LightColour, int]
    lights: tuple[tuple[date, dict[LightColour, int]], ...]  # at the end of each month as known then; today last
    responses: tuple[Response, ...]  # newest first
    problems: tuple[OpenProblem, ...]  # longest known first
    matters: tuple[OfficeMatter, ...] = ()  # by the day they are needed
    helpers: tuple[CoOfficeReport, ...] = ()  # on its open tasks, the newest first

    @property
    def response_days(self) -> int | None:
        """Return the middle number of days it took over the workbooks that came back, None without any."""
        back = sorted(response.days for response in self.responses if response.back_on is not None)
        if not back:
            return None
        middle = len(back) // 2
        return back[middle] if len(back) % 2 else round((back[middle - 1] + back[middle]) / 2)
