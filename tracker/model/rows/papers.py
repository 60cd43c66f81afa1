"""Rows of the official papers: the figures of a period, and what each paper says with them.

Shares, rates, mean progress and gaps are whole tenths as they are printed: 179 is 17.9; `figures` writes them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.model.enums import LightColour, PaperKind, Status
from tracker.model.exchange_words import HelpState
from tracker.model.paper_settings import PaperSettings
from tracker.model.rows.lights import Light
from tracker.model.workdays import DayTable


@dataclass(frozen=True, slots=True)
class Period:
    """The days a paper reports on, both included; a weekly one is a digest of Monday to `end`.

    `last_end` is the last day of the paper before it (上期), where one was registered.
    """

    start: date
    end: date
    weekly: bool = False
    last_end: date | None = None

    @property
    def before(self) -> date:
        """Return the day whose end the period is compared with."""
        return self.last_end or self.start - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ListedTask:
    """One task as papers list it, at the end of the last day that counts; office names are "" for none."""

    task_id: int
    code: str
    title: str
    content: str
    article: str  # code of the article it comes from, "" for none
    article_title: str  # as it is printed: where the source has no title, our own in 〔〕
    section: str
    office: str
    office_short: str
    co_offices: tuple[str, ...]
    confirmed: bool  # False: the office is only suggested and is never blamed
    owner: str
    phone: str
    due: str  # wording, "" for none
    first_due: str  # the first deadline in words where it was extended, else ""
    extensions: int
    status: Status
    progress: int  # percent the office reports
    verified: int | None  # percent of a verdict while the office has written nothing since
    scheduled: int | None  # 序时进度 in percent
    light: Light
    note: str
    problems: str
    next_steps: str
    reported_on: date | None  # newest progress entry
    closed_on: date | None
    remark: str
    overdue_days: int = 0  # 0 when it is not overdue
    priority: bool = False

    @property
    def effective_progress(self) -> int:
        """Return the percent that counts: the smaller of what the office claims and what was verified since."""
        return self.progress if self.verified is None else min(self.progress, self.verified)

    @property
    def behind(self) -> int:
        """Return the points behind schedule, negative when ahead, 0 without a schedule."""
        return 0 if self.scheduled is None else self.scheduled - self.effective_progress

    @property
    def blamed(self) -> bool:
        """Tell whether an office answers for it: charged with it and confirmed."""
        return bool(self.office) and self.confirmed and not self.status.waiting


@dataclass(frozen=True, slots=True)
class ExtendedTask:
    """A task whose deadline was put off in the period."""

    task: ListedTask
    until: str  # the new deadline as worded
    reason: str
    decided_on: date


@dataclass(frozen=True, slots=True)
class StateCounts:
    """How many tasks stood how at the end of a day, cancelled ones left out; means in tenths of a percent."""

    tasks: int
    assigned: int
    statuses: Mapping[Status, int]
    lights: Mapping[LightColour, int]
    mean: int | None = None  # effective progress, over the tasks at work or done that have a schedule
    scheduled: int | None = None  # 序时进度 of the same tasks
    overdue: int = 0  # red by their deadline


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """One lead office in the table of offices; "" as name for tasks without one (未定), which stand last."""

    rank: int | None  # None: not ranked, printed as —
    name: str
    label: str  # the name as it is printed: 未定 for none, marked where it is only suggested
    short: str  # for charts, marked alike
    tasks: int  # assigned ones that it leads
    done: int  # 已销号
    done_share: int | None  # tenths of a percent
    waiting: int  # 待销号
    mean: int | None  # tenths of a percent, over its tasks with a schedule
    gap: int | None  # 进度差 in tenths of a point
    lights: Mapping[LightColour, int]
    overdue: int
    returned: str  # 按时, 迟交3天, 未反馈, 免报, or — where it was not in the round

    @property
    def red(self) -> int:
        """Return the number of red lights."""
        return self.lights[LightColour.RED]


@dataclass(frozen=True, slots=True)
class CoOfficeLine:
    """One co-office in the table 配合情况: open tasks it helps with, how many in which state, its last word."""

    name: str
    tasks: int
    states: Mapping[HelpState, int]
    reported_on: date | None


#: What tables say of a workbook that did not come back: its day has passed, or has not yet.
UNRETURNED, NOT_YET = "未反馈", "尚未到反馈时限"


@dataclass(frozen=True, slots=True)
class MissingReturn:
    """An office whose workbook did not come back; 0 days where its day has not passed, or none was agreed."""

    office: str
    due_on: date | None
    days: int

    @property
    def late(self) -> bool:
        """Tell whether the office is to blame: only once the day agreed has passed."""
        return self.days > 0

    @property
    def word(self) -> str:
        """Return what tables say of it."""
        return UNRETURNED if self.late or self.due_on is None else NOT_YET


@dataclass(frozen=True, slots=True)
class ReturnRound:
    """The newest round of workbooks on the last day; offices are counted once."""

    number: int
    sent_on: date
    due_on: date | None  # the latest of the agreed days
    sent: int
    back: int
    missing: tuple[MissingReturn, ...]  # in ledger order


@dataclass(frozen=True, slots=True)
class RiskIndicator:
    """An indicator that may miss its target; `attainment` in tenths of a percent of the way."""

    code: str
    name: str
    value: float | None
    unit: str
    target: float | None
    attainment: int | None


@dataclass(frozen=True, slots=True)
class IndicatorFigures:
    """How many indicators have a target and reached it, and the risky ones, the worst first."""

    targeted: int
    reached: int
    observed: int  # of those with a target, how many have a value at all
    risky: tuple[RiskIndicator, ...]
    listed: tuple[RiskIndicator, ...] = ()  # all with a target, as the catalogue has them


@dataclass(frozen=True, slots=True)
class Matter:
    """An open matter for coordination on the last day; days past `needed_by`, 0 when it is not late."""

    code: str
    title: str
    what: str
    solver: str
    needed_by: date | None
    days: int


#: Working days of a ledger without a table of holidays.
MONDAY_TO_FRIDAY = DayTable()
#: The scope of a paper about tasks that a filter of the ledger showed; no article has such a code.
CHOSEN = "*"


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything a paper counts, computed once; nothing in it is wording."""

    period: Period
    article: str  # title of the only article it is about, "" for all
    now: StateCounts
    before: StateCounts | None  # None: the ledger is younger than the period
    begins_on: date | None  # where the ledger's history begins
    cancelled: int
    status_shares: Mapping[Status, int]
    light_shares: Mapping[LightColour, int]
    added: int
    tasks: tuple[ListedTask, ...]  # all that count, in document order
    finished: tuple[ListedTask, ...]  # closed in the period
    extended: tuple[ExtendedTask, ...]
    reddened: tuple[ListedTask, ...]  # red now, not red before the period
    silenced: tuple[ListedTask, ...]  # without news for the threshold now, not so before the period
    offices: tuple[OfficeLine, ...]  # as printed: ranked ones first
    overdue: tuple[ListedTask, ...]  # red by the deadline, longest first
    behind: tuple[ListedTask, ...]  # red by schedule, furthest behind first
    periodic: tuple[ListedTask, ...]  # red by a missed regular report
    silent: tuple[ListedTask, ...]  # red by silence
    matters: tuple[Matter, ...]  # longest overdue first
    returns: ReturnRound | None  # None: no workbook was ever sent
    indicators: IndicatorFigures
    behind_red: int  # the threshold in force, in points
    stale_days: int  # the threshold in force
    limits: str  # thresholds that are not the default, in words; "" where all are
    settings: PaperSettings
    demo: bool
    workdays: DayTable = MONDAY_TO_FRIDAY  # holidays as the ledger has them
    scope: str = ""  # code of the only article it is about; CHOSEN for tasks a person chose; "" for all
    plan: tuple[tuple[date, int], ...] = ()  # tasks due by that day
    actual: tuple[tuple[date, int], ...] = ()  # tasks closed by that day
    co_offices: tuple[CoOfficeLine, ...] = ()  # in ledger order; empty unless the settings want the table
    put_away: int = 0  # open tasks that do not count, because their source was put away
    put_away_red: int = 0  # of them red ones

    @property
    def partial(self) -> bool:
        """Tell whether it is about tasks that a person chose, so that nothing is said about the whole ledger."""
        return self.scope == CHOSEN

    @property
    def standing_red(self) -> int:
        """Return how many tasks were red before the period and still are, those aside that the period turned."""
        turned = {task.task_id for task in (*self.reddened, *self.silenced, *(each.task for each in self.extended))}
        return sum(task.light.colour is LightColour.RED and task.task_id not in turned for task in self.tasks)

    @property
    def listed(self) -> tuple[ListedTask, ...]:
        """Return what annex 1 lists: overdue ones, longest first, then all others that are red."""
        return (*self.overdue, *self.behind, *self.periodic, *self.silent)


@dataclass(frozen=True, slots=True)
class Problem:
    """One part of 存在问题: its ordinal 一, its heading, its text."""

    ordinal: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Sentences:
    """The computed sentences of a paper; each may be edited before it is saved, "" falls away."""

    introduction: str = ""
    tasks: str = ""
    lights: str = ""
    change: str = ""
    progress: str = ""
    indicators: str = ""
    ranking: str = ""
    coordination: str = ""
    problems: tuple[Problem, ...] = ()
    no_problems: str = ""  # the sentence that stands instead of an empty list
    demands: str = ""
    table_note: str = ""  # below the table of offices


#: The placeholder of each sentence, in the order of the papers.
SENTENCE_NAMES: Mapping[str, str] = {
    "introduction": "引言",
    "tasks": "总体_任务",
    "lights": "总体_亮灯",
    "change": "总体_变化",
    "progress": "总体_进度",
    "indicators": "总体_指标",
    "ranking": "排名_说明",
    "coordination": "协调事项",
    "problems": "问题清单",
    "no_problems": "无问题",
    "demands": "要求",
    "table_note": "表注",
}


@dataclass(frozen=True, slots=True)
class PaperHead:
    """What stands around the text of a paper; texts as printed, "" for none."""

    kind: PaperKind
    mark: str  # 机关标志
    issue: str  # 第11期, 督办〔2026〕3号
    number: int | None
    issuer: str  # 印发单位
    issued_on: date
    title: str  # lines are parted by a newline
    recipients: str  # 主送, with its colon
    contact: str
    phone: str
    demo: bool


@dataclass(frozen=True, slots=True)
class Circular:
    """A 通报; `with_list` adds all tasks as annex 2."""

    head: PaperHead
    figures: Figures
    sentences: Sentences
    with_list: bool = False
    edited: tuple[str, ...] = ()  # placeholders of the sentences a person reworded


@dataclass(frozen=True, slots=True)
class BriefLine:
    """One line of 需要领导关注."""

    code: str
    title: str
    office: str
    situation: str
    owner: str


@dataclass(frozen=True, slots=True)
class Brief:
    """A 专报 of one page; a weekly one has other words in the same frame."""

    head: PaperHead
    figures: Figures
    sentences: Sentences  # `tasks` in its short form; weekly: what happened, with names
    lines: tuple[BriefLine, ...]  # at most five, the worst first
    rest: int  # tasks that would be listed as well
    third_title: str  # 风险指标, weekly 需协调解决的事项
    third: str
    advice: str = ""
    edited: tuple[str, ...] = ()  # placeholders of the sentences a person reworded
