"""Rows of the official papers: the figures of a period, and what each paper says with them.

Shares, rates, mean progress and gaps are whole tenths as they are printed: 179 is 17.9; `figures` writes them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from tracker.model.enums import LightColour, PaperKind, SlipLevel, Status
from tracker.model.paper_settings import PaperSettings
from tracker.model.rows.lights import Light


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
    first_due: str  # the first deadline where it was extended, else ""
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
class MissingReturn:
    """An office whose workbook did not come back; 0 days where its day has not passed."""

    office: str
    short: str
    due_on: date | None
    days: int


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


@dataclass(frozen=True, slots=True)
class Matter:
    """An open matter for coordination on the last day; days past `needed_by`, 0 when it is not late."""

    code: str
    title: str
    what: str
    solver: str
    needed_by: date | None
    days: int


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


@dataclass(frozen=True, slots=True)
class BriefLine:
    """One line of 需要领导关注; the title is cut to one line."""

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


@dataclass(frozen=True, slots=True)
class SlipTask:
    """A task an office is asked about, at which level and why; a sheet of its own has a number and its demand."""

    task: ListedTask
    level: SlipLevel
    reason: str
    issue: str = ""  # 督办〔2026〕3号
    demand: str = ""  # 办理要求


@dataclass(frozen=True, slots=True)
class Slip:
    """One file for one office: a letter with a table, or, at 督办, a sheet for each task."""

    head: PaperHead  # recipients is the office
    level: SlipLevel
    colour: str  # RRGGBB of the level
    office: str
    office_short: str
    until: date  # the last day that counts
    reply_by: date | None
    tasks: tuple[SlipTask, ...]
    opening: str  # the paragraph of a letter, "" where only a workbook is missing
    workbook: str  # the paragraph about a workbook that did not come back, "" for none
    closing: str  # the last sentence of a letter


@dataclass(frozen=True, slots=True)
class OfficeSlips:
    """All an office would be asked about, before anything is written."""

    office: str
    office_short: str
    tasks: tuple[SlipTask, ...]
    workbook: str
    workbook_level: SlipLevel | None

    def count(self, level: SlipLevel) -> int:
        """Return how many of its tasks are at a level."""
        return sum(task.level is level for task in self.tasks)


@dataclass(frozen=True, slots=True)
class SlipRound:
    """The offices with a case, in ledger order, and the tasks no office can be asked about."""

    until: date
    issued_on: date
    offices: tuple[OfficeSlips, ...]
    unconfirmed: tuple[ListedTask, ...]  # without a lead office, or with one nobody has confirmed
    unassigned: tuple[ListedTask, ...]  # red before anybody was charged with them
    settings: PaperSettings
    demo: bool


@dataclass(frozen=True, slots=True)
class ClosedLine:
    """One closed task of 销号清单; `early_days` before its deadline by the day of 报完成, negative when late."""

    task: ListedTask
    early_days: int | None  # None without a deadline
    statement: str
    evidence: int  # pieces that count
    evidence_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """One task reported complete: since when, its progress before, and what is missing before it can be closed."""

    task: ListedTask
    reported_on: date | None
    progress_before: int | None
    missing: tuple[str, ...]
    evidence: int = 0
    evidence_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClosingList:
    """销号清单: what was closed in the period, and what waits for it."""

    period: Period
    settings: PaperSettings
    done: tuple[ClosedLine, ...]
    waiting: tuple[WaitingLine, ...]
    demo: bool


@dataclass(frozen=True, slots=True)
class LedgerPaper:
    """工作台账: its tasks in groups, each with a heading ("" for none)."""

    figures: Figures
    groups: tuple["LedgerGroup", ...]
    by_office: bool  # shows the source of each task as a column
    past: bool  # the last day is before today: progress texts are those of that day


@dataclass(frozen=True, slots=True)
class LedgerGroup:
    """A heading row and the tasks below it."""

    heading: str
    tasks: tuple[ListedTask, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One registered paper as the register lists it."""

    id: int
    kind: PaperKind
    number: int | None
    year: int
    issue: str
    title: str
    office: str  # "" for all
    issued_on: date
    from_on: date | None
    to_on: date
    reply_by: date | None
    task_codes: tuple[str, ...]
    file_name: str
