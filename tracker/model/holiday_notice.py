"""Reads the yearly notice about holidays (放假安排的通知) as people paste it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.model.exchange_words import DayKind
from tracker.model.workdays import HolidayEntry, changes_weekday

_YEAR = re.compile(r"(20\d\d)\s*年")
_TITLE = re.compile(r"(20\d\d)\s*年\s*(?:部分)?\s*节假日")
_HEAD = re.compile(r"^[\s（(]*(?:[一二三四五六七八九十\d]+[、.．)）])?\s*(?P<name>[^：:\d]{1,16})[：:]\s*(?P<rest>.+)$")
_REMARK = re.compile(r"[（(][^（）()]*[）)]")
_DAY = r"(?:(?P<{0}y>20\d\d)\s*年\s*)?(?:(?P<{0}m>\d{{1,2}})\s*月\s*)?(?P<{0}d>\d{{1,2}})\s*日"
_SPAN = re.compile(_DAY.format("a") + r"(?:\s*(?:至|到|—|－|-|~|～)\s*" + _DAY.format("b") + ")?")
_WEEKDAY = re.compile(
    r"(?:(?P<m>\d{1,2})\s*月\s*)?(?P<d>\d{1,2})\s*日\s*[（(][^（）()]*?(?:星期|周|礼拜)(?P<w>[一二三四五六日天])"
)
_COUNT = re.compile(r"共\s*(\d{1,2})\s*天")
_WEEK = "一二三四五六日"
_LONGEST = 15  # days in a row that one feast may be off


@dataclass(frozen=True, slots=True)
class HolidayNotice:
    """What a notice says of a year: the days that differ from their weekday, and what in it does not add up."""

    year: int | None
    entries: tuple[HolidayEntry, ...]
    doubts: tuple[str, ...]


def read_notice(text: str, year: int | None = None) -> HolidayNotice:
    """Read a notice; `year` is taken where the text names none. What cannot be read is said in `doubts`."""
    stated = _TITLE.search(text) or _YEAR.search(text)
    of = int(stated.group(1)) if stated else year
    if of is None:
        return HolidayNotice(None, (), ("通知里没有写年份，请先选好年份再粘贴。",))
    reading = _Reading(of)
    for line in text.splitlines():
        reading.take_line(line)
    entries = {entry.day: entry for entry in reading.entries if changes_weekday(entry)}
    doubts = reading.doubts if entries or reading.doubts else ["没有读到放假或上班的日期，请粘贴通知的正文。"]
    return HolidayNotice(of, tuple(entries[day] for day in sorted(entries)), tuple(dict.fromkeys(doubts)))


class _Reading:
    """Goes through a notice line by line; a line without a feast's name belongs to the one before."""

    def __init__(self, year: int) -> None:
        self._year, self._name = year, ""
        self.entries: list[HolidayEntry] = []
        self.doubts: list[str] = []

    def take_line(self, line: str) -> None:
        head = _HEAD.match(line)
        if head is not None:
            self._name, line = head["name"].strip(), head["rest"]
        for sentence in re.split(r"[。；;]", line):
            self._sentence(sentence)

    def _sentence(self, sentence: str) -> None:
        if "上班" in sentence:
            kind = DayKind.WORK
        elif "放假" in sentence or "休息" in sentence or "补休" in sentence:
            kind = DayKind.OFF
        else:
            return
        self._check_weekdays(sentence)
        days = list(self._days(_REMARK.sub("", sentence)))
        self.entries += [HolidayEntry(day, kind, self._name) for day in days]
        stated = _COUNT.search(sentence)
        if stated and kind is DayKind.OFF and int(stated.group(1)) != len(days):
            self.doubts.append(f"“{sentence.strip()[:30]}”写共{stated.group(1)}天，读出{len(days)}天，请核对。")

    def _days(self, sentence: str) -> Iterator[date]:
        month: int | None = None
        for span in _SPAN.finditer(sentence):
            month = int(span["am"]) if span["am"] else month
            if month is None:
                continue
            first = self._day(span["ay"], month, span["ad"])
            month = int(span["bm"]) if span["bm"] else month
            last = self._day(span["by"], month, span["bd"]) if span["bd"] else first
            if first is None or last is None:
                continue
            if last < first and not span["by"]:  # it goes over the end of a year
                last = last.replace(year=first.year + 1)
            if not 0 <= (last - first).days < _LONGEST:
                self.doubts.append(f"“{span.group()}”不像一个假期，没有读入。")
                continue
            yield from (first + timedelta(days=step) for step in range((last - first).days + 1))

    def _day(self, year: str | None, month: int, day: str) -> date | None:
        try:
            return date(int(year) if year else self._year, month, int(day))
        except ValueError:
            self.doubts.append(f"“{month}月{day}日”不是日期，没有读入。")
            return None

    def _check_weekdays(self, sentence: str) -> None:
        """Say where the notice names another weekday than the day has: a notice of another year was pasted."""
        month: int | None = None
        for stated in _WEEKDAY.finditer(sentence):
            month = int(stated["m"]) if stated["m"] else month
            day = self._day(None, month, stated["d"]) if month else None
            if day is not None and _WEEK[day.weekday()] != stated["w"].replace("天", "日"):
                self.doubts.append(
                    f"{day.year}年{day.month}月{day.day}日是星期{_WEEK[day.weekday()]}，"
                    f"通知写的是星期{stated['w']}，请核对年份。"
                )
