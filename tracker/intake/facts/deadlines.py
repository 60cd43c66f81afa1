"""The deadline that belongs to an action, as printed, and its day by the rules of the ledger."""

import re
from datetime import date

from tracker.model.deadlines import parse_deadline
from tracker.model.enums import DueKind

_YEAR = r"(?:20\d\d年|今年|明年|后年|本年度?)"
_END = r"(?:底前|底之前|末前|前|之前|以前|底|末|内|中)"
_MONTH = r"(?:\d{1,2}月(?:\d{1,2}日|[上中下]旬|份)?)"
_QUARTER = r"(?:[一二三四]季度|上半年|下半年|年)"
_DUE = re.compile(
    rf"(?:到|在|于|至|力争|争取|确保)?{_YEAR}(?:的)?(?:{_MONTH}|{_QUARTER})?{_END}{{1,2}}"
    rf"|(?:到|至){_YEAR}(?:{_MONTH}|[一二三四]季度|上半年|下半年)?{_END}?|{_YEAR}(?:{_MONTH}|上半年|下半年|[一二三四]季度){_END}?"
    rf"|(?:[一二三两四五六\d]+(?:年|个月|周)(?:之?内|时间内))|(?:{_MONTH}|[一二三四]季度|年|上半年|春节|国庆|五一){_END}(?!度)"
    r"|年内|长期坚持|立行立改|持续推进|近期|即日起|每年\d{1,2}月底?前|每[年月周季](?:度)?\d*[日号]?前?|每个?(?:季度|月|年|周)"
)
_LABELLED = re.compile(
    r"(?:完成时限|完成时间|办结时限|时限要求|时间要求)[：:]([^；;。）)]+)|([^，；;（(：:]{2,14}?(?:前|底))完成"
)
_NOT = re.compile(r"截$|截至|去年|自|以来|比|较|于20\d\d年印发|期限|最长|存续|累计不少于|累计$")
_RHYTHM = re.compile(r"^每")


def due_in(text: str) -> str | None:
    """Return the deadline that an action's own words state, None without one; rhythms come last."""
    rhythm = None
    for match in _DUE.finditer(text):
        if _NOT.search(text[max(0, match.start() - 4) : match.start()]) or _is_no_due(text, match):
            continue
        if not _RHYTHM.match(match[0]):
            return _trimmed(match[0])
        rhythm = rhythm or (match[0] if match.start() <= 8 else None)
    return rhythm


def _trimmed(words: str) -> str:
    return re.sub(r"^(?:在|于|力争|争取|确保)+", "", words)


def _is_no_due(text: str, match: re.Match[str]) -> bool:
    """Tell whether a stretch of time is a condition or a measure: 五年内累计不少于, 连续三年内."""
    after = text[match.end() : match.end() + 4]
    stretch = match[0].endswith("内") and not match[0].startswith("年")
    return (stretch and after.startswith(("累计", "平均", "的"))) or text[
        max(0, match.start() - 2) : match.start()
    ] in (
        "连续",
        "最近",
    )


def due_labelled(text: str) -> str | None:
    """Return the deadline of words that say who is responsible until when."""
    if match := _LABELLED.search(text):
        return (match[1] or match[2]).strip(" 　，、")
    parts = re.split("[，；;、]", text.strip("（()） 。"))
    return parts[-1].strip() if len(parts) > 1 and _DUE.fullmatch(parts[-1].strip()) else None


def due_on(words: str | None, issued: date | None) -> date | None:
    """Return the last day in time; None for wordings without a day, and for those that need an unknown day of issue."""
    if not words:
        return None
    deadline = parse_deadline(words, issued)
    return deadline.on if deadline.kind is DueKind.DATE else None
