"""Closed lists of sources, their sentences, what is measured how often, and reviews; the screen shows `word`."""

from tracker.model.enums import WordedEnum


class SourceKind(WordedEnum):
    """What tasks come from (来源类别)."""

    ARTICLE = "article", "文章"
    INSTRUCTION = "instruction", "批示"
    MEETING = "meeting", "会议"
    SUGGESTION = "suggestion", "建议"
    PROPOSAL = "proposal", "提案"
    DOCUMENT = "document", "上级文件"
    LETTER = "letter", "信访"
    HOTLINE = "hotline", "热线"
    OWN = "own", "自立"

    @property
    def default_sign(self) -> str:
        """Return the sign its numbers begin with where the settings name no other."""
        return _SIGNS[self]


_SIGNS = {
    SourceKind.ARTICLE: "章",
    SourceKind.INSTRUCTION: "批",
    SourceKind.MEETING: "会",
    SourceKind.SUGGESTION: "建",
    SourceKind.PROPOSAL: "提",
    SourceKind.DOCUMENT: "文",
    SourceKind.LETTER: "信",
    SourceKind.HOTLINE: "热",
    SourceKind.OWN: "自",
}


class Urgency(WordedEnum):
    """How fast a source wants its answer (缓急)."""

    NONE = "none", "平件"
    URGENT = "urgent", "急件"
    VERY_URGENT = "very_urgent", "特急"


class SourceState(WordedEnum):
    """How far a source has come."""

    OPEN = "open", "在办"
    REPORTED = "reported", "已报"
    RETIRED = "retired", "归档"


class SentenceKind(WordedEnum):
    """What a person calls a sentence of a source that no entry is about."""

    BACKGROUND = "background", "背景"
    MISSED = "missed", "可能漏了"


class Frequency(WordedEnum):
    """How often an indicator gets a new value."""

    MONTHLY = "monthly", "每月"
    QUARTERLY = "quarterly", "每季"
    HALF_YEARLY = "half_yearly", "每半年"
    YEARLY = "yearly", "每年"
    NONE = "none", "不定期"


class ReviewState(WordedEnum):
    """How far a review of a text is."""

    OPEN = "open", "未完成"
    ACCEPTED = "accepted", "已收入"
    DROPPED = "dropped", "已放弃"
