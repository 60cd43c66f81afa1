"""Closed lists of the domain. The database stores the values, the screen shows `word`."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Self


class _Worded(StrEnum):
    """A string enum whose members also carry the Chinese word for the screen and for workbooks."""

    word: str

    def __new__(cls, value: str, word: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.word = word
        return member

    @classmethod
    def from_word(cls, text: str) -> Self | None:
        """Return the member whose word or value is `text`, else None."""
        return next((m for m in cls if text in (m.word, m.value)), None)

    @classmethod
    def those(cls, test: Callable[[Self], bool]) -> tuple[Self, ...]:
        """Return the members that pass a test, in order; a statement takes them as `column.in_(…)`."""
        return tuple(member for member in cls if test(member))


#: The base of closed lists that stand in modules of their own.
WordedEnum = _Worded


class Stage(Enum):
    """How far a task has come, in four steps; every status belongs to one of them."""

    WAITING = "nobody has been charged with it"
    AT_WORK = "an office works on it"
    DONE = "the office has reported it as done"
    ASIDE = "it is not pursued for now, or no more"


class StatusMark(StrEnum):
    """The glyph of a status on the screen; `widgets.paint` draws each of them."""

    DASHED = "dashed ring"
    RING = "ring"
    HALF = "ring, half filled"
    NEARLY = "ring, nearly filled"
    TICK = "disc with a tick"
    BARS = "ring with two bars"
    CROSS = "ring with a cross"


@dataclass(frozen=True, slots=True)
class StatusFacts:
    """What is true of a task in a status, declared once for every screen, rule, statement and workbook."""

    stage: Stage
    mark: StatusMark
    ended: bool = False  # nothing is expected any more
    begun: bool = False  # the work has begun and goes on: 序时进度 means something
    icon: str = ""  # of the move into it, where it has one of its own
    aliases: tuple[str, ...] = ()  # what people write for it in a workbook
    unsure: tuple[str, ...] = ()  # what may mean it: a person decides


class Status(_Worded):
    """Where a task stands, in the order of charts and menus; transitions are in `rules.TRANSITIONS`."""

    facts: StatusFacts
    done: bool  # reported as done; progress is 100
    at_work: bool
    waiting: bool
    set_aside: bool
    ended: bool  # closed or cancelled
    open: bool  # neither done nor cancelled: a deadline may still be missed or put off
    settled: bool  # done or set aside: nothing to press for
    begun: bool
    needs_lead: bool  # somebody answers for it, so that it must have a lead office

    UNASSIGNED = (
        "unassigned",
        "待交办",
        StatusFacts(Stage.WAITING, StatusMark.DASHED),
    )
    NOT_STARTED = (
        "not_started",
        "未启动",
        StatusFacts(Stage.AT_WORK, StatusMark.RING, aliases=("未开始", "没有启动", "尚未启动", "待启动")),
    )
    IN_PROGRESS = (
        "in_progress",
        "推进中",
        StatusFacts(
            Stage.AT_WORK,
            StatusMark.HALF,
            begun=True,
            aliases=("进行中", "推进", "正在推进", "实施中", "办理中", "序时推进", "有序推进"),
        ),
    )
    CLOSING = (
        "closing",
        "待销号",
        StatusFacts(
            Stage.DONE,
            StatusMark.NEARLY,
            begun=True,
            icon="flag",
            aliases=("申请销号", "拟销号"),
            unsure=("已完成", "完成", "已办结", "办结", "全部完成", "已落实"),
        ),
    )
    CLOSED = (
        "closed",
        "已销号",
        StatusFacts(Stage.DONE, StatusMark.TICK, ended=True, icon="check", aliases=("销号", "已经销号")),
    )
    PAUSED = (
        "paused",
        "暂缓",
        StatusFacts(Stage.ASIDE, StatusMark.BARS, begun=True, icon="pause", aliases=("暂停", "已暂缓")),
    )
    CANCELLED = (
        "cancelled",
        "已取消",
        StatusFacts(
            Stage.ASIDE,
            StatusMark.CROSS,
            ended=True,
            icon="trash",
            aliases=("取消", "终止", "已终止"),
        ),
    )

    def __new__(cls, value: str, word: str = "", facts: StatusFacts | None = None) -> Self:
        """Keep what was declared, and what follows from it, as plain attributes of the member."""
        member = str.__new__(cls, value)
        member._value_, member.word = value, word
        if facts is not None:  # always: the default serves the look-up by value alone
            member.facts, member.ended, member.begun = facts, facts.ended, facts.begun
            stage = facts.stage
            member.waiting, member.at_work = stage is Stage.WAITING, stage is Stage.AT_WORK
            member.done, member.set_aside = stage is Stage.DONE, stage is Stage.ASIDE
            member.open = not (member.done or member.ended)
            member.settled = member.done or member.set_aside
            member.needs_lead = member.at_work or member.done
        return member

    @classmethod
    def counted(cls) -> tuple["Status", ...]:
        """Return the statuses of tasks that count, all but 已取消, in the order figures are read: 已销号 first."""
        return (
            *reversed(cls.those(lambda status: not status.set_aside)),
            *cls.those(lambda status: status.set_aside and not status.ended),
        )


class LightColour(_Worded):
    """The colour of a light; always shown with shape, word and reason."""

    RED = "red", "红"
    AMBER = "amber", "黄"
    GREEN = "green", "绿"
    BLUE = "blue", "蓝"
    GREY = "grey", "灰"

    @property
    def severity(self) -> int:
        """Return how much a light warns: red before amber before all others."""
        return {LightColour.RED: 2, LightColour.AMBER: 1}.get(self, 0)


class VerdictOutcome(_Worded):
    """What staff found when they checked a task (核查)."""

    CONFIRMED = "confirmed", "属实"
    PARTLY = "partly", "部分属实"
    REFUTED = "refuted", "不属实"
    WANTING = "wanting", "待补证"

    @property
    def doubts(self) -> bool:
        """Tell whether it holds the light at amber or worse until there is a newer verdict."""
        return self in (VerdictOutcome.REFUTED, VerdictOutcome.WANTING)


class DueKind(_Worded):
    """What kind of deadline an official wording means."""

    DATE = "date", "时限"
    LONG_TERM = "long_term", "长期坚持"
    IMMEDIATE = "immediate", "立行立改"
    RECURRING = "recurring", "定期"
    TEXT = "text", "文字"
    NONE = "none", "未定"

    @property
    def undecided(self) -> bool:
        """Tell whether nobody has said when the task is due (未定时限)."""
        return self in (DueKind.TEXT, DueKind.NONE)


class RecommendationKind(_Worded):
    """What an entry of an article is; only task and subtask become tasks by themselves."""

    UMBRELLA = "umbrella", "总领"
    GROUP = "group", "条"
    TASK = "task", "任务"
    SUBTASK = "subtask", "子任务"
    LESSON = "lesson", "经验启示"
    PRACTICE = "practice", "本市做法"
    EXHORTATION = "exhortation", "倡导"
    UMBRELLA_EXHORTATION = "umbrella_exhortation", "总倡导"

    @property
    def asks(self) -> bool:
        """Tell whether it asks for a task; the number of these is the number of recommendations, everywhere."""
        return self in (RecommendationKind.TASK, RecommendationKind.SUBTASK)

    @property
    def is_reference(self) -> bool:
        """Tell whether it calls for nothing: experience, what the city does already, appeals (参考)."""
        return self in (
            RecommendationKind.LESSON,
            RecommendationKind.PRACTICE,
            RecommendationKind.EXHORTATION,
            RecommendationKind.UMBRELLA_EXHORTATION,
        )


class IndicatorKind(_Worded):
    """Whether an indicator is measured in numbers, in words, or only background."""

    NUMERIC = "numeric", "定量"
    QUALITATIVE = "qualitative", "定性"
    CONTEXT = "context", "背景"


class Measure(_Worded):
    """How a numeric indicator is to be read."""

    LEVEL = "level", "存量"
    CUMULATIVE = "cumulative", "累计"
    GROWTH_RATE = "growth_rate", "增速"
    SHARE = "share", "占比"
    RANK = "rank", "位次"


class Direction(_Worded):
    """Which way is better."""

    HIGHER = "higher", "越高越好"
    LOWER = "lower", "越低越好"


class LinkKind(_Worded):
    """How one recommendation points at another."""

    RELATED = "related", "相关"
    SUPPORTS = "supports", "支撑"


class TaskLinkKind(_Worded):
    """How one task points at another: it went into it, or the two have to do with each other."""

    DUPLICATE = "duplicate", "并入"
    RELATED = "related", "相关"


class EvidenceKind(_Worded):
    """What proves that a task is done."""

    FILE = "file", "文件"
    NOTE = "note", "说明"
    STAMPED = "stamped", "盖章件"


class BatchSource(_Worded):
    """Where a batch of changes came from."""

    MANUAL = "manual", "手工"
    IMPORT = "import", "反馈导入"
    SEED = "seed", "目录"
    DEMO = "demo", "演示"
    UNDO = "undo", "撤销"


class FileState(_Worded):
    """Where a workbook that was recorded stands on the disk."""

    RECORDED = "recorded", "已登记，尚未就位"
    PLACED = "placed", "已就位"


class ReturnState(_Worded):
    """How far a returned workbook has been taken in."""

    PENDING = "pending", "待核对"
    APPLIED = "applied", "已导入"


class Outcome(_Worded):
    """What the comparison of one returned cell or row came to."""

    CHANGE = "change", "对方修改"
    CONFLICT = "conflict", "冲突"
    CLEARED = "cleared", "对方清空"
    SAME = "same", "已一致"
    UNKNOWN_ROW = "unknown_row", "未知行"
    MISSING_ROW = "missing_row", "缺少的行"


class Choice(_Worded):
    """The user's decision about one change."""

    OURS = "ours", "保留我方"
    THEIRS = "theirs", "采纳对方"
    MERGED = "merged", "合并编辑"
    LATER = "later", "以后再定"


class DeadlineChange(_Worded):
    """What a change of a deadline is: only 延期 and a rarer 频次 count as extensions."""

    EXTENSION = "extension", "延期"
    CORRECTION = "correction", "更正"
    ADVANCE = "advance", "提前"
    FIRST = "first", "明确时限"
    FREQUENCY = "frequency", "改频次"


class DecisionState(_Worded):
    """How far a change of a deadline is decided."""

    REQUESTED = "requested", "申请中"
    GRANTED = "granted", "同意"
    REFUSED = "refused", "不同意"


class NodesChoice(_Worded):
    """What became of a task's open nodes when its deadline moved."""

    MOVED = "moved", "节点一并顺延"
    KEPT = "kept", "节点保持不变"
    NONE = "", ""


class CoordinationStatus(_Worded):
    """How far a matter is that others must solve (协调事项)."""

    OPEN = "open", "待协调"
    UNDER_WAY = "under_way", "协调中"
    SOLVED = "solved", "已解决"
    DROPPED = "dropped", "不再需要"

    @property
    def closed(self) -> bool:
        """Tell whether nothing is to be done about the matter any more."""
        return self in (CoordinationStatus.SOLVED, CoordinationStatus.DROPPED)


class Priority(_Worded):
    """Whether a task is one of those that leaders watch."""

    NORMAL = "normal", "一般"
    KEY = "key", "重点"


class Unconfirmed(_Worded):
    """What a workbook does with tasks whose lead office is only suggested."""

    CONFIRM = "confirm", "确认单位并导出"
    SKIP = "skip", "只导出已确认的"
    MARK = "mark", "照样导出（标明待确认）"
    STOP = "stop", "不导出"


class Helpers(_Worded):
    """Which co-offices get a workbook beside the offices that lead."""

    NONE = "none", "只发牵头单位"
    CONFIRMED = "confirmed", "发给已确认的配合单位"
    SUGGESTED = "suggested", "连同待确认的配合单位"


class SplitBy(_Worded):
    """By what the workbook of one office is divided among several people."""

    OWNER = "owner", "责任人"
    THEME = "theme", "主题"


class ExportKind(_Worded):
    """Why a workbook was sent."""

    FIRST = "first", "首发"
    AGAIN = "again", "补发"
    REPLY = "reply", "退回修改"


class PaperKind(_Worded):
    """A paper that leaves the office; the words are those of the register, of templates and of file names."""

    LEDGER = "ledger", "台账"
    CIRCULAR = "circular", "通报"
    NOTICE = "notice", "提醒函"
    URGING = "urging", "催办单"
    ORDER = "order", "督办单"
    BRIEF = "brief", "专报"
    CLOSING = "closing", "销号清单"


class SlipLevel(_Worded):
    """How urgently an office is asked about a task, the mildest first; the word is that of the command line."""

    REMIND = "remind", "提醒"
    URGE = "urge", "催办"
    SUPERVISE = "supervise", "督办"

    @property
    def kind(self) -> PaperKind:
        """Return the paper that asks at this level."""
        return (PaperKind.NOTICE, PaperKind.URGING, PaperKind.ORDER)[self.rank]

    @property
    def rank(self) -> int:
        """Return 0 for the mildest, 2 for the gravest."""
        return list(SlipLevel).index(self)

    @property
    def next(self) -> "SlipLevel":
        """Return the next graver level, the gravest for itself."""
        levels = list(SlipLevel)
        return levels[min(self.rank + 1, len(levels) - 1)]


class RankBy(_Worded):
    """By which figure the papers order offices."""

    GAP = "gap", "进度差"
    DONE = "done", "完成率"
    RED = "red", "红灯"
