"""Closed lists of the domain. The database stores the values, the screen shows `word`."""

from enum import StrEnum
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


class Status(_Worded):
    """Where a task stands; transitions are in `rules.TRANSITIONS`."""

    UNASSIGNED = "unassigned", "待交办"
    NOT_STARTED = "not_started", "未启动"
    IN_PROGRESS = "in_progress", "推进中"
    CLOSING = "closing", "待销号"
    CLOSED = "closed", "已销号"
    PAUSED = "paused", "暂缓"
    CANCELLED = "cancelled", "已取消"


class LightColour(_Worded):
    """The colour of a light; always shown with shape, word and reason."""

    RED = "red", "红"
    AMBER = "amber", "黄"
    GREEN = "green", "绿"
    BLUE = "blue", "蓝"
    GREY = "grey", "灰"


class DueKind(_Worded):
    """What kind of deadline an official wording means."""

    DATE = "date", "时限"
    LONG_TERM = "long_term", "长期坚持"
    IMMEDIATE = "immediate", "立行立改"
    RECURRING = "recurring", "定期"
    TEXT = "text", "文字"
    NONE = "none", "未定"


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


class IndicatorKind(_Worded):
    """Whether an indicator is measured in numbers, in words, or only background."""

    NUMERIC = "numeric", "定量"
    QUALITATIVE = "qualitative", "定性"
    CONTEXT = "context", "背景"


class Measure(_Worded):
    """How a numeric indicator is to be read (DESIGN section 4)."""

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


class BatchSource(_Worded):
    """Where a batch of changes came from."""

    MANUAL = "manual", "手工"
    IMPORT = "import", "反馈导入"
    SEED = "seed", "目录"
    DEMO = "demo", "演示"
    UNDO = "undo", "撤销"


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


class VerdictOutcome(_Worded):
    """What staff found when they looked at what an office reported (核查)."""

    CONFIRMED = "confirmed", "属实"
    PARTLY = "partly", "部分属实"
    REFUTED = "refuted", "不属实"
    WANTING = "wanting", "待补证"


class CoordinationStatus(_Worded):
    """How far a matter is that others must solve (协调事项)."""

    OPEN = "open", "待协调"
    UNDER_WAY = "under_way", "协调中"
    SOLVED = "solved", "已解决"
    DROPPED = "dropped", "不再需要"


class Priority(_Worded):
    """Whether a task is one of those that leaders watch."""

    NORMAL = "normal", "一般"
    KEY = "key", "重点"


class ExportKind(_Worded):
    """Why a workbook was sent."""

    FIRST = "first", "首发"
    AGAIN = "again", "补发"
    REPLY = "reply", "退回修改"
