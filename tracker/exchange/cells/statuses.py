"""Read cells of a few words: statuses, of tasks and of the part a co-office has, and roles of people."""

from tracker.exchange.book.text import key
from tracker.exchange.cells.parsed_cell import Reading
from tracker.model.enums import Status
from tracker.model.exchange_words import HelpState, PersonRole

#: Other wordings; the second set says more than an office may decide, so a person looks at it.
_ALIASES = {key(word): status for status in Status for word in status.facts.aliases}
_DOUBTFUL = {key(word): status for status in Status for word in status.facts.unsure}
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


_HELP_ALIASES = {
    "未启动": HelpState.NONE,
    "未配合": HelpState.NONE,
    "进行中": HelpState.IN_PROGRESS,
    "推进中": HelpState.IN_PROGRESS,
    "正在配合": HelpState.IN_PROGRESS,
    "完成": HelpState.DONE,
    "已办结": HelpState.DONE,
    "已完成配合": HelpState.DONE,
    "无关": HelpState.NOT_OURS,
    "不属于本单位": HelpState.NOT_OURS,
    "与本单位无关": HelpState.NOT_OURS,
}
_HELP_WORDS = {key(text): state for state in HelpState for text in (state.word, state.value)}
_HELP_WORDS |= {key(text): state for text, state in _HELP_ALIASES.items()}


def read_help_state(text: str, raw: str) -> Reading:
    """Return how far a co-office says it is."""
    if state := _HELP_WORDS.get(key(text)):
        return Reading(state, raw)
    words = "、".join(state.word for state in HelpState)
    return Reading(raw=raw, problem=f"配合状态「{text.strip()}」不在下列之中：{words}")


_ROLE_ALIASES = {
    "联系人": PersonRole.LIAISON,
    "联络人": PersonRole.LIAISON,
    "经办人": PersonRole.LIAISON,
    "主要领导": PersonRole.HEAD,
    "一把手": PersonRole.HEAD,
    "分管负责人": PersonRole.DEPUTY,
}
_ROLE_WORDS = {key(text): role for role in PersonRole for text in (role.word, role.value)}
_ROLE_WORDS |= {key(text): role for text, role in _ROLE_ALIASES.items()}


def read_role(text: str, raw: str) -> Reading:
    """Return what a person does for their office."""
    if role := _ROLE_WORDS.get(key(text)):
        return Reading(role, raw)
    words = "、".join(role.word for role in PersonRole)
    return Reading(raw=raw, problem=f"角色「{text.strip()}」不在下列之中：{words}")
