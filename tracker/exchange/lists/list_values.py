"""Read the values of a task in an unknown list: title and content, deadline, beginning, person and telephone, marks."""

import re
from datetime import date

from tracker.model.deadlines import parse_deadline
from tracker.model.typed import sentences
from tracker.model.typed.cells import serial_day_in
from tracker.model.typed.days import NoSuchDayError, period_of
from tracker.model.typed.deadlines import read_deadline
from tracker.model.typed.reading import Outcome
from tracker.model.typed.text import gives_nothing, visible
from tracker.model.typed.wording import normalised

TITLE_LENGTH, _SHORTEST = 40, 6
_CLAUSES = re.compile(r"[。；：，\n]+|(?<!\d)[;:,](?!\d)")
_DUTIES = re.compile("牵头|配合|会同|负责")
#: A number before a text; 1.5 万亩 is none.
_LEADING = re.compile(
    r"\s*(?:[（(]\s*(\d{1,3})\s*[)）]|(\d{1,3}(?:-\d{1,3})?)\s*(?:[、)）]|[.．](?!\d))|([①-⑳])"
    r"|(\d{1,2}(?:[.．]\d{1,2}){1,3})(?:[、.．]|\s(?!\s*[万亿%亩元个]))(?!\d))\s*"  # 1.1 with a sign behind it
)
_TELEPHONE = re.compile(
    r"(?<![\d-])(?:(?:\+?86[- ]?)?1[3-9]\d{9}|(?:0\d{2,3}[-－—– ]?)?[2-9]\d{6,7}(?:[-转]\d{1,6})?|\d{6})(?!\d)"
)
_AROUND = re.compile(r"^[\s、，,;；:：/（()）]+|[\s、，,;；:：/（()）]+$")
_BETWEEN_PERSONS = re.compile(r"[\s、，,;；/（()）]+")
_LABELS = re.compile(r"(?:联系人|联系电话|电话|手机|联系方式)\s*[:：]")
_THEMES = re.compile(r"[、，,；;/\n|]+")
_KEY = re.compile(
    r"是|√|✓|✔|☑|★+|☆|▲|△|◆|●|■|[Yy]|[Yy]es|TRUE|重要|特急|紧急|加急|急件"
    r"|(?:市级|省级|区级)?重点(?:件|任务|项目|工作|事项)?"
)


def title_and_content(text: str) -> tuple[str, str]:
    """Return the title of a text and its content, "" where the title says it all; nothing is shortened in it."""
    flat = "".join(text.split("\n"))
    if len("".join(flat.split())) <= TITLE_LENGTH:
        return flat, ""
    for clause in _CLAUSES.split(text):
        if _SHORTEST <= len(clause.strip()) <= TITLE_LENGTH and not _DUTIES.search(clause):
            return clause.strip(), text
    return flat[:TITLE_LENGTH], text


def leading_number(text: str) -> tuple[str, str]:
    """Return the number that a text begins with (3、 （3）), and the text without it."""
    match = _LEADING.match(text)
    if match is None or match.end() == len(text):
        return "", text
    return next(filter(None, match.groups())), text[match.end() :]


def read_due(text: str, base: date) -> tuple[str, str | None, list[str]]:
    """Return a deadline as printed, its day as ISO text or None, and what is to be said about it."""
    printed = visible(text)
    if gives_nothing(printed):
        return "", None, []
    if day := serial_day_in(printed):
        iso = day.isoformat()
        return iso, iso, [f"数值{printed}按日期读作{iso}", *_said_of(iso, base)]
    reading = read_deadline(printed, base)
    if reading.outcome is Outcome.REFUSED:
        return printed, None, [reading.sentence]
    on = reading.value.on if reading.value is not None else parse_deadline(printed, base).on
    said = [reading.sentence] if reading.outcome is Outcome.ASKED else []
    return printed, on.isoformat() if on else None, said


def _said_of(iso: str, base: date) -> list[str]:
    reading = read_deadline(iso, base)
    return [reading.sentence] if reading.outcome is Outcome.ASKED else []


def read_start(text: str, base: date) -> tuple[str | None, list[str]]:
    """Return the first day of what is written as ISO text, or None and why."""
    printed = visible(text)
    if gives_nothing(printed):
        return None, []
    if day := serial_day_in(printed):
        return day.isoformat(), [f"数值{printed}按日期读作{day.isoformat()}"]
    try:
        words = normalised(printed)
        period = period_of(words) or period_of(words, base.year)
    except NoSuchDayError as missing:
        return None, [sentences.no_such_day(printed, missing.year, missing.month)]
    if period is None:
        return None, [f"启动时间“{printed}”读不出日期"]
    return (period.last if period.to_the_day and not period.is_span else period.first).isoformat(), []


def person_and_telephone(text: str) -> tuple[str, str]:
    """Return the names and the numbers of a text that holds both, several joined by 、."""
    plain = _LABELS.sub(" ", text)
    numbers = _TELEPHONE.findall(plain)
    persons = [p for p in _BETWEEN_PERSONS.split(_TELEPHONE.sub(" ", plain)) if p]
    return "、".join(_AROUND.sub("", p) for p in persons), "、".join(numbers)


def has_telephone(text: str) -> bool:
    """Tell whether a text holds a telephone number."""
    return _TELEPHONE.search(text) is not None


def read_themes(text: str) -> tuple[str, ...]:
    """Return the themes of a cell, once each."""
    parts = (part.strip() for part in _THEMES.split(text))
    return tuple(dict.fromkeys(part for part in parts if not gives_nothing(part)))


def read_priority(text: str) -> str:
    """Return 重点 for what marks a task as one, else ""."""
    return "重点" if _KEY.fullmatch("".join(text.split())) else ""
