"""The deadline that belongs to an action, as printed, and its day by the rules of the ledger."""

import re
from datetime import date

from tracker.model.deadlines import parse_deadline
from tracker.model.enums import DueKind

_YEAR = r"(?:20\d\d年|今年|明年|后年|本年度?)"
_END = r"(?:底前|底之前|末前|前|之前|以前|底|末|内|中)"
_MONTH = r"(?:\d{1,2}月(?:\d{1,2}日|[上中下]旬|份)?)"
_FEAST = r"(?:春节|国庆节?|元旦|中秋|端午|五一|节|入冬|入夏|入汛|(?:主|大)?汛期?|开学|雨季|台风季|供暖期?|采暖季|春耕|双抢|秋收|高考|两会)"
_COUNT = r"(?:\d{1,3}|[一二三两四五六七八九十半]{1,3})"
_CLOCK = rf"(?:{_COUNT}[点时](?:半|\d{{1,2}}分)?)"
_BEFORE = r"(?:之前|以前|前)"
#: Said of days near by: 今晚11点前, 明天中午12点前, 下周三以前, 本周内; 今晚 and the like by themselves.
_NEAR = (
    rf"(?:(?:今|明|后|当)[天日]|[今明当][晚夜早])(?:凌晨|早上?|上午|中午|下午|傍晚|晚上?|半夜)?{_CLOCK}?(?:下班|天黑|收工)?{_BEFORE}"
    rf"|(?:今[晚夜]|明[早晚]|当[天晚日]|连夜)(?![的前])|(?:本|这|下)个?(?:周|星期|礼拜)(?:[一二三四五六日天末])?(?:下班)?(?:{_BEFORE}|之?内|底)"
    rf"|(?:本|这|下)个?月(?:{_COUNT}[日号]|[上中下]旬|底)?(?:下班)?(?:{_BEFORE}|之?内|底)+"
)
_QUARTER = r"(?:[一二三四]季度|上半年|下半年|年)"
_DUE = re.compile(
    rf"(?:到|在|于|至|力争|争取|确保)?{_YEAR}(?:的)?(?:{_MONTH}|{_QUARTER})?{_END}{{1,2}}"
    rf"|(?:到|至){_YEAR}(?:{_MONTH}|[一二三四]季度|上半年|下半年)?{_END}?|{_YEAR}(?:{_MONTH}|上半年|下半年|[一二三四]季度){_END}?"
    rf"|(?:[一二三两四五六\d]+(?:年|个月|周)(?:之?内|时间内))|(?:{_MONTH}|[一二三四]季度|年|上半年|春节|国庆|五一){_END}(?!度)"
    rf"|{_NEAR}|(?:{_YEAR})?\d{{1,2}}月\d{{1,2}}日(?:下班|中午|上午|下午|晚)?{_CLOCK}?{_BEFORE}|(?:{_YEAR}|[今明]年?)?(?:{_FEAST}|[春夏秋冬][天季])(?:来临|到来)?{_BEFORE}"
    rf"|{_COUNT}个?(?:天|日|工作日|小时|星期)(?:之|以)?内"
    r"|每(?:[一两三]|\d{1,2})?个?(?:小时|[天日晨晚])"
    r"|年内|长期坚持|立行立改|持续推进|近期|即日起|每年\d{1,2}月底?前|每[年月周季](?:度)?\d*[日号]?前?|每个?(?:季度|月|年|周)"
)
_LABELLED = re.compile(
    r"(?:完成时限|完成时间|办结时限|时限要求|时间要求)[：:]([^；;。）)]+)|([^，；;（(：:]{2,14}?(?:前|底))完成"
)
_NOT = re.compile(r"截$|截至|去年|自|以来|比|较|于20\d\d年印发|期限|最长|存续|累计不少于|累计$")
#: How long a service may take is no deadline of the action: 三个工作日内办结.
_STANDARD = re.compile(r"(?:必须|应当|应|要|予以|全部)?(?:办结|审结|答复|受理|响应|到达|到场|赶到|出证|审批|审核|放款)")
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
    stretch = match[0].endswith("内") and match[0][0] not in "年本这下"
    if stretch and _STANDARD.match(text[match.end() :]):
        return True
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
