"""Status cells: the seven words, and what else people write."""

from tracker.exchange.book.text import key
from tracker.exchange.cells.parsed_cell import Reading
from tracker.model.enums import Status

#: Other wordings; the second set says more than an office may decide, so a person looks at it.
_SAME_MEANING = {
    Status.NOT_STARTED: ("未开始", "没有启动", "尚未启动", "待启动"),
    Status.IN_PROGRESS: ("进行中", "推进", "正在推进", "实施中", "办理中", "序时推进", "有序推进"),
    Status.CLOSING: ("申请销号", "拟销号"),
    Status.CLOSED: ("销号", "已经销号"),
    Status.PAUSED: ("暂停", "已暂缓"),
    Status.CANCELLED: ("取消", "终止", "已终止"),
}
_TO_REVIEW = {Status.CLOSING: ("已完成", "完成", "已办结", "办结", "全部完成", "已落实")}
_ALIASES = {key(word): status for status, words in _SAME_MEANING.items() for word in words}
_DOUBTFUL = {key(word): status for status, words in _TO_REVIEW.items() for word in words}
_WORDS = {key(text): status for status in Status for text in (status.word, status.value)}


def read_status(text: str, raw: str) -> Reading:
    """Return the status a word means."""
    word = key(text)
    if status := _WORDS.get(word) or _ALIASES.get(word):
        return Reading(status, raw)
    if doubtful := _DOUBTFUL.get(word):
        return Reading(doubtful, raw, note=f"写的是「{text.strip()}」，按「{doubtful.word}」计", review=True)
    words = "、".join(status.word for status in Status)
    return Reading(raw=raw, problem=f"状态「{text.strip()}」不在下列之中：{words}")
